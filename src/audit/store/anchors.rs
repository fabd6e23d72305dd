//! Where each lane begins: rows of the last entries that were removed.

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Expr, ExprTrait, Query};
use sea_orm::{ConnectionTrait, QueryOrder, QuerySelect};

use super::entry;
use crate::app::{Call, Permit, Result, Tx};
use crate::audit::domain::Anchor;
use crate::platform::clock::Instant;
use crate::platform::ids::AuditId;
use crate::policy::Action;

mod anchor {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "audit_anchors")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub lane: i32,
        pub position: i64,
        pub seal: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

impl From<anchor::Model> for Anchor {
    fn from(row: anchor::Model) -> Self {
        Self {
            lane: row.lane,
            position: row.position,
            seal: row.seal,
        }
    }
}

/// An entry, as far as its removal goes.
pub(in crate::audit) struct Old {
    pub id: AuditId,
    pub at: Instant,
    pub anchor: Anchor,
}

fn of_all_lanes() -> Select<anchor::Entity> {
    anchor::Entity::find().order_by_asc(anchor::Column::Lane)
}

/// Where the lanes begin.
pub(in crate::audit) async fn anchors(call: &Call) -> Result<Vec<Anchor>> {
    let rows = of_all_lanes().all(call.db()).await?;
    Ok(rows.into_iter().map(Into::into).collect())
}

/// Where the lanes begin, held until the transaction ends: who removes, removes alone.
pub(in crate::audit) async fn hold(tx: &Tx) -> Result<Vec<Anchor>> {
    let rows = of_all_lanes().lock_exclusive().all(tx.conn()).await?;
    Ok(rows.into_iter().map(Into::into).collect())
}

/// Whether the first entry of any lane is from before a moment.
pub(in crate::audit) async fn has_older(call: &Call, than: Instant) -> Result<bool> {
    use entry::Column as C;
    let anchor = |column| Expr::col((anchor::Entity, column));
    let entry = |column| Expr::col((entry::Entity, column));
    let first = Query::select()
        .expr(Expr::val(1))
        .from(anchor::Entity)
        .inner_join(
            entry::Entity,
            entry(C::Lane)
                .equals((anchor::Entity, anchor::Column::Lane))
                .and(entry(C::Position).eq(anchor(anchor::Column::Position).add(1))),
        )
        .and_where(entry(C::At).lt(than))
        .limit(1)
        .to_owned();
    Ok(call.db().query_one(&first).await?.is_some())
}

/// The first entries of the lane that begins at an anchor.
pub(in crate::audit) async fn first_of(tx: &Tx, anchor: &Anchor, most: u64) -> Result<Vec<Old>> {
    use entry::Column as C;
    let rows = entry::Entity::find()
        .select_only()
        .columns([C::Id, C::At, C::Position, C::Seal])
        .filter(C::Lane.eq(anchor.lane))
        .filter(C::Position.gt(anchor.position))
        .order_by_asc(C::Position)
        .limit(most)
        .into_tuple::<(AuditId, Instant, i64, String)>()
        .all(tx.conn())
        .await?;
    let old = |(id, at, position, seal)| Old {
        id,
        at,
        anchor: Anchor {
            lane: anchor.lane,
            position,
            seal,
        },
    };
    Ok(rows.into_iter().map(old).collect())
}

/// Removes a lane's entries up to an anchor.
pub(in crate::audit) async fn remove(permit: &Permit<'_>, up_to: &Anchor) -> Result<()> {
    // First, since the database lets nothing go that stands behind the anchor.
    anchor::Entity::update_many()
        .col_expr(anchor::Column::Position, Expr::val(up_to.position))
        .col_expr(anchor::Column::Seal, Expr::val(up_to.seal.as_str()))
        .filter(anchor::Column::Lane.eq(up_to.lane))
        .exec(permit.conn())
        .await?;
    entry::Entity::delete_many()
        .filter(entry::Column::Lane.eq(up_to.lane))
        .filter(entry::Column::Position.lte(up_to.position))
        .exec(permit.conn())
        .await?;
    Ok(())
}

/// What the newest entry that tells of a removal says of where the lanes begin.
pub(in crate::audit) async fn told(call: &Call) -> Result<Option<serde_json::Value>> {
    let row = entry::Entity::find()
        .filter(entry::Column::Action.eq(Action::AuditTrim.name()))
        .order_by_desc(entry::Column::Seq)
        .one(call.db())
        .await?;
    let changes = row.and_then(|row| row.changes.0.into_iter().next());
    Ok(changes.map(|mut change| change["after"].take()))
}
