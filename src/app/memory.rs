//! What nouns remember for as long as the process lives: one value of each type, empty at first.
//! What must outlast the process stands in the database.

use std::any::{Any, TypeId};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::App;

/// One value of each type.
#[derive(Default)]
pub struct Memory(Mutex<HashMap<TypeId, Arc<dyn Any + Send + Sync>>>);

impl App {
    /// The process's own value of type `T`, made when it is asked for first.
    pub fn memory<T: Default + Send + Sync + 'static>(&self) -> Arc<T> {
        let Memory(all) = &self.memory;
        let mut all = all.lock().unwrap_or_else(PoisonError::into_inner);
        let made = || Arc::new(T::default()) as Arc<dyn Any + Send + Sync>;
        let known = Arc::clone(all.entry(TypeId::of::<T>()).or_insert_with(made));
        drop(all);
        // What stands under a type is of that type.
        known.downcast().unwrap_or_default()
    }
}
