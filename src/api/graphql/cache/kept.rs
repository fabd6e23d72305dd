//! A part of an answer that is kept.

use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU64, Ordering};

use sha2::{Digest, Sha256};

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
    /// What its members come to.
    pub hash: [u8; 32],
    /// Names of what it was read from, in the headers, with spaces between them.
    pub names: Box<str>,
    /// Bytes that it takes up, roughly.
    pub weight: usize,
    /// Number of the youngest generation in whose index it stands; 0 of none.
    generation: AtomicU64,
    made_at: Instant,
    until: AtomicI64,
    is_right: AtomicBool,
}

impl Kept {
    /// Keeps what was read at `now`.
    pub fn new(members: Members, reads: Reads, now: Instant) -> Self {
        let names: Vec<String> = reads.tags.iter().map(|tag| name(*tag)).collect();
        let names: Box<str> = names.join(" ").into();
        Self {
            hash: hash(&members),
            weight: weight(&members, &names, &reads),
            generation: AtomicU64::new(0),
            members,
            names,
            made_at: now,
            until: AtomicI64::new(reads.until.0),
            is_right: AtomicBool::new(true),
            reads,
        }
    }

    /// Whether it stands in the index of a generation or of a younger one.
    pub fn is_in(&self, generation: u64) -> bool {
        self.generation.load(Ordering::Relaxed) >= generation
    }

    /// Notes that it stands in the index of a generation; tells whether it did before.
    pub fn enter(&self, generation: u64) -> bool {
        self.generation.swap(generation, Ordering::Relaxed) == generation
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
}

fn hash(members: &Members) -> [u8; 32] {
    match members {
        Members::Absent => [0; 32],
        Members::Null => [1; 32],
        Members::These(bytes) => Sha256::digest(bytes).into(),
    }
}

fn weight(members: &Members, names: &str, reads: &Reads) -> usize {
    let listed: usize = reads.names.iter().map(|name| name.len() + 48).sum();
    512 + members.bytes()
        + names.len()
        + 2 * 96 * reads.things.len()
        + listed
        + 512 * reads.pages.len()
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
