//! Sections.

use std::sync::Arc;

use async_graphql::{ID, Object};

use super::ads::AdPlan;
use super::front::Front;
use super::language::{HreflangLink, LanguageOption};
use super::list::{ArticleConnection, ArticleFilter, ListArgs};
use super::seo::Seo;
use crate::addresses::Path;
use crate::api::graphql::door::directives::{cache_control, list_size, max_age, paged};
use crate::api::graphql::error::Result;
use crate::api::graphql::reader::Reader;
use crate::api::graphql::scalars::{Slug, Url};
use crate::platform::ids::SectionId;
use crate::platform::locale::Locale;
use crate::sections::{self, SectionText};
use crate::vocabulary::DeviceClass;

/// A node of the section tree in one language.
#[derive(Clone)]
pub struct Section {
    reader: Arc<Reader>,
    id: SectionId,
    parent: Option<SectionId>,
    text: SectionText,
    path: Path,
}

impl Section {
    /// The section with this id, if readers of the edition meet it.
    pub fn find(reader: &Arc<Reader>, id: SectionId) -> Option<Self> {
        Self::of(reader, reader.section(id)?)
    }

    fn of(reader: &Arc<Reader>, section: &sections::Section) -> Option<Self> {
        let (tree, locale) = (reader.sections(), reader.locale());
        if !tree.is_public(locale, section.id) {
            return None;
        }
        Some(Self {
            reader: Arc::clone(reader),
            id: section.id,
            parent: section.parent,
            text: section.texts.get(&locale)?.clone(),
            path: tree.path(locale, section.id)?,
        })
    }

    /// All sections that readers of the edition meet, each before those below it.
    pub fn all(reader: &Arc<Reader>) -> Vec<Self> {
        Self::those(reader, reader.sections().iter())
    }

    fn those<'s>(
        reader: &Arc<Reader>,
        sections: impl IntoIterator<Item = &'s sections::Section>,
    ) -> Vec<Self> {
        let sections = sections.into_iter();
        sections
            .filter_map(|section| Self::of(reader, section))
            .collect()
    }

    /// The address of its page.
    pub fn address(&self) -> String {
        self.reader.url(&self.path)
    }

    /// Its page in a language.
    fn page(&self, locale: Locale) -> Option<Path> {
        let tree = self.reader.sections();
        let is_public = tree.is_public(locale, self.id);
        tree.path(locale, self.id).filter(|_| is_public)
    }

    /// The front that stands for its page, by name.
    fn front_key(&self) -> String {
        format!("section-{}", self.text.slug)
    }
}

/// A node of the section tree in one language.
#[Object(directive = cache_control::apply(max_age(300)))]
impl Section {
    pub(in crate::api::graphql) async fn id(&self) -> ID {
        self.reader.id(self.id)
    }

    async fn slug(&self) -> Slug {
        self.text.slug.as_str().into()
    }

    async fn url(&self) -> Url {
        self.address().into()
    }

    async fn name(&self) -> &str {
        &self.text.name
    }

    /// A paragraph for its page.
    async fn description(&self) -> Option<&str> {
        self.text.description.as_deref()
    }

    /// The section above it; null at the top.
    async fn parent(&self) -> Option<Section> {
        Self::find(&self.reader, self.parent?)
    }

    /// Root first, this section last.
    async fn breadcrumbs(&self) -> Vec<Section> {
        Self::those(&self.reader, self.reader.sections().ancestors(self.id))
    }

    /// The sections right below it, in order.
    async fn children(&self) -> Vec<Section> {
        Self::those(&self.reader, self.reader.sections().children(Some(self.id)))
    }

    /// Articles of this section and those below it.
    #[graphql(
        directive = list_size::apply(paged("first").sized("edges nodes")),
        directive = cache_control::apply(max_age(30))
    )]
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
        let base = self.reader.under_section(self.id);
        ArticleConnection::of(&self.reader, base, args).await
    }

    /// The curated page that stands for it: the one with the key `section-` and its slug. Null when
    /// it has none.
    async fn front(&self) -> Result<Option<Front>> {
        Ok(Front::find(&self.reader, &self.front_key()).await?)
    }

    /// All editions, for the switcher; editions in which readers do not meet it point at their home
    /// page.
    async fn language_options(&self) -> Vec<LanguageOption> {
        LanguageOption::all(&self.reader, |locale| self.page(locale))
    }

    /// Its pages in all languages, self included, plus x-default: for hreflang.
    async fn hreflang(&self) -> Vec<HreflangLink> {
        HreflangLink::all(&self.reader, |locale| self.page(locale))
    }

    async fn seo(&self) -> Seo {
        Seo::of_section(&self.reader, self.id, &self.text, self.address())
    }

    /// Where ads may stand on its page, for this device class.
    pub(in crate::api::graphql) async fn ad_plan(
        &self,
        #[graphql(default_with = "DeviceClass::Desktop")] device: DeviceClass,
    ) -> Result<Option<AdPlan>> {
        Ok(Some(
            AdPlan::of_section(&self.reader, self.id, device).await?,
        ))
    }
}
