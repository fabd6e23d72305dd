//! What was sold of an order.

use std::collections::HashMap;
use std::sync::Arc;

use async_graphql::{Context, ID, Object, SimpleObject};

use super::campaign::Campaign;
use super::creative::Creative;
use super::forecast::Forecast;
use super::line_item_input::LineItemInput;
use super::money::{FrequencyCap, Money};
use super::targeting::Targeting;
use super::{APPROVE, MANAGE};
use crate::ads::serving::{self, Progress};
use crate::ads::{engine, forecast, line_item};
use crate::api::graphql::desk::outcome::{named, request_key, settle};
use crate::api::graphql::desk::permission::requires_permission;
use crate::api::graphql::desk::user_error::UserError;
use crate::api::graphql::error::Result;
use crate::api::graphql::scalars::BigInt;
use crate::app::{self, Call};
use crate::platform::clock::Instant;
use crate::platform::ids::{CampaignId, CreativeId, LineItemId};
use crate::platform::locale::Locale;
use crate::vocabulary::{
    DeliveryRisk, GoalMetric, LineItemState, LineItemTier, NoKeyPolicy, Pacing, PriceModel,
    RoadblockMode, Sensitivity, Weekday,
};

/// What was sold: when, where, to whom, how much, how fast.
#[derive(Clone)]
pub struct LineItem {
    sold: line_item::LineItem,
    campaign: Campaign,
    progress: Progress,
    /// Creatives of all that were read with it.
    creatives: Arc<HashMap<CreativeId, Creative>>,
}

/// What was sold: when, where, to whom, how much, how fast.
#[Object]
impl LineItem {
    pub(in crate::api::graphql) async fn id(&self) -> ID {
        self.sold.id.to_string().into()
    }

    /// Grows with every change; send it back as `expectedVersion`.
    async fn version(&self) -> i32 {
        self.sold.version
    }

    async fn campaign(&self) -> &Campaign {
        &self.campaign
    }

    async fn name(&self) -> &str {
        &self.sold.name
    }

    async fn tier(&self) -> LineItemTier {
        self.sold.tier
    }

    /// An approved one is READY, then DELIVERING in its flight while its campaign is at work, and
    /// COMPLETED once its flight is over or its goal is met.
    async fn state(&self) -> LineItemState {
        self.sold.state
    }

    async fn flight(&self) -> Flight {
        Flight(self.sold.flight.clone())
    }

    async fn goal(&self) -> Goal {
        let goal = self.sold.goal;
        Goal {
            metric: goal.metric,
            quantity: goal.quantity.map(big),
            share_of_voice: goal.share_of_voice,
        }
    }

    async fn pacing(&self) -> Pacing {
        self.sold.pacing
    }

    /// Share among equals inside a tier, 1..100.
    async fn weight(&self) -> i32 {
        self.sold.weight
    }

    async fn price(&self) -> Option<Money> {
        self.sold.price.as_ref().map(Money::new)
    }

    async fn price_model(&self) -> PriceModel {
        self.sold.price_model
    }

    /// Those of its campaign hold beside them.
    async fn frequency_caps(&self) -> Vec<FrequencyCap> {
        self.sold.frequency_caps.iter().map(Into::into).collect()
    }

    async fn when_no_visitor_key(&self) -> NoKeyPolicy {
        self.sold.when_no_visitor_key
    }

    async fn targeting(&self) -> Targeting {
        Targeting(self.sold.targeting.clone())
    }

    async fn exclusions(&self) -> Targeting {
        Targeting(self.sold.exclusions.clone())
    }

    /// Never two of the same group on one page.
    async fn exclusivity_groups(&self) -> &[String] {
        &self.sold.exclusivity_groups
    }

    /// Sensitivities this buyer accepts; all others are excluded.
    async fn accepts_sensitivity(&self) -> &[Sensitivity] {
        &self.sold.accepts_sensitivity
    }

    async fn roadblock(&self) -> RoadblockMode {
        self.sold.roadblock
    }

    async fn creatives(&self) -> Vec<CreativeBinding> {
        let bindings = self.sold.creatives.iter();
        let shown = bindings.filter_map(|binding| {
            Some(CreativeBinding {
                creative: self.creatives.get(&binding.creative)?.clone(),
                weight: i32::try_from(binding.weight).unwrap_or(i32::MAX),
                locales: binding.locales.clone(),
            })
        });
        shown.collect()
    }

