//! The days of the archive.

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Alias, Expr, Order as Direction, Query, SelectStatement, UnionType};

use super::listing::on_view;
use super::rows::publication;
use crate::app::{Call, Result};
use crate::articles::domain::Archive;
use crate::platform::calendar::Day;
use crate::platform::locale::Locale;
use crate::vocabulary::ArticleKind;

/// What the archives of `editions` hold around `day` of the edition `locale`, in one statement: a
/// look-up by the index of days for each thing asked.
///
/// # Errors
/// Those of the database.
pub async fn archive(
    call: &Call,
    locale: Locale,
    day: Day,
    editions: &[Locale],
) -> Result<Archive> {
    let day_of = publication::Column::PublishedOn;
    let before = nearest(call, locale, Direction::Desc, Some(day_of.lt(day)));
    let after = nearest(call, locale, Direction::Asc, Some(day_of.gt(day)));
    let firsts = editions
        .iter()
        .map(|locale| nearest(call, *locale, Direction::Asc, None));
    let asked = [before, after].into_iter().chain(firsts);
    let mut parts = asked.enumerate().map(|(place, found)| {
        let name = Alias::new(format!("d{place}"));
        Query::select()
            .expr_as(Expr::val(place as i32), "place")
            .column(day_of)
            .from_subquery(found, name)
            .to_owned()
    });
    let mut all = parts.next().unwrap_or_default();
    for part in parts {
        all.union(UnionType::All, part);
    }
    let mut archive = Archive::default();
    for row in call.db().query_all(&all).await? {
        let (place, day): (i32, Day) = (row.try_get_by(0)?, row.try_get_by(1)?);
        match usize::try_from(place) {
            Ok(0) => archive.before = Some(day),
            Ok(1) => archive.after = Some(day),
            Ok(place) => {
                let of = editions.get(place - 2);
                archive.first.extend(of.map(|locale| (*locale, day)));
            }
            Err(_) => {}
        }
    }
    Ok(archive)
}

/// The first day in a direction that has a story which lists show.
fn nearest(
    call: &Call,
    locale: Locale,
    direction: Direction,
    beyond: Option<Expr>,
) -> SelectStatement {
    use publication::Column as C;
    let mut select = Query::select();
    select
        .column(C::PublishedOn)
        .from(publication::Entity)
        .cond_where(on_view(call))
        .and_where(C::Locale.eq(locale))
        .and_where(C::IsListed.eq(true))
        .and_where(C::Kind.ne(ArticleKind::Page))
        .and_where_option(beyond)
        .order_by(C::PublishedOn, direction)
        .limit(1);
    select
}
