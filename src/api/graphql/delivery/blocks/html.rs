//! A body as HTML: only what reads well everywhere, in feeds too.

use super::{
    BackgroundBlock, Block, EmbedBlock, FactCheckBlock, GalleryBlock, LabelledBlock, ListBlock,
    ListItem, QuestionAnswerBlock, QuoteAttribution, QuoteBlock, ReadAlsoBlock, SourceCredit,
    TableBlock,
};
use crate::api::graphql::delivery::figure::{Figure, joint};
use crate::api::graphql::delivery::markup::Markup;
use crate::api::graphql::delivery::media::Media;
use crate::api::graphql::delivery::menu::CallToAction;
use crate::api::graphql::delivery::rich_text::RichText;

/// Blocks, one after the other.
pub fn body(blocks: &[Block<'_>]) -> String {
    let mut page = Markup::default();
    blocks.iter().for_each(|block| write(&mut page, block));
    page.into_string()
}

fn write(page: &mut Markup, block: &Block<'_>) {
    match block {
        Block::Paragraph(b) => within(page, "p", &b.text),
        Block::Heading(b) => {
            let tag = match b.level {
                2 => "h2",
                3 => "h3",
                _ => "h4",
            };
            page.element_with(tag, &[("id", b.anchor)], |page| b.text.write(page));
        }
        Block::Labelled(b) => labelled(page, b),
        Block::Quote(b) => quote(page, b),
        Block::Background(b) => background(page, b),
        Block::List(b) => list(page, b),
        Block::Figure(b) => figure(page, &b.figure),
        Block::Gallery(b) => gallery(page, b),
        Block::Embed(b) => embed(page, b),
        Block::Table(b) => table(page, b),
        Block::QuestionAnswer(b) => question_answer(page, b),
        Block::ReadAlso(b) => read_also(page, b),
        Block::FactCheck(b) => fact_check(page, b),
        Block::CallToAction(b) => call_to_action(page, &b.call_to_action),
        Block::Divider(_) => page.void("hr", &[]),
    }
}

fn within(page: &mut Markup, tag: &'static str, text: &RichText<'_>) {
    page.element(tag, |page| text.write(page));
}

/// `Label:` in bold.
fn label(page: &mut Markup, label: &str) {
    page.element("strong", |page| {
        page.text(label);
        page.text(":");
    });
}

fn labelled(page: &mut Markup, block: &LabelledBlock<'_>) {
    page.element("p", |page| {
        label(page, &block.label);
        page.text(" ");
        if !block.text.is_blank() {
            return block.text.write(page);
        }
        for (place, source) in block.sources.iter().enumerate() {
            page.text(if place == 0 { "" } else { ", " });
            credit(page, source);
        }
    });
}

fn credit(page: &mut Markup, source: &SourceCredit<'_>) {
    match &source.url {
        Some(url) => page.anchor(&url.0, source.name),
        None => page.text(source.name),
    }
}

fn quote(page: &mut Markup, block: &QuoteBlock<'_>) {
    page.element("blockquote", |page| {
        for (place, segment) in block.segments.iter().enumerate() {
            page.element("p", |page| {
                if let Some(words) = block.quote_label.as_ref().filter(|_| place == 0) {
                    label(page, words);
                    page.text(" ");
                }
                if let Some(lead_in) = &segment.lead_in {
                    lead_in.write(page);
                    page.text(" ");
                }
                segment.text.write(page);
            });
        }
        if let Some(by) = &block.attribution {
            page.element("footer", |page| attribution(page, by));
        }
    });
}

fn attribution(page: &mut Markup, by: &QuoteAttribution<'_>) {
    page.text("— ");
    page.element("cite", |page| match &by.source_url {
        Some(url) => page.anchor(&url.0, by.name),
        None => page.text(by.name),
    });
    if let Some(role) = by.role {
        page.text(", ");
        page.text(role);
    }
}

fn background(page: &mut Markup, block: &BackgroundBlock<'_>) {
    page.element("aside", |page| {
        page.element("p", |page| {
            label(page, &block.label);
            if let Some(intro) = &block.intro {
                page.text(" ");
                intro.write(page);
            }
        });
        page.element("ul", |page| {
            block
                .points
                .iter()
                .for_each(|point| within(page, "li", point));
        });
    });
}

fn list(page: &mut Markup, block: &ListBlock<'_>) {
    let tag = if block.is_ordered { "ol" } else { "ul" };
    page.element(tag, |page| items(page, &block.items));
}

fn items(page: &mut Markup, all: &[ListItem<'_>]) {
    for item in all {
        page.element("li", |page| {
            item.text.write(page);
            if !item.children.is_empty() {
                page.element("ul", |page| items(page, &item.children));
            }
        });
    }
}

fn figure(page: &mut Markup, figure: &Figure<'_>) {
    page.element("figure", |page| {
        match figure.shown() {
            Media::Image(image) => picture(page, figure, image.address(), image.size()),
            Media::Video(video) => player(page, video.player()),
            Media::Audio(audio) => player(page, audio.player()),
        }
        caption(page, figure);
    });
}

fn picture(page: &mut Markup, figure: &Figure<'_>, address: &str, (width, height): (i32, i32)) {
    let (alt, lent_by) = figure.alt_text();
    let (width, height) = (width.to_string(), height.to_string());
    let mut attributes = vec![
        ("src", address),
        ("alt", alt),
        ("width", &width),
        ("height", &height),
    ];
    if let Some(locale) = lent_by {
        attributes.push(("lang", locale.as_str()));
    }
    page.void("img", &attributes);
}

fn player(page: &mut Markup, player: Option<(String, &str)>) {
    if let Some((address, title)) = player {
        page.anchor(&address, if title.is_empty() { &address } else { title });
    }
}

/// The line of a figure, with the marks of its caption.
fn caption(page: &mut Markup, figure: &Figure<'_>) {
    let credit = figure.credit_line();
    let words = figure.words().filter(|words| !words.is_blank());
    if words.is_none() && credit.is_empty() {
        return;
    }
    page.element("figcaption", |page| {
        if let Some(words) = words {
            words.write(page);
            page.text(joint(&words.words(), &credit));
        }
        page.text(&credit);
    });
}

fn gallery(page: &mut Markup, block: &GalleryBlock<'_>) {
    page.element("figure", |page| {
        if let Some(title) = block.title {
            page.element("figcaption", |page| page.text(title));
        }
        block.figures.iter().for_each(|one| figure(page, one));
    });
}

fn embed(page: &mut Markup, block: &EmbedBlock<'_>) {
    page.element("p", |page| {
        if block.fallback.words() != block.url.0 {
            block.fallback.write(page);
            page.text(" ");
        }
        page.anchor(&block.url.0, &block.url.0);
    });
}

fn table(page: &mut Markup, block: &TableBlock<'_>) {
    page.element("table", |page| {
        if let Some(caption) = &block.caption {
            within(page, "caption", caption);
        }
        if !block.header.is_empty() {
            page.element("thead", |page| row(page, "th", &block.header));
        }
        page.element("tbody", |page| {
            block
                .rows
                .iter()
                .for_each(|one| row(page, "td", &one.cells));
        });
    });
}

fn row(page: &mut Markup, tag: &'static str, cells: &[RichText<'_>]) {
    page.element("tr", |page| {
        cells.iter().for_each(|cell| within(page, tag, cell));
    });
}

fn question_answer(page: &mut Markup, block: &QuestionAnswerBlock<'_>) {
    page.element("p", |page| within(page, "strong", &block.question));
    block.answer.iter().for_each(|text| within(page, "p", text));
}

fn read_also(page: &mut Markup, block: &ReadAlsoBlock) {
    page.element("aside", |page| {
        page.element("p", |page| label(page, &block.label));
        page.element("ul", |page| {
            for article in &block.articles {
                let headline = article.headline_text();
                page.element("li", |page| page.anchor(&article.address(), &headline));
            }
        });
    });
}

fn fact_check(page: &mut Markup, block: &FactCheckBlock<'_>) {
    page.element("aside", |page| {
        page.element("p", |page| {
            label(page, &block.verdict_label);
            page.text(" ");
            page.text(block.claim);
            if let Some(claimant) = block.claimant {
                page.text(" — ");
                page.element("cite", |page| page.text(claimant));
            }
        });
        within(page, "p", &block.explanation);
    });
}

fn call_to_action(page: &mut Markup, call: &CallToAction) {
    page.element("p", |page| {
        page.element("strong", |page| page.text(call.title_text()));
        page.text(" ");
        let (address, words) = call.button();
        page.anchor(address, words);
    });
}

#[cfg(test)]
mod tests;
