//! What search engines are told to look at: live versions by their stories' numbers.

use sea_orm::entity::prelude::*;
use sea_orm::{FromQueryResult, QueryOrder, QuerySelect};

use super::publications::{VERSION, Version, VersionRow, visible};
use super::rows::publication;
use crate::app::{Call, Result};
use crate::platform::clock::Instant;
use crate::platform::ids::ArticleId;
use crate::platform::locale::Locale;

/// A live version of a story, and when readers last found something of substance changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mapped {
    /// The story.
    pub article: ArticleId,
    /// The version.
    pub version: Version,
    /// When it changed, or was published.
    pub changed_at: Instant,
}

#[derive(FromQueryResult)]
struct MappedRow {
    #[sea_orm(nested)]
    version: VersionRow,
    published_at: Instant,
    updated_at: Option<Instant>,
}

/// Versions that lists show and search engines may keep.
fn indexed(call: &Call) -> Select<publication::Entity> {
    visible(call)
        .filter(publication::Column::IsListed.eq(true))
        .filter(publication::Column::IsIndexable.eq(true))
}

/// The least number that is no less than `least`, of stories that search engines may keep in an
/// edition.
///
/// # Errors
/// Those of the database.
pub async fn next_number(call: &Call, locale: Locale, least: i64) -> Result<Option<i64>> {
    let find = indexed(call)
        .select_only()
        .column(publication::Column::Number)
        .filter(publication::Column::Number.gte(least))
        .filter(publication::Column::Locale.eq(locale))
        .order_by_asc(publication::Column::Number)
        .limit(1);
    Ok(find.into_tuple().one(call.db()).await?)
}

/// The versions in all languages of stories with numbers from `least` up to, but not with, `end`, by
/// number.
///
/// # Errors
/// Those of the database.
pub async fn numbered(call: &Call, least: i64, end: i64) -> Result<Vec<Mapped>> {
    let rows = indexed(call)
        .select_only()
        .columns(VERSION)
        .columns([
            publication::Column::PublishedAt,
            publication::Column::UpdatedAt,
        ])
        .filter(publication::Column::Number.gte(least))
        .filter(publication::Column::Number.lt(end))
        .order_by_asc(publication::Column::Number)
        .order_by_asc(publication::Column::Locale)
        .into_model::<MappedRow>()
        .all(call.db())
        .await?;
    let mapped = |row: MappedRow| Mapped {
        article: row.version.article_id,
        changed_at: row.updated_at.unwrap_or(row.published_at),
        version: row.version.into(),
    };
    Ok(rows.into_iter().map(mapped).collect())
}
