//! Rows of sections and of their words.

use std::collections::{BTreeMap, HashMap};

use sea_orm::entity::prelude::*;
use sea_orm::{ConnectionTrait, QueryOrder};

use super::domain::{Section, SectionText, Tree};
use crate::app::{Call, Result};
use crate::platform::ids::SectionId;
use crate::platform::locale::Locale;

pub(super) mod section {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "sections")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: SectionId,
        pub version: i32,
        pub parent_id: Option<SectionId>,
        pub position: i32,
        pub is_active: bool,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub(super) mod text {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "section_texts")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub section_id: SectionId,
        #[sea_orm(primary_key, auto_increment = false)]
        pub locale: Locale,
        pub name: String,
        pub slug: String,
        pub description: Option<String>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// All sections, open and closed, as the newsroom arranged them.
pub(super) async fn load(conn: &impl ConnectionTrait) -> Result<Tree> {
    let rows = section::Entity::find()
        .order_by_asc(section::Column::Position)
        .all(conn)
        .await?;
    let mut words: HashMap<SectionId, BTreeMap<Locale, SectionText>> = HashMap::new();
    for row in text::Entity::find().all(conn).await? {
        let text = SectionText {
            name: row.name,
            slug: row.slug,
            description: row.description,
        };
        words
            .entry(row.section_id)
            .or_default()
            .insert(row.locale, text);
    }
    Ok(Tree::new(rows.into_iter().map(|row| Section {
        id: row.id,
        version: row.version,
        parent: row.parent_id,
        position: row.position,
        is_active: row.is_active,
        texts: words.remove(&row.id).unwrap_or_default(),
    })))
}

/// The tree as it is held in memory.
pub(super) async fn held(call: &Call) -> Result<Tree> {
    load(call.db()).await
}
