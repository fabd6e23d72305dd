//! Rows of threads and their answers.

use std::collections::HashMap;

use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Alias, Expr, ExprTrait, Query};
use sea_orm::{IntoActiveModel, QueryOrder, QuerySelect};

use super::rows::entity;
use super::seen::of_visible_translation;
use crate::app::{Call, Permit, Result, Tx};
use crate::articles::domain::{Anchor, Comment, Reply};
use crate::platform::clock::Instant;
use crate::platform::db::Json;
use crate::platform::ids::{CommentId, CommentReplyId, TranslationId, UserId};
use crate::platform::page::{Page, Slice};

entity!(comment, "comments" {
    #[sea_orm(primary_key, auto_increment = false)]
    id: CommentId,
    translation_id: TranslationId,
    author_id: UserId,
    text: String,
    created_at: Instant,
    block_id: Option<String>,
    starts_at: Option<i32>,
    ends_at: Option<i32>,
    quoted_text: Option<String>,
    mentions: Json<Vec<UserId>>,
    resolved_at: Option<Instant>,
    resolved_by: Option<UserId>,
});

entity!(reply, "comment_replies" {
    #[sea_orm(primary_key, auto_increment = false)]
    id: CommentReplyId,
    comment_id: CommentId,
    author_id: UserId,
    text: String,
    created_at: Instant,
});

impl From<comment::Model> for Comment {
    fn from(row: comment::Model) -> Self {
        let quoted = row.quoted_text.unwrap_or_default();
        let anchor = row.block_id.map(|block_id| Anchor {
            block_id,
            range: row.starts_at.zip(row.ends_at),
            quoted,
        });
        Self {
            id: row.id,
            translation_id: row.translation_id,
            author: row.author_id,
            text: row.text,
            created_at: row.created_at,
            anchor,
            mentions: row.mentions.0,
            resolved: row.resolved_at.zip(row.resolved_by),
            replies: Vec::new(),
        }
    }
}

impl From<&Comment> for comment::Model {
    fn from(comment: &Comment) -> Self {
        let anchor = comment.anchor.as_ref();
        let range = anchor.and_then(|anchor| anchor.range);
        Self {
            id: comment.id,
            translation_id: comment.translation_id,
            author_id: comment.author,
            text: comment.text.clone(),
            created_at: comment.created_at,
            block_id: anchor.map(|anchor| anchor.block_id.clone()),
            starts_at: range.map(|(start, _)| start),
            ends_at: range.map(|(_, end)| end),
            quoted_text: anchor.map(|anchor| anchor.quoted.clone()),
            mentions: Json(comment.mentions.clone()),
            resolved_at: comment.resolved.map(|(at, _)| at),
            resolved_by: comment.resolved.map(|(_, by)| by),
        }
    }
}

impl From<reply::Model> for Reply {
    fn from(row: reply::Model) -> Self {
        Self {
            id: row.id,
            author: row.author_id,
            text: row.text,
            created_at: row.created_at,
        }
    }
}

/// Threads on translations that the caller may see.
fn visible(call: &Call) -> Select<comment::Entity> {
    let seen = of_visible_translation(call, comment::Column::TranslationId);
    comment::Entity::find().filter(seen)
}

/// The threads of each of the translations, newest first: one page of each, all of them in two
/// statements. `resolved` keeps the closed ones, or the open ones.
///
/// # Errors
/// Those of the database.
pub async fn comments(
    call: &Call,
    ids: &[TranslationId],
    resolved: Option<bool>,
    page: &Page<CommentId>,
) -> Result<HashMap<TranslationId, Slice<Comment>>> {
    use comment::Column as C;
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let mut ranked = Query::select();
    ranked
        .column(C::Id)
        .expr_as(
            Expr::cust("ROW_NUMBER() OVER (PARTITION BY translation_id ORDER BY id DESC)"),
            "place",
        )
        .from(comment::Entity)
        .and_where(C::TranslationId.is_in(ids.iter().copied()))
        .and_where_option(page.after.map(|after| C::Id.lt(after)))
        .and_where_option(resolved.map(|is_closed| match is_closed {
            true => C::ResolvedAt.is_not_null(),
            false => C::ResolvedAt.is_null(),
        }));
    let first = Query::select()
        .column(C::Id)
        .from_subquery(ranked, Alias::new("ranked"))
        .and_where(Expr::col(Alias::new("place")).lte(i64::from(page.size) + 1))
        .to_owned();
    let rows = visible(call)
        .filter(C::Id.in_subquery(first))
        .order_by_desc(C::Id)
        .all(call.db())
        .await?;
    let threads = with_replies(call, rows).await?;
    let mut found: HashMap<TranslationId, Vec<Comment>> = HashMap::new();
    for thread in threads {
        found.entry(thread.translation_id).or_default().push(thread);
    }
    let pages = found
        .into_iter()
        .map(|(id, rows)| (id, Slice::of(page, rows)));
    Ok(pages.collect())
}

