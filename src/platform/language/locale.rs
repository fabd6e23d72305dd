//! Language tags.

use icu_locale_core::Locale;

/// Tells whether the text is a well-formed BCP 47 language tag in canonical case, such as `uk`
/// or `en-GB`.
pub fn is_locale(text: &str) -> bool {
    Locale::normalize(text).is_ok_and(|canonical| canonical == text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn canonical_language_tags_are_locales() {
        for tag in [
            "uk",
            "ru",
            "en",
            "en-GB",
            "sr-Latn",
            "sr-Latn-RS",
            "zh-Hant-TW",
            "es-419",
        ] {
            assert!(is_locale(tag), "{tag}");
        }
    }

    #[test]
    fn other_cases_separators_and_shapes_are_not_locales() {
        for tag in [
            "", "UK", "en-gb", "en_GB", "en-", "-en", "e", "english-", "uk uk", "укр", "a-b",
        ] {
            assert!(!is_locale(tag), "{tag}");
        }
    }
}
