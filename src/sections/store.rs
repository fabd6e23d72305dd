//! Rows of sections and of their words.

use std::collections::{BTreeMap, HashMap};

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ActiveValue::Set, ConnectionTrait, DatabaseTransaction, Iterable, QueryOrder, QuerySelect,
};

use super::domain::{Section, SectionText, Tree};
use crate::app::{Call, Permit, Result};
use crate::platform::ids::SectionId;
use crate::platform::locale::Locale;

mod section {
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

mod text {
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

impl Section {
    fn of(row: section::Model, texts: BTreeMap<Locale, SectionText>) -> Self {
        Self {
            id: row.id,
            version: row.version,
            parent: row.parent_id,
            position: row.position,
            is_active: row.is_active,
            texts,
        }
    }

    fn row(&self) -> section::ActiveModel {
        section::ActiveModel {
            id: Set(self.id),
            version: Set(self.version),
            parent_id: Set(self.parent),
            position: Set(self.position),
            is_active: Set(self.is_active),
        }
    }

    fn text_rows(&self) -> impl Iterator<Item = text::ActiveModel> {
        self.texts.iter().map(|(locale, text)| text::ActiveModel {
            section_id: Set(self.id),
            locale: Set(*locale),
            name: Set(text.name.clone()),
            slug: Set(text.slug.clone()),
            description: Set(text.description.clone()),
        })
    }
}

/// All sections, open and closed: what readers meet of them, the tree says.
pub(super) async fn visible(call: &Call) -> Result<Tree> {
    let rows = section::Entity::find().all(call.db()).await?;
    tree_of(rows, call.db()).await
}

/// All sections, locked: whoever changes one may move others.
pub(super) async fn lock(conn: &DatabaseTransaction) -> Result<Tree> {
    let rows = section::Entity::find()
        .order_by_asc(section::Column::Id)
        .lock_exclusive()
        .all(conn)
        .await?;
    tree_of(rows, conn).await
}

async fn tree_of(rows: Vec<section::Model>, conn: &impl ConnectionTrait) -> Result<Tree> {
    let mut words: HashMap<SectionId, BTreeMap<Locale, SectionText>> = HashMap::new();
    for row in text::Entity::find().all(conn).await? {
        let text = SectionText {
            name: row.name,
            slug: row.slug,
            description: row.description,
        };
        let of_section = words.entry(row.section_id).or_default();
        of_section.insert(row.locale, text);
    }
    let sections = rows.into_iter().map(|row| {
        let texts = words.remove(&row.id).unwrap_or_default();
        Section::of(row, texts)
    });
    Ok(Tree::new(sections))
}

/// Writes sections as they are now, new ones and old ones; each after the one above it.
pub(super) async fn save(permit: &Permit<'_>, sections: &[Section]) -> Result<()> {
    if sections.is_empty() {
        return Ok(());
    }
    let every = section::Column::iter().filter(|column| !matches!(column, section::Column::Id));
    let renew = OnConflict::column(section::Column::Id)
        .update_columns(every)
        .to_owned();
    section::Entity::insert_many(sections.iter().map(Section::row))
        .on_conflict(renew)
        .exec_without_returning(permit.conn())
        .await?;
    text::Entity::delete_many()
        .filter(text::Column::SectionId.is_in(sections.iter().map(|section| section.id)))
        .exec(permit.conn())
        .await?;
    text::Entity::insert_many(sections.iter().flat_map(Section::text_rows))
        .exec_without_returning(permit.conn())
        .await?;
    Ok(())
}
