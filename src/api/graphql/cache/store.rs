//! Where answers are kept, bounded by their bytes, and found again by what changes.
//!
//! Two generations: when the young one is full it becomes the old one, what is used there becomes
//! young again, and the rest is forgotten with its index. A whole answer takes its parts along: a
//! part that is in no index would never hear of what changes.

use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Arc, Weak};

use uuid::Uuid;

use super::kept::Kept;
use super::whole::Whole;
use crate::app::App;
use crate::app::changes::{Change, Changed};
use crate::articles::{KnownBy, Listed};
use crate::platform::calendar::Day;
use crate::platform::clock::Instant;
use crate::platform::locale::Locale;

/// What an address takes beside its own bytes, roughly.
const ADDRESS_BYTES: usize = 64;

/// What is kept.
#[derive(Debug, Default)]
pub struct Store {
    /// The newest change that it knows of.
    seen: u64,
    /// Bytes of one generation.
    most: usize,
    young: Generation,
    old: Generation,
}

#[derive(Debug, Default)]
struct Generation {
    /// Grows from one to the next, from 1.
    number: u64,
    parts: HashMap<Arc<str>, Arc<Kept>>,
    wholes: HashMap<Arc<str>, Arc<Whole>>,
    /// Hashes of the keys of wholes that were asked for once.
    once: HashSet<u64>,
    /// The keys of wholes, by the addresses that they were asked for at.
    addresses: HashMap<Arc<str>, Arc<str>>,
    index: HashMap<Mark, Vec<Weak<Kept>>>,
    bytes: usize,
}

/// What parts are looked up by when something changes.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Mark {
    Thing(Uuid),
    Name(String),
    Kind(String),
    /// Lists under a term.
    Under(Uuid),
    /// Lists of a day.
    Day(Day),
    /// Other lists of an edition.
    News(Locale),
    /// Days of the archive.
    Archive,
}

/// What is remembered under an address.
pub enum Remembered {
    /// The answer.
    Whole(Arc<Whole>),
    /// The parts of the answer, and the one that was put together from what they were before.
    Parts(Vec<Arc<Kept>>, Arc<Whole>),
}

impl Store {
    /// A store that takes up at most so many bytes.
    pub fn new(bytes: usize) -> Self {
        let mut store = Self {
            most: bytes / 2,
            ..Self::default()
        };
        (store.old.number, store.young.number) = (1, 2);
        store
    }

    /// Ends what the changes since the last look concern.
    pub fn catch_up(&mut self, app: &App) {
        let changes = &app.changes;
        let latest = changes.latest();
        if latest == self.seen {
            return;
        }
        // More may have come in between; they are met now, and once more later.
        let dropped = match changes.since(self.seen) {
            Some(news) => news.iter().map(|changed| self.meet(changed)).sum(),
            None => self.drop_all(),
        };
        app.tally.parts_dropped.add(dropped);
        self.seen = latest;
    }

    /// Tells how many parts it ended.
    fn meet(&mut self, changed: &Changed) -> u64 {
        let Some(things) = changed.told() else {
            return self.drop_all();
        };
        let mut ended = 0;
        for change in things {
            let Ok(listing) = listing(change) else {
                return ended + self.drop_all();
            };
            for mark in marks_of_change(change, listing.as_ref()) {
                for generation in [&self.young, &self.old] {
                    let concerned = generation.index.get(&mark).into_iter().flatten();
                    let concerned = concerned.filter_map(Weak::upgrade);
                    let dropped = concerned.filter(|kept| kept.meet(change, listing.as_ref()));
                    ended += dropped.count() as u64;
                }
            }
        }
        ended
    }

    fn drop_all(&mut self) -> u64 {
        let mut ended = 0;
        for generation in [&mut self.young, &mut self.old] {
            // Answers may still hold parts in whose place others were read.
            let heard = generation.index.values().flatten();
            let all = heard.filter_map(Weak::upgrade);
            let all = all.chain(generation.parts.values().cloned());
            ended += all.filter(|kept| kept.end()).count() as u64;
            generation.wholes.clear();
            generation.addresses.clear();
        }
        ended
    }

