//! Hearing of the writes of other nodes.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use tokio::sync::watch;

use super::{Changed, table};
use crate::app::{App, Result};

/// How long it rests between two looks.
const REST_MS: i64 = 100;

/// How long a row stays in the table.
const KEPT_MS: i64 = 10 * 60 * 1000;

/// How long a node may have been away and still find all rows that it has not read.
const AWAY_MS: i64 = KEPT_MS / 2;

/// How often rows are removed.
const PRUNED_EVERY_MS: i64 = 60 * 1000;

/// Follows the writes of all nodes until `stop` says so.
pub async fn follow(app: Arc<App>, mut stop: watch::Receiver<bool>) {
    let mut looked = app.clock.now();
    let mut pruned = looked;
    loop {
        let now = app.clock.now();
        if now > looked.plus_ms(AWAY_MS) {
            app.changes.lose();
        }
        match look(&app).await {
            Ok(()) => looked = now,
            Err(error) => {
                tracing::error!(?error, "the writes of other nodes are not heard of");
            }
        }
        if now > pruned.plus_ms(PRUNED_EVERY_MS) {
            pruned = now;
            if let Err(error) = table::prune(app.db.writer(), now.plus_ms(-KEPT_MS)).await {
                tracing::error!(?error, "old rows of `changes` are kept");
            }
        }
        tokio::select! {
            () = app.clock.wait(REST_MS) => {}
            // An error means that whoever would stop it is gone.
            _ = stop.wait_for(|stops| *stops) => {
                app.changes.lose();
                return;
            }
        }
    }
}

/// Looks once for writes of other nodes.
///
/// # Errors
/// Those of the database; then nothing kept is used until a look succeeds.
pub async fn look(app: &App) -> Result<()> {
    let looked = app.changes.read(app).await;
    if looked.is_err() {
        app.changes.lose();
    }
    looked
}

impl super::Changes {
    async fn read(&self, app: &App) -> Result<()> {
        let place = self.state().place.clone();
        let Some(place) = place else {
            // What happened before is not known, so nothing from before is kept.
            let end = table::end(app.db.reader()).await?;
            let mut state = self.state();
            state.place = Some(end);
            self.push(&mut state, Arc::new(Changed::Everything));
            self.are_followed.store(true, Ordering::Release);
            return Ok(());
        };
        let (new, place) = table::read(app.db.reader(), &place).await?;
        let mut state = self.state();
        for (row, changed) in new {
            if !state.own.remove(&row) {
                self.push(&mut state, Arc::new(changed));
            }
        }
        state.place = Some(place);
        Ok(())
    }

    /// Says that writes may have gone unheard.
    fn lose(&self) {
        self.are_followed.store(false, Ordering::Release);
        self.state().place = None;
    }
}
