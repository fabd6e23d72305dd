//! Which stories carry a tag, name an author or run in a section.

use sea_orm::QuerySelect;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::Query;

use crate::app::{Result, Tx};
use crate::articles::store::rows::{article, article_contribution, article_section, article_tag};
use crate::platform::ids::{ArticleId, AuthorId, SectionId, TagId};

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
