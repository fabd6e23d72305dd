//! The two graphs, *delivery* for readers and *desk* for staff, and what they share.

mod cache;
pub mod connection;
pub mod delivery;
pub mod desk;
pub mod door;
pub mod error;
pub mod known;
pub mod reader;
pub mod scalars;

mod schema;
mod serve;

pub use schema::{Graph, sdl};
pub use serve::router;
