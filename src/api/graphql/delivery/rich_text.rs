//! Text with inline marks.

use std::borrow::Cow;
use std::sync::Arc;

use async_graphql::{Object, SimpleObject};

use super::cited::{Cited, LinkTarget, Links};
use super::markup::{Markup, href};
use crate::api::graphql::door::directives::{assumed, cost, list_size};
use crate::api::graphql::reader::Reader;
use crate::api::graphql::scalars::{Html, Url};
use crate::app::Result;
use crate::articles;
use crate::platform::locale::Locale;
use crate::vocabulary::TextStyle;

/// Text with inline marks as a flat run of spans: no nesting, no HTML parsing on the client.
#[derive(Clone)]
pub struct RichText<'a> {
    text: Cow<'a, articles::RichText>,
    links: Links,
}

impl<'a> RichText<'a> {
    /// A text whose links are found already.
    pub fn cited(text: &'a articles::RichText, cited: &Cited) -> Self {
        let links = Arc::clone(&cited.links);
        Self {
            text: Cow::Borrowed(text),
            links,
        }
    }

    /// Words without marks.
    pub fn plain_text(text: impl Into<String>) -> Self {
        Self {
            text: Cow::Owned(articles::RichText::plain_text(text)),
            links: Links::default(),
        }
    }

    /// A text that stands alone, with its links.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn of(reader: &Arc<Reader>, text: Cow<'a, articles::RichText>) -> Result<Self> {
        let cited = Cited::by_texts(reader, [text.as_ref()]).await?;
        Ok(Self {
            text,
            links: cited.links,
        })
    }

    /// The words alone.
    pub fn words(&self) -> String {
        self.text.plain()
    }

    /// Writes the text as HTML, without a paragraph around it.
    pub fn write(&self, markup: &mut Markup) {
        markup.rich(&self.text, &|link| self.address(link));
    }

    /// Whether there is nothing to read.
    pub fn is_blank(&self) -> bool {
        self.text.is_blank()
    }

    fn address(&self, link: &articles::Link) -> Option<String> {
        self.links.get(link).map(LinkTarget::address)
    }
}

/// Text with inline marks as a flat run of spans: no nesting, no HTML parsing on the client.
#[Object(directive = cost::apply("0"))]
impl<'a> RichText<'a> {
    /// The words alone.
    async fn plain(&self) -> String {
        self.words()
    }

    /// The text with its marks, as inline HTML without a paragraph around it.
    async fn html(&self) -> Html {
        let mut markup = Markup::default();
        self.write(&mut markup);
        markup.into_string().into()
    }

    /// The runs, in reading order.
    #[graphql(directive = list_size::apply(assumed(4)))]
    async fn spans(&self) -> Vec<Span<'_>> {
        let span = |span| Span { text: self, span };
        self.text.spans.iter().map(span).collect()
    }
}

/// A run of text with the same marks.
pub struct Span<'t> {
    text: &'t RichText<'t>,
    span: &'t articles::Span,
}

/// A run of text with the same marks.
#[Object(directive = cost::apply("0"))]
impl<'t> Span<'t> {
    /// The words.
    async fn text(&self) -> &str {
        &self.span.text
    }

    /// No duplicates.
    async fn styles(&self) -> &[TextStyle] {
        &self.span.styles
    }

    /// Where the words lead.
    async fn link(&self) -> Option<TextLink<'_>> {
        let link = self.span.link.as_ref()?;
        let href = href(link, &|link| self.text.address(link))?;
        Some(TextLink {
            href: href.into(),
            target: self.text.links.get(link).cloned(),
            rel: &self.span.link_rel,
        })
    }

    /// Set when the words are in another language than the edition, for `lang` attributes.
    async fn locale(&self) -> Option<Locale> {
        self.span.locale
    }
}

/// A link of a span. Links to own entities stay right after renames; unpublished targets lose the
/// link, not the words.
#[derive(SimpleObject)]
#[graphql(directive = cost::apply("0"))]
pub struct TextLink<'t> {
    href: Url,
    /// The page that it leads to, when it is one of this edition.
    target: Option<LinkTarget>,
    /// e.g. nofollow, sponsored, ugc.
    rel: &'t [String],
}
