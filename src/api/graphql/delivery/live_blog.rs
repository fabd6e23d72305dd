//! Running coverage. The types stand in the schema, so that pages can ask for them; no value of
//! them can be made before live blogs can be written.

use async_graphql::{ID, Object};

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
pub enum LiveUpdateConnection {}

/// A page of the entries of a live blog.
#[Object]
impl LiveUpdateConnection {
    async fn edges(&self) -> Vec<LiveUpdateEdge> {
        match *self {}
    }

    async fn page_info(&self) -> PageInfo {
        match *self {}
    }
}

/// One entry of a page, and its place.
pub enum LiveUpdateEdge {}

/// One entry of a page, and its place.
#[Object(directive = cost::apply("0"))]
impl LiveUpdateEdge {
    async fn cursor(&self) -> String {
        match *self {}
    }

    async fn node(&self) -> LiveUpdate {
        match *self {}
    }
}

/// One entry of a live blog; its id and address survive edits.
pub enum LiveUpdate {}

/// One entry of a live blog; its id and address survive edits.
#[Object]
impl LiveUpdate {
    async fn id(&self) -> ID {
        match *self {}
    }

    /// Permalink: the page with a fragment.
    async fn url(&self) -> Url {
        match *self {}
    }

    async fn title(&self) -> Option<String> {
        match *self {}
    }

    /// In reading order.
    #[graphql(
        directive = cost::apply("0.1"),
        directive = list_size::apply(assumed(4))
    )]
    async fn blocks(&self) -> Vec<Block<'_>> {
        match *self {}
    }

    async fn authors(&self) -> Vec<Author> {
        match *self {}
    }

    async fn published_at(&self) -> LocalizedInstant {
        match *self {}
    }

    async fn updated_at(&self) -> Option<LocalizedInstant> {
        match *self {}
    }

    async fn is_key_event(&self) -> bool {
        match *self {}
    }

    async fn is_pinned(&self) -> bool {
        match *self {}
    }
}
