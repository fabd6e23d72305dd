//! Text with inline marks: a flat run of spans, in exactly the shape of the API's `RichTextInput`.

use serde::{Deserialize, Serialize};

use crate::platform::ids::{ArticleId, AuthorId, SectionId, TagId};
use crate::platform::language::clean_span;
use crate::platform::locale::Locale;
use crate::vocabulary::TextStyle;

/// Text as spans; adjacent spans with equal marks are joined.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RichText {
    /// The runs, in reading order.
    pub spans: Vec<Span>,
}

/// A run of text with the same marks.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Span {
    /// The words.
    pub text: String,
    /// The marks, no duplicates.
    #[serde(
        default,
        deserialize_with = "listed",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub styles: Vec<TextStyle>,
    /// Where the words lead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<Link>,
    /// Link types such as `nofollow`.
    #[serde(
        default,
        deserialize_with = "listed",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub link_rel: Vec<String>,
    /// Set when the words are in another language than the edition.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub locale: Option<Locale>,
}

/// Where a link goes: an address, or one of our own things, whose address we look after.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Link {
    /// An absolute address.
    #[serde(rename = "url")]
    Url(String),
    /// A story.
    #[serde(rename = "articleId")]
    Article(ArticleId),
    /// A tag.
    #[serde(rename = "tagId")]
    Tag(TagId),
    /// A section.
    #[serde(rename = "sectionId")]
    Section(SectionId),
    /// An author.
    #[serde(rename = "authorId")]
    Author(AuthorId),
}

/// Reads a list that may be absent or null as an empty one.
pub(super) fn listed<'de, T, D>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    T: Deserialize<'de>,
    D: serde::Deserializer<'de>,
{
    Ok(Option::<Vec<T>>::deserialize(deserializer)?.unwrap_or_default())
}

impl RichText {
    /// Text without marks; empty for no text.
    pub fn plain_text(text: impl Into<String>) -> Self {
        let text = text.into();
        if text.is_empty() {
            return Self::default();
        }
        Self {
            spans: vec![Span {
                text,
                ..Span::default()
            }],
        }
    }

    /// The words alone.
    pub fn plain(&self) -> String {
        self.spans.iter().map(|span| span.text.as_str()).collect()
    }

    /// Number of characters.
    pub fn chars(&self) -> usize {
        self.spans
            .iter()
            .map(|span| span.text.chars().count())
            .sum()
    }

    /// Whether there is nothing to read.
    pub fn is_blank(&self) -> bool {
        self.spans.iter().all(|span| span.text.trim().is_empty())
    }

    /// As it is stored: letters and apostrophes in one form, no empty spans, neighbours with equal
    /// marks joined, no white space at the ends.
    pub fn clean(&mut self, apostrophe: Option<char>) {
        let mut spans: Vec<Span> = Vec::with_capacity(self.spans.len());
        for mut span in std::mem::take(&mut self.spans) {
            span.text = clean_span(&span.text, apostrophe);
            span.styles.sort_unstable();
            span.styles.dedup();
            match spans.last_mut() {
                _ if span.text.is_empty() => {}
                Some(last) if last.has_marks_of(&span) => last.text.push_str(&span.text),
                _ => spans.push(span),
            }
        }
        if let Some(first) = spans.first_mut() {
            first.text = first.text.trim_start().to_owned();
        }
        if let Some(last) = spans.last_mut() {
            last.text = last.text.trim_end().to_owned();
        }
        spans.retain(|span| !span.text.is_empty());
        self.spans = spans;
    }

    /// Links, in reading order.
    pub fn links(&self) -> impl Iterator<Item = &Link> {
        self.spans.iter().filter_map(|span| span.link.as_ref())
    }
}

impl Span {
    fn has_marks_of(&self, other: &Self) -> bool {
        self.styles == other.styles
            && self.link == other.link
            && self.link_rel == other.link_rel
            && self.locale == other.locale
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_with_equal_marks_are_joined_and_ends_trimmed() {
        let mut text: RichText = serde_json::from_str(
            r#"{"spans":[{"text":" Three "},{"text":"hours","styles":null},{"text":"!","styles":["STRONG"]},{"text":""}]}"#,
        )
        .unwrap();

        text.clean(None);

        assert_eq!(text.spans.len(), 2);
        assert_eq!(text.plain(), "Three hours!");
    }

    #[test]
    fn unknown_members_are_refused() {
        assert!(serde_json::from_str::<RichText>(r#"{"spans":[],"html":"<b>"}"#).is_err());
    }
}
