//! Zones, days, wall clocks, shown dates and durations.
//!
//! Instants are `i64` Unix milliseconds; a [`Zone`] turns them into days and wall-clock times and
//! back. A day is never "24 hours": Kyiv's 2027-03-28 has 23 and its 2026-10-25 has 25. Nothing
//! here reads a clock.

pub mod day;
pub mod duration;
pub mod format;
pub mod moment;
mod names;
mod pattern;
pub mod wall;
pub mod zone;

pub use day::{Day, NotADay};
pub use duration::{DurationError, format_seconds, parse_duration};
pub use format::{Formatter, FormatterError, capitalise_first};
pub use moment::{Moment, Typed};
pub use pattern::{PatternError, validate_pattern};
pub use wall::{
    LocalProblemKind, LocalTime, LocalTimeProblem, NotALocalTime, OnAmbiguous, resolve,
    resolve_anew,
};
pub use zone::{RULES, UnknownZone, Zone};
