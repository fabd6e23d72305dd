//! Rows of events and of what they add up to. One writer at a time, on all nodes: SQLite has no
//! other, and on PostgreSQL each batch takes a lock. So what is found to be new stays new until it
//! is written.

use std::collections::BTreeMap;

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Alias, Expr, ExprTrait, OnConflict};
use sea_orm::{DbBackend, IntoActiveModel, QueryOrder, QuerySelect};

use super::domain::{Counts, Event, Facets, Verdict};
use super::ledger::{Ledger, Logged, Sight, Written};
use crate::ads::engine::Sighting;
use crate::app::{Call, Permit, Result};
use crate::platform::clock::Instant;
use crate::platform::ids::{
    CampaignId, CreativeId, DecisionId, LineItemId, PlacementId, SectionId, TypedId, VariantId,
};
use crate::platform::locale::Locale;
use crate::vocabulary::{AdEventKind, DeviceClass, InvalidReason};

/// Any number that nothing else takes for its own advisory lock.
const LOCK: i64 = 0x6164_6576_656e_7473;
/// Rows of one statement: below the 32 766 parameters that SQLite takes.
const ROWS: usize = 500;

mod event {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "ad_events")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub decision_id: DecisionId,
        #[sea_orm(primary_key, auto_increment = false)]
        pub kind: AdEventKind,
        pub line_item_id: LineItemId,
        pub creative_id: CreativeId,
        pub variant_id: VariantId,
        pub placement_id: PlacementId,
        pub locale: Locale,
        pub section_id: SectionId,
        pub article_kind: String,
        pub device: DeviceClass,
        pub visitor: Option<i64>,
        pub decided_at: Instant,
        pub at: Instant,
        pub received_at: Instant,
        pub is_measurable: bool,
        pub reason: Option<InvalidReason>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Counts of one hour.
pub(in crate::ads) mod hour {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "ad_hours")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub hour: Instant,
        #[sea_orm(primary_key, auto_increment = false)]
        pub line_item_id: LineItemId,
        #[sea_orm(primary_key, auto_increment = false)]
        pub creative_id: CreativeId,
        #[sea_orm(primary_key, auto_increment = false)]
        pub placement_id: PlacementId,
        #[sea_orm(primary_key, auto_increment = false)]
        pub locale: Locale,
        #[sea_orm(primary_key, auto_increment = false)]
        pub section_id: SectionId,
        #[sea_orm(primary_key, auto_increment = false)]
        pub article_kind: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub device: DeviceClass,
        pub requests: i64,
        pub decisions: i64,
        pub impressions: i64,
        pub measurable: i64,
        pub viewable: i64,
        pub clicks: i64,
        pub invalid: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

mod total {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "ad_totals")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub line_item_id: LineItemId,
        pub impressions: i64,
        pub viewable: i64,
        pub clicks: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

mod sighting {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "ad_sightings")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub decision_id: DecisionId,
        pub visitor: i64,
        pub line_item_id: LineItemId,
        pub campaign_id: CampaignId,
        pub creative_id: CreativeId,
        pub at: Instant,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

impl From<sighting::Model> for Sight {
    fn from(row: sighting::Model) -> Self {
        let sighting = Sighting {
            decision: row.decision_id,
            line_item: row.line_item_id,
            campaign: row.campaign_id,
            creative: row.creative_id,
            at: row.at,
            is_seen: true,
        };
        Self {
            visitor: row.visitor,
            sighting,
        }
    }
}

impl event::Model {
    fn of(event: Event, visitor: Option<i64>) -> Self {
        let facets = Stored::of(&event.facets);
        Self {
            decision_id: event.decision,
            kind: event.kind,
            line_item_id: facets.line_item,
            creative_id: facets.creative,
            variant_id: event.variant,
            placement_id: event.facets.placement,
            locale: event.facets.locale,
            section_id: facets.section,
            article_kind: facets.article_kind,
            device: event.facets.device,
            visitor,
            decided_at: event.decided_at,
            at: event.at,
            received_at: event.received_at,
            is_measurable: event.is_measurable,
            reason: event.reason,
        }
    }