    /// A part that is right at `now`.
    pub fn part(&mut self, key: &Arc<str>, now: Instant) -> Option<Arc<Kept>> {
        if let Some(kept) = self.young.parts.get(key) {
            return Some(kept).filter(|kept| kept.is_fresh(now)).cloned();
        }
        let kept = self.old.parts.get(key)?;
        let kept = Some(kept).filter(|kept| kept.is_fresh(now)).cloned()?;
        self.keep(key, &kept);
        Some(kept)
    }

    /// Keeps a part that began to be read when the change `began` was the newest.
    pub fn put_part(&mut self, app: &App, key: &Arc<str>, kept: &Arc<Kept>, began: u64) {
        self.catch_up(app);
        match app.changes.since(began) {
            Some(meanwhile) => meanwhile.iter().for_each(|changed| meet_one(kept, changed)),
            None => {
                kept.end();
            }
        }
        let before = self
            .young
            .parts
            .get(key)
            .or_else(|| self.old.parts.get(key));
        let is_same = |before: &Arc<Kept>| before.was_dropped() && before.members == kept.members;
        let is_needless = before.is_some_and(is_same);
        app.tally
            .parts_dropped_needlessly
            .add(u64::from(is_needless));
        app.tally.parts_read.add(1);
        self.keep(key, kept);
    }

    fn keep(&mut self, key: &Arc<str>, kept: &Arc<Kept>) {
        self.make_room(kept.weight + key.len());
        self.young.keep(key, kept);
    }

    /// A whole answer that is right at `now`.
    pub fn whole(&mut self, key: &Arc<str>, now: Instant) -> Option<Arc<Whole>> {
        let whole = find(&self.young.wholes, &self.old.wholes, key, now)?;
        if !self.young.wholes.contains_key(key) {
            self.renew(&whole);
        }
        Some(whole)
    }

    /// Keeps a whole answer that is asked for again: what was asked for once is in its parts, and
    /// need not be there twice.
    pub fn put_new_whole(&mut self, whole: &Arc<Whole>) {
        let mut hasher = DefaultHasher::new();
        whole.recipe().key.hash(&mut hasher);
        let hash = hasher.finish();
        if self.old.once.contains(&hash) || !self.young.once.insert(hash) {
            self.put_whole(whole);
        }
    }

    /// Keeps a whole answer, in the place of the one that was kept by its key, unless one of its
    /// parts is not kept any more.
    pub fn put_whole(&mut self, whole: &Arc<Whole>) {
        let oldest = self.old.number;
        if whole.keyed_parts().all(|(_, part)| part.is_in(oldest)) {
            self.renew(whole);
        }
    }

    /// Makes a whole answer young, and its parts with it.
    fn renew(&mut self, whole: &Arc<Whole>) {
        let parts = whole
            .keyed_parts()
            .map(|(key, part)| part.weight + key.len());
        let own = whole.weight() + whole.recipe().key.len();
        self.make_room(own + parts.sum::<usize>());
        for (key, part) in whole.keyed_parts() {
            if part.is_in(self.young.number) {
                continue;
            }
            match self.young.parts.contains_key(key) {
                // Another was read in its place.
                true => self.young.mark(part),
                false => self.young.keep(key, part),
            }
        }
        let key = Arc::clone(&whole.recipe().key);
        self.young.bytes += own;
        if let Some(before) = self.young.wholes.insert(key, Arc::clone(whole)) {
            self.young.bytes -= before.weight() + before.recipe().key.len();
        }
    }

    /// What is remembered under an address at `now`.
    pub fn by_address(&mut self, address: &str, now: Instant) -> Option<Remembered> {
        let known = self.young.addresses.get(address);
        let is_young = known.is_some();
        let key = known.or_else(|| self.old.addresses.get(address)).cloned()?;
        let known = self.young.wholes.get(&key);
        let is_young = is_young && known.is_some();
        let whole = known.or_else(|| self.old.wholes.get(&key)).cloned()?;
        if whole.is_fresh(now) {
            if !is_young {
                self.renew(&whole);
                self.remember(address.into(), &whole);
            }
            return Some(Remembered::Whole(whole));
        }
        let parts = whole.keyed_parts();
        let parts = parts.map(|(key, part)| match part.is_fresh(now) {
            true => Some(Arc::clone(part)),
            false => self.part(key, now),
        });
        let parts = parts.collect::<Option<_>>()?;
        Some(Remembered::Parts(parts, whole))
    }

