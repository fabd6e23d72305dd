//! Answers that are kept: parts of queries, executed once and put together again, and whole
//! answers made of them.
//!
//! What is kept is never a moment out of date. A part knows all that it was read from
//! ([`Reads`](super::reader::Reads)): it ends when any of that changes by itself, and it goes when
//! a write changes any of it ([`Changes`](crate::app::changes::Changes)). A part that was being
//! read while something of it changed is given to whoever asked for it before, and to nobody else.
//! As long as the writes of other nodes are not heard of, nothing kept is used.

mod kept;
mod respond;
mod store;
mod upcoming;
mod whole;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_graphql::Executor;
use async_graphql::futures_util::future::try_join_all;
use tokio::sync::OnceCell;

use self::kept::Kept;
use self::store::{Remembered, Store};
use self::upcoming::Upcoming;
use super::door::{Door, Limits, Part, Prepared, Refusal};
use super::reader::Trace;
use crate::app::{App, Call};

pub use respond::Wish;
use whole::Recipe;
pub use whole::{Form, Whole};

/// The answers of one graph that are kept.
pub struct ResponseCache {
    is_on: bool,
    store: Mutex<Store>,
    /// Parts that are being read.
    flights: Mutex<HashMap<Arc<str>, Arc<Flight>>>,
    upcoming: Upcoming,
}

type Flight = OnceCell<Option<Arc<Kept>>>;

/// One question to the cache.
pub struct Asking<'a, E, C> {
    /// Who executes what is not kept.
    pub door: &'a Door<E>,
    /// The operation.
    pub prepared: &'a Prepared,
    /// Attaches what resolvers need to each part.
    pub context: C,
    /// How long it may take.
    pub limits: &'a Limits,
    /// Who asks, and when.
    pub call: &'a Call,
    /// What the body is to be.
    pub form: Form,
}

impl ResponseCache {
    /// A cache that takes up at most so many bytes; with none it keeps nothing.
    pub fn new(bytes: usize) -> Self {
        Self {
            is_on: bytes > 0,
            store: Mutex::new(Store::new(bytes)),
            flights: Mutex::default(),
            upcoming: Upcoming::default(),
        }
    }

    /// The whole answer that was given under an address before, if all its parts are kept: as it was,
    /// or put together anew when a part of it changed, which ten thousand pages may share.
    pub fn by_address(&self, call: &Call, address: &str) -> Option<Arc<Whole>> {
        let app = call.app();
        if !self.is_open(app) {
            return None;
        }
        let remembered = {
            let mut store = self.store();
            store.catch_up(app);
            store.by_address(address, call.now())?
        };
        let found = match remembered {
            Remembered::Whole(whole) => whole,
            Remembered::Parts(parts, before) => {
                let renewed = Arc::new(Whole::of(before.recipe(), parts, Some(&before))?);
                let mut store = self.store();
                store.put_whole(&renewed);
                store.remember(address.into(), &renewed);
                drop(store);
                renewed
            }
        };
        app.tally.answers_kept.add(1);
        Some(found)
    }

    /// Remembers the address of an answer, if the answer is kept.
    pub fn remember(&self, address: String, whole: &Whole) {
        self.store().remember(address.into(), whole);
    }

    /// The answer to a query, from what is kept as far as it goes; `None` when the query has to be
    /// executed whole.
    ///
    /// # Errors
    /// Refuses with `TIMEOUT` what takes too long.
    pub async fn answer<E, C>(
        &self,
        asking: Asking<'_, E, C>,
    ) -> Result<Option<Arc<Whole>>, Refusal>
    where
        E: Executor,
        C: Fn(async_graphql::Request) -> async_graphql::Request,
    {
        let changes = &asking.call.app().changes;
        // Before anything is read: what changes from here on may be missing from what is read.
        let began = changes.latest();
        if !self.is_open(asking.call.app()) {
            return Ok(None);
        }
        let Some(parts) = asking.door.parts(asking.prepared) else {
            return Ok(None);
        };
        let variables = &asking.prepared.variables;
        let keys = parts.iter().map(|part| part.key(variables).into());
        let keys: Vec<Arc<str>> = keys.collect();
        let whole_key = format!("{:?}\n\n{}", asking.form, keys.join("\n\n"));
        let whole_key: Arc<str> = whole_key.into();
        {
            let mut store = self.store();
            store.catch_up(asking.call.app());
            if let Some(whole) = store.whole(&whole_key, asking.call.now()) {
                asking.call.app().tally.answers_kept.add(1);
                return Ok(Some(whole));
            }
        }
        let each = parts.iter().zip(&keys);
        let each = each.map(|(part, key)| self.part(&asking, part, key, began));
        let kept: Option<Vec<Arc<Kept>>> = try_join_all(each).await?.into_iter().collect();
        let Some(kept) = kept else {
            return Ok(None);
        };
        let recipe = Arc::new(Recipe {
            hints: asking.door.hints(asking.prepared, &parts),
            key: whole_key,
            parts,
            keys,
            form: asking.form,
        });
        let Some(whole) = Whole::of(&recipe, kept, None).map(Arc::new) else {
            return Ok(None);
        };
        self.store().put_new_whole(&whole);
        Ok(Some(whole))
    }

