//! Sections: where stories run. A tree of at most three levels, the same in all languages.
//!
//! An open section has a name in every open edition and stands below open ones; a closed one has
//! no page and no stories. All sections together are few and read by every page, so they are held
//! in memory as one [`Tree`].

mod actions;
mod domain;
mod store;

use std::sync::Arc;

pub use actions::{create, import, move_to, retire_within, slug_preview, update};
pub use domain::{Section, SectionInput, SectionText, Tree};

use crate::app::{Call, Result};

/// All sections, as the newsroom has arranged them.
///
/// # Errors
/// Those of the database.
pub async fn tree(call: &Call) -> Result<Arc<Tree>> {
    call.snapshot(|| store::visible(call)).await
}
