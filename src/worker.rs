//! The worker: does what time brings, once a second.
//!
//! Nothing that readers see waits for it: what is visible when is decided by each query. It writes
//! down what has come to pass and announces it, so that the desk, feeds and caches hear of it. Any
//! number of nodes may run one: each job takes up what is due under a lock, and leaves it done.

use std::sync::Arc;

use tokio::sync::watch;

use crate::app::{App, Call, Result, changes};
use crate::platform::calendar;
use crate::platform::clock::Instant;
use crate::{ads, articles, audit, documents, editions, fronts, media};

/// How long it rests between two rounds.
const REST_MS: i64 = 1_000;
/// How long what has been kept for long enough may wait.
const SWEEP_MS: i64 = 10 * 60_000;
/// How long after its start, and then how often, it clears up the files of media.
const FIRST_COLLECTION_MS: i64 = 3_600_000;
const COLLECTION_MS: i64 = 24 * 3_600_000;

/// Works, and hears of what other nodes write, until `stop` says so; a job that has begun is
/// finished.
pub async fn run(app: Arc<App>, stop: watch::Receiver<bool>) {
    let listening = changes::follow(Arc::clone(&app), stop.clone());
    let collecting = collections(Arc::clone(&app), stop.clone());
    tokio::join!(rounds(app, stop), listening, collecting);
}

/// Clears up the files of media, beside the rounds: that takes as long as listing them does.
async fn collections(app: Arc<App>, mut stop: watch::Receiver<bool>) {
    let mut rest = FIRST_COLLECTION_MS;
    loop {
        tokio::select! {
            () = app.clock.wait(rest) => {}
            _ = stop.wait_for(|stops| *stops) => return,
        }
        rest = COLLECTION_MS;
        let call = Call::system(&app, "housekeeping");
        let done = tokio::select! {
            done = media::collect(&call, false) => done,
            // What is left is found the next time.
            _ = stop.wait_for(|stops| *stops) => return,
        };
        match done {
            Ok(done) => tracing::info!(?done, "the files of media are cleared up"),
            Err(error) => tracing::error!(?error, "the files of media are not cleared up"),
        }
    }
}

async fn rounds(app: Arc<App>, mut stop: watch::Receiver<bool>) {
    let mut next_sweep = Instant::BEGINNING;
    loop {
        report(tick(&app).await);
        if app.clock.now() >= next_sweep {
            // What is left over does not wait.
            let left = report(sweep(&app).await).unwrap_or_default();
            let rest = if left > 0 { REST_MS } else { SWEEP_MS };
            next_sweep = app.clock.now().plus_ms(rest);
        }
        tokio::select! {
            () = app.clock.wait(REST_MS) => {}
            // An error means that whoever would stop it is gone.
            _ = stop.wait_for(|stops| *stops) => break,
        }
    }
    let call = Call::system(&app, "scheduler");
    if let Err(error) = documents::write_uses(&call, true).await {
        tracing::error!(?error, "the last uses of documents are not counted");
    }
    if let Err(error) = ads::serving::write_counts(&call, true).await {
        tracing::error!(?error, "the last decisions on ads are not counted");
    }
}

/// One round: everything that is due now. Tells how many things it did.
///
/// # Errors
/// Those of the database.
pub async fn tick(app: &Arc<App>) -> Result<usize> {
    let call = Call::system(app, "scheduler");
    let done = articles::carry_out_planned(&call).await?;
    if done > 0 {
        fronts::free_positions(&call).await?;
    }
    documents::write_uses(&call, false).await?;
    ads::serving::write_counts(&call, false).await?;
    Ok(done)
}

/// Puts the house in order: editions have home pages, plans follow the rules of their time zones, and what the settings keep
/// for a time only goes once that is over, a bounded part of it. Tells how much it did.
///
/// # Errors
/// Those of the database.
pub async fn sweep(app: &Arc<App>) -> Result<usize> {
    let call = Call::system(app, "housekeeping");
    if !editions::site_exists(&call).await? {
        return Ok(0);
    }
    let kept = editions::site(&call).await?.retention.clone();
    let opened = fronts::open_homes(&call).await?;
    fronts::free_positions(&call).await?;
    let followed = articles::follow_clocks(&call, calendar::RULES).await?;
    let purged = fronts::empty_trash(&call, kept.trashed_draft_days).await?;
    let pruned = articles::prune_autosaves(&call).await?;
    let trimmed = audit::trim(&call, kept.audit_days).await?;
    let swept = ads::events::sweep(&call, kept.ad_event_days).await?;
    Ok(opened + followed + purged + pruned + trimmed + swept)
}

fn report(round: Result<usize>) -> Option<usize> {
    match round {
        Ok(done) => Some(done),
        Err(error) => {
            tracing::error!(
                ?error,
                "the worker's round failed; the next one tries again"
            );
            None
        }
    }
}
