//! All settings of a line item, as they are given.

use async_graphql::{ID, InputObject};

use super::money::{FrequencyCapInput, MoneyInput, caps};
use super::targeting::TargetingInput;
use crate::ads::engine;
use crate::ads::line_item::{self, Binding};
use crate::api::graphql::desk::outcome::named;
use crate::api::graphql::desk::schedule::ScheduleTimeInput;
use crate::api::graphql::scalars::BigInt;
use crate::app;
use crate::platform::locale::Locale;
use crate::vocabulary::{
    GoalMetric, LineItemTier, NoKeyPolicy, Pacing, PriceModel, RoadblockMode, Sensitivity, Weekday,
};

/// All settings of a line item.
#[derive(InputObject)]
pub struct LineItemInput {
    /// A line item stays with its campaign.
    campaign_id: ID,
    name: String,
    tier: LineItemTier,
    flight: FlightInput,
    goal: GoalInput,
    #[graphql(default_with = "Pacing::Even")]
    pacing: Pacing,
    /// Share among equals inside a tier, 1..100.
    #[graphql(default = 1)]
    weight: i32,
    /// FREE has none.
    price: Option<MoneyInput>,
    #[graphql(default_with = "PriceModel::Cpm")]
    price_model: PriceModel,
    frequency_caps: Option<Vec<FrequencyCapInput>>,
    #[graphql(default_with = "NoKeyPolicy::Skip")]
    when_no_visitor_key: NoKeyPolicy,
    targeting: TargetingInput,
    /// Each value excludes on its own.
    exclusions: Option<TargetingInput>,
    /// Never two of the same group on one page.
    exclusivity_groups: Option<Vec<String>>,
    /// All others are excluded.
    accepts_sensitivity: Option<Vec<Sensitivity>>,
    #[graphql(default_with = "RoadblockMode::None")]
    roadblock: RoadblockMode,
    /// Of the same advertiser.
    creatives: Vec<CreativeBindingInput>,
}

/// Half-open [start, end).
#[derive(InputObject)]
pub struct FlightInput {
    start: ScheduleTimeInput,
    end: Option<ScheduleTimeInput>,
    /// All hours when absent.
    dayparts: Option<Vec<DaypartInput>>,
}

/// Hours 0..24 of the site's zone; 22-2 is two entries.
#[derive(InputObject)]
pub struct DaypartInput {
    weekday: Weekday,
    from_hour: i32,
    to_hour: i32,
}

impl From<DaypartInput> for engine::Daypart {
    fn from(input: DaypartInput) -> Self {
        // An hour that no clock shows is refused like one after midnight.
        let hour = |hour: i32| u8::try_from(hour).unwrap_or(u8::MAX);
        Self {
            weekday: input.weekday,
            from_hour: hour(input.from_hour),
            to_hour: hour(input.to_hour),
        }
    }
}

/// `quantity` for counted metrics, `shareOfVoice` (0..1] for sponsorships.
#[derive(InputObject)]
pub struct GoalInput {
    metric: GoalMetric,
    quantity: Option<BigInt>,
    share_of_voice: Option<f64>,
}

impl From<GoalInput> for engine::Goal {
    fn from(input: GoalInput) -> Self {
        // Less than nothing is refused like nothing.
        let quantity = input.quantity;
        Self {
            metric: input.metric,
            quantity: quantity.map(|goal| u64::try_from(goal.0).unwrap_or(0)),
            share_of_voice: input.share_of_voice,
        }
    }
}

/// A creative in rotation.
#[derive(InputObject)]
pub struct CreativeBindingInput {
    creative_id: ID,
    /// Its share of the rotation, 1..100.
    #[graphql(default = 1)]
    weight: i32,
    /// Editions it is for; all when absent.
    locales: Option<Vec<Locale>>,
}

impl LineItemInput {
    /// The settings as they were meant.
    ///
    /// # Errors
    /// [`app::Error::Refused`] with ids that name nothing of their kind.
    pub fn read(self) -> app::Result<line_item::LineItemInput> {
        let dayparts = self.flight.dayparts.unwrap_or_default();
        let mut creatives = Vec::with_capacity(self.creatives.len());
        for (place, binding) in self.creatives.into_iter().enumerate() {
            let place = place.to_string();
            let path = ["input", "creatives", &place, "creativeId"];
            creatives.push(Binding {
                creative: named(&path, &binding.creative_id)?,
                weight: u32::try_from(binding.weight).unwrap_or(0),
                locales: binding.locales.unwrap_or_default(),
            });
        }
        Ok(line_item::LineItemInput {
            campaign: named(&["input", "campaignId"], &self.campaign_id)?,
            name: self.name,
            tier: self.tier,
            start: self.flight.start.into(),
            end: self.flight.end.map(Into::into),
            dayparts: dayparts.into_iter().map(Into::into).collect(),
            goal: self.goal.into(),
            pacing: self.pacing,
            weight: self.weight,
            price: self.price.map(Into::into),
            price_model: self.price_model,
            frequency_caps: caps(self.frequency_caps),
            when_no_visitor_key: self.when_no_visitor_key,
            targeting: self.targeting.read("targeting")?,
            exclusions: self.exclusions.unwrap_or_default().read("exclusions")?,
            exclusivity_groups: self.exclusivity_groups.unwrap_or_default(),
            accepts_sensitivity: self.accepts_sensitivity.unwrap_or_default(),
            roadblock: self.roadblock,
            creatives,
        })
    }
}
