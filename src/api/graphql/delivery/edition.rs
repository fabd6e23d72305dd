//! The portal in one language.

use std::sync::Arc;

use async_graphql::{Context, ID, Object, OneofObject};

use super::article::Article;
use super::author::Author;
use super::day::ArchiveDay;
use super::feed::{self, FeedLink};
use super::front::Front;
use super::list::{ArticleConnection, ArticleFilter, ListArgs};
use super::menu::{CallToAction, Menu, UiLabel};
use super::route::{RouteTarget, resolve};
use super::search::ArticleSearchConnection;
use super::section::Section;
use super::seo::Seo;
use super::tag::Tag;
use crate::addresses::Path;
use crate::api::graphql::connection::{Connection, forward};
use crate::api::graphql::door::directives::{cache_control, cost, list_size, max_age, paged};
use crate::api::graphql::error::{Fault, Result};
use crate::api::graphql::reader::{Reader, Shown};
use crate::api::graphql::scalars::{BigInt, Slug, Url};
use crate::articles::{ListQuery, StoryKey};
use crate::authors;
use crate::fronts::HOME;
use crate::platform::calendar::Day;
use crate::platform::locale::Locale;
use crate::vocabulary::TextDirection;

/// Stories in the rail unless the field says otherwise.
const RAIL_SIZE: u32 = 40;

/// The most interface words that one field gives.
const MAX_LABELS: usize = 100;

/// Name of the order of authors in cursors.
const BY_NAME: &str = "name";

/// The portal in one language: the entry to everything a reader can see. Every object below is
/// bound to this locale; what has no published translation here is absent, never replaced by
/// another language.
pub struct Edition {
    reader: Arc<Reader>,
}

impl Edition {
    /// The edition of a reader.
    pub const fn new(reader: Arc<Reader>) -> Self {
        Self { reader }
    }
}

/// Exactly one way to name an article.
#[derive(OneofObject)]
pub enum ArticleKey {
    /// Its address word.
    Slug(Slug),
    /// Public short number, kept from a previous system or assigned by Masthead.
    Number(BigInt),
    /// The language-independent id.
    ArticleId(ID),
}

/// The portal in one language: the entry to everything a reader can see. Every object below is
/// bound to this locale; what has no published translation here is absent, never replaced by
/// another language.
#[Object(directive = cache_control::apply(max_age(60)))]
impl Edition {
    pub(in crate::api::graphql) async fn id(&self) -> ID {
        self.reader.id(self.reader.edition().id)
    }

    async fn locale(&self) -> Locale {
        self.reader.locale()
    }

    /// Own-language name, e.g. `Українська`.
    async fn autonym(&self) -> &str {
        &self.reader.edition().autonym
    }

    /// Short switcher label, e.g. `УКР`.
    async fn short_label(&self) -> &str {
        &self.reader.edition().short_label
    }

    async fn direction(&self) -> TextDirection {
        self.reader.edition().direction
    }

    /// Its home page.
    async fn home_url(&self) -> Url {
        self.reader.url(&Path::Home).into()
    }

    /// What stands in the head of its home page.
    async fn seo(&self) -> Seo {
        Seo::of_home(&self.reader)
    }

    /// Links of RSS, Atom, JSON Feed and sitemap documents.
    async fn feeds(&self) -> Vec<FeedLink> {
        feed::links(&self.reader)
    }

    /// Resolve any path of this edition, old ones included, in one step: the front end's router.
    #[graphql(directive = cost::apply("3"))]
    async fn resolve(&self, ctx: &Context<'_>, path: String) -> Result<Option<RouteTarget>> {
        resolve(&self.reader, &path, || ctx.look_ahead()).await
    }

    /// A story by one of its names.
    async fn article(&self, ctx: &Context<'_>, by: ArticleKey) -> Result<Option<Article>> {
        let key = match by {
            ArticleKey::Slug(slug) => StoryKey::Slug(slug.0),
            ArticleKey::Number(number) => StoryKey::Number(number.0),
            ArticleKey::ArticleId(id) => match self.reader.parse_id(&id) {
                Some(id) => StoryKey::Id(id),
                None => return Ok(None),
            },
        };
        let Some(story) = self.reader.story(&key).await? else {
            return Ok(None);
        };
        let shown = Shown::Articles(vec![Arc::clone(&story)], ctx.look_ahead());
        self.reader.prefetch([shown]).await?;
        Ok(Some(Article::new(&self.reader, story)))
    }

    /// A tag by its address word.
    async fn tag(&self, ctx: &Context<'_>, slug: Slug) -> Result<Option<Tag>> {
        let Some(tag) = self.reader.tag_by_slug(&slug.0).await? else {
            return Ok(None);
        };
        let shown = Shown::Tags(vec![Arc::clone(&tag)], ctx.look_ahead());
        self.reader.prefetch([shown]).await?;
        Ok(Some(Tag::new(&self.reader, tag)))
    }

