//! Orders of advertisers.

mod actions;
mod domain;
pub(super) mod store;

pub use actions::{archive, create, find, import, list, pause, resume, update};
pub use domain::{Campaign, CampaignFilter, CampaignInput};
