//! Blocks of a body, one input for each kind.

use async_graphql::{ID, InputObject, OneofObject};

use super::article::CreditInput;
use super::content::{QuoteAttributionInput, RichTextInput};
use crate::api::graphql::scalars::Url;
use crate::platform::calendar::Day;
use crate::vocabulary::{FactVerdict, FigureWidth, LabelRole, QuoteStyle};

/// Exactly one kind of block.
#[derive(OneofObject)]
pub enum BlockInput {
    /// Plain paragraph.
    Paragraph(ParagraphBlockInput),
    /// Subheading.
    Heading(HeadingBlockInput),
    /// Paragraph opened by a standing label, such as `Source:`.
    Labelled(LabelledBlockInput),
    /// Quotation.
    Quote(QuoteBlockInput),
    /// `Background:` and its bullets.
    Background(BackgroundBlockInput),
    /// Bullets or numbers.
    List(ListBlockInput),
    /// Picture or video in the text.
    Figure(FigureBlockInput),
    /// Several pictures shown together.
    Gallery(GalleryBlockInput),
    /// Third-party content.
    Embed(EmbedBlockInput),
    /// Small table.
    Table(TableBlockInput),
    /// A question with its answer.
    QuestionAnswer(QuestionAnswerBlockInput),
    /// Links to other stories.
    ReadAlso(ReadAlsoBlockInput),
    /// A verdict on one claim.
    FactCheck(FactCheckBlockInput),
    /// An appeal placed by the editor.
    CallToAction(CallToActionBlockInput),
    /// A break between parts.
    Divider(DividerBlockInput),
}

/// Plain paragraph.
#[derive(InputObject)]
pub struct ParagraphBlockInput {
    block_id: ID,
    text: RichTextInput,
}

/// Subheading, of level 2 to 4.
#[derive(InputObject)]
pub struct HeadingBlockInput {
    block_id: ID,
    level: i32,
    text: RichTextInput,
}

/// Paragraph opened by a standing label.
#[derive(InputObject)]
pub struct LabelledBlockInput {
    block_id: ID,
    role: LabelRole,
    /// The editor's own label, in place of the edition's.
    label_override: Option<String>,
    text: RichTextInput,
    /// Who the facts come from; only with role SOURCE.
    sources: Option<Vec<SourceCreditInput>>,
}

/// One named source.
#[derive(InputObject)]
pub struct SourceCreditInput {
    name: String,
    url: Option<Url>,
    tag_id: Option<ID>,
}

/// Quotation: at least one segment; the first has no lead-in.
#[derive(InputObject)]
pub struct QuoteBlockInput {
    block_id: ID,
    #[graphql(default_with = "QuoteStyle::News")]
    style: QuoteStyle,
    /// The editor's own label, in place of the edition's.
    label_override: Option<String>,
    segments: Vec<QuoteSegmentInput>,
    attribution: Option<QuoteAttributionInput>,
}

/// One piece of a quotation.
#[derive(InputObject)]
pub struct QuoteSegmentInput {
    /// What introduces it, such as `He added:`.
    lead_in: Option<RichTextInput>,
    text: RichTextInput,
}

/// `Background:` and its bullets.
#[derive(InputObject)]
pub struct BackgroundBlockInput {
    block_id: ID,
    /// The editor's own label, in place of the edition's.
    label_override: Option<String>,
    intro: Option<RichTextInput>,
    points: Vec<RichTextInput>,
}

/// Bullets or numbers.
#[derive(InputObject)]
pub struct ListBlockInput {
    block_id: ID,
    #[graphql(default = false)]
    is_ordered: bool,
    items: Vec<ListItemInput>,
}

/// One bullet, with one level below it.
#[derive(InputObject)]
pub struct ListItemInput {
    text: RichTextInput,
    children: Option<Vec<RichTextInput>>,
}

/// An asset in its place.
#[derive(InputObject)]
pub struct FigureInput {
    asset_id: ID,
    caption: Option<RichTextInput>,
    /// Accessible text; empty = decorative.
    alt: Option<String>,
    credit_override: Option<CreditInput>,
}

/// Picture or video in the text.
#[derive(InputObject)]
pub struct FigureBlockInput {
    block_id: ID,
    figure: FigureInput,
    #[graphql(default_with = "FigureWidth::Column")]
    width: FigureWidth,
}

/// 2 to 100 pictures shown together.
#[derive(InputObject)]
pub struct GalleryBlockInput {
    block_id: ID,
    title: Option<String>,
    figures: Vec<FigureInput>,
}

/// Third-party content. The provider is found from the address; unknown ones are refused.
#[derive(InputObject)]
pub struct EmbedBlockInput {
    block_id: ID,
    url: Url,
    /// Shown until the reader agrees to load the third party.
    fallback: Option<RichTextInput>,
}

/// Small table; its rows are as wide as the header.
#[derive(InputObject)]
pub struct TableBlockInput {
    block_id: ID,
    caption: Option<RichTextInput>,
    header: Option<Vec<RichTextInput>>,
    rows: Vec<TableRowInput>,
}

/// One row.
#[derive(InputObject)]
pub struct TableRowInput {
    cells: Vec<RichTextInput>,
}

/// A question with its answer, by paragraphs.
#[derive(InputObject)]
pub struct QuestionAnswerBlockInput {
    block_id: ID,
    question: RichTextInput,
    answer: Vec<RichTextInput>,
}

/// Links to other stories.
#[derive(InputObject)]
pub struct ReadAlsoBlockInput {
    block_id: ID,
    /// The editor's own label, in place of the edition's.
    label_override: Option<String>,
    article_ids: Vec<ID>,
}

