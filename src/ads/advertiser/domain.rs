//! What an advertiser is, and what makes one acceptable.

use serde::{Deserialize, Serialize};
use url::{Host, Url};

use crate::ads::findings::{Findings, NAME_LENGTH, each_once};
use crate::app::Result;
use crate::platform::ids::{AdvertiserId, AssetId};
use crate::platform::language::{clean_text, fold, sort_key};
use crate::platform::secrets::hex;
use crate::policy::{ADS, Subject};
use crate::vocabulary::UserErrorCode;

/// The most domains, and the most product categories.
const MAX_DOMAINS: usize = 50;
const MAX_CATEGORIES: usize = 50;
/// The most characters of a category.
const CATEGORY_LENGTH: usize = 40;

/// Who pays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Advertiser {
    /// Its id.
    #[serde(skip)]
    pub id: AdvertiserId,
    /// Grows with every change.
    #[serde(skip)]
    pub version: i32,
    /// Its name among us.
    pub name: String,
    /// As it must appear by law.
    pub legal_name: String,
    /// Hosts that its ads may lead to, those below them included; in lower-case ASCII, its own
    /// first.
    pub domains: Vec<String>,
    /// IAB Ad Product Taxonomy ids: two advertisers of one never meet on a page.
    pub categories: Vec<String>,
    /// Whether it is the paper itself.
    pub is_house: bool,
    /// Its sign: a picture of ours.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub logo: Option<AssetId>,
}

/// All that is told of an advertiser.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct AdvertiserInput {
    /// Its name among us.
    pub name: String,
    /// As it must appear by law.
    pub legal_name: String,
    /// Hosts that its ads may lead to.
    pub domains: Vec<String>,
    /// IAB Ad Product Taxonomy ids.
    #[serde(default)]
    pub categories: Vec<String>,
    /// Whether it is the paper itself.
    #[serde(default)]
    pub is_house: bool,
    /// Its sign.
    #[serde(default)]
    pub logo: Option<AssetId>,
}

impl Advertiser {
    /// The advertiser as `input` makes it.
    ///
    /// # Errors
    /// All problems of the input at once.
    pub fn of(id: AdvertiserId, version: i32, input: &AdvertiserInput) -> Result<Self> {
        input.check()?;
        let mut domains = Vec::with_capacity(input.domains.len());
        for domain in input.domains.iter().filter_map(|domain| host(domain)) {
            if !domains.contains(&domain) {
                domains.push(domain);
            }
        }
        Ok(Self {
            id,
            version,
            name: clean_text(&input.name, None),
            legal_name: clean_text(&input.legal_name, None),
            domains,
            categories: each_once(input.categories.clone()),
            is_house: input.is_house,
            logo: input.logo,
        })
    }

    /// The advertiser as another `input` makes it; `None` when nothing changes.
    ///
    /// # Errors
    /// All problems of the input at once.
    pub fn changed(&self, input: &AdvertiserInput) -> Result<Option<Self>> {
        let same = Self::of(self.id, self.version, input)?;
        let version = self.version + 1;
        Ok((same != *self).then_some(Self { version, ..same }))
    }

    /// What the policy must know of it.
    pub fn subject(&self) -> Subject {
        Subject {
            seen_with: ADS,
            ..Subject::of(self.id, &*self.name)
        }
    }

    /// Whether its ads may lead to this address.
    pub fn may_lead_to(&self, url: &str) -> bool {
        let Ok(url) = Url::parse(url) else {
            return false;
        };
        let Some(Host::Domain(host)) = url.host() else {
            return false;
        };
        let mut domains = self.domains.iter();
        domains.any(|domain| {
            let rest = host.strip_suffix(domain.as_str());
            rest.is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
        })
    }

    /// Where it is found: at the first of its hosts.
    pub fn home(&self) -> Option<String> {
        self.domains.first().map(|host| format!("https://{host}/"))
    }

    /// What searches are held against.
    pub fn search_text(&self) -> String {
        fold(&format!("{} {}", self.name, self.legal_name))
    }

