//! How often trusted documents were asked for since it was last written down. It is in the memory of
//! this process, and bounded by the number of documents and of registered clients: who counts says
//! no other names.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::platform::clock::Instant;

/// How often it is written down.
const WRITTEN_EVERY_MS: i64 = 60_000;

/// A document's hash, and a client's name and version; empty when it is not known.
pub type Key = (String, String);

/// How often, and when last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counted {
    /// How many times.
    pub requests: i64,
    /// The last time.
    pub last: Instant,
}

/// The counts.
#[derive(Debug, Default)]
pub struct Uses(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    counted: HashMap<String, HashMap<String, Counted>>,
    written: Option<Instant>,
}

impl Uses {
    /// Counts one request.
    pub fn count(&self, hash: &str, client: &str, now: Instant) {
        let mut state = self.state();
        let known = state.counted.get_mut(hash);
        if let Some(counted) = known.and_then(|of_document| of_document.get_mut(client)) {
            counted.requests += 1;
            counted.last = now;
            return;
        }
        let first = Counted {
            requests: 1,
            last: now,
        };
        let of_document = state.counted.entry(hash.to_owned()).or_default();
        of_document.insert(client.to_owned(), first);
    }

    /// Takes the counts when it is time to write them down, or when this is the last time; `None`
    /// when there is nothing to write.
    pub fn take(&self, now: Instant, is_last: bool) -> Option<Vec<(Key, Counted)>> {
        let mut state = self.state();
        let since = *state.written.get_or_insert(now);
        if !is_last && now < since.plus_ms(WRITTEN_EVERY_MS) {
            return None;
        }
        state.written = Some(now);
        let counted = std::mem::take(&mut state.counted);
        let uses = counted.into_iter().flat_map(|(hash, of_document)| {
            let key = move |client| (hash.clone(), client);
            of_document
                .into_iter()
                .map(move |(client, counted)| (key(client), counted))
        });
        let mut uses: Vec<_> = uses.collect();
        uses.sort_by(|(one, _), (other, _)| one.cmp(other));
        (!uses.is_empty()).then_some(uses)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_given_away_once_a_minute_and_at_the_end() {
        let uses = Uses::default();
        let (start, later) = (Instant(0), Instant(WRITTEN_EVERY_MS));
        assert_eq!(uses.take(start, false), None);
        uses.count("a", "web@1", start);
        uses.count("a", "web@1", Instant(5));

        assert_eq!(uses.take(Instant(WRITTEN_EVERY_MS - 1), false), None);
        let counted = Counted {
            requests: 2,
            last: Instant(5),
        };
        let key = ("a".to_owned(), "web@1".to_owned());
        assert_eq!(uses.take(later, false), Some(vec![(key, counted)]));
        assert_eq!(uses.take(later, true), None);

        uses.count("a", "", later);
        assert_eq!(uses.take(later, true).map(|taken| taken.len()), Some(1));
    }
}
