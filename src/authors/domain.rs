//! What an author is, and how a name is printed in a language that lacks it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::addresses::Path;
use crate::app::Problem;
use crate::editions::{Site, SocialLink, Wording};
use crate::platform::given::given;
use crate::platform::ids::{AssetId, AuthorId, UserId};
use crate::platform::language::{fold, sort_key, transliterate};
use crate::platform::locale::Locale;
use crate::platform::secrets::hex;
use crate::vocabulary::UserErrorCode;

/// The most characters of a name or a job title, and of a biography.
const NAME_LENGTH: usize = 120;
const BIO_LENGTH: usize = 4_000;
/// The most accounts elsewhere.
const MAX_LINKS: usize = 20;

/// A byline identity across languages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Author {
    /// Its id.
    #[serde(skip)]
    pub id: AuthorId,
    /// Grows with every change.
    #[serde(skip)]
    pub version: i32,
    /// The portrait.
    pub photo: Option<AssetId>,
    /// Accounts elsewhere.
    pub links: Vec<SocialLink>,
    /// The staff account of the same person.
    pub account: Option<UserId>,
    /// Whether still writing for the paper; one who does not keeps the page.
    pub is_active: bool,
    /// The author that took its place.
    pub merged_into: Option<AuthorId>,
    /// The words, in each language that there are any in.
    pub texts: BTreeMap<Locale, AuthorText>,
}

/// An author's words in one language.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AuthorText {
    /// The name.
    pub name: String,
    /// The form after a role label, where the language declines names.
    pub name_after_role: Option<String>,
    /// The address word.
    pub slug: String,
    /// What the person does.
    pub job_title: Option<String>,
    /// Who the person is.
    pub bio: Option<String>,
}

/// What an author is to become; absent fields stay as they are.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase", default)]
pub struct AuthorInput {
    /// Names; the whole set.
    pub names: Option<BTreeMap<Locale, String>>,
    /// Forms after a role label; the whole set.
    pub names_after_role: Option<BTreeMap<Locale, String>>,
    /// Address words made by hand; a language left out keeps its own, a new one gets one made from
    /// the name.
    pub slugs: Option<BTreeMap<Locale, String>>,
    /// Job titles; the whole set.
    pub job_titles: Option<BTreeMap<Locale, String>>,
    /// Biographies; the whole set.
    pub bios: Option<BTreeMap<Locale, String>>,
    /// The portrait; an inner `None` clears it.
    #[serde(deserialize_with = "given")]
    pub photo: Option<Option<AssetId>>,
    /// Accounts elsewhere; the whole list.
    pub links: Option<Vec<SocialLink>>,
    /// The staff account; an inner `None` clears it.
    #[serde(deserialize_with = "given")]
    pub account: Option<Option<UserId>>,
    /// Whether still writing for the paper.
    pub is_active: Option<bool>,
}

impl Author {
    /// A new author without words.
    pub const fn new(id: AuthorId) -> Self {
        Self {
            id,
            version: 1,
            photo: None,
            links: Vec::new(),
            account: None,
            is_active: true,
            merged_into: None,
            texts: BTreeMap::new(),
        }
    }

    /// Whether there is a page in a language; one who left keeps it.
    pub fn is_public(&self, locale: Locale) -> bool {
        self.merged_into.is_none() && self.texts.contains_key(&locale)
    }

    /// The path of the page; `None` in languages without one.
    pub fn path(&self, locale: Locale) -> Option<Path> {
        Some(Path::Author(self.texts.get(&locale)?.slug.clone()))
    }

    /// The name as readers of a language see it: its own, else that of the first language that it
    /// may be borrowed from, else one spelled in Latin letters.
    pub fn name(&self, locale: Locale, site: &Site) -> String {
        let lenders = site
            .any_edition(locale)
            .map_or(&[][..], |edition| &edition.name_fallback);
        let mut readable = std::iter::once(&locale).chain(lenders);
        if let Some(text) = readable.find_map(|locale| self.texts.get(locale)) {
            return text.name.clone();
        }
        let default = self.texts.get_key_value(&site.default_locale);
        let source = default.or_else(|| self.texts.first_key_value());
        source.map_or_else(String::new, |(from, text)| {
            transliterate(&text.name, site.scheme(*from))
        })
    }

    /// The name after a role label: the form that the language has for it, else the name.
    pub fn name_after_role(&self, locale: Locale, site: &Site) -> String {
        let own = self
            .texts
            .get(&locale)
            .and_then(|text| text.name_after_role.clone());
        own.unwrap_or_else(|| self.name(locale, site))
    }

    /// A name for lists of the newsroom: of the default language, else the first.
    pub fn label(&self, default: Locale) -> &str {
        let text = self.texts.get(&default);
        let text = text.or_else(|| self.texts.values().next());
        text.map_or("", |text| text.name.as_str())
    }

    /// Its address words.
    pub fn slugs(&self) -> BTreeMap<Locale, String> {
        self.texts
            .iter()
            .map(|(locale, text)| (*locale, text.slug.clone()))
            .collect()
    }

    /// Takes the address words that were free.
    pub fn take_slugs(&mut self, slugs: BTreeMap<Locale, String>) {
        for (locale, slug) in slugs {
            if let Some(text) = self.texts.get_mut(&locale) {
                text.slug = slug;
            }
        }
    }

