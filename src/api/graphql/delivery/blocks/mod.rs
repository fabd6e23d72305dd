//! The body of a story: typed blocks, the same as HTML, and as plain text.

mod html;
mod kinds;
mod plain;
mod shown;

use std::sync::Arc;

use async_graphql::{Interface, Object};

pub use kinds::{
    BackgroundBlock, CallToActionBlock, DividerBlock, EmbedBlock, FactCheckBlock, FigureBlock,
    GalleryBlock, HeadingBlock, LabelledBlock, ListBlock, ListItem, ParagraphBlock,
    QuestionAnswerBlock, QuoteAttribution, QuoteBlock, QuoteSegment, ReadAlsoBlock, SourceCredit,
    TableBlock, TableRow,
};
pub use shown::attributions;

use super::cited::Cited;
use crate::api::graphql::door::directives::{assumed, cost, list_size};
use crate::api::graphql::reader::Reader;
use crate::api::graphql::scalars::Html;
use crate::app;
use crate::articles::Content;
use crate::platform::ids::SectionId;

/// One unit of an article body. `blockId` is stable across revisions and shared by the translations
/// of the block; it is unique inside one body only, hence not called `id`.
#[derive(Interface)]
#[graphql(field(name = "block_id", ty = "&async_graphql::ID"))]
pub enum Block<'a> {
    /// Plain paragraph.
    Paragraph(ParagraphBlock<'a>),
    /// Subheading.
    Heading(HeadingBlock<'a>),
    /// Paragraph opened by a standing label.
    Labelled(LabelledBlock<'a>),
    /// Quotation.
    Quote(QuoteBlock<'a>),
    /// Background bullets.
    Background(BackgroundBlock<'a>),
    /// Bullets or numbers.
    List(ListBlock<'a>),
    /// Picture or video in the text.
    Figure(FigureBlock<'a>),
    /// Several pictures together.
    Gallery(GalleryBlock<'a>),
    /// Third-party content.
    Embed(EmbedBlock<'a>),
    /// Small table.
    Table(TableBlock<'a>),
    /// Question with its answer.
    QuestionAnswer(QuestionAnswerBlock<'a>),
    /// Links to other stories.
    ReadAlso(ReadAlsoBlock),
    /// Verdict on a claim.
    FactCheck(FactCheckBlock<'a>),
    /// Appeal to the reader.
    CallToAction(CallToActionBlock),
    /// Break between parts.
    Divider(DividerBlock),
}

/// The body as typed blocks, and rendered.
pub struct ArticleBody {
    content: Arc<Content>,
    cited: Cited,
    sections: Vec<SectionId>,
}

impl ArticleBody {
    /// The body of a content in a page of `section`, with all that it points at.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn of(
        reader: &Arc<Reader>,
        content: &Arc<Content>,
        section: SectionId,
    ) -> app::Result<Self> {
        let line = reader.sections().ancestors(section);
        Ok(Self {
            content: Arc::clone(content),
            cited: Cited::of(reader, &content.references()).await?,
            sections: line.into_iter().map(|section| section.id).collect(),
        })
    }

    /// One block as readers of the edition get it; none where they get nothing of it.
    pub fn shown_block(&self, id: &str) -> Option<Block<'_>> {
        let block = self.content.blocks.iter().find(|block| block.id() == id)?;
        Block::of(block, &self.cited, &self.sections)
    }

    /// The blocks that readers of the edition get.
    pub fn shown(&self) -> Vec<Block<'_>> {
        let blocks = self.content.blocks.iter();
        let shown = blocks.filter_map(|block| Block::of(block, &self.cited, &self.sections));
        shown.collect()
    }
}

/// The body as typed blocks, and rendered.
#[Object(directive = cost::apply("0"))]
impl ArticleBody {
    /// In reading order. Bounded (<= 400). Ads are not blocks: see Article.adPlan.
    #[graphql(
        directive = cost::apply("0.1"),
        directive = list_size::apply(assumed(40))
    )]
    async fn blocks(&self) -> Vec<Block<'_>> {
        self.shown()
    }

    /// Whole body as sanitised HTML, for feeds and simple clients.
    async fn html(&self) -> Html {
        html::body(&self.shown()).into()
    }

    /// The words of the body, a paragraph a line, with an empty line between two.
    async fn plain_text(&self) -> String {
        plain::body(&self.shown())
    }
}
