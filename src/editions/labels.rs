//! Built-in interface words and date patterns. A site's own settings go before them.

use std::collections::{BTreeMap, HashMap};

use crate::platform::locale::Locale;
use crate::vocabulary::DateStyle;

/// The house's date patterns (letters of CLDR), the same in every language.
pub fn date_patterns() -> HashMap<DateStyle, String> {
    let patterns = [
        (DateStyle::Full, "EEEE, d MMMM y, HH:mm"),
        (DateStyle::Day, "d MMMM y"),
        (DateStyle::Short, "d MMMM, HH:mm"),
        (DateStyle::Time, "HH:mm"),
    ];
    patterns
        .into_iter()
        .map(|(style, pattern)| (style, pattern.to_owned()))
        .collect()
}

/// The built-in words of a language.
pub fn built_in(_locale: Locale) -> BTreeMap<String, String> {
    BTreeMap::new()
}
