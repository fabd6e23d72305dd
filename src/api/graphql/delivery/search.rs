//! What a search found.

use std::sync::Arc;

use async_graphql::{Context, Object, SimpleObject};

use super::ads::AdPlan;
use super::article::Article;
use super::list::ArticleFilter;
use super::markup::Markup;
use crate::api::graphql::connection::{PageInfo, forward};
use crate::api::graphql::error::Result;
use crate::api::graphql::reader::{FoundKey, Reader, Searched, Shown};
use crate::api::graphql::scalars::Html;
use crate::articles::{Fragment, ListQuery, Publication};
use crate::platform::page::cursor;
use crate::vocabulary::{AdPageKind, DeviceClass};

/// Name of the order in cursors.
const BY_RELEVANCE: &str = "relevance";

/// Millionths, in which places are counted.
const MILLION: f64 = 1e6;

/// Stories that a search found, the best first.
pub struct ArticleSearchConnection {
    reader: Arc<Reader>,
    found: Searched,
}

impl ArticleSearchConnection {
    /// A page of what meets a question.
    ///
    /// # Errors
    /// BAD_USER_INPUT for wrong arguments; those of the database.
    pub async fn of(
        reader: &Arc<Reader>,
        query: &str,
        (first, after): (Option<i32>, Option<String>),
        filter: Option<ArticleFilter>,
    ) -> Result<Self> {
        let page = forward::<FoundKey>(first, after, BY_RELEVANCE)?;
        let mut list = ListQuery::all(reader.locale());
        if let Some(filter) = filter {
            filter.narrow(reader, &mut list)?;
        }
        let found = reader.search(&list, query, &page).await?;
        let reader = Arc::clone(reader);
        Ok(Self { reader, found })
    }
}

/// Stories that a search found, the best first.
#[Object]
impl ArticleSearchConnection {
    /// The stories with their cursors, the best first.
    async fn edges(&self, ctx: &Context<'_>) -> Result<Vec<ArticleSearchEdge>> {
        let found = &self.found.stories.items;
        let stories: Vec<Arc<Publication>> =
            found.iter().map(|(_, story)| Arc::clone(story)).collect();
        let ahead = ctx.look_ahead();
        let shown = Shown::Articles(stories.clone(), ahead.field("node"));
        self.reader.prefetch([shown]).await?;
        let fragments = match ahead.field("highlights").exists() {
            true => self.reader.fragments(&stories, &self.found.sought).await?,
            false => vec![Vec::new(); stories.len()],
        };
        let edge = |((key, story), fragments): (&(FoundKey, Arc<Publication>), Vec<Fragment>)| {
            ArticleSearchEdge {
                cursor: cursor(BY_RELEVANCE, key),
                node: Article::new(&self.reader, Arc::clone(story)),
                highlights: fragments.iter().map(|one| html(one).into()).collect(),
                score: key.1.score as f64 / MILLION,
            }
        };
        Ok(found.iter().zip(fragments).map(edge).collect())
    }

    /// Whether the list goes on.
    async fn page_info(&self) -> PageInfo {
        PageInfo::of(&self.found.stories, BY_RELEVANCE, |(key, _)| *key)
    }

    /// Where ads may stand on the page of results, for this device class.
    async fn ad_plan(
        &self,
        #[graphql(default_with = "DeviceClass::Desktop")] device: DeviceClass,
    ) -> Result<Option<AdPlan>> {
        let plan = AdPlan::of_page(&self.reader, AdPageKind::Search, device).await?;
        Ok(Some(plan))
    }
}

/// One story that was found, and its place.
#[derive(SimpleObject)]
pub struct ArticleSearchEdge {
    /// Where the story stands, for `after`.
    pub cursor: String,
    /// The story.
    pub node: Article,
    /// Fragments around the match.
    pub highlights: Vec<Html>,
    /// How well it meets what is asked, its age counted in. Compares the stories of one search only.
    pub score: f64,
}

fn html(fragment: &Fragment) -> String {
    let mut markup = Markup::default();
    for (text, is_marked) in &fragment.runs {
        match is_marked {
            true => markup.element("mark", |markup| markup.text(text)),
            false => markup.text(text),
        }
    }
    markup.into_string()
}
