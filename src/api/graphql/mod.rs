//! shim
pub mod connection;
pub mod delivery;
pub mod door;
pub mod error;
pub mod reader;
pub mod scalars;
