//! All that a decision hands out, held in memory: the book, and what each of its variants shows.

use std::collections::HashMap;
use std::sync::Arc;

use super::super::domain::Size;
use super::stocking::stocked;
use crate::ads::creative::Content;
use crate::ads::engine::Book;
use crate::app::{Call, Result};
use crate::platform::ids::{AdvertiserId, CampaignId, CreativeId, LineItemId, VariantId};
use crate::vocabulary::PriceModel;

/// What there is to be shown.
#[derive(Debug, Default)]
pub struct Stock {
    /// What was sold.
    pub book: Book,
    /// Terms of all line items, those that are over too.
    pub terms: HashMap<LineItemId, Terms>,
    /// Variants of approved creatives.
    pub variants: HashMap<VariantId, Shown>,
    /// Names of all creatives.
    pub creatives: HashMap<CreativeId, String>,
}

/// What a line item is sold for, and by whom it is paid.
#[derive(Debug, Clone, PartialEq)]
pub struct Terms {
    /// Its name.
    pub name: String,
    /// The order.
    pub campaign: CampaignId,
    /// Its name.
    pub campaign_name: String,
    /// Who pays.
    pub advertiser: AdvertiserId,
    /// Their name among us.
    pub advertiser_name: String,
    /// Millionths of the currency's unit, for what the model says.
    pub price_micros: Option<i64>,
    /// ISO 4217 code of the currency.
    pub currency: Option<String>,
    /// What is paid for.
    pub price_model: PriceModel,
    /// What the order may cost in all, in millionths.
    pub budget_micros: Option<i64>,
    /// As the payer must be named by law.
    pub legal_name: String,
    /// Whether it is the paper itself.
    pub is_house: bool,
}

/// What a variant shows.
#[derive(Debug, Clone, PartialEq)]
pub struct Shown {
    /// Its creative.
    pub creative: CreativeId,
    /// Its size.
    pub size: Size,
    /// Where a click leads.
    pub landing_url: String,
    /// What it is made of.
    pub content: Content,
}

/// What there is to be shown, as it was last made known.
///
/// # Errors
/// Those of the database.
pub async fn stock(call: &Call) -> Result<Arc<Stock>> {
    call.snapshot(|| stocked(call)).await
}
