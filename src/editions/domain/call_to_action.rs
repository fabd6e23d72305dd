//! Appeals to the reader.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};

use super::Site;
use crate::app::{Problem, Remedy};
use crate::platform::clock::Instant;
use crate::platform::ids::{AssetId, CallToActionId, SectionId};
use crate::platform::language::is_slug;
use crate::platform::locale::Locale;
use crate::platform::web::is_url;
use crate::policy::{Subject, TAXONOMY};
use crate::vocabulary::UserErrorCode;

/// The most characters of its words.
const TITLE_LENGTH: usize = 120;
const TEXT_LENGTH: usize = 500;
const BUTTON_LENGTH: usize = 40;

/// An appeal to the reader, across languages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallToAction {
    /// Its id.
    pub id: CallToActionId,
    /// Grows with every change.
    pub version: i32,
    /// Its name, in kebab case.
    pub key: String,
    /// Where it stands, such as `article-end`.
    pub slot: String,
    /// Its words, in each language that it runs in.
    pub texts: BTreeMap<Locale, CallToActionText>,
    /// Where it leads.
    pub url: String,
    /// Its picture.
    pub image: Option<AssetId>,
    /// Sections that it runs in, those below them included; empty = all.
    pub sections: Vec<SectionId>,
    /// From when it runs.
    pub starts_at: Option<Instant>,
    /// Until when it runs.
    pub ends_at: Option<Instant>,
    /// The heaviest of those that fit is shown; 1 to 100.
    pub weight: i32,
    /// Whether it runs at all.
    pub is_active: bool,
}

/// Its words in one language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct CallToActionText {
    /// Heading.
    pub title: String,
    /// A sentence or two, plain words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// What the button says.
    pub button_label: String,
}

/// All settings of a call to action.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct CallToActionInput {
    /// Its name, in kebab case.
    pub key: String,
    /// Where it stands.
    pub slot: String,
    /// Its words, in each language that it is to run in.
    pub texts: BTreeMap<Locale, CallToActionText>,
    /// Where it leads.
    pub url: String,
    /// Its picture.
    #[serde(default)]
    pub image: Option<AssetId>,
    /// Sections that it runs in, those below them included; empty = all.
    #[serde(default)]
    pub sections: Vec<SectionId>,
    /// From when it runs.
    #[serde(default)]
    pub starts_at: Option<Instant>,
    /// Until when it runs.
    #[serde(default)]
    pub ends_at: Option<Instant>,
    /// 1 to 100.
    #[serde(default = "one")]
    pub weight: i32,
    /// Whether it runs at all.
    #[serde(default = "yes")]
    pub is_active: bool,
}

const fn one() -> i32 {
    1
}

const fn yes() -> bool {
    true
}

impl CallToAction {
    /// Whether it runs at `now` in a page of `sections` (the page's section and those above it).
    pub fn runs(&self, now: Instant, sections: &[SectionId]) -> bool {
        self.is_active
            && self.starts_at.is_none_or(|start| start <= now)
            && self.ends_at.is_none_or(|end| now < end)
            && (self.sections.is_empty() || self.sections.iter().any(|s| sections.contains(s)))
    }

    /// When it begins to run, and when it ceases.
    pub fn turns(&self) -> impl Iterator<Item = Instant> {
        self.starts_at.into_iter().chain(self.ends_at)
    }

    /// What the policy must know of it.
    pub fn subject(&self) -> Subject {
        Subject {
            seen_with: TAXONOMY,
            ..Subject::of(self.id, &*self.key)
        }
    }

    /// What an input makes of it; its words as they are stored.
    pub fn of(id: CallToActionId, version: i32, input: CallToActionInput, site: &Site) -> Self {
        let texts = input.texts.into_iter().map(|(locale, text)| {
            let text = CallToActionText {
                title: site.clean(locale, &text.title),
                text: text
                    .text
                    .map(|text| site.clean(locale, &text))
                    .filter(|text| !text.is_empty()),
                button_label: site.clean(locale, &text.button_label),
            };
            (locale, text)
        });
        Self {
            id,
            version,
            key: input.key,
            slot: input.slot,
            texts: texts.collect(),
            url: input.url,
            image: input.image,
            sections: input.sections,
            starts_at: input.starts_at,
            ends_at: input.ends_at,
            weight: input.weight,
            is_active: input.is_active,
        }
    }

