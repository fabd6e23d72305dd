//! Articles: stories, their translations, revisions and publications.
//!
//! A story is one *article*; its text in one language is a *translation* with two lanes: the LIVE
//! lane that readers see and the DRAFT lane that is being prepared. A saved text is an immutable
//! *revision*. Publishing writes a *publication*, the only thing that readers are ever given: from
//! `visible_from` to `visible_until` it holds a revision and the facts shared by the languages.

mod actions;
mod domain;
mod store;

pub use actions::*;
pub use domain::*;
pub use store::read::*;
