//! Classes of characters that the rules for texts share.

use icu_properties::props::{
    DefaultIgnorableCodePoint, EmojiModifier, ExtendedPictographic, GeneralCategory,
    GeneralCategoryGroup, Script,
};
use icu_properties::{CodePointMapData, CodePointSetData};

/// The letter apostrophe U+02BC, which CLDR itself uses in Ukrainian words.
pub(super) const LETTER_APOSTROPHE: char = '\u{02BC}';

/// What people type for the letter apostrophe.
const APOSTROPHE_VARIANTS: [char; 8] = [
    '\'', '\u{2019}', '\u{2018}', '`', '\u{00B4}', '\u{2032}', '\u{02B9}', '\u{FF07}',
];

/// The two scripts whose letters look alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Alphabet {
    /// A Latin letter.
    Latin,
    /// A Cyrillic letter.
    Cyrillic,
}

/// Names the alphabet of a letter; `None` for other scripts and for what is no letter.
pub(super) fn alphabet(c: char) -> Option<Alphabet> {
    if !c.is_alphabetic() {
        return None;
    }
    match CodePointMapData::<Script>::new().get(c) {
        Script::Latin => Some(Alphabet::Latin),
        Script::Cyrillic => Some(Alphabet::Cyrillic),
        _ => None,
    }
}

/// Tells whether the character is typed for an apostrophe, U+02BC itself left out.
pub(super) fn is_apostrophe_variant(c: char) -> bool {
    APOSTROPHE_VARIANTS.contains(&c)
}

/// Tells whether the character is an apostrophe in any spelling.
pub(super) fn is_apostrophe(c: char) -> bool {
    c == LETTER_APOSTROPHE || is_apostrophe_variant(c)
}

/// Tells whether the character combines with the one before it, such as a stress mark.
pub(super) fn is_mark(c: char) -> bool {
    let category = CodePointMapData::<GeneralCategory>::new().get(c);
    GeneralCategoryGroup::Mark.contains(category)
}

/// Tells whether the character takes part in no comparison (Unicode Default_Ignorable).
pub(super) fn is_ignorable(c: char) -> bool {
    CodePointSetData::new::<DefaultIgnorableCodePoint>().contains(c)
}

/// Tells whether the character is a picture, such as an emoji (Unicode Extended_Pictographic).
pub(super) fn is_pictograph(c: char) -> bool {
    CodePointSetData::new::<ExtendedPictographic>().contains(c)
}

/// Tells whether the character only changes the look of the emoji before it.
pub(super) fn is_emoji_modifier(c: char) -> bool {
    c == '\u{FE0F}' || CodePointSetData::new::<EmojiModifier>().contains(c)
}
