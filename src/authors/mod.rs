//! Authors: the names under stories, in all languages.
//!
//! An author is not an account: it outlives employment. One who left keeps the page; one that was
//! merged into another leaves redirects behind.

mod domain;

pub use domain::{Author, AuthorInput, AuthorText};