    async fn delivery(&self) -> DeliveryProgress {
        let Progress {
            delivered,
            goal,
            pacing_index,
            projected,
            risk,
        } = self.progress;
        DeliveryProgress {
            delivered: big(delivered),
            goal: goal.map(big),
            pacing_index,
            projected_total: projected.map(big),
            risk,
        }
    }
}

fn big(count: u64) -> BigInt {
    BigInt(i64::try_from(count).unwrap_or(i64::MAX))
}

impl LineItem {
    /// The line item with this id.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn find(call: &Call, id: LineItemId) -> app::Result<Option<Self>> {
        Ok(Self::by_ids(call, &[id]).await?.pop())
    }

    /// Line items in the order of `ids`; unknown ones are left out.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn by_ids(call: &Call, ids: &[LineItemId]) -> app::Result<Vec<Self>> {
        Self::all(call, line_item::find_all(call, ids).await?).await
    }

    /// Line items with all that hangs on them, which is read together.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn all(call: &Call, sold: Vec<line_item::LineItem>) -> app::Result<Vec<Self>> {
        let of: Vec<CampaignId> = sold.iter().map(|one| one.campaign).collect();
        let campaigns = Campaign::by_ids(call, &of).await?;
        let shown = sold.iter().flat_map(|one| &one.creatives);
        let shown: Vec<CreativeId> = shown.map(|binding| binding.creative).collect();
        let creatives = Arc::new(Creative::by_ids(call, &shown).await?);
        let progress = serving::progress(call, &sold).await?;
        let each = sold.into_iter().zip(progress);
        let each = each.filter_map(|(sold, progress)| {
            Some(Self {
                campaign: campaigns.get(&sold.campaign)?.clone(),
                progress,
                creatives: Arc::clone(&creatives),
                sold,
            })
        });
        Ok(each.collect())
    }

    /// Its place among those of its campaign.
    pub fn key(one: &Self) -> LineItemId {
        one.sold.id
    }
}

/// Half-open [start, end).
pub struct Flight(engine::Flight);

/// Half-open [start, end).
#[Object]
impl Flight {
    async fn start(&self) -> Instant {
        self.0.start
    }

    /// Never, when absent.
    async fn end(&self) -> Option<Instant> {
        self.0.end
    }

    /// All hours, when empty.
    async fn dayparts(&self) -> Vec<Daypart> {
        let hours = self.0.dayparts.iter().map(|hours| Daypart {
            weekday: hours.weekday,
            from_hour: i32::from(hours.from_hour),
            to_hour: i32::from(hours.to_hour),
        });
        hours.collect()
    }
}

/// Hours of the site's zone.
#[derive(SimpleObject)]
pub struct Daypart {
    weekday: Weekday,
    from_hour: i32,
    /// The first hour after, up to 24.
    to_hour: i32,
}

/// What was promised.
#[derive(SimpleObject)]
pub struct Goal {
    metric: GoalMetric,
    quantity: Option<BigInt>,
    /// Share of page views with a matching slot, 0..1.
    share_of_voice: Option<f64>,
}

/// A creative in rotation.
#[derive(SimpleObject)]
pub struct CreativeBinding {
    creative: Creative,
    /// Its share of the rotation.
    weight: i32,
    /// Editions it is for; empty = all.
    locales: Vec<Locale>,
}

/// How delivery goes against the goal.
#[derive(SimpleObject)]
pub struct DeliveryProgress {
    delivered: BigInt,
    goal: Option<BigInt>,
    /// Delivered / expected by now; 1.0 is on schedule.
    pacing_index: Option<f64>,
    projected_total: Option<BigInt>,
    risk: DeliveryRisk,
}

/// A changed line item.
#[derive(SimpleObject)]
pub struct LineItemPayload {
    line_item: Option<LineItem>,
    /// What there is to sell of the same, for one that was just planned and ends some day.
    forecast: Option<Forecast>,
    user_errors: Vec<UserError>,
}

impl LineItemPayload {
    async fn of(
        ctx: &Context<'_>,
        action: impl Future<Output = app::Result<line_item::LineItem>>,
    ) -> Result<Self> {
        let (made, user_errors) = settle(ctx, action).await?;
        let call = ctx.data_unchecked::<Call>();
        let made = LineItem::all(call, made.into_iter().collect()).await?.pop();
        Ok(Self {
            line_item: made,
            forecast: None,
            user_errors,
        })
    }
}

