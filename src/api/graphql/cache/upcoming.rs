//! What becomes different by itself: publications that begin and end, headlines that calm down.

use std::sync::{Arc, Mutex, PoisonError};

use super::store::listing;
use crate::api::graphql::reader::Reads;
use crate::app::changes::Change;
use crate::app::{Call, Result};
use crate::articles::{self, Listed};
use crate::platform::clock::Instant;

/// How far before the call's moment it looks: longer than a call lasts, so that calls that began
/// earlier may use what is held.
const BEFORE_MS: i64 = 60_000;

/// What is held of it, read again when anything has changed.
#[derive(Default)]
pub struct Upcoming(Mutex<Option<Arc<Held>>>);

struct Held {
    /// The newest change when it was read.
    latest: u64,
    /// Everything after this moment is held.
    since: Instant,
    turns: Vec<(Instant, Change, Option<Listed>)>,
}

impl Upcoming {
    /// When what was read becomes different by itself; [`Instant::FOREVER`] when it does not.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn first(&self, call: &Call, reads: &Reads) -> Result<Instant> {
        let now = call.now();
        let held = self.held(call).await?;
        let ahead = held.turns.iter().filter(|(at, ..)| *at > now);
        let mut hits = ahead.filter(|(_, change, listed)| reads.are_hit(change, listed.as_ref()));
        Ok(hits.next().map_or(Instant::FOREVER, |(at, ..)| *at))
    }

    async fn held(&self, call: &Call) -> Result<Arc<Held>> {
        let latest = call.app().changes.latest();
        let held = self
            .0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        if let Some(held) = held.filter(|held| held.latest == latest && held.since <= call.now()) {
            return Ok(held);
        }
        let since = call.now().plus_ms(-BEFORE_MS);
        let turns = articles::upcoming(call, since).await?;
        let turns = turns.into_iter().map(|(at, change)| {
            let listed = listing(&change)?;
            Ok((at, change, listed))
        });
        let held = Arc::new(Held {
            latest,
            since,
            turns: turns.collect::<Result<_>>()?,
        });
        let mut place = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *place = Some(Arc::clone(&held));
        Ok(held)
    }
}
