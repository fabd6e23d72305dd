//! Rows of events and of what they add up to. One writer at a time, on all nodes: SQLite has no
//! other, and on PostgreSQL each batch takes a lock. So what is found to be new stays new until it
//! is written.

mod rows;

use std::collections::BTreeMap;

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Alias, Expr, ExprTrait, OnConflict};
use sea_orm::{DbBackend, IntoActiveModel, QueryOrder, QuerySelect};

use self::rows::{event, sighting, total};
use super::domain::{Counts, Event, Facets, Verdict};
use super::ledger::{Ledger, Sight, Written};
use crate::ads::engine::Sighting;
use crate::app::{Call, Permit, Result};
use crate::platform::clock::Instant;
use crate::platform::ids::{DecisionId, LineItemId};
use crate::vocabulary::{AdEventKind, InvalidReason};

pub(in crate::ads) use self::rows::hour;

/// Any number that nothing else takes for its own advisory lock.
const LOCK: i64 = 0x6164_6576_656e_7473;
/// Rows of one statement: below the 32 766 parameters that SQLite takes.
const ROWS: usize = 500;

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
    let seen = written.sightings.into_iter();
    let seen: Vec<_> = seen
        .map(|one| sighting::Model::from(one).into_active_model())
        .collect();
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
        rows.push(hour::Model::of(at, &facets, counts).into_active_model());
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
        .map(|(line_item, counts)| total::Model::of(line_item, counts).into_active_model())
        .collect();
    for chunk in totals.chunks(ROWS) {
        total::Entity::insert_many(chunk.to_vec())
            .on_conflict(sum_of_totals())
            .exec_without_returning(permit.conn())
            .await?;
    }
    Ok(())
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

/// The same within a transaction.
pub(in crate::ads) async fn totals_within(
    permit: &Permit<'_>,
) -> Result<BTreeMap<LineItemId, Counts>> {
    let rows = total::Entity::find().all(permit.conn()).await?;
    Ok(rows.into_iter().map(total::Model::had).collect())
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
