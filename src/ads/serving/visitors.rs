//! Who has seen what, in memory: read from the log when a visitor comes, and anew from time to time
//! where other nodes may have shown something meanwhile.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::ads::engine::{History, Sighting};
use crate::ads::events::LONGEST_CAP_MS;
use crate::ads::events::store::seen;
use crate::app::{Call, Result};
use crate::platform::clock::Instant;

/// Milliseconds after which what other nodes have shown is looked up again.
const AGE_MS: i64 = 30_000;
/// How many visitors are in memory; beyond that all are forgotten, and read again as they come.
const REMEMBERED: usize = 100_000;

/// Visitors that came lately.
#[derive(Debug, Default)]
pub struct Visitors(Mutex<HashMap<i64, Known>>);

#[derive(Debug)]
struct Known {
    history: History,
    read_at: Instant,
}

impl Visitors {
    /// Has the sightings of a visitor in memory.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn meet(&self, call: &Call, visitor: i64) -> Result<()> {
        let now = call.now();
        let is_known = {
            let known = self.all();
            let known = known.get(&visitor);
            known.is_some_and(|known| known.read_at.plus_ms(AGE_MS) > now)
        };
        if is_known {
            return Ok(());
        }
        let mut history = History::default();
        for sighting in seen(call, visitor, now.plus_ms(-LONGEST_CAP_MS)).await? {
            history.reserve(sighting);
        }
        let mut all = self.all();
        if let Some(known) = all.get(&visitor) {
            for waiting in known.history.reserved(now) {
                history.reserve(waiting);
            }
        }
        if all.len() >= REMEMBERED {
            all.clear();
        }
        all.insert(
            visitor,
            Known {
                history,
                read_at: now,
            },
        );
        Ok(())
    }

    /// What a visitor has seen.
    pub fn history(&self, visitor: i64) -> History {
        let all = self.all();
        all.get(&visitor)
            .map(|known| known.history.clone())
            .unwrap_or_default()
    }

    /// Keeps places for what has just been chosen.
    pub fn reserve(&self, visitor: i64, sightings: impl IntoIterator<Item = Sighting>) {
        if let Some(known) = self.all().get_mut(&visitor) {
            sightings
                .into_iter()
                .for_each(|one| known.history.reserve(one));
        }
    }

    /// Notes that what was chosen has been seen, and counted.
    pub fn see(&self, visitor: i64, sighting: Sighting) {
        if let Some(known) = self.all().get_mut(&visitor) {
            // Whether it counts was decided by the log.
            known.history.see(sighting, &[]);
        }
    }

    fn all(&self) -> MutexGuard<'_, HashMap<i64, Known>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
