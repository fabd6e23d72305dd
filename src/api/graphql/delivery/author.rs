//! Authors.

use std::sync::Arc;

use async_graphql::{ID, Object};

use super::ads::AdPlan;
use super::language::{HreflangLink, LanguageOption};
use super::list::{ArticleConnection, ArticleFilter, ListArgs};
use super::media::Image;
use super::menu::SocialLink;
use super::rich_text::RichText;
use super::seo::Seo;
use crate::addresses::Path;
use crate::api::graphql::door::directives::{cache_control, list_size, max_age, paged};
use crate::api::graphql::error::Result;
use crate::api::graphql::reader::Reader;
use crate::api::graphql::scalars::{Slug, Url};
use crate::authors::{self, AuthorText};
use crate::platform::locale::Locale;
use crate::vocabulary::{AdPageKind, DeviceClass};

/// A byline identity in one language. Not an account: it outlives employment.
#[derive(Clone)]
pub struct Author {
    reader: Arc<Reader>,
    author: Arc<authors::Author>,
}

impl Author {
    /// An author as the edition shows it.
    pub fn new(reader: &Arc<Reader>, author: Arc<authors::Author>) -> Self {
        Self {
            reader: Arc::clone(reader),
            author,
        }
    }

    /// The address of the page: of this edition, else of the first that the name may be borrowed
    /// from, else of any that has one.
    pub fn address(&self) -> String {
        let (locale, slug) = self.page();
        let path = Path::Author(slug.to_owned());
        self.reader.addresses().url(locale, &path)
    }

    /// The author's words in this edition.
    fn text(&self) -> Option<&AuthorText> {
        self.author.texts.get(&self.reader.locale())
    }

    /// Where the page stands, and its address word.
    fn page(&self) -> (Locale, &str) {
        let edition = self.reader.edition();
        let lenders = std::iter::once(&edition.locale).chain(&edition.name_fallback);
        let mut near = lenders.filter_map(|locale| self.author.texts.get_key_value(locale));
        let any = || self.author.texts.iter().next();
        let found = near.next().or_else(any);
        found.map_or((edition.locale, ""), |(locale, text)| (*locale, &text.slug))
    }

    /// The author's page in a language.
    fn page_in(&self, locale: Locale) -> Option<Path> {
        let is_public = self.author.is_public(locale);
        self.author.path(locale).filter(|_| is_public)
    }

    fn name_text(&self) -> String {
        self.author.name(self.reader.locale(), self.reader.site())
    }
}

/// A byline identity in one language. Not an account: it outlives employment.
#[Object(directive = cache_control::apply(max_age(300)))]
impl Author {
    pub(in crate::api::graphql) async fn id(&self) -> ID {
        self.reader.id(self.author.id)
    }

    async fn slug(&self) -> Slug {
        self.page().1.into()
    }

    /// The author's page; that of another edition when this one has none.
    async fn url(&self) -> Url {
        self.address().into()
    }

    async fn name(&self) -> String {
        self.name_text()
    }

    /// Genitive or other form the language needs after a role label; the name itself when not set.
    async fn name_after_role(&self) -> String {
        let (locale, site) = (self.reader.locale(), self.reader.site());
        self.author.name_after_role(locale, site)
    }

    async fn job_title(&self) -> Option<&str> {
        self.text()?.job_title.as_deref()
    }

    /// Who the person is.
    async fn bio(&self) -> Option<RichText<'_>> {
        self.text()?.bio.as_deref().map(RichText::plain_text)
    }

    /// The portrait.
    async fn photo(&self) -> Result<Option<Image>> {
        Ok(Image::find(&self.reader, self.author.photo).await?)
    }

    /// Accounts elsewhere.
    async fn links(&self) -> Vec<SocialLink> {
        self.author.links.iter().map(Into::into).collect()
    }

    /// Whether still writing for the paper.
    async fn is_active(&self) -> bool {
        self.author.is_active
    }

    /// Newest first. Default 20.
    #[graphql(directive = list_size::apply(paged("first").sized("edges nodes")))]
    async fn articles(
        &self,
        first: Option<i32>,
        after: Option<String>,
        filter: Option<ArticleFilter>,
    ) -> Result<ArticleConnection> {
        let args = ListArgs {
            first,
            after,
            filter,
            ..ListArgs::default()
        };
        let base = self.reader.under_author(self.author.id);
        ArticleConnection::of(&self.reader, base, args).await
    }

    /// All editions, for the switcher; editions without a page of the author point at their home
    /// page.
    async fn language_options(&self) -> Vec<LanguageOption> {
        LanguageOption::all(&self.reader, |locale| self.page_in(locale))
    }

    /// The author's pages in all languages, self included, plus x-default: for hreflang.
    async fn hreflang(&self) -> Vec<HreflangLink> {
        HreflangLink::all(&self.reader, |locale| self.page_in(locale))
    }

    async fn seo(&self) -> Seo {
        Seo::of_author(&self.reader, &self.author, self.address())
    }

    /// Where ads may stand on the page, for this device class.
    pub(in crate::api::graphql) async fn ad_plan(
        &self,
        #[graphql(default_with = "DeviceClass::Desktop")] device: DeviceClass,
    ) -> Result<Option<AdPlan>> {
        let plan = AdPlan::of_page(&self.reader, AdPageKind::Author, device).await?;
        Ok(Some(plan))
    }
}
