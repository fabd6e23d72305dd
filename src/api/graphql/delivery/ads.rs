//! Where ads may stand on a page.

use std::sync::Arc;

use async_graphql::{Context, ID, Object, SimpleObject};

use super::decision::{self, AdDecisionResult, AdViewerInput};
use crate::ads::{self, AdMark, BlockShape, PageContext};
use crate::api::graphql::door::directives::{cache_control, cost, max_age, private};
use crate::api::graphql::error::Result;
use crate::api::graphql::reader::Reader;
use crate::app;
use crate::articles::{Block, Content, Publication};
use crate::platform::ids::SectionId;
use crate::tags::Tag;
use crate::vocabulary::{
    AdPageKind, AdServing, AdZone, ArticleKind, DeviceClass, NoAdsReason, Sensitivity,
};

/// Where ads may stand on one page. Deterministic for (revision, device, layout), so it caches with
/// the page.
pub struct AdPlan {
    plan: ads::Plan,
    no_ads: Option<NoAdsReason>,
    context: PageContext,
    reader: Arc<Reader>,
    token: String,
    label: String,
}

impl AdPlan {
    /// The plan of a page that shows a story.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn of_article(
        reader: &Arc<Reader>,
        story: &Publication,
        device: DeviceClass,
        kind: AdPageKind,
    ) -> app::Result<Self> {
        let content = reader.content(story).await?;
        let tags = reader.all_tags(&story.card.tags).await?;
        let sensitivity = sensitivity(&story.card.sensitivity, tags.iter().map(AsRef::as_ref));
        let blocks: Vec<_> = content.blocks.iter().map(shape).collect();
        let marks = marks(&content);
        let shown = ads::Story {
            kind: story.kind,
            blocks: &blocks,
            marks: &marks,
            sensitivity: &sensitivity,
            ad_serving: story.card.ad_serving,
            is_retracted: story.is_retracted,
        };
        let page = ads::Page {
            kind,
            device,
            story: Some(shown),
        };
        let context = PageContext {
            article: Some(story.article_id),
            kind: Some(story.kind),
            section: Some(story.section),
            tags: story.card.tags.clone(),
            sensitivity: sensitivity.clone(),
            is_house_only: story.card.ad_serving == AdServing::HouseOnly,
            words: spoken(&story.card.headline, reader, tags.iter().map(AsRef::as_ref)),
            categories: categories(tags.iter().map(AsRef::as_ref)),
            ..PageContext::of_list(kind, reader.locale(), device)
        };
        Self::of(reader, &page, context).await
    }

    /// The plan of a section's page.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn of_section(
        reader: &Arc<Reader>,
        section: SectionId,
        device: DeviceClass,
    ) -> app::Result<Self> {
        let context = PageContext {
            section: Some(section),
            ..PageContext::of_list(AdPageKind::Section, reader.locale(), device)
        };
        Self::of(reader, &list(AdPageKind::Section, device), context).await
    }

    /// The plan of a tag's page.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn of_tag(reader: &Arc<Reader>, tag: &Tag, device: DeviceClass) -> app::Result<Self> {
        let context = PageContext {
            tags: vec![tag.id],
            sensitivity: tag.sensitivity.clone(),
            words: spoken("", reader, std::iter::once(tag)),
            categories: categories(std::iter::once(tag)),
            ..PageContext::of_list(AdPageKind::Tag, reader.locale(), device)
        };
        Self::of(reader, &list(AdPageKind::Tag, device), context).await
    }

    /// The plan of any other page of lists.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn of_page(
        reader: &Arc<Reader>,
        kind: AdPageKind,
        device: DeviceClass,
    ) -> app::Result<Self> {
        let context = PageContext::of_list(kind, reader.locale(), device);
        Self::of(reader, &list(kind, device), context).await
    }

    async fn of(
        reader: &Arc<Reader>,
        page: &ads::Page<'_>,
        context: PageContext,
    ) -> app::Result<Self> {
        let placements = reader.placements().await?;
        let plan = ads::plan(&placements, page);
        let context = context.with_slots(&plan);
        let no_ads = (!plan.is_serving()).then(|| no_ads_reason(page));
        Ok(Self {
            token: reader.page_token(context.clone())?,
            reader: Arc::clone(reader),
            context,
            no_ads,
            plan,
            label: reader.label("advertisement").to_owned(),
        })
    }
}

impl AdPlan {
    /// The page, as decisions on ads know it.
    pub const fn context(&self) -> &PageContext {
        &self.context
    }

    /// Why the page has no ads; `None` when it has some.
    pub const fn no_ads_reason(&self) -> Option<NoAdsReason> {
        self.no_ads
    }
}

