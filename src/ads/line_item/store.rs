//! Rows of line items.

use std::collections::HashMap;

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{IntoActiveModel, Iterable, QueryOrder, QuerySelect};

use super::domain::{Binding, LineItem};
use crate::ads::engine::{Cap, Daypart, Flight, Goal, Targeting};
use crate::ads::money::Money;
use crate::app::{Call, Permit, Result, Tx};
use crate::platform::clock::Instant;
use crate::platform::db::Json;
use crate::platform::ids::{CampaignId, LineItemId, UserId};
use crate::platform::page::{Page, Slice};
use crate::vocabulary::{
    GoalMetric, LineItemState, LineItemTier, NoKeyPolicy, Pacing, PriceModel, RoadblockMode,
    Sensitivity,
};

pub mod line_item {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "line_items")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: LineItemId,
        pub version: i32,
        pub campaign_id: CampaignId,
        pub name: String,
        pub tier: LineItemTier,
        pub state: LineItemState,
        pub starts_at: Instant,
        pub ends_at: Option<Instant>,
        pub dayparts: Json<Vec<Daypart>>,
        pub goal_metric: GoalMetric,
        pub goal_quantity: Option<i64>,
        pub share_of_voice: Option<f64>,
        pub pacing: Pacing,
        pub weight: i32,
        pub price_micros: Option<i64>,
        pub price_currency: Option<String>,
        pub price_model: PriceModel,
        pub frequency_caps: Json<Vec<Cap>>,
        pub when_no_visitor_key: NoKeyPolicy,
        pub targeting: Json<Targeting>,
        pub exclusions: Json<Targeting>,
        pub exclusivity_groups: Json<Vec<String>>,
        pub accepts_sensitivity: Json<Vec<Sensitivity>>,
        pub roadblock: RoadblockMode,
        pub creatives: Json<Vec<Binding>>,
        pub created_by: UserId,
        pub changed_by: UserId,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

use line_item::{Column, Entity, Model};

impl From<Model> for LineItem {
    fn from(row: Model) -> Self {
        let quantity = row.goal_quantity.map(u64::try_from);
        Self {
            id: row.id,
            version: row.version,
            campaign: row.campaign_id,
            name: row.name,
            tier: row.tier,
            state: row.state,
            flight: Flight {
                start: row.starts_at,
                end: row.ends_at,
                dayparts: row.dayparts.0,
            },
            goal: Goal {
                metric: row.goal_metric,
                quantity: quantity.and_then(Result::ok),
                share_of_voice: row.share_of_voice,
            },
            pacing: row.pacing,
            weight: row.weight,
            price: Money::of(row.price_micros, row.price_currency),
            price_model: row.price_model,
            frequency_caps: row.frequency_caps.0,
            when_no_visitor_key: row.when_no_visitor_key,
            targeting: row.targeting.0,
            exclusions: row.exclusions.0,
            exclusivity_groups: row.exclusivity_groups.0,
            accepts_sensitivity: row.accepts_sensitivity.0,
            roadblock: row.roadblock,
            creatives: row.creatives.0,
            created_by: row.created_by,
            changed_by: row.changed_by,
        }
    }
}

/// Line items by id; unknown ones are left out.
pub(in crate::ads) async fn by_ids(
    call: &Call,
    ids: &[LineItemId],
) -> Result<HashMap<LineItemId, LineItem>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let find = Entity::find().filter(Column::Id.is_in(ids.iter().copied()));
    let rows = find.all(call.db()).await?;
    Ok(rows.into_iter().map(|row| (row.id, row.into())).collect())
}

/// All line items that were ever sold.
pub(in crate::ads) async fn all(call: &Call) -> Result<Vec<LineItem>> {
    let find = Entity::find().order_by_asc(Column::Id);
    let rows = find.all(call.db()).await?;
    Ok(rows.into_iter().map(Into::into).collect())
}

