//! Stories themselves.

use std::collections::BTreeSet;

use sea_orm::ActiveValue::NotSet;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Expr, Query};
use sea_orm::{IntoActiveModel, QuerySelect};

use super::STORIES_PER_STATEMENT;
use super::lists::{insert_lists, lists};
use crate::app::{Permit, Result, Tx};
use crate::articles::domain::Article;
use crate::articles::store::insert::insert as insert_rows;
use crate::articles::store::rows::{
    self, article, article_contribution, article_related, article_section, article_tag, translation,
};
use crate::platform::ids::{ArticleId, TranslationId};

/// Locks a story and reads it with its lists.
pub async fn lock(tx: &Tx, id: ArticleId) -> Result<Option<Article>> {
    lock_one(tx, article::Column::Id.eq(id)).await
}

/// Locks the story of a translation and reads it with its lists.
pub async fn lock_story_of(tx: &Tx, id: TranslationId) -> Result<Option<Article>> {
    let story = Query::select()
        .column(translation::Column::ArticleId)
        .from(translation::Entity)
        .and_where(translation::Column::Id.eq(id))
        .to_owned();
    lock_one(tx, article::Column::Id.in_subquery(story)).await
}

async fn lock_one(tx: &Tx, is_it: Expr) -> Result<Option<Article>> {
    let row = article::Entity::find()
        .filter(is_it)
        .filter(article::Column::TrashedAt.is_null())
        .lock_exclusive()
        .one(tx.conn())
        .await?;
    let Some(row) = row else { return Ok(None) };
    let id = row.id;
    let mut lists = lists(tx.conn(), &[id]).await?;
    Ok(Some(rows::article_of(
        row,
        lists.remove(&id).unwrap_or_default(),
    )))
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

/// Throws a story away; nobody sees it from now on.
pub async fn trash(permit: &Permit<'_>, id: ArticleId) -> Result<()> {
    article::Entity::update_many()
        .col_expr(article::Column::TrashedAt, Expr::val(permit.call().now()))
        .filter(article::Column::Id.eq(id))
        .exec(permit.conn())
        .await?;
    Ok(())
}