/// Why a page without slots has none.
fn no_ads_reason(page: &ads::Page<'_>) -> NoAdsReason {
    match page.story {
        Some(story) if story.is_retracted => NoAdsReason::Retracted,
        Some(story) if story.ad_serving == AdServing::None => NoAdsReason::EditorSwitch,
        // Standing pages, such as the imprint.
        Some(story) if story.kind == ArticleKind::Page => NoAdsReason::LegalNotice,
        Some(story) if story.sensitivity.is_empty() => NoAdsReason::ArticleTooShort,
        Some(_) => NoAdsReason::SensitiveContent,
        // No placement is for such a page.
        None => NoAdsReason::EditorSwitch,
    }
}

const fn list<'p>(kind: AdPageKind, device: DeviceClass) -> ads::Page<'p> {
    ads::Page {
        kind,
        device,
        story: None,
    }
}

/// Folded words of a headline and of the names of tags, each once.
fn spoken<'t>(headline: &str, reader: &Reader, tags: impl Iterator<Item = &'t Tag>) -> Vec<String> {
    let locale = reader.locale();
    let names = tags.filter_map(|tag| {
        let text = tag.texts.get(&locale);
        text.map(|text| text.name.as_str())
    });
    let texts = std::iter::once(headline).chain(names);
    let mut all: Vec<_> = texts.flat_map(ads::words).collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// Categories of tags, each once.
fn categories<'t>(tags: impl Iterator<Item = &'t Tag>) -> Vec<String> {
    let mut all: Vec<_> = tags.flat_map(|tag| tag.ad_categories.clone()).collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// The flags of a story and of its tags, each once.
fn sensitivity<'t>(own: &[Sensitivity], tags: impl Iterator<Item = &'t Tag>) -> Vec<Sensitivity> {
    let mut all = own.to_vec();
    all.extend(tags.flat_map(|tag| &tag.sensitivity));
    all.sort_unstable();
    all.dedup();
    all
}

fn shape(block: &Block) -> BlockShape {
    BlockShape {
        block_id: block.id().to_owned(),
        kind: block.kind(),
        label: match block {
            Block::Labelled(labelled) => Some(labelled.role),
            _ => None,
        },
        chars: block.chars(),
    }
}

fn marks(content: &Content) -> Vec<AdMark> {
    let marks = content.ad_breaks.iter().map(|mark| AdMark {
        after_block_id: mark.after_block_id.clone(),
        rule: mark.rule,
    });
    marks.collect()
}

/// Where ads may stand on one page. Deterministic for (revision, device, layout), so it caches with
/// the page.
#[Object(directive = cache_control::apply(max_age(60)))]
impl AdPlan {
    /// Sealed page context (article, locale, section, tags, kind, sensitivity, expiry): neither
    /// readable nor forgeable. Valid 24 h.
    async fn page_token(&self) -> &str {
        &self.token
    }

    /// False when the page is ad-free.
    async fn is_serving(&self) -> bool {
        self.plan.is_serving()
    }

    /// Page order. Bounded (<= 25).
    async fn slots(&self) -> Vec<AdSlot> {
        let slots = self.plan.slots.iter();
        slots.map(|slot| AdSlot::of(slot, &self.label)).collect()
    }

    /// Fill all slots now (server-side rendering). Makes the whole response private: the CDN path
    /// asks Query.adDecisions instead.
    #[graphql(
        directive = cost::apply("25"),
        directive = cache_control::apply(private())
    )]
    async fn decisions(
        &self,
        ctx: &Context<'_>,
        viewer: AdViewerInput,
    ) -> Result<Option<AdDecisionResult>> {
        let decided = decision::decide(ctx, &self.reader, &self.context, &viewer).await?;
        Ok(Some(decided))
    }
}

/// One place for an ad on this page.
#[derive(SimpleObject)]
#[graphql(directive = cost::apply("0"))]
pub struct AdSlot {
    /// Unique on the page, e.g. `in-article-2`.
    key: String,
    placement_key: String,
    zone: AdZone,
    /// In-article only: render after this block.
    after_block_id: Option<ID>,
    /// Localised legal label, e.g. `Реклама`. Must be shown with any ad.
    label: String,
    /// Space to reserve, so that text does not jump.
    reserve: AdSize,
    /// Accepted sizes, largest first.
    sizes: Vec<AdSize>,
    /// Ask for a decision only when the slot comes within this many viewport heights.
    lazy_distance: f64,
}

impl AdSlot {
    fn of(slot: &ads::Slot, label: &str) -> Self {
        Self {
            key: slot.key.clone(),
            placement_key: slot.placement_key.clone(),
            zone: slot.zone,
            after_block_id: slot.after_block_id.clone().map(ID),
            label: label.to_owned(),
            reserve: slot.reserve.into(),
            sizes: slot.sizes.iter().copied().map(Into::into).collect(),
            lazy_distance: slot.lazy_distance,
        }
    }
}

/// CSS pixels.
#[derive(SimpleObject)]
#[graphql(directive = cost::apply("0"))]
pub struct AdSize {
    width: i32,
    height: i32,
}

impl From<ads::Size> for AdSize {
    fn from(size: ads::Size) -> Self {
        Self {
            width: size.width,
            height: size.height,
        }
    }
}
