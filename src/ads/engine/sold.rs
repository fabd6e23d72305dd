//! What was sold, as decisions need it: line items with their buyers and the creatives that may be
//! shown. Plain values, made by the sales side whenever something changes.

use serde::{Deserialize, Serialize};

use super::super::domain::Size;
use crate::platform::clock::Instant;
use crate::platform::ids::{
    AdvertiserId, CampaignId, CreativeId, LineItemId, PlacementId, SectionId, TagId, VariantId,
};
use crate::platform::locale::Locale;
use crate::vocabulary::{
    AdPageKind, ArticleKind, CapScope, CreativeFormat, DeviceClass, GoalMetric, LineItemState,
    LineItemTier, NoKeyPolicy, Pacing, RoadblockMode, Sensitivity, Weekday,
};

/// One line item with all that a decision asks of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LineItem {
    /// Its id.
    pub id: LineItemId,
    /// The order that it is of.
    pub campaign: CampaignId,
    /// Who pays.
    pub advertiser: AdvertiserId,
    /// IAB Ad Product Taxonomy ids of the advertiser: two advertisers of one never meet.
    pub categories: Vec<String>,
    /// Where it stands among tiers.
    pub tier: LineItemTier,
    /// Where it stands in its life. Only READY and DELIVERING ones are shown.
    pub state: LineItemState,
    /// Whether its campaign is at work.
    pub campaign_is_active: bool,
    /// When it is shown.
    pub flight: Flight,
    /// What was promised.
    pub goal: Goal,
    /// How it is spread over its flight.
    pub pacing: Pacing,
    /// Share among equals, 1..100.
    pub weight: u32,
    /// At most so many per visitor, those of its campaign included.
    pub caps: Vec<Cap>,
    /// What is done for a reader without a key, if it is capped.
    pub when_no_visitor_key: NoKeyPolicy,
    /// Pages and readers it is for.
    pub targeting: Targeting,
    /// Pages it must not be on.
    pub exclusions: Targeting,
    /// No two line items of one group meet on a page.
    pub exclusivity_groups: Vec<String>,
    /// Flags of pages that the buyer accepts.
    pub accepts_sensitivity: Vec<Sensitivity>,
    /// Whether it may or must take several slots.
    pub roadblock: RoadblockMode,
    /// Approved creatives in rotation.
    pub creatives: Vec<Creative>,
}

/// When a line item is shown: half-open `[start, end)`, in these hours of the site's zone.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Flight {
    /// The first moment.
    pub start: Instant,
    /// The first moment after; never, when absent.
    pub end: Option<Instant>,
    /// All hours, when empty.
    pub dayparts: Vec<Daypart>,
}

/// Hours `[from_hour, to_hour)` of one weekday in the site's zone, 0..=24.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Daypart {
    /// The day.
    pub weekday: Weekday,
    /// The first hour.
    pub from_hour: u8,
    /// The first hour after.
    pub to_hour: u8,
}

/// What was promised.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Goal {
    /// What is counted.
    pub metric: GoalMetric,
    /// How many.
    pub quantity: Option<u64>,
    /// Share of page views with a matching slot, 0..=1.
    pub share_of_voice: Option<f64>,
}

/// At most `limit` per visitor in any span of `window_ms` milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Cap {
    /// How many.
    pub limit: u32,
    /// The span, in milliseconds.
    pub window_ms: i64,
    /// What is counted together.
    pub scope: CapScope,
}

/// Pages and readers: groups are joined by AND, values inside a group by OR, an empty group means
/// any.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Targeting {
    /// Kinds of places.
    pub placements: Vec<PlacementId>,
    /// Editions.
    pub locales: Vec<Locale>,
    /// Sections, those below them included.
    pub sections: Vec<SectionId>,
    /// Tags of the story.
    pub tags: Vec<TagId>,
    /// Sorts of story.
    pub kinds: Vec<ArticleKind>,
    /// Devices.
    pub devices: Vec<DeviceClass>,
    /// Kinds of page.
    pub page_kinds: Vec<AdPageKind>,
    /// Folded words; one of several words asks for all of them on the page.
    pub keywords: Vec<String>,
    /// IAB Content Taxonomy ids.
    pub content_categories: Vec<String>,
}

/// A creative in rotation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Creative {
    /// Its id.
    pub id: CreativeId,
    /// Its share of the rotation.
    pub weight: u32,
    /// Editions it is for; all, when empty.
    pub locales: Vec<Locale>,
    /// Its sizes and languages.
    pub variants: Vec<Variant>,
}

/// One size in one language.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Variant {
    /// Its id.
    pub id: VariantId,
    /// The language of its words; `None` when it has none.
    pub locale: Option<Locale>,
    /// Its size.
    pub size: Size,
    /// What it is made of.
    pub format: CreativeFormat,
}
