//! What the staff reads: stories of any state, their translations, texts and lists.

use std::collections::{BTreeSet, HashMap};

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Expr, ExprTrait, Query, SelectStatement};
use sea_orm::{QueryOrder, QuerySelect};

use super::history;
use super::rows::{self, article, article_tag, draft, revision, translation};
use super::seen::{of_visible_article, of_visible_translation, visible, visible_translations};
use super::write::lists;
use crate::app::{Call, Result};
use crate::articles::domain::{Article, Content, Revision, Translation};
use crate::platform::ids::{ArticleId, RevisionId, SectionId, TagId, TranslationId};
use crate::platform::locale::Locale;
use crate::platform::page::{Page, Slice};
use crate::vocabulary::{ArticleKind, DraftState, LiveState};

pub use super::archive::archive;
pub use super::board::{BoardFilter, BoardKey, BoardOrder, board, board_count, stories_showing};
pub use super::comments::{comments, comments_by_ids};
pub use super::corrections::{correction, corrections};
pub use super::listed::{KnownBy, Listed, PageRead, in_edition, upcoming};
pub use super::listing::{
    Candidate, ListKey, ListOrder, ListQuery, beside, candidates, count, list, page_of,
};
pub use super::locks::leases;
pub use super::mapped::{Mapped, next_number, numbered};
pub use super::planned::planned;
pub use super::publications::{
    StoryKey, Version, contents, published, story, version_of, versions,
};
pub use super::queue::{QueueKey, Waiting, queue, queue_count};
pub use super::seen::{kept_from, kept_secret};
pub use super::withdrawals::{last_withdrawn, withdrawn};

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
        let one = Translation::from(row).at(call.now());
        found.entry(one.article_id).or_default().push(one);
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
    let read = rows
        .into_iter()
        .map(|row| (row.id, Translation::from(row).at(call.now())));
    Ok(read.collect())
}

/// The kept texts of a translation, newest first. A caller who may not see the translation gets
/// none.
///
/// # Errors
/// Those of the database.
pub async fn revisions_of(
    call: &Call,
    id: TranslationId,
    page: &Page<i32>,
) -> Result<Slice<Revision>> {
    if !translations(call, &[id]).await?.contains_key(&id) {
        return Ok(Slice {
            items: Vec::new(),
            has_next: false,
            has_previous: false,
        });
    }
    let mut find = revision::Entity::find().filter(revision::Column::TranslationId.eq(id));
    if let Some(after) = page.after {
        find = find.filter(revision::Column::Number.lt(after));
    }
    let find = find
        .order_by_desc(revision::Column::Number)
        .limit(u64::from(page.size) + 1);
    let rows = history::whole(call.db(), find).all(call.db()).await?;
    let slice = Slice::of(page, rows);
    let items = slice.items.into_iter().map(Revision::try_from);
    Ok(Slice {
        items: items.collect::<Result<_>>()?,
        has_next: slice.has_next,
        has_previous: slice.has_previous,
    })
}

/// Kept texts of a translation by their numbers, in one statement beside that of the translation.
/// A caller who may not see the translation gets none.
///
/// # Errors
/// Those of the database.
pub async fn revisions_numbered(
    call: &Call,
    id: TranslationId,
    numbers: &[i32],
) -> Result<HashMap<i32, Revision>> {
    if !translations(call, &[id]).await?.contains_key(&id) {
        return Ok(HashMap::new());
    }
    let find = revision::Entity::find()
        .filter(revision::Column::TranslationId.eq(id))
        .filter(revision::Column::Number.is_in(numbers.iter().copied()));
    let rows = history::whole(call.db(), find).all(call.db()).await?;
    let read = rows.into_iter().map(Revision::try_from);
    let numbered = read.map(|kept| kept.map(|kept| (kept.number, kept)));
    numbered.collect()
}

/// The story of the standing page with this address word, whatever its state.
///
/// # Errors
/// Those of the database.
pub async fn page_at(call: &Call, locale: Locale, slug: &str) -> Result<Option<ArticleId>> {
    let page = visible_translations(call)
        .inner_join_article()
        .filter(translation::Column::Locale.eq(locale))
        .filter(translation::Column::Slug.eq(slug))
        .filter(article::Column::Kind.eq(ArticleKind::Page))
        .one(call.db())
        .await?;
    Ok(page.map(|page| page.article_id))
}

/// Kept texts by id. A caller who may not see the translation gets none.
///
/// # Errors
/// Those of the database.
pub async fn revisions(call: &Call, ids: &[RevisionId]) -> Result<HashMap<RevisionId, Revision>> {
    if ids.is_empty() || call.demand(crate::policy::STORIES).is_err() {
        return Ok(HashMap::new());
    }
    let find = revision::Entity::find()
        .filter(revision::Column::Id.is_in(ids.iter().copied()))
        .filter(of_visible_translation(
            call,
            revision::Column::TranslationId,
        ));
    let rows = history::whole(call.db(), find).all(call.db()).await?;
    let read = rows.into_iter().map(Revision::try_from);
    read.map(|kept| kept.map(|kept| (kept.id, kept))).collect()
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

/// Joins the story of a translation.
pub(super) trait JoinArticle {
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

/// Stories that carry any of the tags.
fn tagged(tags: &[TagId]) -> SelectStatement {
    Query::select()
        .column(article_tag::Column::ArticleId)
        .from(article_tag::Entity)
        .and_where(Expr::col(article_tag::Column::TagId).is_in(tags.iter().copied()))
        .to_owned()
}

/// How many stories, of those that the caller may see, carry each tag: of any state, and live ones.
///
/// # Errors
/// Those of the database.
pub async fn tag_usage(call: &Call, tags: &[TagId]) -> Result<HashMap<TagId, (i64, i64)>> {
    if tags.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = article_tag::Entity::find()
        .filter(article_tag::Column::TagId.is_in(tags.iter().copied()))
        .filter(of_visible_article(call, article_tag::Column::ArticleId))
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

/// How many stories, of those that the caller may see, have each section as their primary one.
///
/// # Errors
/// Those of the database.
pub async fn section_usage(call: &Call, sections: &[SectionId]) -> Result<HashMap<SectionId, i64>> {
    if sections.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = visible(call)
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
