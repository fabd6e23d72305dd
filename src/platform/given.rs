//! Telling null from absence.

use serde::{Deserialize, Deserializer};

/// Reads a member that may be null, for `#[serde(default, deserialize_with = "given")]`: absent it
/// is `None`, null `Some(None)`.
///
/// # Errors
/// Those of the value inside.
pub fn given<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Option<T>>, D::Error> {
    Option::deserialize(deserializer).map(Some)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn null_and_absence_differ() {
        #[derive(Deserialize)]
        struct Patch {
            #[serde(default, deserialize_with = "given")]
            image: Option<Option<i32>>,
        }
        let read = |text| serde_json::from_str::<Patch>(text).unwrap().image;

        assert_eq!(read("{}"), None);
        assert_eq!(read(r#"{"image":null}"#), Some(None));
        assert_eq!(read(r#"{"image":5}"#), Some(Some(5)));
    }
}
