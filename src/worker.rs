//! The worker: does what time brings, once a second.
//!
//! Nothing that readers see waits for it: what is visible when is decided by each query. It writes
//! down what has come to pass and announces it, so that the desk, feeds and caches hear of it. Any
//! number of nodes may run one: each job takes up what is due under a lock, and leaves it done.

use std::sync::Arc;

use tokio::sync::watch;

use crate::app::{App, Call, Result};
use crate::fronts;

/// How long it rests between two rounds.
const REST_MS: i64 = 1_000;

/// Works until `stop` says so; a job that has begun is finished.
pub async fn run(app: Arc<App>, mut stop: watch::Receiver<bool>) {
    loop {
        if let Err(error) = tick(&app).await {
            tracing::error!(
                ?error,
                "the worker's round failed; the next one tries again"
            );
        }
        tokio::select! {
            () = app.clock.wait(REST_MS) => {}
            // An error means that whoever would stop it is gone.
            _ = stop.wait_for(|stops| *stops) => return,
        }
    }
}

/// One round: everything that is due now. Tells how many things it did.
///
/// # Errors
/// Those of the database.
pub async fn tick(app: &Arc<App>) -> Result<usize> {
    let call = Call::system(app, "scheduler");
    fronts::carry_out_planned(&call).await
}
