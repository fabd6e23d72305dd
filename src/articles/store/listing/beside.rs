//! What stands beside a tag in its stories, and how many stories link to one.

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Expr, ExprTrait, Order as Direction, Query};
use sea_orm::{ConnectionTrait, QuerySelect};

use super::{ListQuery, on_view, under_term};
use crate::app::{Call, Result, Tx};
use crate::articles::store::rows::{publication, term};
use crate::platform::ids::{ArticleId, TagId, TypedId};
use crate::platform::locale::Locale;
use crate::platform::page::Page;

/// Terms that stand beside `tag` in its newest stories, the most frequent first.
///
/// # Errors
/// Those of the database.
pub async fn beside(call: &Call, locale: Locale, tag: TagId, most: u64) -> Result<Vec<Uuid>> {
    let newest = under_term(
        tag.uuid(),
        &ListQuery::all(locale),
        &Page::first(NEWEST_OF_A_TAG),
        call,
        &[],
    );
    let query = Query::select()
        .column(term::Column::TermId)
        .from(term::Entity)
        .and_where(Expr::col(term::Column::PublicationId).in_subquery(newest))
        .and_where(Expr::col(term::Column::TermId).ne(tag.uuid()))
        .group_by_col(term::Column::TermId)
        .order_by_expr(
            Expr::col(term::Column::PublicationId).count(),
            Direction::Desc,
        )
        .order_by(term::Column::TermId, Direction::Asc)
        .limit(most)
        .to_owned();
    let rows = call.db().query_all(&query).await?;
    Ok(rows
        .iter()
        .map(|row| row.try_get_by(0))
        .collect::<Result<Vec<Uuid>, DbErr>>()?)
}

/// How many of a tag's stories tell what it stands beside.
const NEWEST_OF_A_TAG: u32 = 100;

/// How many live publications link to a story.
pub async fn links_to(tx: &Tx, id: ArticleId) -> Result<i64> {
    let linking = Query::select()
        .column(term::Column::PublicationId)
        .from(term::Entity)
        .and_where(Expr::col(term::Column::TermId).eq(id.uuid()))
        .to_owned();
    let find = publication::Entity::find()
        .select_only()
        .column_as(publication::Column::Id.count(), "count")
        .filter(on_view(tx.call()))
        .filter(publication::Column::ArticleId.ne(id))
        .filter(Expr::col((publication::Entity, publication::Column::Id)).in_subquery(linking));
    Ok(find
        .into_tuple::<i64>()
        .one(tx.conn())
        .await?
        .unwrap_or_default())
}
