//! What a document and a client are.

use std::collections::{BTreeSet, HashSet};
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use crate::platform::clock::Instant;
use crate::platform::ids::ClientId;
use crate::platform::secrets::sha256_hex;

/// Characters of a name of the JSON API, of a client, or of its version.
const NAME_MAX: usize = 64;

/// One of the two graphs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Graph {
    /// What readers ask.
    Delivery,
    /// What the staff asks.
    Desk,
}

impl Graph {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Delivery, Self::Desk];

    /// Its name in files, commands and the database.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Delivery => "delivery",
            Self::Desk => "desk",
        }
    }
}

/// A build of a client, `name@version`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Client {
    /// Which program.
    pub name: String,
    /// Which of its builds.
    pub version: String,
}

impl fmt::Display for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}@{}", self.name, self.version)
    }
}

/// A text that names no client.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a client is a name and a version, such as web@1.4")]
pub struct NotAClient;

impl FromStr for Client {
    type Err = NotAClient;

    fn from_str(text: &str) -> Result<Self, NotAClient> {
        let is_name = |part: &str| {
            (1..=NAME_MAX).contains(&part.len())
                && part
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || b"-_.+".contains(&byte))
        };
        let (name, version) = text.rsplit_once('@').ok_or(NotAClient)?;
        if !is_name(name) || !is_name(version) {
            return Err(NotAClient);
        }
        Ok(Self {
            name: name.to_owned(),
            version: version.to_owned(),
        })
    }
}

/// Whether the JSON API can have an address of this name.
pub fn is_name(text: &str) -> bool {
    (1..=NAME_MAX).contains(&text.len())
        && text.starts_with(|first: char| first.is_ascii_alphabetic())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
}

/// A document to be registered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewDocument {
    /// What the JSON API shall call it.
    pub name: Option<String>,
    /// Its text.
    pub text: String,
}

impl NewDocument {
    /// The SHA-256 of its text in lower-case hexadecimal.
    pub fn hash(&self) -> String {
        sha256_hex(&self.text)
    }
}

/// A registered document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// The SHA-256 of its text in lower-case hexadecimal.
    pub hash: String,
    /// The graph that it asks; delivery's are taken by both.
    pub graph: Graph,
    /// What its operation is called.
    pub operation: String,
    /// What the JSON API calls it.
    pub name: Option<String>,
    /// Its text.
    pub text: Arc<str>,
    /// The builds that send it.
    pub clients: BTreeSet<Client>,
}

/// All registered documents, in the order of their operations' names.
#[derive(Debug, Default)]
pub struct Registered {
    /// The documents.
    pub documents: Vec<Document>,
    /// All registered builds, as they say their names.
    pub clients: HashSet<String>,
}

/// What a push came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pushed {
    /// Documents that nobody had registered before.
    pub new: usize,
    /// Documents that were known, to this build or another.
    pub known: usize,
}

/// A registered build.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Build {
    /// Its id.
    pub id: ClientId,
    /// Its name.
    pub client: Client,
    /// Hashes of its documents.
    pub hashes: BTreeSet<String>,
}

/// How often one client asked for one document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Use {
    /// Which document.
    pub hash: String,
    /// Who, `name@version`; empty when no known client said its name.
    pub client: String,
    /// How many times.
    pub requests: i64,
    /// The last time, to the minute.
    pub last_used_at: Instant,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_client_is_a_name_and_a_version() {
        let client: Client = "web@1.4".parse().unwrap();

        assert_eq!(client.to_string(), "web@1.4");
        for text in ["web", "@1", "web@", "we b@1", "web@1/2"] {
            assert_eq!(text.parse::<Client>(), Err(NotAClient), "{text}");
        }
    }

    #[test]
    fn a_name_of_the_json_api_is_a_word_of_an_address() {
        for name in ["story", "weatherPage", "x-1_a"] {
            assert!(is_name(name), "{name}");
        }
        for name in ["", "1st", "openapi.json", "a/b", "ї", &"x".repeat(65)] {
            assert!(!is_name(name), "{name}");
        }
    }
}
