//! Rows of site, editions, menus and calls to action.

use std::collections::BTreeMap;

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ActiveValue::Set, DatabaseTransaction, IntoActiveModel, Iterable, QueryOrder, QuerySelect,
};

use super::domain::{
    CallToAction, CallToActionText, Edition, LanguageParity, Menu, MenuItem, Retention, Site,
    SocialLink,
};
use super::labels;
use crate::app::{Call, Error, Permit, Result};
use crate::platform::calendar::{Formatter, Zone};
use crate::platform::clock::Instant;
use crate::platform::db::Json;
use crate::platform::ids::{AssetId, CallToActionId, EditionId, SectionId};
use crate::platform::locale::Locale;
use crate::vocabulary::{DateStyle, TextDirection, TransliterationScheme};

/// Id of the site's one row.
const ONLY: i32 = 1;

mod site {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "site")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: i32,
        pub version: i32,
        pub name: String,
        pub base_url: String,
        pub default_locale: Locale,
        pub time_zone: String,
        pub social_links: Json<Vec<SocialLink>>,
        pub language_parity: Json<LanguageParity>,
        pub retention: Json<Retention>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

mod edition {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "editions")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: EditionId,
        pub locale: Locale,
        pub position: i32,
        pub is_enabled: bool,
        pub autonym: String,
        pub short_label: String,
        pub direction: TextDirection,
        pub home_title: String,
        pub home_description: Option<String>,
        pub date_patterns: Json<BTreeMap<DateStyle, String>>,
        pub labels: Json<BTreeMap<String, String>>,
        pub transliteration: TransliterationScheme,
        pub apostrophe: String,
        pub name_fallback: Json<Vec<Locale>>,
        pub ad_locales: Json<Vec<Locale>>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

mod menu {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "menus")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub locale: Locale,
        #[sea_orm(primary_key, auto_increment = false)]
        pub key: String,
        pub items: Json<Vec<MenuItem>>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

mod call_to_action {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "calls_to_action")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: CallToActionId,
        pub version: i32,
        pub key: String,
        pub slot: String,
        pub texts: Json<BTreeMap<Locale, CallToActionText>>,
        pub url: String,
        pub image_id: Option<AssetId>,
        pub section_ids: Json<Vec<SectionId>>,
        pub starts_at: Option<Instant>,
        pub ends_at: Option<Instant>,
        pub weight: i32,
        pub is_active: bool,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

impl TryFrom<edition::Model> for Edition {
    type Error = Error;
    fn try_from(row: edition::Model) -> Result<Self> {
        let formatter = Formatter::new(row.locale.as_str()).map_err(anyhow::Error::from)?;
        let mut date_patterns = labels::date_patterns();
        date_patterns.extend(row.date_patterns.0);
        let mut words = labels::built_in(row.locale);
        words.extend(row.labels.0);
        Ok(Self {
            id: row.id,
            locale: row.locale,
            position: row.position,
            is_enabled: row.is_enabled,
            autonym: row.autonym,
            short_label: row.short_label,
            direction: row.direction,
            home_title: row.home_title,
            home_description: row.home_description,
            date_patterns,
            labels: words,
            transliteration: row.transliteration,
            apostrophe: row.apostrophe,
            name_fallback: row.name_fallback.0,
            ad_locales: row.ad_locales.0,
            formatter,
        })
    }
}

impl From<menu::Model> for Menu {
    fn from(row: menu::Model) -> Self {
        Self {
            locale: row.locale,
            key: row.key,
            items: row.items.0,
        }
    }
}

impl From<call_to_action::Model> for CallToAction {
    fn from(row: call_to_action::Model) -> Self {
        Self {
            id: row.id,
            version: row.version,
            key: row.key,
            slot: row.slot,
            texts: row.texts.0,
            url: row.url,
            image: row.image_id,
            sections: row.section_ids.0,
            starts_at: row.starts_at,
            ends_at: row.ends_at,
            weight: row.weight,
            is_active: row.is_active,
        }
    }
}

impl From<&Edition> for edition::Model {
    fn from(edition: &Edition) -> Self {
        Self {
            id: edition.id,
            locale: edition.locale,
            position: edition.position,
            is_enabled: edition.is_enabled,
            autonym: edition.autonym.clone(),
            short_label: edition.short_label.clone(),
            direction: edition.direction,
            home_title: edition.home_title.clone(),
            home_description: edition.home_description.clone(),
            date_patterns: Json(edition.own_date_patterns()),
            labels: Json(edition.own_labels()),
            transliteration: edition.transliteration,
            apostrophe: edition.apostrophe.clone(),
            name_fallback: Json(edition.name_fallback.clone()),
            ad_locales: Json(edition.ad_locales.clone()),
        }
    }
}

