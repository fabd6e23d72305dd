//! What the desk reads of stories: one by its id or its address, and the board.

use std::sync::Arc;

use async_graphql::{Context, ID, Object};

use super::DeskArticle;
use super::board::{DeskArticleConnection, DeskArticleFilter, DeskArticleSort};
use crate::addresses::{self, Path, Target};
use crate::api::graphql::desk::lock::note_viewing;
use crate::api::graphql::desk::permission::requires_permission;
use crate::api::graphql::desk::reader::DeskReader;
use crate::api::graphql::door::directives::{cost, list_size, paged};
use crate::api::graphql::error::Result;
use crate::api::graphql::scalars::Url;
use crate::app;
use crate::articles::{self, Article};
use crate::platform::ids::ArticleId;
use crate::platform::page::PageArgs;
use crate::policy::Permission;

const READ: &[Permission] = &[Permission::ContentRead];

/// What the desk reads of stories.
#[derive(Default)]
pub struct ArticleReads;

#[Object]
impl ArticleReads {
    #[graphql(directive = requires_permission::apply(READ))]
    async fn article(&self, ctx: &Context<'_>, id: ID) -> Result<Option<DeskArticle>> {
        let Ok(id) = id.parse::<ArticleId>() else {
            return Ok(None);
        };
        let reader = DeskReader::of(ctx).await?;
        let article = reader.article(id).await?;
        note_opened(&reader, article.as_deref());
        DeskArticle::shown(&reader, ctx, article).await
    }

    /// Open by public address, the desk's most common start.
    #[graphql(directive = requires_permission::apply(READ))]
    async fn article_by_url(&self, ctx: &Context<'_>, url: Url) -> Result<Option<DeskArticle>> {
        let reader = DeskReader::of(ctx).await?;
        let article = at_address(&reader, &url.0).await?;
        note_opened(&reader, article.as_deref());
        DeskArticle::shown(&reader, ctx, article).await
    }

    /// The board.
    #[graphql(
        directive = requires_permission::apply(READ),
        directive = cost::apply("5"),
        directive = list_size::apply(paged("first last"))
    )]
    #[expect(
        clippy::too_many_arguments,
        reason = "these are the arguments of the field"
    )]
    async fn articles(
        &self,
        ctx: &Context<'_>,
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
        filter: Option<DeskArticleFilter>,
        #[graphql(default_with = "DeskArticleSort::ChangedDesc")] sort: DeskArticleSort,
    ) -> Result<DeskArticleConnection> {
        let args = PageArgs {
            first,
            after,
            last,
            before,
        };
        let filter = filter.unwrap_or_default().read()?;
        DeskArticleConnection::read(ctx, filter, sort.read(), &args).await
    }
}

/// Notes that the caller looks at a story.
fn note_opened(reader: &DeskReader, article: Option<&Article>) {
    if let Some(article) = article {
        note_viewing(reader.call(), article.id, None);
    }
}

/// The story at a public address, the present one or an old one.
async fn at_address(reader: &DeskReader, url: &str) -> app::Result<Option<Arc<Article>>> {
    let addresses = reader.addresses();
    let Some(path) = url.strip_prefix(&addresses.base_url) else {
        return Ok(None);
    };
    let Some((locale, rest)) = addresses.split(if path.is_empty() { "/" } else { path }) else {
        return Ok(None);
    };
    let call = reader.call();
    let found = match Path::parse(rest) {
        Some(Path::Article { number, .. }) => articles::by_number(call, number)
            .await?
            .map(|article| article.id),
        Some(Path::Page(slug)) => articles::page_at(call, locale, &slug).await?,
        _ => None,
    };
    let id = match found {
        Some(id) => Some(id),
        None => match addresses::by_path(call, locale, rest)
            .await?
            .map(|old| old.target)
        {
            Some(Target::Translation(id)) => {
                reader.translation(id).await?.map(|one| one.article_id)
            }
            _ => None,
        },
    };
    match id {
        Some(id) => reader.article(id).await,
        None => Ok(None),
    }
}
