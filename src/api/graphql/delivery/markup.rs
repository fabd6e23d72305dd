//! HTML as this program writes it, and rich text in it.
//!
//! HTML is safe by construction: tags and names of attributes are literals of this program, and
//! whatever an editor wrote goes through [`Markup::text`] or the value of an attribute, both escaped.

use crate::articles::{Link, RichText, Span, is_web};
use crate::vocabulary::TextStyle;

/// HTML that is being written.
#[derive(Debug, Default)]
pub struct Markup(String);

/// An attribute: its name and what it says.
type Attribute<'v> = (&'static str, &'v str);

impl Markup {
    /// What was written.
    pub fn into_string(self) -> String {
        self.0
    }

    /// Writes words.
    pub fn text(&mut self, text: &str) {
        for c in text.chars() {
            match c {
                '&' => self.0.push_str("&amp;"),
                '<' => self.0.push_str("&lt;"),
                '>' => self.0.push_str("&gt;"),
                '"' => self.0.push_str("&quot;"),
                '\'' => self.0.push_str("&#39;"),
                _ => self.0.push(c),
            }
        }
    }

    /// Writes an element and what `fill` puts in it.
    pub fn element(&mut self, tag: &'static str, fill: impl FnOnce(&mut Self)) {
        self.element_with(tag, &[], fill);
    }

    /// Writes an element with attributes, and what `fill` puts in it.
    pub fn element_with(
        &mut self,
        tag: &'static str,
        attributes: &[Attribute<'_>],
        fill: impl FnOnce(&mut Self),
    ) {
        self.open(tag, attributes);
        fill(self);
        self.close(tag);
    }

    /// Writes an element that holds nothing, such as a picture.
    pub fn void(&mut self, tag: &'static str, attributes: &[Attribute<'_>]) {
        self.open(tag, attributes);
    }

    /// Writes words that lead to an address, or the words alone when it is none to follow.
    pub fn anchor(&mut self, address: &str, words: &str) {
        if is_followed(address) {
            self.element_with("a", &[("href", address)], |markup| markup.text(words));
        } else {
            self.text(words);
        }
    }

    fn open(&mut self, tag: &'static str, attributes: &[Attribute<'_>]) {
        self.0.push('<');
        self.0.push_str(tag);
        for (name, value) in attributes {
            self.0.push(' ');
            self.0.push_str(name);
            self.0.push_str("=\"");
            self.text(value);
            self.0.push('"');
        }
        self.0.push('>');
    }

    fn close(&mut self, tag: &'static str) {
        self.0.push_str("</");
        self.0.push_str(tag);
        self.0.push('>');
    }
}

/// Says where a link to one of our own things leads, if readers can open it.
pub type Hrefs<'h> = &'h dyn Fn(&Link) -> Option<String>;

impl Markup {
    /// Writes rich text, without a paragraph around it. A link stands outside a foreign language,
    /// which stands outside the marks; the marks nest in the order of [`TextStyle`].
    pub fn rich(&mut self, text: &RichText, hrefs: Hrefs<'_>) {
        let is_one = |a: &Span, b: &Span| a.link == b.link && a.link_rel == b.link_rel;
        for spans in text.spans.chunk_by(is_one) {
            let link = spans.first().and_then(|span| span.link.as_ref());
            match link.and_then(|link| href(link, hrefs)) {
                Some(href) => anchor(self, &href, spans),
                None => spans.iter().for_each(|span| words(self, span)),
            }
        }
    }
}

/// Whether readers may be sent to an address: the web, or a mail program. Nothing runs a script.
pub fn is_followed(address: &str) -> bool {
    is_web(address) || address.starts_with("mailto:")
}

/// Where a link leads; `None` when readers cannot follow it.
pub fn href(link: &Link, hrefs: Hrefs<'_>) -> Option<String> {
    match link {
        Link::Url(address) => is_followed(address).then(|| address.clone()),
        own => hrefs(own),
    }
}

fn anchor(markup: &mut Markup, href: &str, spans: &[Span]) {
    let rel = spans[0].link_rel.join(" ");
    let mut attributes = vec![("href", href)];
    if !rel.is_empty() {
        attributes.push(("rel", &rel));
    }
    markup.element_with("a", &attributes, |markup| {
        spans.iter().for_each(|span| words(markup, span));
    });
}