    /// A section by its own address word.
    async fn section(&self, ctx: &Context<'_>, slug: Slug) -> Result<Option<Section>> {
        let found = self
            .reader
            .sections()
            .by_slug(self.reader.locale(), &slug.0);
        let Some(id) = found.map(|section| section.id) else {
            return Ok(None);
        };
        let shown = Shown::Sections(vec![id], ctx.look_ahead());
        self.reader.prefetch([shown]).await?;
        Ok(Section::find(&self.reader, id))
    }

    /// An author by the address word of the page.
    async fn author(&self, ctx: &Context<'_>, slug: Slug) -> Result<Option<Author>> {
        let Some(author) = self.reader.author_by_slug(&slug.0).await? else {
            return Ok(None);
        };
        let shown = Shown::Authors(vec![Arc::clone(&author)], ctx.look_ahead());
        self.reader.prefetch([shown]).await?;
        Ok(Some(Author::new(&self.reader, author)))
    }

    /// Bounded (<= 60), tree order; nest by `parent`.
    async fn sections(&self, ctx: &Context<'_>) -> Result<Vec<Section>> {
        let tree = self.reader.sections();
        let ids = tree.iter().map(|section| section.id).collect();
        let shown = Shown::Sections(ids, ctx.look_ahead());
        self.reader.prefetch([shown]).await?;
        Ok(Section::all(&self.reader))
    }

    /// Those who write for the paper, in the order of their names. Default 20.
    #[graphql(directive = list_size::apply(paged("first")))]
    async fn authors(
        &self,
        ctx: &Context<'_>,
        first: Option<i32>,
        after: Option<String>,
    ) -> Result<Connection<Author>> {
        let page = forward(first, after, BY_NAME)?;
        let found = self.reader.writers(&page).await?;
        let all = found.items.iter().map(|(_, author)| Arc::clone(author));
        let node = ctx.look_ahead().field("edges").field("node");
        self.reader
            .prefetch([Shown::Authors(all.collect(), node)])
            .await?;
        let node = |(_, author)| Author::new(&self.reader, author);
        let key = |(name, author): &(String, Arc<authors::Author>)| (name.clone(), author.id);
        Ok(Connection::of(found, BY_NAME, key, node))
    }

    /// A curated page by its key; `home` always exists.
    async fn front(
        &self,
        #[graphql(default_with = "HOME.to_owned()")] key: String,
    ) -> Result<Option<Front>> {
        Ok(Front::find(&self.reader, &key).await?)
    }

    /// One day in the site's time zone. Null before the archive starts or in the future.
    async fn day(&self, date: Day) -> Result<Option<ArchiveDay>> {
        Ok(ArchiveDay::find(&self.reader, date).await?)
    }

    /// Newest first by `listedAt`; the rail and the news page. Default 40.
    #[graphql(
        directive = list_size::apply(paged("first last")),
        directive = cache_control::apply(max_age(15))
    )]
    async fn recent_news(
        &self,
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
        filter: Option<ArticleFilter>,
    ) -> Result<Option<ArticleConnection>> {
        let args = ListArgs {
            first,
            after,
            last,
            before,
            filter,
        };
        let base = ListQuery::all(self.reader.locale());
        let page = ArticleConnection::sized(&self.reader, base, args, RAIL_SIZE).await?;
        Ok(Some(page))
    }

    /// Full text over title, lede and body. Default 20.
    #[graphql(
        directive = cost::apply("20"),
        directive = list_size::apply(paged("first"))
    )]
    async fn search(
        &self,
        query: String,
        first: Option<i32>,
        after: Option<String>,
        filter: Option<ArticleFilter>,
    ) -> Result<Option<ArticleSearchConnection>> {
        let found = ArticleSearchConnection::of(&self.reader, &query, (first, after), filter);
        Ok(Some(found.await?))
    }

    /// A menu by its key, e.g. `sections`.
    async fn menu(&self, key: String) -> Result<Option<Menu>> {
        Ok(Menu::find(&self.reader, &key).await?)
    }

    /// Call to action of a page that is not an article. Null when none is active.
    async fn call_to_action(&self, slot: String) -> Option<CallToAction> {
        CallToAction::in_slot(&self.reader, &slot, &[])
    }

    /// Interface words such as `Updated` or `Advertisement`. At most 100 keys; unknown keys are
    /// left out.
    async fn labels(&self, keys: Vec<String>) -> Result<Vec<UiLabel>> {
        if keys.len() > MAX_LABELS {
            return Err(Fault::bad_input(format!(
                "`keys` holds at most {MAX_LABELS} keys"
            )));
        }
        Ok(UiLabel::all(&self.reader, keys))
    }
}
