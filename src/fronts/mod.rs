//! Fronts: the curated pages of an edition, such as its home page.
//!
//! A front has zones; a zone has as many positions as its size. Pinned stories stand at their
//! positions, and the zone's rule fills the rest with the newest that match; a story appears once
//! on a front, as a link below another aside. Fronts and zones are few and read by every home page,
//! so they are held in memory as [`Fronts`]; pins come and go by the clock and are read each time.

mod actions;
mod arrangement;
mod change;
mod domain;
mod fill;
mod homes;
mod jobs;
mod references;
mod store;
mod uses;

use std::sync::Arc;

pub use actions::{arrange, pin, rearrange, take_down, trash, unpin};
pub use arrangement::Arrangement;
pub use change::{FrontPatch, PinInput, ZonePatch};
pub use domain::{Front, Fronts, HOME, Pin, Rule, Zone};
pub use fill::{Candidate, Item, Wanted, fill, wanted};
pub use homes::{open_homes, update_settings};
pub use jobs::{empty_trash, free_positions};
pub use store::{coming_pins, move_tag, pins, planned_pins};
pub use uses::{merge_authors, merge_tags, retire_section, retire_tag};

use crate::app::{Call, Result};

/// All fronts with their zones, as they stand at the moment of the call.
///
/// # Errors
/// Those of the database.
pub async fn fronts(call: &Call) -> Result<Arc<Fronts>> {
    if call.looks_back() {
        return Ok(Arc::new(store::load_as_of(call).await?));
    }
    call.snapshot(|| store::load(call)).await
}
