//! The portal in one language: its names, words and printed dates.

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};

use crate::editions::labels::{self, DAY_TITLE, Shown};
use crate::platform::calendar::{
    Day, Formatter, FormatterError, PatternError, Zone, capitalise_first,
};
use crate::platform::clock::Instant;
use crate::platform::ids::EditionId;
use crate::platform::language;
use crate::platform::locale::Locale;
use crate::vocabulary::{DateStyle, TextDirection, TransliterationScheme};

/// The letter that Ukrainian and Belarusian have for an apostrophe: U+02BC, as in CLDR.
const APOSTROPHE: &str = "ʼ";

/// The portal in one language.
#[derive(Debug, Clone)]
pub struct Edition {
    /// Its id.
    pub id: EditionId,
    /// Its language.
    pub locale: Locale,
    /// Place in the switcher, from 0.
    pub position: i32,
    /// Whether readers can open it.
    pub is_enabled: bool,
    /// Own-language name, such as `Українська`.
    pub autonym: String,
    /// Short switcher label, such as `УКР`.
    pub short_label: String,
    /// Writing direction.
    pub direction: TextDirection,
    /// Title of the home page.
    pub home_title: String,
    /// Description of the home page.
    pub home_description: Option<String>,
    /// CLDR patterns, one for each style.
    pub date_patterns: BTreeMap<DateStyle, String>,
    /// Interface words by key, the built-in ones included.
    pub labels: BTreeMap<String, String>,
    /// How slugs are made.
    pub transliteration: TransliterationScheme,
    /// What is stored for the letter apostrophe; empty when the language has none.
    pub apostrophe: String,
    /// Where names, alt texts and credits may be borrowed from.
    pub name_fallback: Vec<Locale>,
    /// Languages of ads, best first.
    pub ad_locales: Vec<Locale>,
    /// Prints dates in this language.
    pub formatter: Formatter,
}

impl Edition {
    /// An edition that is not open yet, with what is usual for its language.
    ///
    /// # Errors
    /// [`FormatterError`] of a language whose dates cannot be written.
    pub fn new(id: EditionId, locale: Locale, position: i32) -> Result<Self, FormatterError> {
        let language = locale.as_str().split('-').next().unwrap_or_default();
        Ok(Self {
            id,
            locale,
            position,
            is_enabled: false,
            autonym: String::new(),
            short_label: String::new(),
            direction: match language {
                "ar" | "ckb" | "dv" | "fa" | "he" | "ps" | "sd" | "ug" | "ur" | "yi" => {
                    TextDirection::Rtl
                }
                _ => TextDirection::Ltr,
            },
            home_title: String::new(),
            home_description: None,
            date_patterns: labels::date_patterns(),
            labels: labels::built_in(locale),
            transliteration: match language {
                "uk" => TransliterationScheme::UkrainianKmu55_2010,
                "ru" => TransliterationScheme::RussianIcao9303,
                _ => TransliterationScheme::AsciiFold,
            },
            apostrophe: match language {
                "uk" | "be" => APOSTROPHE.to_owned(),
                _ => String::new(),
            },
            name_fallback: Vec::new(),
            ad_locales: vec![locale],
            formatter: Formatter::new(locale.as_str())?,
        })
    }

    /// An interface word; its key when there is none.
    pub fn label<'e>(&'e self, key: &'e str) -> &'e str {
        self.labels.get(key).map_or(key, String::as_str)
    }

    /// Whether an interface word is in the edition's own language: built in, or set by the site.
    pub fn has_own_word(&self, key: &str) -> bool {
        let Some(text) = self.labels.get(key).filter(|text| !text.is_empty()) else {
            return false;
        };
        labels::is_ours(self.locale)
            || labels::built_in_word(self.locale, key) != Some(text.as_str())
    }

    /// An interface word with a name in it.
    pub fn label_with(&self, key: &str, name: &str) -> String {
        self.label(key).replace("{name}", name)
    }

    /// What readers call a word of the trade, such as `Стокове фото` of a credit's kind.
    pub fn word<W: Shown>(&self, word: W) -> String {
        self.label(&labels::key(word)).to_owned()
    }

    /// A moment as it is printed in one of the styles.
    ///
    /// # Errors
    /// [`PatternError`] when the pattern of the style is none; none such is ever saved.
    pub fn display(
        &self,
        style: DateStyle,
        moment: Instant,
        zone: Zone,
    ) -> Result<String, PatternError> {
        let pattern = self.date_patterns.get(&style).map(String::as_str);
        let pattern = pattern.unwrap_or_else(|| labels::date_pattern(style));
        let text = self.formatter.format(moment.0, zone, pattern)?;
        Ok(match style {
            DateStyle::Full => capitalise_first(&text),
            DateStyle::Day | DateStyle::Short | DateStyle::Time => text,
        })
    }

