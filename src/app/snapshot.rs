//! Slow-changing facts in memory: immutable snapshots, made anew when the version of the facts in
//! the database has moved, whichever node moved it.

use std::any::{Any, TypeId};
use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use super::{Call, Result};

type Held = (i64, Arc<dyn Any + Send + Sync>);

/// One snapshot of each type.
#[derive(Default)]
pub struct Snapshots {
    all: RwLock<HashMap<TypeId, Held>>,
    /// The version of the facts, and how often facts had changed when it was read.
    heard: RwLock<Option<(u64, i64)>>,
}

impl Snapshots {
    /// The version that was read last, and how often facts had changed before.
    pub fn heard(&self) -> Option<(u64, i64)> {
        *self.heard.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes a version that was read after facts had changed `of` times.
    pub fn hear(&self, of: u64, version: i64) {
        let mut heard = self.heard.write().unwrap_or_else(PoisonError::into_inner);
        *heard = Some((of, version));
    }

    fn get<T: Send + Sync + 'static>(&self, version: i64) -> Option<Arc<T>> {
        let held = self.all.read().unwrap_or_else(PoisonError::into_inner);
        let (of, snapshot) = held.get(&TypeId::of::<T>())?;
        if *of == version {
            Arc::clone(snapshot).downcast().ok()
        } else {
            None
        }
    }

    fn put<T: Send + Sync + 'static>(&self, version: i64, snapshot: Arc<T>) {
        let mut held = self.all.write().unwrap_or_else(PoisonError::into_inner);
        held.insert(TypeId::of::<T>(), (version, snapshot));
    }
}

impl Call {
    /// The snapshot of type `T`, read by `load` when what is held is older than the database.
    ///
    /// # Errors
    /// Those of `load`, or of the database.
    pub async fn snapshot<T, F>(&self, load: impl FnOnce() -> F) -> Result<Arc<T>>
    where
        T: Send + Sync + 'static,
        F: Future<Output = Result<T>>,
    {
        let version = self.facts_version().await?;
        if let Some(snapshot) = self.app().snapshots.get::<T>(version) {
            return Ok(snapshot);
        }
        let snapshot = Arc::new(load().await?);
        self.app().snapshots.put(version, Arc::clone(&snapshot));
        Ok(snapshot)
    }
}
