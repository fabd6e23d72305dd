//! Rows of authors and of their words.

use std::collections::HashMap;

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Expr, ExprTrait, Query};
use sea_orm::{QueryOrder, QuerySelect};

use super::domain::{Author, AuthorText};
use crate::app::{Call, Result};
use crate::editions::SocialLink;
use crate::platform::db::Json;
use crate::platform::ids::{AssetId, AuthorId, UserId};
use crate::platform::language::fold;
use crate::platform::locale::Locale;
use crate::platform::page::{Page, Slice};
use crate::policy::TAXONOMY;

pub(super) mod author {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "authors")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: AuthorId,
        pub version: i32,
        pub photo_id: Option<AssetId>,
        pub links: Json<Vec<SocialLink>>,
        pub account_id: Option<UserId>,
        pub is_active: bool,
        pub merged_into_id: Option<AuthorId>,
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

pub(super) mod text {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "author_texts")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub author_id: AuthorId,
        #[sea_orm(primary_key, auto_increment = false)]
        pub locale: Locale,
        pub name: String,
        pub name_after_role: Option<String>,
        pub folded_name: String,
        pub sort_key: String,
        pub slug: String,
        pub job_title: Option<String>,
        pub bio: Option<String>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {
        #[sea_orm(
            belongs_to = "super::author::Entity",
            from = "Column::AuthorId",
            to = "super::author::Column::Id"
        )]
        Author,
    }

    impl Related<super::author::Entity> for Entity {
        fn to() -> RelationDef {
            Relation::Author.def()
        }
    }

    impl ActiveModelBehavior for ActiveModel {}
}

impl Author {
    fn of((row, texts): (author::Model, Vec<text::Model>)) -> Self {
        let texts = texts.into_iter().map(|row| {
            let text = AuthorText {
                name: row.name,
                name_after_role: row.name_after_role,
                slug: row.slug,
                job_title: row.job_title,
                bio: row.bio,
            };
            (row.locale, text)
        });
        Self {
            id: row.id,
            version: row.version,
            photo: row.photo_id,
            links: row.links.0,
            account: row.account_id,
            is_active: row.is_active,
            merged_into: row.merged_into_id,
            texts: texts.collect(),
        }
    }
}

/// Authors that the caller may see: all for the staff, those that are still themselves for readers.
fn visible(call: &Call) -> Select<author::Entity> {
    let find = author::Entity::find();
    if call.actor().holds(TAXONOMY) {
        find
    } else {
        find.filter(author::Column::MergedIntoId.is_null())
    }
}

/// Authors by id, in one statement; unknown ones are left out.
///
/// # Errors
/// Those of the database.
pub async fn by_ids(call: &Call, ids: &[AuthorId]) -> Result<HashMap<AuthorId, Author>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = visible(call)
        .filter(author::Column::Id.is_in(ids.iter().copied()))
        .find_with_related(text::Entity)
        .all(call.db())
        .await?;
    Ok(rows
        .into_iter()
        .map(Author::of)
        .map(|author| (author.id, author))
        .collect())
}

/// The author at an address word; a merged author's old word gives none.
///
/// # Errors
/// Those of the database.
pub async fn by_slug(call: &Call, locale: Locale, slug: &str) -> Result<Option<Author>> {
    let owner = Query::select()
        .column(text::Column::AuthorId)
        .from(text::Entity)
        .and_where(Expr::col(text::Column::Locale).eq(locale))
        .and_where(Expr::col(text::Column::Slug).eq(slug))
        .to_owned();
    let rows = visible(call)
        .filter(author::Column::MergedIntoId.is_null())
        .filter(Expr::col((author::Entity, author::Column::Id)).in_subquery(owner))
        .find_with_related(text::Entity)
        .all(call.db())
        .await?;
    Ok(rows.into_iter().next().map(Author::of))
}

/// Authors with a name in `locale`, in the order of their names: those still writing for readers,
/// all for the newsroom's lists, where a part of the name may be given.
///
/// # Errors
/// Those of the database.
pub async fn list(
    call: &Call,
    locale: Locale,
    query: Option<&str>,
    only_active: bool,
    page: &Page<(String, AuthorId)>,
) -> Result<Slice<(String, Author)>> {
    let mut named = text::Entity::find()
        .select_only()
        .columns([text::Column::SortKey, text::Column::AuthorId])
        .inner_join(author::Entity)
        .filter(text::Column::Locale.eq(locale))
        .filter(author::Column::MergedIntoId.is_null());
    if only_active {
        named = named.filter(author::Column::IsActive.eq(true));
    }
    if let Some(query) = query {
        named = named.filter(text::Column::FoldedName.contains(fold(query)));
    }
    if let Some((key, id)) = &page.after {
        let place = Expr::tuple([
            Expr::col(text::Column::SortKey),
            Expr::col(text::Column::AuthorId),
        ]);
        named = named.filter(place.gt(Expr::tuple([Expr::val(key.as_str()), Expr::val(*id)])));
    }
    let rows: Vec<(String, AuthorId)> = named
        .order_by_asc(text::Column::SortKey)
        .order_by_asc(text::Column::AuthorId)
        .limit(u64::from(page.size) + 1)
        .into_tuple()
        .all(call.db())
        .await?;
    let slice = Slice::of(page, rows);
    let ids: Vec<AuthorId> = slice.items.iter().map(|(_, id)| *id).collect();
    let mut found = by_ids(call, &ids).await?;
    let (has_next, has_previous) = (slice.has_next, slice.has_previous);
    let items = slice.items.into_iter();
    let items = items
        .filter_map(|(key, id)| Some((key, found.remove(&id)?)))
        .collect();
    Ok(Slice {
        items,
        has_next,
        has_previous,
    })
}