    /// Remembers the address of an answer, if the answer is kept.
    pub fn remember(&mut self, address: Arc<str>, whole: &Whole) {
        let key = &whole.recipe().key;
        if !self.young.wholes.contains_key(key) && !self.old.wholes.contains_key(key) {
            return;
        }
        let bytes = address.len() + ADDRESS_BYTES;
        self.make_room(bytes);
        let before = self.young.addresses.insert(address, Arc::clone(key));
        if before.is_none() {
            self.young.bytes += bytes;
        }
    }

    /// Lets so many bytes be added to the young generation.
    fn make_room(&mut self, bytes: usize) {
        if self.young.bytes + bytes > self.most {
            let next = Generation {
                number: self.young.number + 1,
                ..Generation::default()
            };
            self.old = std::mem::replace(&mut self.young, next);
        }
    }
}

impl Generation {
    fn keep(&mut self, key: &Arc<str>, kept: &Arc<Kept>) {
        self.mark(kept);
        self.bytes += kept.weight + key.len();
        if let Some(before) = self.parts.insert(Arc::clone(key), Arc::clone(kept)) {
            // Its marks stay in the index until the generation goes.
            self.bytes -= before.members.bytes();
        }
    }

    /// Lets a part hear of what changes.
    fn mark(&mut self, kept: &Arc<Kept>) {
        if kept.enter(self.number) {
            return;
        }
        for mark in marks_of_reads(kept) {
            let marked = self.index.entry(mark).or_default();
            marked.push(Arc::downgrade(kept));
        }
    }
}

fn find<K: std::borrow::Borrow<Q> + Eq + Hash, Q: Eq + Hash + ?Sized>(
    young: &HashMap<K, Arc<Whole>>,
    old: &HashMap<K, Arc<Whole>>,
    key: &Q,
    now: Instant,
) -> Option<Arc<Whole>> {
    let found = young.get(key).or_else(|| old.get(key))?;
    Some(found).filter(|whole| whole.is_fresh(now)).cloned()
}

fn meet_one(kept: &Kept, changed: &Changed) {
    let Some(things) = changed.told() else {
        kept.end();
        return;
    };
    for change in things {
        match listing(change) {
            Ok(listing) => drop(kept.meet(change, listing.as_ref())),
            Err(_) => drop(kept.end()),
        }
    }
}

/// What lists go by, if it is a change of something that they hold.
///
/// # Errors
/// When another node writes it in a way that is not known here: then any list may be concerned.
pub fn listing(change: &Change) -> serde_json::Result<Option<Listed>> {
    let listing = change.listing.clone();
    listing.map(serde_json::from_value).transpose()
}

fn marks_of_change(change: &Change, listing: Option<&Listed>) -> Vec<Mark> {
    let mut marks: Vec<Mark> = change.things.iter().copied().map(Mark::Thing).collect();
    marks.extend(change.names.iter().cloned().map(Mark::Name));
    marks.push(Mark::Kind(change.kind.clone()));
    if let Some(listed) = listing {
        marks.extend(listed.terms.iter().copied().map(Mark::Under));
        marks.extend([
            Mark::Day(listed.day),
            Mark::News(listed.locale),
            Mark::Archive,
        ]);
    }
    marks
}

fn marks_of_reads(kept: &Kept) -> HashSet<Mark> {
    let reads = &kept.reads;
    let mut marks: HashSet<Mark> = reads.things.iter().copied().map(Mark::Thing).collect();
    marks.extend(reads.names.iter().cloned().map(Mark::Name));
    marks.extend(
        reads
            .kinds
            .iter()
            .map(|kind| Mark::Kind((*kind).to_owned())),
    );
    for page in &reads.pages {
        match page.known_by() {
            KnownBy::Under(terms) => marks.extend(terms.into_iter().map(Mark::Under)),
            KnownBy::Day(day) => marks.extend([Mark::Day(day)]),
            KnownBy::News(locale) => marks.extend([Mark::News(locale)]),
        }
    }
    if !reads.days.is_empty() {
        marks.insert(Mark::Archive);
    }
    marks
}
