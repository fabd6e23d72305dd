//! The board: stories of any state, for the newsroom.

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{
    Alias, Condition, Expr, ExprTrait, IntoColumnRef, Query, SelectStatement, UnionType,
};
use sea_orm::{Order, QueryOrder, QuerySelect};
use serde::{Deserialize, Serialize};

use super::listing::on_view;
use super::read::by_ids;
use super::rows::{
    article, article_contribution, article_section, article_tag, publication, publication_asset,
    translation,
};
use super::seen::visible;
use super::staleness::behind;
use crate::app::{Call, Result};
use crate::articles::domain::Article;
use crate::media;
use crate::platform::clock::Instant;
use crate::platform::ids::{ArticleId, AssetId, AuthorId, SectionId, TagId, UserId};
use crate::platform::locale::Locale;
use crate::platform::page::{Page, Slice};
use crate::vocabulary::{ArticleKind, DraftState, LiveState};

/// What the board shows; all given conditions hold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BoardFilter {
    /// Words of the slugline, or a short number.
    pub query: Option<String>,
    /// Kinds of story.
    pub kinds: Vec<ArticleKind>,
    /// Languages that the story has a translation in.
    pub locales: Vec<Locale>,
    /// Draft lanes, of any translation in `locales`.
    pub draft_states: Vec<DraftState>,
    /// Live lanes, of any translation in `locales`.
    pub live_states: Vec<LiveState>,
    /// Sections, primary or secondary.
    pub sections: Vec<SectionId>,
    /// Tags.
    pub tags: Vec<TagId>,
    /// Authors.
    pub authors: Vec<AuthorId>,
    /// Who changed it last.
    pub changed_by: Vec<UserId>,
    /// Changed at this moment or later.
    pub changed_since: Option<Instant>,
    /// Whether a translation in `locales` is behind its source.
    pub stale: Option<bool>,
    /// Stories that have no translation in this language.
    pub missing_locale: Option<Locale>,
    /// Stories that readers see this asset in, in any language.
    pub asset: Option<AssetId>,
}

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

/// Of a condition that names at most so many stories these are looked up and put in order; of one
/// that names more, the stories are read in their order until the page is full.
const FEW: u64 = 500;

/// Stories that one condition names, told in two ways.
struct Named {
    /// All of them, by an index that leads to them.
    ids: SelectStatement,
    /// Whether a story is one of them.
    holds: Condition,
}

impl Named {
    /// By a table that names stories.
    fn by(named: SelectStatement, column: impl IntoColumnRef + Copy) -> Self {
        let is_it = Expr::col(column).equals((article::Entity, article::Column::Id));
        let held = named.clone().expr(Expr::val(1)).and_where(is_it).to_owned();
        Self {
            ids: named.clone().column(column).to_owned(),
            holds: Condition::all().add(Expr::exists(held)),
        }
    }

    /// By a column of the story.
    fn with(column: article::Column, is: impl Fn(Expr) -> Expr) -> Self {
        Self {
            ids: stories_with(column, &is),
            holds: Condition::all().add(is(Expr::col((article::Entity, column)))),
        }
    }
}

/// Ids of stories of which a column is something.
fn stories_with(column: article::Column, is: impl Fn(Expr) -> Expr) -> SelectStatement {
    let named = |column| (Alias::new("named"), column);
    Query::select()
        .column(named(article::Column::Id))
        .from_as(article::Entity, Alias::new("named"))
        .and_where(is(Expr::col(named(column))))
        .to_owned()
}

impl BoardFilter {
    /// The conditions, told in the way in which they are answered best.
    async fn conditions(&self, call: &Call) -> Result<Condition> {
        let named = self.named();
        let few = are_few(call, &named).await?;
        let id = || Expr::col((article::Entity, article::Column::Id));
        let told = named.into_iter().zip(few).map(|(named, few)| match few {
            true => Condition::all().add(id().in_subquery(named.ids)),
            false => named.holds,
        });
        Ok(told.fold(self.others(call), Condition::add))
    }

    /// What names stories, each by an index of its own.
    fn named(&self) -> Vec<Named> {
        use article::Column as C;
        let mut all = Vec::new();
        if !self.kinds.is_empty() {
            all.push(Named::with(C::Kind, |kind| {
                kind.is_in(self.kinds.iter().copied())
            }));
        }
        if !self.changed_by.is_empty() {
            all.push(Named::with(C::ChangedBy, |by| {
                by.is_in(self.changed_by.iter().copied())
            }));
        }
        if let Some(since) = self.changed_since {
            all.push(Named::with(C::ChangedAt, |at| at.gte(since)));
        }
        if !self.tags.is_empty() {
            let column = (article_tag::Entity, article_tag::Column::ArticleId);
            all.push(Named::by(tagged(&self.tags), column));
        }
        if !self.authors.is_empty() {
            let column = (
                article_contribution::Entity,
                article_contribution::Column::ArticleId,
            );
            all.push(Named::by(written_by(&self.authors), column));
        }
        all.extend(self.run_in());
        if let Some(lanes) = self.lanes() {
            let column = (translation::Entity, translation::Column::ArticleId);
            all.push(Named::by(lanes, column));
        }
        all
    }

