//! The stored form of a text: NFC, no invisible characters, one kind of apostrophe.
//!
//! No-break spaces that stand alone and soft hyphens are typography and stay.

use icu_normalizer::ComposingNormalizerBorrowed;

use super::characters::{
    Alphabet, alphabet, is_apostrophe_variant, is_emoji_modifier, is_mark, is_pictograph,
};

const ZERO_WIDTH_JOINER: char = '\u{200D}';
const BLACK_FLAG: char = '\u{1F3F4}';

/// Cleans a single line: NFC, trimmed, inner white space collapsed, invisible characters gone.
///
/// With an `apostrophe` (U+02BC for `uk`), what people type for it between two Cyrillic letters
/// becomes it.
pub fn clean_text(text: &str, apostrophe: Option<char>) -> String {
    clean_span(text, apostrophe).trim().to_owned()
}

/// Cleans a piece of a line, as [`clean_text`] does, but keeps one space at either end.
pub fn clean_span(text: &str, apostrophe: Option<char>) -> String {
    let visible = without_invisible(text);
    let composed = ComposingNormalizerBorrowed::new_nfc().normalize(&visible);
    let spaced = collapse_spaces(&composed);
    match apostrophe {
        Some(apostrophe) => unify_apostrophes(&spaced, apostrophe),
        None => spaced,
    }
}

/// Cleans a text of several lines: each as [`clean_text`] does, joined by `\n`, with no empty
/// lines at either end and at most one between two lines.
pub fn clean_paragraphs(text: &str, apostrophe: Option<char>) -> String {
    let text = text.replace("\r\n", "\n");
    let mut cleaned = String::with_capacity(text.len());
    let mut is_gap = false;
    for line in text.split(is_line_break) {
        let line = clean_text(line, apostrophe);
        if line.is_empty() {
            is_gap = true;
            continue;
        }
        if !cleaned.is_empty() {
            cleaned.push_str(if is_gap { "\n\n" } else { "\n" });
        }
        cleaned.push_str(&line);
        is_gap = false;
    }
    cleaned
}

/// Replaces each apostrophe variant between two Cyrillic letters by `apostrophe`.
///
/// Quotation marks at the edge of a word and apostrophes of Latin words stay as they are.
pub fn unify_apostrophes(text: &str, apostrophe: char) -> String {
    let mut unified = String::with_capacity(text.len());
    let mut before = None;
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        let after = rest.clone().next();
        let is_inside = is_apostrophe_variant(c) && is_cyrillic(before) && is_cyrillic(after);
        unified.push(if is_inside { apostrophe } else { c });
        if !is_mark(c) {
            before = Some(c);
        }
    }
    unified
}

fn is_cyrillic(c: Option<char>) -> bool {
    c.and_then(alphabet) == Some(Alphabet::Cyrillic)
}

fn is_line_break(c: char) -> bool {
    matches!(
        c,
        '\n' | '\r' | '\u{0B}' | '\u{0C}' | '\u{85}' | '\u{2028}' | '\u{2029}'
    )
}

/// Drops what nobody sees, except the joiners and tags that hold an emoji together.
fn without_invisible(text: &str) -> String {
    let mut visible = String::with_capacity(text.len());
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        let is_kept = match c {
            ZERO_WIDTH_JOINER => joins_emoji(&visible, rest.as_str()),
            '\u{E0020}'..='\u{E007F}' => continues_flag(&visible),
            _ => !is_invisible(c),
        };
        if is_kept {
            visible.push(c);
        }
    }
    visible
}

/// Controls, bidi controls and zero-width characters; white space is left for collapsing.
fn is_invisible(c: char) -> bool {
    match c {
        '\u{034F}' | '\u{061C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' => true,
        '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' => true,
        '\u{2060}'..='\u{206F}' | '\u{3164}' | '\u{FEFF}' | '\u{FFA0}' => true,
        '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}' => true,
        _ => c.is_control() && !c.is_whitespace(),
    }
}

/// A joiner stays between two pictographs; the first may carry a skin tone or a selector.
fn joins_emoji(before: &str, after: &str) -> bool {
    let base = before.chars().rev().find(|c| !is_emoji_modifier(*c));
    let next = after.chars().find(|c| !is_invisible(*c));
    base.is_some_and(is_pictograph) && next.is_some_and(is_pictograph)
}

/// Tags stay behind a black flag: they make the flags of England, Scotland and Wales.
fn continues_flag(before: &str) -> bool {
    let base = before.chars().rev().find(|c| !is_invisible(*c));
    base == Some(BLACK_FLAG)
}

