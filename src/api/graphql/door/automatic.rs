//! Documents that clients sent with their hash, so that the hash alone will do the next time
//! (Apollo's automatic persisted queries). They are not trusted: what is found here is treated as
//! if it had been sent in full.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Bytes of text in each of the two generations.
const GENERATION_BYTES: usize = 512 * 1024;

/// A bounded map from a hash to its text, forgetting as [`super::cache::DocumentCache`] does.
#[derive(Debug, Default)]
pub(super) struct Automatic(Mutex<Generations>);

#[derive(Debug, Default)]
struct Generations {
    young: HashMap<String, Arc<str>>,
    old: HashMap<String, Arc<str>>,
    young_bytes: usize,
}

impl Automatic {
    /// The text with this hash.
    pub fn get(&self, id: &str) -> Option<Arc<str>> {
        let mut generations = self.generations();
        if let Some(text) = generations.young.get(id) {
            return Some(Arc::clone(text));
        }
        let (id, text) = generations.old.remove_entry(id)?;
        generations.insert(id, Arc::clone(&text));
        Some(text)
    }

    /// Keeps a text under its hash.
    pub fn insert(&self, id: &str, text: &str) {
        let mut generations = self.generations();
        if !generations.young.contains_key(id) {
            generations.insert(id.to_owned(), text.into());
        }
    }

    fn generations(&self) -> MutexGuard<'_, Generations> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Generations {
    fn insert(&mut self, id: String, text: Arc<str>) {
        if self.young_bytes + text.len() > GENERATION_BYTES {
            self.old = std::mem::take(&mut self.young);
            self.young_bytes = 0;
        }
        self.young_bytes += text.len();
        self.young.insert(id, text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_used_is_forgotten() {
        let automatic = Automatic::default();
        let text = "x".repeat(1024);
        automatic.insert("used", "{ a }");
        automatic.insert("unused", "{ b }");

        for number in 0..4 * GENERATION_BYTES / 1024 {
            automatic.insert(&number.to_string(), &text);
            assert_eq!(automatic.get("used").as_deref(), Some("{ a }"));
        }

        assert!(automatic.get("unused").is_none());
        assert!(automatic.generations().young_bytes <= GENERATION_BYTES);
    }
}