    /// All that can be set, by name.
    pub fn facts(&self) -> BTreeMap<String, Json> {
        let facts = [
            ("key", json!(self.key)),
            ("slot", json!(self.slot)),
            ("texts", json!(self.texts)),
            ("url", json!(self.url)),
            ("image", json!(self.image)),
            ("sections", json!(self.sections)),
            ("startsAt", json!(self.starts_at)),
            ("endsAt", json!(self.ends_at)),
            ("weight", json!(self.weight)),
            ("isActive", json!(self.is_active)),
        ];
        let named = facts
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value));
        named.collect()
    }

    /// What is wrong with it, beside the others of the site.
    pub fn problems(&self, site: &Site) -> Vec<Problem> {
        let mut problems = Vec::new();
        let mut wrong = |field: &str, why: &str| {
            problems.push(Problem::at(["input", field], UserErrorCode::Invalid, why));
        };
        for (field, key) in [("key", &self.key), ("slot", &self.slot)] {
            if !is_slug(key) {
                wrong(field, "lower-case ASCII words joined by single hyphens");
            }
        }
        if !is_url(&self.url) {
            wrong("url", "an absolute https address");
        }
        let ends_early = |start| self.ends_at.is_some_and(|end| end <= start);
        if self.starts_at.is_some_and(ends_early) {
            wrong("endsAt", "it ends after it starts");
        }
        if !(1..=100).contains(&self.weight) {
            wrong("weight", "1 to 100");
        }
        let same = |call: &&CallToAction| call.key == self.key && call.id != self.id;
        if let Some(other) = site.calls_to_action.iter().find(same) {
            let why = "another call to action has this key";
            let problem = Problem::at(["input", "key"], UserErrorCode::Duplicate, why);
            problems.push(problem.with(Remedy::Duplicate(other.id.to_string())));
        }
        if self.texts.is_empty() {
            let why = "words in at least one language";
            problems.push(Problem::at(
                ["input", "texts"],
                UserErrorCode::Required,
                why,
            ));
        }
        for (locale, text) in &self.texts {
            problems.extend(text.problems(*locale, site));
        }
        problems
    }
}

impl CallToActionText {
    fn problems(&self, locale: Locale, site: &Site) -> Vec<Problem> {
        let mut problems = Vec::new();
        let mut note = |code, field: &str, why: &str| {
            let path = ["input", "texts", locale.as_str(), field];
            problems.push(Problem::at(path, code, why));
        };
        if site.any_edition(locale).is_none() {
            note(
                UserErrorCode::Invalid,
                "locale",
                "the site has no such edition",
            );
        }
        let text = self.text.as_deref().unwrap_or_default();
        let texts = [
            ("title", self.title.as_str(), TITLE_LENGTH),
            ("text", text, TEXT_LENGTH),
            ("buttonLabel", self.button_label.as_str(), BUTTON_LENGTH),
        ];
        for (field, text, longest) in texts {
            if text.is_empty() && field != "text" {
                note(UserErrorCode::Required, field, "it says something");
            }
            if text.chars().count() > longest {
                note(
                    UserErrorCode::TooLong,
                    field,
                    &format!("at most {longest} characters"),
                );
            }
        }
        problems
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::editions::Edition;
    use crate::platform::ids::EditionId;

    fn site() -> Site {
        let locale = "uk".parse().unwrap();
        let mut site = Site::blank(locale);
        let id = EditionId(Uuid::from_u128(1));
        site.all_editions.push(Edition::new(id, locale, 0).unwrap());
        site
    }

    fn call(id: u128, change: Json) -> CallToAction {
        let mut input = json!({
            "key": "support", "slot": "article-end", "url": "https://support.example",
            "texts": { "uk": { "title": "Підтримайте", "buttonLabel": "Підтримати" } },
        });
        for (field, value) in change.as_object().unwrap() {
            input[field] = value.clone();
        }
        let input = serde_json::from_value(input).unwrap();
        CallToAction::of(CallToActionId(Uuid::from_u128(id)), 1, input, &site())
    }

    fn paths(call: &CallToAction) -> Vec<String> {
        let problems = call.problems(&site()).into_iter();
        problems.map(|problem| problem.path.join(".")).collect()
    }

    #[test]
    fn faults_are_told_all_at_once() {
        let text = json!({ "title": " ", "buttonLabel": "ф".repeat(41) });
        let wrong = json!({
            "key": "Support us", "url": "support.example", "weight": 0,
            "startsAt": 2000, "endsAt": 2000, "texts": { "pl": text },
        });

        assert!(paths(&call(1, json!({}))).is_empty());
        let expected = [
            "key",
            "url",
            "endsAt",
            "weight",
            "texts.pl.locale",
            "texts.pl.title",
            "texts.pl.buttonLabel",
        ];
        assert_eq!(
            paths(&call(1, wrong)),
            expected.map(|path| format!("input.{path}"))
        );
        assert_eq!(paths(&call(1, json!({ "texts": {} }))), ["input.texts"]);
    }

    #[test]
    fn a_key_belongs_to_one() {
        let mut site = site();
        site.calls_to_action.push(call(1, json!({})));

        assert!(call(1, json!({})).problems(&site).is_empty());
        assert_eq!(
            call(2, json!({})).problems(&site)[0].code,
            UserErrorCode::Duplicate
        );
    }

    #[test]
    fn it_runs_within_its_period_and_sections() {
        let section = SectionId(Uuid::from_u128(7));
        let call = call(
            1,
            json!({ "startsAt": 1000, "endsAt": 2000, "sections": [section] }),
        );

        assert!(call.runs(Instant(1000), &[section]));
        assert!(!call.runs(Instant(999), &[section]));
        assert!(!call.runs(Instant(2000), &[section]));
        assert!(!call.runs(Instant(1000), &[]));
    }
}
