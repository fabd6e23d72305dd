//! Things in memory by their ids: what readers meet on page after page, such as tags and authors.
//! A bounded number of each kind, and none longer than it is right.

use std::any::{Any, TypeId};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::changes::Changes;
use super::{Call, Result};
use crate::platform::ids::TypedId;
use crate::policy::Actor;

/// Things of one kind in each of the two generations.
const GENERATION: usize = 10_000;

/// Everything that is held, by its type.
#[derive(Default)]
pub struct Held(Mutex<HashMap<TypeId, Arc<dyn Any + Send + Sync>>>);

/// Things of one kind. What the young generation holds when it is full becomes the old one; what is
/// used there becomes young again; the rest is forgotten.
struct Kind<K, V>(Mutex<Generations<K, V>>);

struct Generations<K, V> {
    /// The newest change that it knows of.
    seen: u64,
    young: HashMap<K, Arc<V>>,
    old: HashMap<K, Arc<V>>,
}

impl<K, V> Default for Kind<K, V> {
    fn default() -> Self {
        Self(Mutex::new(Generations {
            seen: 0,
            young: HashMap::new(),
            old: HashMap::new(),
        }))
    }
}

impl Held {
    fn kind<K: TypedId, V: Send + Sync + 'static>(&self) -> Arc<Kind<K, V>> {
        let mut kinds = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let kind = kinds
            .entry(TypeId::of::<Kind<K, V>>())
            .or_insert_with(|| Arc::new(Kind::<K, V>::default()));
        // What stands under a type is of that type.
        Arc::clone(kind).downcast().unwrap_or_default()
    }
}

impl<K: TypedId, V> Generations<K, V> {
    fn catch_up(&mut self, changes: &Changes) {
        let latest = changes.latest();
        if latest == self.seen {
            return;
        }
        let news = changes.since(self.seen);
        for changed in news.iter().flatten() {
            let Some(things) = changed.told() else {
                self.clear();
                continue;
            };
            for id in things.iter().flat_map(|change| &change.things) {
                self.young.remove(&K::from_uuid(*id));
                self.old.remove(&K::from_uuid(*id));
            }
        }
        if news.is_none() {
            self.clear();
        }
        self.seen = latest;
    }

    fn clear(&mut self) {
        self.young.clear();
        self.old.clear();
    }

    fn get(&mut self, id: K) -> Option<Arc<V>> {
        if let Some(found) = self.young.get(&id) {
            return Some(Arc::clone(found));
        }
        let found = self.old.remove(&id)?;
        self.put(id, &found);
        Some(found)
    }

    fn put(&mut self, id: K, thing: &Arc<V>) {
        if self.young.len() >= GENERATION {
            self.old = std::mem::take(&mut self.young);
        }
        self.young.insert(id, Arc::clone(thing));
    }
}

impl Call {
    /// The things with these ids: those that are held, and the others by `load`. Only readers of
    /// the present are given what is held, and only while the writes of all nodes are heard of.
    ///
    /// # Errors
    /// Those of `load`.
    pub async fn held<K, V, F>(
        &self,
        ids: Vec<K>,
        load: impl FnOnce(Vec<K>) -> F,
    ) -> Result<HashMap<K, Arc<V>>>
    where
        K: TypedId,
        V: Send + Sync + 'static,
        F: Future<Output = Result<HashMap<K, V>>>,
    {
        let changes = &self.app().changes;
        let is_reader = matches!(self.actor(), Actor::Anonymous) && !self.stands_elsewhere();
        if !is_reader || !changes.are_followed() {
            return Ok(shared(load(ids).await?));
        }
        let kind = self.app().held.kind::<K, V>();
        let lock = || kind.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut found = HashMap::with_capacity(ids.len());
        let mut missing = Vec::new();
        {
            let mut held = lock();
            held.catch_up(changes);
            for id in ids {
                match held.get(id) {
                    Some(thing) => drop(found.insert(id, thing)),
                    None => missing.push(id),
                }
            }
        }
        if missing.is_empty() {
            return Ok(found);
        }
        let began = changes.latest();
        let loaded = shared(load(missing).await?);
        let mut held = lock();
        held.catch_up(changes);
        // What changed while it was read may be missing from it.
        if held.seen == began {
            for (id, thing) in &loaded {
                held.put(*id, thing);
            }
        }
        found.extend(loaded);
        Ok(found)
    }
}

fn shared<K: TypedId, V>(things: HashMap<K, V>) -> HashMap<K, Arc<V>> {
    let shared = things.into_iter().map(|(id, thing)| (id, Arc::new(thing)));
    shared.collect()
}
