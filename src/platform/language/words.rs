//! The words of a text, as search compares them.

use super::characters::{Alphabet, alphabet, is_apostrophe, is_ignorable, is_mark};
use super::fold::fold;
use super::slug::fold_to_ascii;

/// The most letters of a word that are compared.
const LONGEST: usize = 64;

/// One word of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// Where it starts, in bytes.
    pub start: usize,
    /// Where it ends, in bytes.
    pub end: usize,
    /// What it is compared by: folded letters and digits, without apostrophes and marks, `ё` as `е`.
    pub key: String,
}

/// Finds the words of a text: runs of letters and digits, with the apostrophes and stress marks in
/// them. A hyphen parts two words.
pub fn words(text: &str) -> Vec<Word> {
    let mut found = Vec::new();
    let mut rest = text.char_indices().peekable();
    while let Some((start, first)) = rest.next() {
        if !first.is_alphanumeric() {
            continue;
        }
        let mut end = start + first.len_utf8();
        while let Some((at, c)) = rest.next_if(|(at, c)| goes_on(*c, &text[*at..])) {
            end = at + c.len_utf8();
        }
        let key = key(&text[start..end]);
        if !key.is_empty() {
            found.push(Word { start, end, key });
        }
    }
    found
}

/// Whether a word goes on with `c`, the first character of `rest`.
fn goes_on(c: char, rest: &str) -> bool {
    let leads_to_letter = || {
        let next = rest
            .chars()
            .find(|c| !is_apostrophe(*c) && !is_ignorable(*c));
        next.is_some_and(char::is_alphabetic)
    };
    c.is_alphanumeric() || is_mark(c) || is_ignorable(c) || (is_apostrophe(c) && leads_to_letter())
}

/// What a word is compared by.
fn key(word: &str) -> String {
    let plain = |c: char| {
        c.is_ascii_alphanumeric()
            || matches!(
                c,
                'А'..='я' | 'Є' | 'І' | 'Ї' | 'є' | 'і' | 'ї' | 'Ґ' | 'ґ' | 'ё' | 'Ё'
            )
    };
    let one_script = word.is_ascii() || !word.contains(|c: char| c.is_ascii());
    let key: String = if one_script && word.chars().all(plain) {
        word.chars().flat_map(char::to_lowercase).collect()
    } else {
        let folded = fold(word);
        let without_marks = |c: char| match alphabet(c) {
            Some(Alphabet::Latin) => fold_to_ascii(c.encode_utf8(&mut [0; 4])),
            _ => c.to_string(),
        };
        folded.chars().map(without_marks).collect()
    };
    let kept = key.chars().filter(|c| c.is_alphanumeric());
    kept.map(|c| if c == 'ё' { 'е' } else { c })
        .take(LONGEST)
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn keys(text: &str) -> Vec<String> {
        words(text).into_iter().map(|word| word.key).collect()
    }

    #[test]
    fn spellings_of_one_word_have_one_key() {
        for text in [
            "Знам’янка",
            "ЗНАМ'ЯНКА",
            "знамʼянка",
            "Знамянка",
            "зна\u{301}м\u{AD}янка",
            "Знaм`янка",
        ] {
            assert_eq!(keys(text), ["знамянка"], "{text}");
        }
        assert_eq!(keys("Ёлка елка"), ["елка", "елка"]);
        assert_eq!(keys("Café ŁÓDŹ Straße"), ["cafe", "lodz", "strasse"]);
    }

    #[test]
    fn words_end_at_hyphens_dashes_and_quotation_marks() {
        assert_eq!(
            keys("«Івано-Франківськ» — IT-компанія, COVID-19: 'так'"),
            [
                "івано",
                "франківськ",
                "it",
                "компанія",
                "covid",
                "19",
                "так"
            ]
        );
    }

    proptest! {
        #[test]
        fn words_stand_where_they_are_told_to(text in "\\PC{0,40}|[а-яіїєґА-ЯЁёa-z0-9 '’-]{0,60}") {
            let mut before = 0;
            for word in words(&text) {
                prop_assert!(before <= word.start && word.start < word.end);
                prop_assert!(text.get(word.start..word.end).is_some());
                prop_assert!(word.key.chars().all(char::is_alphanumeric));
                before = word.end;
            }
        }
    }
}
