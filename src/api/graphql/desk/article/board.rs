//! The board: stories of any state, for the newsroom.

use std::sync::Arc;

use async_graphql::{Context, Enum, ID, InputObject, Object};

use super::DeskArticle;
use crate::api::graphql::connection::{DEFAULT_PAGE, Edge, PageInfo};
use crate::api::graphql::desk::reader::{DeskReader, Shown};
use crate::api::graphql::door::directives::cost;
use crate::api::graphql::error::{Fault, Result};
use crate::articles::{self, Article, BoardFilter, BoardKey, BoardOrder};
use crate::platform::clock::Instant;
use crate::platform::ids::{AuthorId, NotAnId, SectionId, TagId, UserId};
use crate::platform::locale::Locale;
use crate::platform::page::{Page, PageArgs, Slice, cursor};
use crate::vocabulary::{ArticleKind, DraftState, LiveState};

/// Order of the board.
#[derive(Clone, Copy, PartialEq, Eq, Enum)]
pub enum DeskArticleSort {
    /// Last changed first.
    ChangedDesc,
    /// Newest first.
    CreatedDesc,
    /// Last listed first, by the newest language.
    ListedDesc,
    /// First listed first, by the newest language.
    ListedAsc,
    /// Next to go live first; stories that are not planned are left out.
    ScheduledAsc,
}

impl DeskArticleSort {
    /// The order as the board takes it.
    pub const fn read(self) -> BoardOrder {
        match self {
            Self::ChangedDesc => BoardOrder::Changed,
            Self::CreatedDesc => BoardOrder::Created,
            Self::ListedDesc => BoardOrder::Listed,
            Self::ListedAsc => BoardOrder::ListedFirst,
            Self::ScheduledAsc => BoardOrder::Scheduled,
        }
    }
}

/// All given conditions must hold.
#[derive(Default, InputObject)]
pub struct DeskArticleFilter {
    /// Words of the slugline, or a short number.
    query: Option<String>,
    kinds: Option<Vec<ArticleKind>>,
    /// Languages that the story has a translation in.
    locales: Option<Vec<Locale>>,
    /// Of a translation in `locales`.
    draft_states: Option<Vec<DraftState>>,
    /// Of a translation in `locales`.
    live_states: Option<Vec<LiveState>>,
    /// Primary or secondary.
    section_ids: Option<Vec<ID>>,
    tag_ids: Option<Vec<ID>>,
    author_ids: Option<Vec<ID>>,
    /// Who changed it last.
    changed_by_ids: Option<Vec<ID>>,
    changed_since: Option<Instant>,
    /// Translations that are behind their source.
    stale: Option<bool>,
    /// Articles that have no translation in this locale.
    missing_locale: Option<Locale>,
}

impl DeskArticleFilter {
    /// The filter as the board takes it. A list that is given and empty matches nothing.
    ///
    /// # Errors
    /// BAD_USER_INPUT for what is no id.
    pub fn read(self) -> Result<Option<BoardFilter>> {
        let is_empty = [
            self.kinds.as_ref().is_some_and(Vec::is_empty),
            self.locales.as_ref().is_some_and(Vec::is_empty),
            self.draft_states.as_ref().is_some_and(Vec::is_empty),
            self.live_states.as_ref().is_some_and(Vec::is_empty),
            self.section_ids.as_ref().is_some_and(Vec::is_empty),
            self.tag_ids.as_ref().is_some_and(Vec::is_empty),
            self.author_ids.as_ref().is_some_and(Vec::is_empty),
            self.changed_by_ids.as_ref().is_some_and(Vec::is_empty),
        ];
        if is_empty.contains(&true) {
            return Ok(None);
        }
        Ok(Some(BoardFilter {
            query: self.query,
            kinds: self.kinds.unwrap_or_default(),
            locales: self.locales.unwrap_or_default(),
            draft_states: self.draft_states.unwrap_or_default(),
            live_states: self.live_states.unwrap_or_default(),
            sections: ids::<SectionId>("sectionIds", self.section_ids)?,
            tags: ids::<TagId>("tagIds", self.tag_ids)?,
            authors: ids::<AuthorId>("authorIds", self.author_ids)?,
            changed_by: ids::<UserId>("changedByIds", self.changed_by_ids)?,
            changed_since: self.changed_since,
            stale: self.stale,
            missing_locale: self.missing_locale,
            asset: None,
        }))
    }
}

/// The ids that a member of the filter names.
fn ids<I: std::str::FromStr<Err = NotAnId>>(
    member: &str,
    given: Option<Vec<ID>>,
) -> Result<Vec<I>> {
    let ids = given.unwrap_or_default();
    let ids: Result<Vec<I>, NotAnId> = ids.iter().map(|id| id.parse()).collect();
    ids.map_err(|NotAnId| Fault::bad_input(format!("{member} holds what is no such id")))
}

/// A page of the board.
pub struct DeskArticleConnection {
    reader: Arc<DeskReader>,
    slice: Slice<(BoardKey, Arc<Article>)>,
    order: BoardOrder,
    filter: Option<BoardFilter>,
}

impl DeskArticleConnection {
    /// A page of the board, with what is selected on its stories; without a filter nothing.
    ///
    /// # Errors
    /// BAD_USER_INPUT for a page that cannot be given; those of the database.
    pub async fn read(
        ctx: &Context<'_>,
        filter: Option<BoardFilter>,
        order: BoardOrder,
        args: &PageArgs,
    ) -> Result<Self> {
        let reader = DeskReader::of(ctx).await?;
        let page = Page::<BoardKey>::new(args, DEFAULT_PAGE, order.name())?;
        let slice = match &filter {
            Some(filter) => articles::board(reader.call(), filter, order, &page).await?,
            None => Slice {
                items: Vec::new(),
                has_next: false,
                has_previous: false,
            },
        };
        let slice = slice.map(|(key, article)| (key, Arc::new(article)));
        let stories: Vec<_> = slice
            .items
            .iter()
            .map(|(_, story)| Arc::clone(story))
            .collect();
        reader.note_articles(&stories).await;
        let ahead = ctx.look_ahead().field("edges").field("node");
        reader
            .prefetch(ctx, Shown::Articles(stories, ahead))
            .await?;
        Ok(Self {
            reader,
            slice,
            order,
            filter,
        })
    }
}

/// A page of the board.
#[Object]
impl DeskArticleConnection {
    async fn edges(&self) -> Vec<Edge<DeskArticle>> {
        let edge = |(key, article): &(BoardKey, Arc<Article>)| Edge {
            cursor: cursor(self.order.name(), key),
            node: DeskArticle::new(&self.reader, Arc::clone(article)),
        };
        self.slice.items.iter().map(edge).collect()
    }

    async fn page_info(&self) -> PageInfo {
        PageInfo::of(&self.slice, self.order.name(), |(key, _)| *key)
    }

    /// Exact; counted only when selected.
    #[graphql(directive = cost::apply("10"))]
    async fn total_count(&self) -> Result<i32> {
        let Some(filter) = &self.filter else {
            return Ok(0);
        };
        let count = articles::board_count(self.reader.call(), filter).await?;
        Ok(i32::try_from(count).unwrap_or(i32::MAX))
    }
}
