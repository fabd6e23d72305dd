//! Built-in interface words and date patterns. A site's own settings go before them.

use std::collections::BTreeMap;
use std::fmt::Display;

use crate::platform::locale::Locale;
use crate::vocabulary::{
    ArticleKind, ContributionRole, CorrectionKind, CreditKind, DateStyle, FactVerdict,
    HeadlineMarkerKind, LabelRole, TagKind,
};

/// The pattern of a day's title; it is the same in every edition.
pub const DAY_TITLE: &str = "d MMMM y, EEEE";

/// The house's date patterns (letters of CLDR), the same in every language.
pub fn date_patterns() -> BTreeMap<DateStyle, String> {
    let patterns = DateStyle::ALL
        .iter()
        .map(|style| (*style, date_pattern(*style).to_owned()));
    patterns.collect()
}

/// The house's pattern of one style.
pub const fn date_pattern(style: DateStyle) -> &'static str {
    match style {
        DateStyle::Full => "EEEE, d MMMM y, HH:mm",
        DateStyle::Day => "d MMMM y",
        DateStyle::Short => "d MMMM, HH:mm",
        DateStyle::Time => "HH:mm",
    }
}

/// A list of words of the trade that readers meet under names of their own language.
pub trait Shown: Display {
    /// What stands before the word in the key of its name, as in `creditKind.PHOTO`.
    const LIST: &'static str;
}