/// Makes one character of each run of white space: a no-break space stays when it stands alone.
fn collapse_spaces(text: &str) -> String {
    let mut spaced = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        if !c.is_whitespace() {
            spaced.push(c);
            continue;
        }
        let is_alone = rest.peek().is_none_or(|next| !next.is_whitespace());
        while rest.next_if(|next| next.is_whitespace()).is_some() {}
        spaced.push(if is_alone && is_no_break(c) { c } else { ' ' });
    }
    spaced
}

fn is_no_break(c: char) -> bool {
    matches!(c, '\u{A0}' | '\u{202F}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const UK: Option<char> = Some('\u{02BC}');

    #[test]
    fn line_is_trimmed_and_its_white_space_collapsed() {
        assert_eq!(
            clean_text(" \tКиїв \n\r\n  сьогодні\u{3000}", None),
            "Київ сьогодні"
        );
        assert_eq!(clean_text("\u{A0} \u{2003}", None), "");
    }

    #[test]
    fn no_break_space_between_words_stays() {
        assert_eq!(clean_text("11\u{A0}липня", None), "11\u{A0}липня");
        assert_eq!(clean_text("11\u{A0} липня", None), "11 липня");
    }

    #[test]
    fn decomposed_letters_are_composed() {
        assert_eq!(clean_text("Ки\u{0456}\u{0308}в", None), "Київ");
        assert_eq!(clean_text("e\u{200B}\u{0301}", None), "é");
    }

    #[test]
    fn controls_bidi_controls_and_zero_width_characters_are_removed() {
        let text = "\u{FEFF}К\u{200B}и\u{202E}ї\u{0}в\u{2066}\u{200D}\u{E0041}\u{7F}";

        assert_eq!(clean_text(text, None), "Київ");
    }

    #[test]
    fn joiner_stays_inside_an_emoji() {
        let emoji = "👩🏽\u{200D}🚒 🏳\u{FE0F}\u{200D}🌈 👨\u{200D}👩\u{200D}👧";

        assert_eq!(clean_text(emoji, None), emoji);
        assert_eq!(clean_text("👩\u{200D} x\u{200D}👩", None), "👩 x👩");
        assert_eq!(clean_text("👩\u{200D}\u{200D}👩", None), "👩\u{200D}👩");
    }

    #[test]
    fn flag_of_scotland_stays() {
        let flag = "🏴\u{E0067}\u{E0062}\u{E0073}\u{E0063}\u{E0074}\u{E007F}";

        assert_eq!(clean_text(flag, None), flag);
        assert_eq!(clean_text("flag\u{E0067}", None), "flag");
    }

    #[test]
    fn every_apostrophe_between_cyrillic_letters_becomes_the_given_one() {
        for variant in ["'", "’", "‘", "`", "´", "′", "ʹ", "＇", "ʼ"] {
            assert_eq!(clean_text(&format!("п{variant}ять"), UK), "пʼять");
        }
        assert_eq!(clean_text("до\u{301}м'ю", UK), "до\u{301}мʼю");
    }

    #[test]
    fn apostrophe_stays_in_latin_words_at_word_edges_and_without_a_rule() {
        assert_eq!(clean_text("Zelenskyy’s", UK), "Zelenskyy’s");
        assert_eq!(clean_text("‘Київ’ і 'Львів'", UK), "‘Київ’ і 'Львів'");
        assert_eq!(clean_text("Facebook'у", UK), "Facebook'у");
        assert_eq!(clean_text("п'ять", None), "п'ять");
    }

    #[test]
    fn span_keeps_one_space_at_either_end() {
        assert_eq!(clean_span("  і далі\n", UK), " і далі ");
        assert_eq!(clean_span("", UK), "");
    }

    #[test]
    fn paragraphs_keep_their_lines() {
        let text = "\n Перший \r\nп'ятий\u{2028}\n\n\n третій\n ";

        assert_eq!(clean_paragraphs(text, UK), "Перший\nпʼятий\n\nтретій");
    }

    proptest! {
        #[test]
        fn cleaning_twice_changes_nothing(text in "\\PC{0,24}|[ п'’яa\u{301}\u{200D}\u{FE0F}👩🏽\n]{0,24}") {
            let once = clean_text(&text, UK);
            prop_assert_eq!(clean_text(&once, UK), once);
            let lines = clean_paragraphs(&text, UK);
            prop_assert_eq!(clean_paragraphs(&lines, UK), lines);
        }
    }
}
