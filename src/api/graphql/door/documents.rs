//! Trusted documents: known by `sha256:<hex of the text's bytes>`, and some by name.

use std::collections::HashMap;
use std::fmt::Write;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use async_graphql::parser::types::{
    ExecutableDocument, Field, OperationDefinition, OperationType, Selection, SelectionSet,
    VariableDefinition,
};
use sha2::{Digest, Sha256};

use super::cache::Ready;
use super::parsed;
use super::refusal::Refusal;

/// A document that the newsroom itself wrote, or that an operator registered.
#[derive(Debug)]
pub struct TrustedDocument {
    /// What the JSON API calls it; `None` of one that is known by its hash alone.
    pub name: Option<String>,
    /// `sha256:` and the hash of the text's bytes in lower-case hexadecimal.
    pub id: String,
    /// The text.
    pub text: Arc<str>,
    ready: OnceLock<Arc<Ready>>,
    places: OnceLock<Vec<Vec<String>>>,
    is_valid: AtomicBool,
}

impl TrustedDocument {
    fn new(name: Option<String>, text: Arc<str>) -> Self {
        Self {
            id: document_id(&text),
            name,
            text,
            ready: OnceLock::new(),
            places: OnceLock::new(),
            is_valid: AtomicBool::new(false),
        }
    }

    /// The document, parsed and measured once.
    pub(super) fn ready(&self) -> Result<Arc<Ready>, Refusal> {
        if let Some(ready) = self.ready.get() {
            return Ok(Arc::clone(ready));
        }
        let ready = parsed(&self.text)?;
        Ok(Arc::clone(self.ready.get_or_init(|| ready)))
    }

    /// Whether it has been found valid.
    pub(super) fn is_valid(&self) -> bool {
        self.is_valid.load(Ordering::Relaxed)
    }

    /// Notes that it was found valid.
    pub(super) fn found_valid(&self) {
        self.is_valid.store(true, Ordering::Relaxed);
    }

    /// What it is once parsed.
    ///
    /// # Errors
    ///
    /// Refuses what does not parse.
    pub fn parsed(&self) -> Result<ExecutableDocument, Refusal> {
        Ok(self.ready()?.document.clone())
    }

    /// Where in `data` stands what the required variables name: fields of the outermost selection,
    /// and of those below, that take one as an argument.
    ///
    /// # Errors
    ///
    /// Refuses what does not parse, and several operations.
    pub fn places_asked_for(&self) -> Result<&[Vec<String>], Refusal> {
        let ready = self.ready()?;
        let operation = &ready.operation(None)?.1.node;
        Ok(self.places.get_or_init(|| asked_for(operation)))
    }

    /// Whether its operation reads, writes or subscribes.
    ///
    /// # Errors
    ///
    /// Refuses what does not parse, and several operations.
    pub fn kind(&self) -> Result<OperationType, Refusal> {
        let ready = self.ready()?;
        let (_, operation) = ready.operation(None)?;
        Ok(operation.node.ty)
    }
}

fn asked_for(operation: &OperationDefinition) -> Vec<Vec<String>> {
    let variables = operation.variable_definitions.iter();
    let is_required =
        |one: &&VariableDefinition| !one.var_type.node.nullable && one.default_value.is_none();
    let required: Vec<String> = variables
        .map(|one| &one.node)
        .filter(is_required)
        .map(|one| format!("${}", one.name.node))
        .collect();
    let names_it = |field: &Field| {
        let mut arguments = field.arguments.iter();
        arguments.any(|(_, value)| required.contains(&value.node.to_string()))
    };
    let mut places = Vec::new();
    for root in fields(&operation.selection_set.node) {
        let key = root.response_key().node.to_string();
        if names_it(root) {
            places.push(vec![key.clone()]);
        }
        for below in fields(&root.selection_set.node).filter(|field| names_it(field)) {
            places.push(vec![key.clone(), below.response_key().node.to_string()]);
        }
    }
    places
}

/// The fields that a selection names itself.
fn fields(selection: &SelectionSet) -> impl Iterator<Item = &Field> {
    selection.items.iter().filter_map(|one| match &one.node {
        Selection::Field(field) => Some(&field.node),
        _ => None,
    })
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
        let named = files
            .into_iter()
            .map(|(name, text)| (Some(name.into()), Arc::from(text.as_ref())));
        Self::default().renewed(named)
    }

    /// Other documents; what is known of those that stay is kept.
    #[must_use]
    pub fn renewed(&self, documents: impl IntoIterator<Item = (Option<String>, Arc<str>)>) -> Self {
        let mut renewed = Self::default();
        for (name, text) in documents {
            let known = self.by_id.get(&document_id(&text));
            let document = match known.filter(|known| known.name == name) {
                Some(known) => Arc::clone(known),
                None => Arc::new(TrustedDocument::new(name, text)),
            };
            if let Some(name) = &document.name {
                renewed.by_name.insert(name.clone(), Arc::clone(&document));
            }
            renewed.by_id.insert(document.id.clone(), document);
        }
        renewed
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

    /// Goes through those that have a name, in no order.
    pub fn named(&self) -> impl Iterator<Item = &Arc<TrustedDocument>> {
        self.by_name.values()
    }
}

/// What a [`Registry`] is waited for with.
pub type Waited<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Trusted documents that come and go while the process runs.
pub trait Registry: Send + Sync {
    /// Those of now.
    ///
    /// # Errors
    ///
    /// Refuses when they cannot be read.
    fn documents(&self) -> Waited<'_, Result<Arc<Documents>, Refusal>>;

    /// Told of each use of a trusted document, and of the client that said its name.
    fn used(&self, document: &TrustedDocument, client: Option<&str>);

    /// Told of each document that is not trusted and was let through all the same.
    fn let_through(&self, text: &str, client: Option<&str>);
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
        let named = documents.by_id(id).and_then(|found| found.name.as_deref());
        assert_eq!(named, Some("Ping"));
        assert_eq!(
            documents.by_name("Ping").map(|found| found.id.as_str()),
            Some(id)
        );
        assert!(documents.by_id("sha256:00").is_none());
    }

    #[test]
    fn what_is_known_of_a_document_outlives_the_change_of_another() {
        let before = Documents::new([("A", "{ a }"), ("B", "{ b }")]);
        before.by_name("A").unwrap().found_valid();

        let after = before.renewed([(Some("A".to_owned()), Arc::from("{ a }"))]);

        assert!(after.by_name("A").unwrap().is_valid());
        assert!(after.by_name("B").is_none());
        let renamed = after.renewed([(None, Arc::from("{ a }"))]);
        assert!(renamed.by_name("A").is_none());
        assert!(renamed.by_id(&document_id("{ a }")).is_some());
    }
}
