//! Writing articles, translations, revisions, drafts and saves.

use std::collections::{BTreeSet, HashMap};

use sea_orm::ActiveValue::{NotSet, Set};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Alias, Expr, ExprTrait, OnConflict, Query, SelectStatement};
use sea_orm::{DeriveIden, IntoActiveModel, JoinType, QueryOrder, QuerySelect};

pub use super::history::{
    insert_revisions, newest, newest_kept, prune, replace_newest, revision_in, revision_numbered,
};
use super::insert::insert as insert_rows;
use super::rows::{
    self, article, article_contribution, article_related, article_section, article_tag, draft,
    revision, save, translation,
};
use crate::app::{Permit, Result, Tx};
use crate::articles::domain::{Article, Content, Translation};
use crate::platform::clock::Instant;
use crate::platform::db::Json;
use crate::platform::ids::{ArticleId, AuthorId, SectionId, TagId, TranslationId, UserId};

/// Stories that one statement asks for.
const STORIES_PER_STATEMENT: usize = 500;

#[derive(DeriveIden)]
enum ArticleNumbers {
    Table,
    Last,
}

/// Takes the next `count` short numbers and gives the first of them.
pub async fn next_numbers(permit: &Permit<'_>, count: i64) -> Result<i64> {
    let update = Query::update()
        .table(ArticleNumbers::Table)
        .value(
            ArticleNumbers::Last,
            Expr::col(ArticleNumbers::Last).add(count),
        )
        .returning_col(ArticleNumbers::Last)
        .to_owned();
    let row = permit.conn().query_one(&update).await?;
    let row = row.ok_or_else(|| anyhow::anyhow!("the row of article numbers is gone"))?;
    let last: i64 = row.try_get_by(0)?;
    Ok(last - count + 1)
}

/// Keeps future short numbers above those that an import brought along.
pub async fn reserve_numbers(permit: &Permit<'_>, up_to: i64) -> Result<()> {
    let update = Query::update()
        .table(ArticleNumbers::Table)
        .value(ArticleNumbers::Last, up_to)
        .and_where(Expr::col(ArticleNumbers::Last).lt(up_to))
        .to_owned();
    permit.conn().execute(&update).await?;
    Ok(())
}

/// Locks a story and reads it with its lists.
pub async fn lock(tx: &Tx, id: ArticleId) -> Result<Option<Article>> {
    let row = article::Entity::find_by_id(id)
        .filter(article::Column::TrashedAt.is_null())
        .lock_exclusive()
        .one(tx.conn())
        .await?;
    let Some(row) = row else { return Ok(None) };
    let mut lists = lists(tx.conn(), &[id]).await?;
    Ok(Some(rows::article_of(
        row,
        lists.remove(&id).unwrap_or_default(),
    )))
}

/// Locks the translations of a story, as they were last written: what is due since has not
/// happened to them.
pub async fn lock_translations(tx: &Tx, id: ArticleId) -> Result<Vec<Translation>> {
    let rows = translation::Entity::find()
        .filter(translation::Column::ArticleId.eq(id))
        .order_by_asc(translation::Column::CreatedAt)
        .order_by_asc(translation::Column::Id)
        .lock_exclusive()
        .all(tx.conn())
        .await?;
    Ok(rows.into_iter().map(Into::into).collect())
}

/// The story that a translation belongs to.
pub async fn article_of(tx: &Tx, id: TranslationId) -> Result<Option<ArticleId>> {
    let row = translation::Entity::find_by_id(id).one(tx.conn()).await?;
    Ok(row.map(|row| row.article_id))
}

