//! Rows of authors and of their words.

use std::collections::{BTreeMap, HashMap};

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Expr, ExprTrait, LikeExpr, OnConflict, Query};
use sea_orm::{
    ActiveValue::Set, DatabaseTransaction, Iterable, LoaderTrait, QueryOrder, QuerySelect,
};

use super::domain::{Author, AuthorText};
use crate::app::changes::Change;
use crate::app::{Call, Permit, Result};
use crate::editions::SocialLink;
use crate::platform::db::Json;
use crate::platform::ids::{AssetId, AuthorId, UserId};
use crate::platform::language::fold;
use crate::platform::locale::Locale;
use crate::platform::page::{Page, Slice};
use crate::policy::TAXONOMY;

/// Rows that one statement carries: below the 32 766 parameters that SQLite takes.
const ROWS_PER_STATEMENT: usize = 1_000;

mod author {
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

mod text {
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

    fn row(&self) -> author::ActiveModel {
        author::ActiveModel {
            id: Set(self.id),
            version: Set(self.version),
            photo_id: Set(self.photo),
            links: Set(Json(self.links.clone())),
            account_id: Set(self.account),
            is_active: Set(self.is_active),
            merged_into_id: Set(self.merged_into),
        }
    }

    fn text_rows(&self) -> impl Iterator<Item = text::ActiveModel> {
        self.texts.iter().map(|(locale, text)| text::ActiveModel {
            author_id: Set(self.id),
            locale: Set(*locale),
            name: Set(text.name.clone()),
            name_after_role: Set(text.name_after_role.clone()),
            folded_name: Set(text.folded_name()),
            sort_key: Set(text.sort_key(*locale)),
            slug: Set(text.slug.clone()),
            job_title: Set(text.job_title.clone()),
            bio: Set(text.bio.clone()),
        })
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

/// Authors by the staff account of the same person, in one statement.
///
/// # Errors
/// Those of the database.
pub async fn by_accounts(call: &Call, ids: &[UserId]) -> Result<HashMap<UserId, Author>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = visible(call)
        .filter(author::Column::AccountId.is_in(ids.iter().copied()))
        .filter(author::Column::MergedIntoId.is_null())
        .find_with_related(text::Entity)
        .all(call.db())
        .await?;
    let authors = rows.into_iter().map(Author::of);
    Ok(authors
        .filter_map(|author| Some((author.account?, author)))
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

/// Authors that still write and have a name in `locale`, in the order of their names, each with its
/// sort key.
///
/// # Errors
/// Those of the database.
pub async fn list(
    call: &Call,
    locale: Locale,
    page: &Page<(String, AuthorId)>,
) -> Result<Slice<(String, Author)>> {
    let writing = author::Column::IsActive.eq(true);
    named(call, locale, writing, page).await
}

/// Authors for the newsroom in the order of their names in the default language; merged ones are
/// left out. With a `query`, those that have a name with it inside, in any language.
///
/// # Errors
/// Those of the database.
pub async fn search(
    call: &Call,
    default: Locale,
    query: Option<&str>,
    page: &Page<(String, AuthorId)>,
) -> Result<Slice<(String, Author)>> {
    let words = query.map(fold).filter(|words| !words.is_empty());
    let called = words.map(|words| {
        let owners = Query::select()
            .column(text::Column::AuthorId)
            .from(text::Entity)
            .and_where(Expr::col(text::Column::FoldedName).like(containing(&words)))
            .to_owned();
        author::Column::Id.in_subquery(owners)
    });
    named(
        call,
        default,
        called.unwrap_or_else(|| Expr::val(true)),
        page,
    )
    .await
}

/// A pattern of texts that contain `words`.
fn containing(words: &str) -> LikeExpr {
    let escaped = words
        .replace('\\', "\\\\")
        .replace('%', "\\%")
        .replace('_', "\\_");
    LikeExpr::new(format!("%{escaped}%")).escape('\\')
}

/// Authors with a name in `locale`, in the order of these names.
async fn named(
    call: &Call,
    locale: Locale,
    which: Expr,
    page: &Page<(String, AuthorId)>,
) -> Result<Slice<(String, Author)>> {
    let mut find = visible(call)
        .select_only()
        .column_as(text::Column::SortKey, "key")
        .column(author::Column::Id)
        .inner_join(text::Entity)
        .filter(text::Column::Locale.eq(locale))
        .filter(author::Column::MergedIntoId.is_null())
        .filter(which)
        .order_by_asc(text::Column::SortKey)
        .order_by_asc(author::Column::Id)
        .limit(u64::from(page.size) + 1);
    if let Some((key, last)) = &page.after {
        let same = text::Column::SortKey
            .eq(key.as_str())
            .and(author::Column::Id.gt(*last));
        find = find.filter(text::Column::SortKey.gt(key.as_str()).or(same));
    }
    let rows: Vec<(String, AuthorId)> = find.into_tuple().all(call.db()).await?;
    let ids: Vec<AuthorId> = rows.iter().map(|(_, id)| *id).collect();
    let mut authors = by_ids(call, &ids).await?;
    let keyed = rows
        .into_iter()
        .filter_map(|(key, id)| Some((key, authors.remove(&id)?)));
    Ok(Slice::of(page, keyed.collect()))
}

/// Locks authors in the order of their ids, so that two merges never wait for each other.
pub(super) async fn lock(
    conn: &DatabaseTransaction,
    ids: &[AuthorId],
) -> Result<BTreeMap<AuthorId, Author>> {
    let rows = author::Entity::find()
        .filter(author::Column::Id.is_in(ids.iter().copied()))
        .order_by_asc(author::Column::Id)
        .lock_exclusive()
        .all(conn)
        .await?;
    let texts = rows.load_many(text::Entity, conn).await?;
    let authors = rows.into_iter().zip(texts).map(Author::of);
    Ok(authors.map(|author| (author.id, author)).collect())
}

/// Writes authors as they are now, new ones and old ones, in few statements.
pub(super) async fn save(permit: &Permit<'_>, authors: &[Author]) -> Result<()> {
    for author in authors {
        let words = author.texts.values().map(|text| text.slug.clone());
        permit.changes(|| Change::of(author.id).named(words));
    }
    for authors in authors.chunks(ROWS_PER_STATEMENT) {
        let every = author::Column::iter().filter(|column| !matches!(column, author::Column::Id));
        let renew = OnConflict::column(author::Column::Id)
            .update_columns(every)
            .to_owned();
        author::Entity::insert_many(authors.iter().map(Author::row))
            .on_conflict(renew)
            .exec_without_returning(permit.conn())
            .await?;
        text::Entity::delete_many()
            .filter(text::Column::AuthorId.is_in(authors.iter().map(|author| author.id)))
            .exec(permit.conn())
            .await?;
    }
    let texts: Vec<_> = authors.iter().flat_map(Author::text_rows).collect();
    for texts in texts.chunks(ROWS_PER_STATEMENT) {
        text::Entity::insert_many(texts.iter().cloned())
            .exec_without_returning(permit.conn())
            .await?;
    }
    Ok(())
}

/// Leads authors that had been merged into `from` straight to `into`.
pub(super) async fn flatten(permit: &Permit<'_>, from: AuthorId, into: AuthorId) -> Result<()> {
    author::Entity::update_many()
        .col_expr(author::Column::MergedIntoId, Expr::val(into))
        .filter(author::Column::MergedIntoId.eq(from))
        .exec(permit.conn())
        .await?;
    Ok(())
}
