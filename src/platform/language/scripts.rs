//! Words in which Latin and Cyrillic letters stand side by side, mostly by a slip of the keyboard
//! layout, and their repair.

use super::characters::{Alphabet, alphabet, is_ignorable, is_mark};
use super::tables::{cyrillic_twin, latin_twin};

/// A word with letters of both scripts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MixedToken {
    /// Where it starts, in Unicode scalar values.
    pub start: usize,
    /// The word as it stands.
    pub token: String,
    /// The word in one script, when all letters of the minority look like letters of the other.
    pub repair: Option<String>,
}

/// Finds the words in which Latin and Cyrillic letters are mixed.
///
/// Words end at hyphens, so `IT-компанія` is fine; at apostrophes too, so `Facebook’у` is.
pub fn mixed_tokens(text: &str) -> Vec<MixedToken> {
    let mut found = Vec::new();
    let mut start = 0;
    for piece in pieces(text) {
        if is_mixed(piece) {
            let token = piece.to_owned();
            found.push(MixedToken {
                start,
                repair: repair_token(piece),
                token,
            });
        }
        start += piece.chars().count();
    }
    found
}

/// Puts each mixed word into one script where all letters of its minority have twins there, and
/// leaves everything else as it is.
pub fn repair(text: &str) -> String {
    pieces(text)
        .map(|piece| match repair_token(piece) {
            Some(repaired) => repaired,
            None => piece.to_owned(),
        })
        .collect()
}

/// Splits a text into words and what stands between them; together they are the text.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let first = rest.chars().next()?;
        let is_word = is_word_character(first);
        let end = rest
            .find(|c| is_word_character(c) != is_word)
            .unwrap_or(rest.len());
        let (piece, tail) = rest.split_at(end);
        rest = tail;
        Some(piece)
    })
}

fn is_word_character(c: char) -> bool {
    c.is_alphanumeric() || is_mark(c) || is_ignorable(c)
}

fn count(token: &str, wanted: Alphabet) -> usize {
    token
        .chars()
        .filter(|c| alphabet(*c) == Some(wanted))
        .count()
}

fn is_mixed(token: &str) -> bool {
    count(token, Alphabet::Latin) > 0 && count(token, Alphabet::Cyrillic) > 0
}

/// The token in the script of its majority; of two equal halves the Latin one gives way.
fn repair_token(token: &str) -> Option<String> {
    let latin = count(token, Alphabet::Latin);
    let cyrillic = count(token, Alphabet::Cyrillic);
    if latin == 0 || cyrillic == 0 {
        return None;
    }
    match latin.cmp(&cyrillic) {
        std::cmp::Ordering::Less => replace(token, Alphabet::Latin),
        std::cmp::Ordering::Greater => replace(token, Alphabet::Cyrillic),
        std::cmp::Ordering::Equal => {
            replace(token, Alphabet::Latin).or_else(|| replace(token, Alphabet::Cyrillic))
        }
    }
}

/// Replaces every letter of `minority` by its twin, or nothing when one has none.
fn replace(token: &str, minority: Alphabet) -> Option<String> {
    let twin = match minority {
        Alphabet::Latin => cyrillic_twin,
        Alphabet::Cyrillic => latin_twin,
    };
    token
        .chars()
        .map(|c| {
            if alphabet(c) == Some(minority) {
                twin(c)
            } else {
                Some(c)
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn repairs(text: &str) -> Vec<Option<String>> {
        mixed_tokens(text)
            .into_iter()
            .map(|found| found.repair)
            .collect()
    }

    #[test]
    fn latin_letter_in_a_cyrillic_word_is_found_with_its_place_and_repair() {
        let found = mixed_tokens("Увечері Киiв під обстрілом");

        let expected = MixedToken {
            start: 8,
            token: "Киiв".to_owned(),
            repair: Some("Киів".to_owned()),
        };
        assert_eq!(found, vec![expected]);
    }

    #[test]
    fn words_joined_by_hyphens_or_apostrophes_are_not_mixed() {
        for text in [
            "IT-компанія",
            "COVID-19",
            "Facebook’у",
            "Zelenskyy’s у Києві",
            "сайт.com",
        ] {
            assert_eq!(mixed_tokens(text), vec![], "{text}");
        }
    }

    #[test]
    fn minority_decides_the_direction() {
        assert_eq!(repair("Xepcон"), "Xepcон");
        assert_eq!(repair("Хeрсoн"), "Херсон");
        assert_eq!(repair("НATO заявило"), "HATO заявило");
        assert_eq!(repair("іPhone"), "iPhone");
        assert_eq!(repair("ѕystem"), "system");
    }

    #[test]
    fn equal_halves_become_cyrillic() {
        assert_eq!(repair("Cе"), "Се");
    }

    #[test]
    fn capitals_and_letters_with_two_dots_have_twins() {
        assert_eq!(repair("BІДБІЙ"), "ВІДБІЙ");
        assert_eq!(repair("Киïв"), "Київ");
        assert_eq!(repair("ещë раз"), "ещё раз");
    }

    #[test]
    fn word_without_twins_is_reported_without_repair_and_left_alone() {
        assert_eq!(repairs("COVIDний"), vec![None]);
        assert_eq!(repair("COVIDний zнак"), "COVIDний zнак");
    }

    #[test]
    fn text_in_one_script_stays_as_it_is() {
        for text in ["", "Ще одна — «новина»!", "BCE", "ВСЕ", "Ελλάδα"] {
            assert_eq!(repair(text), text);
            assert_eq!(mixed_tokens(text), vec![]);
        }
    }

    proptest! {
        #[test]
        fn repaired_text_needs_no_repair(text in "[а-яА-ЯіїІЇa-zA-Z '’-]{0,32}") {
            let once = repair(&text);
            prop_assert_eq!(once.chars().count(), text.chars().count());
            prop_assert!(mixed_tokens(&once).iter().all(|found| found.repair.is_none()));
        }
    }
}
