//! Rows of leases, and what is read of the counts to plan by.

use std::collections::HashMap;

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{FromQueryResult, IntoActiveModel, QuerySelect};

use crate::ads::engine::Profile;
use crate::ads::events::HOUR_MS;
use crate::ads::events::store::{hour, lock};
use crate::app::{Call, Permit, Result};
use crate::platform::clock::Instant;
use crate::platform::ids::{DecisionId, LineItemId, TypedId};

/// Rows of one statement.
const ROWS: usize = 500;
/// Milliseconds that the profile looks back: four weeks.
const LOOK_BACK_MS: i64 = 28 * 24 * HOUR_MS;

mod lease {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "ad_leases")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub line_item_id: LineItemId,
        #[sea_orm(primary_key, auto_increment = false)]
        pub node: i64,
        pub quantity: i64,
        pub until: Instant,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The line item of the row by which a node says that it is there.
fn nothing() -> LineItemId {
    LineItemId::from_uuid(Uuid::nil())
}

/// How many other nodes are there.
pub(super) async fn other_nodes(call: &Call, own: i64, now: Instant) -> Result<u32> {
    let others = lease::Entity::find()
        .filter(lease::Column::LineItemId.eq(nothing()))
        .filter(lease::Column::Node.ne(own))
        .filter(lease::Column::Until.gt(now))
        .count(call.db())
        .await?;
    Ok(u32::try_from(others).unwrap_or(u32::MAX - 1))
}

/// What other nodes hold of each line item. Nobody else leases until the end of the transaction.
pub(super) async fn held(
    permit: &Permit<'_>,
    own: i64,
    now: Instant,
) -> Result<HashMap<LineItemId, u64>> {
    lock(permit).await?;
    let rows = lease::Entity::find()
        .filter(lease::Column::Node.ne(own))
        .filter(lease::Column::Until.gt(now))
        .all(permit.conn())
        .await?;
    let mut held = HashMap::new();
    for row in rows {
        *held.entry(row.line_item_id).or_default() += u64::try_from(row.quantity).unwrap_or(0);
    }
    Ok(held)
}

/// Leases of a node, in place of all that it had; those that are over go.
pub(super) async fn lease(
    permit: &Permit<'_>,
    (node, until): (i64, Instant),
    leases: Vec<(LineItemId, u64)>,
) -> Result<()> {
    let now = permit.call().now();
    let old = lease::Column::Node
        .eq(node)
        .or(lease::Column::Until.lte(now));
    lease::Entity::delete_many()
        .filter(old)
        .exec(permit.conn())
        .await?;
    let sign_of_life = std::iter::once((nothing(), 1));
    let rows: Vec<_> = leases
        .into_iter()
        .filter(|(_, quantity)| *quantity > 0)
        .chain(sign_of_life)
        .map(|(line_item_id, quantity)| {
            let quantity = i64::try_from(quantity).unwrap_or(i64::MAX);
            let row = lease::Model {
                line_item_id,
                node,
                quantity,
                until,
            };
            row.into_active_model()
        })
        .collect();
    for chunk in rows.chunks(ROWS) {
        lease::Entity::insert_many(chunk.to_vec())
            .exec_without_returning(permit.conn())
            .await?;
    }
    Ok(())
}

#[derive(FromQueryResult)]
struct Hour {
    hour: Instant,
    requests: i64,
}

/// How readers were spread over the hours of the site's week in the last four weeks.
pub(super) async fn profile(call: &Call, now: Instant, zone_ms: i64) -> Result<Profile> {
    let sum = ExprTrait::sum(Expr::col(hour::Column::Requests)).cast_as("bigint");
    let rows = hour::Entity::find()
        .select_only()
        .column(hour::Column::Hour)
        .column_as(sum, "requests")
        .filter(hour::Column::Hour.gte(now.plus_ms(-LOOK_BACK_MS)))
        .group_by(hour::Column::Hour)
        .into_model::<Hour>()
        .all(call.db())
        .await?;
    let mut counts = [0.0; 168];
    for row in rows {
        counts[Profile::hour_of_week(row.hour.plus_ms(zone_ms))] += row.requests as f64;
    }
    Ok(Profile::of(&counts))
}

/// The line items of decisions whose impressions are in the log.
pub(super) async fn shown(call: &Call, decisions: &[DecisionId]) -> Result<Vec<LineItemId>> {
    crate::ads::events::store::line_items(call, decisions).await
}
