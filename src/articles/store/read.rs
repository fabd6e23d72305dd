//! What the staff reads: stories of any state, their translations, texts and lists.

use std::collections::{BTreeSet, HashMap};

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Condition, Expr, ExprTrait, Query, SelectStatement};
use sea_orm::{QueryOrder, QuerySelect};
use serde::{Deserialize, Serialize};

use super::rows::{
    self, article, article_contribution, article_section, article_tag, draft, revision, translation,
};
use super::write::lists;
use crate::app::{Call, Result};
use crate::articles::domain::{Article, Content, Revision, Translation};
use crate::platform::clock::Instant;
use crate::platform::ids::{
    ArticleId, AuthorId, RevisionId, SectionId, TagId, TranslationId, UserId,
};
use crate::platform::locale::Locale;
use crate::platform::page::{Page, Slice};
use crate::policy::{Permission, Readable};
use crate::vocabulary::{ArticleKind, DraftState, LiveState};

pub use super::archive::archive;
pub use super::corrections::{correction, corrections};
pub use super::listing::{
    Candidate, ListKey, ListOrder, ListQuery, beside, candidates, count, list,
};
pub use super::publications::{
    StoryKey, Version, contents, published, story, version_of, versions,
};

/// Stories that the caller may see in any state: those with a translation in one of the locales
/// that CONTENT_READ reaches.
fn visible(call: &Call) -> Select<article::Entity> {
    let find = article::Entity::find();
    match call.actor().readable(Permission::ContentRead) {
        Readable::All => find,
        Readable::Nothing => find.filter(Condition::any().add(Expr::val(1).eq(2))),
        Readable::Locales(locales) => {
            let readable = Query::select()
                .column(translation::Column::ArticleId)
                .from(translation::Entity)
                .and_where(Expr::col(translation::Column::Locale).is_in(locales))
                .to_owned();
            find.filter(Expr::col((article::Entity, article::Column::Id)).in_subquery(readable))
        }
    }
}

/// Translations that the caller may see in any state.
fn visible_translations(call: &Call) -> Select<translation::Entity> {
    let find = translation::Entity::find();
    match call.actor().readable(Permission::ContentRead) {
        Readable::All => find,
        Readable::Nothing => find.filter(Condition::any().add(Expr::val(1).eq(2))),
        Readable::Locales(locales) => find.filter(translation::Column::Locale.is_in(locales)),
    }
}

/// Stories by id, whatever their state; unknown ones are left out.
///
/// # Errors
/// Those of the database.
pub async fn by_ids(call: &Call, ids: &[ArticleId]) -> Result<HashMap<ArticleId, Article>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let find = visible(call).filter(article::Column::Id.is_in(ids.iter().copied()));
    let found = with_lists(call, find.all(call.db()).await?).await?;
    Ok(found
        .into_iter()
        .map(|article| (article.id, article))
        .collect())
}

async fn with_lists(call: &Call, rows: Vec<article::Model>) -> Result<Vec<Article>> {
    let ids: Vec<ArticleId> = rows.iter().map(|row| row.id).collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut lists = lists(call.db(), &ids).await?;
    let read = rows.into_iter().map(|row| {
        let of = lists.remove(&row.id).unwrap_or_default();
        rows::article_of(row, of)
    });
    Ok(read.collect())
}

/// The story with a short number, whatever its state.
///
/// # Errors
/// Those of the database.
pub async fn by_number(call: &Call, number: i64) -> Result<Option<Article>> {
    let rows = visible(call)
        .filter(article::Column::Number.eq(number))
        .all(call.db())
        .await?;
    Ok(with_lists(call, rows).await?.into_iter().next())
}

/// Which stories have these short numbers.
///
/// # Errors
/// Those of the database.
pub async fn by_numbers(call: &Call, numbers: &[i64]) -> Result<HashMap<i64, ArticleId>> {
    let find = visible(call)
        .filter(article::Column::Number.is_in(numbers.iter().copied()))
        .select_only()
        .columns([article::Column::Number, article::Column::Id]);
    match numbers {
        [] => Ok(HashMap::new()),
        _ => Ok(find
            .into_tuple()
            .all(call.db())
            .await?
            .into_iter()
            .collect()),
    }
}

/// Translations of stories, whatever their state, in the order that they were opened.
///
/// # Errors
/// Those of the database.
pub async fn translations_of(
    call: &Call,
    ids: &[ArticleId],
) -> Result<HashMap<ArticleId, Vec<Translation>>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = visible_translations(call)
        .filter(translation::Column::ArticleId.is_in(ids.iter().copied()))
        .order_by_asc(translation::Column::CreatedAt)
        .order_by_asc(translation::Column::Id)
        .all(call.db())
        .await?;
    let mut found: HashMap<ArticleId, Vec<Translation>> = HashMap::new();
    for row in rows {
        found.entry(row.article_id).or_default().push(row.into());
    }
    Ok(found)
}

