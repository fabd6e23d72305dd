//! Running coverage. The types stand in the schema, so that pages can ask for them; there is no
//! live blog before one can be written.
#![expect(
    unreachable_code,
    reason = "the macro's code follows a live blog, and there is none"
)]

use async_graphql::{ID, Object, SimpleObject};

use super::author::Author;
use super::blocks::Block;
use super::instant::LocalizedInstant;
use crate::api::graphql::connection::PageInfo;
use crate::api::graphql::door::directives::{
    assumed, cache_control, cost, list_size, max_age, paged,
};
use crate::api::graphql::scalars::Url;
use crate::platform::clock::Instant;
use crate::vocabulary::LiveBlogStatus;

/// The stream of a live blog.
pub enum LiveBlogFeature {}

/// The stream of a live blog.
#[Object]
impl LiveBlogFeature {
    async fn status(&self) -> LiveBlogStatus {
        match *self {}
    }

    async fn coverage_start(&self) -> Instant {
        match *self {}
    }

    async fn coverage_end(&self) -> Option<Instant> {
        match *self {}
    }

    /// At most 3.
    async fn pinned(&self) -> Vec<LiveUpdate> {
        match *self {}
    }

    /// Key events, newest first.
    async fn key_events(&self) -> Vec<LiveUpdate> {
        match *self {}
    }

    /// Newest first. Default 20.
    #[graphql(
        directive = list_size::apply(paged("first last")),
        directive = cache_control::apply(max_age(5))
    )]
    async fn updates(
        &self,
        #[graphql(name = "first")] _first: Option<i32>,
        #[graphql(name = "after")] _after: Option<String>,
        #[graphql(name = "last")] _last: Option<i32>,
        #[graphql(name = "before")] _before: Option<String>,
    ) -> LiveUpdateConnection {
        match *self {}
    }
}

/// A page of the entries of a live blog.
#[derive(SimpleObject)]
pub struct LiveUpdateConnection {
    edges: Vec<LiveUpdateEdge>,
    page_info: PageInfo,
}

/// One entry of a page, and its place.
#[derive(SimpleObject)]
#[graphql(directive = cost::apply("0"))]
pub struct LiveUpdateEdge {
    cursor: String,
    node: LiveUpdate,
}

/// One entry of a live blog; its id and address survive edits.
#[derive(SimpleObject)]
pub struct LiveUpdate {
    #[graphql(owned)]
    pub(in crate::api::graphql) id: ID,
    /// Permalink: the page with a fragment.
    url: Url,
    title: Option<String>,
    /// In reading order.
    #[graphql(
        directive = cost::apply("0.1"),
        directive = list_size::apply(assumed(4))
    )]
    blocks: Vec<Block<'static>>,
    authors: Vec<Author>,
    published_at: LocalizedInstant,
    updated_at: Option<LocalizedInstant>,
    is_key_event: bool,
    is_pinned: bool,
}
