//! Ads: placements, the kinds of places that pages have for them, and the plan of one page.
//!
//! A placement is changed by closing its row and opening the next, so that what a page had at any
//! time stays known. The plan of a page is a pure function of its text, the device and the rules:
//! it caches with the page, while what is shown in the slots does not.

mod actions;
pub mod advertiser;
pub mod campaign;
pub mod creative;
mod domain;
pub mod engine;
pub mod events;
mod findings;
pub mod forecast;
pub mod line_item;
mod money;
mod plan;
pub mod reports;
pub mod serving;
mod store;
mod token;

pub use actions::{create, import, placements, update};
pub use domain::{InArticleRule, Placement, PlacementInput, Size};
pub use money::Money;
pub use plan::{AdMark, BlockShape, Page, Plan, Slot, Story, plan};
pub use token::{PageContext, PageToken, open_page_token, page_token, words};
