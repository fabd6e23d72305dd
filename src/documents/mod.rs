//! GraphQL documents that an operator registered: which build of which client sends what, and how
//! often it does.
//!
//! A document is known by the SHA-256 of its text and never changes. It is there as long as some
//! build is registered with it. Whether it fits a schema, the caller of [`push`] says: nothing here
//! reads GraphQL.
//!
//! ```text
//! push(call, client, graph, documents, check)  -> how many are new
//! remove(call, client, which)                  -> how many are gone
//! registered(call)                             -> all of them, from memory
//! ```

mod actions;
mod domain;
mod manifest;
mod store;

pub use actions::{push, remove, write_uses};
pub use domain::{Client, Document, Graph, NewDocument, Pushed, Registered, Use};
pub use manifest::read;
pub use store::{registered, uses};
