//! The kinds of blocks, as readers of an edition get them.

use async_graphql::{ID, SimpleObject};

use super::super::article::Article;
use super::super::figure::Figure;
use super::super::menu::CallToAction;
use super::super::rich_text::RichText;
use super::super::tag::Tag;
use crate::api::graphql::door::directives::cost;
use crate::api::graphql::scalars::Url;
use crate::platform::calendar::Day;
use crate::platform::locale::Locale;
use crate::vocabulary::{EmbedProvider, FactVerdict, FigureWidth, LabelRole, QuoteStyle};

/// Plain paragraph.
#[derive(SimpleObject)]
pub struct ParagraphBlock<'a> {
    pub(super) block_id: ID,
    pub(super) text: RichText<'a>,
}

/// Subheading inside the body.
#[derive(SimpleObject)]
pub struct HeadingBlock<'a> {
    pub(super) block_id: ID,
    /// 2..4; the headline is level 1.
    pub(super) level: i32,
    pub(super) text: RichText<'a>,
    /// Anchor name, stable.
    pub(super) anchor: &'a str,
}

/// A paragraph opened by a standing label: `Source:`, `Details:`.
#[derive(SimpleObject)]
pub struct LabelledBlock<'a> {
    pub(super) block_id: ID,
    pub(super) role: LabelRole,
    /// Localised label without colon; the editor may override it.
    pub(super) label: String,
    pub(super) text: RichText<'a>,
    /// Who the facts come from; only for SOURCE.
    pub(super) sources: Vec<SourceCredit<'a>>,
}

/// One named source.
#[derive(SimpleObject)]
#[graphql(directive = cost::apply("0"))]
pub struct SourceCredit<'a> {
    pub(super) name: &'a str,
    pub(super) url: Option<Url>,
    pub(super) tag: Option<Tag>,
}

/// `Quote:` with who said it and what he added.
#[derive(SimpleObject)]
pub struct QuoteBlock<'a> {
    pub(super) block_id: ID,
    /// Localised label, e.g. `Quote`; null for block and pull quotes. (Not `label`: see R9.)
    pub(super) quote_label: Option<String>,
    pub(super) style: QuoteStyle,
    /// At least one. The first has no lead-in; later ones are the additions. Bounded (<= 10).
    pub(super) segments: Vec<QuoteSegment<'a>>,
    pub(super) attribution: Option<QuoteAttribution<'a>>,
}

/// One piece of a quote.
#[derive(SimpleObject)]
#[graphql(directive = cost::apply("0"))]
pub struct QuoteSegment<'a> {
    /// e.g. `He added:`
    pub(super) lead_in: Option<RichText<'a>>,
    pub(super) text: RichText<'a>,
}

/// Who said it.
#[derive(SimpleObject)]
#[graphql(directive = cost::apply("0"))]
pub struct QuoteAttribution<'a> {
    pub(super) name: &'a str,
    pub(super) role: Option<&'a str>,
    pub(super) tag: Option<Tag>,
    /// Language it was spoken in when the text is our translation.
    pub(super) original_locale: Option<Locale>,
    pub(super) source_url: Option<Url>,
}

/// `Background:` and its bullets.
#[derive(SimpleObject)]
pub struct BackgroundBlock<'a> {
    pub(super) block_id: ID,
    pub(super) label: String,
    pub(super) intro: Option<RichText<'a>>,
    /// The bullets. Bounded (<= 20).
    pub(super) points: Vec<RichText<'a>>,
}

/// Bullets or numbers.
#[derive(SimpleObject)]
pub struct ListBlock<'a> {
    pub(super) block_id: ID,
    pub(super) is_ordered: bool,
    pub(super) items: Vec<ListItem<'a>>,
}

/// One bullet.
#[derive(SimpleObject)]
#[graphql(directive = cost::apply("0"))]
pub struct ListItem<'a> {
    pub(super) text: RichText<'a>,
    /// One level only: the items below have no children.
    pub(super) children: Vec<ListItem<'a>>,
}

/// Media inside the text.
#[derive(SimpleObject)]
pub struct FigureBlock<'a> {
    pub(super) block_id: ID,
    pub(super) figure: Figure<'a>,
    pub(super) width: FigureWidth,
}

/// Several pictures shown together.
#[derive(SimpleObject)]
pub struct GalleryBlock<'a> {
    pub(super) block_id: ID,
    pub(super) title: Option<&'a str>,
    /// Bounded (<= 100).
    pub(super) figures: Vec<Figure<'a>>,
}

/// Third-party content by provider and address; loaded after consent.
#[derive(SimpleObject)]
pub struct EmbedBlock<'a> {
    pub(super) block_id: ID,
    pub(super) provider: EmbedProvider,
    /// What readers call the provider, e.g. `YouTube`; of one that has no name here, its host.
    pub(super) provider_name: String,
    pub(super) url: Url,
    /// Readable text shown until the reader agrees to load the third party.
    pub(super) fallback: RichText<'a>,
    /// Iframe address from the provider allow-list; never provider script.
    pub(super) frame_url: Option<Url>,
    /// Height of the frame in CSS pixels, where the provider fixes one.
    pub(super) height: Option<i32>,
}

/// A small table; every row has as many cells as the header.
#[derive(SimpleObject)]
pub struct TableBlock<'a> {
    pub(super) block_id: ID,
    pub(super) caption: Option<RichText<'a>>,
    /// Empty when the table has none.
    pub(super) header: Vec<RichText<'a>>,
    pub(super) rows: Vec<TableRow<'a>>,
}

/// One row.
#[derive(SimpleObject)]
#[graphql(directive = cost::apply("0"))]
pub struct TableRow<'a> {
    pub(super) cells: Vec<RichText<'a>>,
}

/// A question with its answer: the unit of interviews.
#[derive(SimpleObject)]
pub struct QuestionAnswerBlock<'a> {
    pub(super) block_id: ID,
    pub(super) question: RichText<'a>,
    /// The answer, by paragraphs.
    pub(super) answer: Vec<RichText<'a>>,
}

/// `Read also` inside the text.
#[derive(SimpleObject)]
pub struct ReadAlsoBlock {
    pub(super) block_id: ID,
    pub(super) label: String,
    /// Unpublished targets are left out; the block goes when none is left.
    pub(super) articles: Vec<Article>,
}

/// A verdict on one claim; feeds ClaimReview.
#[derive(SimpleObject)]
pub struct FactCheckBlock<'a> {
    pub(super) block_id: ID,
    /// What was claimed.
    pub(super) claim: &'a str,
    /// By whom.
    pub(super) claimant: Option<&'a str>,
    /// When.
    pub(super) claim_date: Option<Day>,
    pub(super) verdict: FactVerdict,
    /// The verdict in the edition's language.
    pub(super) verdict_label: String,
    /// Why.
    pub(super) explanation: RichText<'a>,
}

/// A call to action placed by the editor.
#[derive(SimpleObject)]
pub struct CallToActionBlock {
    pub(super) block_id: ID,
    pub(super) call_to_action: CallToAction,
}

/// A break between parts.
#[derive(SimpleObject)]
pub struct DividerBlock {
    pub(super) block_id: ID,
}
