//! From a stored block to what readers of an edition get: labels in their language, links that
//! lead somewhere, and nothing that they may not see.

use async_graphql::ID;

use super::super::cited::Cited;
use super::super::figure::Figure;
use super::super::menu::CallToAction;
use super::super::names;
use super::super::rich_text::RichText;
use super::{
    BackgroundBlock, Block, CallToActionBlock, DividerBlock, EmbedBlock, FactCheckBlock,
    FigureBlock, GalleryBlock, HeadingBlock, LabelledBlock, ListBlock, ListItem, ParagraphBlock,
    QuestionAnswerBlock, QuoteAttribution, QuoteBlock, QuoteSegment, ReadAlsoBlock, SourceCredit,
    TableBlock, TableRow,
};
use crate::api::graphql::scalars::Url;
use crate::articles::{self, Attribution, frame_url, is_web, provider};
use crate::platform::ids::SectionId;
use crate::vocabulary::{EmbedProvider, QuoteStyle};

/// What a block needs to be shown.
#[derive(Clone, Copy)]
struct Showing<'a> {
    cited: &'a Cited,
    /// The page's section and those above it.
    sections: &'a [SectionId],
}

impl<'a> Block<'a> {
    /// What readers get of a block in a page of `sections`; `None` when nothing of it is left.
    pub(super) fn of(
        block: &'a articles::Block,
        cited: &'a Cited,
        sections: &'a [SectionId],
    ) -> Option<Self> {
        let showing = Showing { cited, sections };
        let block_id = ID::from(block.id());
        Some(match block {
            articles::Block::Paragraph(b) => Self::Paragraph(ParagraphBlock {
                block_id,
                text: showing.text(&b.text),
            }),
            articles::Block::Heading(b) => Self::Heading(HeadingBlock {
                block_id,
                level: b.level,
                text: showing.text(&b.text),
                anchor: &b.block_id,
            }),
            articles::Block::Labelled(b) => Self::Labelled(showing.labelled(b)),
            articles::Block::Quote(b) => Self::Quote(showing.quote(b)),
            articles::Block::Background(b) => Self::Background(BackgroundBlock {
                block_id,
                label: showing.label(b.label_override.as_ref(), "background"),
                intro: b.intro.as_ref().map(|text| showing.text(text)),
                points: showing.texts(&b.points),
            }),
            articles::Block::List(b) => Self::List(ListBlock {
                block_id,
                is_ordered: b.is_ordered,
                items: b.items.iter().map(|item| showing.item(item)).collect(),
            }),
            articles::Block::Figure(b) => Self::Figure(FigureBlock {
                block_id,
                figure: Figure::of(cited, &b.figure)?,
                width: b.width,
            }),
            articles::Block::Gallery(b) => Self::Gallery(showing.gallery(b)?),
            articles::Block::Embed(b) => Self::Embed(showing.embed(b)),
            articles::Block::Table(b) => Self::Table(showing.table(b)),
            articles::Block::QuestionAnswer(b) => Self::QuestionAnswer(QuestionAnswerBlock {
                block_id,
                question: showing.text(&b.question),
                answer: showing.texts(&b.answer),
            }),
            articles::Block::ReadAlso(b) => Self::ReadAlso(showing.read_also(b)?),
            articles::Block::FactCheck(b) => Self::FactCheck(showing.fact_check(b)),
            articles::Block::CallToAction(b) => Self::CallToAction(showing.call_to_action(b)?),
            articles::Block::Divider(_) => Self::Divider(DividerBlock { block_id }),
        })
    }
}

/// The people of an interview, or the speaker of a quotation.
pub fn attributions<'a>(
    people: impl IntoIterator<Item = &'a Attribution>,
    cited: &Cited,
) -> Vec<QuoteAttribution<'a>> {
    let shown = people.into_iter().map(|person| QuoteAttribution {
        name: &person.name,
        role: person.role.as_deref(),
        tag: cited.tag(person.tag_id),
        original_locale: person.original_locale,
        source_url: web(person.source_url.as_ref()),
    });
    shown.collect()
}

fn web(address: Option<&String>) -> Option<Url> {
    let address = address.filter(|address| is_web(address))?;
    Some(address.as_str().into())
}