    fn logged(&self) -> Logged {
        Logged {
            facets: Facets {
                line_item: Some(self.line_item_id),
                creative: Some(self.creative_id),
                placement: self.placement_id,
                locale: self.locale,
                section: Some(self.section_id).filter(|section| !section.0.is_nil()),
                article_kind: self.article_kind.parse().ok(),
                device: self.device,
            },
            at: self.at,
            received_at: self.received_at,
            reason: self.reason,
        }
    }
}

/// Facets as they stand in keys: zeros and nothing for what is not there.
struct Stored {
    line_item: LineItemId,
    creative: CreativeId,
    section: SectionId,
    article_kind: String,
}

impl Stored {
    fn of(facets: &Facets) -> Self {
        fn or_zeros<I: TypedId>(id: Option<I>) -> I {
            id.unwrap_or_else(|| I::from_uuid(Uuid::nil()))
        }
        Self {
            line_item: or_zeros(facets.line_item),
            creative: or_zeros(facets.creative),
            section: or_zeros(facets.section),
            article_kind: facets
                .article_kind
                .map(|kind| kind.to_string())
                .unwrap_or_default(),
        }
    }
}

/// Writes a batch down, and says what became of each; `longest_ms` is the longest window of a cap.
/// `daily` gives the hash that a visitor has in the log.
pub(super) async fn record(
    permit: &Permit<'_>,
    batch: Vec<Event>,
    longest_ms: i64,
    daily: impl Fn(i64, Instant) -> i64,
) -> Result<Vec<Verdict>> {
    lock(permit).await?;
    let mut ledger = read(permit, &batch, longest_ms).await?;
    let verdicts = batch.into_iter().map(|event| ledger.take(event)).collect();
    write(permit, ledger.written, daily).await?;
    Ok(verdicts)
}

/// Keeps other nodes from writing until the end of the transaction.
pub(in crate::ads) async fn lock(permit: &Permit<'_>) -> Result<()> {
    if permit.conn().get_database_backend() == DbBackend::Postgres {
        let lock = format!("SELECT pg_advisory_xact_lock({LOCK})");
        permit.conn().execute_unprepared(&lock).await?;
    }
    Ok(())
}

async fn read(permit: &Permit<'_>, batch: &[Event], longest_ms: i64) -> Result<Ledger> {
    let decisions = batch.iter().map(|event| event.decision);
    let known = event::Entity::find()
        .filter(event::Column::DecisionId.is_in(decisions))
        .all(permit.conn())
        .await?;
    let known = known
        .iter()
        .map(|row| ((row.decision_id, row.kind), row.logged()));
    let capped = batch.iter().filter(|event| event.capped.is_some());
    let visitors: Vec<i64> = capped.filter_map(|event| event.visitor).collect();
    let seen = if visitors.is_empty() {
        Vec::new()
    } else {
        let since = permit.call().now().plus_ms(-longest_ms);
        let find = sighting::Entity::find()
            .filter(sighting::Column::Visitor.is_in(visitors))
            .filter(sighting::Column::At.gt(since));
        find.all(permit.conn()).await?
    };
    Ok(Ledger::of(
        known,
        seen.into_iter().map(Sight::from).collect(),
    ))
}

async fn write(
    permit: &Permit<'_>,
    written: Written,
    daily: impl Fn(i64, Instant) -> i64,
) -> Result<()> {
    let rows: Vec<_> = written
        .events
        .into_iter()
        .map(|event| {
            let visitor = event.visitor.map(|visitor| daily(visitor, event.at));
            event::Model::of(event, visitor).into_active_model()
        })
        .collect();
    for chunk in rows.chunks(ROWS) {
        event::Entity::insert_many(chunk.to_vec())
            .exec_without_returning(permit.conn())
            .await?;
    }
    for (decision, reason) in written.settled {
        settle(permit, decision, reason).await?;
    }
    let seen = written.sightings.into_iter().map(|one| {
        let row = sighting::Model {
            decision_id: one.sighting.decision,
            visitor: one.visitor,
            line_item_id: one.sighting.line_item,
            campaign_id: one.sighting.campaign,
            creative_id: one.sighting.creative,
            at: one.sighting.at,
        };
        row.into_active_model()
    });
    let seen: Vec<_> = seen.collect();
    if !seen.is_empty() {
        sighting::Entity::insert_many(seen)
            .exec_without_returning(permit.conn())
            .await?;
    }
    add(permit, written.counts).await
}

