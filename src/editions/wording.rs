//! What is wrong with words that are given language by language.

use std::collections::BTreeMap;

use super::Site;
use crate::app::Problem;
use crate::platform::language::is_slug;
use crate::platform::locale::Locale;
use crate::vocabulary::UserErrorCode;

/// Collects the problems of the words of one thing: its names, address words and texts.
pub struct Wording<'s> {
    site: &'s Site,
    problems: Vec<Problem>,
}

impl<'s> Wording<'s> {
    /// Starts without problems.
    pub const fn of(site: &'s Site) -> Self {
        let problems = Vec::new();
        Self { site, problems }
    }

    /// Wants a name in a language of the site, of at most `longest` characters.
    pub fn name(&mut self, locale: Locale, name: &str, longest: usize) {
        if self.site.any_edition(locale).is_none() {
            let why = "the site has no such edition";
            self.note("names", locale, UserErrorCode::Invalid, why);
        }
        if name.is_empty() {
            self.note("names", locale, UserErrorCode::Required, "a name is needed");
        }
        self.text("names", locale, Some(name), longest);
    }

    /// Wants an address word; none can be made of a name without a letter that can be spelled.
    pub fn slug(&mut self, locale: Locale, name: &str, slug: &str) {
        if !name.is_empty() && !is_slug(slug) {
            let why = "lower-case ASCII words joined by single hyphens, 1 to 96 characters";
            self.note("slugs", locale, UserErrorCode::Invalid, why);
        }
    }

    /// Wants a text of at most `longest` characters, or none.
    pub fn text(&mut self, field: &str, locale: Locale, text: Option<&str>, longest: usize) {
        if text.is_some_and(|text| text.chars().count() > longest) {
            let why = format!("at most {longest} characters");
            self.note(field, locale, UserErrorCode::TooLong, &why);
        }
    }

    /// Wants what is given in `field` to be of languages that have a name in `named`.
    pub fn only_named<N, T>(
        &mut self,
        field: &str,
        given: Option<&BTreeMap<Locale, T>>,
        named: &BTreeMap<Locale, N>,
    ) {
        for locale in given.into_iter().flat_map(BTreeMap::keys) {
            if !named.contains_key(locale) {
                let why = "there is no name in this language";
                self.note(field, *locale, UserErrorCode::Invalid, why);
            }
        }
    }

    /// Adds a problem of one language of a field.
    pub fn note(&mut self, field: &str, locale: Locale, code: UserErrorCode, message: &str) {
        let path = ["input", field, locale.as_str()];
        self.problems.push(Problem::at(path, code, message));
    }

    /// All that was found.
    pub fn into_problems(self) -> Vec<Problem> {
        self.problems
    }
}
