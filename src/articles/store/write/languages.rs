//! What the languages of a story tell only together.

use sea_orm::JoinType;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Alias, Expr, ExprTrait, Query, SelectStatement};

use super::STORIES_PER_STATEMENT;
use crate::app::{Permit, Result};
use crate::articles::store::rows::{article, revision, translation};
use crate::platform::ids::ArticleId;

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
