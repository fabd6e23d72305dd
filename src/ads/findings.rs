//! What inputs of sales are checked for, all at once.

use crate::app::{Problem, Result, refuse_if_any};
use crate::platform::language::clean_text;
use crate::platform::locale::Locale;
use crate::vocabulary::UserErrorCode;

/// The most characters of a name.
pub(super) const NAME_LENGTH: usize = 120;

/// Problems of one input.
#[derive(Debug, Default)]
pub(super) struct Findings(Vec<Problem>);

impl Findings {
    /// Something wrong with a member, by its path below `input`.
    pub fn note<P: AsRef<str>>(
        &mut self,
        path: impl IntoIterator<Item = P>,
        code: UserErrorCode,
        why: &str,
    ) {
        self.0.push(Problem::at(path, code, why).below(["input"]));
    }

    /// A member that has no acceptable value.
    pub fn invalid<P: AsRef<str>>(&mut self, path: impl IntoIterator<Item = P>, why: &str) {
        self.note(path, UserErrorCode::Invalid, why);
    }

    /// An id below `input` that means nothing.
    pub fn missing<P: AsRef<str>>(
        &mut self,
        path: impl IntoIterator<Item = P>,
        id: impl std::fmt::Display,
    ) {
        self.0.push(Problem::missing(path, id).below(["input"]));
    }

    /// A text that says something, in no more than `longest` characters.
    pub fn text<P: AsRef<str>>(
        &mut self,
        path: impl IntoIterator<Item = P>,
        text: &str,
        longest: usize,
    ) {
        let letters = clean_text(text, None).chars().count();
        if letters == 0 {
            self.note(path, UserErrorCode::Required, "it says something");
        } else if letters > longest {
            let why = format!("at most {longest} characters");
            self.note(path, UserErrorCode::TooLong, &why);
        }
    }

    /// A list of no more than `most`.
    pub fn count<P: AsRef<str>>(
        &mut self,
        path: impl IntoIterator<Item = P>,
        count: usize,
        most: usize,
    ) {
        if count > most {
            self.note(path, UserErrorCode::TooMany, &format!("at most {most}"));
        }
    }

    /// Editions that the site has.
    pub fn locales<P: AsRef<str> + Clone>(
        &mut self,
        path: impl IntoIterator<Item = P> + Clone,
        locales: &[Locale],
        is_known: impl Fn(Locale) -> bool,
    ) {
        if !locales.iter().all(|locale| is_known(*locale)) {
            self.invalid(path, "the site has no such edition");
        }
    }

    /// Takes more findings in.
    pub fn extend(&mut self, problems: impl IntoIterator<Item = Problem>) {
        self.0.extend(problems);
    }

    /// Refuses the input if anything was found.
    pub fn finish(self) -> Result<()> {
        refuse_if_any(self.0)
    }
}

/// A list as a set is kept: in its values' own order, each once.
pub(super) fn each_once<T: Ord>(mut values: Vec<T>) -> Vec<T> {
    values.sort_unstable();
    values.dedup();
    values
}

/// A text that was left out, once it says nothing.
pub(super) fn said(text: Option<String>) -> Option<String> {
    let cleaned = text.map(|text| clean_text(&text, None));
    cleaned.filter(|text| !text.is_empty())
}
