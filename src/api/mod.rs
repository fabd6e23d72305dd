//! The two doors, GraphQL and HTTP; nothing is decided here.

pub mod graphql;
pub mod http;
