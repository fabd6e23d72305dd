//! A record: one thing of the newsroom as a file describes it.

use std::fmt;
use std::sync::Arc;

use serde::de::DeserializeOwned;
use serde_json::{Map, Value as Json};
use serde_path_to_error::Segment;

use super::kind::Kind;
use crate::app::{self, Error, Problem};
use crate::platform::secrets::sha256_hex;
use crate::vocabulary::UserErrorCode;

/// Where a record stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The file.
    pub file: Arc<str>,
    /// The line of an `.ndjson` file, or the place in the list of a `.json` file; from 1.
    pub line: Option<usize>,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "{}:{line}", self.file),
            None => f.write_str(&self.file),
        }
    }
}

/// A record as it stands in its file.
#[derive(Debug, Clone)]
pub struct Record {
    /// Where it stands.
    pub place: Place,
    /// Its type.
    pub kind: Kind,
    /// Its name among the records of its type.
    pub key: String,
    /// Everything else that it says.
    pub body: Json,
}

/// Something wrong with a record, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Where the record stands.
    pub place: Place,
    /// Type and key of the record; empty when it has none.
    pub record: String,
    /// Where in the record, steps joined by dots; empty when it is about all of it.
    pub path: String,
    /// A sentence for the user.
    pub message: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.place)?;
        for step in [&self.record, &self.path] {
            if !step.is_empty() {
                write!(f, "{step}: ")?;
            }
        }
        f.write_str(&self.message)
    }
}

impl Record {
    /// Reads a record: an object whose one member names the type.
    ///
    /// # Errors
    /// What makes it none.
    pub fn read(place: Place, value: Json) -> Result<Self, Fault> {
        let wrong = |record: &str, path: &str, message: &str| Fault {
            place: place.clone(),
            record: record.to_owned(),
            path: path.to_owned(),
            message: message.to_owned(),
        };
        let Json::Object(members) = value else {
            return Err(wrong("", "", "a record is an object"));
        };
        let mut members = members.into_iter();
        let (Some((name, body)), None) = (members.next(), members.next()) else {
            return Err(wrong(
                "",
                "",
                "a record has one member, which names its type",
            ));
        };
        let Some(kind) = Kind::of(&name) else {
            return Err(wrong(
                "",
                "",
                &format!("there is no type of record `{name}`"),
            ));
        };
        let Json::Object(mut body) = body else {
            return Err(wrong(&name, "", "a record's member is an object"));
        };
        let key = take_key(kind, &mut body);
        let why = "a text of 1 to 200 characters is needed";
        let key = key.map_err(|field| wrong(&name, field, why))?;
        let body = Json::Object(body);
        Ok(Self {
            place,
            kind,
            key,
            body,
        })
    }

    /// What a failure to read it says.
    pub fn refused(&self, error: &Error) -> Fault {
        let none: [&str; 0] = [];
        let told = match error {
            Error::Refused(problems) => problems.first().cloned(),
            _ => None,
        };
        let other = || Problem::at(none, UserErrorCode::Invalid, error.to_string());
        self.fault(&told.unwrap_or_else(other))
    }

    /// Something wrong with it.
    pub fn fault(&self, problem: &Problem) -> Fault {
        // A record is no input of the API.
        let path = problem.path.iter().filter(|step| *step != "input");
        Fault {
            place: self.place.clone(),
            record: format!("{} {}", self.kind, self.key),
            path: path.cloned().collect::<Vec<_>>().join("."),
            message: problem.message.clone(),
        }
    }
}

/// The record's name among those of its type. What has no key of its own is named by what makes it
/// one of a kind; those members stay in the body.
fn take_key(kind: Kind, body: &mut Map<String, Json>) -> Result<String, &'static str> {
    let text = |body: &Map<String, Json>, field: &'static str| match body.get(field) {
        Some(Json::String(text)) if (1..=200).contains(&text.len()) => Ok(text.clone()),
        _ => Err(field),
    };
    match kind {
        Kind::Site => Ok("site".to_owned()),
        Kind::Edition => text(body, "locale"),
        Kind::Front | Kind::Menu => Ok(format!("{}/{}", text(body, "key")?, text(body, "locale")?)),
        Kind::Redirect => {
            let locale = body
                .get("locale")
                .and_then(Json::as_str)
                .unwrap_or("*")
                .to_owned();
            Ok(format!("{locale}{}", text(body, "fromPath")?))
        }
        // These name themselves by their keys to readers too.
        Kind::CallToAction | Kind::Placement => text(body, "key"),
        Kind::Section
        | Kind::Asset
        | Kind::Author
        | Kind::Tag
        | Kind::Article
        | Kind::Advertiser
        | Kind::Campaign
        | Kind::Creative
        | Kind::LineItem => {
            let key = text(body, "key")?;
            body.shift_remove("key");
            Ok(key)
        }
    }
}

/// Fingerprint of a part of a record, as it is written; a moment counted from the import counts as
/// the words that it is written in.
pub fn fingerprint(part: &Json) -> String {
    // Writing JSON to text cannot fail: its keys are texts.
    sha256_hex(part.to_string())
}

/// Reads a part of a record as what it must be.
///
/// # Errors
/// [`Error::Refused`]: where it is of another form, below `path`, and why.
pub fn typed<T: DeserializeOwned>(part: Json, path: &[&str]) -> app::Result<T> {
    serde_path_to_error::deserialize(part).map_err(|error| {
        let inner = error.path().iter().filter_map(|step| match step {
            Segment::Seq { index } => Some(index.to_string()),
            Segment::Map { key } => Some(key.clone()),
            Segment::Enum { variant } => Some(variant.clone()),
            Segment::Unknown => None,
        });
        let inner: Vec<String> = inner.collect();
        let why = error.inner().to_string();
        Error::problem(Problem::at(inner, UserErrorCode::Invalid, why).below(path))
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn place() -> Place {
        Place {
            file: "tags.json".into(),
            line: Some(3),
        }
    }

    #[test]
    fn a_record_is_named_by_its_one_member_and_its_key() {
        let record = Record::read(
            place(),
            json!({ "tag": { "key": "ferry", "kind": "TOPIC" } }),
        );

        let record = record.unwrap();
        assert_eq!((record.kind, record.key.as_str()), (Kind::Tag, "ferry"));
        assert_eq!(record.body, json!({ "kind": "TOPIC" }));
    }

    #[test]
    fn what_is_no_record_is_told_with_its_place() {
        let fault = Record::read(place(), json!({ "tagg": {} })).unwrap_err();
        assert_eq!(
            fault.to_string(),
            "tags.json:3: there is no type of record `tagg`"
        );

        let fault = Record::read(place(), json!({ "tag": {} })).unwrap_err();
        assert_eq!(
            fault.to_string(),
            "tags.json:3: tag: key: a text of 1 to 200 characters is needed"
        );
    }

    #[test]
    fn a_field_of_another_form_is_told_with_its_path_and_the_reason() {
        #[derive(Debug, serde::Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Point {
            #[expect(dead_code, reason = "only its form matters here")]
            x: f64,
        }

        let error = typed::<Point>(json!({ "x": 1, "z": 2 }), &["focalPoint"]).unwrap_err();

        let Error::Refused(problems) = error else {
            panic!("{error}")
        };
        assert_eq!(problems[0].path, ["focalPoint", "z"]);
        assert_eq!(problems[0].message, "unknown field `z`, expected `x`");
    }
}
