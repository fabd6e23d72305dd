//! Rows of pins: the positions that stories are held at.

use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Expr, ExprTrait, Query};
use sea_orm::{QueryOrder, UpdateMany};

use super::{from, front};
use crate::app::changes::Change;
use crate::app::{Call, Permit, Result, Tx};
use crate::fronts::domain::{Front, Pin};
use crate::platform::clock::Instant;
use crate::platform::db::Json;
use crate::platform::ids::{ArticleId, AssetId, FrontId, PinId, UserId};
use crate::platform::locale::Locale;
use crate::policy::STORIES;
use crate::vocabulary::HeadlineEmphasis;

mod pin {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "front_pins")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: PinId,
        pub front_id: FrontId,
        pub zone_key: String,
        pub position: i32,
        pub article_id: ArticleId,
        pub headline: Option<String>,
        pub image_id: Option<AssetId>,
        pub emphasis: HeadlineEmphasis,
        pub sublink_ids: Json<Vec<ArticleId>>,
        pub starts_at: Option<Instant>,
        pub expires_at: Option<Instant>,
        pub pinned_by: UserId,
        pub valid_from: Instant,
        pub valid_until: Instant,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

impl From<pin::Model> for Pin {
    fn from(row: pin::Model) -> Self {
        Self {
            id: row.id,
            zone_key: row.zone_key,
            position: row.position,
            article: row.article_id,
            headline: row.headline,
            image: row.image_id,
            emphasis: row.emphasis,
            sublinks: row.sublink_ids.0,
            starts_at: row.starts_at,
            expires_at: row.expires_at,
            pinned_by: row.pinned_by,
        }
    }
}

/// Pins that hold at `now` or will, as things stand then.
fn standing_pins(now: Instant) -> Select<pin::Entity> {
    use pin::Column as C;
    pin::Entity::find()
        .filter(C::ValidFrom.lte(now))
        .filter(C::ValidUntil.gt(now))
        .filter(C::ExpiresAt.is_null().or(C::ExpiresAt.gt(now)))
}

/// The pins of a front that hold at the moment of the call, in one statement.
///
/// # Errors
/// Those of the database.
pub async fn pins(call: &Call, front: FrontId) -> Result<Vec<Pin>> {
    let mut pins = coming_pins(call, front).await?;
    pins.retain(|pin| pin.holds_at(call.now()));
    Ok(pins)
}

/// The pins of a front that hold at the moment of the call, and those that will as things stand, in
/// one statement.
///
/// # Errors
/// Those of the database.
pub async fn coming_pins(call: &Call, front: FrontId) -> Result<Vec<Pin>> {
    let rows = standing_pins(call.now())
        .filter(pin::Column::FrontId.eq(front))
        .order_by_asc(pin::Column::Position)
        .all(call.db())
        .await?;
    Ok(rows.into_iter().map(Into::into).collect())
}

/// The pins of a front that hold at the moment of the call, or will hold, in one statement.
///
/// # Errors
/// [`Error::Denied`](crate::app::Error::Denied) without CONTENT_READ; those of the database.
pub async fn planned_pins(call: &Call, front: FrontId) -> Result<Vec<Pin>> {
    call.demand(STORIES)?;
    let rows = untaken_pins(front, call.now()).all(call.db()).await?;
    let mut pins: Vec<Pin> = rows.into_iter().map(Into::into).collect();
    pins.retain(|pin| pin.is_ahead(call.now()));
    // The databases differ on where nulls stand.
    pins.sort_by_key(|pin| (pin.position, pin.starts_at, pin.id));
    Ok(pins)
}

/// Pins of a front that nothing has taken away at `now`.
fn untaken_pins(front: FrontId, now: Instant) -> Select<pin::Entity> {
    pin::Entity::find()
        .filter(pin::Column::FrontId.eq(front))
        .filter(pin::Column::ValidUntil.gt(now))
}

/// Pins of a front that hold or will hold, and those whose time is over.
pub(in crate::fronts) async fn pins_ahead(tx: &Tx, front: FrontId) -> Result<Vec<Pin>> {
    let find = untaken_pins(front, tx.call().now());
    let rows = find.all(tx.conn()).await?;
    Ok(rows.into_iter().map(Into::into).collect())
}

