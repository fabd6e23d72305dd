//! The audit trail: who did what to what, read back.
//!
//! Entries are written by [`crate::app::Tx::commit`], in the transaction of what they tell of, and
//! never changed: the database refuses it, and the seals of [`crate::app::trail`] show it if
//! somebody gets around that. This noun finds entries, and holds the seals against them.
//!
//! ```text
//! list(call, filter, page)  -> entries, newest first
//! verify(call)              -> Whole, or the first entry that is not as it was written
//! ```

mod actions;
mod domain;
mod store;

pub use actions::verify;
pub use domain::{Entry, EntryKey, Fault, Filter, Verdict};
pub use store::{by_ids, list};
