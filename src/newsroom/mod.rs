//! The newsroom format: records of a whole newsroom in files, and bringing them in.
//!
//! A record names others by keys, writes rich text as Markdown and moments as people say them;
//! `examples/newsroom/README.md` describes all of it. An import remembers, key by key, what came in
//! and its fingerprint: the same records again change nothing, changed ones change what differs.
//!
//! This is no noun of its own. It knows all of them, so that none needs to know the format.

mod actions;
mod domain;
mod source;
mod store;

pub use actions::import;
pub use domain::{Counts, Fault, Kind, Place, Report};
pub use source::Source;
