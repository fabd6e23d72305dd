//! Records of what is sold.

use serde::Deserialize;

use crate::ads::Money;
use crate::ads::engine::{Cap, Daypart, Goal, Targeting};
use crate::ads::line_item::{Binding, LineItemInput};
use crate::platform::calendar::Typed;
use crate::platform::clock::Instant;
use crate::platform::ids::CampaignId;
use crate::vocabulary::{
    LineItemTier, NoKeyPolicy, Pacing, PriceModel, RoadblockMode, Sensitivity,
};

/// A line item as a file describes it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct LineItemRecord {
    campaign: CampaignId,
    name: String,
    tier: LineItemTier,
    starts_at: Instant,
    ends_at: Option<Instant>,
    #[serde(default)]
    dayparts: Vec<Daypart>,
    goal: Goal,
    #[serde(default = "even")]
    pacing: Pacing,
    #[serde(default = "one")]
    weight: i32,
    price: Option<Money>,
    #[serde(default = "free")]
    price_model: PriceModel,
    #[serde(default)]
    frequency_caps: Vec<Cap>,
    #[serde(default = "uncapped")]
    when_no_visitor_key: NoKeyPolicy,
    #[serde(default)]
    targeting: Targeting,
    #[serde(default)]
    exclusions: Targeting,
    #[serde(default)]
    exclusivity_groups: Vec<String>,
    #[serde(default)]
    accepts_sensitivity: Vec<Sensitivity>,
    #[serde(default = "one_slot")]
    roadblock: RoadblockMode,
    creatives: Vec<Binding>,
}

const fn even() -> Pacing {
    Pacing::Even
}

const fn one() -> i32 {
    1
}

const fn free() -> PriceModel {
    PriceModel::Free
}

const fn uncapped() -> NoKeyPolicy {
    NoKeyPolicy::ServeUncapped
}

const fn one_slot() -> RoadblockMode {
    RoadblockMode::None
}

impl From<LineItemRecord> for LineItemInput {
    fn from(record: LineItemRecord) -> Self {
        Self {
            campaign: record.campaign,
            name: record.name,
            tier: record.tier,
            start: Typed::Exact(record.starts_at.0),
            end: record.ends_at.map(|end| Typed::Exact(end.0)),
            dayparts: record.dayparts,
            goal: record.goal,
            pacing: record.pacing,
            weight: record.weight,
            price: record.price,
            price_model: record.price_model,
            frequency_caps: record.frequency_caps,
            when_no_visitor_key: record.when_no_visitor_key,
            targeting: record.targeting,
            exclusions: record.exclusions,
            exclusivity_groups: record.exclusivity_groups,
            accepts_sensitivity: record.accepts_sensitivity,
            roadblock: record.roadblock,
            creatives: record.creatives,
        }
    }
}