    /// The heading of a day's page, such as `11 липня 2026, субота`.
    ///
    /// # Errors
    /// [`PatternError`] when the house's pattern is none.
    pub fn day_title(&self, day: Day) -> Result<String, PatternError> {
        let (start, _) = day.bounds(Zone::UTC);
        self.formatter.format(start, Zone::UTC, DAY_TITLE)
    }

    /// A line of text as it is stored in this language.
    pub fn clean(&self, text: &str) -> String {
        language::clean_text(text, self.apostrophe.chars().next())
    }

    /// The words that are not the built-in ones.
    pub fn own_labels(&self) -> BTreeMap<String, String> {
        let labels = self.labels.iter();
        let own = labels.filter(|(key, text)| {
            labels::built_in_word(self.locale, key).is_none_or(|word| word != text.as_str())
        });
        own.map(|(key, text)| (key.clone(), text.clone())).collect()
    }

    /// The patterns that are not the house's.
    pub fn own_date_patterns(&self) -> BTreeMap<DateStyle, String> {
        let patterns = self.date_patterns.iter();
        let own = patterns.filter(|(style, pattern)| labels::date_pattern(**style) != *pattern);
        own.map(|(style, pattern)| (*style, pattern.clone()))
            .collect()
    }

    /// All that can be set, by name.
    pub fn facts(&self) -> impl Iterator<Item = (&'static str, Json)> {
        let facts = [
            ("position", json!(self.position)),
            ("isEnabled", json!(self.is_enabled)),
            ("autonym", json!(self.autonym)),
            ("shortLabel", json!(self.short_label)),
            ("direction", json!(self.direction)),
            ("homeTitle", json!(self.home_title)),
            ("homeDescription", json!(self.home_description)),
            ("datePatterns", json!(self.own_date_patterns())),
            ("labels", json!(self.own_labels())),
            ("transliteration", json!(self.transliteration)),
            ("nameFallback", json!(self.name_fallback)),
            ("adLocales", json!(self.ad_locales)),
        ];
        facts.into_iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary::CreditKind;

    fn edition(locale: &str) -> Edition {
        let id = EditionId(uuid::Uuid::from_u128(1));
        Edition::new(id, locale.parse().unwrap(), 0).unwrap()
    }

    #[test]
    fn a_moment_is_printed_in_each_style() {
        let (uk, zone) = (edition("uk"), "Europe/Kyiv".parse().unwrap());
        let moment = Instant::parse("2026-07-11T07:58:00Z").unwrap();
        let shown = |style| uk.display(style, moment, zone).unwrap();

        assert_eq!(shown(DateStyle::Full), "Субота, 11 липня 2026, 10:58");
        assert_eq!(shown(DateStyle::Day), "11 липня 2026");
        assert_eq!(shown(DateStyle::Short), "11 липня, 10:58");
        assert_eq!(shown(DateStyle::Time), "10:58");
    }

    #[test]
    fn a_day_has_a_title_of_its_own() {
        let day = Day::new(2026, 7, 11).unwrap();

        assert_eq!(
            edition("uk").day_title(day).unwrap(),
            "11 липня 2026, субота"
        );
        assert_eq!(
            edition("en").day_title(day).unwrap(),
            "11 July 2026, Saturday"
        );
    }

    #[test]
    fn words_are_those_of_the_language_and_own_ones_go_before() {
        let mut uk = edition("uk");
        assert_eq!(uk.word(CreditKind::StockPhoto), "Стокове фото");
        assert_eq!(uk.label_with("allNews", "НАТО"), "Усі новини: НАТО");
        assert!(uk.own_labels().is_empty());

        uk.labels
            .insert("creditKind.STOCK_PHOTO".to_owned(), "Фотобанк".to_owned());

        assert_eq!(uk.word(CreditKind::StockPhoto), "Фотобанк");
        assert_eq!(uk.own_labels().len(), 1);
    }

    #[test]
    fn a_new_edition_has_what_is_usual_for_its_language() {
        assert_eq!(edition("uk").apostrophe, "ʼ");
        assert_eq!(
            edition("ru").transliteration,
            TransliterationScheme::RussianIcao9303
        );
        assert_eq!(edition("ar").direction, TextDirection::Rtl);
        assert!(!edition("pl").is_enabled);
    }
}
