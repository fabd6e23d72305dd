//! The board: stories of any state, for the newsroom.

mod filter;

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Expr, ExprTrait, Query, SelectStatement};
use sea_orm::{Order, QueryOrder, QuerySelect};
use serde::{Deserialize, Serialize};

pub use self::filter::BoardFilter;
use super::listing::on_view;
use super::read::by_ids;
use super::rows::{article, publication, publication_asset};
use super::seen::visible;
use crate::app::{Call, Result};
use crate::articles::domain::Article;
use crate::media;
use crate::platform::ids::{ArticleId, AssetId};
use crate::platform::page::{Page, Slice};

/// Order of the board.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum BoardOrder {
    /// Last changed first.
    #[default]
    Changed,
    /// Newest first.
    Created,
    /// Last listed first; stories that were never listed are left out.
    Listed,
    /// First listed first; stories that were never listed are left out.
    ListedFirst,
    /// Next to go live first; stories that are not planned are left out.
    Scheduled,
}

/// Place of a story on the board: the moment that it is ordered by, and its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct BoardKey(pub i64, pub i64);

impl BoardOrder {
    /// Name of the order in cursors.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Changed => "changed",
            Self::Created => "created",
            Self::Listed => "listed",
            Self::ListedFirst => "listed-first",
            Self::Scheduled => "scheduled",
        }
    }

    /// The moment that a story is ordered by; of its languages the newest listing counts, and the
    /// next publication.
    fn moment(self) -> Expr {
        let column = match self {
            Self::Changed => article::Column::ChangedAt,
            Self::Created => article::Column::CreatedAt,
            Self::Listed | Self::ListedFirst => article::Column::ListedAt,
            Self::Scheduled => article::Column::PublishAt,
        };
        Expr::col((article::Entity, column))
    }

    const fn ascends(self) -> bool {
        matches!(self, Self::ListedFirst | Self::Scheduled)
    }
}

/// Stories that readers see an asset in, in the place of another too.
fn showing(asset: AssetId, call: &Call) -> SelectStatement {
    let shown = Query::select()
        .column(publication_asset::Column::PublicationId)
        .from(publication_asset::Entity)
        .and_where(
            Expr::col(publication_asset::Column::AssetId).in_subquery(media::replaced_by(asset)),
        )
        .to_owned();
    Query::select()
        .column(publication::Column::ArticleId)
        .from(publication::Entity)
        .cond_where(on_view(call))
        .and_where(Expr::col((publication::Entity, publication::Column::Id)).in_subquery(shown))
        .to_owned()
}

/// How many stories, of those that the caller may see, show an asset to readers.
///
/// # Errors
/// Those of the database.
pub async fn stories_showing(call: &Call, asset: AssetId) -> Result<u64> {
    let showing =
        Expr::col((article::Entity, article::Column::Id)).in_subquery(showing(asset, call));
    Ok(visible(call).filter(showing).count(call.db()).await?)
}

/// One page of the board: each story with its place.
///
/// # Errors
/// Those of the database.
pub async fn board(
    call: &Call,
    filter: &BoardFilter,
    order: BoardOrder,
    page: &Page<BoardKey>,
) -> Result<Slice<(BoardKey, Article)>> {
    let number = (article::Entity, article::Column::Number);
    let place = || Expr::tuple([order.moment(), Expr::col(number)]);
    let key = |key: BoardKey| Expr::tuple([Expr::val(key.0), Expr::val(key.1)]);
    let mut find = visible(call)
        .filter(filter.conditions(call).await?)
        .filter(order.moment().is_not_null());
    let (later, earlier) = (page.after.map(key), page.before.map(key));
    let (greater, less) = match order.ascends() {
        true => (later, earlier),
        false => (earlier, later),
    };
    if let Some(key) = greater {
        find = find.filter(place().gt(key));
    }
    if let Some(key) = less {
        find = find.filter(place().lt(key));
    }
    let direction = if order.ascends() == page.backwards {
        Order::Desc
    } else {
        Order::Asc
    };
    let rows: Vec<(ArticleId, i64, i64)> = find
        .select_only()
        .column(article::Column::Id)
        .expr_as(order.moment(), "moment")
        .column(article::Column::Number)
        .order_by(order.moment(), direction.clone())
        .order_by(Expr::col(number), direction)
        .limit(u64::from(page.size) + 1)
        .into_tuple()
        .all(call.db())
        .await?;
    let slice = Slice::of(page, rows);
    let ids: Vec<ArticleId> = slice.items.iter().map(|(id, ..)| *id).collect();
    let mut found = by_ids(call, &ids).await?;
    let story = |(id, moment, number)| Some((BoardKey(moment, number), found.remove(&id)?));
    let (has_next, has_previous) = (slice.has_next, slice.has_previous);
    Ok(Slice {
        items: slice.items.into_iter().filter_map(story).collect(),
        has_next,
        has_previous,
    })
}

/// How many stories the board shows in all.
///
/// # Errors
/// Those of the database.
pub async fn board_count(call: &Call, filter: &BoardFilter) -> Result<u64> {
    Ok(visible(call)
        .filter(filter.conditions(call).await?)
        .count(call.db())
        .await?)
}
