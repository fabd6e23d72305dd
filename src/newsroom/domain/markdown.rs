//! Inline Markdown, the short form of rich text in files.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use serde_json::{Map, Value as Json, json};

/// Stands before a text while it is read, so that no paragraph is taken for a heading, a list or a
/// quotation because of its first characters. Punctuation, because a mark may open right after it.
const GUARD: char = '·';

/// Characters without which a text has no marks at all.
const MARKS: &[char] = &['*', '_', '~', '`', '[', ']', '<', '>', '&', '\\', '!', '\n'];

/// Reads inline Markdown as rich text in the shape of the API's `RichTextInput`, where links to our
/// own things still hold keys. What is no inline mark stays as it is written; of a picture, which is
/// a block of its own, the words remain.
pub fn rich_text(text: &str) -> Json {
    if !text.contains(MARKS) {
        return json!({ "spans": [{ "text": text }] });
    }
    let guarded = format!("{GUARD}{}", text.replace(['\n', '\r'], " "));
    let mut reader = Reader::default();
    for event in Parser::new_ext(&guarded, Options::ENABLE_STRIKETHROUGH) {
        reader.take(&event);
    }
    let mut spans = reader.spans;
    if let Some(Json::String(first)) = spans.first_mut().and_then(|span| span.get_mut("text")) {
        first.replace_range(..GUARD.len_utf8(), "");
    }
    json!({ "spans": spans })
}

/// The spans so far, and the marks that are open.
#[derive(Default)]
struct Reader {
    spans: Vec<Json>,
    styles: Vec<&'static str>,
    link: Option<Json>,
}

impl Reader {
    fn take(&mut self, event: &Event<'_>) {
        match event {
            Event::Start(Tag::Strong) => self.styles.push("STRONG"),
            Event::Start(Tag::Emphasis) => self.styles.push("EMPHASIS"),
            Event::Start(Tag::Strikethrough) => self.styles.push("STRIKETHROUGH"),
            Event::Start(Tag::Link { dest_url, .. }) => self.link = Some(link(dest_url)),
            Event::End(TagEnd::Strong | TagEnd::Emphasis | TagEnd::Strikethrough) => {
                self.styles.pop();
            }
            Event::End(TagEnd::Link) => self.link = None,
            Event::Code(code) => {
                self.styles.push("CODE");
                self.write(code);
                self.styles.pop();
            }
            Event::Text(text) | Event::InlineHtml(text) | Event::Html(text) => self.write(text),
            Event::SoftBreak | Event::HardBreak => self.write(" "),
            _ => {}
        }
    }

    fn write(&mut self, text: &str) {
        let mut span = Map::new();
        span.insert("text".to_owned(), text.into());
        if !self.styles.is_empty() {
            span.insert("styles".to_owned(), json!(self.styles));
        }
        if let Some(link) = &self.link {
            span.insert("link".to_owned(), link.clone());
        }
        self.spans.push(Json::Object(span));
    }
}

/// The target of a link: one of our own things by type and key, else an address.
fn link(target: &str) -> Json {
    let field = match target.split_once(':') {
        Some(("article", _)) => "articleId",
        Some(("tag", _)) => "tagId",
        Some(("section", _)) => "sectionId",
        Some(("author", _)) => "authorId",
        _ => return json!({ "url": target }),
    };
    let key = target.split_once(':').map_or(target, |(_, key)| key);
    json!({ field: key })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::articles::RichText;

    fn spans(text: &str) -> Vec<(String, Vec<String>)> {
        let mut rich: RichText = serde_json::from_value(rich_text(text)).unwrap();
        rich.clean(None);
        let marks = |styles: Vec<_>| styles.iter().map(ToString::to_string).collect();
        rich.spans
            .into_iter()
            .map(|span| (span.text, marks(span.styles)))
            .collect()
    }

    fn plain(text: &str) -> String {
        spans(text).into_iter().map(|(text, _)| text).collect()
    }

    #[test]
    fn marks_become_styles() {
        let read = spans("The debate took **three *long* hours**, not ~~two~~ `2`.");

        let marked: Vec<_> = read
            .iter()
            .filter(|(_, styles)| !styles.is_empty())
            .collect();
        assert_eq!(marked[0], &("three ".to_owned(), vec!["STRONG".to_owned()]));
        assert_eq!(marked[1].1, ["STRONG", "EMPHASIS"]);
        assert_eq!(
            marked[3],
            &("two".to_owned(), vec!["STRIKETHROUGH".to_owned()])
        );
        assert_eq!(marked[4], &("2".to_owned(), vec!["CODE".to_owned()]));
    }

    #[test]
    fn a_mark_may_open_the_text_even_before_a_quotation_mark() {
        assert_eq!(spans("**«Маяк»** світить")[0].0, "«Маяк»");
        assert_eq!(
            spans("*Так*")[0],
            ("Так".to_owned(), vec!["EMPHASIS".to_owned()])
        );
    }

    #[test]
    fn the_first_characters_of_a_paragraph_mean_nothing_special() {
        for text in [
            "2026. Рік порома",
            "- 5 degrees",
            "# 1 in the list",
            "> 40 %",
            "+ 3",
            "1) Так",
        ] {
            assert_eq!(plain(text), text);
        }
    }

    #[test]
    fn lines_are_joined_and_html_is_text() {
        assert_eq!(
            plain("One\n---\ntwo <b>three</b>"),
            "One --- two <b>three</b>"
        );
    }

    #[test]
    fn links_lead_to_addresses_or_to_our_own_things_by_key() {
        let read = rich_text("See [the ferry](tag:night-ferry) and [more](https://a.example/b).");

        assert_eq!(read["spans"][1]["link"], json!({ "tagId": "night-ferry" }));
        assert_eq!(
            read["spans"][3]["link"],
            json!({ "url": "https://a.example/b" })
        );
    }

    #[test]
    fn text_without_marks_is_taken_as_it_is() {
        assert_eq!(
            rich_text("Просто текст."),
            json!({ "spans": [{ "text": "Просто текст." }] })
        );
    }
}
