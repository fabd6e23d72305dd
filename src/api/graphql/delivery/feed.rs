//! Where the feeds and sitemaps of an edition stand.

use async_graphql::SimpleObject;

use crate::api::graphql::door::directives::cost;
use crate::api::graphql::reader::Reader;
use crate::api::graphql::scalars::Url;
use crate::vocabulary::FeedFormat;

/// Address of a feed or sitemap, served outside GraphQL.
#[derive(SimpleObject)]
#[graphql(directive = cost::apply("0"))]
pub struct FeedLink {
    format: FeedFormat,
    /// What the feed is called.
    title: String,
    url: Url,
}

/// Those of an edition.
pub fn links(reader: &Reader) -> Vec<FeedLink> {
    let locale = reader.locale();
    let link = |format: FeedFormat| {
        let path = match format {
            FeedFormat::Rss => format!("/feeds/{locale}/rss.xml"),
            FeedFormat::Atom => format!("/feeds/{locale}/atom.xml"),
            FeedFormat::JsonFeed => format!("/feeds/{locale}/feed.json"),
            FeedFormat::Ninjs => format!("/feeds/{locale}/ninjs.json"),
            FeedFormat::NewsSitemap => format!("/sitemaps/news-{locale}.xml"),
            FeedFormat::Sitemap => "/sitemaps/index.xml".to_owned(),
        };
        FeedLink {
            format,
            title: reader.edition().home_title.clone(),
            url: reader.media_url(&path).into(),
        }
    };
    FeedFormat::ALL.iter().copied().map(link).collect()
}
