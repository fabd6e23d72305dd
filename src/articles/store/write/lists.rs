//! The ordered lists of a story: tags, further sections, byline, related stories.

use std::collections::HashMap;

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Expr, ExprTrait, Query, SelectStatement, UnionType};
use sea_orm::{FromQueryResult, IntoActiveModel, Order};

use crate::app::{Permit, Result};
use crate::articles::domain::{Article, Contribution};
use crate::articles::store::insert::insert as insert_rows;
use crate::articles::store::rows::{
    self, article_contribution, article_related, article_section, article_tag,
};
use crate::platform::ids::{ArticleId, AuthorId, SectionId, TagId};
use crate::vocabulary::ContributionRole;

/// One item of a list of a story.
#[derive(FromQueryResult)]
struct Item {
    list: i32,
    article_id: ArticleId,
    item_id: Uuid,
    role: Option<ContributionRole>,
}

const TAGS: i32 = 0;
const SECTIONS: i32 = 1;
const BYLINE: i32 = 2;
const RELATED: i32 = 3;

/// The ordered lists of stories, in one statement.
pub async fn lists(
    conn: &impl ConnectionTrait,
    ids: &[ArticleId],
) -> Result<HashMap<ArticleId, rows::Lists>> {
    let mut all = items(TAGS, ids, article_tag::Column::TagId);
    all.union(
        UnionType::All,
        items(SECTIONS, ids, article_section::Column::SectionId),
    )
    .union(
        UnionType::All,
        items(BYLINE, ids, article_contribution::Column::AuthorId),
    )
    .union(
        UnionType::All,
        items(RELATED, ids, article_related::Column::RelatedId),
    )
    .order_by("position", Order::Asc);
    let mut found: HashMap<ArticleId, rows::Lists> = HashMap::new();
    for row in conn.query_all(&all).await? {
        let item = Item::from_query_result(&row, "")?;
        let of_story = found.entry(item.article_id).or_default();
        match (item.list, item.role) {
            (TAGS, _) => of_story.tags.push(TagId(item.item_id)),
            (SECTIONS, _) => of_story.sections.push(SectionId(item.item_id)),
            (_, Some(role)) => of_story.contributions.push(Contribution {
                author_id: AuthorId(item.item_id),
                role,
            }),
            _ => of_story.related.push(ArticleId(item.item_id)),
        }
    }
    Ok(found)
}

/// The items of one list of stories.
fn items<C: ColumnTrait>(list: i32, ids: &[ArticleId], item: C) -> SelectStatement {
    let role = match list {
        BYLINE => Expr::col(article_contribution::Column::Role),
        _ => Expr::val(None::<String>),
    };
    Query::select()
        .expr_as(Expr::val(list), "list")
        .column("article_id")
        .expr_as(Expr::col(item), "item_id")
        .expr_as(role, "role")
        .column("position")
        .from(C::EntityName::default())
        .and_where(Expr::col("article_id").is_in(ids.iter().copied()))
        .to_owned()
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

pub(super) async fn insert_lists(permit: &Permit<'_>, articles: &[Article]) -> Result<()> {
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
