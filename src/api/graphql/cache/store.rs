//! Where answers are kept, bounded by their bytes, and found again by what changes.
//!
//! Two generations: when the young one is full it becomes the old one, what is used there becomes
//! young again, and the rest is forgotten with its index.

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
    parts: HashMap<Arc<str>, Arc<Kept>>,
    wholes: HashMap<Arc<str>, Arc<Whole>>,
    /// Hashes of the keys of wholes that were asked for once.
    once: HashSet<u64>,
    addresses: HashMap<Arc<str>, Arc<Whole>>,
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
        Self {
            most: bytes / 2,
            ..Self::default()
        }
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
            let dropped = generation.parts.values().filter(|kept| kept.end());
            ended += dropped.count() as u64;
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
        self.make_room(kept.weight() + key.len());
        if let Some(before) = self.young.parts.get(key) {
            // Its marks stay in the index until the generation goes.
            self.young.bytes -= before.members.bytes();
        }
        for mark in marks_of_reads(kept) {
            let marked = self.young.index.entry(mark).or_default();
            marked.push(Arc::downgrade(kept));
        }
        self.young.parts.insert(Arc::clone(key), Arc::clone(kept));
    }

    /// A whole answer that is right at `now`.
    pub fn whole(&mut self, key: &Arc<str>, now: Instant) -> Option<Arc<Whole>> {
        let whole = find(&self.young.wholes, &self.old.wholes, key, now)?;
        if !self.young.wholes.contains_key(key) {
            self.put_whole(Arc::clone(key), &whole);
        }
        Some(whole)
    }

    /// Keeps a whole answer that is asked for again: what was asked for once is in its parts, and
    /// need not be there twice. Tells whether it is kept.
    pub fn put_new_whole(&mut self, whole: &Arc<Whole>) -> bool {
        let key = Arc::clone(&whole.recipe().key);
        let mut hasher = DefaultHasher::new();
        key.hash(&mut hasher);
        let hash = hasher.finish();
        let is_again = self.old.once.contains(&hash) || !self.young.once.insert(hash);
        if is_again {
            self.put_whole(key, whole);
        }
        is_again
    }

    fn put_whole(&mut self, key: Arc<str>, whole: &Arc<Whole>) {
        self.make_room(whole.weight() + key.len());
        let bytes = key.len();
        if let Some(before) = self.young.wholes.insert(key, Arc::clone(whole)) {
            self.young.bytes -= before.weight() + bytes;
        }
    }

    /// What is remembered under an address at `now`.
    pub fn by_address(&mut self, address: &str, now: Instant) -> Option<Remembered> {
        let known = self.young.addresses.get(address);
        let whole = known.or_else(|| self.old.addresses.get(address)).cloned()?;
        if !whole.is_fresh(now) {
            let keys = &whole.recipe().keys;
            let parts = keys.iter().map(|key| self.part(key, now));
            return Some(Remembered::Parts(parts.collect::<Option<_>>()?, whole));
        }
        if !self.young.addresses.contains_key(address) {
            self.remember(address.into(), &whole);
        }
        Some(Remembered::Whole(whole))
    }

    /// Keeps an answer that takes the place of one that was remembered under an address.
    pub fn put_renewed(&mut self, address: &str, whole: &Arc<Whole>) {
        self.put_whole(Arc::clone(&whole.recipe().key), whole);
        self.remember(address.into(), whole);
    }

    /// Remembers the address of an answer.
    pub fn remember(&mut self, address: Arc<str>, whole: &Arc<Whole>) {
        // The answer is weighed with its parts' key, and again when that is forgotten before.
        self.make_room(whole.weight() / 4 + address.len());
        let bytes = address.len();
        if let Some(before) = self.young.addresses.insert(address, Arc::clone(whole)) {
            self.young.bytes -= before.weight() / 4 + bytes;
        }
    }

    fn make_room(&mut self, bytes: usize) {
        if self.young.bytes + bytes > self.most {
            self.old = std::mem::take(&mut self.young);
        }
        self.young.bytes += bytes;
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
