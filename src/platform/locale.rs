//! Language tags.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use tinystr::TinyAsciiStr;

use super::db::text_column;
use super::language::locale::is_locale;

/// A BCP 47 language tag in canonical case, such as `uk`, `ru` or `en-GB`; at most 16 characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Locale(TinyAsciiStr<16>);

/// A text that is no language tag, or a longer one than any edition has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a BCP 47 language tag")]
pub struct NotALocale;

text_column!(Locale);

impl Locale {
    /// The tag as text.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

impl std::str::FromStr for Locale {
    type Err = NotALocale;
    fn from_str(text: &str) -> Result<Self, NotALocale> {
        if !is_locale(text) {
            return Err(NotALocale);
        }
        TinyAsciiStr::try_from_str(text)
            .map(Self)
            .map_err(|_| NotALocale)
    }
}

impl std::fmt::Display for Locale {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for Locale {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Locale {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}
