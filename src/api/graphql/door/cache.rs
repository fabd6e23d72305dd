//! Documents that have been parsed, measured and found valid, so that this is done once for each.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use async_graphql::Name;
use async_graphql::Positioned;
use async_graphql::parser::types::{DocumentOperations, ExecutableDocument, OperationDefinition};

use super::complete::Plan;
use super::parts::Parts;
use super::refusal::{Code, Refusal};
use super::sdl::Sdl;
use super::shape::Shape;

/// Bytes of text in each of the two generations; a parsed document is some twenty times its text.
const GENERATION_BYTES: usize = 512 * 1024;

/// A document with all that is known of it.
#[derive(Debug)]
pub(super) struct Ready {
    pub document: ExecutableDocument,
    pub shape: Shape,
    plans: OnceLock<HashMap<Option<Name>, Arc<Plan>>>,
    parts: OnceLock<HashMap<Option<Name>, Arc<Parts>>>,
}

impl Ready {
    pub fn new(document: ExecutableDocument) -> Result<Self, Refusal> {
        let shape = Shape::of(&document)?;
        Ok(Self {
            document,
            shape,
            plans: OnceLock::new(),
            parts: OnceLock::new(),
        })
    }

    /// Finds the operation to execute (GraphQL, 6.1).
    pub fn operation(
        &self,
        name: Option<&str>,
    ) -> Result<(Option<&Name>, &Positioned<OperationDefinition>), Refusal> {
        let refused = |message| Err(Refusal::request(Code::BadRequest, message));
        match (&self.document.operations, name) {
            (DocumentOperations::Single(operation), None) => Ok((None, operation)),
            (DocumentOperations::Multiple(operations), Some(name)) => {
                match operations.get_key_value(name) {
                    Some((name, operation)) => Ok((Some(name), operation)),
                    None => refused("operationName names no operation of the document"),
                }
            }
            (DocumentOperations::Single(_), Some(_)) => {
                refused("operationName names no operation of the document")
            }
            (DocumentOperations::Multiple(operations), None) => {
                let mut operations = operations.iter();
                match (operations.next(), operations.next()) {
                    (Some((name, operation)), None) => Ok((Some(name), operation)),
                    _ => refused("operationName is required: the document has several operations"),
                }
            }
        }
    }

    /// The fields of an operation in their order; laid out when the first answer needs them.
    pub fn plan(&self, sdl: &Sdl, name: Option<&Name>) -> Arc<Plan> {
        let plans = self.plans.get_or_init(|| {
            let operations = self.document.operations.iter();
            let plan = |operation| Arc::new(Plan::new(sdl, &self.document, operation));
            operations
                .map(|(name, found)| (name.cloned(), plan(&found.node)))
                .collect()
        });
        plans.get(&name.cloned()).cloned().unwrap_or_default()
    }

    /// The parts of an operation; `None` of one that is executed whole.
    pub fn parts(&self, sdl: &Sdl, name: Option<&Name>) -> Option<Arc<Parts>> {
        let parts = self.parts.get_or_init(|| {
            let operations = self.document.operations.iter();
            let taken = operations.filter_map(|(name, found)| {
                let parts = Parts::of(sdl, &self.document, &found.node)?;
                Some((name.cloned(), Arc::new(parts)))
            });
            taken.collect()
        });
        parts.get(&name.cloned()).cloned()
    }
}

/// A bounded map from a document's text. What the young generation holds when it is full becomes
/// the old one; what is used there becomes young again; the rest is forgotten.
#[derive(Debug, Default)]
pub(super) struct DocumentCache {
    generations: Mutex<Generations>,
}

#[derive(Debug, Default)]
struct Generations {
    young: HashMap<Arc<str>, Arc<Ready>>,
    old: HashMap<Arc<str>, Arc<Ready>>,
    young_bytes: usize,
}

impl DocumentCache {
    pub fn get(&self, text: &str) -> Option<Arc<Ready>> {
        let mut generations = self
            .generations
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if let Some(found) = generations.young.get(text) {
            return Some(Arc::clone(found));
        }
        let (text, found) = generations.old.remove_entry(text)?;
        generations.insert(text, Arc::clone(&found));
        Some(found)
    }

    pub fn insert(&self, text: Arc<str>, ready: Arc<Ready>) {
        let mut generations = self
            .generations
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        generations.insert(text, ready);
    }
}

impl Generations {
    fn insert(&mut self, text: Arc<str>, ready: Arc<Ready>) {
        if self.young_bytes + text.len() > GENERATION_BYTES {
            self.old = std::mem::take(&mut self.young);
            self.young_bytes = 0;
        }
        let bytes = text.len();
        if self.young.insert(text, ready).is_none() {
            self.young_bytes += bytes;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use async_graphql::parser::parse_query;

    fn ready(text: &str) -> Arc<Ready> {
        Arc::new(Ready::new(parse_query(text).unwrap()).unwrap())
    }

    #[test]
    fn the_cache_forgets_what_is_not_used() {
        let cache = DocumentCache::default();
        let filler = |number: usize| format!("{{ a }} # {number} {}", "x".repeat(1024));
        cache.insert("{ used }".into(), ready("{ used }"));
        cache.insert("{ unused }".into(), ready("{ unused }"));

        for number in 0..4 * GENERATION_BYTES / 1024 {
            cache.insert(filler(number).into(), ready("{ a }"));
            assert!(cache.get("{ used }").is_some());
        }

        assert!(cache.get("{ unused }").is_none());
        let generations = cache.generations.lock().unwrap();
        assert!(generations.young_bytes <= GENERATION_BYTES);
    }

    #[test]
    fn the_operation_is_found_by_name_or_for_being_alone() {
        let (one, two) = (ready("query A { a }"), ready("query A { a } query B { b }"));

        assert!(one.operation(None).is_ok());
        assert!(two.operation(Some("B")).is_ok());
        assert!(two.operation(None).is_err());
        assert!(two.operation(Some("C")).is_err());
        assert!(ready("{ a }").operation(Some("A")).is_err());
    }
}
