//! Who pays for ads.

mod actions;
mod domain;
pub(super) mod store;

pub use actions::{create, find, find_all, import, list, payer, update};
pub(super) use domain::is_category;
pub use domain::{Advertiser, AdvertiserInput};
