//! A record with the fingerprints by which it is found to be unchanged.

use std::collections::BTreeSet;

use serde_json::{Value as Json, json};

use super::article::take_translations;
use super::kind::Kind;
use super::record::{Fault, Record, fingerprint};
use crate::platform::locale::Locale;

/// A record, taken apart into what is compared and changed by itself: a story's shared facts, and
/// each of its languages.
#[derive(Debug, Clone)]
pub struct Item {
    /// The record; of a story without its languages.
    pub record: Record,
    /// Fingerprint of the record as it is written.
    pub print: String,
    /// A story's languages.
    pub languages: Vec<Language>,
}

/// One language of a story's record.
#[derive(Debug, Clone)]
pub struct Language {
    /// Which one.
    pub locale: Locale,
    /// What the record says of it.
    pub body: Json,
    /// Fingerprint of that.
    pub print: String,
}

impl Item {
    /// Takes a record apart. `file` holds the bytes that it names.
    ///
    /// # Errors
    /// When it is a story without languages.
    pub fn of(mut record: Record, file: Option<&[u8]>) -> Result<Self, Fault> {
        let mut languages = Vec::new();
        if record.kind == Kind::Article {
            let taken = take_translations(&mut record.body);
            let taken = taken.map_err(|error| record.refused(&error))?;
            languages.extend(taken.into_iter().map(|(locale, body)| {
                let print = fingerprint(&body);
                Language {
                    locale,
                    body,
                    print,
                }
            }));
        }
        let print = match file {
            Some(bytes) => {
                let file = crate::platform::secrets::sha256_hex(bytes);
                fingerprint(&json!([record.body, file]))
            }
            None => fingerprint(&record.body),
        };
        Ok(Self {
            record,
            print,
            languages,
        })
    }

    /// The languages that its story has.
    pub fn locales(&self) -> BTreeSet<Locale> {
        self.languages
            .iter()
            .map(|language| language.locale)
            .collect()
    }
}
