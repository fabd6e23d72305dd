//! Rows of tags and of their words.

use std::collections::{BTreeMap, HashMap};

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{
    CaseStatement, Condition, Expr, ExprTrait, Func, LikeExpr, OnConflict, Query, SelectStatement,
};
use sea_orm::{
    ActiveValue::Set, ConnectionTrait, DatabaseTransaction, Iterable, LoaderTrait, Order,
    QueryOrder, QuerySelect,
};

use super::domain::{Tag, TagText};
use crate::app::changes::Change;
use crate::app::{Call, Permit, Result};
use crate::platform::db::Json;
use crate::platform::ids::{AssetId, TagId};
use crate::platform::language::fold;
use crate::platform::locale::Locale;
use crate::platform::page::{Page, Slice};
use crate::policy::TAXONOMY;
use crate::vocabulary::{Sensitivity, TagKind, TagState};

/// Rows that one statement carries: below the 32 766 parameters that SQLite takes.
const ROWS_PER_STATEMENT: usize = 1_000;

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
        pub search_text: String,
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

    fn row(&self) -> tag::ActiveModel {
        tag::ActiveModel {
            id: Set(self.id),
            version: Set(self.version),
            kind: Set(self.kind),
            state: Set(self.state),
            merged_into_id: Set(self.merged_into),
            image_id: Set(self.image),
            sensitivity: Set(Json(self.sensitivity.clone())),
            wikidata_id: Set(self.wikidata_id.clone()),
            media_topic_id: Set(self.media_topic_id.clone()),
            ad_categories: Set(Json(self.ad_categories.clone())),
        }
    }

    fn text_rows(&self) -> impl Iterator<Item = text::ActiveModel> {
        self.texts.iter().map(|(locale, text)| text::ActiveModel {
            tag_id: Set(self.id),
            locale: Set(*locale),
            name: Set(text.name.clone()),
            folded_name: Set(self.holds_names().then(|| text.folded_name())),
            search_text: Set(text.search_text()),
            sort_key: Set(text.sort_key(*locale)),
            slug: Set(text.slug.clone()),
            description: Set(text.description.clone()),
            aliases: Set(Json(text.aliases.clone())),
            kind: Set(self.kind),
        })
    }
}

