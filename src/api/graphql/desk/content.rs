//! The text of one language, as stored and as readers would get it.

use std::borrow::Cow;
use std::sync::Arc;

use async_graphql::{Context, ID, Object, SimpleObject};
use tokio::sync::OnceCell;

use super::asset::DeskAsset;
use super::reader::{DeskReader, Shown};
use super::staff::StaffUser;
use crate::api::graphql::delivery::blocks::{ArticleBody, Block};
use crate::api::graphql::delivery::rich_text::RichText;
use crate::api::graphql::door::directives::{assumed, cost, list_size};
use crate::api::graphql::error::{Fault, Result};
use crate::api::graphql::reader::Reader;
use crate::api::graphql::scalars::{BodyDocument, Url};
use crate::app::{self, Error};
use crate::articles::{self, Article, Content, Translation};
use crate::platform::clock::Instant;
use crate::platform::ids::AssetId;
use crate::platform::locale::Locale;
use crate::vocabulary::{AdBreakRule, HeadlineEmphasis, HeadlineMarkerKind, RevisionReason};

/// The text of one language at one revision.
pub struct TranslationContent {
    reader: Arc<DeskReader>,
    article: Arc<Article>,
    locale: Locale,
    content: Arc<Content>,
    body: OnceCell<ArticleBody>,
}

impl TranslationContent {
    /// A text of a translation.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn of(
        reader: &Arc<DeskReader>,
        one: &Translation,
        content: Arc<Content>,
    ) -> app::Result<Self> {
        let article = reader.article(one.article_id).await?;
        Ok(Self {
            reader: Arc::clone(reader),
            article: article.ok_or(Error::NotFound)?,
            locale: one.locale,
            content,
            body: OnceCell::new(),
        })
    }

    /// The edition that the text is of.
    async fn edition(&self, ctx: &Context<'_>) -> Result<Arc<Reader>> {
        edition(ctx, self.locale).await
    }
}

/// The edition of a text, open or closed.
///
/// # Errors
/// Those of the database; editions are never deleted.
pub async fn edition(ctx: &Context<'_>, locale: Locale) -> Result<Arc<Reader>> {
    let found = Reader::any(ctx, locale).await?;
    Ok(found.ok_or_else(|| anyhow::anyhow!("there is no edition {locale}"))?)
}

/// The text of one language at one revision.
#[Object]
impl TranslationContent {
    async fn headline(&self) -> &str {
        &self.content.headline
    }

    /// Headline of rails and cards.
    async fn short_headline(&self) -> Option<&str> {
        self.content.short_headline.as_deref()
    }

    /// Text above the headline.
    async fn kicker(&self) -> Option<&str> {
        self.content.kicker.as_deref()
    }