/// Translations by id, whatever their state.
///
/// # Errors
/// Those of the database.
pub async fn translations(
    call: &Call,
    ids: &[TranslationId],
) -> Result<HashMap<TranslationId, Translation>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = visible_translations(call)
        .filter(translation::Column::Id.is_in(ids.iter().copied()))
        .all(call.db())
        .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.into())).collect())
}

/// Kept texts by id. A caller who may not see the translation gets none.
///
/// # Errors
/// Those of the database.
pub async fn revisions(call: &Call, ids: &[RevisionId]) -> Result<HashMap<RevisionId, Revision>> {
    if ids.is_empty() || call.demand(crate::policy::STORIES).is_err() {
        return Ok(HashMap::new());
    }
    let rows = revision::Entity::find()
        .filter(revision::Column::Id.is_in(ids.iter().copied()))
        .all(call.db())
        .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.into())).collect())
}

/// The texts that an editor opens: the working copy where a draft is open, else the live text.
///
/// # Errors
/// Those of the database.
pub async fn working_contents(
    call: &Call,
    translations: &[Translation],
) -> Result<HashMap<TranslationId, Content>> {
    let (open, closed): (Vec<_>, Vec<_>) = translations
        .iter()
        .partition(|one| one.draft_state != DraftState::None);
    let mut found = HashMap::new();
    if !open.is_empty() && call.demand(crate::policy::STORIES).is_ok() {
        let rows = draft::Entity::find()
            .filter(draft::Column::TranslationId.is_in(open.iter().map(|one| one.id)))
            .all(call.db())
            .await?;
        found.extend(
            rows.into_iter()
                .map(|row| (row.translation_id, row.content.0)),
        );
    }
    let live: Vec<RevisionId> = closed
        .iter()
        .filter_map(|one| one.live_revision_id)
        .collect();
    let mut texts = revisions(call, &live).await?;
    for one in closed {
        if let Some(text) = one.live_revision_id.and_then(|id| texts.remove(&id)) {
            found.insert(one.id, text.content);
        }
    }
    Ok(found)
}

/// What a takedown says of a story at an old address.
///
/// # Errors
/// Those of the database.
pub async fn withdrawn(call: &Call, locale: Locale, key: &StoryKey) -> Result<Option<Translation>> {
    let mut find = translation::Entity::find()
        .inner_join_article()
        .filter(translation::Column::Locale.eq(locale))
        .filter(translation::Column::LiveState.eq(LiveState::Unpublished))
        .filter(translation::Column::WithdrawnAt.lte(call.now()));
    find = match key {
        StoryKey::Number(number) => find.filter(article::Column::Number.eq(*number)),
        StoryKey::Slug(slug) => find.filter(translation::Column::Slug.eq(slug.as_str())),
        StoryKey::Id(id) => find.filter(translation::Column::ArticleId.eq(*id)),
        StoryKey::Translation(id) => find.filter(translation::Column::Id.eq(*id)),
        StoryKey::Page(slug) => find
            .filter(translation::Column::Slug.eq(slug.as_str()))
            .filter(article::Column::Kind.eq(ArticleKind::Page)),
    };
    Ok(find.one(call.db()).await?.map(Into::into))
}

/// Joins the story of a translation.
trait JoinArticle {
    /// Adds the story's columns for conditions.
    fn inner_join_article(self) -> Self;
}

impl JoinArticle for Select<translation::Entity> {
    fn inner_join_article(mut self) -> Self {
        let on = Expr::col((article::Entity, article::Column::Id))
            .equals((translation::Entity, translation::Column::ArticleId));
        QuerySelect::query(&mut self).inner_join(article::Entity, on);
        self
    }
}

/// What the board shows; all given conditions hold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BoardFilter {
    /// Words of the slugline, or a short number.
    pub query: Option<String>,
    /// Kinds of story.
    pub kinds: Vec<ArticleKind>,
    /// Languages that the story has a translation in.
    pub locales: Vec<Locale>,
    /// Draft lanes, of any translation in `locales`.
    pub draft_states: Vec<DraftState>,
    /// Live lanes, of any translation in `locales`.
    pub live_states: Vec<LiveState>,
    /// Sections, primary or secondary.
    pub sections: Vec<SectionId>,
    /// Tags.
    pub tags: Vec<TagId>,
    /// Authors.
    pub authors: Vec<AuthorId>,
    /// Who changed it last.
    pub changed_by: Vec<UserId>,
    /// Changed at this moment or later.
    pub changed_since: Option<Instant>,
    /// Stories that have no translation in this language.
    pub missing_locale: Option<Locale>,
}

