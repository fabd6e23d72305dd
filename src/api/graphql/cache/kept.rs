//! A part of an answer that is kept.

use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};

use crate::api::graphql::door::Members;
use crate::api::graphql::reader::Reads;
use crate::app::changes::Change;
use crate::articles::Listed;
use crate::platform::clock::Instant;

/// A part with all that it was read from.
#[derive(Debug)]
pub struct Kept {
    /// What it gives.
    pub members: Members,
    /// What it was read from.
    pub reads: Reads,
    made_at: Instant,
    until: AtomicI64,
    is_right: AtomicBool,
}

impl Kept {
    /// Keeps what was read at `now`.
    pub fn new(members: Members, reads: Reads, now: Instant) -> Self {
        Self {
            members,
            made_at: now,
            until: AtomicI64::new(reads.until.0),
            is_right: AtomicBool::new(true),
            reads,
        }
    }

    /// Whether a reader at `now` would be given the same.
    pub fn is_fresh(&self, now: Instant) -> bool {
        self.is_right.load(Ordering::Acquire) && self.made_at <= now && now < self.until()
    }

    /// When it changes by itself.
    pub fn until(&self) -> Instant {
        Instant(self.until.load(Ordering::Acquire))
    }

    /// Lets a change that concerns it end it, now or at the change's own moment; tells whether it
    /// was right and is no more.
    pub fn meet(&self, change: &Change, listing: Option<&Listed>) -> bool {
        if !self.reads.are_hit(change, listing) {
            return false;
        }
        match change.at {
            Some(at) => {
                self.until.fetch_min(at.0, Ordering::AcqRel);
                false
            }
            None => self.end(),
        }
    }

    /// Ends it; tells whether it was right before.
    pub fn end(&self) -> bool {
        self.is_right.swap(false, Ordering::AcqRel)
    }

    /// Whether a change ended it.
    pub fn was_dropped(&self) -> bool {
        !self.is_right.load(Ordering::Acquire)
    }

    /// Bytes that it takes up, roughly.
    pub fn weight(&self) -> usize {
        let names: usize = self.reads.names.iter().map(|name| name.len() + 48).sum();
        512 + self.members.bytes()
            + 2 * 96 * self.reads.things.len()
            + names
            + 512 * self.reads.pages.len()
    }
}
