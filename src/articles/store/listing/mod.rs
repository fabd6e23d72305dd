//! Lists of what readers see: one statement each, by keyset, whatever the size of the archive.

mod beside;
mod candidates;
mod light;
mod query;

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{
    Alias, Condition, Expr, ExprTrait, Order as Direction, Query, SelectStatement, SimpleExpr,
    UnionType,
};
use sea_orm::{QueryOrder, QuerySelect};

pub use self::beside::{beside, links_to};
pub use self::candidates::{Candidate, candidates};
pub use self::light::LightRow;
pub use self::query::{BREAKING_MS, ListKey, ListOrder, ListQuery};
use super::listed::PageRead;
use super::rows::{publication, term};
use super::seen::known_article;
use crate::app::{Call, Result};
use crate::articles::domain::Publication;
use crate::platform::page::{Page, Slice};

/// Publications that readers get at the moment of the call. Somebody of the newsroom who looks ahead
/// is not shown what an embargo keeps from them.
pub fn on_view(call: &Call) -> Condition {
    let open = Condition::all()
        .add(publication::Column::VisibleFrom.lte(call.now()))
        .add(publication::Column::VisibleUntil.gt(call.now()));
    match call.looks_ahead() {
        Some((actor, at)) => {
            open.add_option(known_article(actor, at, publication::Column::ArticleId))
        }
        None => open,
    }
}

/// `(column, number) < key` or `>`, by which a list goes on.
fn beyond(left: [SimpleExpr; 2], key: ListKey, ascending: bool) -> SimpleExpr {
    let place = Expr::tuple(left);
    let key = Expr::tuple([Expr::val(key.0), Expr::val(key.1)]);
    if ascending {
        place.gt(key)
    } else {
        place.lt(key)
    }
}

fn keyset(page: &Page<ListKey>, order: ListOrder, left: &[SimpleExpr; 2]) -> Condition {
    let after = page
        .after
        .map(|key| beyond(left.clone(), key, order.ascends()));
    let before = page
        .before
        .map(|key| beyond(left.clone(), key, !order.ascends()));
    Condition::all().add_option(after).add_option(before)
}

const fn direction(page: &Page<ListKey>, order: ListOrder) -> Direction {
    if page.backwards == order.ascends() {
        Direction::Desc
    } else {
        Direction::Asc
    }
}

/// Ids of the first `size + 1` publications under one term, by the term's own index.
fn under_term(
    term_id: Uuid,
    query: &ListQuery,
    page: &Page<ListKey>,
    call: &Call,
    others: &[Vec<Uuid>],
) -> SelectStatement {
    let moment = (term::Entity, term::Column::ListedAt);
    let number = (term::Entity, term::Column::Number);
    let left = [Expr::col(moment), Expr::col(number)];
    let mut select = Query::select();
    select
        .column((publication::Entity, publication::Column::Id))
        .from(term::Entity)
        .inner_join(
            publication::Entity,
            Expr::col((publication::Entity, publication::Column::Id))
                .equals((term::Entity, term::Column::PublicationId)),
        )
        .and_where(Expr::col((term::Entity, term::Column::TermId)).eq(term_id))
        .and_where(Expr::col((term::Entity, term::Column::Locale)).eq(query.locale))
        .cond_where(query.conditions(call))
        .cond_where(under_all(others))
        .cond_where(keyset(page, ListOrder::Listed, &left))
        .order_by(moment, direction(page, ListOrder::Listed))
        .order_by(number, direction(page, ListOrder::Listed))
        .limit(u64::from(page.size) + 1);
    select
}

/// Publications that stand under any term of each list.
fn under_all(lists: &[Vec<Uuid>]) -> Condition {
    lists.iter().fold(Condition::all(), |all, list| {
        let held = Query::select()
            .column(term::Column::PublicationId)
            .from(term::Entity)
            .and_where(Expr::col((term::Entity, term::Column::TermId)).is_in(list.iter().copied()))
            .to_owned();
        all.add(Expr::col((publication::Entity, publication::Column::Id)).in_subquery(held))
    })
}

/// The ids that a list by terms is made of: one bounded subquery a term, so that the size of the
/// archive does not matter.
fn under_any(
    terms: &[Uuid],
    others: &[Vec<Uuid>],
    query: &ListQuery,
    page: &Page<ListKey>,
    call: &Call,
) -> SelectStatement {
    let mut wrapped = terms.iter().enumerate().map(|(place, term_id)| {
        let inner = under_term(*term_id, query, page, call, others);
        let name = Alias::new(format!("t{place}"));
        Query::select()
            .column("id")
            .from_subquery(inner, name)
            .to_owned()
    });
    let mut all = wrapped.next().unwrap_or_default();
    for one in wrapped {
        all.union(UnionType::All, one);
    }
    all
}

/// One page of a list.
///
/// # Errors
/// Those of the database.
pub async fn list(
    call: &Call,
    query: &ListQuery,
    page: &Page<ListKey>,
) -> Result<Slice<Publication>> {
    Ok(page_of(call, query, page).await?.0)
}

/// One page of a list, and the part of the list that was looked at for it.
///
/// # Errors
/// Those of the database.
pub async fn page_of(
    call: &Call,
    query: &ListQuery,
    page: &Page<ListKey>,
) -> Result<(Slice<Publication>, PageRead)> {
    let terms = query.terms();
    let column = (publication::Entity, query.order.column());
    let number = (publication::Entity, publication::Column::Number);
    let find = publication::Entity::find();
    let find = match (terms.split_first(), query.order) {
        (Some((driver, others)), ListOrder::Listed) => {
            let ids = under_any(driver, others, query, page, call);
            find.filter(Expr::col((publication::Entity, publication::Column::Id)).in_subquery(ids))
        }
        _ => find
            .filter(query.conditions(call))
            .filter(under_all(&terms))
            .filter(keyset(
                page,
                query.order,
                &[Expr::col(column), Expr::col(number)],
            )),
    };
    let direction = direction(page, query.order);
    let rows = find
        .order_by(Expr::col(column), direction.clone())
        .order_by(Expr::col(number), direction)
        .limit(u64::from(page.size) + 1)
        .into_partial_model::<LightRow>()
        .all(call.db())
        .await?;
    let rows: Vec<Publication> = rows.into_iter().map(Into::into).collect();
    let is_more = rows.len() > page.size as usize;
    let last = rows.last().filter(|_| is_more);
    let last = last.map(|last| query.order.key(last));
    let read = PageRead::of(query, page, last);
    Ok((Slice::of(page, rows), read))
}

/// How many items a list has in all.
///
/// # Errors
/// Those of the database.
pub async fn count(call: &Call, query: &ListQuery) -> Result<i64> {
    let find = publication::Entity::find()
        .select_only()
        .column_as(publication::Column::Id.count(), "count")
        .filter(query.conditions(call))
        .filter(under_all(&query.terms()));
    let count = find.into_tuple::<i64>().one(call.db()).await?;
    Ok(count.unwrap_or_default())
}
