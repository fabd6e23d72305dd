//! What a process has counted of its own work, for whoever watches it.

use std::sync::atomic::{AtomicU64, Ordering};

/// A number that only grows.
#[derive(Debug, Default)]
pub struct Count(AtomicU64);

impl Count {
    /// Adds to it.
    pub fn add(&self, more: u64) {
        self.0.fetch_add(more, Ordering::Relaxed);
    }

    /// What it has come to.
    pub fn get(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// Counts since the start of the process.
#[derive(Debug, Default)]
pub struct Tally {
    /// Whole answers that were given as they were kept.
    pub answers_kept: Count,
    /// Parts of answers that were read to be kept.
    pub parts_read: Count,
    /// Parts that a write ended.
    pub parts_dropped: Count,
    /// Parts that were read again after a write, and were the same: they need not have gone.
    pub parts_dropped_needlessly: Count,
}