/// Line items of a campaign in the order in which they were made.
pub(super) async fn of_campaign(
    call: &Call,
    campaign: CampaignId,
    page: &Page<LineItemId>,
) -> Result<Slice<LineItem>> {
    let mut find = Entity::find()
        .filter(Column::CampaignId.eq(campaign))
        .order_by_asc(Column::Id)
        .limit(u64::from(page.size) + 1);
    if let Some(last) = page.after {
        find = find.filter(Column::Id.gt(last));
    }
    let rows = find.all(call.db()).await?;
    Ok(Slice::of(page, rows).map(Into::into))
}

/// The line item, held until the end of the transaction.
pub(super) async fn lock(tx: &Tx, id: LineItemId) -> Result<Option<LineItem>> {
    let find = Entity::find_by_id(id).lock_exclusive();
    Ok(find.one(tx.conn()).await?.map(Into::into))
}

/// As [`lock`], for what has a permit.
pub(super) async fn lock_within(permit: &Permit<'_>, id: LineItemId) -> Result<Option<LineItem>> {
    let find = Entity::find_by_id(id).lock_exclusive();
    Ok(find.one(permit.conn()).await?.map(Into::into))
}

/// Whether a campaign has a line item that was approved and not put away.
pub(in crate::ads) async fn any_approved(
    permit: &Permit<'_>,
    campaign: CampaignId,
) -> Result<bool> {
    let approved = [LineItemState::Ready, LineItemState::Paused];
    let found = Entity::find()
        .filter(Column::CampaignId.eq(campaign))
        .filter(Column::State.is_in(approved))
        .count(permit.conn())
        .await?;
    Ok(found > 0)
}

/// Closes all line items of a campaign.
pub(in crate::ads) async fn archive_all_of(
    permit: &Permit<'_>,
    campaign: CampaignId,
) -> Result<()> {
    Entity::update_many()
        .col_expr(Column::State, Expr::val(LineItemState::Archived))
        .col_expr(Column::Version, Expr::col(Column::Version).add(1))
        .filter(Column::CampaignId.eq(campaign))
        .filter(Column::State.ne(LineItemState::Archived))
        .exec(permit.conn())
        .await?;
    Ok(())
}

/// Writes a line item, a new one or a changed one.
pub(super) async fn save(permit: &Permit<'_>, line_item: &LineItem) -> Result<()> {
    let every = Column::iter().filter(|column| !matches!(column, Column::Id));
    let renew = OnConflict::column(Column::Id)
        .update_columns(every)
        .to_owned();
    Entity::insert(row(line_item.clone()).into_active_model())
        .on_conflict(renew)
        .exec_without_returning(permit.conn())
        .await?;
    Ok(())
}

fn row(line_item: LineItem) -> Model {
    let quantity = line_item.goal.quantity;
    let (price_micros, price_currency) = match line_item.price {
        Some(price) => (Some(price.amount_micros), Some(price.currency)),
        None => (None, None),
    };
    Model {
        id: line_item.id,
        version: line_item.version,
        campaign_id: line_item.campaign,
        name: line_item.name,
        tier: line_item.tier,
        state: line_item.state,
        starts_at: line_item.flight.start,
        ends_at: line_item.flight.end,
        dayparts: Json(line_item.flight.dayparts),
        goal_metric: line_item.goal.metric,
        goal_quantity: quantity.map(|goal| i64::try_from(goal).unwrap_or(i64::MAX)),
        share_of_voice: line_item.goal.share_of_voice,
        pacing: line_item.pacing,
        weight: line_item.weight,
        price_micros,
        price_currency,
        price_model: line_item.price_model,
        frequency_caps: Json(line_item.frequency_caps),
        when_no_visitor_key: line_item.when_no_visitor_key,
        targeting: Json(line_item.targeting),
        exclusions: Json(line_item.exclusions),
        exclusivity_groups: Json(line_item.exclusivity_groups),
        accepts_sensitivity: Json(line_item.accepts_sensitivity),
        roadblock: line_item.roadblock,
        creatives: Json(line_item.creatives),
        created_by: line_item.created_by,
        changed_by: line_item.changed_by,
    }
}
