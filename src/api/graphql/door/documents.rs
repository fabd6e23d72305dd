//! Trusted documents: known by name and by `sha256:<hex of the file's bytes>`.

use std::collections::HashMap;
use std::fmt::Write;
use std::sync::Arc;

use sha2::{Digest, Sha256};

/// A document that the newsroom itself wrote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrustedDocument {
    /// The file's name without its ending.
    pub name: String,
    /// `sha256:` and the hash of the file's bytes in lower-case hexadecimal.
    pub id: String,
    /// The file's text.
    pub text: Arc<str>,
}

/// The trusted documents of one graph.
#[derive(Clone, Debug, Default)]
pub struct Documents {
    by_id: HashMap<String, Arc<TrustedDocument>>,
    by_name: HashMap<String, Arc<TrustedDocument>>,
}

impl Documents {
    /// Takes documents as (name, text); of two with one name the later counts.
    pub fn new<N: Into<String>, T: AsRef<str>>(files: impl IntoIterator<Item = (N, T)>) -> Self {
        let mut documents = Self::default();
        for (name, text) in files {
            let (name, text) = (name.into(), Arc::<str>::from(text.as_ref()));
            let document = TrustedDocument {
                id: document_id(&text),
                name: name.clone(),
                text,
            };
            let document = Arc::new(document);
            documents
                .by_id
                .insert(document.id.clone(), Arc::clone(&document));
            documents.by_name.insert(name, document);
        }
        documents
    }

    /// Finds a document by its id, as clients send it.
    pub fn by_id(&self, id: &str) -> Option<&Arc<TrustedDocument>> {
        self.by_id
            .get(id)
            .or_else(|| self.by_id.get(&id.to_ascii_lowercase()))
    }

    /// Finds a document by its name, as the JSON API does.
    pub fn by_name(&self, name: &str) -> Option<&Arc<TrustedDocument>> {
        self.by_name.get(name)
    }

    /// Goes through the documents in no order.
    pub fn iter(&self) -> impl Iterator<Item = &TrustedDocument> {
        self.by_name.values().map(AsRef::as_ref)
    }

    /// Counts them.
    pub fn len(&self) -> usize {
        self.by_name.len()
    }

    /// Says whether there are none.
    pub fn is_empty(&self) -> bool {
        self.by_name.is_empty()
    }
}

/// Computes the id of a document: `sha256:` and its hash in lower-case hexadecimal.
pub fn document_id(text: &str) -> String {
    let mut id = String::from("sha256:");
    for byte in Sha256::digest(text.as_bytes()) {
        // Writing to a string cannot fail.
        let _ = write!(id, "{byte:02x}");
    }
    id
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_are_found_by_the_hash_of_their_bytes_and_by_name() {
        let documents = Documents::new([("Ping", "abc")]);

        let id = "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(
            documents.by_id(id).map(|found| found.name.as_str()),
            Some("Ping")
        );
        assert_eq!(
            documents.by_name("Ping").map(|found| found.id.as_str()),
            Some(id)
        );
        assert!(documents.by_id("sha256:00").is_none());
        assert_eq!(documents.len(), 1);
    }
}
