//! The two graphs, *delivery* for readers and *desk* for staff, and what they share.

pub mod connection;
pub mod door;
pub mod error;
pub mod scalars;