async fn settle(
    permit: &Permit<'_>,
    decision: DecisionId,
    reason: Option<InvalidReason>,
) -> Result<()> {
    event::Entity::update_many()
        .col_expr(event::Column::Reason, Expr::val(reason))
        .filter(event::Column::DecisionId.eq(decision))
        .filter(event::Column::Kind.eq(AdEventKind::Viewable))
        .exec(permit.conn())
        .await?;
    Ok(())
}

/// Adds to the counts of hours and to the totals of line items.
pub(in crate::ads) async fn add(
    permit: &Permit<'_>,
    counts: BTreeMap<(Instant, Facets), Counts>,
) -> Result<()> {
    let mut totals: BTreeMap<LineItemId, Counts> = BTreeMap::new();
    let mut rows = Vec::with_capacity(counts.len());
    for ((at, facets), counts) in counts {
        if let Some(line_item) = facets.line_item {
            *totals.entry(line_item).or_default() += counts;
        }
        rows.push(hour_row(at, &facets, counts).into_active_model());
    }
    for chunk in rows.chunks(ROWS) {
        hour::Entity::insert_many(chunk.to_vec())
            .on_conflict(sum_of_hours())
            .exec_without_returning(permit.conn())
            .await?;
    }
    let totals = totals
        .into_iter()
        .filter(|(_, counts)| counts.impressions + counts.viewable + counts.clicks > 0);
    let totals: Vec<_> = totals
        .map(|(line_item_id, counts)| {
            let row = total::Model {
                line_item_id,
                impressions: counts.impressions,
                viewable: counts.viewable,
                clicks: counts.clicks,
            };
            row.into_active_model()
        })
        .collect();
    for chunk in totals.chunks(ROWS) {
        total::Entity::insert_many(chunk.to_vec())
            .on_conflict(sum_of_totals())
            .exec_without_returning(permit.conn())
            .await?;
    }
    Ok(())
}

fn hour_row(at: Instant, facets: &Facets, counts: Counts) -> hour::Model {
    let stored = Stored::of(facets);
    hour::Model {
        hour: at,
        line_item_id: stored.line_item,
        creative_id: stored.creative,
        placement_id: facets.placement,
        locale: facets.locale,
        section_id: stored.section,
        article_kind: stored.article_kind,
        device: facets.device,
        requests: counts.requests,
        decisions: counts.decisions,
        impressions: counts.impressions,
        measurable: counts.measurable,
        viewable: counts.viewable,
        clicks: counts.clicks,
        invalid: counts.invalid,
    }
}

fn sum_of_hours() -> OnConflict {
    use hour::Column as C;
    let key = [
        C::Hour,
        C::LineItemId,
        C::CreativeId,
        C::PlacementId,
        C::Locale,
        C::SectionId,
        C::ArticleKind,
        C::Device,
    ];
    let sums = [
        C::Requests,
        C::Decisions,
        C::Impressions,
        C::Measurable,
        C::Viewable,
        C::Clicks,
        C::Invalid,
    ];
    sums.into_iter()
        .fold(&mut OnConflict::columns(key), |conflict, column| {
            let added = Expr::col((Alias::new("excluded"), column));
            conflict.value(column, Expr::col((hour::Entity, column)).add(added))
        })
        .to_owned()
}

