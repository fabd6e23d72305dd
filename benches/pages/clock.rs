//! Time that went by, and time that this process had a processor for.

use std::collections::HashMap;
use std::ffi::OsString;
use std::fs;
use std::time::{Duration, Instant};

/// A measurement that is under way.
pub struct Watch {
    began: Instant,
    threads: HashMap<OsString, u64>,
}

/// What something took.
#[derive(Debug, Clone, Copy, Default)]
pub struct Took {
    /// Time that went by: grows when others use the machine.
    pub wall: Duration,
    /// Processor time of all threads of this process; zero where the system does not tell.
    pub cpu: Duration,
}

impl Watch {
    /// Begins now.
    pub fn start() -> Self {
        Self {
            threads: threads().collect(),
            began: Instant::now(),
        }
    }

    /// What it took since the beginning. What threads did that have ended meanwhile is not known.
    pub fn took(&self) -> Took {
        let wall = self.began.elapsed();
        let since = |(thread, now): (OsString, u64)| {
            now.saturating_sub(self.threads.get(&thread).copied().unwrap_or(0))
        };
        Took {
            wall,
            cpu: Duration::from_nanos(threads().map(since).sum()),
        }
    }
}

/// Nanoseconds that each living thread has had a processor for, as Linux tells them
/// (`Documentation/scheduler/sched-stats.rst`).
fn threads() -> impl Iterator<Item = (OsString, u64)> {
    let threads = fs::read_dir("/proc/self/task").into_iter().flatten();
    threads.flatten().filter_map(|thread| {
        let told = fs::read_to_string(thread.path().join("schedstat")).ok()?;
        Some((thread.file_name(), told.split(' ').next()?.parse().ok()?))
    })
}

/// The one in the middle; zero of none.
pub fn median(mut all: Vec<Duration>) -> Duration {
    all.sort_unstable();
    all.get(all.len() / 2).copied().unwrap_or_default()
}