impl From<&CallToAction> for call_to_action::Model {
    fn from(call: &CallToAction) -> Self {
        Self {
            id: call.id,
            version: call.version,
            key: call.key.clone(),
            slot: call.slot.clone(),
            texts: Json(call.texts.clone()),
            url: call.url.clone(),
            image_id: call.image,
            section_ids: Json(call.sections.clone()),
            starts_at: call.starts_at,
            ends_at: call.ends_at,
            weight: call.weight,
            is_active: call.is_active,
        }
    }
}

/// The one row of the site; there is nothing in it that anybody may not see.
fn the_site() -> Select<site::Entity> {
    site::Entity::find_by_id(ONLY)
}

/// Whether there are settings at all.
pub(super) async fn exists(call: &Call) -> Result<bool> {
    Ok(the_site().count(call.db()).await? > 0)
}

/// The settings as they are committed; `None` before the first ones.
pub(super) async fn read(call: &Call) -> Result<Option<Site>> {
    load(call.db()).await
}

/// The settings, held until the transaction ends.
pub(super) async fn lock(tx: &DatabaseTransaction) -> Result<Option<Site>> {
    the_site().lock_exclusive().one(tx).await?;
    load(tx).await
}

async fn load(db: &impl ConnectionTrait) -> Result<Option<Site>> {
    let Some(row) = the_site().one(db).await? else {
        return Ok(None);
    };
    let zone: Zone = row
        .time_zone
        .parse()
        .map_err(|_| anyhow::anyhow!("unknown zone {}", row.time_zone))?;
    let editions = edition::Entity::find()
        .order_by_asc(edition::Column::Position)
        .all(db)
        .await?;
    let menus = menu::Entity::find().all(db).await?;
    let calls = call_to_action::Entity::find().all(db).await?;
    let editions = editions.into_iter().map(Edition::try_from);
    Ok(Some(Site {
        version: row.version,
        name: row.name,
        base_url: row.base_url,
        default_locale: row.default_locale,
        time_zone: zone,
        social_links: row.social_links.0,
        language_parity: row.language_parity.0,
        retention: row.retention.0,
        all_editions: editions.collect::<Result<_>>()?,
        menus: menus.into_iter().map(Into::into).collect(),
        calls_to_action: calls.into_iter().map(Into::into).collect(),
    }))
}

/// Writes the settings of the site and of its editions, without menus and calls to action.
pub(super) async fn save(permit: &Permit<'_>, site: &Site) -> Result<()> {
    let row = site::Model {
        id: ONLY,
        version: site.version,
        name: site.name.clone(),
        base_url: site.base_url.clone(),
        default_locale: site.default_locale,
        time_zone: site.time_zone.as_str().to_owned(),
        social_links: Json(site.social_links.clone()),
        language_parity: Json(site.language_parity.clone()),
        retention: Json(site.retention.clone()),
    };
    let rest = site::Column::iter().filter(|column| !matches!(column, site::Column::Id));
    site::Entity::insert(row.into_active_model())
        .on_conflict(
            OnConflict::column(site::Column::Id)
                .update_columns(rest)
                .to_owned(),
        )
        .exec_without_returning(permit.conn())
        .await?;
    let rows = site.all_editions.iter().map(edition::Model::from);
    let rest = edition::Column::iter().filter(|column| !matches!(column, edition::Column::Id));
    edition::Entity::insert_many(rows.map(IntoActiveModel::into_active_model))
        .on_conflict(
            OnConflict::column(edition::Column::Id)
                .update_columns(rest)
                .to_owned(),
        )
        .exec_without_returning(permit.conn())
        .await?;
    Ok(())
}

/// Writes a menu, and that the settings have another version.
pub(super) async fn save_menu(permit: &Permit<'_>, version: i32, menu: &Menu) -> Result<()> {
    let row = menu::ActiveModel {
        locale: Set(menu.locale),
        key: Set(menu.key.clone()),
        items: Set(Json(menu.items.clone())),
    };
    let same = OnConflict::columns([menu::Column::Locale, menu::Column::Key])
        .update_column(menu::Column::Items)
        .to_owned();
    menu::Entity::insert(row)
        .on_conflict(same)
        .exec_without_returning(permit.conn())
        .await?;
    site::Entity::update_many()
        .col_expr(site::Column::Version, Expr::val(version))
        .filter(site::Column::Id.eq(ONLY))
        .exec(permit.conn())
        .await?;
    Ok(())
}

/// Writes a call to action, new or changed.
pub(super) async fn save_call(permit: &Permit<'_>, call: &CallToAction) -> Result<()> {
    let row = call_to_action::Model::from(call);
    let rest = call_to_action::Column::iter()
        .filter(|column| !matches!(column, call_to_action::Column::Id));
    let same = OnConflict::column(call_to_action::Column::Id)
        .update_columns(rest)
        .to_owned();
    call_to_action::Entity::insert(row.into_active_model())
        .on_conflict(same)
        .exec_without_returning(permit.conn())
        .await?;
    Ok(())
}
