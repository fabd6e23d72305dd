//! Tags.

use std::sync::Arc;

use async_graphql::{Context, ID, Object};

use super::ads::AdPlan;
use super::language::{HreflangLink, LanguageOption};
use super::list::{ArticleConnection, ArticleFilter, ListArgs};
use super::media::Image;
use super::rich_text::RichText;
use super::seo::Seo;
use crate::addresses::Path;
use crate::api::graphql::door::directives::{cache_control, list_size, max_age, paged, slicing};
use crate::api::graphql::error::{Fault, Result};
use crate::api::graphql::reader::{Reader, Shown};
use crate::api::graphql::scalars::{Slug, Url};
use crate::platform::ids::{TagId, TypedId};
use crate::platform::locale::Locale;
use crate::tags::{self, TagText};
use crate::vocabulary::{DeviceClass, TagKind};

/// Related tags unless the field says otherwise, and the most of them.
const RELATED: i32 = 10;
const MAX_RELATED: usize = 50;

/// How many terms beside a tag are looked through for each related tag wanted: authors and sections
/// are among them, and tags that readers do not meet.
const TERMS_PER_TAG: u64 = 3;

/// What a tag without words in the edition says; readers meet none.
static NO_TEXT: TagText = TagText {
    name: String::new(),
    slug: String::new(),
    description: None,
    aliases: Vec::new(),
};

/// A person, organisation, place, event or topic stories are about, in one language.
#[derive(Clone)]
pub struct Tag {
    reader: Arc<Reader>,
    tag: Arc<tags::Tag>,
}

impl Tag {
    /// A tag that readers of the edition meet.
    pub fn new(reader: &Arc<Reader>, tag: Arc<tags::Tag>) -> Self {
        Self {
            reader: Arc::clone(reader),
            tag,
        }
    }

    /// The address of its page.
    pub fn address(&self) -> String {
        self.reader.url(&Path::Tag(self.text().slug.clone()))
    }

    fn text(&self) -> &TagText {
        let text = self.tag.texts.get(&self.reader.locale());
        text.unwrap_or(&NO_TEXT)
    }

    /// The path of its page in a language, where it has one.
    fn page(&self, locale: Locale) -> Option<Path> {
        self.tag.path(locale).filter(|_| self.tag.is_public(locale))
    }
}

/// A person, organisation, place, event or topic stories are about, in one language.
#[Object(directive = cache_control::apply(max_age(300)))]
impl Tag {
    pub(in crate::api::graphql) async fn id(&self) -> ID {
        self.reader.id(self.tag.id)
    }

    /// Common to the languages.
    async fn tag_id(&self) -> ID {
        self.tag.id.to_string().into()
    }

    async fn slug(&self) -> Slug {
        self.text().slug.as_str().into()
    }

    async fn url(&self) -> Url {
        self.address().into()
    }

    async fn kind(&self) -> TagKind {
        self.tag.kind
    }

    async fn name(&self) -> &str {
        &self.text().name
    }

    /// Heading of the tag block and page, e.g. `All news: NATO`.
    async fn all_news_label(&self) -> String {
        self.reader
            .edition()
            .label_with("allNews", &self.text().name)
    }

    /// A paragraph for its page.
    async fn description(&self) -> Option<RichText<'_>> {
        self.text().description.as_deref().map(RichText::plain_text)
    }

    async fn image(&self) -> Result<Option<Image>> {
        Ok(Image::find(&self.reader, self.tag.image).await?)
    }

    /// Same concept elsewhere: Wikidata, IPTC Media Topics.
    async fn same_as(&self) -> Vec<Url> {
        let tag = &self.tag;
        same_as(tag.wikidata_id.as_deref(), tag.media_topic_id.as_deref())
    }

    /// Newest first. Default 20.
    #[graphql(
        directive = list_size::apply(paged("first last").sized("edges nodes")),
        directive = cache_control::apply(max_age(30))
    )]
    async fn articles(
        &self,
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
        filter: Option<ArticleFilter>,
    ) -> Result<ArticleConnection> {
        let args = ListArgs {
            first,
            after,
            last,
            before,
            filter,
        };
        let base = self.reader.under_tag(self.tag.id);
        ArticleConnection::of(&self.reader, base, args).await
    }

    /// Tags that stand beside it in its newest stories, the most frequent first. Default 10, at
    /// most 50.
    #[graphql(directive = list_size::apply(slicing("first").assumed(RELATED)))]
    async fn related(&self, ctx: &Context<'_>, first: Option<i32>) -> Result<Option<Vec<Tag>>> {
        let wanted = usize::try_from(first.unwrap_or(RELATED)).ok();
        let wanted = wanted.filter(|wanted| (1..=MAX_RELATED).contains(wanted));
        let wanted = wanted.ok_or_else(|| Fault::bad_input("`first` is 1 to 50"))?;
        let most = wanted as u64 * TERMS_PER_TAG;
        let terms = self.reader.beside(self.tag.id, most).await?;
        let ids: Vec<_> = terms.into_iter().map(TagId::from_uuid).collect();
        let mut tags = self.reader.all_tags(&ids).await?;
        tags.truncate(wanted);
        let ahead = Shown::Tags(tags.clone(), ctx.look_ahead());
        self.reader.prefetch([ahead]).await?;
        let shown = tags.into_iter().map(|tag| Self::new(&self.reader, tag));
        Ok(Some(shown.collect()))
    }

    /// All editions, for the switcher; editions without this tag point at their home page.
    async fn language_options(&self) -> Vec<LanguageOption> {
        LanguageOption::all(&self.reader, |locale| self.page(locale))
    }

    /// Its pages in all languages, self included, plus x-default: for hreflang.
    async fn hreflang(&self) -> Vec<HreflangLink> {
        HreflangLink::all(&self.reader, |locale| self.page(locale))
    }

    async fn seo(&self) -> Seo {
        Seo::of_tag(&self.reader, &self.tag, self.address())
    }

    /// Where ads may stand on its page, for this device class.
    pub(in crate::api::graphql) async fn ad_plan(
        &self,
        #[graphql(default_with = "DeviceClass::Desktop")] device: DeviceClass,
    ) -> Result<Option<AdPlan>> {
        let plan = AdPlan::of_tag(&self.reader, &self.tag, device).await?;
        Ok(Some(plan))
    }
}

/// The addresses of a concept at Wikidata and among the IPTC Media Topics.
fn same_as(wikidata_id: Option<&str>, media_topic_id: Option<&str>) -> Vec<Url> {
    let item = wikidata_id.map(|id| format!("https://www.wikidata.org/wiki/{id}"));
    let topic = media_topic_id.and_then(|id| id.strip_prefix("medtop:"));
    let topic = topic.map(|id| format!("https://cv.iptc.org/newscodes/mediatopic/{id}"));
    item.into_iter().chain(topic).map(Url).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_concept_is_named_elsewhere_by_its_addresses() {
        let both = same_as(Some("Q7184"), Some("medtop:20000002"));

        assert_eq!(
            both,
            [
                "https://www.wikidata.org/wiki/Q7184".into(),
                "https://cv.iptc.org/newscodes/mediatopic/20000002".into(),
            ]
        );
        assert_eq!(same_as(None, None), []);
    }
}