fn words(markup: &mut Markup, span: &Span) {
    match &span.locale {
        Some(locale) => markup.element_with("span", &[("lang", locale.as_str())], |markup| {
            marked(markup, &span.text, &span.styles);
        }),
        None => marked(markup, &span.text, &span.styles),
    }
}

/// Writes words in the marks of `styles`, which are sorted.
fn marked(markup: &mut Markup, text: &str, styles: &[TextStyle]) {
    match styles {
        [] => markup.text(text),
        [outer, inner @ ..] => markup.element(tag(*outer), |markup| marked(markup, text, inner)),
    }
}

const fn tag(style: TextStyle) -> &'static str {
    match style {
        TextStyle::Strong => "strong",
        TextStyle::Emphasis => "em",
        TextStyle::Underline => "u",
        TextStyle::Strikethrough => "s",
        TextStyle::Subscript => "sub",
        TextStyle::Superscript => "sup",
        TextStyle::Code => "code",
        TextStyle::Highlight => "mark",
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn inline(text: &RichText, hrefs: Hrefs<'_>) -> String {
        let mut markup = Markup::default();
        markup.rich(text, hrefs);
        markup.into_string()
    }

    fn html(spans: serde_json::Value) -> String {
        let text: RichText = serde_json::from_value(json!({ "spans": spans })).unwrap();
        inline(&text, &|link| match link {
            Link::Tag(_) => Some("https://mayak.example/tag/nato?a=1&b=2".to_owned()),
            _ => None,
        })
    }

    #[test]
    fn marks_nest_in_one_order_whatever_order_they_were_given_in() {
        let mut text: RichText = serde_json::from_value(json!({
            "spans": [{ "text": "x", "styles": ["CODE", "EMPHASIS", "STRONG"] }]
        }))
        .unwrap();
        text.clean(None);

        let html = inline(&text, &|_| None);

        assert_eq!(html, "<strong><em><code>x</code></em></strong>");
    }

    #[test]
    fn neighbouring_words_of_one_link_stand_in_one_anchor() {
        let link = json!({ "url": "https://example.org/" });

        let html = html(json!([
            { "text": "See " },
            { "text": "the ", "link": link, "linkRel": ["nofollow"] },
            { "text": "report", "styles": ["STRONG"], "link": link, "linkRel": ["nofollow"] },
            { "text": "." },
        ]));

        assert_eq!(
            html,
            "See <a href=\"https://example.org/\" rel=\"nofollow\">the <strong>report</strong></a>."
        );
    }

    #[test]
    fn a_link_to_what_readers_cannot_open_keeps_its_words_alone() {
        let html = html(json!([
            { "text": "NATO", "link": { "tagId": "tag_00000000000000000000000001" } },
            { "text": " & ", },
            { "text": "draft", "link": { "articleId": "art_00000000000000000000000002" } },
        ]));

        assert_eq!(
            html,
            "<a href=\"https://mayak.example/tag/nato?a=1&amp;b=2\">NATO</a> &amp; draft"
        );
    }

    #[test]
    fn no_link_runs_a_script_and_no_word_is_markup() {
        for address in [
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            " javascript:alert(1)",
            "data:text/html,<script>1</script>",
            "vbscript:x",
            "//evil.example",
        ] {
            let html = html(json!([{ "text": "<b>", "link": { "url": address } }]));
            assert_eq!(html, "&lt;b&gt;", "{address}");
        }
        let quoted =
            html(json!([{ "text": "x", "link": { "url": "https://e.example/\"><script>" } }]));
        assert_eq!(
            quoted,
            "<a href=\"https://e.example/&quot;&gt;&lt;script&gt;\">x</a>"
        );
    }

    #[test]
    fn foreign_words_say_their_language() {
        let html = html(json!([{ "text": "café", "styles": ["EMPHASIS"], "locale": "fr" }]));

        assert_eq!(html, "<span lang=\"fr\"><em>café</em></span>");
    }

    #[test]
    fn words_and_values_cannot_leave_their_place() {
        let mut markup = Markup::default();

        markup.element_with("a", &[("title", r#"" onclick="x"#)], |markup| {
            markup.text("<script>alert('1 & 2')</script>");
        });

        assert_eq!(
            markup.into_string(),
            "<a title=\"&quot; onclick=&quot;x\">\
             &lt;script&gt;alert(&#39;1 &amp; 2&#39;)&lt;/script&gt;</a>"
        );
    }
}