    /// Opening paragraph.
    async fn lede(&self, ctx: &Context<'_>) -> Result<Option<RichText<'_>>> {
        let Some(lede) = &self.content.lede else {
            return Ok(None);
        };
        Ok(Some(
            RichText::of(&self.edition(ctx).await?, Cow::Borrowed(lede)).await?,
        ))
    }

    async fn summary(&self) -> Option<&str> {
        self.content.summary.as_deref()
    }

    /// As readers would get it: references to unpublished things are already dropped.
    #[graphql(
        directive = cost::apply("0.1"),
        directive = list_size::apply(assumed(40))
    )]
    async fn blocks(&self, ctx: &Context<'_>) -> Result<Vec<Block<'_>>> {
        let read = async || {
            let reader = self.edition(ctx).await?;
            let body = ArticleBody::of(&reader, &self.content, self.article.section).await?;
            Ok::<_, Fault>(body)
        };
        Ok(self.body.get_or_try_init(read).await?.shown())
    }

    /// As stored: for the editor.
    async fn document(&self) -> Result<BodyDocument> {
        Ok(BodyDocument(serde_json::to_value(&self.content.blocks)?))
    }

    /// The lede as stored, links to unpublished things kept; the shape of RichTextInput.
    async fn lede_document(&self) -> Result<Option<BodyDocument>> {
        document(self.content.lede.as_ref())
    }

    /// The lead's caption as stored; the shape of RichTextInput.
    async fn lead_caption_document(&self) -> Result<Option<BodyDocument>> {
        document(self.content.lead_caption.as_ref())
    }

    /// What only this kind of article has, in the shape of FeatureInput.
    async fn feature_document(&self) -> Result<Option<BodyDocument>> {
        document(self.content.feature.as_ref())
    }

    /// Notice before the text.
    async fn content_warning(&self) -> Option<&str> {
        self.content.content_warning.as_deref()
    }

    /// Editor's own ad marks, invisible to readers.
    async fn ad_breaks(&self) -> Vec<AdBreak> {
        self.content.ad_breaks.iter().map(Into::into).collect()
    }

    async fn lead_caption(&self, ctx: &Context<'_>) -> Result<Option<RichText<'_>>> {
        let Some(caption) = &self.content.lead_caption else {
            return Ok(None);
        };
        Ok(Some(
            RichText::of(&self.edition(ctx).await?, Cow::Borrowed(caption)).await?,
        ))
    }

    /// Accessible text of the lead picture; empty = decorative.
    async fn lead_alt(&self) -> Option<&str> {
        self.content.lead_alt.as_deref()
    }

    /// Suffixes of the headline: the editor's, else what the body holds.
    async fn markers(&self) -> Vec<HeadlineMarkerKind> {
        self.content.shown_markers(self.article.kind)
    }

    async fn emphasis(&self) -> HeadlineEmphasis {
        self.content.emphasis.unwrap_or(HeadlineEmphasis::Normal)
    }

    async fn seo(&self) -> SeoOverrides {
        let seo = self.content.seo.clone().unwrap_or_default();
        SeoOverrides {
            reader: Arc::clone(&self.reader),
            seo,
        }
    }

    /// Words that a reader reads.
    async fn word_count(&self) -> i32 {
        i32::try_from(self.content.word_count()).unwrap_or(i32::MAX)
    }
}

fn document(part: Option<&impl serde::Serialize>) -> Result<Option<BodyDocument>> {
    let json = part.map(serde_json::to_value).transpose()?;
    Ok(json.map(BodyDocument))
}

/// What the editor set; null = computed.
pub struct SeoOverrides {
    reader: Arc<DeskReader>,
    seo: articles::SeoOverrides,
}

/// What the editor set; null = computed.
#[Object]
impl SeoOverrides {
    async fn title(&self) -> Option<&str> {
        self.seo.title.as_deref()
    }

    async fn description(&self) -> Option<&str> {
        self.seo.description.as_deref()
    }

    /// Address that counts as the original.
    async fn canonical_url(&self) -> Option<Url> {
        self.seo.canonical_url.as_deref().map(Into::into)
    }

    /// Whether search engines should leave it out.
    async fn no_index(&self) -> bool {
        self.seo.no_index.unwrap_or(false)
    }

    async fn social_title(&self) -> Option<&str> {
        self.seo.social_title.as_deref()
    }

    async fn social_description(&self) -> Option<&str> {
        self.seo.social_description.as_deref()
    }

    async fn social_image(&self, ctx: &Context<'_>) -> Result<Option<DeskAsset>> {
        let id: Option<AssetId> = self.seo.social_image_id;
        DeskAsset::shown(&self.reader, ctx, id).await
    }
}

/// `HERE` asks for a slot after the block, `NEVER` forbids one.
#[derive(SimpleObject)]
pub struct AdBreak {
    after_block_id: ID,
    rule: AdBreakRule,
}

impl From<&articles::AdBreak> for AdBreak {
    fn from(mark: &articles::AdBreak) -> Self {
        Self {
            after_block_id: ID(mark.after_block_id.clone()),
            rule: mark.rule,
        }
    }
}

/// An immutable snapshot.
pub struct Revision {
    reader: Arc<DeskReader>,
    translation: Arc<Translation>,
    revision: Arc<articles::Revision>,
}

impl Revision {
    /// A kept text of a translation.
    pub const fn new(
        reader: Arc<DeskReader>,
        translation: Arc<Translation>,
        revision: Arc<articles::Revision>,
    ) -> Self {
        Self {
            reader,
            translation,
            revision,
        }
    }
}

/// An immutable snapshot.
#[Object]
impl Revision {
    pub(in crate::api::graphql) async fn id(&self) -> ID {
        self.revision.id.to_string().into()
    }

    /// 1, 2, 3 … without gaps.
    async fn number(&self) -> i32 {
        self.revision.number
    }

    async fn created_at(&self) -> Instant {
        self.revision.created_at
    }

    async fn created_by(&self, ctx: &Context<'_>) -> Result<StaffUser> {
        let id = self.revision.created_by;
        self.reader
            .prefetch(ctx, Shown::Users(vec![id], ctx.look_ahead()))
            .await?;
        Ok(StaffUser::known(&self.reader, id).await?)
    }

    /// Why it was kept.
    async fn reason(&self) -> RevisionReason {
        self.revision.reason
    }

    /// What its maker said.
    async fn note(&self) -> Option<&str> {
        self.revision.note.as_deref()
    }

    /// For translations: the source revision it was based on.
    async fn based_on_revision(&self) -> Option<i32> {
        self.revision.based_on_revision
    }

    async fn content(&self) -> Result<TranslationContent> {
        let content = Arc::new(self.revision.content.clone());
        Ok(TranslationContent::of(&self.reader, &self.translation, content).await?)
    }
}
