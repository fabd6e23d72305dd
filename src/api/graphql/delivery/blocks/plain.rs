//! A body as plain text.

use super::{Block, LabelledBlock, ListItem, QuoteAttribution, QuoteBlock};
use crate::api::graphql::delivery::figure::Figure;
use crate::api::graphql::delivery::rich_text::RichText;

/// The words of blocks: paragraphs apart by an empty line, points of lists by lines.
pub fn body(blocks: &[Block<'_>]) -> String {
    let paragraphs = blocks.iter().map(paragraph);
    let said: Vec<_> = paragraphs.filter(|text| !text.is_empty()).collect();
    said.join("\n\n")
}

fn paragraph(block: &Block<'_>) -> String {
    match block {
        Block::Paragraph(b) => b.text.words(),
        Block::Heading(b) => b.text.words(),
        Block::Labelled(b) => labelled(b),
        Block::Quote(b) => quote(b),
        Block::Background(b) => {
            let intro = b.intro.as_ref().map(RichText::words).unwrap_or_default();
            let opening = format!("{}: {intro}", b.label).trim_end().to_owned();
            let points = b.points.iter().map(|point| format!("- {}", point.words()));
            lines(std::iter::once(opening).chain(points))
        }
        Block::List(b) => list(&b.items, b.is_ordered),
        Block::Figure(b) => b.figure.plain_line(),
        Block::Gallery(b) => {
            let title = b.title.unwrap_or_default().to_owned();
            lines(std::iter::once(title).chain(b.figures.iter().map(Figure::plain_line)))
        }
        Block::Embed(b) => match b.fallback.words() {
            words if words == b.url.0 => words,
            words => lines([words, b.url.0.clone()]),
        },
        Block::Table(b) => {
            let caption = b.caption.iter().map(RichText::words);
            let header = std::iter::once(row(&b.header));
            lines(
                caption
                    .chain(header)
                    .chain(b.rows.iter().map(|one| row(&one.cells))),
            )
        }
        Block::QuestionAnswer(b) => {
            let answer = b.answer.iter().map(RichText::words);
            lines(std::iter::once(b.question.words()).chain(answer))
        }
        Block::ReadAlso(b) => {
            let stories = b
                .articles
                .iter()
                .map(|article| format!("- {} {}", article.headline_text(), article.address()));
            lines(std::iter::once(format!("{}:", b.label)).chain(stories))
        }
        Block::FactCheck(b) => lines([
            format!("{}: {}", b.verdict_label, b.claim),
            b.explanation.words(),
        ]),
        Block::CallToAction(_) | Block::Divider(_) => String::new(),
    }
}

fn lines(all: impl IntoIterator<Item = String>) -> String {
    let said: Vec<_> = all.into_iter().filter(|line| !line.is_empty()).collect();
    said.join("\n")
}

fn labelled(block: &LabelledBlock<'_>) -> String {
    let words = if block.text.is_blank() {
        let names: Vec<_> = block.sources.iter().map(|source| source.name).collect();
        names.join(", ")
    } else {
        block.text.words()
    };
    format!("{}: {words}", block.label)
}

fn quote(block: &QuoteBlock<'_>) -> String {
    let segments = block.segments.iter().map(|segment| {
        let lead_in = segment.lead_in.as_ref().map(RichText::words);
        format!("{} {}", lead_in.unwrap_or_default(), segment.text.words())
            .trim_start()
            .to_owned()
    });
    let mut said = lines(segments);
    if let Some(label) = &block.quote_label {
        said = format!("{label}: {said}");
    }
    let by = block.attribution.as_ref().map(attribution);
    lines(std::iter::once(said).chain(by))
}

/// `— Name, role`.
fn attribution(by: &QuoteAttribution<'_>) -> String {
    match by.role {
        Some(role) => format!("— {}, {role}", by.name),
        None => format!("— {}", by.name),
    }
}

fn list(items: &[ListItem<'_>], is_ordered: bool) -> String {
    let item = |(number, item): (usize, &ListItem<'_>)| {
        let mark = if is_ordered {
            format!("{number}.")
        } else {
            "-".to_owned()
        };
        let below = item
            .children
            .iter()
            .map(|one| format!("  - {}", one.text.words()));
        lines(std::iter::once(format!("{mark} {}", item.text.words())).chain(below))
    };
    lines((1..).zip(items).map(item))
}

fn row(cells: &[RichText<'_>]) -> String {
    let words: Vec<_> = cells.iter().map(RichText::words).collect();
    words.join(" | ")
}

#[cfg(test)]
mod tests {
    use super::super::{DividerBlock, ListBlock, ParagraphBlock, QuestionAnswerBlock};
    use super::*;

    fn text(words: &str) -> RichText<'static> {
        RichText::plain_text(words)
    }

    #[test]
    fn paragraphs_stand_apart_and_points_follow_each_other() {
        let item = |words, children| ListItem {
            text: text(words),
            children,
        };
        let blocks = [
            Block::Paragraph(ParagraphBlock {
                block_id: "b1".into(),
                text: text("The ferry <stays>."),
            }),
            Block::Divider(DividerBlock {
                block_id: "b2".into(),
            }),
            Block::List(ListBlock {
                block_id: "b3".into(),
                is_ordered: true,
                items: vec![
                    item("One", vec![item("half", Vec::new())]),
                    item("Two", Vec::new()),
                ],
            }),
            Block::QuestionAnswer(QuestionAnswerBlock {
                block_id: "b4".into(),
                question: text("Why?"),
                answer: vec![text("People need it."), text("At night.")],
            }),
        ];

        assert_eq!(
            body(&blocks),
            "The ferry <stays>.\n\n1. One\n  - half\n2. Two\n\nWhy?\nPeople need it.\nAt night."
        );
    }
}
