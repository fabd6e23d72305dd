//! What an answer was made from: whoever keeps it learns when it must go.

use std::collections::{BTreeSet, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use uuid::Uuid;

use crate::app::changes::Change;
use crate::articles::{KnownBy, Listed, PageRead};
use crate::platform::calendar::Day;
use crate::platform::clock::Instant;
use crate::platform::ids::TypedId;
use crate::platform::locale::Locale;

/// Where the readers of one answer, or of a part of one, write down what they read.
#[derive(Debug, Clone, Default)]
pub struct Trace(Arc<Mutex<Reads>>);

/// What was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reads {
    /// When the answer changes by itself; [`Instant::FOREVER`] when it does not.
    pub until: Instant,
    /// Things by their ids.
    pub things: HashSet<Uuid>,
    /// Address words, numbers and paths that led to nothing, or to something.
    pub names: HashSet<String>,
    /// Kinds of which all things were read, by what stands before their ids.
    pub kinds: HashSet<&'static str>,
    /// Pages of lists.
    pub pages: Vec<Arc<PageRead>>,
    /// Days between which the archive was looked through.
    pub days: Vec<DaysRead>,
    /// What a cache outside may drop the answer by.
    pub tags: BTreeSet<CacheTag>,
}

/// A thing, or the lists of a thing, as caches outside know it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum CacheTag {
    /// A thing by its prefix and id.
    Thing(&'static str, Uuid),
    /// The lists under a section, tag or author.
    Under(Uuid),
    /// The lists of a day.
    Day(Day),
    /// The lists of all news of an edition.
    News(Locale),
}

/// Days of an archive between which there was no story.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DaysRead {
    /// The edition.
    pub locale: Locale,
    /// The day before; `None` = from the start.
    pub from: Option<Day>,
    /// The day after; `None` = to the end.
    pub to: Option<Day>,
}

impl Default for Reads {
    fn default() -> Self {
        Self {
            until: Instant::FOREVER,
            things: HashSet::new(),
            names: HashSet::new(),
            kinds: HashSet::new(),
            pages: Vec::new(),
            days: Vec::new(),
            tags: BTreeSet::new(),
        }
    }
}

impl Trace {
    /// Takes what was written down.
    pub fn take(&self) -> Reads {
        std::mem::take(&mut *self.reads())
    }

    /// The answer changes by itself at `moment`, if that lies after `now`.
    pub(super) fn ends(&self, now: Instant, moment: Instant) {
        if moment > now {
            let mut reads = self.reads();
            reads.until = reads.until.min(moment);
        }
    }

    /// A thing was read, or was not there.
    pub(super) fn thing<I: TypedId>(&self, id: I) {
        let mut reads = self.reads();
        reads.things.insert(id.uuid());
        reads.tags.insert(CacheTag::Thing(I::PREFIX, id.uuid()));
    }

    /// A thing was read as one edition shows it; `shown` is the thing so seen.
    pub(super) fn shown<I: TypedId>(&self, id: I, shown: Uuid) {
        let mut reads = self.reads();
        reads.things.insert(shown);
        reads.tags.insert(CacheTag::Thing(I::PREFIX, id.uuid()));
    }

    /// A thing was looked for by its name.
    pub(super) fn name(&self, name: impl Into<String>) {
        self.reads().names.insert(name.into());
    }

    /// All things of a kind were looked through.
    pub(super) fn all<I: TypedId>(&self) {
        self.reads().kinds.insert(I::PREFIX);
    }

    /// A page of a list was read.
    pub(super) fn page(&self, page: &Arc<PageRead>) {
        let mut reads = self.reads();
        match page.known_by() {
            KnownBy::Under(terms) => reads.tags.extend(terms.into_iter().map(CacheTag::Under)),
            KnownBy::Day(day) => reads.tags.extend([CacheTag::Day(day)]),
            KnownBy::News(locale) => reads.tags.extend([CacheTag::News(locale)]),
        }
        if !reads.pages.iter().any(|known| Arc::ptr_eq(known, page)) {
            reads.pages.push(Arc::clone(page));
        }
    }

    /// The archive was looked through.
    pub(super) fn days(&self, days: DaysRead) {
        let mut reads = self.reads();
        if !reads.days.contains(&days) {
            reads.days.push(days);
        }
    }

    fn reads(&self) -> MutexGuard<'_, Reads> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Reads {
    /// Whether a change makes the answer another one, or may do so. `listing` is the change's own.
    pub fn are_hit(&self, change: &Change, listing: Option<&Listed>) -> bool {
        change.things.iter().any(|id| self.things.contains(id))
            || change.names.iter().any(|name| self.names.contains(name))
            || self.kinds.contains(change.kind.as_str())
            || listing.is_some_and(|listed| {
                self.days
                    .iter()
                    .any(|days| days.are_hit(listed, change.ends))
                    || self.pages.iter().any(|page| page.holds(listed))
            })
    }
}

impl DaysRead {
    /// Whether a story that appears stands between them, or one that `ends` was perhaps the last of
    /// a day beside them.
    fn are_hit(&self, listed: &Listed, ends: bool) -> bool {
        let day = listed.day;
        let is_beside = self.from == Some(day) || self.to == Some(day);
        let is_between =
            self.from.is_none_or(|from| from < day) && self.to.is_none_or(|to| day < to);
        self.locale == listed.locale && (is_between || (ends && is_beside))
    }
}
