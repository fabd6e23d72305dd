//! The portal's languages and its settings: site, editions, labels, menus, calls to action.
//!
//! All of it changes rarely and is read by every request, so it is held in memory as one
//! [`Site`], made anew when somebody changes it.

mod domain;
mod labels;
mod store;
mod wording;

pub use domain::{
    CallToAction, CallToActionText, DatePattern, Edition, LanguageParity, Menu, MenuChild,
    MenuItem, MenuTarget, Retention, Site, SocialLink,
};
pub use wording::Wording;

use std::sync::Arc;

use crate::app::{Call, Result};

/// The site as it is set now.
///
/// # Errors
/// Those of the database.
pub async fn site(call: &Call) -> Result<Arc<Site>> {
    call.snapshot(|| store::load(call)).await
}
