//! What is wrong with settings.

use std::collections::BTreeSet;

use super::{Edition, LanguageParity, Retention, Site};
use crate::app::Problem;
use crate::platform::calendar::validate_pattern;
use crate::platform::locale::Locale;
use crate::platform::web::is_url;
use crate::vocabulary::{ParityMode, UserErrorCode};

/// The most accounts elsewhere, and the most languages of a list.
const MAX_LINKS: usize = 20;
const MAX_LOCALES: usize = 10;
/// The most characters of an interface word, and of its key.
const LABEL_LENGTH: usize = 300;
const KEY_LENGTH: usize = 64;
/// A hundred years.
const MAX_DAYS: i32 = 36_500;

impl Site {
    /// What is wrong with what the editions share; paths start with the field.
    pub(super) fn problems(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        let mut note =
            |field: &str, code, why: &str| problems.push(Problem::at([field], code, why));
        if let Some((code, why)) = length_problem(&self.name, 80) {
            note("name", code, &why);
        }
        if !is_url(&self.base_url) || self.base_url.contains(['?', '#']) {
            note(
                "baseUrl",
                UserErrorCode::Invalid,
                "an absolute https address, without a query",
            );
        }
        if self.edition(self.default_locale).is_none() {
            note(
                "defaultLocale",
                UserErrorCode::Invalid,
                "the default edition is an open one",
            );
        }
        if self.social_links.len() > MAX_LINKS {
            note(
                "socialLinks",
                UserErrorCode::TooMany,
                &format!("at most {MAX_LINKS} accounts"),
            );
        }
        for (place, link) in self.social_links.iter().enumerate() {
            if !is_url(&link.url) {
                let path = ["socialLinks", &place.to_string(), "url"];
                let why = "an absolute https address";
                problems.push(Problem::at(path, UserErrorCode::Invalid, why));
            }
        }
        problems.extend(self.parity_problems());
        problems.extend(self.retention.problems());
        problems
    }

    fn parity_problems(&self) -> Vec<Problem> {
        let LanguageParity {
            mode,
            required_locale,
            applies_to,
            grace_minutes,
        } = &self.language_parity;
        let mut problems = Vec::new();
        let mut wrong = |field: &str, why: &str| {
            let path = ["languageParity", field];
            problems.push(Problem::at(path, UserErrorCode::Invalid, why));
        };
        let is_known = |locale: &Locale| self.any_edition(*locale).is_some();
        match required_locale {
            Some(locale) if !is_known(locale) => {
                wrong("requiredLocale", "the site has no such edition");
            }
            None if *mode != ParityMode::Off => wrong("requiredLocale", "the language to wait for"),
            _ => {}
        }
        if !applies_to.iter().all(is_known) {
            wrong("appliesTo", "the site has no such edition");
        }
        if applies_to
            .iter()
            .any(|locale| Some(*locale) == *required_locale)
        {
            wrong("appliesTo", "a language does not wait for itself");
        }
        if *grace_minutes < 0 {
            wrong("graceMinutes", "none or more");
        }
        problems
    }

    /// What is wrong with an edition; paths start with the field.
    pub(super) fn edition_problems(&self, edition: &Edition) -> Vec<Problem> {
        let mut problems = edition.problems();
        let mut wrong = |field: &str, why: &str| {
            problems.push(Problem::at([field], UserErrorCode::Invalid, why));
        };
        let lenders = &edition.name_fallback;
        if lenders
            .iter()
            .any(|locale| self.any_edition(*locale).is_none())
        {
            wrong("nameFallback", "the site has no such edition");
        }
        if lenders.contains(&edition.locale) {
            wrong("nameFallback", "an edition does not borrow from itself");
        }
        for (field, list) in [
            ("nameFallback", lenders),
            ("adLocales", &edition.ad_locales),
        ] {
            let distinct: BTreeSet<_> = list.iter().collect();
            if distinct.len() < list.len() || list.len() > MAX_LOCALES {
                wrong(field, "each language once, at most 10 of them");
            }
        }
        problems
    }
}

impl Retention {
    fn problems(&self) -> Vec<Problem> {
        let days = [
            ("trashedDraftDays", self.trashed_draft_days),
            ("autosaveDays", self.autosave_days),
            ("adEventDays", self.ad_event_days),
            ("auditDays", self.audit_days),
        ];
        let wrong = days
            .into_iter()
            .filter(|(_, days)| !(1..=MAX_DAYS).contains(days));
        let problem = |(field, _)| {
            Problem::at(
                ["retention", field],
                UserErrorCode::Invalid,
                "1 to 36500 days",
            )
        };
        wrong.map(problem).collect()
    }
}

impl Edition {
    /// What is wrong with it, by itself.
    fn problems(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        let names = [
            ("autonym", &self.autonym, 40),
            ("shortLabel", &self.short_label, 10),
            ("homeTitle", &self.home_title, 120),
        ];
        for (field, text, longest) in names {
            let found = length_problem(text, longest);
            problems.extend(found.map(|(code, why)| Problem::at([field], code, why)));
        }
        let described = self
            .home_description
            .as_deref()
            .and_then(|text| length_problem(text, 300));
        problems.extend(described.map(|(code, why)| Problem::at(["homeDescription"], code, why)));
        for (style, pattern) in &self.date_patterns {
            if let Err(error) = validate_pattern(pattern) {
                let path = ["datePatterns", style.as_str()];
                problems.push(Problem::at(path, UserErrorCode::Invalid, error.to_string()));
            }
        }
        for (key, text) in &self.labels {
            let found = label_problem(key, text);
            problems.extend(found.map(|(code, why)| Problem::at(["labels", key], code, why)));
        }
        problems
    }
}

/// What is wrong with a text that is needed and may have `longest` characters.
fn length_problem(text: &str, longest: usize) -> Option<(UserErrorCode, String)> {
    match text.chars().count() {
        0 => Some((UserErrorCode::Required, "it cannot be empty".to_owned())),
        count if count > longest => Some((
            UserErrorCode::TooLong,
            format!("at most {longest} characters"),
        )),
        _ => None,
    }
}

/// What is wrong with an interface word: clients bring keys of their own, in the form of ours.
fn label_problem(key: &str, text: &str) -> Option<(UserErrorCode, String)> {
    let is_word = |part: &str| {
        !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
    };
    if key.len() > KEY_LENGTH || !key.split('.').all(is_word) {
        let why = "a key of letters, digits and `_`, in parts joined by dots";
        return Some((UserErrorCode::Invalid, why.to_owned()));
    }
    if key == "allNews" && !text.contains("{name}") {
        let why = "`{name}` stands for the name of the tag";
        return Some((UserErrorCode::Invalid, why.to_owned()));
    }
    length_problem(text, LABEL_LENGTH)
}
