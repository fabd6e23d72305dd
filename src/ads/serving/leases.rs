//! Quantities that several nodes share, by leases in the database. One node needs none: SQLite has
//! one node. A node shows no more of a goal than it has leased, and what it leased and did not show
//! is free again when the lease is over, so that a node that dies keeps nothing for long.

use std::collections::{BTreeMap, HashMap};
use std::sync::OnceLock;

use sea_orm::DbBackend;

use super::reckon::units;
use super::store;
use crate::ads::engine::TICK_MS;
use crate::ads::events::Counts;
use crate::app::{Call, Result};
use crate::platform::clock::Instant;
use crate::platform::ids::{LineItemId, RequestId, TypedId};
use crate::policy::{Action, Subject};
use crate::vocabulary::GoalMetric;

/// Milliseconds that a lease lasts: two reckonings, so that a node that is a little late loses
/// nothing.
const LASTS_MS: i64 = 2 * TICK_MS;

/// What a node would show of a goal.
#[derive(Debug, Clone, Copy)]
pub struct Wanted {
    /// Of what.
    pub line_item: LineItemId,
    /// Its goal, for all nodes.
    pub goal: u64,
    /// What the goal counts.
    pub metric: GoalMetric,
    /// How much it would take, what waits to be counted included.
    pub quantity: u64,
    /// What it has chosen and is not counted yet.
    pub waits: u64,
}

impl Wanted {
    /// What is left of the goal after what it has had.
    fn left(&self, totals: &BTreeMap<LineItemId, Counts>) -> u64 {
        let had = totals.get(&self.line_item);
        self.goal.saturating_sub(units(self.metric, had))
    }
}

/// The name of this node among the others.
#[derive(Debug, Default)]
struct Node(OnceLock<i64>);

fn node(call: &Call) -> i64 {
    let memory = call.app().memory::<Node>();
    let name = || call.new_id::<RequestId>().uuid().as_u128() as i64;
    *memory.0.get_or_init(name)
}

fn is_alone(call: &Call) -> bool {
    call.db().get_database_backend() != DbBackend::Postgres
}

/// How many nodes show ads now, this one included.
///
/// # Errors
/// Those of the database.
pub async fn nodes(call: &Call) -> Result<u32> {
    if is_alone(call) {
        return Ok(1);
    }
    let others = store::other_nodes(call, node(call), call.now()).await?;
    Ok(1 + others)
}

/// Takes leases in place of those that the node had; gives what may still be chosen of each.
/// `totals` are what line items have had; what others count meanwhile is read again where there are
/// others.
///
/// # Errors
/// Those of the database.
pub async fn take(
    call: &Call,
    wanted: Vec<Wanted>,
    totals: &BTreeMap<LineItemId, Counts>,
) -> Result<HashMap<LineItemId, u64>> {
    if is_alone(call) {
        let rest = wanted.iter().map(|one| {
            let quantity = one.quantity.min(one.left(totals));
            (one.line_item, quantity.saturating_sub(one.waits))
        });
        return Ok(rest.collect());
    }
    let now = call.now();
    let system = call.by_system("ads");
    let tx = system.begin().await?;
    let permit = tx.authorize(Action::AdEventsRecord, &Subject::default())?;
    let held = store::held(&permit, node(call), now).await?;
    // Under the lock: another node that has counted something holds so much less now.
    let totals = crate::ads::events::store::totals_within(&permit).await?;
    let mut rest = HashMap::with_capacity(wanted.len());
    let mut leases = Vec::with_capacity(wanted.len());
    for one in wanted {
        let others = held.get(&one.line_item).copied().unwrap_or_default();
        let quantity = one.quantity.min(one.left(&totals).saturating_sub(others));
        rest.insert(one.line_item, quantity.saturating_sub(one.waits));
        leases.push((one.line_item, quantity));
    }
    let until: Instant = now.plus_ms(LASTS_MS);
    store::lease(&permit, (node(call), until), leases).await?;
    tx.commit().await?;
    Ok(rest)
}