/// A verdict on one claim.
#[derive(InputObject)]
pub struct FactCheckBlockInput {
    block_id: ID,
    claim: String,
    /// Who claims it.
    claimant: Option<String>,
    claim_date: Option<Day>,
    verdict: FactVerdict,
    explanation: RichTextInput,
}

/// An appeal placed by the editor, named by its key.
#[derive(InputObject)]
pub struct CallToActionBlockInput {
    block_id: ID,
    key: String,
}

/// A break between parts.
#[derive(InputObject)]
pub struct DividerBlockInput {
    block_id: ID,
}

/// One step of a patch.
#[derive(OneofObject)]
pub enum BlockOperationInput {
    /// Add or replace by id.
    Put(BlockPutInput),
    /// Take a block out.
    Remove(ID),
    /// Move a block.
    Move(BlockMoveInput),
}

/// A block to be added or replaced.
#[derive(InputObject)]
pub struct BlockPutInput {
    block: BlockInput,
    /// Null = first; ignored when the block exists.
    after_block_id: Option<ID>,
}

/// A block to be moved.
#[derive(InputObject)]
pub struct BlockMoveInput {
    block_id: ID,
    /// Null = to the top.
    after_block_id: Option<ID>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::graphql::desk::lossless::Lossless;
    use crate::articles::Block;
    use async_graphql::{InputType, Value};
    use serde_json::{Value as Json, json};

    fn text(text: &str) -> Json {
        json!({ "spans": [{ "text": text }] })
    }

    /// One block of each kind, with every member.
    fn every_kind() -> Vec<Json> {
        let asset = "ast_01jd0000000000000000000000";
        let tag = "tag_01jd0000000000000000000000";
        let figure = json!({
            "assetId": asset, "caption": text("Pier"), "alt": "A pier",
            "creditOverride": { "kind": "PHOTO", "name": "Anna", "url": "https://example.org/" },
        });
        vec![
            json!({ "paragraph": { "blockId": "b", "text": { "spans": [
                { "text": "bold", "styles": ["STRONG"], "linkRel": ["nofollow"], "locale": "uk",
                  "link": { "tagId": tag } },
            ] } } }),
            json!({ "heading": { "blockId": "b", "level": 2, "text": text("Then") } }),
            json!({ "labelled": { "blockId": "b", "role": "SOURCE", "labelOverride": "From",
                "text": text("council"),
                "sources": [{ "name": "Council", "url": "https://example.org/", "tagId": tag }] } }),
            json!({ "quote": { "blockId": "b", "style": "PULL", "labelOverride": "Word for word",
                "segments": [{ "text": text("It stays.") },
                             { "leadIn": text("She added:"), "text": text("In winter.") }],
                "attribution": { "name": "Chair", "role": "chair", "tagId": tag,
                                 "originalLocale": "uk", "sourceUrl": "https://example.org/" } } }),
            json!({ "background": { "blockId": "b", "labelOverride": "Before",
                "intro": text("In 1961"), "points": [text("it opened")] } }),
            json!({ "list": { "blockId": "b", "isOrdered": true,
                "items": [{ "text": text("one"), "children": [text("below")] }] } }),
            json!({ "figure": { "blockId": "b", "figure": figure, "width": "WIDE" } }),
            json!({ "gallery": { "blockId": "b", "title": "Piers", "figures": [figure, figure] } }),
            json!({ "embed": { "blockId": "b", "url": "https://example.org/v", "fallback": text("A film") } }),
            json!({ "table": { "blockId": "b", "caption": text("Fares"), "header": [text("Year")],
                "rows": [{ "cells": [text("1961")] }] } }),
            json!({ "questionAnswer": { "blockId": "b", "question": text("Why?"), "answer": [text("So.")] } }),
            json!({ "readAlso": { "blockId": "b", "labelOverride": "More",
                "articleIds": ["art_01jd0000000000000000000000"] } }),
            json!({ "factCheck": { "blockId": "b", "claim": "It sank", "claimant": "A blog",
                "claimDate": "2026-07-11", "verdict": "FALSE", "explanation": text("It floats.") } }),
            json!({ "callToAction": { "blockId": "b", "key": "support" } }),
            json!({ "divider": { "blockId": "b" } }),
        ]
    }

    fn lossless(value: &Json) -> Lossless<BlockInput> {
        let sent = Value::from_json(value.clone()).unwrap();
        Lossless::parse(Some(sent)).unwrap_or_else(|_| panic!("the schema refuses {value}"))
    }

    #[test]
    fn schema_and_domain_agree_on_every_member_of_every_kind() {
        for sent in every_kind() {
            let block: Block = lossless(&sent).read(&[]).unwrap();

            assert_eq!(serde_json::to_value(block).unwrap(), sent);
        }
    }

    #[test]
    fn schema_and_domain_agree_on_what_is_taken_for_granted() {
        for (sent, member) in [
            (
                json!({ "quote": { "blockId": "b", "segments": [{ "text": text("…") }] } }),
                "style",
            ),
            (
                json!({ "list": { "blockId": "b", "items": [{ "text": text("…") }] } }),
                "isOrdered",
            ),
            (
                json!({ "figure": { "blockId": "b",
                "figure": { "assetId": "ast_01jd0000000000000000000000" } } }),
                "width",
            ),
        ] {
            let by_domain: Block = serde_json::from_value(sent.clone()).unwrap();

            let by_schema: Block = lossless(&sent).read(&[]).unwrap();

            assert_eq!(by_schema, by_domain, "{member}");
        }
    }
}
