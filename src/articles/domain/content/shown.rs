//! What is shown of a text where nothing was written for it.

use super::Content;
use crate::articles::domain::block::Block;
use crate::articles::domain::check;
use crate::articles::domain::rich_text::RichText;
use crate::vocabulary::{ArticleKind, BlockKind, HeadlineMarkerKind};

/// How many pictures make a story a photo story for the headline's marker.
const FIGURES_OF_A_PHOTO_MARKER: usize = 5;

/// Characters of a summary that is cut from the lede.
pub(super) const SUMMARY_LENGTH: usize = 300;

/// What a reader reads in a minute.
const WORDS_A_MINUTE: usize = 200;

impl Content {
    /// Suffixes of the headline: the editor's, else what the body holds.
    pub fn shown_markers(&self, kind: ArticleKind) -> Vec<HeadlineMarkerKind> {
        if let Some(markers) = &self.markers {
            return markers.clone();
        }
        let mut markers = Vec::new();
        let has = |kind| self.blocks.iter().any(|block| block.kind() == kind);
        let figures = self
            .blocks
            .iter()
            .filter(|b| b.kind() == BlockKind::Figure)
            .count();
        if has(BlockKind::Gallery)
            || figures >= FIGURES_OF_A_PHOTO_MARKER
            || kind == ArticleKind::PhotoStory
        {
            markers.push(HeadlineMarkerKind::Photo);
        }
        if kind == ArticleKind::Video || self.blocks.iter().any(check::is_video) {
            markers.push(HeadlineMarkerKind::Video);
        }
        markers
    }

    /// The summary: the editor's, else the lede or the first paragraph, cut at a word.
    pub fn shown_summary(&self) -> String {
        if let Some(summary) = &self.summary {
            return summary.clone();
        }
        let first = self.blocks.iter().find_map(|block| match block {
            Block::Paragraph(paragraph) => Some(&paragraph.text),
            _ => None,
        });
        let text = self
            .lede
            .as_ref()
            .or(first)
            .map(RichText::plain)
            .unwrap_or_default();
        cut_at_word(&text, SUMMARY_LENGTH)
    }

    /// Headline of rails and cards.
    pub fn shown_short_headline(&self) -> &str {
        self.short_headline.as_deref().unwrap_or(&self.headline)
    }

    /// Words that a reader reads, headline and lede included.
    pub fn word_count(&self) -> usize {
        let words = |text: &str| text.split_whitespace().count();
        words(&self.headline)
            + self
                .rich_texts()
                .map(|text| words(&text.plain()))
                .sum::<usize>()
    }

    /// How long a reader takes, in whole minutes: 200 words in each, and at least one.
    pub fn reading_minutes(&self) -> usize {
        self.word_count().div_ceil(WORDS_A_MINUTE).max(1)
    }
}

/// At most `most` characters of a text, cut between words and marked so.
fn cut_at_word(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let end = text
        .char_indices()
        .nth(most - 1)
        .map_or(text.len(), |(at, _)| at);
    let cut = text[..end].rfind(char::is_whitespace).unwrap_or(end);
    format!(
        "{}…",
        text[..cut].trim_end_matches([' ', ',', '.', ';', ':', '—'])
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_lede_is_cut_between_words() {
        let content = Content {
            lede: Some(RichText::plain_text("слово ".repeat(100))),
            ..Content::default()
        };

        let summary = content.shown_summary();

        assert!(summary.chars().count() <= SUMMARY_LENGTH);
        assert!(summary.ends_with("слово…"));
    }
}
