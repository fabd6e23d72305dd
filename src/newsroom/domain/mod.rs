//! Records and how they are read: types, keys, Markdown, moments.

pub mod kind;
mod markdown;
mod moment;
pub mod record;
pub mod rewrite;

pub use kind::Kind;
pub use record::{Fault, Place, Record};