/// What is read of line items.
#[derive(Default)]
pub struct LineItemReads;

#[Object]
impl LineItemReads {
    async fn line_item(&self, ctx: &Context<'_>, id: ID) -> Result<Option<LineItem>> {
        let Ok(id) = id.parse() else { return Ok(None) };
        Ok(LineItem::find(ctx.data_unchecked::<Call>(), id).await?)
    }
}

/// What is done with line items.
#[derive(Default)]
pub struct LineItemMutations;

#[Object]
impl LineItemMutations {
    /// Plan a line item; answers with a forecast.
    #[graphql(directive = requires_permission::apply(MANAGE))]
    async fn line_item_create(
        &self,
        ctx: &Context<'_>,
        input: LineItemInput,
        request_id: Option<ID>,
    ) -> Result<LineItemPayload> {
        let call = ctx.data_unchecked::<Call>();
        let create = Box::pin(async {
            call.demand(MANAGE)?;
            line_item::create(call, input.read()?, request_key(request_id)?).await
        });
        let mut payload = LineItemPayload::of(ctx, create).await?;
        if let Some(planned) = &payload.line_item
            && ctx.look_ahead().field("forecast").exists()
        {
            let found = forecast::of_line_item(call, &planned.sold).await?;
            payload.forecast = found.map(Forecast);
        }
        Ok(payload)
    }

    /// Replace a line item's settings. After the first impression the tier, the start and the price
    /// model are fixed.
    #[graphql(directive = requires_permission::apply(MANAGE))]
    async fn line_item_update(
        &self,
        ctx: &Context<'_>,
        id: ID,
        expected_version: i32,
        input: LineItemInput,
    ) -> Result<LineItemPayload> {
        let call = ctx.data_unchecked::<Call>();
        let update = Box::pin(async {
            call.demand(MANAGE)?;
            let id = named(&["id"], &id)?;
            line_item::update(call, id, expected_version, input.read()?).await
        });
        LineItemPayload::of(ctx, update).await
    }

    /// DRAFT -> PENDING_APPROVAL.
    #[graphql(directive = requires_permission::apply(MANAGE))]
    async fn line_item_submit(&self, ctx: &Context<'_>, id: ID) -> Result<LineItemPayload> {
        let call = ctx.data_unchecked::<Call>();
        let submit = Box::pin(async { line_item::submit(call, named(&["id"], &id)?).await });
        LineItemPayload::of(ctx, submit).await
    }

    /// PENDING_APPROVAL -> READY; delivery starts with the flight.
    #[graphql(directive = requires_permission::apply(APPROVE))]
    async fn line_item_approve(&self, ctx: &Context<'_>, id: ID) -> Result<LineItemPayload> {
        let call = ctx.data_unchecked::<Call>();
        let approve = Box::pin(async { line_item::approve(call, named(&["id"], &id)?).await });
        LineItemPayload::of(ctx, approve).await
    }

    /// READY or DELIVERING -> PAUSED. Decisions already handed out still count until they expire.
    #[graphql(directive = requires_permission::apply(MANAGE))]
    async fn line_item_pause(&self, ctx: &Context<'_>, id: ID) -> Result<LineItemPayload> {
        let call = ctx.data_unchecked::<Call>();
        let pause = Box::pin(async { line_item::pause(call, named(&["id"], &id)?).await });
        LineItemPayload::of(ctx, pause).await
    }

    /// PAUSED -> READY or DELIVERING; pacing continues from what is left, without a burst.
    #[graphql(directive = requires_permission::apply(MANAGE))]
    async fn line_item_resume(&self, ctx: &Context<'_>, id: ID) -> Result<LineItemPayload> {
        let call = ctx.data_unchecked::<Call>();
        let resume = Box::pin(async { line_item::resume(call, named(&["id"], &id)?).await });
        LineItemPayload::of(ctx, resume).await
    }

    /// Close for good; reports stay.
    #[graphql(directive = requires_permission::apply(MANAGE))]
    async fn line_item_archive(&self, ctx: &Context<'_>, id: ID) -> Result<LineItemPayload> {
        let call = ctx.data_unchecked::<Call>();
        let archive = Box::pin(async { line_item::archive(call, named(&["id"], &id)?).await });
        LineItemPayload::of(ctx, archive).await
    }
}
