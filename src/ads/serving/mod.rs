//! Decisions on ads at work: what is in memory of what is sold, how it stands, and who has seen what;
//! and what has to outlast the process.
//!
//! A decision reads nothing from the database but a visitor's sightings, when they are not in memory.
//! Memory that a crash takes along costs little: places reserved under caps in the last two minutes
//! (what is counted keeps each cap all the same, for the log is asked again), the page views of the
//! last seconds in reports, what was learnt of supply, and the means to explain the decisions of the
//! last hour.

mod decide;
mod documents;
mod leases;
mod page;
mod past;
mod progress;
mod reckon;
mod stock;
mod stocking;
mod store;
mod vast;
mod visitors;
mod watch;

pub use decide::{Asking, Decided, Decision, decide};
pub use documents::{frame, landing, video};
pub use past::{SlotWhy, Why, explain, explain_decision};
pub use progress::{Progress, progress};
pub use stock::{Shown, Stock, Terms, stock};
pub use vast::NotVast;
pub use watch::write_counts;

pub(super) use reckon::cost;
pub(super) use watch::{caps_of, note};
