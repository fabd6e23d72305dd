//! The two graphs: *delivery* for readers, *desk* for staff.

pub mod connection;
pub mod door;
pub mod error;
pub mod scalars;
