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

mod check;
mod doors;
mod registered;
mod schema;
mod serve;

/// What the doors beside GraphQL's need to serve a graph in their own form.
pub(in crate::api) mod serving {
    pub use super::cache::{Form, Whole, Wish};
    pub use super::serve::{Caller, Given};
}

pub use check::check;
pub use doors::{Doors, shipped};
pub use schema::{Graph, sdl};
pub use serve::router;
