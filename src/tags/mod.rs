//! Tags: the persons, organisations, places, events and topics that stories are about, in all
//! languages.
//!
//! A tag is ACTIVE, HIDDEN (the newsroom's own), MERGED into another or RETIRED. Its name is unique
//! within a locale and a kind, whatever the case, apostrophe or look-alike letters. It has a page in
//! the languages that it has a name in.

mod actions;
mod domain;
mod store;

pub use actions::{create, import, merge_within, retire_within, slug_preview, update};
pub use domain::{Tag, TagInput, TagText};
pub use store::{by_ids, by_slug, list};
