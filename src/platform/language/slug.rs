//! Latin spellings: of names, which keep their case, and of addresses.

use std::fmt;
use std::str::FromStr;

use icu_normalizer::{ComposingNormalizerBorrowed, DecomposingNormalizerBorrowed};
use serde::{Deserialize, Serialize};

use super::characters::{Alphabet, alphabet, is_apostrophe, is_ignorable, is_mark};
use super::scripts::repair;
use super::tables;

/// The longest slug that [`slugify`] makes; what is left up to [`MAX_LENGTH`] is for `-2`.
const CUT_LENGTH: usize = 80;

/// The longest slug at all.
const MAX_LENGTH: usize = 96;

/// By which table a translation's letters are romanised; letters foreign to it use the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Scheme {
    /// The resolution 55 of the Cabinet of Ministers of Ukraine, 2010.
    #[serde(rename = "UKRAINIAN_KMU55_2010")]
    UkrainianKmu55_2010,
    /// ICAO Doc 9303, as in Russian passports.
    #[serde(rename = "RUSSIAN_ICAO_9303")]
    RussianIcao9303,
    /// Latin letters without their marks; Cyrillic ones as in Ukrainian.
    #[serde(rename = "ASCII_FOLD")]
    AsciiFold,
}

/// A text that names no transliteration scheme.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a transliteration scheme")]
pub struct UnknownScheme(String);

impl Scheme {
    /// Every scheme.
    pub const ALL: [Self; 3] = [
        Self::UkrainianKmu55_2010,
        Self::RussianIcao9303,
        Self::AsciiFold,
    ];

    /// The name as the contract spells it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::UkrainianKmu55_2010 => "UKRAINIAN_KMU55_2010",
            Self::RussianIcao9303 => "RUSSIAN_ICAO_9303",
            Self::AsciiFold => "ASCII_FOLD",
        }
    }

    /// Spells one lower-case Cyrillic letter.
    fn letter(self, c: char, is_first: bool, previous: Option<char>) -> Option<&'static str> {
        let ukrainian = || tables::ukrainian(c, is_first, previous);
        match self {
            Self::RussianIcao9303 => tables::russian(c).or_else(ukrainian),
            Self::UkrainianKmu55_2010 | Self::AsciiFold => {
                ukrainian().or_else(|| tables::russian(c))
            }
        }
    }
}

impl fmt::Display for Scheme {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Scheme {
    type Err = UnknownScheme;

    fn from_str(text: &str) -> Result<Self, UnknownScheme> {
        let mut schemes = Self::ALL.into_iter();
        schemes
            .find(|scheme| scheme.as_str() == text)
            .ok_or_else(|| UnknownScheme(text.to_owned()))
    }
}

/// Spells a name in Latin letters and keeps its case; what is not Cyrillic stays as it is, except
/// that [`Scheme::AsciiFold`] takes the marks off Latin letters too.
pub fn transliterate(text: &str, scheme: Scheme) -> String {
    let romanised = romanise(&prepare(text), scheme);
    match scheme {
        Scheme::AsciiFold => fold_to_ascii(&romanised),
        Scheme::UkrainianKmu55_2010 | Scheme::RussianIcao9303 => romanised,
    }
}

/// Makes the part of an address from a headline or a name, at most 80 characters long, cut at a
/// word.
///
/// The answer is empty when the text has no letter or digit that can be spelled; the caller then
/// uses `n<number>`.
pub fn slugify(text: &str, scheme: Scheme) -> String {
    let romanised = romanise(&prepare(text).to_lowercase(), scheme);
    let plain: String = romanised.chars().filter(|c| !is_apostrophe(*c)).collect();
    let ascii = fold_to_ascii(&plain).to_ascii_lowercase();
    let words = ascii.split(|c: char| !c.is_ascii_alphanumeric());
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    cut_at_word(words.join("-"))
}

/// Tells whether the text is a slug: lower-case ASCII words joined by single hyphens, 1 to 96
/// characters.
pub fn is_slug(text: &str) -> bool {
    let is_word = |word: &str| {
        !word.is_empty()
            && word
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
    };
    text.len() <= MAX_LENGTH && text.split('-').all(is_word)
}

fn prepare(text: &str) -> String {
    repair(&ComposingNormalizerBorrowed::new_nfc().normalize(text))
}

/// Spells every Cyrillic letter in Latin ones. Apostrophes and stress marks behind one vanish.
fn romanise(text: &str, scheme: Scheme) -> String {
    let mut latin = String::with_capacity(text.len());
    let mut previous: Option<char> = None;
    for (index, c) in text.char_indices() {
        let after = &text[index + c.len_utf8()..];
        if is_apostrophe(c) || is_mark(c) || is_ignorable(c) {
            let is_spelled_away =
                is_cyrillic(previous) && (is_mark(c) || is_cyrillic(next_letter(after)));
            if !is_spelled_away {
                latin.push(c);
            }
            continue;
        }
        let is_first = !previous.is_some_and(char::is_alphanumeric);
        match spell(c, scheme, is_first, previous) {
            Some(spelling) => push_cased(&mut latin, spelling, capital_of(c, previous, after)),
            None => latin.push(c),
        }
        previous = Some(c);
    }
    latin
}

/// The Latin spelling of one letter; one with a mark, such as `ў`, goes by its base letter.
fn spell(c: char, scheme: Scheme, is_first: bool, previous: Option<char>) -> Option<&'static str> {
    if alphabet(c) != Some(Alphabet::Cyrillic) {
        return None;
    }
    let lower = to_lower(c);
    let previous = previous.map(to_lower);
    scheme.letter(lower, is_first, previous).or_else(|| {
        let nfd = DecomposingNormalizerBorrowed::new_nfd();
        let base = nfd.normalize_iter(std::iter::once(lower)).next()?;
        scheme.letter(base, is_first, previous)
    })
}

