//! Rows of articles, translations, revisions and publications.

pub(super) mod archive;
pub(super) mod board;
pub(super) mod clock_rules;
pub(super) mod comments;
pub(super) mod corrections;
mod history;
mod insert;
pub(super) mod listed;
pub(super) mod listing;
pub(super) mod locks;
pub(super) mod mapped;
pub(super) mod planned;
pub(super) mod publications;
mod queue;
pub(super) mod read;
pub(super) mod retention;
mod rows;
pub(super) mod search;
mod seen;
pub(super) mod staleness;
pub(super) mod titles;
pub(super) mod withdrawals;
pub(super) mod write;