/// Order of the board.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum BoardOrder {
    /// Last changed first.
    #[default]
    Changed,
    /// Newest first.
    Created,
}

/// Place of a story on the board: the moment that it is ordered by, and its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct BoardKey(pub i64, pub i64);

impl BoardOrder {
    /// Name of the order in cursors.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Changed => "changed",
            Self::Created => "created",
        }
    }

    const fn column(self) -> article::Column {
        match self {
            Self::Changed => article::Column::ChangedAt,
            Self::Created => article::Column::CreatedAt,
        }
    }

    /// Place of a story in this order.
    pub const fn key(self, article: &Article) -> BoardKey {
        match self {
            Self::Changed => BoardKey(article.changed_at.0, article.number),
            Self::Created => BoardKey(article.created_at.0, article.number),
        }
    }
}

impl BoardFilter {
    fn conditions(&self) -> Condition {
        use article::Column as C;
        let id = || Expr::col((article::Entity, C::Id));
        let mut all = Condition::all();
        if !self.kinds.is_empty() {
            all = all.add(C::Kind.is_in(self.kinds.iter().copied()));
        }
        if !self.changed_by.is_empty() {
            all = all.add(C::ChangedBy.is_in(self.changed_by.iter().copied()));
        }
        if let Some(since) = self.changed_since {
            all = all.add(C::ChangedAt.gte(since));
        }
        if let Some(words) = &self.query {
            let by_name = C::Slugline.contains(words.as_str());
            let by_number = words
                .trim()
                .parse::<i64>()
                .ok()
                .map(|number| C::Number.eq(number));
            all = all.add(Condition::any().add(by_name).add_option(by_number));
        }
        if !self.tags.is_empty() {
            all = all.add(id().in_subquery(tagged(&self.tags)));
        }
        if !self.authors.is_empty() {
            all = all.add(id().in_subquery(written_by(&self.authors)));
        }
        if !self.sections.is_empty() {
            let secondary = id().in_subquery(run_in(&self.sections));
            let primary = C::SectionId.is_in(self.sections.iter().copied());
            all = all.add(Condition::any().add(primary).add(secondary));
        }
        if let Some(lanes) = self.lanes() {
            all = all.add(id().in_subquery(lanes));
        }
        if let Some(missing) = self.missing_locale {
            let has = Query::select()
                .column(translation::Column::ArticleId)
                .from(translation::Entity)
                .and_where(Expr::col(translation::Column::Locale).eq(missing))
                .to_owned();
            all = all.add(id().not_in_subquery(has));
        }
        all
    }

    /// Stories with a translation in the wanted languages and states.
    fn lanes(&self) -> Option<SelectStatement> {
        use translation::Column as C;
        if self.locales.is_empty() && self.draft_states.is_empty() && self.live_states.is_empty() {
            return None;
        }
        let mut select = Query::select();
        select.column(C::ArticleId).from(translation::Entity);
        if !self.locales.is_empty() {
            select.and_where(Expr::col(C::Locale).is_in(self.locales.iter().copied()));
        }
        if !self.draft_states.is_empty() {
            select.and_where(Expr::col(C::DraftState).is_in(self.draft_states.iter().copied()));
        }
        if !self.live_states.is_empty() {
            select.and_where(Expr::col(C::LiveState).is_in(self.live_states.iter().copied()));
        }
        Some(select)
    }
}

fn tagged(tags: &[TagId]) -> SelectStatement {
    Query::select()
        .column(article_tag::Column::ArticleId)
        .from(article_tag::Entity)
        .and_where(Expr::col(article_tag::Column::TagId).is_in(tags.iter().copied()))
        .to_owned()
}

fn written_by(authors: &[AuthorId]) -> SelectStatement {
    Query::select()
        .column(article_contribution::Column::ArticleId)
        .from(article_contribution::Entity)
        .and_where(Expr::col(article_contribution::Column::AuthorId).is_in(authors.iter().copied()))
        .to_owned()
}

fn run_in(sections: &[SectionId]) -> SelectStatement {
    Query::select()
        .column(article_section::Column::ArticleId)
        .from(article_section::Entity)
        .and_where(Expr::col(article_section::Column::SectionId).is_in(sections.iter().copied()))
        .to_owned()
}

