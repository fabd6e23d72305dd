//! What readers get of a translation, from when to when.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::article::{Article, Contribution};
use super::block::CreditOverride;
use super::content::Content;
use super::rich_text::RichText;
use super::translation::Translation;
use crate::addresses::Path;
use crate::platform::calendar::Day;
use crate::platform::clock::Instant;
use crate::platform::ids::{
    AdvertiserId, ArticleId, AssetId, PublicationId, RevisionId, SectionId, TagId, TranslationId,
};
use crate::platform::locale::Locale;
use crate::vocabulary::{
    AdServing, ArticleKind, HeadlineEmphasis, HeadlineMarkerKind, LiveState, Sensitivity,
};

/// How long breaking news stays breaking.
const BREAKING_MS: i64 = 3 * 60 * 60 * 1000;

/// How long the `Updated` label shows.
const UPDATE_LABEL_MS: i64 = 24 * 60 * 60 * 1000;

/// A published story in one language, as lists need it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Publication {
    /// Its id.
    pub id: PublicationId,
    /// The story.
    pub article_id: ArticleId,
    /// The translation.
    pub translation_id: TranslationId,
    /// The language.
    pub locale: Locale,
    /// Short public number.
    pub number: i64,
    /// The text.
    pub revision_id: RevisionId,
    /// Its number.
    pub revision: i32,
    /// What sort of story it is.
    pub kind: ArticleKind,
    /// Its address word.
    pub slug: String,
    /// Day of its publication.
    pub published_on: Day,
    /// Its section.
    pub section: SectionId,
    /// When it was published, as readers are told.
    pub published_at: Instant,
    /// Last substantive change.
    pub updated_at: Option<Instant>,
    /// Whether that change shows the `Updated` label.
    pub shows_update: bool,
    /// Position and clock in lists.
    pub listed_at: Instant,
    /// From when readers get it.
    pub visible_from: Instant,
    /// Until when readers get it.
    pub visible_until: Instant,
    /// Whether lists show it.
    pub is_listed: bool,
    /// Whether search engines may keep it.
    pub is_indexable: bool,
    /// Whether it is withdrawn as wrong.
    pub is_retracted: bool,
    /// Weight of the headline, as the editor set it.
    pub emphasis: HeadlineEmphasis,
    /// First publication as breaking news.
    pub breaking_since: Option<Instant>,
    /// What lists show of it.
    pub card: Card,
}

/// What lists show of a story, and the facts that its languages share, as ids.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Card {
    /// The language that the story was first written in.
    pub source_locale: Locale,
    /// Full headline.
    pub headline: String,
    /// Headline of rails and cards.
    pub short_headline: String,
    /// Text above the headline.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kicker: Option<String>,
    /// Plain summary.
    pub summary: String,
    /// Suffixes of the headline.
    pub markers: Vec<HeadlineMarkerKind>,
    /// The lead picture or video.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lead: Option<Lead>,
    /// Byline order.
    pub byline: Vec<Contribution>,
    /// Other sections that it runs in.
    pub secondary_sections: Vec<SectionId>,
    /// What it is about, primary first.
    pub tags: Vec<TagId>,
    /// The editor's choice for the `All news` block.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub primary_tag: Option<TagId>,
    /// Hand-picked related stories.
    pub related: Vec<ArticleId>,
    /// Editorial and commercial flags; never shown.
    pub sensitivity: Vec<Sensitivity>,
    /// Editor's say on ads.
    pub ad_serving: AdServing,
    /// Whether calls to action stay away.
    pub hide_call_to_action: bool,
    /// Who paid for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sponsor: Option<AdvertiserId>,
}

/// The lead picture or video with this language's words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Lead {
    /// Which asset.
    pub asset_id: AssetId,
    /// Its caption.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub caption: Option<RichText>,
    /// Its accessible text; empty = decorative.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alt: Option<String>,
    /// Its credit here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub credit_override: Option<CreditOverride>,
}

/// A publication with its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Story {
    /// What lists show.
    pub publication: Arc<Publication>,
    /// The text.
    pub content: Arc<Content>,
}

