use super::super::{HeadingBlock, ParagraphBlock, QuoteSegment, TableRow};
use super::*;
use crate::vocabulary::{EmbedProvider, FactVerdict, LabelRole, QuoteStyle};

fn text(words: &str) -> RichText<'static> {
    RichText::plain_text(words)
}

fn texts(all: &[&str]) -> Vec<RichText<'static>> {
    all.iter().map(|words| text(words)).collect()
}

fn html<'a>(block: impl Into<Block<'a>>) -> String {
    body(&[block.into()])
}

#[test]
fn words_of_editors_are_never_markup() {
    let heading = html(HeadingBlock {
        block_id: "b1".into(),
        level: 2,
        text: text("<script>alert(\"1\")</script>"),
        anchor: "b\"1",
    });
    let paragraph = html(ParagraphBlock {
        block_id: "b2".into(),
        text: text("Fish & chips"),
    });

    assert_eq!(
        heading,
        "<h2 id=\"b&quot;1\">&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;</h2>"
    );
    assert_eq!(paragraph, "<p>Fish &amp; chips</p>");
}

#[test]
fn a_source_without_words_names_who_it_is() {
    let source = |name, url: Option<&str>| SourceCredit {
        name,
        url: url.map(Into::into),
        tag: None,
    };

    let html = html(LabelledBlock {
        block_id: "b".into(),
        role: LabelRole::Source,
        label: "Source".to_owned(),
        text: text(""),
        sources: vec![
            source("Harbour council", Some("https://harbour.example/")),
            source("Press office", Some("javascript:alert(1)")),
        ],
    });

    assert_eq!(
        html,
        "<p><strong>Source:</strong> \
         <a href=\"https://harbour.example/\">Harbour council</a>, Press office</p>"
    );
}

#[test]
fn a_quotation_says_who_said_it_and_what_was_added() {
    let segment = |lead_in: Option<&str>, words| QuoteSegment {
        lead_in: lead_in.map(text),
        text: text(words),
    };

    let html = html(QuoteBlock {
        block_id: "b".into(),
        quote_label: Some("Quote".to_owned()),
        style: QuoteStyle::News,
        segments: vec![
            segment(None, "“It stays.”"),
            segment(Some("She added:"), "“In winter too.”"),
        ],
        attribution: Some(QuoteAttribution {
            name: "Marta Dolyna",
            role: Some("mayor"),
            tag: None,
            original_locale: None,
            source_url: None,
        }),
    });

    assert_eq!(
        html,
        "<blockquote><p><strong>Quote:</strong> “It stays.”</p>\
         <p>She added: “In winter too.”</p>\
         <footer>— <cite>Marta Dolyna</cite>, mayor</footer></blockquote>"
    );
}

#[test]
fn points_below_points_nest() {
    let item = |words, children| ListItem {
        text: text(words),
        children,
    };

    let html = html(ListBlock {
        block_id: "b".into(),
        is_ordered: true,
        items: vec![
            item("One", vec![item("half", Vec::new())]),
            item("Two", Vec::new()),
        ],
    });

    assert_eq!(
        html,
        "<ol><li>One<ul><li>half</li></ul></li><li>Two</li></ol>"
    );
}

#[test]
fn an_embed_is_a_link_and_brings_no_frame() {
    let embed = |fallback| EmbedBlock {
        block_id: "b".into(),
        provider: EmbedProvider::Youtube,
        provider_name: "YouTube".to_owned(),
        url: "https://youtu.be/a?t=1&x=2".into(),
        fallback: text(fallback),
        frame_url: Some("https://www.youtube-nocookie.com/embed/a".into()),
        height: None,
    };
    let link = "<a href=\"https://youtu.be/a?t=1&amp;x=2\">https://youtu.be/a?t=1&amp;x=2</a>";

    assert_eq!(
        html(embed("Video: the ferry")),
        format!("<p>Video: the ferry {link}</p>")
    );
    assert_eq!(
        html(embed("https://youtu.be/a?t=1&x=2")),
        format!("<p>{link}</p>")
    );
}

#[test]
fn a_table_has_a_head_only_when_it_was_given_one() {
    let table = |header| TableBlock {
        block_id: "b".into(),
        caption: None,
        header,
        rows: vec![TableRow {
            cells: texts(&["23:40", "00:05"]),
        }],
    };
    let rows = "<tbody><tr><td>23:40</td><td>00:05</td></tr></tbody>";

    assert_eq!(html(table(Vec::new())), format!("<table>{rows}</table>"));
    assert_eq!(
        html(table(texts(&["From", "To"]))),
        format!("<table><thead><tr><th>From</th><th>To</th></tr></thead>{rows}</table>")
    );
}

#[test]
fn a_verdict_stands_before_the_claim() {
    let html = html(FactCheckBlock {
        block_id: "b".into(),
        claim: "The bay freezes every winter",
        claimant: Some("a reader"),
        claim_date: None,
        verdict: FactVerdict::False,
        verdict_label: "False".to_owned(),
        explanation: text("It froze twice."),
    });

    assert_eq!(
        html,
        "<aside><p><strong>False:</strong> The bay freezes every winter — \
         <cite>a reader</cite></p><p>It froze twice.</p></aside>"
    );
}
