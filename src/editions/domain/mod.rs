//! What the portal is: a site with its editions, menus and calls to action.

mod acceptable;
mod call_to_action;
mod change;
mod edition;
mod menu;
mod settings;
mod site;

pub use call_to_action::{CallToAction, CallToActionInput, CallToActionText};
pub use edition::Edition;
pub use menu::{Menu, MenuChild, MenuItem, MenuTarget};
pub use settings::{EditionInput, RetentionInput, SettingsInput};
pub use site::{LanguageParity, Retention, Site, SocialLink};
