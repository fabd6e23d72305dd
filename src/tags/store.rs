//! Rows of tags and of their words.

use std::collections::HashMap;

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{QuerySelect, QueryTrait};

use super::domain::{Tag, TagText};
use crate::app::{Call, Result};
use crate::platform::db::Json;
use crate::platform::ids::{AssetId, TagId};
use crate::platform::locale::Locale;
use crate::vocabulary::{Sensitivity, TagKind, TagState};

mod tag {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "tags")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: TagId,
        pub version: i32,
        pub kind: TagKind,
        pub state: TagState,
        pub merged_into_id: Option<TagId>,
        pub image_id: Option<AssetId>,
        pub sensitivity: Json<Vec<Sensitivity>>,
        pub wikidata_id: Option<String>,
        pub media_topic_id: Option<String>,
        pub ad_categories: Json<Vec<String>>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {
        #[sea_orm(has_many = "super::text::Entity")]
        Text,
    }

    impl Related<super::text::Entity> for Entity {
        fn to() -> RelationDef {
            Relation::Text.def()
        }
    }

    impl ActiveModelBehavior for ActiveModel {}
}

mod text {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "tag_texts")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub tag_id: TagId,
        #[sea_orm(primary_key, auto_increment = false)]
        pub locale: Locale,
        pub name: String,
        pub folded_name: Option<String>,
        pub sort_key: String,
        pub slug: String,
        pub description: Option<String>,
        pub aliases: Json<Vec<String>>,
        pub kind: TagKind,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {
        #[sea_orm(
            belongs_to = "super::tag::Entity",
            from = "Column::TagId",
            to = "super::tag::Column::Id"
        )]
        Tag,
    }

    impl Related<super::tag::Entity> for Entity {
        fn to() -> RelationDef {
            Relation::Tag.def()
        }
    }

    impl ActiveModelBehavior for ActiveModel {}
}

impl Tag {
    fn of((row, texts): (tag::Model, Vec<text::Model>)) -> Self {
        let texts = texts.into_iter().map(|row| {
            let text = TagText {
                name: row.name,
                slug: row.slug,
                description: row.description,
                aliases: row.aliases.0,
            };
            (row.locale, text)
        });
        Self {
            id: row.id,
            version: row.version,
            kind: row.kind,
            state: row.state,
            merged_into: row.merged_into_id,
            image: row.image_id,
            sensitivity: row.sensitivity.0,
            wikidata_id: row.wikidata_id,
            media_topic_id: row.media_topic_id,
            ad_categories: row.ad_categories.0,
            texts: texts.collect(),
        }
    }
}

/// Tags that the caller may see: all for the staff, active ones for readers.
fn visible(call: &Call) -> Select<tag::Entity> {
    let find = tag::Entity::find();
    if call.actor().holds(crate::policy::TAXONOMY) {
        find
    } else {
        find.filter(tag::Column::State.eq(TagState::Active))
    }
}

/// Tags by id, in one statement; unknown ones are left out.
///
/// # Errors
/// Those of the database.
pub async fn by_ids(call: &Call, ids: &[TagId]) -> Result<HashMap<TagId, Tag>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = visible(call)
        .filter(tag::Column::Id.is_in(ids.iter().copied()))
        .find_with_related(text::Entity)
        .all(call.db())
        .await?;
    Ok(rows
        .into_iter()
        .map(Tag::of)
        .map(|tag| (tag.id, tag))
        .collect())
}

/// The tag at an address word; a merged tag's old word gives none.
///
/// # Errors
/// Those of the database.
pub async fn by_slug(call: &Call, locale: Locale, slug: &str) -> Result<Option<Tag>> {
    let owner = Expr::col((tag::Entity, tag::Column::Id)).in_subquery(
        text::Entity::find()
            .select_only()
            .column(text::Column::TagId)
            .filter(text::Column::Locale.eq(locale))
            .filter(text::Column::Slug.eq(slug))
            .into_query(),
    );
    let rows = visible(call)
        .filter(owner)
        .filter(tag::Column::State.is_in([TagState::Active, TagState::Hidden]))
        .find_with_related(text::Entity)
        .all(call.db())
        .await?;
    Ok(rows.into_iter().next().map(Tag::of))
}