    /// What it sorts by, whatever the language of its name.
    pub fn sort_key(&self) -> String {
        hex(&sort_key(&self.name, "und"))
    }
}

impl AdvertiserInput {
    fn check(&self) -> Result<()> {
        let mut found = Findings::default();
        found.text(["name"], &self.name, NAME_LENGTH);
        found.text(["legalName"], &self.legal_name, NAME_LENGTH);
        if self.domains.is_empty() {
            let why = "at least one host that its ads lead to";
            found.note(["domains"], UserErrorCode::Required, why);
        }
        found.count(["domains"], self.domains.len(), MAX_DOMAINS);
        for (place, domain) in self.domains.iter().enumerate() {
            if host(domain).is_none() {
                let why = "the name of a host, such as `shop.example`";
                found.invalid(["domains", &place.to_string()], why);
            }
        }
        found.count(["categories"], self.categories.len(), MAX_CATEGORIES);
        for (place, category) in self.categories.iter().enumerate() {
            if !is_category(category) {
                let why = "an id of the IAB Ad Product Taxonomy";
                found.invalid(["categories", &place.to_string()], why);
            }
        }
        found.finish()
    }
}

/// The name of a host in lower-case ASCII, if it is one with a dot inside.
fn host(text: &str) -> Option<String> {
    match Host::parse(text.trim()).ok()? {
        Host::Domain(name) => {
            let is_name = name.contains('.') && !name.starts_with('.') && !name.ends_with('.');
            is_name.then_some(name)
        }
        Host::Ipv4(_) | Host::Ipv6(_) => None,
    }
}

/// Whether a text may be an id of one of the IAB taxonomies.
pub(in crate::ads) fn is_category(text: &str) -> bool {
    let is_inside = |letter: char| letter.is_ascii_alphanumeric() || "-_.".contains(letter);
    (1..=CATEGORY_LENGTH).contains(&text.len()) && text.chars().all(is_inside)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::Error;
    use crate::platform::ids::TypedId;

    fn input() -> AdvertiserInput {
        AdvertiserInput {
            name: " Хвиля ".to_owned(),
            legal_name: "ТОВ «Хвиля»".to_owned(),
            domains: vec!["Khvylia.example".to_owned(), "хвиля.example".to_owned()],
            categories: vec!["1042".to_owned()],
            is_house: false,
            logo: None,
        }
    }

    fn made(input: &AdvertiserInput) -> Result<Advertiser> {
        Advertiser::of(AdvertiserId::from_uuid(uuid::Uuid::nil()), 1, input)
    }

    #[test]
    fn its_ads_lead_to_its_hosts_and_those_below_them() {
        let advertiser = made(&input()).unwrap();

        for url in [
            "https://khvylia.example/spring",
            "https://shop.khvylia.example",
            "https://xn--b1amj1b1c.example/x",
        ] {
            assert!(advertiser.may_lead_to(url), "{url} {advertiser:?}");
        }
        for url in [
            "https://notkhvylia.example",
            "https://khvylia.example.evil.example",
            "https://192.0.2.1/",
            "khvylia.example",
        ] {
            assert!(!advertiser.may_lead_to(url), "{url}");
        }
    }

    #[test]
    fn all_problems_are_named_at_once() {
        let bad = AdvertiserInput {
            name: " ".to_owned(),
            legal_name: "x".repeat(121),
            domains: vec!["localhost".to_owned(), "https://a.example/".to_owned()],
            categories: vec!["no id".to_owned()],
            is_house: false,
            logo: None,
        };

        let Err(Error::Refused(problems)) = made(&bad) else {
            panic!("accepted");
        };
        let paths: Vec<_> = problems.iter().map(|one| one.path.join(".")).collect();

        let expected = [
            "input.name",
            "input.legalName",
            "input.domains.0",
            "input.domains.1",
            "input.categories.0",
        ];
        assert_eq!(paths, expected);
    }

    #[test]
    fn the_same_input_again_changes_nothing() {
        let advertiser = made(&input()).unwrap();

        assert_eq!(advertiser.name, "Хвиля");
        assert_eq!(advertiser.changed(&input()).unwrap(), None);
    }
}