/// The ordered lists of stories, in four statements.
pub async fn lists(
    conn: &impl ConnectionTrait,
    ids: &[ArticleId],
) -> Result<HashMap<ArticleId, rows::Lists>> {
    let mut found: HashMap<ArticleId, rows::Lists> = HashMap::new();
    let ids = || ids.iter().copied();
    let tags = article_tag::Entity::find()
        .filter(article_tag::Column::ArticleId.is_in(ids()))
        .order_by_asc(article_tag::Column::Position);
    for row in tags.all(conn).await? {
        found
            .entry(row.article_id)
            .or_default()
            .tags
            .push(row.tag_id);
    }
    let sections = article_section::Entity::find()
        .filter(article_section::Column::ArticleId.is_in(ids()))
        .order_by_asc(article_section::Column::Position);
    for row in sections.all(conn).await? {
        found
            .entry(row.article_id)
            .or_default()
            .sections
            .push(row.section_id);
    }
    let byline = article_contribution::Entity::find()
        .filter(article_contribution::Column::ArticleId.is_in(ids()))
        .order_by_asc(article_contribution::Column::Position);
    for row in byline.all(conn).await? {
        let part = crate::articles::domain::Contribution {
            author_id: row.author_id,
            role: row.role,
        };
        found
            .entry(row.article_id)
            .or_default()
            .contributions
            .push(part);
    }
    let related = article_related::Entity::find()
        .filter(article_related::Column::ArticleId.is_in(ids()))
        .order_by_asc(article_related::Column::Position);
    for row in related.all(conn).await? {
        found
            .entry(row.article_id)
            .or_default()
            .related
            .push(row.related_id);
    }
    Ok(found)
}

/// Writes new stories with their lists.
pub async fn insert(permit: &Permit<'_>, articles: &[Article]) -> Result<()> {
    let rows = articles.iter().map(article::Model::from);
    insert_rows(
        permit,
        rows.map(IntoActiveModel::into_active_model).collect(),
    )
    .await?;
    insert_lists(permit, articles).await
}

/// Writes a changed story; its lists are written anew.
pub async fn update(permit: &Permit<'_>, changed: &Article) -> Result<()> {
    let id = changed.id;
    let mut row = article::Model::from(changed)
        .into_active_model()
        .reset_all();
    row.id = sea_orm::ActiveValue::Unchanged(id);
    (row.listed_at, row.publish_at) = (NotSet, NotSet);
    article::Entity::update(row).exec(permit.conn()).await?;
    let conn = permit.conn();
    article_tag::Entity::delete_many()
        .filter(article_tag::Column::ArticleId.eq(id))
        .exec(conn)
        .await?;
    article_section::Entity::delete_many()
        .filter(article_section::Column::ArticleId.eq(id))
        .exec(conn)
        .await?;
    article_contribution::Entity::delete_many()
        .filter(article_contribution::Column::ArticleId.eq(id))
        .exec(conn)
        .await?;
    article_related::Entity::delete_many()
        .filter(article_related::Column::ArticleId.eq(id))
        .exec(conn)
        .await?;
    insert_lists(permit, std::slice::from_ref(changed)).await
}

/// The items of a list of each story, numbered, with the story's id.
fn numbered<T: Copy + 'static>(
    articles: &[Article],
    list: fn(&Article) -> &[T],
) -> impl Iterator<Item = (ArticleId, i32, T)> {
    articles.iter().flat_map(move |one| {
        (0..)
            .zip(list(one).iter().copied())
            .map(|(position, item)| (one.id, position, item))
    })
}

async fn insert_lists(permit: &Permit<'_>, articles: &[Article]) -> Result<()> {
    let tags = numbered(articles, |one| &one.tags).map(|(article_id, position, tag_id)| {
        article_tag::Model {
            article_id,
            tag_id,
            position,
        }
        .into_active_model()
    });
    insert_rows(permit, tags.collect()).await?;
    let sections = numbered(articles, |one| &one.secondary_sections).map(
        |(article_id, position, section_id)| {
            article_section::Model {
                article_id,
                section_id,
                position,
            }
            .into_active_model()
        },
    );
    insert_rows(permit, sections.collect()).await?;
    let byline =
        numbered(articles, |one| &one.contributions).map(|(article_id, position, part)| {
            let (author_id, role) = (part.author_id, part.role);
            article_contribution::Model {
                article_id,
                author_id,
                role,
                position,
            }
            .into_active_model()
        });
    insert_rows(permit, byline.collect()).await?;
    let related =
        numbered(articles, |one| &one.related).map(|(article_id, position, related_id)| {
            article_related::Model {
                article_id,
                related_id,
                position,
            }
            .into_active_model()
        });
    insert_rows(permit, related.collect()).await
}

