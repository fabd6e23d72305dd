//! Rows of fronts and zones, and of pins in a room of their own. A change closes the row and opens the next, so that what stood
//! at any moment can be told.

mod pins;

use std::collections::HashMap;

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ActiveValue::Set, IntoActiveModel, QueryOrder, QuerySelect};

pub(super) use pins::{Position, drop_pins, forget_pins, free, pins_ahead, positions, put_pins};
pub use pins::{coming_pins, pins, planned_pins};

use super::domain::{Front, Fronts, Rule, Zone};
use crate::app::changes::Change;
use crate::app::{Call, Permit, Result, Tx};
use crate::platform::clock::Instant;
use crate::platform::db::Json;
use crate::platform::ids::{FrontId, SectionId, TagId, ZoneId};
use crate::platform::locale::Locale;
use crate::vocabulary::ZoneLayout;

mod front {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "fronts")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: FrontId,
        pub key: String,
        pub locale: Locale,
        pub version: i32,
        pub title: String,
        pub published_at: Instant,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

mod zone {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "front_zones")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: ZoneId,
        pub front_id: FrontId,
        pub key: String,
        pub position: i32,
        pub title: Option<String>,
        pub layout: ZoneLayout,
        pub more_url: Option<String>,
        pub size: i32,
        pub rule: Json<Rule>,
        pub valid_from: Instant,
        pub valid_until: Instant,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

impl From<zone::Model> for Zone {
    fn from(row: zone::Model) -> Self {
        Self {
            key: row.key,
            position: row.position,
            title: row.title,
            layout: row.layout,
            more_url: row.more_url,
            size: row.size,
            rule: row.rule.0,
        }
    }
}

/// Zones that nothing has taken the place of. What is held in memory outlives the call that read
/// it, so the call's moment, which may be earlier than the last arrangement, does not count.
fn standing_zones() -> Select<zone::Entity> {
    zone::Entity::find().filter(zone::Column::ValidUntil.eq(Instant::FOREVER))
}

fn put_together(rows: Vec<front::Model>, zones: Vec<zone::Model>) -> Fronts {
    let mut of: HashMap<FrontId, Vec<Zone>> = HashMap::new();
    for row in zones {
        of.entry(row.front_id).or_default().push(row.into());
    }
    Fronts::new(rows.into_iter().map(|row| Front {
        id: row.id,
        key: row.key,
        locale: row.locale,
        version: row.version,
        title: row.title,
        published_at: row.published_at,
        zones: of.remove(&row.id).unwrap_or_default(),
    }))
}

/// All fronts with their zones.
pub(super) async fn load(call: &Call) -> Result<Fronts> {
    let rows = front::Entity::find().all(call.db()).await?;
    let zones = standing_zones().order_by_asc(zone::Column::Position);
    Ok(put_together(rows, zones.all(call.db()).await?))
}

/// All fronts with the zones that they had at the moment of the call.
pub(super) async fn load_as_of(call: &Call) -> Result<Fronts> {
    let rows = front::Entity::find().all(call.db()).await?;
    let zones = zone::Entity::find()
        .filter(zone::Column::ValidFrom.lte(call.now()))
        .filter(zone::Column::ValidUntil.gt(call.now()))
        .order_by_asc(zone::Column::Position);
    Ok(put_together(rows, zones.all(call.db()).await?))
}

/// The front of an edition, locked, with its zones.
pub(super) async fn lock(tx: &Tx, locale: Locale, key: &str) -> Result<Option<Front>> {
    let find = front::Entity::find()
        .filter(front::Column::Locale.eq(locale))
        .filter(front::Column::Key.eq(key));
    lock_one(tx, find).await
}

/// The front with this id, locked, with its zones.
pub(super) async fn lock_by_id(tx: &Tx, id: FrontId) -> Result<Option<Front>> {
    lock_one(tx, front::Entity::find().filter(front::Column::Id.eq(id))).await
}

async fn lock_one(tx: &Tx, find: Select<front::Entity>) -> Result<Option<Front>> {
    let row = find.lock_exclusive().one(tx.conn()).await?;
    let Some(row) = row else { return Ok(None) };
    let zones = standing_zones()
        .filter(zone::Column::FrontId.eq(row.id))
        .order_by_asc(zone::Column::Position)
        .all(tx.conn())
        .await?;
    Ok(put_together(vec![row], zones)
        .iter()
        .next()
        .map(|front| (**front).clone()))
}