/// How much of a spelling is in capitals.
#[derive(Debug, Clone, Copy)]
enum Capital {
    None,
    First,
    All,
}

/// `Щ` is `Shch` in a name and `SHCH` among capitals.
fn capital_of(c: char, previous: Option<char>, after: &str) -> Capital {
    if !c.is_uppercase() {
        return Capital::None;
    }
    let neighbour = next_letter(after).or(previous.filter(|c| c.is_alphabetic()));
    if neighbour.is_some_and(char::is_uppercase) {
        Capital::All
    } else {
        Capital::First
    }
}

fn push_cased(latin: &mut String, spelling: &str, capital: Capital) {
    match capital {
        Capital::None => latin.push_str(spelling),
        Capital::All => latin.push_str(&spelling.to_ascii_uppercase()),
        Capital::First => {
            let (first, rest) = spelling.split_at(spelling.len().min(1));
            latin.push_str(&first.to_ascii_uppercase());
            latin.push_str(rest);
        }
    }
}

/// The letter that follows at once, apostrophes and marks skipped.
fn next_letter(after: &str) -> Option<char> {
    let mut rest = after.chars();
    rest.find(|c| !is_apostrophe(*c) && !is_mark(*c) && !is_ignorable(*c))
        .filter(|c| c.is_alphabetic())
}

fn is_cyrillic(c: Option<char>) -> bool {
    c.and_then(alphabet) == Some(Alphabet::Cyrillic)
}

fn to_lower(c: char) -> char {
    c.to_lowercase().next().unwrap_or(c)
}

/// Takes marks off (NFKD) and spells the Latin letters that have none to take off.
pub(super) fn fold_to_ascii(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in DecomposingNormalizerBorrowed::new_nfkd().normalize_iter(text.chars()) {
        match tables::ascii(c) {
            Some(spelling) => folded.push_str(spelling),
            None if is_mark(c) || is_ignorable(c) => {}
            None => folded.push(c),
        }
    }
    folded
}

