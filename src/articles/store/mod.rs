//! Rows of articles, translations, revisions and publications.

pub(super) mod archive;
pub(super) mod board;
pub(super) mod corrections;
mod history;
pub(super) mod listing;
pub(super) mod planned;
pub(super) mod publications;
mod queue;
pub(super) mod read;
mod rows;
mod seen;
pub(super) mod write;
