//! The GraphQL door and what both graphs share: scalars, connections, errors.

pub mod connection;
pub mod delivery;
pub mod door;
pub mod error;
pub mod known;
pub mod reader;
pub mod scalars;
