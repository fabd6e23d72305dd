//! The one writer of events: whoever has one to tell puts it into a queue and waits until it is on
//! the disk. What came while a batch was being written makes the next one, so that a thousand events
//! cost no more commits than there is time for.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::oneshot;

use super::actions::write;
use super::domain::{Event, Verdict};
use crate::app::{App, Result};

/// The most events of a batch.
const BATCH: usize = 500;
/// The most events that wait at once; more are refused, so that memory stays bounded.
const WAITING: usize = 20_000;

/// Events on their way.
#[derive(Default)]
pub struct Writer(Mutex<Queue>);

#[derive(Default)]
struct Queue {
    waiting: Vec<(Event, oneshot::Sender<Verdict>)>,
    is_writing: bool,
}

impl Writer {
    /// Writes an event down, together with others.
    ///
    /// # Errors
    /// When the database does not take it, or too many wait; then nothing has happened.
    pub async fn tell(app: &Arc<App>, event: Event) -> Result<Verdict> {
        let answer = app.memory::<Self>().enqueue(app, event)?;
        let lost = || anyhow::anyhow!("an ad event could not be written down");
        Ok(answer.await.map_err(|_| lost())?)
    }

    fn enqueue(
        self: &Arc<Self>,
        app: &Arc<App>,
        event: Event,
    ) -> Result<oneshot::Receiver<Verdict>> {
        let (answer, answered) = oneshot::channel();
        let mut queue = self.queue();
        if queue.waiting.len() >= WAITING {
            return Err(crate::app::Error::Limited);
        }
        queue.waiting.push((event, answer));
        if !std::mem::replace(&mut queue.is_writing, true) {
            // Not the caller's own task: others wait for the same batch when it hangs up.
            tokio::spawn(Arc::clone(self).write_all(Arc::clone(app)));
        }
        Ok(answered)
    }

    async fn write_all(self: Arc<Self>, app: Arc<App>) {
        let writing = Writing(&self);
        while let Some(batch) = writing.next() {
            let (events, answers): (Vec<_>, Vec<_>) = batch.into_iter().unzip();
            match write(&app, events).await {
                Ok(verdicts) => {
                    for (answer, verdict) in answers.into_iter().zip(verdicts) {
                        // Who hung up is not told.
                        let _ = answer.send(verdict);
                    }
                }
                // Those who wait are told by their answers being dropped.
                Err(error) => tracing::error!(?error, "ad events could not be written down"),
            }
        }
    }

    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whoever writes; when it ends early, those who wait are told, and the next event begins anew.
struct Writing<'w>(&'w Writer);

impl Writing<'_> {
    /// The next batch; `None` when nobody waits, and then nobody writes.
    fn next(&self) -> Option<Vec<(Event, oneshot::Sender<Verdict>)>> {
        let mut queue = self.0.queue();
        if queue.waiting.is_empty() {
            queue.is_writing = false;
            return None;
        }
        let size = queue.waiting.len().min(BATCH);
        Some(queue.waiting.drain(..size).collect())
    }
}

impl Drop for Writing<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            let mut queue = self.0.queue();
            queue.is_writing = false;
            queue.waiting.clear();
        }
    }
}
