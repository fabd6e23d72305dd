//! The audit trail: who did what to what, read back.
//!
//! Entries are written by [`crate::app::Tx::commit`], in the transaction of what they tell of, and
//! never changed: the database refuses it, and the seals of [`crate::app::trail`] show it if
//! somebody gets around that. This noun finds entries, holds the seals against them, and lets the
//! oldest go. It stands above `articles`, which knows what an embargo keeps from whom.
//!
//! ```text
//! list(call, filter, page)  -> entries, newest first
//! trim(call, days)          -> how many of the oldest went
//! verify(call)              -> Whole, or the first entry that is not as it was written
//! ```

mod actions;
mod domain;
mod store;

pub use actions::{trim, verify};
pub use domain::{Entry, EntryKey, Fault, Filter, Verdict};
pub use store::{by_ids, list};
