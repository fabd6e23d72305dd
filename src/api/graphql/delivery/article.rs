//! Stories.

use std::borrow::Cow;
use std::sync::Arc;

use async_graphql::{Context, ID, Object};

use super::ads::AdPlan;
use super::blocks::ArticleBody;
use super::correction::Correction;
use super::day::ArchiveDay;
use super::feature::ArticleFeature;
use super::figure::Figure;
use super::instant::LocalizedInstant;
use super::language::{HreflangLink, LanguageOption, path_in};
use super::menu::CallToAction;
use super::rich_text::RichText;
use super::section::Section;
use super::seo::Seo;
use super::story::{Contribution, HeadlineMarker, RelatedArticle, Sponsorship, TagSpotlight};
use super::tag::Tag;
use crate::api::graphql::door::directives::{cache_control, cost, list_size, max_age, slicing};
use crate::api::graphql::error::{Fault, Result};
use crate::api::graphql::reader::{BLOCK_SIZE, MAX_BLOCK, Reader, Shown};
use crate::api::graphql::scalars::{BigInt, Duration, Slug, Url};
use crate::articles::{Content, Publication};
use crate::platform::clock::Instant;
use crate::platform::locale::Locale;
use crate::vocabulary::{AdPageKind, ArticleKind, DeviceClass, HeadlineEmphasis};

/// The most corrections that a story shows.
const MAX_CORRECTIONS: usize = 50;

/// A published story in one language: the live revision of one translation. Its id covers article
/// AND locale; `articleId` is common to the languages.
#[derive(Clone)]
pub struct Article {
    reader: Arc<Reader>,
    story: Arc<Publication>,
    preview_until: Option<Instant>,
}

impl Article {
    /// A story that readers of the edition get.
    pub fn new(reader: &Arc<Reader>, story: Arc<Publication>) -> Self {
        Self {
            reader: Arc::clone(reader),
            story,
            preview_until: None,
        }
    }

    /// A story that its readers would get, as the bearer of a link sees it until then.
    pub fn previewed(reader: &Arc<Reader>, story: Arc<Publication>, until: Instant) -> Self {
        Self {
            preview_until: Some(until),
            ..Self::new(reader, story)
        }
    }

    /// The full headline; that of a withdrawn story says so.
    pub fn headline_text(&self) -> String {
        self.reader.headline(&self.story)
    }

    /// The address of its page.
    pub fn address(&self) -> String {
        self.reader.url(&self.story.path())
    }

    /// The publication itself.
    pub fn publication(&self) -> &Publication {
        &self.story
    }

    async fn content(&self) -> Result<Arc<Content>> {
        let content = self.reader.content(&self.story).await?;
        if self.story.card.sponsor.is_some() {
            return Ok(Arc::new(content.sponsored()));
        }
        Ok(content)
    }

    fn moment(&self, moment: Instant) -> LocalizedInstant {
        LocalizedInstant::new(&self.reader, moment)
    }
}

/// A published story in one language: the live revision of one translation. Its id covers article
/// AND locale; `articleId` is common to the languages.
#[Object(directive = cache_control::apply(max_age(60)))]
impl Article {
    pub(in crate::api::graphql) async fn id(&self) -> ID {
        self.reader.id(self.story.article_id)
    }

    /// Language-independent identity, for analytics, sync and the language switcher.
    async fn article_id(&self) -> ID {
        self.story.article_id.to_string().into()
    }

    /// Short public number, common to the languages.
    async fn number(&self) -> BigInt {
        BigInt(self.story.number)
    }

    async fn locale(&self) -> Locale {
        self.story.locale
    }

    async fn kind(&self) -> ArticleKind {
        self.story.kind
    }

    /// Its page.
    async fn url(&self) -> Url {
        self.address().into()
    }

    async fn slug(&self) -> Slug {
        self.story.slug.as_str().into()
    }

    /// Full headline, plain text.
    async fn headline(&self) -> String {
        self.headline_text()
    }

    /// Short headline for rails and cards; the full one when none was written.
    async fn short_headline(&self) -> String {
        self.reader.short_headline(&self.story)
    }

    /// Suffix markers in display order, e.g. photo, video; that of paid content by itself, wherever
    /// the headline stands. Bounded (<= 5).
    async fn markers(&self) -> Vec<HeadlineMarker> {
        HeadlineMarker::all(&self.reader, &self.story)
    }

    /// Weight of the headline now: breaking news calms down after three hours.
    async fn emphasis(&self) -> HeadlineEmphasis {
        let now = self.reader.now(self.story.calms_at());
        self.story.emphasis_at(now)
    }

    /// Text above the headline, e.g. `Exclusive`.
    async fn kicker(&self) -> Option<&str> {
        self.story.card.kicker.as_deref()
    }