macro_rules! shown {
    ($($words:ty = $list:literal,)*) => {
        $(impl Shown for $words { const LIST: &'static str = $list; })*
    };
}

shown! {
    ArticleKind = "articleKind",
    ContributionRole = "contributionRole",
    CorrectionKind = "correctionKind",
    CreditKind = "creditKind",
    FactVerdict = "factVerdict",
    HeadlineMarkerKind = "markerKind",
    LabelRole = "labelRole",
    TagKind = "tagKind",
}

/// The key of a word's name.
pub fn key<W: Shown>(word: W) -> String {
    format!("{}.{word}", W::LIST)
}

/// The name of one built-in word; `None` when the key is none of ours.
pub fn built_in_word(locale: Locale, key: &str) -> Option<&'static str> {
    let (_, words) = WORDS.iter().find(|(own, _)| *own == key)?;
    Some(words[column(locale)])
}

/// The built-in words of a language; English ones where we have none.
pub fn built_in(locale: Locale) -> BTreeMap<String, String> {
    let words = WORDS
        .iter()
        .map(|(key, words)| ((*key).to_owned(), words[column(locale)].to_owned()));
    words.collect()
}

/// Whether the built-in words of a language are in that language, not English ones in its place.
pub fn is_ours(locale: Locale) -> bool {
    matches!(locale.as_str().split('-').next(), Some("uk" | "ru" | "en"))
}

fn column(locale: Locale) -> usize {
    match locale.as_str().split('-').next() {
        Some("uk") => 0,
        Some("ru") => 1,
        _ => 2,
    }
}

/// Each word in Ukrainian, Russian and English.
///
/// What names a contribution is followed by the author's name in the genitive, in the languages
/// that have one; what names a credit by a colon; markers stand in lower case after a headline.
#[rustfmt::skip]
const WORDS: &[(&str, [&str; 3])] = &[
    ("advertisement", ["Реклама", "Реклама", "Advertisement"]),
    ("allNews", ["Усі новини: {name}", "Все новости: {name}", "All news: {name}"]),
    ("background", ["Передісторія", "Предыстория", "Background"]),
    ("opinionDisclaimer", [
        "Думка автора може не збігатися з позицією редакції.",
        "Мнение автора может не совпадать с позицией редакции.",
        "The views expressed are the author’s own and may differ from those of the editors.",
    ]),
    ("quote", ["Цитата", "Цитата", "Quote"]),
    ("readAlso", ["Читайте також", "Читайте также", "Read also"]),
    ("recentNews", ["Останні новини", "Последние новости", "Latest news"]),
    ("related", ["За темою", "По теме", "Related"]),
    ("retracted", ["Відкликано", "Отозвано", "Retracted"]),
    ("share", ["Поділитися", "Поделиться", "Share"]),
    ("sponsored", ["На правах реклами", "На правах рекламы", "Paid content"]),
    ("tags", ["Теги", "Теги", "Tags"]),
    ("updated", ["Оновлено", "Обновлено", "Updated"]),

    ("articleKind.NEWS", ["Новина", "Новость", "News"]),
    ("articleKind.ARTICLE", ["Стаття", "Статья", "Article"]),
    ("articleKind.INTERVIEW", ["Інтервʼю", "Интервью", "Interview"]),
    ("articleKind.OPINION", ["Думка", "Мнение", "Opinion"]),
    ("articleKind.PHOTO_STORY", ["Фоторепортаж", "Фоторепортаж", "Photo story"]),
    ("articleKind.VIDEO", ["Відео", "Видео", "Video"]),
    ("articleKind.LIVE_BLOG", ["Наживо", "Онлайн", "Live"]),
    ("articleKind.PODCAST", ["Подкаст", "Подкаст", "Podcast"]),
    ("articleKind.PAGE", ["Сторінка", "Страница", "Page"]),

    ("contributionRole.AUTHOR", ["Текст", "Текст", "By"]),
    ("contributionRole.EDITOR", ["За редакцією", "Под редакцией", "Edited by"]),
    ("contributionRole.TRANSLATOR", ["Переклад", "Перевод", "Translated by"]),
    ("contributionRole.PHOTOGRAPHER", ["Фото", "Фото", "Photo by"]),
    ("contributionRole.VIDEOGRAPHER", ["Відео", "Видео", "Video by"]),
    ("contributionRole.ILLUSTRATOR", ["Ілюстрації", "Иллюстрации", "Illustrations by"]),
    ("contributionRole.INTERVIEWER", ["Розмова", "Беседа", "Interview by"]),
    ("contributionRole.COLUMNIST", ["Колонка", "Колонка", "Column by"]),
    ("contributionRole.CONTRIBUTOR", ["За участі", "При участии", "With reporting by"]),
    ("contributionRole.AGENCY", ["За матеріалами", "По материалам", "With material from"]),

    ("correctionKind.CORRECTION", ["Виправлення", "Исправление", "Correction"]),
    ("correctionKind.CLARIFICATION", ["Уточнення", "Уточнение", "Clarification"]),
    ("correctionKind.UPDATE", ["Оновлення", "Обновление", "Update"]),
    ("correctionKind.RETRACTION", ["Матеріал відкликано", "Материал отозван", "Retraction"]),
    ("correctionKind.EDITORS_NOTE", ["Від редакції", "От редакции", "Editor’s note"]),

    ("creditKind.PHOTO", ["Фото", "Фото", "Photo"]),
    ("creditKind.STOCK_PHOTO", ["Стокове фото", "Стоковое фото", "Stock photo"]),
    ("creditKind.ARCHIVE_PHOTO", ["Архівне фото", "Архивное фото", "Archive photo"]),
    ("creditKind.ILLUSTRATION", ["Ілюстрація", "Иллюстрация", "Illustration"]),
    ("creditKind.SCREENSHOT", ["Скриншот", "Скриншот", "Screenshot"]),
    ("creditKind.SOCIAL_MEDIA", ["Соцмережі", "Соцсети", "Social media"]),
    ("creditKind.HANDOUT", ["Пресфото", "Пресс-фото", "Handout photo"]),
    ("creditKind.VIDEO", ["Відео", "Видео", "Video"]),
    ("creditKind.INFOGRAPHIC", ["Інфографіка", "Инфографика", "Infographic"]),
    ("creditKind.AI_GENERATED", ["Створено ШІ", "Создано ИИ", "AI-generated"]),

    ("factVerdict.TRUE", ["Правда", "Правда", "True"]),
    ("factVerdict.MOSTLY_TRUE", ["Здебільшого правда", "В основном правда", "Mostly true"]),
    ("factVerdict.MIXED", ["Напівправда", "Полуправда", "Half true"]),
    ("factVerdict.MOSTLY_FALSE", ["Здебільшого неправда", "В основном неправда", "Mostly false"]),
    ("factVerdict.FALSE", ["Неправда", "Неправда", "False"]),
    ("factVerdict.UNPROVEN", ["Не доведено", "Не доказано", "Unproven"]),
    ("factVerdict.SATIRE", ["Сатира", "Сатира", "Satire"]),

    ("labelRole.SOURCE", ["Джерело", "Источник", "Source"]),
    ("labelRole.DETAILS", ["Деталі", "Подробности", "Details"]),
    ("labelRole.LITERALLY", ["Дослівно", "Дословно", "Verbatim"]),
    ("labelRole.WHAT_NEXT", ["Що далі", "Что дальше", "What’s next"]),
    ("labelRole.REMINDER", ["Нагадаємо", "Напомним", "Earlier"]),
    ("labelRole.REFERENCE", ["Довідка", "Справка", "For reference"]),
    ("labelRole.UPDATED_AT", ["Оновлено", "Обновлено", "Updated"]),

    ("markerKind.PHOTO", ["фото", "фото", "photo"]),
    ("markerKind.VIDEO", ["відео", "видео", "video"]),
    ("markerKind.AUDIO", ["аудіо", "аудио", "audio"]),
    ("markerKind.LIVE", ["наживо", "онлайн", "live"]),
    ("markerKind.EXCLUSIVE", ["ексклюзив", "эксклюзив", "exclusive"]),
    ("markerKind.INFOGRAPHIC", ["інфографіка", "инфографика", "infographic"]),
    ("markerKind.DOCUMENT", ["документ", "документ", "document"]),
    ("markerKind.ADVERTORIAL", ["реклама", "реклама", "advertorial"]),

    ("tagKind.PERSON", ["Персона", "Персона", "Person"]),
    ("tagKind.ORGANISATION", ["Організація", "Организация", "Organisation"]),
    ("tagKind.PLACE", ["Місце", "Место", "Place"]),
    ("tagKind.EVENT", ["Подія", "Событие", "Event"]),
    ("tagKind.TOPIC", ["Тема", "Тема", "Topic"]),
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::platform::calendar::validate_pattern;

    fn words(locale: &str) -> BTreeMap<String, String> {
        built_in(locale.parse().unwrap())
    }

    fn keys<W: Shown + Copy>(all: &[W]) -> Vec<String> {
        all.iter().map(|word| key(*word)).collect()
    }

    #[test]
    fn every_word_that_readers_meet_has_a_name_in_each_language() {
        let general = "advertisement allNews background opinionDisclaimer quote readAlso \
                       recentNews related retracted share sponsored tags updated";
        let shown = [
            general.split(' ').map(str::to_owned).collect(),
            keys(ArticleKind::ALL),
            keys(ContributionRole::ALL),
            keys(CorrectionKind::ALL),
            keys(CreditKind::ALL),
            keys(FactVerdict::ALL),
            keys(HeadlineMarkerKind::ALL),
            keys(LabelRole::ALL),
            keys(TagKind::ALL),
        ];
        let shown: BTreeSet<String> = shown.into_iter().flatten().collect();

        for locale in ["uk", "ru", "en"] {
            let words = words(locale);
            assert_eq!(
                words.keys().cloned().collect::<BTreeSet<_>>(),
                shown,
                "{locale}"
            );
            assert!(
                words.values().all(|word| !word.trim().is_empty()),
                "{locale}"
            );
        }
        assert_eq!(WORDS.len(), shown.len(), "a key stands twice");
    }

    #[test]
    fn a_language_without_words_of_ours_speaks_english() {
        assert_eq!(words("pl"), words("en"));
        assert_eq!(words("uk-UA"), words("uk"));
    }

    #[test]
    fn only_the_heading_of_a_tag_has_a_place_for_a_name() {
        for locale in ["uk", "ru", "en"] {
            for (key, word) in words(locale) {
                assert_eq!(word.contains("{name}"), key == "allNews", "{key}");
                assert_eq!(word.contains(['{', '}']), key == "allNews", "{key}");
            }
        }
    }

    #[test]
    fn the_house_patterns_can_be_printed() {
        for pattern in date_patterns().values() {
            assert_eq!(validate_pattern(pattern), Ok(()), "{pattern}");
        }
        assert_eq!(validate_pattern(DAY_TITLE), Ok(()));
    }
}
