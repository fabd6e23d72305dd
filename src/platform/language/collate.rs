//! The order of names: byte order is wrong in every language but English.
//!
//! SQLite has no ICU, so the key is stored beside the name and the database compares bytes. Keys
//! of two versions of CLDR must not be mixed: after an update of ICU they are computed anew.

use icu_collator::options::CollatorOptions;
use icu_collator::{CollatorBorrowed, CollatorPreferences};
use icu_locale_core::Locale;

use super::fold::fold;

/// Computes the bytes by which a text sorts in a locale, by the CLDR collation of its language.
///
/// An unknown or malformed locale sorts by the root collation (DUCET with CLDR's changes).
pub fn sort_key(text: &str, locale: &str) -> Vec<u8> {
    let preferences = Locale::try_from_str(locale)
        .map(CollatorPreferences::from)
        .unwrap_or_default();
    let Some(collator) = collator(preferences) else {
        return fold(text).into_bytes();
    };
    let mut key = Vec::new();
    let Ok(()) = collator.write_sort_key_to(text, &mut key);
    key
}

fn collator(preferences: CollatorPreferences) -> Option<CollatorBorrowed<'static>> {
    let options = CollatorOptions::default();
    CollatorBorrowed::try_new(preferences, options)
        .or_else(|_| CollatorBorrowed::try_new(CollatorPreferences::default(), options))
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sorted(mut names: Vec<&'static str>, locale: &str) -> Vec<&'static str> {
        names.sort_by_key(|name| sort_key(name, locale));
        names
    }

    #[test]
    fn ukrainian_letters_stand_where_the_alphabet_has_them() {
        let alphabet: Vec<&str> =
            "а б в г ґ д е є ж з и і ї й к л м н о п р с т у ф х ц ч ш щ ь ю я"
                .split(' ')
                .collect();
        let mut shuffled = alphabet.clone();
        shuffled.sort_unstable();

        assert_eq!(sorted(shuffled, "uk"), alphabet);
    }

    #[test]
    fn ukrainian_names_sort_by_letter_before_case() {
        let names = vec![
            "Ґалаґан",
            "Дорошенко",
            "Гончар",
            "гай",
            "Їжак",
            "Йосип",
            "Єва",
            "Жук",
        ];

        let expected = vec![
            "гай",
            "Гончар",
            "Ґалаґан",
            "Дорошенко",
            "Єва",
            "Жук",
            "Їжак",
            "Йосип",
        ];
        assert_eq!(sorted(names, "uk"), expected);
    }

    #[test]
    fn unknown_and_malformed_locales_sort_by_the_root_order() {
        assert_eq!(
            sorted(vec!["b", "É", "e", "A"], "tlh"),
            vec!["A", "b", "e", "É"]
        );
        assert_eq!(sort_key("Київ", "no locale!"), sort_key("Київ", "und"));
    }

    #[test]
    fn empty_text_sorts_first() {
        assert!(sort_key("", "uk") < sort_key("а", "uk"));
    }
}