/// Ends pins that nothing has taken away at `now`: those that are named further.
fn ended_at(now: Instant) -> UpdateMany<pin::Entity> {
    pin::Entity::update_many()
        .col_expr(pin::Column::ValidUntil, Expr::val(now))
        .filter(pin::Column::ValidUntil.gt(now))
}

/// Ends pins of a front, and opens others.
pub(in crate::fronts) async fn put_pins(
    permit: &Permit<'_>,
    front: &Front,
    gone: &[Pin],
    new: &[Pin],
) -> Result<()> {
    if !gone.is_empty() {
        let ids = gone.iter().map(|one| one.id);
        let ended = ended_at(permit.call().now()).filter(pin::Column::Id.is_in(ids));
        ended.exec(permit.conn()).await?;
    }
    let rows = new.iter().map(|one| pin::ActiveModel {
        id: Set(one.id),
        front_id: Set(front.id),
        zone_key: Set(one.zone_key.clone()),
        position: Set(one.position),
        article_id: Set(one.article),
        headline: Set(one.headline.clone()),
        image_id: Set(one.image),
        emphasis: Set(one.emphasis),
        sublink_ids: Set(Json(one.sublinks.clone())),
        starts_at: Set(one.starts_at),
        expires_at: Set(one.expires_at),
        pinned_by: Set(one.pinned_by),
        valid_from: Set(from(permit, front)),
        valid_until: Set(Instant::FOREVER),
    });
    let rows: Vec<_> = rows.collect();
    if !rows.is_empty() {
        pin::Entity::insert_many(rows)
            .exec_without_returning(permit.conn())
            .await?;
    }
    Ok(())
}

/// A position that a story is held at, or will be.
pub(in crate::fronts) struct Position {
    pub pin: PinId,
    pub front: FrontId,
    pub locale: Locale,
    pub article: ArticleId,
    /// When somebody put it there.
    pub since: Instant,
}

/// All positions that stories are held at, or will be.
pub(in crate::fronts) async fn positions(call: &Call) -> Result<Vec<Position>> {
    let fronts = crate::fronts::fronts(call).await?;
    let rows = standing_pins(call.now()).all(call.db()).await?;
    let position = |row: pin::Model| {
        let front = fronts.iter().find(|front| front.id == row.front_id)?;
        Some(Position {
            pin: row.id,
            front: row.front_id,
            locale: front.locale,
            article: row.article_id,
            since: row.valid_from,
        })
    };
    Ok(rows.into_iter().filter_map(position).collect())
}

/// Gives positions back to the rules of their zones. Tells how many there were.
pub(in crate::fronts) async fn free(permit: &Permit<'_>, positions: &[Position]) -> Result<u64> {
    for one in positions {
        permit.changes(|| Change::of(one.article));
    }
    let ids = positions.iter().map(|one| one.pin);
    let freed = ended_at(permit.call().now()).filter(pin::Column::Id.is_in(ids));
    Ok(freed.exec(permit.conn()).await?.rows_affected)
}

/// Removes all that is known of the positions that a story was ever held at.
///
/// # Errors
/// Those of the database.
pub(in crate::fronts) async fn forget_pins(permit: &Permit<'_>, article: ArticleId) -> Result<()> {
    pin::Entity::delete_many()
        .filter(pin::Column::ArticleId.eq(article))
        .exec(permit.conn())
        .await?;
    Ok(())
}

/// Takes a story from all positions of the fronts of these editions, or of all. Tells how many
/// there were.
///
/// # Errors
/// Those of the database.
pub(in crate::fronts) async fn drop_pins(
    permit: &Permit<'_>,
    article: ArticleId,
    locales: Option<&[Locale]>,
) -> Result<u64> {
    permit.changes(|| Change::of(article));
    let mut held = ended_at(permit.call().now()).filter(pin::Column::ArticleId.eq(article));
    if let Some(locales) = locales {
        let fronts = Query::select()
            .column(front::Column::Id)
            .from(front::Entity)
            .and_where(Expr::col(front::Column::Locale).is_in(locales.iter().copied()))
            .to_owned();
        held = held.filter(pin::Column::FrontId.in_subquery(fronts));
    }
    Ok(held.exec(permit.conn()).await?.rows_affected)
}