/// One page of the board.
///
/// # Errors
/// Those of the database.
pub async fn board(
    call: &Call,
    filter: &BoardFilter,
    order: BoardOrder,
    page: &Page<BoardKey>,
) -> Result<Slice<Article>> {
    let column = (article::Entity, order.column());
    let number = (article::Entity, article::Column::Number);
    let place = || Expr::tuple([Expr::col(column), Expr::col(number)]);
    let key = |key: BoardKey| Expr::tuple([Expr::val(key.0), Expr::val(key.1)]);
    let mut find = visible(call).filter(filter.conditions());
    if let Some(after) = page.after {
        find = find.filter(place().lt(key(after)));
    }
    if let Some(before) = page.before {
        find = find.filter(place().gt(key(before)));
    }
    let direction = if page.backwards {
        sea_orm::Order::Asc
    } else {
        sea_orm::Order::Desc
    };
    let rows = find
        .order_by(Expr::col(column), direction.clone())
        .order_by(Expr::col(number), direction)
        .limit(u64::from(page.size) + 1)
        .all(call.db())
        .await?;
    let slice = Slice::of(page, rows);
    let (has_next, has_previous) = (slice.has_next, slice.has_previous);
    Ok(Slice {
        items: with_lists(call, slice.items).await?,
        has_next,
        has_previous,
    })
}

/// How many stories the board shows in all.
///
/// # Errors
/// Those of the database.
pub async fn board_count(call: &Call, filter: &BoardFilter) -> Result<u64> {
    Ok(visible(call)
        .filter(filter.conditions())
        .count(call.db())
        .await?)
}

/// How many stories carry each tag: of any state, and live ones.
///
/// # Errors
/// Those of the database.
pub async fn tag_usage(call: &Call, tags: &[TagId]) -> Result<HashMap<TagId, (i64, i64)>> {
    if tags.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = article_tag::Entity::find()
        .filter(article_tag::Column::TagId.is_in(tags.iter().copied()))
        .select_only()
        .column(article_tag::Column::TagId)
        .column_as(article_tag::Column::ArticleId.count(), "articles")
        .column_as(live_count(), "live")
        .group_by(article_tag::Column::TagId)
        .into_tuple::<(TagId, i64, i64)>()
        .all(call.db())
        .await?;
    Ok(rows
        .into_iter()
        .map(|(tag, articles, live)| (tag, (articles, live)))
        .collect())
}

/// Counts those rows of a list table whose story is live in any language.
fn live_count() -> sea_orm::sea_query::SimpleExpr {
    let live = Query::select()
        .column(translation::Column::ArticleId)
        .from(translation::Entity)
        .and_where(Expr::col(translation::Column::LiveState).eq(LiveState::Live))
        .to_owned();
    let is_live =
        Expr::col((article_tag::Entity, article_tag::Column::ArticleId)).in_subquery(live);
    let one = Expr::case(is_live, Expr::val(1)).finally(Expr::val(0));
    Expr::expr(one).sum().cast_as("BIGINT")
}

/// How many stories have each section as their primary one.
///
/// # Errors
/// Those of the database.
pub async fn section_usage(call: &Call, sections: &[SectionId]) -> Result<HashMap<SectionId, i64>> {
    if sections.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = article::Entity::find()
        .filter(article::Column::SectionId.is_in(sections.iter().copied()))
        .select_only()
        .column(article::Column::SectionId)
        .column_as(article::Column::Id.count(), "articles")
        .group_by(article::Column::SectionId)
        .into_tuple::<(SectionId, i64)>()
        .all(call.db())
        .await?;
    Ok(rows.into_iter().collect())
}

/// Stories that carry a tag, newest change first.
///
/// # Errors
/// Those of the database.
pub async fn examples_of_tag(call: &Call, tag: TagId, most: u64) -> Result<Vec<ArticleId>> {
    let find = visible(call)
        .filter(Expr::col((article::Entity, article::Column::Id)).in_subquery(tagged(&[tag])))
        .order_by_desc(article::Column::ChangedAt)
        .limit(most);
    let rows = find.all(call.db()).await?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

/// Ids of those among `ids` that exist, whatever their state.
///
/// # Errors
/// Those of the database.
pub async fn existing(call: &Call, ids: &[ArticleId]) -> Result<BTreeSet<ArticleId>> {
    if ids.is_empty() {
        return Ok(BTreeSet::new());
    }
    let rows = visible(call)
        .filter(article::Column::Id.is_in(ids.iter().copied()))
        .select_only()
        .column(article::Column::Id)
        .into_tuple::<ArticleId>()
        .all(call.db())
        .await?;
    Ok(rows.into_iter().collect())
}
