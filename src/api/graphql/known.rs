//! Things of one kind that a request has read.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::Arc;

use tokio::sync::Mutex;

use crate::app::Result;

/// What is known by id; `None` stands for what is known to be absent.
pub struct Known<K, V>(Mutex<HashMap<K, Option<Arc<V>>>>);

impl<K, V> Default for Known<K, V> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<K: Copy + Ord + Hash, V> Known<K, V> {
    /// Reads by `load`, in one statement, those of `ids` that are not known yet. The lock is held
    /// meanwhile, so that two parts of an answer never read the same thing twice.
    pub async fn fill<T, F>(
        &self,
        ids: impl IntoIterator<Item = K>,
        load: impl FnOnce(Vec<K>) -> F,
    ) -> Result<()>
    where
        T: Into<Arc<V>>,
        F: Future<Output = Result<HashMap<K, T>>>,
    {
        let mut known = self.0.lock().await;
        let mut missing: Vec<K> = ids.into_iter().collect();
        missing.retain(|id| !known.contains_key(id));
        missing.sort_unstable();
        missing.dedup();
        if missing.is_empty() {
            return Ok(());
        }
        let mut found = load(missing.clone()).await?;
        known.extend(
            missing
                .into_iter()
                .map(|id| (id, found.remove(&id).map(Into::into))),
        );
        Ok(())
    }

    /// What is known by `id`.
    pub async fn get(&self, id: K) -> Option<Arc<V>> {
        self.0.lock().await.get(&id).cloned().flatten()
    }

    /// What is known by `ids`, in their order; what is absent is left out.
    pub async fn all(&self, ids: impl IntoIterator<Item = K>) -> Vec<Arc<V>> {
        let known = self.0.lock().await;
        ids.into_iter()
            .filter_map(|id| known.get(&id).cloned().flatten())
            .collect()
    }

    /// Notes what was read on another way.
    pub async fn put(&self, things: impl IntoIterator<Item = (K, Arc<V>)>) {
        let mut known = self.0.lock().await;
        known.extend(things.into_iter().map(|(id, thing)| (id, Some(thing))));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::Error;

    async fn letters(ids: Vec<i32>) -> Result<HashMap<i32, String>> {
        let found = ids.into_iter().filter(|id| *id > 0);
        Ok(found.map(|id| (id, format!("{id}"))).collect())
    }

    #[tokio::test]
    async fn only_what_is_not_known_is_read() {
        let known = Known::<i32, String>::default();
        known.fill([2, 1, 1, -1], letters).await.unwrap();

        known
            .fill([3, 1, -1], |ids| {
                assert_eq!(ids, [3], "1 is known, and -1 is known to be absent");
                letters(ids)
            })
            .await
            .unwrap();

        assert_eq!(known.get(3).await.as_deref(), Some(&"3".to_owned()));
        assert_eq!(known.get(-1).await, None);
    }

    #[tokio::test]
    async fn a_failed_read_leaves_nothing_behind() {
        let known = Known::<i32, String>::default();
        let outage = |_| async { Err::<HashMap<i32, String>, _>(Error::NotFound) };

        assert!(known.fill([1], outage).await.is_err());

        known.fill([1], letters).await.unwrap();
        assert_eq!(known.all([1]).await.len(), 1);
    }
}
