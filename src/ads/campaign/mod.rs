//! Orders of advertisers.

mod actions;
mod domain;
pub(super) mod store;

pub(super) use actions::begin_within;
pub use actions::{archive, create, find, find_all, import, list, pause, resume, update};
pub use domain::{Campaign, CampaignFilter, CampaignInput};
