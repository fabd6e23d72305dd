//! The board: stories of any state, for the newsroom.

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{
    Condition, Expr, ExprTrait, Func, FunctionCall, Query, SelectStatement, SimpleExpr,
};
use sea_orm::{Order, QueryOrder, QuerySelect};
use serde::{Deserialize, Serialize};

use super::listing::on_view;
use super::read::{by_ids, tagged};
use super::rows::{
    article, article_contribution, article_section, publication, publication_asset, translation,
};
use super::seen::visible;
use super::staleness::behind;
use crate::app::{Call, Result};
use crate::articles::domain::Article;
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

    /// The moment that a story is ordered by; of its languages the newest listing counts.
    fn moment(self) -> SimpleExpr {
        match self {
            Self::Changed => Expr::col((article::Entity, article::Column::ChangedAt)),
            Self::Created => Expr::col((article::Entity, article::Column::CreatedAt)),
            Self::Listed | Self::ListedFirst => of_languages(Func::max(Expr::col((
                translation::Entity,
                translation::Column::ListedAt,
            )))),
            Self::Scheduled => of_languages(Func::min(Expr::col((
                translation::Entity,
                translation::Column::PublishAt,
            )))),
        }
    }

    const fn ascends(self) -> bool {
        matches!(self, Self::ListedFirst | Self::Scheduled)
    }
}

/// A value of all languages of a story.
fn of_languages(value: FunctionCall) -> SimpleExpr {
    let of_story = Expr::col((translation::Entity, translation::Column::ArticleId))
        .equals((article::Entity, article::Column::Id));
    let found = Query::select()
        .expr(value)
        .from(translation::Entity)
        .and_where(of_story)
        .to_owned();
    Expr::SubQuery(None, Box::new(found.into()))
}

impl BoardFilter {
    fn conditions(&self, call: &Call) -> Condition {
        use article::Column as C;
        let id = || Expr::col((article::Entity, C::Id));
        let mut all = Condition::all();
        if !self.kinds.is_empty() {
            all = all.add(C::Kind.is_in(self.kinds.iter().copied()));
        }
        if !self.changed_by.is_empty() {
            all = all.add(C::ChangedBy.is_in(self.changed_by.iter().copied()));
        }
        if let Some(since) = self.changed_since {
            all = all.add(C::ChangedAt.gte(since));
        }
        if let Some(words) = &self.query {
            let by_name = C::Slugline.contains(words.as_str());
            let by_number = words
                .trim()
                .parse::<i64>()
                .ok()
                .map(|number| C::Number.eq(number));
            all = all.add(Condition::any().add(by_name).add_option(by_number));
        }
        if !self.tags.is_empty() {
            all = all.add(id().in_subquery(tagged(&self.tags)));
        }
        if !self.authors.is_empty() {
            all = all.add(id().in_subquery(written_by(&self.authors)));
        }
        if !self.sections.is_empty() {
            let secondary = id().in_subquery(run_in(&self.sections));
            let primary = C::SectionId.is_in(self.sections.iter().copied());
            all = all.add(Condition::any().add(primary).add(secondary));
        }
        if let Some(lanes) = self.lanes() {
            all = all.add(id().in_subquery(lanes));
        }
        if self.stale == Some(false) {
            all = all.add(id().not_in_subquery(self.stale_in_locales()));
        }
        if let Some(asset) = self.asset {
            all = all.add(id().in_subquery(showing(asset, call)));
        }
        if let Some(missing) = self.missing_locale {
            let has = Query::select()
                .column(translation::Column::ArticleId)
                .from(translation::Entity)
                .and_where(Expr::col(translation::Column::Locale).eq(missing))
                .to_owned();
            all = all.add(id().not_in_subquery(has));
        }
        all
    }

    /// Stories with a translation in the wanted languages and states.
    fn lanes(&self) -> Option<SelectStatement> {
        use translation::Column as C;
        let is_stale = self.stale == Some(true);
        let has_states = !(self.draft_states.is_empty() && self.live_states.is_empty());
        if self.locales.is_empty() && !has_states && !is_stale {
            return None;
        }
        let mut select = self.in_locales();
        if is_stale {
            select.and_where(Expr::col(C::Id).in_subquery(behind()));
        }
        if !self.draft_states.is_empty() {
            select.and_where(Expr::col(C::DraftState).is_in(self.draft_states.iter().copied()));
        }
        if !self.live_states.is_empty() {
            select.and_where(Expr::col(C::LiveState).is_in(self.live_states.iter().copied()));
        }
        Some(select)
    }
}

impl BoardFilter {
    /// Translations in the wanted languages, by story.
    fn in_locales(&self) -> SelectStatement {
        use translation::Column as C;
        let mut select = Query::select();
        select.column(C::ArticleId).from(translation::Entity);
        if !self.locales.is_empty() {
            select.and_where(Expr::col(C::Locale).is_in(self.locales.iter().copied()));
        }
        select
    }

    /// Stories with a translation in the wanted languages that is behind its source.
    fn stale_in_locales(&self) -> SelectStatement {
        let id = Expr::col(translation::Column::Id);
        let mut select = self.in_locales();
        select.and_where(id.in_subquery(behind()));
        select
    }
}

fn written_by(authors: &[AuthorId]) -> SelectStatement {
    Query::select()
        .column(article_contribution::Column::ArticleId)
        .from(article_contribution::Entity)
        .and_where(Expr::col(article_contribution::Column::AuthorId).is_in(authors.iter().copied()))
        .to_owned()
}

fn run_in(sections: &[SectionId]) -> SelectStatement {
    Query::select()
        .column(article_section::Column::ArticleId)
        .from(article_section::Entity)
        .and_where(Expr::col(article_section::Column::SectionId).is_in(sections.iter().copied()))
        .to_owned()
}

/// Stories that readers see an asset in.
fn showing(asset: AssetId, call: &Call) -> SelectStatement {
    let shown = Query::select()
        .column(publication_asset::Column::PublicationId)
        .from(publication_asset::Entity)
        .and_where(Expr::col(publication_asset::Column::AssetId).eq(asset))
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
        .filter(filter.conditions(call))
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
        .filter(filter.conditions(call))
        .count(call.db())
        .await?)
}