    /// One part, kept or read now; of those who ask for it at the same time one reads it.
    async fn part<E, C>(
        &self,
        asking: &Asking<'_, E, C>,
        part: &Part,
        key: &Arc<str>,
        began: u64,
    ) -> Result<Option<Arc<Kept>>, Refusal>
    where
        E: Executor,
        C: Fn(async_graphql::Request) -> async_graphql::Request,
    {
        let (app, now) = (asking.call.app(), asking.call.now());
        loop {
            {
                let mut store = self.store();
                store.catch_up(app);
                if let Some(kept) = store.part(key, now) {
                    return Ok(Some(kept));
                }
            }
            let boarded = Boarded::new(self, key);
            let mut is_own = false;
            let reading = boarded.flight.get_or_try_init(|| {
                is_own = true;
                self.fill(asking, part, key, began)
            });
            let landed = reading.await?.clone();
            if is_own {
                boarded.land();
            }
            match landed {
                Some(kept) if !is_own && !kept.is_fresh(now) => {
                    // Others began to read it before something changed.
                    boarded.land();
                }
                landed => return Ok(landed),
            }
        }
    }

    /// Reads a part, and keeps it unless something of it changed meanwhile.
    async fn fill<E, C>(
        &self,
        asking: &Asking<'_, E, C>,
        part: &Part,
        key: &Arc<str>,
        began: u64,
    ) -> Result<Option<Arc<Kept>>, Refusal>
    where
        E: Executor,
        C: Fn(async_graphql::Request) -> async_graphql::Request,
    {
        let trace = Trace::default();
        let context = |request| (asking.context)(request).data(trace.clone());
        let (door, prepared) = (asking.door, asking.prepared);
        let members = door
            .execute_part(prepared, part, context, asking.limits)
            .await?;
        let Some(members) = members else {
            return Ok(None);
        };
        let mut reads = trace.take();
        match self.upcoming.first(asking.call, &reads).await {
            Ok(turn) => reads.until = reads.until.min(turn),
            Err(error) => {
                tracing::error!(
                    ?error,
                    "an answer is not kept: what will change is not known"
                );
                return Ok(None);
            }
        }
        let kept = Arc::new(Kept::new(members, reads, asking.call.now()));
        self.store().put_part(asking.call.app(), key, &kept, began);
        Ok(Some(kept))
    }

    /// Whether what is kept may be used.
    fn is_open(&self, app: &App) -> bool {
        self.is_on && app.changes.are_followed()
    }

    fn store(&self) -> MutexGuard<'_, Store> {
        self.store.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn flights(&self) -> MutexGuard<'_, HashMap<Arc<str>, Arc<Flight>>> {
        self.flights.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Somebody who waits for a part to be read, or reads it.
struct Boarded<'a> {
    cache: &'a ResponseCache,
    key: &'a Arc<str>,
    flight: Arc<Flight>,
}

impl<'a> Boarded<'a> {
    fn new(cache: &'a ResponseCache, key: &'a Arc<str>) -> Self {
        let mut flights = cache.flights();
        let flight = Arc::clone(flights.entry(Arc::clone(key)).or_default());
        drop(flights);
        Self { cache, key, flight }
    }

    /// Forgets the flight, so that the next who asks begins another.
    fn land(&self) {
        let mut flights = self.cache.flights();
        let is_it = |one: &Arc<Flight>| Arc::ptr_eq(one, &self.flight);
        if flights.get(self.key).is_some_and(is_it) {
            flights.remove(self.key);
        }
    }
}

impl Drop for Boarded<'_> {
    /// Where whoever read it has hung up, the last of those who waited takes the flight away.
    fn drop(&mut self) {
        // The list of flights has one, and this is the other.
        if Arc::strong_count(&self.flight) <= 2 {
            self.land();
        }
    }
}
