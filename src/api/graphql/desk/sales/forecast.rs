//! What there will be to sell.

use async_graphql::{Context, InputObject, Object};

use super::line_item::LineItem;
use super::money::FrequencyCapInput;
use super::targeting::TargetingInput;
use crate::ads::forecast;
use crate::api::graphql::door::directives::cost;
use crate::api::graphql::error::Result;
use crate::api::graphql::scalars::BigInt;
use crate::app::{self, Call};
use crate::platform::clock::Instant;
use crate::vocabulary::LineItemTier;

/// What would be sold.
#[derive(InputObject)]
pub struct ForecastInput {
    targeting: TargetingInput,
    exclusions: Option<TargetingInput>,
    start: Instant,
    end: Instant,
    /// Visitors are not told apart in the counts, so that caps do not lower a forecast.
    frequency_caps: Option<Vec<FrequencyCapInput>>,
    #[graphql(default_with = "LineItemTier::Standard")]
    tier: LineItemTier,
}

impl ForecastInput {
    fn read(self) -> app::Result<forecast::ForecastInput> {
        Ok(forecast::ForecastInput {
            targeting: self.targeting.read("targeting")?,
            exclusions: self.exclusions.unwrap_or_default().read("exclusions")?,
            start: self.start,
            end: self.end,
            tier: self.tier,
        })
    }
}

/// Expected supply.
pub struct Forecast(pub(super) forecast::Forecast);

/// Expected supply.
#[Object]
impl Forecast {
    /// Slots that fit, in the period.
    async fn matched(&self) -> BigInt {
        BigInt(i64::try_from(self.0.matched).unwrap_or(i64::MAX))
    }

    /// Those of them that are not promised already.
    async fn available(&self) -> BigInt {
        BigInt(i64::try_from(self.0.available).unwrap_or(i64::MAX))
    }

    /// Null: counts do not tell visitors apart.
    async fn unique_visitors(&self) -> Option<BigInt> {
        None
    }

    /// Line items that want some of the same slots, and stand no lower.
    async fn contending(&self, ctx: &Context<'_>) -> Result<Vec<LineItem>> {
        let call = ctx.data_unchecked::<Call>();
        Ok(LineItem::by_ids(call, &self.0.contending).await?)
    }
}

/// What is foreseen.
#[derive(Default)]
pub struct ForecastReads;

#[Object]
impl ForecastReads {
    /// Expected supply for a targeting, from the last 28 days.
    #[graphql(directive = cost::apply("100"))]
    async fn forecast(&self, ctx: &Context<'_>, input: ForecastInput) -> Result<Forecast> {
        let call = ctx.data_unchecked::<Call>();
        Ok(Forecast(forecast::forecast(call, &input.read()?).await?))
    }
}