/// Threads by id.
///
/// # Errors
/// Those of the database.
pub async fn comments_by_ids(
    call: &Call,
    ids: &[CommentId],
) -> Result<HashMap<CommentId, Comment>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = visible(call)
        .filter(comment::Column::Id.is_in(ids.iter().copied()))
        .all(call.db())
        .await?;
    let threads = with_replies(call, rows).await?.into_iter();
    Ok(threads.map(|thread| (thread.id, thread)).collect())
}

/// Adds the answers, oldest first, in one statement.
async fn with_replies(call: &Call, rows: Vec<comment::Model>) -> Result<Vec<Comment>> {
    let ids: Vec<CommentId> = rows.iter().map(|row| row.id).collect();
    let mut replies: HashMap<CommentId, Vec<Reply>> = HashMap::new();
    if !ids.is_empty() {
        let found = reply::Entity::find()
            .filter(reply::Column::CommentId.is_in(ids))
            .order_by_asc(reply::Column::Id)
            .all(call.db())
            .await?;
        for row in found {
            replies.entry(row.comment_id).or_default().push(row.into());
        }
    }
    let threads = rows.into_iter().map(|row| {
        let mut thread = Comment::from(row);
        thread.replies = replies.remove(&thread.id).unwrap_or_default();
        thread
    });
    Ok(threads.collect())
}

/// How many open threads each of the translations has, in one statement; none are left out.
///
/// # Errors
/// Those of the database.
pub(in crate::articles) async fn open_threads(
    call: &Call,
    ids: &[TranslationId],
) -> Result<HashMap<TranslationId, i64>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows: Vec<(TranslationId, i64)> = comment::Entity::find()
        .select_only()
        .column(comment::Column::TranslationId)
        .column_as(comment::Column::Id.count(), "open")
        .filter(comment::Column::TranslationId.is_in(ids.iter().copied()))
        .filter(comment::Column::ResolvedAt.is_null())
        .group_by(comment::Column::TranslationId)
        .into_tuple()
        .all(call.db())
        .await?;
    Ok(rows.into_iter().collect())
}

/// A thread, without its answers, and how many those are; locked.
pub(in crate::articles) async fn lock(tx: &Tx, id: CommentId) -> Result<Option<(Comment, u64)>> {
    let row = comment::Entity::find_by_id(id)
        .lock_exclusive()
        .one(tx.conn())
        .await?;
    let Some(row) = row else { return Ok(None) };
    let replies = reply::Entity::find().filter(reply::Column::CommentId.eq(id));
    Ok(Some((row.into(), replies.count(tx.conn()).await?)))
}

/// Writes a new thread.
pub(in crate::articles) async fn insert(permit: &Permit<'_>, thread: &Comment) -> Result<()> {
    comment::Entity::insert(comment::Model::from(thread).into_active_model())
        .exec_without_returning(permit.conn())
        .await?;
    Ok(())
}

/// Writes whether a thread is closed.
pub(in crate::articles) async fn update(permit: &Permit<'_>, thread: &Comment) -> Result<()> {
    let mut row = comment::Model::from(thread).into_active_model().reset_all();
    row.id = sea_orm::ActiveValue::Unchanged(thread.id);
    comment::Entity::update(row).exec(permit.conn()).await?;
    Ok(())
}

/// Writes a new answer.
pub(in crate::articles) async fn insert_reply(
    permit: &Permit<'_>,
    id: CommentId,
    answer: &Reply,
) -> Result<()> {
    let row = reply::ActiveModel {
        id: Set(answer.id),
        comment_id: Set(id),
        author_id: Set(answer.author),
        text: Set(answer.text.clone()),
        created_at: Set(answer.created_at),
    };
    reply::Entity::insert(row)
        .exec_without_returning(permit.conn())
        .await?;
    Ok(())
}