    /// The author as `input` makes it. An address word that the input leaves open is made from the
    /// name; it may still be taken.
    #[must_use]
    pub fn with(&self, input: &AuthorInput, site: &Site) -> Self {
        let mut next = self.clone();
        next.take_facts(input);
        next.take_names(input, site);
        next.take_texts(input, site);
        next
    }

    /// What forbids to join the author to `target`.
    pub fn merge_problem(&self, target: &Self) -> Option<Problem> {
        let invalid = |field: &str, why| Some(Problem::at([field], UserErrorCode::Invalid, why));
        if self.id == target.id {
            return invalid("intoId", "an author cannot be merged into itself");
        }
        if self.merged_into.is_some() {
            return invalid("id", "this author has been merged into another one");
        }
        if target.merged_into.is_some() {
            return invalid("intoId", "this author has been merged into another one");
        }
        None
    }

    /// Both authors after a merge. What the target lacks it takes over: languages, the portrait,
    /// the account, other accounts elsewhere.
    pub fn merged(&self, target: &Self) -> (Self, Self) {
        let mut from = self.clone();
        from.version += 1;
        from.is_active = false;
        from.merged_into = Some(target.id);
        from.account = None;
        let mut into = target.clone();
        into.version += 1;
        into.photo = target.photo.or(self.photo);
        into.account = target.account.or(self.account);
        into.is_active |= self.is_active;
        let is_new = |link: &&SocialLink| target.links.iter().all(|own| own.url != link.url);
        into.links.extend(self.links.iter().filter(is_new).cloned());
        for (locale, text) in &self.texts {
            into.texts.entry(*locale).or_insert_with(|| text.clone());
        }
        (from, into)
    }

    fn take_facts(&mut self, input: &AuthorInput) {
        self.photo = input.photo.unwrap_or(self.photo);
        self.account = input.account.unwrap_or(self.account);
        self.is_active = input.is_active.unwrap_or(self.is_active);
        if let Some(links) = &input.links {
            self.links.clone_from(links);
        }
    }

    fn take_names(&mut self, input: &AuthorInput, site: &Site) {
        if let Some(names) = &input.names {
            self.texts.retain(|locale, _| names.contains_key(locale));
            for (locale, name) in names {
                self.texts.entry(*locale).or_default().name = site.clean(*locale, name);
            }
        }
        for (locale, text) in &mut self.texts {
            if let Some(slug) = input.slugs.as_ref().and_then(|slugs| slugs.get(locale)) {
                text.slug.clone_from(slug);
            } else if text.slug.is_empty() {
                text.slug = site.slugify(*locale, &text.name);
            }
        }
    }

    fn take_texts(&mut self, input: &AuthorInput, site: &Site) {
        for (locale, text) in &mut self.texts {
            let take = |given: &Option<BTreeMap<Locale, String>>, own: &mut Option<String>| {
                if let Some(given) = given {
                    let clean = given.get(locale).map(|text| site.clean(*locale, text));
                    *own = clean.filter(|text| !text.is_empty());
                }
            };
            take(&input.names_after_role, &mut text.name_after_role);
            take(&input.job_titles, &mut text.job_title);
            take(&input.bios, &mut text.bio);
        }
    }

    /// What is wrong with the author that `input` made.
    pub fn problems(&self, input: &AuthorInput, site: &Site) -> Vec<Problem> {
        let mut wording = Wording::of(site);
        for (locale, text) in &self.texts {
            let after_role = text.name_after_role.as_deref();
            wording.name(*locale, &text.name, NAME_LENGTH);
            wording.slug(*locale, &text.name, &text.slug);
            wording.text("namesAfterRole", *locale, after_role, NAME_LENGTH);
            wording.text("jobTitles", *locale, text.job_title.as_deref(), NAME_LENGTH);
            wording.text("bios", *locale, text.bio.as_deref(), BIO_LENGTH);
        }
        if !self.texts.contains_key(&site.default_locale) {
            let why = "an author has a name in the default edition";
            wording.note("names", site.default_locale, UserErrorCode::Required, why);
        }
        wording.only_named(
            "namesAfterRole",
            input.names_after_role.as_ref(),
            &self.texts,
        );
        wording.only_named("slugs", input.slugs.as_ref(), &self.texts);
        wording.only_named("jobTitles", input.job_titles.as_ref(), &self.texts);
        wording.only_named("bios", input.bios.as_ref(), &self.texts);
        let mut problems = wording.into_problems();
        problems.extend(self.link_problems());
        problems
    }

    fn link_problems(&self) -> Vec<Problem> {
        if self.links.len() > MAX_LINKS {
            let why = "at most 20 accounts";
            return vec![Problem::at(["input", "links"], UserErrorCode::TooMany, why)];
        }
        let is_address = |link: &SocialLink| {
            url::Url::parse(&link.url).is_ok_and(|url| matches!(url.scheme(), "http" | "https"))
        };
        let wrong = self
            .links
            .iter()
            .enumerate()
            .filter(|(_, link)| !is_address(link));
        let told = wrong.map(|(place, _)| {
            let path = ["input", "links", &place.to_string(), "url"];
            Problem::at(
                path,
                UserErrorCode::Invalid,
                "an absolute http or https address",
            )
        });
        told.collect()
    }
}

impl AuthorText {
    /// The name as it is searched for.
    pub fn folded_name(&self) -> String {
        fold(&self.name)
    }

    /// The name as it is sorted: hexadecimal digits of its collation key.
    pub fn sort_key(&self, locale: Locale) -> String {
        hex(&sort_key(&self.name, locale.as_str()))
    }
}
