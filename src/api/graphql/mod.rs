//! The GraphQL door and what both graphs share: scalars, connections, errors.

pub mod connection;
pub mod door;
pub mod error;
pub mod scalars;
