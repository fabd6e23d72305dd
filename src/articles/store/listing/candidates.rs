//! Stories that may fill the positions of a front: the newest of several lists at once.

use sea_orm::sea_query::{
    Alias, Expr, ExprTrait, Order as Direction, Query, SelectStatement, UnionType,
};
use sea_orm::{ConnectionTrait, FromQueryResult};

use super::{ListKey, ListQuery, under_any};
use crate::app::{Call, Result};
use crate::articles::store::rows::publication;
use crate::platform::clock::Instant;
use crate::platform::ids::{ArticleId, PublicationId, SectionId};
use crate::platform::page::Page;

/// A story that may fill a position, as much of it as the choice needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Candidate {
    /// The story.
    pub article: ArticleId,
    /// Its publication.
    pub publication: PublicationId,
    /// Its section.
    pub section: SectionId,
    /// Its moment in lists.
    pub listed_at: Instant,
    /// Its number.
    pub number: i64,
}

impl Candidate {
    /// Its place in lists.
    pub const fn key(&self) -> ListKey {
        ListKey(self.listed_at.0, self.number)
    }
}

#[derive(FromQueryResult)]
struct CandidateRow {
    place: i32,
    article_id: ArticleId,
    id: PublicationId,
    section_id: SectionId,
    listed_at: Instant,
    number: i64,
}

/// The newest stories of several lists at once, at most so many of each, in one statement.
///
/// # Errors
/// Those of the database.
pub async fn candidates(call: &Call, wanted: &[(ListQuery, u32)]) -> Result<Vec<Vec<Candidate>>> {
    let mut found = vec![Vec::new(); wanted.len()];
    let mut parts = wanted
        .iter()
        .enumerate()
        .map(|(place, (query, size))| candidates_of(place, query, *size, call));
    let Some(mut all) = parts.next() else {
        return Ok(found);
    };
    for part in parts {
        all.union(UnionType::All, part);
    }
    let rows = call.db().query_all(&all).await?;
    for row in &rows {
        let row = CandidateRow::from_query_result(row, "")?;
        if let Some(list) = usize::try_from(row.place)
            .ok()
            .and_then(|place| found.get_mut(place))
        {
            list.push(Candidate {
                article: row.article_id,
                publication: row.id,
                section: row.section_id,
                listed_at: row.listed_at,
                number: row.number,
            });
        }
    }
    for list in &mut found {
        list.sort_by_key(|one| std::cmp::Reverse((one.listed_at, one.number)));
    }
    Ok(found)
}

/// The newest stories of one list, marked with the list's place.
fn candidates_of(place: usize, query: &ListQuery, size: u32, call: &Call) -> SelectStatement {
    use publication::Column as C;
    let page = Page::first(size.saturating_sub(1));
    let terms = query.terms();
    let mut inner = Query::select();
    inner
        .expr_as(Expr::val(place as i32), "place")
        .columns([C::ArticleId, C::Id, C::SectionId, C::ListedAt, C::Number].map(qualified))
        .from(publication::Entity);
    match terms.split_first() {
        Some((driver, others)) => {
            let ids = under_any(driver, others, query, &page, call);
            inner.and_where(Expr::col(qualified(C::Id)).in_subquery(ids));
        }
        None => {
            inner.cond_where(query.conditions(call));
        }
    }
    inner
        .order_by(qualified(C::ListedAt), Direction::Desc)
        .order_by(qualified(C::Number), Direction::Desc)
        .limit(u64::from(size));
    let columns = [
        "place",
        "article_id",
        "id",
        "section_id",
        "listed_at",
        "number",
    ];
    let name = Alias::new(format!("z{place}"));
    Query::select()
        .columns(columns)
        .from_subquery(inner, name)
        .to_owned()
}

const fn qualified(column: publication::Column) -> (publication::Entity, publication::Column) {
    (publication::Entity, column)
}