    /// Opening paragraph.
    async fn lede(&self) -> Result<Option<RichText<'static>>> {
        Ok(match self.content().await?.lede.clone() {
            Some(lede) => Some(RichText::of(&self.reader, Cow::Owned(lede)).await?),
            None => None,
        })
    }

    /// Plain summary for cards and feeds, <= 300 characters.
    async fn summary(&self) -> &str {
        &self.story.card.summary
    }

    /// Byline order. Empty for unsigned news. Bounded (<= 12).
    async fn byline(&self) -> Result<Vec<Contribution>> {
        Ok(Contribution::all(&self.reader, &self.story).await?)
    }

    /// The section that it runs in.
    async fn section(&self) -> Result<Section> {
        let section = Section::find(&self.reader, self.story.section);
        Ok(section.ok_or_else(|| anyhow::anyhow!("{} is not public", self.story.section))?)
    }

    /// Other sections that it runs in too.
    async fn secondary_sections(&self) -> Vec<Section> {
        let ids = self.story.card.secondary_sections.iter();
        ids.filter_map(|id| Section::find(&self.reader, *id))
            .collect()
    }

    /// Display order, primary first. Bounded (<= 20).
    async fn tags(&self) -> Result<Vec<Tag>> {
        let tags = self.reader.all_tags(&self.story.card.tags).await?;
        Ok(tags
            .into_iter()
            .map(|tag| Tag::new(&self.reader, tag))
            .collect())
    }

    /// The tag of the `All news` block: the editor's choice, else the first public tag.
    async fn primary_tag(&self) -> Result<Option<Tag>> {
        let tag = self.reader.primary_tag(&self.story).await?;
        Ok(tag.map(|tag| Tag::new(&self.reader, tag)))
    }

    /// The lead picture or video.
    async fn lead_media(&self) -> Result<Option<Figure<'_>>> {
        Ok(match &self.story.card.lead {
            Some(lead) => Figure::of_lead(&self.reader, lead).await?,
            None => None,
        })
    }

    /// The text.
    async fn body(&self) -> Result<ArticleBody> {
        let content = self.content().await?;
        Ok(ArticleBody::of(&self.reader, &content, self.story.section).await?)
    }

    /// What only this kind of article has.
    async fn feature(&self) -> Result<Option<ArticleFeature>> {
        Ok(ArticleFeature::of(&self.reader, &self.content().await?).await?)
    }

    /// First time live in this language, or the display date chosen then. Never changes.
    async fn published_at(&self) -> LocalizedInstant {
        self.moment(self.story.published_at)
    }

    /// Last substantive change a reader should know of; null when there was none. Typo fixes do not
    /// move it.
    async fn updated_at(&self) -> Option<LocalizedInstant> {
        self.story.updated_at.map(|at| self.moment(at))
    }

    /// Position and clock of the story in lists: publishedAt unless an editor re-listed it.
    async fn listed_at(&self) -> LocalizedInstant {
        self.moment(self.story.listed_at)
    }

    /// The `Updated` tag next to the time, localised; null when not shown.
    async fn update_label(&self) -> Option<&str> {
        let now = self.reader.now(self.story.update_label_turns());
        let is_shown = self.story.shows_update_at(now);
        is_shown.then(|| self.reader.label("updated"))
    }

    /// The day page of publishedAt.
    async fn archive_day(&self) -> ArchiveDay {
        ArchiveDay::new(&self.reader, self.story.published_on)
    }

    /// Newest first. Bounded (<= 50).
    async fn corrections(&self) -> Result<Vec<Correction>> {
        let notes = self.reader.corrections(self.story.translation_id).await?;
        let notes = notes.iter().take(MAX_CORRECTIONS);
        Ok(notes
            .map(|note| Correction::new(&self.reader, &self.story, note))
            .collect())
    }

    /// All editions, for the switcher; editions without this story point at their home page.
    async fn language_options(&self) -> Result<Vec<LanguageOption>> {
        let versions = self.reader.versions(self.story.article_id).await?;
        let page = |locale| path_in(&versions, locale);
        Ok(LanguageOption::all(&self.reader, page))
    }

    /// Published versions only, self included, plus x-default: for hreflang.
    async fn hreflang(&self) -> Result<Vec<HreflangLink>> {
        let versions = self.reader.versions(self.story.article_id).await?;
        let kept: Vec<_> = versions
            .iter()
            .filter(|one| one.is_indexable)
            .cloned()
            .collect();
        Ok(HreflangLink::all(&self.reader, |locale| {
            path_in(&kept, locale)
        }))
    }

    /// Hand-picked first, then by shared tags; never the article itself. Default 5, at most 20.
    #[graphql(
        directive = cost::apply("5"),
        directive = list_size::apply(slicing("first").assumed(5))
    )]
    async fn related(
        &self,
        ctx: &Context<'_>,
        first: Option<i32>,
    ) -> Result<Option<Vec<RelatedArticle>>> {
        let related = self.reader.related(&self.story, block_size(first)?).await?;
        let stories = related.iter().map(|(story, _)| Arc::clone(story)).collect();
        let shown = Shown::Articles(stories, ctx.look_ahead().field("article"));
        self.reader.prefetch([shown]).await?;
        let related = related.into_iter().map(|(story, reason)| RelatedArticle {
            article: Self::new(&self.reader, story),
            reason,
        });
        Ok(Some(related.collect()))
    }

    /// The `All news` block: the primary tag and its latest headlines, without this story. Default
    /// 5, at most 20.
    #[graphql(directive = cost::apply("3"))]
    async fn tag_spotlight(
        &self,
        ctx: &Context<'_>,
        first: Option<i32>,
    ) -> Result<Option<TagSpotlight>> {
        let size = block_size(first)?;
        let Some((tag, stories)) = self.reader.spotlight(&self.story, size).await? else {
            return Ok(None);
        };
        let stories = stories.items.clone();
        let shown = Shown::Articles(stories.clone(), ctx.look_ahead().field("articles"));
        self.reader.prefetch([shown]).await?;
        let articles = stories
            .into_iter()
            .map(|story| Self::new(&self.reader, story));
        Ok(Some(TagSpotlight {
            tag: Tag::new(&self.reader, tag),
            articles: articles.collect(),
        }))
    }

    /// e.g. `Support us` / `Become our patron`. Null when none is active here or the editor hid it.
    async fn call_to_action(
        &self,
        #[graphql(default = "article-end")] slot: String,
    ) -> Option<CallToAction> {
        if self.story.card.hide_call_to_action {
            return None;
        }
        let line = self.reader.sections().ancestors(self.story.section);
        let sections: Vec<_> = line.into_iter().map(|section| section.id).collect();
        CallToAction::in_slot(&self.reader, &slot, &sections)
    }

    /// Set on paid content; the label is a legal duty.
    async fn sponsorship(&self) -> Result<Option<Sponsorship>> {
        let Some(id) = self.story.card.sponsor else {
            return Ok(None);
        };
        Ok(Sponsorship::of(&self.reader, id).await?)
    }

    /// What stands in the head of its page.
    async fn seo(&self) -> Result<Seo> {
        Ok(Seo::of_article(&self.reader, &self.story).await?)
    }

    /// Notice before the text, e.g. for graphic pictures; null when none.
    async fn content_warning(&self) -> Result<Option<String>> {
        Ok(self.content().await?.content_warning.clone())
    }

    /// How long it takes to read, in whole minutes.
    async fn reading_time(&self) -> Result<Duration> {
        let minutes = i64::try_from(self.content().await?.reading_minutes()).unwrap_or(i64::MAX);
        let seconds = minutes.saturating_mul(60);
        Ok(Duration { seconds })
    }

    /// Words of headline and text.
    async fn word_count(&self) -> Result<i32> {
        Ok(i32::try_from(self.content().await?.word_count()).unwrap_or(i32::MAX))
    }

    /// Live revision number; grows with each publication. Use as ETag.
    async fn revision(&self) -> i32 {
        self.story.revision
    }

    /// True only through Query.preview; times of a never-published text are then the planned ones,
    /// else now.
    async fn is_preview(&self) -> bool {
        self.preview_until.is_some()
    }

    /// Until when the link holds that shows this preview; null for what readers get.
    async fn preview_expires_at(&self) -> Option<LocalizedInstant> {
        Some(LocalizedInstant::new(&self.reader, self.preview_until?))
    }

    /// Where ads may stand on this page, for this device class and layout.
    #[graphql(directive = cost::apply("3"))]
    pub(in crate::api::graphql) async fn ad_plan(
        &self,
        #[graphql(default_with = "DeviceClass::Desktop")] device: DeviceClass,
        #[graphql(default_with = "AdPageKind::Article")] page_kind: AdPageKind,
    ) -> Result<Option<AdPlan>> {
        let plan = AdPlan::of_article(&self.reader, &self.story, device, page_kind).await?;
        Ok(Some(plan))
    }
}

/// How many stories a block is asked to show.
fn block_size(first: Option<i32>) -> Result<u32> {
    let Some(first) = first else {
        return Ok(BLOCK_SIZE);
    };
    let size = u32::try_from(first)
        .ok()
        .filter(|size| (1..=MAX_BLOCK).contains(size));
    size.ok_or_else(|| Fault::bad_input(format!("`first` is 1 to {MAX_BLOCK}")))
}
