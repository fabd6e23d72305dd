//! Blocks of a body, in exactly the shape of the API's `BlockInput`: a body goes from the editor to
//! the store and back without a change of form.

use serde::{Deserialize, Serialize};

use super::rich_text::{RichText, listed};
use crate::platform::calendar::Day;
use crate::platform::ids::{ArticleId, AssetId, TagId};
use crate::platform::locale::Locale;
use crate::vocabulary::{BlockKind, CreditKind, FactVerdict, FigureWidth, LabelRole, QuoteStyle};

/// Declares the block enumeration and what is the same for all its kinds.
macro_rules! blocks {
    ($($(#[$meta:meta])* $variant:ident($body:ident) = $name:literal,)*) => {
        /// One unit of a body.
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
        pub enum Block {
            $($(#[$meta])* #[serde(rename = $name)] $variant($body),)*
        }

        impl Block {
            /// The block's id: stable across revisions, shared by translations.
            pub fn id(&self) -> &str {
                match self { $(Self::$variant(body) => &body.block_id,)* }
            }

            /// What sort of block it is.
            pub const fn kind(&self) -> BlockKind {
                match self { $(Self::$variant(_) => BlockKind::$variant,)* }
            }

            /// The block's name in inputs, for the paths of problems.
            pub const fn name(&self) -> &'static str {
                match self { $(Self::$variant(_) => $name,)* }
            }
        }
    };
}

blocks! {
    /// Plain paragraph.
    Paragraph(Paragraph) = "paragraph",
    /// Subheading.
    Heading(Heading) = "heading",
    /// Paragraph opened by a standing label.
    Labelled(Labelled) = "labelled",
    /// Quotation.
    Quote(Quote) = "quote",
    /// Background bullets.
    Background(Background) = "background",
    /// Bullets or numbers.
    List(List) = "list",
    /// Picture or video in the text.
    Figure(FigureBlock) = "figure",
    /// Several pictures together.
    Gallery(Gallery) = "gallery",
    /// Third-party content.
    Embed(Embed) = "embed",
    /// Small table.
    Table(Table) = "table",
    /// Question with its answer.
    QuestionAnswer(QuestionAnswer) = "questionAnswer",
    /// Links to other stories.
    ReadAlso(ReadAlso) = "readAlso",
    /// Verdict on a claim.
    FactCheck(FactCheck) = "factCheck",
    /// Appeal to the reader.
    CallToAction(CallToActionBlock) = "callToAction",
    /// Break between parts.
    Divider(Divider) = "divider",
}

/// Declares a struct in the shape of an input: camel case, absent options left out.
macro_rules! shapes {
    ($($(#[$meta:meta])* $name:ident { $($(#[$fmeta:meta])* $field:ident: $type:ty,)* })*) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(deny_unknown_fields, rename_all = "camelCase")]
        pub struct $name { $($(#[$fmeta])* pub $field: $type,)* }
    )*};
}

shapes! {
    /// Plain paragraph.
    Paragraph {
        /// Its id.
        block_id: String,
        /// Its words.
        text: RichText,
    }

    /// Subheading.
    Heading {
        /// Its id.
        block_id: String,
        /// 2 to 4.
        level: i32,
        /// Its words.
        text: RichText,
    }

    /// Paragraph opened by a standing label.
    Labelled {
        /// Its id.
        block_id: String,
        /// Which label.
        role: LabelRole,
        /// The editor's own label.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        label_override: Option<String>,
        /// Its words.
        text: RichText,
        /// Who the facts come from; only for SOURCE.
        #[serde(default, deserialize_with = "listed", skip_serializing_if = "Vec::is_empty")]
        sources: Vec<SourceCredit>,
    }

    /// One named source.
    SourceCredit {
        /// Its name.
        name: String,
        /// Where it can be read.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        url: Option<String>,
        /// Its tag.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        tag_id: Option<TagId>,
    }

    /// Quotation.
    Quote {
        /// Its id.
        block_id: String,
        /// How it is set.
        #[serde(default = "news")]
        style: QuoteStyle,
        /// The editor's own label.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        label_override: Option<String>,
        /// Its pieces; the first has no lead-in.
        segments: Vec<QuoteSegment>,
        /// Who said it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        attribution: Option<Attribution>,
    }

    /// One piece of a quotation.
    QuoteSegment {
        /// What introduces it, such as `He added:`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        lead_in: Option<RichText>,
        /// Its words.
        text: RichText,
    }

    /// Who said something.
    Attribution {
        /// Name.
        name: String,
        /// What he or she is.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        role: Option<String>,
        /// His or her tag.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        tag_id: Option<TagId>,
        /// Language it was spoken in, when ours is a translation.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        original_locale: Option<Locale>,
        /// Where it can be heard or read.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        source_url: Option<String>,
    }

    /// Background bullets.
    Background {
        /// Its id.
        block_id: String,
        /// The editor's own label.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        label_override: Option<String>,
        /// Words before the bullets.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        intro: Option<RichText>,
        /// The bullets.
        points: Vec<RichText>,
    }

    /// Bullets or numbers.
    List {
        /// Its id.
        block_id: String,
        /// Whether it is numbered.
        #[serde(default)]
        is_ordered: bool,
        /// Its items.
        items: Vec<ListItem>,
    }

    /// One bullet, with one level below it.
    ListItem {
        /// Its words.
        text: RichText,
        /// The items below it.
        #[serde(default, deserialize_with = "listed", skip_serializing_if = "Vec::is_empty")]
        children: Vec<RichText>,
    }

    /// An asset in its place.
    Figure {
        /// Which asset.
        asset_id: AssetId,
        /// Its caption here.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        caption: Option<RichText>,
        /// Its accessible text here; empty = decorative.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        alt: Option<String>,
        /// Its credit here.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        credit_override: Option<CreditOverride>,
    }

    /// Overrides the credit of an asset.
    CreditOverride {
        /// How the picture came to us.
        kind: CreditKind,
        /// Who made or supplied it.
        name: String,
        /// His, her or its address.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        url: Option<String>,
    }

    /// Picture or video in the text.
    FigureBlock {
        /// Its id.
        block_id: String,
        /// The picture and its words.
        figure: Figure,
        /// How wide it stands.
        #[serde(default = "column")]
        width: FigureWidth,
    }

    /// Several pictures together.
    Gallery {
        /// Its id.
        block_id: String,
        /// Its title.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        title: Option<String>,
        /// 2 to 100 pictures.
        figures: Vec<Figure>,
    }

    /// Third-party content.
    Embed {
        /// Its id.
        block_id: String,
        /// Its address; the provider is found from it.
        url: String,
        /// What is shown until the reader agrees to load it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        fallback: Option<RichText>,
    }

    /// Small table.
    Table {
        /// Its id.
        block_id: String,
        /// Its caption.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        caption: Option<RichText>,
        /// Its header; empty = none.
        #[serde(default, deserialize_with = "listed", skip_serializing_if = "Vec::is_empty")]
        header: Vec<RichText>,
        /// Its rows, as wide as the header.
        rows: Vec<TableRow>,
    }

    /// One row.
    TableRow {
        /// Its cells.
        cells: Vec<RichText>,
    }

    /// Question with its answer.
    QuestionAnswer {
        /// Its id.
        block_id: String,
        /// The question.
        question: RichText,
        /// The answer, by paragraphs.
        answer: Vec<RichText>,
    }

    /// Links to other stories.
    ReadAlso {
        /// Its id.
        block_id: String,
        /// The editor's own label.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        label_override: Option<String>,
        /// The stories.
        article_ids: Vec<ArticleId>,
    }

    /// Verdict on a claim.
    FactCheck {
        /// Its id.
        block_id: String,
        /// What was claimed.
        claim: String,
        /// By whom.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        claimant: Option<String>,
        /// When.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        claim_date: Option<Day>,
        /// What we found.
        verdict: FactVerdict,
        /// Why.
        explanation: RichText,
    }

    /// Appeal to the reader.
    CallToActionBlock {
        /// Its id.
        block_id: String,
        /// Which appeal.
        key: String,
    }

    /// Break between parts.
    Divider {
        /// Its id.
        block_id: String,
    }
}

const fn news() -> QuoteStyle {
    QuoteStyle::News
}

const fn column() -> FigureWidth {
    FigureWidth::Column
}

/// All rich texts of a block, in reading order, by reference of either kind.
macro_rules! rich_texts {
    ($block:expr, $iter:ident, $($borrow:tt)+) => {
        match $block {
            Block::Paragraph(b) => vec![$($borrow)+ b.text],
            Block::Heading(b) => vec![$($borrow)+ b.text],
            Block::Labelled(b) => vec![$($borrow)+ b.text],
            Block::Quote(b) => b.segments.$iter().flat_map(|s| {
                s.lead_in.$iter().chain(std::iter::once($($borrow)+ s.text))
            }).collect(),
            Block::Background(b) => b.intro.$iter().chain(b.points.$iter()).collect(),
            Block::List(b) => b.items.$iter().flat_map(|item| {
                std::iter::once($($borrow)+ item.text).chain(item.children.$iter())
            }).collect(),
            Block::Figure(b) => b.figure.caption.$iter().collect(),
            Block::Gallery(b) => b.figures.$iter().flat_map(|f| f.caption.$iter()).collect(),
            Block::Embed(b) => b.fallback.$iter().collect(),
            Block::Table(b) => b.caption.$iter().chain(b.header.$iter())
                .chain(b.rows.$iter().flat_map(|row| row.cells.$iter())).collect(),
            Block::QuestionAnswer(b) => {
                std::iter::once($($borrow)+ b.question).chain(b.answer.$iter()).collect()
            }
            Block::FactCheck(b) => vec![$($borrow)+ b.explanation],
            Block::ReadAlso(_) | Block::CallToAction(_) | Block::Divider(_) => Vec::new(),
        }
    };
}

/// All lines of plain text of a block, by reference of either kind.
macro_rules! lines {
    ($block:expr, $iter:ident, $of_figure:ident, $($borrow:tt)+) => {
        match $block {
            Block::Labelled(b) => {
                let names = b.sources.$iter().map(|source| $($borrow)+ source.name);
                b.label_override.$iter().chain(names).collect()
            }
            Block::Quote(b) => {
                let words = b.attribution.$iter().flat_map(|by| {
                    std::iter::once($($borrow)+ by.name).chain(by.role.$iter())
                });
                b.label_override.$iter().chain(words).collect()
            }
            Block::Background(b) => b.label_override.$iter().collect(),
            Block::Figure(b) => b.figure.$of_figure(),
            Block::Gallery(b) => {
                let words = b.figures.$iter().flat_map(Figure::$of_figure);
                b.title.$iter().chain(words).collect()
            }
            Block::ReadAlso(b) => b.label_override.$iter().collect(),
            Block::FactCheck(b) => {
                std::iter::once($($borrow)+ b.claim).chain(b.claimant.$iter()).collect()
            }
            _ => Vec::new(),
        }
    };
}

impl Block {
    /// All rich texts, in reading order.
    pub fn rich_texts(&self) -> Vec<&RichText> {
        rich_texts!(self, iter, &)
    }

    /// All rich texts, to be changed.
    pub fn rich_texts_mut(&mut self) -> Vec<&mut RichText> {
        rich_texts!(self, iter_mut, &mut)
    }

    /// All lines of plain text.
    pub fn lines(&self) -> Vec<&String> {
        lines!(self, iter, lines, &)
    }

    /// All lines of plain text, to be changed.
    pub fn lines_mut(&mut self) -> Vec<&mut String> {
        lines!(self, iter_mut, lines_mut, &mut)
    }

    /// Pictures and videos.
    pub fn figures(&self) -> &[Figure] {
        match self {
            Self::Figure(b) => std::slice::from_ref(&b.figure),
            Self::Gallery(b) => &b.figures,
            _ => &[],
        }
    }

    /// Tags named beside the text.
    pub fn tags(&self) -> Vec<TagId> {
        match self {
            Self::Labelled(b) => b
                .sources
                .iter()
                .filter_map(|source| source.tag_id)
                .collect(),
            Self::Quote(b) => b.attribution.iter().filter_map(|by| by.tag_id).collect(),
            _ => Vec::new(),
        }
    }

    /// Characters that a reader reads.
    pub fn chars(&self) -> usize {
        self.rich_texts().iter().map(|text| text.chars()).sum()
    }

    /// Standing words that an editor may leave out.
    fn options_mut(&mut self) -> Vec<&mut Option<String>> {
        match self {
            Self::Labelled(b) => vec![&mut b.label_override],
            Self::Quote(b) => {
                let role = b.attribution.iter_mut().map(|by| &mut by.role);
                std::iter::once(&mut b.label_override).chain(role).collect()
            }
            Self::Background(b) => vec![&mut b.label_override],
            Self::Figure(b) => vec![&mut b.figure.alt],
            Self::Gallery(b) => {
                let alts = b.figures.iter_mut().map(|figure| &mut figure.alt);
                std::iter::once(&mut b.title).chain(alts).collect()
            }
            Self::ReadAlso(b) => vec![&mut b.label_override],
            Self::FactCheck(b) => vec![&mut b.claimant],
            _ => Vec::new(),
        }
    }

    /// The same block without its words: what a translator starts from. Names of people, sources
    /// and picture credits stay: they are spelled anew, not said anew.
    #[must_use]
    pub fn skeleton(&self) -> Self {
        let mut skeleton = self.clone();
        for text in skeleton.rich_texts_mut() {
            text.spans.clear();
        }
        for words in skeleton.options_mut() {
            *words = None;
        }
        if let Self::FactCheck(fact) = &mut skeleton {
            fact.claim.clear();
        }
        skeleton
    }
}

impl Figure {
    fn lines(&self) -> Vec<&String> {
        let credit = self.credit_override.iter().map(|credit| &credit.name);
        self.alt.iter().chain(credit).collect()
    }

    fn lines_mut(&mut self) -> Vec<&mut String> {
        let credit = self
            .credit_override
            .iter_mut()
            .map(|credit| &mut credit.name);
        self.alt.iter_mut().chain(credit).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_is_written_as_it_was_read() {
        let text = r#"{"quote":{"blockId":"b1","style":"NEWS","segments":[{"text":{"spans":[{"text":"The ferry stays."}]}},{"leadIn":{"spans":[{"text":"She added:"}]},"text":{"spans":[{"text":"In winter too."}]}}],"attribution":{"name":"Chair","originalLocale":"uk"}}}"#;

        let block: Block = serde_json::from_str(text).unwrap();

        assert_eq!(serde_json::to_string(&block).unwrap(), text);
        assert_eq!(block.chars(), 16 + 10 + 14);
    }

    #[test]
    fn a_skeleton_keeps_ids_and_drops_words() {
        let block: Block = serde_json::from_str(
            r#"{"list":{"blockId":"b2","items":[{"text":{"spans":[{"text":"One"}]}}]}}"#,
        )
        .unwrap();

        let skeleton = block.skeleton();

        assert_eq!((skeleton.id(), skeleton.chars()), ("b2", 0));
    }

    #[test]
    fn a_skeleton_asks_for_accessible_text_anew_and_keeps_names() {
        let block: Block = serde_json::from_str(
            r#"{"figure":{"blockId":"f","figure":{"assetId":"ast_01jd0000000000000000000000","alt":"A pier","creditOverride":{"kind":"PHOTO","name":"Getty"}},"width":"COLUMN"}}"#,
        )
        .unwrap();

        let skeleton = block.skeleton();

        let figure = &skeleton.figures()[0];
        assert_eq!(
            figure.alt, None,
            "an empty one would mean that it is decorative"
        );
        assert_eq!(figure.credit_override, block.figures()[0].credit_override);
    }
}