impl Card {
    /// What lists show of `content` in the story `article`.
    pub fn of(article: &Article, content: &Content) -> Self {
        Self {
            source_locale: article.source_locale,
            headline: content.headline.clone(),
            short_headline: content.shown_short_headline().to_owned(),
            kicker: content.kicker.clone(),
            summary: content.shown_summary(),
            markers: content.shown_markers(article.kind),
            lead: article.lead_media.as_ref().map(|lead| Lead {
                asset_id: lead.asset_id,
                caption: content.lead_caption.clone(),
                alt: content.lead_alt.clone(),
                credit_override: lead.credit_override.clone(),
            }),
            byline: article.contributions.clone(),
            secondary_sections: article.secondary_sections.clone(),
            tags: article.tags.clone(),
            primary_tag: article.primary_tag,
            related: article.related.clone(),
            sensitivity: article.sensitivity.clone(),
            ad_serving: article.ad_serving,
            hide_call_to_action: article.hide_call_to_action,
            sponsor: article.sponsor,
        }
    }
}

impl Publication {
    /// What readers get of a text from `from` on; `None` of a text without times of publication.
    pub fn opening(
        id: PublicationId,
        (article, one): (&Article, &Translation),
        (revision_id, revision): (RevisionId, i32),
        content: &Content,
        from: Instant,
    ) -> Option<Self> {
        let seo = content.seo.as_ref();
        Some(Self {
            id,
            article_id: one.article_id,
            translation_id: one.id,
            locale: one.locale,
            number: article.number,
            revision_id,
            revision,
            kind: article.kind,
            slug: one.slug.clone(),
            published_on: one.published_on?,
            section: article.section,
            published_at: one.display_published_at.or(one.first_published_at)?,
            updated_at: one.updated_at,
            shows_update: one.shows_update,
            listed_at: one.listed_at?,
            visible_from: from,
            visible_until: Instant::FOREVER,
            is_listed: one.live_state == LiveState::Live,
            is_indexable: !seo
                .is_some_and(|seo| seo.no_index == Some(true) || seo.canonical_url.is_some()),
            is_retracted: false,
            emphasis: content.emphasis.unwrap_or(HeadlineEmphasis::Normal),
            breaking_since: one.breaking_since,
            card: Card::of(article, content),
        })
    }

    /// The path of its page.
    pub fn path(&self) -> Path {
        match self.kind {
            ArticleKind::Page => Path::Page(self.slug.clone()),
            _ => Path::Article {
                day: self.published_on,
                number: self.number,
                slug: self.slug.clone(),
            },
        }
    }

    /// When breaking news calms down.
    pub fn calms_at(&self) -> Option<Instant> {
        let is_breaking = self.emphasis == HeadlineEmphasis::Breaking;
        let since = self.breaking_since.filter(|_| is_breaking);
        since.map(|since| since.plus_ms(BREAKING_MS))
    }

    /// When the `Updated` label begins to show, and when it ceases.
    pub fn update_label_turns(&self) -> Vec<Instant> {
        let shown_from = self.updated_at.filter(|_| self.shows_update);
        let turns = shown_from.map(|from| [from, from.plus_ms(UPDATE_LABEL_MS)]);
        turns.into_iter().flatten().collect()
    }

    /// Weight of the headline at `now`: breaking news calms down after three hours.
    pub fn emphasis_at(&self, now: Instant) -> HeadlineEmphasis {
        let calm = self
            .breaking_since
            .is_some_and(|since| since.plus_ms(BREAKING_MS) <= now);
        match self.emphasis {
            HeadlineEmphasis::Breaking if calm => HeadlineEmphasis::Strong,
            emphasis => emphasis,
        }
    }

    /// Whether the `Updated` label shows at `now`.
    pub fn shows_update_at(&self, now: Instant) -> bool {
        self.shows_update
            && self
                .updated_at
                .is_some_and(|at| at <= now && now < at.plus_ms(UPDATE_LABEL_MS))
    }
}

/// The stories of `candidates` in the order of their nearness to one with `tags`: those that share
/// most of them first, then the newest.
pub fn by_shared_tags(tags: &[TagId], candidates: &[Arc<Publication>]) -> Vec<Arc<Publication>> {
    let shared = |one: &Publication| {
        one.card
            .tags
            .iter()
            .filter(|tag| tags.contains(tag))
            .count()
    };
    let mut ranked = candidates.to_vec();
    ranked.sort_by_key(|one| std::cmp::Reverse((shared(one), one.listed_at, one.number)));
    ranked
}