fn sum_of_totals() -> OnConflict {
    use total::Column as C;
    [C::Impressions, C::Viewable, C::Clicks]
        .into_iter()
        .fold(
            &mut OnConflict::column(C::LineItemId),
            |conflict, column| {
                let added = Expr::col((Alias::new("excluded"), column));
                conflict.value(column, Expr::col((total::Entity, column)).add(added))
            },
        )
        .to_owned()
}

/// What line items have had in all.
pub(in crate::ads) async fn totals(call: &Call) -> Result<BTreeMap<LineItemId, Counts>> {
    let rows = total::Entity::find().all(call.db()).await?;
    Ok(rows.into_iter().map(total::Model::had).collect())
}

impl total::Model {
    fn had(self) -> (LineItemId, Counts) {
        let counts = Counts {
            impressions: self.impressions,
            viewable: self.viewable,
            clicks: self.clicks,
            ..Counts::default()
        };
        (self.line_item_id, counts)
    }
}

/// What these line items have had in all; nothing of one that has had nothing.
pub(in crate::ads) async fn had(
    call: &Call,
    ids: &[LineItemId],
) -> Result<BTreeMap<LineItemId, Counts>> {
    let rows = total::Entity::find()
        .filter(total::Column::LineItemId.is_in(ids.iter().copied()))
        .all(call.db())
        .await?;
    Ok(rows.into_iter().map(total::Model::had).collect())
}

/// What a visitor has seen since a moment, oldest first.
pub(in crate::ads) async fn seen(
    call: &Call,
    visitor: i64,
    since: Instant,
) -> Result<Vec<Sighting>> {
    let rows = sighting::Entity::find()
        .filter(sighting::Column::Visitor.eq(visitor))
        .filter(sighting::Column::At.gt(since))
        .order_by_asc(sighting::Column::At)
        .all(call.db())
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| Sight::from(row).sighting)
        .collect())
}

/// The line items of decisions whose impressions are in the log.
pub(in crate::ads) async fn line_items(
    call: &Call,
    decisions: &[DecisionId],
) -> Result<Vec<LineItemId>> {
    let rows = event::Entity::find()
        .filter(event::Column::DecisionId.is_in(decisions.iter().copied()))
        .filter(event::Column::Kind.eq(AdEventKind::Impression))
        .all(call.db())
        .await?;
    Ok(rows.into_iter().map(|row| row.line_item_id).collect())
}

/// Adds to the counts alone.
pub(in crate::ads) async fn add_alone(
    permit: &Permit<'_>,
    counts: BTreeMap<(Instant, Facets), Counts>,
) -> Result<()> {
    lock(permit).await?;
    add(permit, counts).await
}

/// Marks viewable events whose impressions did not come in time, a bounded number of them. Gives how
/// many.
pub(super) async fn lapse(permit: &Permit<'_>, before: Instant) -> Result<usize> {
    lock(permit).await?;
    let held = event::Entity::find()
        .filter(event::Column::Reason.eq(InvalidReason::Held))
        .filter(event::Column::ReceivedAt.lt(before))
        .order_by_asc(event::Column::ReceivedAt)
        .limit(ROWS as u64)
        .all(permit.conn())
        .await?;
    let mut counts: BTreeMap<_, Counts> = BTreeMap::new();
    for row in &held {
        let logged = row.logged();
        *counts
            .entry((super::domain::hour(logged.at), logged.facets))
            .or_default() += Counts::one_invalid();
        settle(permit, row.decision_id, Some(InvalidReason::NoImpression)).await?;
    }
    add(permit, counts).await?;
    Ok(held.len())
}

/// Lets go of raw events before one moment and of sightings before another. Gives how many.
pub(super) async fn forget(permit: &Permit<'_>, events: Instant, seen: Instant) -> Result<usize> {
    let old = event::Entity::delete_many().filter(event::Column::ReceivedAt.lt(events));
    let unasked = sighting::Entity::delete_many().filter(sighting::Column::At.lt(seen));
    let gone = old.exec(permit.conn()).await?.rows_affected
        + unasked.exec(permit.conn()).await?.rows_affected;
    Ok(usize::try_from(gone).unwrap_or(usize::MAX))
}
