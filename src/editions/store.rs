//! Rows of site, editions, menus and calls to action.

use std::collections::BTreeMap;

use sea_orm::QueryOrder;
use sea_orm::entity::prelude::*;

use super::domain::{
    CallToAction, CallToActionText, DatePattern, Edition, LanguageParity, Menu, MenuItem,
    Retention, Site, SocialLink,
};
use super::labels;
use crate::app::{Call, Error, Result};
use crate::platform::calendar::{Formatter, Zone};
use crate::platform::clock::Instant;
use crate::platform::db::Json;
use crate::platform::ids::{AssetId, CallToActionId, EditionId, SectionId};
use crate::platform::locale::Locale;
use crate::vocabulary::{TextDirection, TransliterationScheme};

pub(super) mod site {
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

pub(super) mod edition {
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
        pub date_patterns: Json<Vec<DatePattern>>,
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

pub(super) mod menu {
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

pub(super) mod call_to_action {
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
        date_patterns.extend(
            row.date_patterns
                .0
                .into_iter()
                .map(|own| (own.style, own.pattern)),
        );
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

/// Reads the whole of the settings.
pub(super) async fn load(call: &Call) -> Result<Site> {
    let db = call.db();
    let row = site::Entity::find_by_id(1).one(db).await?;
    let row = row.ok_or_else(|| anyhow::anyhow!("the site has no settings yet: run the import"))?;
    let zone: Zone = row
        .time_zone
        .parse()
        .map_err(|_| anyhow::anyhow!("unknown zone {}", row.time_zone))?;
    let editions = edition::Entity::find()
        .order_by_asc(edition::Column::Position)
        .all(db)
        .await?;
    let calls = call_to_action::Entity::find().all(db).await?;
    Ok(Site {
        version: row.version,
        name: row.name,
        base_url: row.base_url,
        default_locale: row.default_locale,
        time_zone: zone,
        social_links: row.social_links.0,
        language_parity: row.language_parity.0,
        retention: row.retention.0,
        all_editions: editions
            .into_iter()
            .map(Edition::try_from)
            .collect::<Result<_>>()?,
        menus: menu::Entity::find()
            .all(db)
            .await?
            .into_iter()
            .map(Into::into)
            .collect(),
        calls_to_action: calls.into_iter().map(Into::into).collect(),
    })
}
