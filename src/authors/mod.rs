//! Authors: the names under stories, in all languages.
//!
//! An author is not an account: it outlives employment. One who left keeps the page; one that was
//! merged into another leaves redirects behind.

mod actions;
mod domain;
mod store;

pub use actions::{create, import, merge_within, slug_preview, update};
pub use domain::{Author, AuthorInput, AuthorText};
pub use store::{by_accounts, by_ids, by_slug, list, search};