/// Writes what a front is called and when it changed.
pub(super) async fn put(permit: &Permit<'_>, front: &Front) -> Result<()> {
    permit.changes(|| Change::of(front.id).named([front.key.clone()]));
    let row = front::Model {
        id: front.id,
        key: front.key.clone(),
        locale: front.locale,
        version: front.version,
        title: front.title.clone(),
        published_at: front.published_at,
    };
    let replace = OnConflict::column(front::Column::Id)
        .update_columns([
            front::Column::Version,
            front::Column::Title,
            front::Column::PublishedAt,
        ])
        .to_owned();
    front::Entity::insert(row.into_active_model())
        .on_conflict(replace)
        .exec_without_returning(permit.conn())
        .await?;
    Ok(())
}

/// From when what is written for a front holds. The first zones and pins are deemed to have stood
/// before: a front is brought along, and what it was earlier nobody knows.
fn from(permit: &Permit<'_>, front: &Front) -> Instant {
    match front.version {
        1 => Instant::BEGINNING,
        _ => permit.call().now(),
    }
}

/// Writes the zones of a front in the place of those that stood.
pub(super) async fn put_zones(permit: &Permit<'_>, front: &Front) -> Result<()> {
    let call = permit.call();
    zone::Entity::update_many()
        .col_expr(zone::Column::ValidUntil, Expr::val(call.now()))
        .filter(zone::Column::FrontId.eq(front.id))
        .filter(zone::Column::ValidUntil.gt(call.now()))
        .exec(permit.conn())
        .await?;
    let rows = front.zones.iter().map(|one| zone::ActiveModel {
        id: Set(call.new_id()),
        front_id: Set(front.id),
        key: Set(one.key.clone()),
        position: Set(one.position),
        title: Set(one.title.clone()),
        layout: Set(one.layout),
        more_url: Set(one.more_url.clone()),
        size: Set(one.size),
        rule: Set(Json(one.rule.clone())),
        valid_from: Set(from(permit, front)),
        valid_until: Set(Instant::FOREVER),
    });
    let rows: Vec<_> = rows.collect();
    if !rows.is_empty() {
        zone::Entity::insert_many(rows)
            .exec_without_returning(permit.conn())
            .await?;
    }
    Ok(())
}

/// Puts tag `into` in the place of `from` in the rules of all zones; tells in how many.
///
/// # Errors
/// Those of the database.
pub async fn move_tag(permit: &Permit<'_>, from: TagId, into: TagId) -> Result<usize> {
    change_rules(permit, |rule| replace(&mut rule.tags, from, into)).await
}

/// Puts section `into` in the place of `from` in the rules of all zones; tells in how many.
///
/// # Errors
/// Those of the database.
pub async fn move_section(permit: &Permit<'_>, from: SectionId, into: SectionId) -> Result<usize> {
    change_rules(permit, |rule| replace(&mut rule.sections, from, into)).await
}

/// Puts `into` in the place of `from`, once; tells whether `from` was there.
fn replace<T: PartialEq>(list: &mut Vec<T>, from: T, into: T) -> bool {
    if !list.contains(&from) {
        return false;
    }
    list.retain(|one| *one != from && *one != into);
    list.push(into);
    true
}

/// How many zones have a rule that names a tag.
///
/// # Errors
/// Those of the database.
pub(super) async fn rules_with_tag(tx: &Tx, tag: TagId) -> Result<usize> {
    let standing = standing_zones().all(tx.conn()).await?;
    let rules = standing.iter().map(|row| &row.rule.0);
    Ok(rules.filter(|rule| rule.tags.contains(&tag)).count())
}

/// Ends the zones whose rules `change` touches, and opens them anew with the changed rule.
async fn change_rules(permit: &Permit<'_>, change: impl Fn(&mut Rule) -> bool) -> Result<usize> {
    let now = permit.call().now();
    let standing = standing_zones().all(permit.conn()).await?;
    let mut next = Vec::new();
    for mut row in standing {
        if change(&mut row.rule.0) {
            next.push(row);
        }
    }
    if next.is_empty() {
        return Ok(0);
    }
    zone::Entity::update_many()
        .col_expr(zone::Column::ValidUntil, Expr::val(now))
        .filter(zone::Column::Id.is_in(next.iter().map(|row| row.id)))
        .exec(permit.conn())
        .await?;
    for row in &mut next {
        (row.id, row.valid_from) = (permit.call().new_id(), now);
    }
    let moved = next.len();
    zone::Entity::insert_many(next.into_iter().map(IntoActiveModel::into_active_model))
        .exec_without_returning(permit.conn())
        .await?;
    permit.touch_facts();
    Ok(moved)
}
