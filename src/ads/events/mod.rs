//! What happened to ads that were handed out: their signed addresses, the raw log with what does not
//! count and why, and the counts by the hour.
//!
//! An event that is answered is an event that is counted, once: [`record`] answers when the log and
//! the counts are on the disk, in one transaction, which many events share. What leads nowhere (a
//! forged token, one that is long over) is written nowhere.

mod actions;
mod domain;
mod ledger;
pub(super) mod store;
mod token;
mod traffic;
mod writer;

pub use actions::{LONGEST_CAP_MS, Sign, daily, record, sweep, visitor};
pub use domain::{Counts, Event, Facets, HOUR_MS, LATE_MS, Verdict, hour};
pub use token::{Claims, Door, open, seal};
pub use traffic::{Signs, validity_ms};