/// Cuts a slug to 80 characters: before the word that crosses the border, or inside it when it
/// is the first.
fn cut_at_word(mut slug: String) -> String {
    if slug.len() <= CUT_LENGTH {
        return slug;
    }
    let end = slug[..=CUT_LENGTH].rfind('-').unwrap_or(CUT_LENGTH);
    slug.truncate(end);
    slug
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const UK: Scheme = Scheme::UkrainianKmu55_2010;
    const RU: Scheme = Scheme::RussianIcao9303;

    #[test]
    fn ukrainian_vectors_are_spelled_by_the_resolution() {
        let vectors = [
            ("Згурський", "zghurskyi"),
            ("Знам’янка", "znamianka"),
            ("Єнакієве", "yenakiieve"),
            ("Їжакевич", "yizhakevych"),
            ("Ґалаґан", "galagan"),
            ("Нью-Йорк", "niu-york"),
            (
                "Рютте: НАТО готове до дій. П'ять тез",
                "riutte-nato-hotove-do-dii-piat-tez",
            ),
            ("Киiв під обстрілом", "kyiv-pid-obstrilom"),
            ("IT-компанія та COVID-19", "it-kompaniia-ta-covid-19"),
        ];
        for (text, slug) in vectors {
            assert_eq!(slugify(text, UK), slug);
        }
    }

    #[test]
    fn russian_vectors_are_spelled_by_icao() {
        assert_eq!(slugify("съезд и подъём", RU), "sieezd-i-podieem");
        assert_eq!(
            slugify("Щёлково, июль: цены и хлеб", RU),
            "shchelkovo-iiul-tseny-i-khleb"
        );
        assert_eq!(slugify("Югра", RU), "iugra");
    }

    #[test]
    fn each_ukrainian_letter_has_its_spelling() {
        let text = "а б в г ґ д е є ж з и і ї й к л м н о п р с т у ф х ц ч ш щ ю я";
        let latin = "a-b-v-h-g-d-e-ye-zh-z-y-i-yi-y-k-l-m-n-o-p-r-s-t-u-f-kh-ts-ch-sh-shch-yu-ya";

        assert_eq!(slugify(text, UK), latin);
    }

    #[test]
    fn letters_foreign_to_a_table_use_the_other() {
        assert_eq!(
            slugify("Ельцин, Рыжий, съёмка, эхо", UK),
            "eltsyn-ryzhyi-sieemka-ekho"
        );
        assert_eq!(slugify("Київ, Єва, ґанок", RU), "kiiv-yeva-ganok");
        assert_eq!(slugify("Быкаў", UK), "bykau");
    }

    #[test]
    fn first_form_stands_after_a_quote_and_second_after_an_apostrophe() {
        assert_eq!(
            slugify("«Юність» 'Єдність' під'їзд", UK),
            "yunist-yednist-pidizd"
        );
        assert_eq!(slugify("м'який об`єкт", UK), "miakyi-obiekt");
    }

    #[test]
    fn latin_letters_lose_their_marks() {
        assert_eq!(
            slugify("Café Müller, Łódź – Straße", Scheme::AsciiFold),
            "cafe-muller-lodz-strasse"
        );
        assert_eq!(
            slugify("Zelenskyy’s №1 ½", Scheme::AsciiFold),
            "zelenskyys-no1-1-2"
        );
        assert_eq!(slugify("Київ", Scheme::AsciiFold), "kyiv");
    }

    #[test]
    fn stress_marks_and_soft_hyphens_leave_no_trace() {
        assert_eq!(slugify("за\u{301}мок і зам\u{AD}ок", UK), "zamok-i-zamok");
    }

    #[test]
    fn text_without_letters_has_no_slug() {
        for text in ["", " — ", "!!!", "日本", "ь", "👍"] {
            assert_eq!(slugify(text, UK), "");
        }
    }

    #[test]
    fn long_text_is_cut_before_the_word_that_crosses_the_border() {
        let words = "слово ".repeat(30);
        assert_eq!(slugify(&words, UK), ["slovo"; 13].join("-"));

        let exact = format!("{} {} end", "a".repeat(40), "b".repeat(39));
        assert_eq!(slugify(&exact, UK).len(), 80);

        assert_eq!(slugify(&"a".repeat(100), UK), "a".repeat(80));
    }

    #[test]
    fn names_keep_their_case() {
        let vectors = [
            ("Володимир Згурський", "Volodymyr Zghurskyi"),
            ("Щербак Юрій", "Shcherbak Yurii"),
            ("ЩЕРБАК ЮРІЙ", "SHCHERBAK YURII"),
            ("Я. Їжакевич", "Ya. Yizhakevych"),
            ("Знам’янка", "Znamianka"),
            ("Лук'янівська-Ющенко", "Lukianivska-Yushchenko"),
            ("O’Brien і François", "O’Brien i François"),
        ];
        for (name, latin) in vectors {
            assert_eq!(transliterate(name, UK), latin);
        }
        assert_eq!(transliterate("Щукин Объезд", RU), "Shchukin Obieezd");
        assert_eq!(transliterate("François", Scheme::AsciiFold), "Francois");
    }

    #[test]
    fn schemes_are_named_as_in_the_contract() {
        for scheme in Scheme::ALL {
            assert_eq!(scheme.to_string().parse(), Ok(scheme));
            let json = serde_json::to_string(&scheme).unwrap();
            assert_eq!(json, format!("\"{scheme}\""));
        }
        assert!("KMU".parse::<Scheme>().is_err());
    }

    #[test]
    fn slugs_are_lower_case_words_joined_by_single_hyphens() {
        for slug in ["a", "kyiv", "covid-19", "2026", &"a".repeat(96)] {
            assert!(is_slug(slug), "{slug}");
        }
        for text in [
            "",
            "-",
            "a-",
            "-a",
            "a--b",
            "Kyiv",
            "київ",
            "a_b",
            "a b",
            &"a".repeat(97),
        ] {
            assert!(!is_slug(text), "{text}");
        }
    }

    proptest! {
        #[test]
        fn slugified_text_is_a_slug_or_empty_and_stays(
            text in "\\PC{0,40}|[а-яіїєґА-ЯІЇЄҐёa-zA-Z0-9 '’:.-]{0,140}",
            scheme in prop::sample::select(Scheme::ALL.to_vec()),
        ) {
            let slug = slugify(&text, scheme);
            prop_assert!(slug.is_empty() || is_slug(&slug));
            prop_assert!(slug.len() <= CUT_LENGTH);
            prop_assert_eq!(slugify(&slug, scheme), slug);
        }
    }
}