impl<'a> Showing<'a> {
    fn text(self, text: &'a articles::RichText) -> RichText<'a> {
        RichText::cited(text, self.cited)
    }

    fn texts(self, texts: &'a [articles::RichText]) -> Vec<RichText<'a>> {
        texts.iter().map(|text| self.text(text)).collect()
    }

    /// The editor's own label, else that of the edition.
    fn label(self, own: Option<&String>, key: &str) -> String {
        let own = own.filter(|label| !label.is_empty());
        own.cloned()
            .unwrap_or_else(|| self.cited.reader.label(key).to_owned())
    }

    fn labelled(self, block: &'a articles::Labelled) -> LabelledBlock<'a> {
        let source = |source: &'a articles::SourceCredit| SourceCredit {
            name: &source.name,
            url: web(source.url.as_ref()),
            tag: self.cited.tag(source.tag_id),
        };
        LabelledBlock {
            block_id: block.block_id.as_str().into(),
            role: block.role,
            label: self.label(
                block.label_override.as_ref(),
                &format!("labelRole.{}", block.role),
            ),
            text: self.text(&block.text),
            sources: block.sources.iter().map(source).collect(),
        }
    }

    fn quote(self, block: &'a articles::Quote) -> QuoteBlock<'a> {
        let segment = |segment: &'a articles::QuoteSegment| QuoteSegment {
            lead_in: segment.lead_in.as_ref().map(|text| self.text(text)),
            text: self.text(&segment.text),
        };
        let is_news = block.style == QuoteStyle::News;
        QuoteBlock {
            block_id: block.block_id.as_str().into(),
            quote_label: is_news.then(|| self.label(block.label_override.as_ref(), "quote")),
            style: block.style,
            segments: block.segments.iter().map(segment).collect(),
            attribution: attributions(&block.attribution, self.cited).pop(),
        }
    }

    fn item(self, item: &'a articles::ListItem) -> ListItem<'a> {
        let child = |text| ListItem {
            text: self.text(text),
            children: Vec::new(),
        };
        ListItem {
            text: self.text(&item.text),
            children: item.children.iter().map(child).collect(),
        }
    }

    fn gallery(self, block: &'a articles::Gallery) -> Option<GalleryBlock<'a>> {
        let figures = block.figures.iter();
        let figures: Vec<_> = figures
            .filter_map(|figure| Figure::of(self.cited, figure))
            .collect();
        (!figures.is_empty()).then(|| GalleryBlock {
            block_id: block.block_id.as_str().into(),
            title: block.title.as_deref(),
            figures,
        })
    }

    fn embed(self, block: &'a articles::Embed) -> EmbedBlock<'a> {
        let fallback = block.fallback.as_ref().filter(|text| !text.is_blank());
        let provider = provider(&block.url).unwrap_or(EmbedProvider::Other);
        EmbedBlock {
            block_id: block.block_id.as_str().into(),
            provider,
            provider_name: names::provider(provider, &block.url),
            url: block.url.as_str().into(),
            fallback: fallback.map_or_else(
                || RichText::plain_text(block.url.as_str()),
                |text| self.text(text),
            ),
            frame_url: frame_url(&block.url).map(Url),
            height: None,
        }
    }

    fn table(self, block: &'a articles::Table) -> TableBlock<'a> {
        let row = |row: &'a articles::TableRow| TableRow {
            cells: self.texts(&row.cells),
        };
        TableBlock {
            block_id: block.block_id.as_str().into(),
            caption: block.caption.as_ref().map(|text| self.text(text)),
            header: self.texts(&block.header),
            rows: block.rows.iter().map(row).collect(),
        }
    }

    fn read_also(self, block: &articles::ReadAlso) -> Option<ReadAlsoBlock> {
        let ids = block.article_ids.iter();
        let articles: Vec<_> = ids.filter_map(|id| self.cited.article(*id)).collect();
        (!articles.is_empty()).then(|| ReadAlsoBlock {
            block_id: block.block_id.as_str().into(),
            label: self.label(block.label_override.as_ref(), "readAlso"),
            articles,
        })
    }

    fn fact_check(self, block: &'a articles::FactCheck) -> FactCheckBlock<'a> {
        FactCheckBlock {
            block_id: block.block_id.as_str().into(),
            claim: &block.claim,
            claimant: block.claimant.as_deref(),
            claim_date: block.claim_date,
            verdict: block.verdict,
            verdict_label: self.label(None, &format!("factVerdict.{}", block.verdict)),
            explanation: self.text(&block.explanation),
        }
    }

    fn call_to_action(self, block: &articles::CallToActionBlock) -> Option<CallToActionBlock> {
        let reader = &self.cited.reader;
        Some(CallToActionBlock {
            block_id: block.block_id.as_str().into(),
            call_to_action: CallToAction::running(reader, &block.key, self.sections)?,
        })
    }
}
