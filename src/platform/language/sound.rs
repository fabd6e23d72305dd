//! What a name sounds like, whatever the alphabet and the table by which it was spelled: `Kyiv` and
//! `Київ`, `Zelensky`, `Zelenskyy` and `Зеленський`.

use super::slug::{Scheme, transliterate};

/// Spellings of one sound, the longer ones before those that they begin with.
const SOUNDS: [(&str, char); 24] = [
    ("shch", 'Q'),
    ("sch", 'Q'),
    ("sh", 'S'),
    ("zh", 'Z'),
    ("kh", 'h'),
    ("ch", 'C'),
    ("ts", 'c'),
    ("tz", 'c'),
    ("ph", 'f'),
    ("th", 't'),
    ("ck", 'k'),
    ("gh", 'h'),
    ("g", 'h'),
    ("w", 'v'),
    ("y", 'i'),
    ("j", 'i'),
    ("q", 'k'),
    ("і", 'i'),
    ("ï", 'i'),
    ("é", 'e'),
    ("ö", 'o'),
    ("ü", 'u'),
    ("ä", 'a'),
    ("ў", 'u'),
];

/// What a word sounds like, given by its key ([`super::words()`]); `locale` tells how its Cyrillic
/// letters are read.
pub fn sound(key: &str, locale: &str) -> String {
    let scheme = match locale.split('-').next() {
        Some("ru") => Scheme::RussianIcao9303,
        _ => Scheme::UkrainianKmu55_2010,
    };
    let latin = transliterate(key, scheme);
    let mut rest = latin.as_str();
    let mut sounds = String::with_capacity(latin.len());
    while let Some(first) = rest.chars().next() {
        let spelling = SOUNDS
            .iter()
            .find(|(spelling, _)| rest.starts_with(spelling));
        let (sound, length) = spelling.map_or((first, first.len_utf8()), |(spelling, sound)| {
            (*sound, spelling.len())
        });
        rest = &rest[length..];
        // A soft vowel is as good as a hard one, and a letter twice as good as once.
        if matches!(sound, 'a' | 'e' | 'i' | 'o' | 'u') && sounds.ends_with('i') {
            sounds.pop();
        }
        if !sounds.ends_with(sound) {
            sounds.push(sound);
        }
    }
    sounds
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_a_name_sound_alike() {
        let names = [
            ("київ", "uk", "kyiv"),
            ("киев", "ru", "kiev"),
            ("зеленський", "uk", "zelensky"),
            ("зеленський", "uk", "zelenskyy"),
            ("зеленский", "ru", "zelenskij"),
            ("харків", "uk", "kharkiv"),
            ("щербак", "uk", "shcherbak"),
            ("їжакевич", "uk", "yizhakevych"),
            ("юрій", "uk", "yuriy"),
            ("юрій", "uk", "jurij"),
            ("гончаренко", "uk", "goncharenko"),
            ("одесса", "ru", "odesa"),
            ("знамянка", "uk", "znamianka"),
        ];
        for (name, locale, latin) in names {
            assert_eq!(sound(name, locale), sound(latin, locale), "{name}, {latin}");
        }
        assert_ne!(sound("київ", "uk"), sound("львів", "uk"));
    }
}
