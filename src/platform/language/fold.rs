//! The key by which texts are the same: for uniqueness and for search.

use icu_casemap::CaseMapper;
use icu_normalizer::ComposingNormalizerBorrowed;

use super::characters::{is_apostrophe, is_ignorable};
use super::scripts::repair;

/// Folds a text to its key: NFKC, look-alike letters repaired, full case folding, apostrophes of
/// every kind and invisible characters dropped, white space collapsed.
///
/// `Знам’янка`, `ЗНАМʼЯНКА` and `Знамянка` have one key; `ё` and `е` stay apart.
pub fn fold(text: &str) -> String {
    let repaired = repair(&compatible(text));
    let lower = CaseMapper::new().fold_string(&repaired).into_owned();
    // Folding can open new chances to compose and new look-alikes: both are taken here.
    let folded = repair(&compatible(&lower));
    folded.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// NFKC without apostrophes and invisible characters; U+00B4 has to go first, or NFKC would
/// make it a space.
fn compatible(text: &str) -> String {
    let kept = without_apostrophes(text);
    without_apostrophes(&ComposingNormalizerBorrowed::new_nfkc().normalize(&kept))
}

fn without_apostrophes(text: &str) -> String {
    text.chars()
        .filter(|c| !is_apostrophe(*c) && !is_ignorable(*c))
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn apostrophes_of_every_kind_are_dropped() {
        for variant in ["'", "’", "‘", "`", "´", "′", "ʹ", "＇", "ʼ", ""] {
            assert_eq!(fold(&format!("Знам{variant}янка")), "знамянка");
        }
    }

    #[test]
    fn look_alike_letters_are_repaired() {
        assert_eq!(fold("Пiвнiч"), "північ");
        assert_eq!(fold("Cвіт"), "світ");
        assert_eq!(fold("Аpple"), "apple");
    }

    #[test]
    fn case_is_folded_fully() {
        assert_eq!(fold("КИЇВ"), "київ");
        assert_eq!(fold("Straße"), fold("STRASSE"));
    }

    #[test]
    fn russian_yo_stays_apart_from_ye() {
        assert_ne!(fold("Всё"), fold("Все"));
    }

    #[test]
    fn compatibility_forms_white_space_and_soft_hyphens_fold() {
        assert_eq!(fold(" Ａ\u{A0}\n№\u{AD}1 "), "a no1");
    }

    proptest! {
        #[test]
        fn folding_twice_changes_nothing(text in "\\PC{0,16}|[а-яА-ЯіїєґІЇЄҐёЁa-zA-Z'’ -]{0,24}") {
            let once = fold(&text);
            prop_assert_eq!(fold(&once), once);
        }
    }
}
