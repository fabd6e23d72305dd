//! The letter tables: romanisation, and letters that look alike in two scripts.

/// Romanises a lower-case Ukrainian letter by KMU resolution 55 (2010), UNGEGN E/CONF.101/84.
///
/// `is_first` tells whether it starts a word, `previous` is the letter before it: `зг` is `zgh`,
/// so that it does not read as `ж`. The soft sign vanishes.
pub(super) fn ukrainian(c: char, is_first: bool, previous: Option<char>) -> Option<&'static str> {
    Some(match c {
        'г' if previous == Some('з') => "gh",
        'г' => "h",
        'ґ' => "g",
        'є' if is_first => "ye",
        'є' => "ie",
        'и' => "y",
        'і' => "i",
        'ї' if is_first => "yi",
        'й' if is_first => "y",
        'ї' | 'й' => "i",
        'ю' if is_first => "yu",
        'ю' => "iu",
        'я' if is_first => "ya",
        'я' => "ia",
        'щ' => "shch",
        'ь' => "",
        _ => return common(c),
    })
}

/// Romanises a lower-case Russian letter by ICAO Doc 9303. The soft sign vanishes.
pub(super) fn russian(c: char) -> Option<&'static str> {
    Some(match c {
        'г' => "g",
        'ё' | 'э' => "e",
        'и' | 'й' => "i",
        'щ' => "shch",
        'ъ' => "ie",
        'ы' => "y",
        'ь' => "",
        'ю' => "iu",
        'я' => "ia",
        _ => return common(c),
    })
}

/// The letters that both tables romanise alike.
fn common(c: char) -> Option<&'static str> {
    Some(match c {
        'а' => "a",
        'б' => "b",
        'в' => "v",
        'д' => "d",
        'е' => "e",
        'ж' => "zh",
        'з' => "z",
        'к' => "k",
        'л' => "l",
        'м' => "m",
        'н' => "n",
        'о' => "o",
        'п' => "p",
        'р' => "r",
        'с' => "s",
        'т' => "t",
        'у' => "u",
        'ф' => "f",
        'х' => "kh",
        'ц' => "ts",
        'ч' => "ch",
        'ш' => "sh",
        _ => return None,
    })
}

/// Spells the Latin letters that have no decomposition to ASCII.
pub(super) fn ascii(c: char) -> Option<&'static str> {
    Some(match c {
        'ß' => "ss",
        'ẞ' => "SS",
        'æ' => "ae",
        'Æ' => "AE",
        'œ' => "oe",
        'Œ' => "OE",
        'ø' => "o",
        'Ø' => "O",
        'ł' => "l",
        'Ł' => "L",
        'đ' | 'ð' => "d",
        'Đ' | 'Ð' => "D",
        'þ' => "th",
        'Þ' => "TH",
        'ħ' => "h",
        'Ħ' => "H",
        'ı' => "i",
        _ => return None,
    })
}

/// Letters that look alike: the Cyrillic ones of Ukrainian and Russian, then the Latin ones.
const TWINS: [(char, char); 25] = [
    ('а', 'a'),
    ('с', 'c'),
    ('е', 'e'),
    ('і', 'i'),
    ('о', 'o'),
    ('р', 'p'),
    ('х', 'x'),
    ('у', 'y'),
    ('ї', 'ï'),
    ('ё', 'ë'),
    ('А', 'A'),
    ('В', 'B'),
    ('С', 'C'),
    ('Е', 'E'),
    ('Н', 'H'),
    ('І', 'I'),
    ('К', 'K'),
    ('М', 'M'),
    ('О', 'O'),
    ('Р', 'P'),
    ('Т', 'T'),
    ('Х', 'X'),
    ('У', 'Y'),
    ('Ї', 'Ï'),
    ('Ё', 'Ë'),
];

/// Cyrillic letters of other languages that appear among ours only as disguised Latin ones, so
/// they have a Latin twin and are nobody's Cyrillic twin.
const DISGUISES: [(char, char); 8] = [
    ('ѕ', 's'),
    ('ј', 'j'),
    ('һ', 'h'),
    ('ԁ', 'd'),
    ('ԛ', 'q'),
    ('ԝ', 'w'),
    ('Ѕ', 'S'),
    ('Ј', 'J'),
];

/// The Cyrillic letter that looks like this Latin one.
pub(super) fn cyrillic_twin(latin: char) -> Option<char> {
    TWINS
        .iter()
        .find(|(_, twin)| *twin == latin)
        .map(|(cyrillic, _)| *cyrillic)
}

/// The Latin letter that looks like this Cyrillic one.
pub(super) fn latin_twin(cyrillic: char) -> Option<char> {
    let mut pairs = TWINS.iter().chain(&DISGUISES);
    pairs
        .find(|(letter, _)| *letter == cyrillic)
        .map(|(_, latin)| *latin)
}