/// Tags that the caller may see: all for the staff, active ones for readers.
fn visible(call: &Call) -> Select<tag::Entity> {
    let find = tag::Entity::find();
    if call.actor().holds(TAXONOMY) {
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

/// The tag at an address word; a merged or retired tag's word gives none.
///
/// # Errors
/// Those of the database.
pub async fn by_slug(call: &Call, locale: Locale, slug: &str) -> Result<Option<Tag>> {
    let owners = Query::select()
        .column(text::Column::TagId)
        .from(text::Entity)
        .and_where(text::Column::Locale.eq(locale))
        .and_where(text::Column::Slug.eq(slug))
        .to_owned();
    let rows = visible(call)
        .filter(tag::Column::Id.in_subquery(owners))
        .filter(tag::Column::State.is_in([TagState::Active, TagState::Hidden]))
        .find_with_related(text::Entity)
        .all(call.db())
        .await?;
    Ok(rows.into_iter().next().map(Tag::of))
}

/// Tags for the newsroom in the order of [`Tag::sort_key`]; merged ones are left out. With a
/// `query`, those that have a name or another spelling with it inside, in any language.
///
/// # Errors
/// Those of the database.
pub async fn list(
    call: &Call,
    default: Locale,
    (query, kinds): (Option<&str>, &[TagKind]),
    page: &Page<(String, TagId)>,
) -> Result<Slice<Tag>> {
    let key = sort_key(default);
    let id = || Expr::col((tag::Entity, tag::Column::Id));
    let mut find = visible(call)
        .select_only()
        .column(tag::Column::Id)
        .inner_join(text::Entity)
        .filter(tag::Column::State.ne(TagState::Merged))
        .group_by(tag::Column::Id)
        .order_by(key.clone(), Order::Asc)
        .order_by_asc(tag::Column::Id)
        .limit(u64::from(page.size) + 1);
    if !kinds.is_empty() {
        find = find.filter(tag::Column::Kind.is_in(kinds.iter().copied()));
    }
    if let Some(words) = query.map(fold).filter(|words| !words.is_empty()) {
        find = find.filter(tag::Column::Id.in_subquery(spelled(&words)));
    }
    if let Some((name, last)) = &page.after {
        let same = key.clone().eq(name.as_str()).and(id().gt(*last));
        find = find.having(key.gt(name.as_str()).or(same));
    }
    let ids: Vec<TagId> = find.into_tuple().all(call.db()).await?;
    let mut tags = by_ids(call, &ids).await?;
    let rows = ids.iter().filter_map(|id| tags.remove(id)).collect();
    Ok(Slice::of(page, rows))
}

/// [`Tag::sort_key`] of the tags of a grouped query.
fn sort_key(default: Locale) -> Expr {
    let key = || Expr::col((text::Entity, text::Column::SortKey));
    let is_default = Expr::col((text::Entity, text::Column::Locale)).eq(default);
    let own = Expr::Case(Box::new(CaseStatement::new().case(is_default, key()))).max();
    Expr::from(Func::coalesce([own, key().min()]))
}

/// Ids of tags with a name or another spelling that contains `words`.
fn spelled(words: &str) -> SelectStatement {
    let escaped = words
        .replace('\\', "\\\\")
        .replace('%', "\\%")
        .replace('_', "\\_");
    let pattern = LikeExpr::new(format!("%{escaped}%")).escape('\\');
    Query::select()
        .column(text::Column::TagId)
        .from(text::Entity)
        .and_where(Expr::col(text::Column::SearchText).like(pattern))
        .to_owned()
}

/// A name that is somebody else's within its language and kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Namesake {
    /// The tag that was to have the name.
    pub tag: TagId,
    /// The language.
    pub locale: Locale,
    /// The tag that has it.
    pub holder: TagId,
}

/// Which names of `tags` other tags have, or two of `tags` are both to have.
pub(super) async fn namesakes(conn: &DatabaseTransaction, tags: &[&Tag]) -> Result<Vec<Namesake>> {
    let mut holders = HashMap::new();
    for tags in tags.chunks(ROWS_PER_STATEMENT) {
        for row in conn.query_all(&name_holders(tags)).await? {
            let name: (Locale, TagKind, String) =
                (row.try_get_by(0)?, row.try_get_by(1)?, row.try_get_by(2)?);
            let holder: TagId = row.try_get_by(3)?;
            holders.insert(name, holder);
        }
    }
    holders.retain(|_, holder| !tags.iter().any(|tag| tag.id == *holder));
    let mut namesakes = Vec::new();
    for tag in tags.iter().filter(|tag| tag.holds_names()) {
        for (locale, text) in &tag.texts {
            let name = (*locale, tag.kind, text.folded_name());
            let holder = *holders.entry(name).or_insert(tag.id);
            if holder != tag.id {
                namesakes.push(Namesake {
                    tag: tag.id,
                    locale: *locale,
                    holder,
                });
            }
        }
    }
    Ok(namesakes)
}

/// Who has the names of `tags`, whatever their kind.
fn name_holders(tags: &[&Tag]) -> SelectStatement {
    let mut names: BTreeMap<Locale, Vec<String>> = BTreeMap::new();
    for (locale, text) in tags.iter().flat_map(|tag| &tag.texts) {
        names.entry(*locale).or_default().push(text.folded_name());
    }
    let of_locale = |(locale, names): (Locale, Vec<String>)| {
        text::Column::Locale
            .eq(locale)
            .and(text::Column::FoldedName.is_in(names))
    };
    let any = names
        .into_iter()
        .map(of_locale)
        .fold(Condition::any(), Condition::add);
    Query::select()
        .columns([
            text::Column::Locale,
            text::Column::Kind,
            text::Column::FoldedName,
            text::Column::TagId,
        ])
        .from(text::Entity)
        .cond_where(any)
        .to_owned()
}

/// Locks tags in the order of their ids, so that two merges never wait for each other.
pub(super) async fn lock(
    conn: &DatabaseTransaction,
    ids: &[TagId],
) -> Result<BTreeMap<TagId, Tag>> {
    let rows = tag::Entity::find()
        .filter(tag::Column::Id.is_in(ids.iter().copied()))
        .order_by_asc(tag::Column::Id)
        .lock_exclusive()
        .all(conn)
        .await?;
    let texts = rows.load_many(text::Entity, conn).await?;
    let tags = rows.into_iter().zip(texts).map(Tag::of);
    Ok(tags.map(|tag| (tag.id, tag)).collect())
}

/// Writes tags as they are now, new ones and old ones, in few statements.
pub(super) async fn save(permit: &Permit<'_>, tags: &[Tag]) -> Result<()> {
    for tag in tags {
        let words = tag.texts.values().map(|text| text.slug.clone());
        permit.changes(|| Change::of(tag.id).named(words));
    }
    for tags in tags.chunks(ROWS_PER_STATEMENT) {
        let every = tag::Column::iter().filter(|column| !matches!(column, tag::Column::Id));
        let renew = OnConflict::column(tag::Column::Id)
            .update_columns(every)
            .to_owned();
        tag::Entity::insert_many(tags.iter().map(Tag::row))
            .on_conflict(renew)
            .exec_without_returning(permit.conn())
            .await?;
        text::Entity::delete_many()
            .filter(text::Column::TagId.is_in(tags.iter().map(|tag| tag.id)))
            .exec(permit.conn())
            .await?;
    }
    let texts: Vec<_> = tags.iter().flat_map(Tag::text_rows).collect();
    for texts in texts.chunks(ROWS_PER_STATEMENT) {
        text::Entity::insert_many(texts.iter().cloned())
            .exec_without_returning(permit.conn())
            .await?;
    }
    Ok(())
}

/// Leads tags that had been merged into `from` straight to `into`.
pub(super) async fn flatten(permit: &Permit<'_>, from: TagId, into: TagId) -> Result<()> {
    tag::Entity::update_many()
        .col_expr(tag::Column::MergedIntoId, Expr::val(into))
        .filter(tag::Column::MergedIntoId.eq(from))
        .exec(permit.conn())
        .await?;
    Ok(())
}
