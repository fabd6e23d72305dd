//! Rows of campaigns.

use std::collections::HashMap;

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Condition, Expr, ExprTrait, OnConflict, Query, SelectStatement};
use sea_orm::{DatabaseTransaction, IntoActiveModel, Iterable, QueryOrder, QuerySelect};

use super::domain::{Campaign, CampaignFilter};
use crate::ads::engine::Cap;
use crate::ads::line_item::store::line_item;
use crate::ads::money::Money;
use crate::ads::store::contains;
use crate::app::{Call, Permit, Result, Tx};
use crate::platform::clock::Instant;
use crate::platform::db::Json;
use crate::platform::ids::{AdvertiserId, CampaignId};
use crate::platform::page::{Page, Slice};
use crate::vocabulary::{CampaignState, LineItemState};

pub mod campaign {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "campaigns")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: CampaignId,
        pub version: i32,
        pub advertiser_id: AdvertiserId,
        pub name: String,
        pub search_text: String,
        pub order_number: Option<String>,
        pub state: CampaignState,
        pub budget_micros: Option<i64>,
        pub budget_currency: Option<String>,
        pub frequency_caps: Json<Vec<Cap>>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

use campaign::{Column, Entity, Model};

impl From<Model> for Campaign {
    fn from(row: Model) -> Self {
        Self {
            id: row.id,
            version: row.version,
            advertiser: row.advertiser_id,
            name: row.name,
            order_number: row.order_number,
            state: row.state,
            budget: Money::of(row.budget_micros, row.budget_currency),
            frequency_caps: row.frequency_caps.0,
        }
    }
}

/// Line items of the campaign of the row.
fn line_items(which: Expr) -> SelectStatement {
    let of = Expr::col((line_item::Entity, line_item::Column::CampaignId));
    Query::select()
        .expr(Expr::val(1))
        .from(line_item::Entity)
        .and_where(of.equals((Entity, Column::Id)))
        .and_where(which)
        .to_owned()
}

/// Campaigns at work that have approved line items, all of them over.
fn is_completed(now: Instant) -> Condition {
    use LineItemState::{Archived, Completed, Draft, Paused, PendingApproval, Ready};
    let ended = line_item::Column::EndsAt.lte(now);
    let state = line_item::Column::State;
    let approved = line_items(state.is_in([Ready, Completed]));
    let running = line_items(
        state
            .is_in([Draft, PendingApproval, Paused])
            .or(state.ne(Archived).and(ended.clone().not()))
            .or(state.ne(Archived).and(line_item::Column::EndsAt.is_null())),
    );
    Condition::all()
        .add(Column::State.eq(CampaignState::Active))
        .add(Expr::exists(approved))
        .add(Expr::exists(running).not())
}

/// Rows with the states that they are shown in.
async fn with_states(call: &Call, rows: Vec<Model>) -> Result<Vec<Campaign>> {
    let active = rows
        .iter()
        .filter(|row| row.state == CampaignState::Active)
        .map(|row| row.id);
    let active: Vec<CampaignId> = active.collect();
    let mut over: Vec<CampaignId> = Vec::new();
    if !active.is_empty() {
        over = Entity::find()
            .select_only()
            .column(Column::Id)
            .filter(Column::Id.is_in(active))
            .filter(is_completed(call.now()))
            .into_tuple()
            .all(call.db())
            .await?;
    }
    let shown = rows.into_iter().map(|row| {
        let mut campaign = Campaign::from(row);
        if over.contains(&campaign.id) {
            campaign.state = CampaignState::Completed;
        }
        campaign
    });
    Ok(shown.collect())
}

/// Campaigns by id, as they are shown; unknown ones are left out.
pub(in crate::ads) async fn by_ids(
    call: &Call,
    ids: &[CampaignId],
) -> Result<HashMap<CampaignId, Campaign>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let find = Entity::find().filter(Column::Id.is_in(ids.iter().copied()));
    let found = with_states(call, find.all(call.db()).await?).await?;
    Ok(found.into_iter().map(|one| (one.id, one)).collect())
}

/// All campaigns, as they are stored.
pub(in crate::ads) async fn all(call: &Call) -> Result<Vec<Campaign>> {
    let rows = Entity::find().all(call.db()).await?;
    Ok(rows.into_iter().map(Into::into).collect())
}

/// Campaigns, newest first.
pub(super) async fn list(
    call: &Call,
    filter: &CampaignFilter,
    page: &Page<CampaignId>,
) -> Result<Slice<Campaign>> {
    let mut find = Entity::find()
        .order_by_desc(Column::Id)
        .limit(u64::from(page.size) + 1);
    if !filter.states.is_empty() {
        find = find.filter(in_states(&filter.states, call.now()));
    }
    if !filter.advertisers.is_empty() {
        let of = filter.advertisers.iter().copied();
        find = find.filter(Column::AdvertiserId.is_in(of));
    }
    let words = filter.query.as_deref();
    if let Some(found) = words.and_then(|words| contains(Column::SearchText, words)) {
        find = find.filter(found);
    }
    if let Some(last) = page.after {
        find = find.filter(Column::Id.lt(last));
    }
    let rows = with_states(call, find.all(call.db()).await?).await?;
    Ok(Slice::of(page, rows))
}

fn in_states(states: &[CampaignState], now: Instant) -> Condition {
    let each = states.iter().map(|state| match state {
        CampaignState::Completed => is_completed(now),
        CampaignState::Active => Condition::all()
            .add(Column::State.eq(CampaignState::Active))
            .add(is_completed(now).not()),
        other => Condition::all().add(Column::State.eq(*other)),
    });
    each.fold(Condition::any(), Condition::add)
}

/// The campaign as it is stored, held until the end of the transaction.
pub(in crate::ads) async fn lock(tx: &Tx, id: CampaignId) -> Result<Option<Campaign>> {
    held(tx.conn(), id).await
}

/// As [`lock`], for what has a permit.
pub(in crate::ads) async fn lock_within(
    permit: &Permit<'_>,
    id: CampaignId,
) -> Result<Option<Campaign>> {
    held(permit.conn(), id).await
}

async fn held(conn: &DatabaseTransaction, id: CampaignId) -> Result<Option<Campaign>> {
    let find = Entity::find_by_id(id).lock_exclusive();
    Ok(find.one(conn).await?.map(Into::into))
}

/// Writes a campaign, a new one or a changed one.
pub(super) async fn save(permit: &Permit<'_>, campaign: &Campaign) -> Result<()> {
    let budget = campaign.budget.as_ref();
    let row = Model {
        id: campaign.id,
        version: campaign.version,
        advertiser_id: campaign.advertiser,
        name: campaign.name.clone(),
        search_text: campaign.search_text(),
        order_number: campaign.order_number.clone(),
        state: campaign.state,
        budget_micros: budget.map(|money| money.amount_micros),
        budget_currency: budget.map(|money| money.currency.clone()),
        frequency_caps: Json(campaign.frequency_caps.clone()),
    };
    let every = Column::iter().filter(|column| !matches!(column, Column::Id));
    let renew = OnConflict::column(Column::Id)
        .update_columns(every)
        .to_owned();
    Entity::insert(row.into_active_model())
        .on_conflict(renew)
        .exec_without_returning(permit.conn())
        .await?;
    Ok(())
}
