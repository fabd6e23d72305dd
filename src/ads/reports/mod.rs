//! Reports: what was shown, seen and clicked, by days of the site's zone and by whatever it is broken
//! down by. They add up the counts by the hour, which are written in one transaction with the raw
//! log, so that both agree to the unit.

mod actions;
mod domain;
mod export;
pub(super) mod store;

pub use actions::report;
pub use domain::{Filter, Key, MAX_DAYS, Metrics, Money, Report, ReportInput, Row};
pub use export::{Format, printed};
