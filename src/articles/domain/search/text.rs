//! What of a text can be found.

use std::collections::BTreeSet;

use crate::articles::domain::{Block, Content, RichText};
use crate::platform::language::{Stems, sound, words};

/// Words of a body that can be found; PostgreSQL counts places up to 16 383.
const MOST_WORDS: usize = 16_000;

/// Letters of the shortest word that is told apart by its sound and its spelling.
const SHORTEST_NAME: usize = 4;

/// A text as stems, in reading order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SearchText {
    /// Of the headline, its short form and the words above it.
    pub title: Vec<String>,
    /// Of the lede and the summary.
    pub lede: Vec<String>,
    /// Of the body.
    pub body: Vec<String>,
    /// Words of title and lede by what they sound like, each with its stem.
    pub names: BTreeSet<(String, String)>,
}

impl SearchText {
    /// What can be found of a text in the language `locale`.
    pub fn of(content: &Content, locale: &str, stems: &Stems) -> Self {
        let mut text = Self::default();
        let titles = [
            Some(&content.headline),
            content.short_headline.as_ref(),
            content.kicker.as_ref(),
        ];
        for title in titles.into_iter().flatten() {
            text.title.extend(text.names.note(title, locale, stems));
        }
        let ledes = [
            content.lede.as_ref().map(RichText::plain),
            content.summary.clone(),
        ];
        for lede in ledes.into_iter().flatten() {
            text.lede.extend(text.names.note(&lede, locale, stems));
        }
        let body = passages(content).skip(usize::from(content.lede.is_some()));
        text.body = body
            .flat_map(|passage| words(&passage))
            .take(MOST_WORDS)
            .map(|word| stems.stem(&word.key))
            .collect();
        text
    }
}

/// Takes note of words by their sound.
trait Note {
    /// The stems of a line, whose words are noted.
    fn note(&mut self, line: &str, locale: &str, stems: &Stems) -> Vec<String>;
}

impl Note for BTreeSet<(String, String)> {
    fn note(&mut self, line: &str, locale: &str, stems: &Stems) -> Vec<String> {
        let mut all = Vec::new();
        for word in words(line) {
            let stem = stems.stem(&word.key);
            let is_name = word.key.chars().all(char::is_alphabetic)
                && word.key.chars().count() >= SHORTEST_NAME;
            if is_name {
                self.insert((sound(&word.key, locale), stem.clone()));
                self.insert((sound(&stem, locale), stem.clone()));
            }
            all.push(stem);
        }
        all
    }
}

/// What readers read below the headline, the lede first. Captions are left out: they go with their
/// pictures.
pub(super) fn passages(content: &Content) -> impl Iterator<Item = String> {
    let lede = content.lede.iter().map(RichText::plain);
    let body = content.blocks.iter().flat_map(|block| {
        let texts = match block {
            Block::Figure(_) | Block::Gallery(_) | Block::Embed(_) => Vec::new(),
            _ => block.rich_texts(),
        };
        let lines = match block {
            Block::Quote(_) | Block::Labelled(_) | Block::FactCheck(_) => block.lines(),
            _ => Vec::new(),
        };
        let lines = lines.into_iter().cloned();
        texts
            .into_iter()
            .map(RichText::plain)
            .chain(lines)
            .collect::<Vec<_>>()
    });
    lede.chain(body)
}
