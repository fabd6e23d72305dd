//! Sections: where stories run. A tree of at most three levels, the same in all languages.
//!
//! An open section has a name in every open edition and stands below open ones; a closed one has
//! no page and no stories. All sections together are few and read by every page, so they are held
//! in memory as one [`Tree`].

mod domain;

pub use domain::{Section, SectionInput, SectionText, Tree};
