//! Rows of placements. A row is open until another takes its place.

use sea_orm::QueryOrder;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Expr, ExprTrait, LikeExpr};
use sea_orm::{IntoActiveModel, QuerySelect};

use super::domain::{InArticleRule, Placement, Size};
use crate::app::{Call, Permit, Result, Tx};
use crate::platform::clock::Instant;
use crate::platform::db::Json;
use crate::platform::ids::PlacementId;
use crate::platform::language::fold;
use crate::vocabulary::{AdPageKind, AdZone, DeviceClass, Sensitivity};

mod placement {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "placements")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: PlacementId,
        #[sea_orm(primary_key, auto_increment = false)]
        pub version: i32,
        pub key: String,
        pub name: String,
        pub page_kinds: Json<Vec<AdPageKind>>,
        pub zone: AdZone,
        pub devices: Json<Vec<DeviceClass>>,
        pub sizes: Json<Vec<Size>>,
        pub max_per_page: i32,
        pub in_article: Option<Json<InArticleRule>>,
        pub blocked_sensitivity: Json<Vec<Sensitivity>>,
        pub is_active: bool,
        pub valid_from: Instant,
        pub valid_until: Instant,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

impl From<placement::Model> for Placement {
    fn from(row: placement::Model) -> Self {
        Self {
            id: row.id,
            version: row.version,
            key: row.key,
            name: row.name,
            page_kinds: row.page_kinds.0,
            zone: row.zone,
            devices: row.devices.0,
            sizes: row.sizes.0,
            max_per_page: row.max_per_page,
            in_article: row.in_article.map(|Json(rule)| rule),
            blocked_sensitivity: row.blocked_sensitivity.0,
            is_active: row.is_active,
        }
    }
}

/// Rows that nothing has taken the place of. Everybody may see them: pages are planned with them.
fn visible() -> Select<placement::Entity> {
    placement::Entity::find().filter(placement::Column::ValidUntil.eq(Instant::FOREVER))
}

/// All placements, by key.
pub(super) async fn all(call: &Call) -> Result<Vec<Placement>> {
    let find = visible().order_by_asc(placement::Column::Key);
    Ok(find
        .all(call.db())
        .await?
        .into_iter()
        .map(Into::into)
        .collect())
}

/// All placements as they stood at the moment of the call, by key.
pub(super) async fn all_as_of(call: &Call) -> Result<Vec<Placement>> {
    let find = placement::Entity::find()
        .filter(placement::Column::ValidFrom.lte(call.now()))
        .filter(placement::Column::ValidUntil.gt(call.now()))
        .order_by_asc(placement::Column::Key);
    Ok(find
        .all(call.db())
        .await?
        .into_iter()
        .map(Into::into)
        .collect())
}

/// The placement, held until the end of the transaction.
pub(super) async fn lock(tx: &Tx, id: PlacementId) -> Result<Option<Placement>> {
    let find = visible()
        .filter(placement::Column::Id.eq(id))
        .lock_exclusive();
    Ok(find.one(tx.conn()).await?.map(Into::into))
}

/// The placement that has a key.
pub(super) async fn by_key_for_update(permit: &Permit<'_>, key: &str) -> Result<Option<Placement>> {
    let find = visible()
        .filter(placement::Column::Key.eq(key))
        .lock_exclusive();
    Ok(find.one(permit.conn()).await?.map(Into::into))
}

/// Closes the row before this version, if there is one, and opens the next, which holds from `from`
/// on.
pub(super) async fn save(permit: &Permit<'_>, placement: Placement, from: Instant) -> Result<()> {
    let now = permit.call().now();
    placement::Entity::update_many()
        .col_expr(placement::Column::ValidUntil, Expr::val(now))
        .filter(placement::Column::Id.eq(placement.id))
        .filter(placement::Column::ValidUntil.eq(Instant::FOREVER))
        .exec(permit.conn())
        .await?;
    let row = placement::Model {
        id: placement.id,
        version: placement.version,
        key: placement.key,
        name: placement.name,
        page_kinds: Json(placement.page_kinds),
        zone: placement.zone,
        devices: Json(placement.devices),
        sizes: Json(placement.sizes),
        max_per_page: placement.max_per_page,
        in_article: placement.in_article.map(Json),
        blocked_sensitivity: Json(placement.blocked_sensitivity),
        is_active: placement.is_active,
        valid_from: from,
        valid_until: Instant::FOREVER,
    };
    placement::Entity::insert(row.into_active_model())
        .exec_without_returning(permit.conn())
        .await?;
    Ok(())
}

/// Rows whose folded text in `column` has the words of a search in it; `None` for a search that says
/// nothing.
pub(super) fn contains(column: impl ColumnTrait, query: &str) -> Option<Expr> {
    let words = fold(query);
    let escaped = words
        .replace('\\', "\\\\")
        .replace('%', "\\%")
        .replace('_', "\\_");
    let pattern = LikeExpr::new(format!("%{escaped}%")).escape('\\');
    let name = (column.entity_name(), column);
    (!words.is_empty()).then(|| Expr::col(name).like(pattern))
}
