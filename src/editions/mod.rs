//! The portal's languages and its settings: site, editions, labels, menus, calls to action.
//!
//! All of it changes rarely and is read by every request, so it is held in memory as one
//! [`Site`], made anew when somebody changes it.

mod actions;
mod domain;
mod labels;
mod store;
mod wording;

pub use actions::{
    create_call_to_action, import, import_calls_to_action, import_menus, menus_to, retarget_menus,
    save_menu, site, site_exists, update_call_to_action, update_settings_within,
};
pub use domain::{
    CallToAction, CallToActionInput, CallToActionText, Edition, EditionInput, LanguageParity, Menu,
    MenuChild, MenuItem, MenuTarget, Retention, RetentionInput, SettingsInput, Site, SocialLink,
};
pub use labels::Shown;
pub use wording::Wording;
