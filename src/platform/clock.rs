//! Time is passed in: nothing below `main` reads the wall clock.

use std::pin::Pin;
use std::sync::atomic::{AtomicI64, Ordering};

use serde::{Deserialize, Serialize};
use tokio::sync::Notify;

use super::db::column;

/// A moment in UTC, in whole milliseconds since 1970. Finer times would come back from a database
/// changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Instant(pub i64);

column!(Instant as i64, BigInt);

impl Instant {
    /// Later than any moment: the end of what has no end yet.
    pub const FOREVER: Self = Self(i64::MAX);

    /// The moment `ms` milliseconds later (earlier, when negative), clamped to what can be stored.
    pub const fn plus_ms(self, ms: i64) -> Self {
        Self(self.0.saturating_add(ms))
    }

    /// The same moment for calendars; `None` outside the years that they know.
    pub fn to_chrono(self) -> Option<chrono::DateTime<chrono::Utc>> {
        chrono::DateTime::from_timestamp_millis(self.0)
    }

    /// Reads an RFC 3339 instant; what is finer than a millisecond is cut off.
    pub fn parse(text: &str) -> Option<Self> {
        let parsed = chrono::DateTime::parse_from_rfc3339(text).ok()?;
        Some(Self(parsed.timestamp_millis()))
    }
}

impl std::fmt::Display for Instant {
    /// RFC 3339 in UTC; milliseconds are printed when there are any.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.to_chrono() {
            Some(time) => f.write_str(&time.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true)),
            None => f.write_str("never"),
        }
    }
}

/// Tells the time.
pub trait Clock: Send + Sync {
    /// The present moment.
    fn now(&self) -> Instant;

    /// Waits until `ms` milliseconds have passed.
    fn wait(&self, ms: i64) -> Wait<'_>;
}

/// A wait for a clock.
pub type Wait<'a> = Pin<Box<dyn Future<Output = ()> + Send + 'a>>;

/// The machine's own clock.
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place that reads the wall clock"
    )]
    fn now(&self) -> Instant {
        Instant(chrono::Utc::now().timestamp_millis())
    }

    #[expect(
        clippy::disallowed_methods,
        reason = "the one place that waits for the wall clock"
    )]
    fn wait(&self, ms: i64) -> Wait<'_> {
        let length = std::time::Duration::from_millis(u64::try_from(ms).unwrap_or(0));
        Box::pin(tokio::time::sleep(length))
    }
}

/// A clock that stands still until it is moved, for tests and simulations.
pub struct ManualClock {
    shows: AtomicI64,
    moved: Notify,
}

impl ManualClock {
    /// A clock that shows `start`.
    pub fn new(start: Instant) -> Self {
        Self {
            shows: AtomicI64::new(start.0),
            moved: Notify::new(),
        }
    }

    /// Shows `moment` from now on.
    pub fn set(&self, moment: Instant) {
        self.shows.store(moment.0, Ordering::SeqCst);
        self.moved.notify_waiters();
    }

    /// Moves forward by `ms` milliseconds.
    pub fn advance(&self, ms: i64) {
        self.shows.fetch_add(ms, Ordering::SeqCst);
        self.moved.notify_waiters();
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Instant {
        Instant(self.shows.load(Ordering::SeqCst))
    }

    fn wait(&self, ms: i64) -> Wait<'_> {
        let until = self.now().plus_ms(ms);
        Box::pin(async move {
            loop {
                let mut moved = std::pin::pin!(self.moved.notified());
                // From here on no move is missed, whether it comes before the look or after.
                moved.as_mut().enable();
                if self.now() >= until {
                    return;
                }
                moved.await;
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_are_read_and_printed_in_utc() {
        let instant = Instant::parse("2026-07-11T10:58:00+03:00").unwrap();

        assert_eq!(instant.to_string(), "2026-07-11T07:58:00Z");
        assert_eq!(instant.plus_ms(5).to_string(), "2026-07-11T07:58:00.005Z");
    }

    #[test]
    fn a_manual_clock_moves_only_when_told() {
        let clock = ManualClock::new(Instant(1_000));

        clock.advance(500);

        assert_eq!(clock.now(), Instant(1_500));
    }

    #[tokio::test]
    async fn a_wait_for_a_manual_clock_ends_when_it_is_moved_far_enough() {
        let clock = std::sync::Arc::new(ManualClock::new(Instant(1_000)));
        let waiting = std::sync::Arc::clone(&clock);
        let wait = tokio::spawn(async move { waiting.wait(500).await });
        tokio::task::yield_now().await;

        clock.advance(499);
        tokio::task::yield_now().await;
        assert!(!wait.is_finished());
        clock.advance(1);

        wait.await.unwrap();
    }
}