    /// Stories that run in the wanted sections, first or besides.
    fn run_in(&self) -> Option<Named> {
        if self.sections.is_empty() {
            return None;
        }
        let is_wanted = |section: Expr| section.is_in(self.sections.iter().copied());
        let first = Named::with(article::Column::SectionId, is_wanted);
        let besides = Query::select()
            .from(article_section::Entity)
            .and_where(is_wanted(Expr::col((
                article_section::Entity,
                article_section::Column::SectionId,
            ))))
            .to_owned();
        let column = (article_section::Entity, article_section::Column::ArticleId);
        let besides = Named::by(besides, column);
        Some(Named {
            ids: first
                .ids
                .clone()
                .union(UnionType::All, besides.ids)
                .to_owned(),
            holds: Condition::any().add(first.holds).add(besides.holds),
        })
    }

    /// What each story is asked, because no index names those that answer.
    fn others(&self, call: &Call) -> Condition {
        use article::Column as C;
        let id = || Expr::col((article::Entity, C::Id));
        let mut all = Condition::all();
        if let Some(words) = &self.query {
            let by_name = C::Slugline.contains(words.as_str());
            let by_number = words
                .trim()
                .parse::<i64>()
                .ok()
                .map(|number| C::Number.eq(number));
            all = all.add(Condition::any().add(by_name).add_option(by_number));
        }
        let of_story = || {
            Expr::col((translation::Entity, translation::Column::ArticleId))
                .equals((article::Entity, C::Id))
        };
        if self.stale == Some(false) {
            let mut stale = self.stale_in_locales();
            stale.expr(Expr::val(1)).and_where(of_story());
            all = all.add(Expr::exists(stale).not());
        }
        if let Some(asset) = self.asset {
            all = all.add(id().in_subquery(showing(asset, call)));
        }
        if let Some(missing) = self.missing_locale {
            let has = Query::select()
                .expr(Expr::val(1))
                .from(translation::Entity)
                .and_where(of_story())
                .and_where(Expr::col(translation::Column::Locale).eq(missing))
                .to_owned();
            all = all.add(Expr::exists(has).not());
        }
        all
    }

    /// Translations in the wanted languages and states.
    fn lanes(&self) -> Option<SelectStatement> {
        use translation::Column as C;
        let is_stale = self.stale == Some(true);
        let has_states = !(self.draft_states.is_empty() && self.live_states.is_empty());
        if self.locales.is_empty() && !has_states && !is_stale {
            return None;
        }
        let mut select = match is_stale {
            true => self.stale_in_locales(),
            false => self.in_locales(),
        };
        if !self.draft_states.is_empty() {
            select.and_where(Expr::col(C::DraftState).is_in(self.draft_states.iter().copied()));
        }
        if !self.live_states.is_empty() {
            select.and_where(Expr::col(C::LiveState).is_in(self.live_states.iter().copied()));
        }
        Some(select)
    }

    /// Translations in the wanted languages.
    fn in_locales(&self) -> SelectStatement {
        use translation::Column as C;
        let mut select = Query::select();
        select.from(translation::Entity);
        if !self.locales.is_empty() {
            select.and_where(Expr::col(C::Locale).is_in(self.locales.iter().copied()));
        }
        select
    }

    /// Translations in the wanted languages that are behind their source.
    fn stale_in_locales(&self) -> SelectStatement {
        let id = Expr::col((translation::Entity, translation::Column::Id));
        let mut select = self.in_locales();
        select.and_where(id.in_subquery(behind()));
        select
    }
}

/// Which of the conditions name few stories, in one statement that counts no further than that.
async fn are_few(call: &Call, named: &[Named]) -> Result<Vec<bool>> {
    if named.is_empty() {
        return Ok(Vec::new());
    }
    let mut counts = Query::select();
    for one in named {
        let some = one.ids.clone().limit(FEW + 1).to_owned();
        let count = Query::select()
            .expr(Expr::cust("COUNT(*)"))
            .from_subquery(some, Alias::new("some"))
            .to_owned();
        counts.expr(Expr::SubQuery(None, Box::new(count.into())));
    }
    let row = call.db().query_one(&counts).await?;
    let few = |place| match &row {
        Some(row) => row.try_get_by::<i64, usize>(place),
        None => Ok(0),
    };
    let counts = (0..named.len()).map(few);
    Ok(counts
        .map(|count| count.map(|count| count.unsigned_abs() <= FEW))
        .collect::<Result<_, DbErr>>()?)
}

/// Bylines of the authors.
fn written_by(authors: &[AuthorId]) -> SelectStatement {
    Query::select()
        .from(article_contribution::Entity)
        .and_where(Expr::col(article_contribution::Column::AuthorId).is_in(authors.iter().copied()))
        .to_owned()
}

/// Tags of stories that are among these.
fn tagged(tags: &[TagId]) -> SelectStatement {
    Query::select()
        .from(article_tag::Entity)
        .and_where(Expr::col(article_tag::Column::TagId).is_in(tags.iter().copied()))
        .to_owned()
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
