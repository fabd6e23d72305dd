//! A part of an answer that is kept.

use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};

use crate::api::graphql::door::Members;
use crate::api::graphql::reader::{CacheTag, Reads};
use crate::app::changes::Change;
use crate::articles::Listed;
use crate::platform::clock::Instant;
use crate::platform::ids;

/// How much of an id stands in the name of a thing: its last characters are random, and where two
/// share them one is dropped with the other.
const ID_CHARS: usize = 8;

/// A part with all that it was read from.
#[derive(Debug)]
pub struct Kept {
    /// What it gives.
    pub members: Members,
    /// What it was read from.
    pub reads: Reads,
    /// Names of that in the headers, with spaces between them.
    names: Box<str>,
    made_at: Instant,
    until: AtomicI64,
    is_right: AtomicBool,
}

impl Kept {
    /// Keeps what was read at `now`.
    pub fn new(members: Members, reads: Reads, now: Instant) -> Self {
        let names: Vec<String> = reads.tags.iter().map(|tag| name(*tag)).collect();
        Self {
            members,
            names: names.join(" ").into(),
            made_at: now,
            until: AtomicI64::new(reads.until.0),
            is_right: AtomicBool::new(true),
            reads,
        }
    }

    /// What caches outside know the things by that it was read from.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.names.split_ascii_whitespace()
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
            + self.names.len()
            + 2 * 96 * self.reads.things.len()
            + names
            + 512 * self.reads.pages.len()
    }
}

/// The name of a thing, or of the lists of a thing, in the headers.
fn name(tag: CacheTag) -> String {
    let short = |prefix, id| {
        let printed = ids::print("", id);
        let start = printed.len().saturating_sub(ID_CHARS);
        format!("{prefix}_{}", &printed[start..])
    };
    match tag {
        CacheTag::Thing(prefix, id) => short(prefix, id),
        CacheTag::Under(id) => short("list", id),
        CacheTag::Day(day) => format!("day_{day}"),
        CacheTag::News(locale) => format!("news_{locale}"),
    }
}