/// Those of the stories that are here already, locked.
pub async fn existing(tx: &Tx, ids: &[ArticleId]) -> Result<BTreeSet<ArticleId>> {
    let mut found = BTreeSet::new();
    for chunk in ids.chunks(STORIES_PER_STATEMENT) {
        let rows = article::Entity::find()
            .filter(article::Column::Id.is_in(chunk.iter().copied()))
            .lock_exclusive()
            .select_only()
            .column(article::Column::Id)
            .into_tuple::<ArticleId>()
            .all(tx.conn())
            .await?;
        found.extend(rows);
    }
    Ok(found)
}

/// Writes new translations.
pub async fn insert_translations(permit: &Permit<'_>, new: &[Translation]) -> Result<()> {
    let rows = new.iter().map(translation::Model::from);
    insert_rows(
        permit,
        rows.map(IntoActiveModel::into_active_model).collect(),
    )
    .await
}

/// Writes a changed translation.
pub async fn update_translation(permit: &Permit<'_>, changed: &Translation) -> Result<()> {
    let mut row = translation::Model::from(changed)
        .into_active_model()
        .reset_all();
    row.id = sea_orm::ActiveValue::Unchanged(changed.id);
    row.source_revision = NotSet;
    translation::Entity::update(row).exec(permit.conn()).await?;
    note_languages(permit, vec![changed.article_id]).await
}

/// Writes down what lists go by and the languages of a story tell only together: where it stands on
/// the board, and which text of the source each language has to follow.
pub async fn note_languages(permit: &Permit<'_>, mut stories: Vec<ArticleId>) -> Result<()> {
    stories.dedup();
    for some in stories.chunks(STORIES_PER_STATEMENT) {
        let source = Expr::SubQuery(None, Box::new(live_number_of_source().into()));
        translation::Entity::update_many()
            .col_expr(translation::Column::SourceRevision, source)
            .filter(translation::Column::ArticleId.is_in(some.iter().copied()))
            .filter(translation::Column::BasedOnRevision.is_not_null())
            .exec(permit.conn())
            .await?;
        article::Entity::update_many()
            .col_expr(
                article::Column::ListedAt,
                of_languages(translation::Column::ListedAt.max()),
            )
            .col_expr(
                article::Column::PublishAt,
                of_languages(translation::Column::PublishAt.min()),
            )
            .filter(article::Column::Id.is_in(some.iter().copied()))
            .exec(permit.conn())
            .await?;
    }
    Ok(())
}

/// Number of the text that readers of the source of a translation get.
fn live_number_of_source() -> SelectStatement {
    use translation::Column as C;
    let name = Alias::new("source");
    let source = |column: C| Expr::col((Alias::new("source"), column));
    let story = |column| Expr::col((article::Entity, column));
    let is_source = source(C::ArticleId)
        .equals((article::Entity, article::Column::Id))
        .and(source(C::Locale).equals((article::Entity, article::Column::SourceLocale)));
    let is_live = Expr::col((revision::Entity, revision::Column::Id))
        .equals((name.clone(), C::LiveRevisionId));
    Query::select()
        .column((revision::Entity, revision::Column::Number))
        .from(article::Entity)
        .join_as(JoinType::InnerJoin, translation::Entity, name, is_source)
        .inner_join(revision::Entity, is_live)
        .and_where(story(article::Column::Id).equals((translation::Entity, C::ArticleId)))
        .to_owned()
}

