//! What a reader asks for.

use crate::platform::language::typo::{distance, slips, trigrams};
use crate::platform::language::{Stems, sound, words};

/// The longest question, in characters.
const LONGEST: usize = 200;

/// The most words of a question.
const MOST_WORDS: usize = 16;

/// The fewest letters by which a sound may be sought.
const SHORTEST_SOUND: usize = 3;

/// What is asked for: every part of it must be in a story.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sought {
    /// Words and phrases.
    pub parts: Vec<Part>,
}

/// Words that stand one after another: one of them, or a phrase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The words, in order.
    pub words: Vec<SoughtWord>,
}

/// One word that is sought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SoughtWord {
    /// What it is compared by.
    pub key: String,
    /// Any of these stems will do; its own comes first.
    pub stems: Vec<String>,
}

/// A question that is too long.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("`query` holds at most {MOST_WORDS} words and {LONGEST} characters")]
pub struct TooLong;

impl Sought {
    /// Reads a question: words, and phrases in quotation marks of any sort. Words that stand in
    /// nearly every text are passed over, unless there are no others.
    ///
    /// # Errors
    /// `TooLong`.
    pub fn read(query: &str, stems: &Stems) -> Result<Self, TooLong> {
        if query.chars().count() > LONGEST {
            return Err(TooLong);
        }
        let pieces = query.split(['"', '“', '”', '„', '«', '»']).enumerate();
        let mut parts: Vec<Part> = Vec::new();
        for (place, piece) in pieces {
            let found = words(piece).into_iter().map(|word| SoughtWord {
                stems: stems.of_query(&word.key),
                key: word.key,
            });
            match place % 2 {
                0 => parts.extend(found.map(|word| Part { words: vec![word] })),
                _ => parts.push(Part {
                    words: found.collect(),
                }),
            }
        }
        parts.retain(|part| !part.words.is_empty());
        if parts.iter().map(|part| part.words.len()).sum::<usize>() > MOST_WORDS {
            return Err(TooLong);
        }
        let is_common =
            |part: &Part| matches!(&part.words[..], [word] if stems.is_common(&word.key));
        if !parts.iter().all(is_common) {
            parts.retain(|part| !is_common(part));
        }
        Ok(Self { parts })
    }

    /// Single words.
    pub fn words(&self) -> impl Iterator<Item = &SoughtWord> {
        let single = self.parts.iter().filter(|part| part.words.len() == 1);
        single.flat_map(|part| &part.words)
    }

    /// Single words, to be given more stems.
    pub fn words_mut(&mut self) -> impl Iterator<Item = &mut SoughtWord> {
        let single = self.parts.iter_mut().filter(|part| part.words.len() == 1);
        single.flat_map(|part| &mut part.words)
    }

    /// Every stem that is sought.
    pub fn stems(&self) -> impl Iterator<Item = &str> {
        let words = self.parts.iter().flat_map(|part| &part.words);
        words.flat_map(|word| word.stems.iter().map(String::as_str))
    }
}

impl SoughtWord {
    /// What the word may sound like in the index: whole, or without its ending.
    pub fn sounds(&self, locale: &str) -> Vec<String> {
        let whole = sound(&self.key, locale);
        let letters = whole.chars().count();
        let cut = |most: usize| whole.chars().take(most).collect::<String>();
        let lengths = (letters.saturating_sub(1)..=letters).rev();
        let lengths = lengths.filter(|length| *length >= SHORTEST_SOUND);
        lengths.map(cut).collect()
    }

    /// The trigrams by which a word without slips is sought; none for one that is too short.
    pub fn trigrams(&self) -> Vec<String> {
        match self.stems.first() {
            Some(own) if slips(own.chars().count()) > 0 => trigrams(own),
            _ => Vec::new(),
        }
    }

    /// Which of the known stems it may have been meant for: none when it is known itself, else the
    /// nearest.
    pub fn corrections(&self, known: &[String]) -> Vec<String> {
        let Some(own) = self.stems.first() else {
            return Vec::new();
        };
        if known.iter().any(|stem| self.stems.contains(stem)) {
            return Vec::new();
        }
        let most = slips(own.chars().count());
        let near = known
            .iter()
            .filter_map(|stem| Some((distance(own, stem, most)?, stem)));
        let near: Vec<_> = near.collect();
        let least = near.iter().map(|(slips, _)| *slips).min();
        let nearest = near.into_iter().filter(|(slips, _)| Some(*slips) == least);
        nearest.map(|(_, stem)| stem.clone()).collect()
    }

    /// Lets other stems do as well.
    pub fn accept(&mut self, stems: impl IntoIterator<Item = String>) {
        for stem in stems {
            if !self.stems.contains(&stem) {
                self.stems.push(stem);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(query: &str) -> Vec<Vec<String>> {
        let sought = Sought::read(query, &Stems::of("uk")).unwrap();
        let keys = |part: Part| part.words.into_iter().map(|word| word.key).collect();
        sought.parts.into_iter().map(keys).collect()
    }

    #[test]
    fn words_and_phrases_are_told_apart() {
        assert_eq!(
            read("вибори «Верховна Рада» Київ"),
            [vec!["вибори"], vec!["верховна", "рада"], vec!["київ"]]
        );
        assert_eq!(read("\"незакрита фраза"), [vec!["незакрита", "фраза"]]);
        assert!(read(" — !!! ").is_empty());
    }

    #[test]
    fn common_words_are_passed_over_unless_there_are_no_others() {
        assert_eq!(read("вибори в Україні"), [["вибори"], ["україні"]]);
        assert_eq!(read("не на"), [["не"], ["на"]]);
    }

    #[test]
    fn long_questions_are_refused() {
        let stems = Stems::of("uk");
        assert_eq!(Sought::read(&"а".repeat(201), &stems), Err(TooLong));
        assert_eq!(Sought::read(&"рік ".repeat(17), &stems), Err(TooLong));
    }

    #[test]
    fn a_known_word_is_not_corrected() {
        let sought = Sought::read("Зелинський", &Stems::of("uk")).unwrap();
        let word = sought.words().next().unwrap();

        assert_eq!(
            word.corrections(&["зеленськ".into(), "зелен".into()]),
            ["зеленськ"]
        );
        assert!(
            word.corrections(&["зеленськ".into(), "зелинськ".into()])
                .is_empty()
        );
    }
}
