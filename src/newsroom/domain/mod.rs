//! Records and how they are read: types, keys, Markdown, moments.

pub mod article;
pub mod asset;
pub mod item;
pub mod kind;
mod markdown;
mod moment;
pub mod placed;
pub mod record;
pub mod report;
pub mod rewrite;
pub mod sold;

pub use kind::Kind;
pub use record::{Fault, Place, Record};
pub use report::{Counts, Report};