/// A value of all languages of a story.
fn of_languages(value: Expr) -> Expr {
    let of_story = Expr::col((translation::Entity, translation::Column::ArticleId))
        .equals((article::Entity, article::Column::Id));
    let found = Query::select()
        .expr(value)
        .from(translation::Entity)
        .and_where(of_story)
        .to_owned();
    Expr::SubQuery(None, Box::new(found.into()))
}

/// Throws a story away; nobody sees it from now on.
pub async fn trash(permit: &Permit<'_>, id: ArticleId) -> Result<()> {
    article::Entity::update_many()
        .col_expr(article::Column::TrashedAt, Expr::val(permit.call().now()))
        .filter(article::Column::Id.eq(id))
        .exec(permit.conn())
        .await?;
    Ok(())
}

/// The working copies of translations.
pub async fn drafts_in(tx: &Tx, ids: &[TranslationId]) -> Result<HashMap<TranslationId, Content>> {
    let rows = draft::Entity::find()
        .filter(draft::Column::TranslationId.is_in(ids.iter().copied()))
        .all(tx.conn())
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.translation_id, row.content.0))
        .collect())
}

/// Writes the working copy of a translation.
pub async fn put_draft(permit: &Permit<'_>, id: TranslationId, content: &Content) -> Result<()> {
    let row = draft::ActiveModel {
        translation_id: Set(id),
        content: Set(Json(content.clone())),
    };
    let replace = OnConflict::column(draft::Column::TranslationId)
        .update_column(draft::Column::Content)
        .to_owned();
    draft::Entity::insert(row)
        .on_conflict(replace)
        .exec_without_returning(permit.conn())
        .await?;
    Ok(())
}

/// Writes the working copies of translations that have none yet.
pub async fn insert_drafts(
    permit: &Permit<'_>,
    drafts: Vec<(TranslationId, Content)>,
) -> Result<()> {
    let rows = drafts.into_iter().map(|(id, content)| draft::ActiveModel {
        translation_id: Set(id),
        content: Set(Json(content)),
    });
    insert_rows(permit, rows.collect()).await
}

/// Closes the draft lane of a translation.
pub async fn drop_draft(permit: &Permit<'_>, id: TranslationId) -> Result<()> {
    draft::Entity::delete_by_id(id).exec(permit.conn()).await?;
    Ok(())
}

/// What one accepted save changed.
#[derive(Debug, Clone, PartialEq)]
pub struct Save {
    /// The version that it made.
    pub version: i32,
    /// Who saved.
    pub account: UserId,
    /// Names of the fields that changed, and `blocks.ID` for blocks.
    pub changed_paths: Vec<String>,
    /// Blocks that changed, came or went.
    pub changed_block_ids: Vec<String>,
    /// Those blocks as they were before; null where there was none.
    pub prior_blocks: serde_json::Map<String, serde_json::Value>,
}

/// How long blocks as they were before a save are kept.
const PRIOR_BLOCKS_MS: i64 = 24 * 60 * 60 * 1000;

/// Notes an accepted save, and forgets old blocks of the same translation.
pub async fn note_save(permit: &Permit<'_>, id: TranslationId, noted: Save) -> Result<()> {
    let now = permit.call().now();
    let row = save::ActiveModel {
        translation_id: Set(id),
        version: Set(noted.version),
        account_id: Set(noted.account),
        saved_at: Set(now),
        changed_paths: Set(Json(noted.changed_paths)),
        changed_block_ids: Set(Json(noted.changed_block_ids)),
        prior_blocks: Set(Some(Json(noted.prior_blocks))),
    };
    save::Entity::insert(row)
        .exec_without_returning(permit.conn())
        .await?;
    save::Entity::update_many()
        .col_expr(
            save::Column::PriorBlocks,
            Expr::val(sea_orm::Value::Json(None)),
        )
        .filter(save::Column::TranslationId.eq(id))
        .filter(save::Column::SavedAt.lt(now.plus_ms(-PRIOR_BLOCKS_MS)))
        .filter(save::Column::PriorBlocks.is_not_null())
        .exec(permit.conn())
        .await?;
    Ok(())
}

