//! Words, sections, tags and languages as small numbers, so that a page is held against thousands
//! of line items by comparing integers.

use std::borrow::Borrow;
use std::collections::HashMap;
use std::hash::Hash;

/// Numbers of the values that some line item names. What none names has no number: a page that has
/// it cannot match by it.
#[derive(Debug)]
pub(super) struct Lexicon<K>(HashMap<K, u32>);

impl<K> Default for Lexicon<K> {
    fn default() -> Self {
        Self(HashMap::new())
    }
}

impl<K: Hash + Eq + Clone> Lexicon<K> {
    /// The number of a value that a line item names.
    pub fn learn(&mut self, value: &K) -> u32 {
        let next = self.0.len() as u32;
        *self.0.entry(value.clone()).or_insert(next)
    }

    /// Numbers of values that a line item names, as a set.
    pub fn learn_all(&mut self, values: &[K]) -> Set {
        values.iter().map(|value| self.learn(value)).collect()
    }

    /// The number of a value, if a line item names it.
    pub fn known<Q: Hash + Eq + ?Sized>(&self, value: &Q) -> Option<u32>
    where
        K: Borrow<Q>,
    {
        self.0.get(value).copied()
    }

    /// Those of the values that some line item names.
    pub fn known_of(&self, values: &[K]) -> Set {
        values
            .iter()
            .filter_map(|value| self.known(value))
            .collect()
    }
}

/// A small set of numbers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Set(Box<[u32]>);

impl FromIterator<u32> for Set {
    fn from_iter<I: IntoIterator<Item = u32>>(numbers: I) -> Self {
        let mut numbers: Vec<_> = numbers.into_iter().collect();
        numbers.sort_unstable();
        numbers.dedup();
        Self(numbers.into())
    }
}

impl Set {
    /// Whether it has nothing.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether it has this number.
    pub fn has(&self, number: u32) -> bool {
        self.0.contains(&number)
    }

    /// Whether the two have a number in common.
    pub fn meets(&self, other: &Self) -> bool {
        let (few, many) = if self.0.len() < other.0.len() {
            (self, other)
        } else {
            (other, self)
        };
        few.0.iter().any(|number| many.has(*number))
    }

    /// Whether it has all of these.
    pub fn has_all(&self, numbers: &[u32]) -> bool {
        numbers.iter().all(|number| self.has(*number))
    }

    /// Its numbers.
    pub fn iter(&self) -> impl Iterator<Item = u32> + '_ {
        self.0.iter().copied()
    }

    /// The set as bits. Numbers from 63 on share a bit, so that it says "perhaps" of them.
    pub fn bits(&self) -> u64 {
        self.iter().fold(0, |bits, number| bits | bit(number))
    }
}

/// The bit of a number. Numbers from 63 on share one.
pub(super) fn bit(number: u32) -> u64 {
    1 << number.min(63)
}
