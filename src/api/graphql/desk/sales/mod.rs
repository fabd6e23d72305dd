//! What is sold: advertisers, their campaigns, line items and creatives.

mod advertiser;
mod campaign;
mod creative;
mod creative_input;
mod forecast;
mod line_item;
mod line_item_input;
mod money;
mod targeting;

pub use advertiser::{Advertiser, AdvertiserMutations, AdvertiserReads};
pub use campaign::{Campaign, CampaignMutations, CampaignReads};
pub use creative::{Creative, CreativeMutations, CreativeReads};
pub use forecast::ForecastReads;
pub use line_item::{LineItem, LineItemMutations, LineItemReads};
pub use money::Money;

use crate::policy::Permission;

/// Who sells.
const MANAGE: &[Permission] = &[Permission::AdsManage];
/// Who checks what is sold.
const APPROVE: &[Permission] = &[Permission::AdsApprove];