/// Forgets saves from before `since`: who saved then sees a conflict, but not what it is about.
pub async fn forget_saves(permit: &Permit<'_>, id: TranslationId, since: Instant) -> Result<()> {
    save::Entity::delete_many()
        .filter(save::Column::TranslationId.eq(id))
        .filter(save::Column::SavedAt.lt(since))
        .exec(permit.conn())
        .await?;
    Ok(())
}

/// Saves of a translation after `version`, oldest first, with the moment of each.
pub async fn saves_after(
    tx: &Tx,
    id: TranslationId,
    version: i32,
) -> Result<Vec<(Save, Instant, bool)>> {
    let rows = save::Entity::find()
        .filter(save::Column::TranslationId.eq(id))
        .filter(save::Column::Version.gt(version))
        .order_by_asc(save::Column::Version)
        .all(tx.conn())
        .await?;
    let read = rows.into_iter().map(|row| {
        let keeps_blocks = row.prior_blocks.is_some();
        let noted = Save {
            version: row.version,
            account: row.account_id,
            changed_paths: row.changed_paths.0,
            changed_block_ids: row.changed_block_ids.0,
            prior_blocks: row.prior_blocks.map(|json| json.0).unwrap_or_default(),
        };
        (noted, row.saved_at, keeps_blocks)
    });
    Ok(read.collect())
}

/// Writes when a story last changed, and by whom, and whether it is archived.
pub async fn touch(permit: &Permit<'_>, changed: &Article) -> Result<()> {
    article::Entity::update_many()
        .col_expr(article::Column::ChangedAt, Expr::val(changed.changed_at))
        .col_expr(article::Column::ChangedBy, Expr::val(changed.changed_by))
        .col_expr(article::Column::ArchivedAt, Expr::val(changed.archived_at))
        .filter(article::Column::Id.eq(changed.id))
        .exec(permit.conn())
        .await?;
    Ok(())
}

/// Whether any story that is not in the trash carries a tag.
pub async fn is_tagged(tx: &Tx, tag: TagId) -> Result<bool> {
    let kept = Query::select()
        .column(article::Column::Id)
        .from(article::Entity)
        .and_where(article::Column::TrashedAt.is_null())
        .to_owned();
    let find = article_tag::Entity::find()
        .filter(article_tag::Column::TagId.eq(tag))
        .filter(article_tag::Column::ArticleId.in_subquery(kept));
    Ok(find.one(tx.conn()).await?.is_some())
}

/// Stories that carry a tag.
pub async fn articles_tagged(tx: &Tx, tag: TagId) -> Result<Vec<ArticleId>> {
    let find = article_tag::Entity::find()
        .select_only()
        .column(article_tag::Column::ArticleId)
        .filter(article_tag::Column::TagId.eq(tag));
    Ok(find.into_tuple().all(tx.conn()).await?)
}

/// Stories that an author has a part in.
pub async fn articles_by(tx: &Tx, author: AuthorId) -> Result<Vec<ArticleId>> {
    let find = article_contribution::Entity::find()
        .select_only()
        .column(article_contribution::Column::ArticleId)
        .distinct()
        .filter(article_contribution::Column::AuthorId.eq(author));
    Ok(find.into_tuple().all(tx.conn()).await?)
}

/// Stories that run in a section, primary or secondary.
pub async fn articles_in(tx: &Tx, section: SectionId) -> Result<Vec<ArticleId>> {
    let primary = article::Entity::find()
        .select_only()
        .column(article::Column::Id)
        .filter(article::Column::SectionId.eq(section));
    let mut found: Vec<ArticleId> = primary.into_tuple().all(tx.conn()).await?;
    let secondary = article_section::Entity::find()
        .select_only()
        .column(article_section::Column::ArticleId)
        .filter(article_section::Column::SectionId.eq(section));
    found.extend(secondary.into_tuple::<ArticleId>().all(tx.conn()).await?);
    found.sort_unstable();
    found.dedup();
    Ok(found)
}
