//! The scalars of the contract. Values that have a type of their own inside keep it: an instant is
//! a `DateTime`, a day a `Date`.

use async_graphql::{InputValueError, InputValueResult, Scalar, ScalarType, Value};
use serde_json::Value as JsonValue;

use crate::platform::calendar::{Day, LocalTime, Zone, format_seconds, parse_duration};
use crate::platform::clock::Instant;
use crate::platform::language::is_slug;
use crate::platform::locale::Locale;

/// Reads a scalar that is written as text.
fn from_text<T: ScalarType + async_graphql::InputType>(
    value: Value,
    read: impl FnOnce(&str) -> Option<T>,
) -> InputValueResult<T> {
    match &value {
        Value::String(text) => read(text).ok_or_else(|| InputValueError::expected_type(value)),
        _ => Err(InputValueError::expected_type(value)),
    }
}

/// An instant, RFC 3339, always with offset; the server answers in UTC (`Z`).
#[Scalar(
    name = "DateTime",
    specified_by_url = "https://scalars.graphql.org/andimarek/date-time.html"
)]
impl ScalarType for Instant {
    fn parse(value: Value) -> InputValueResult<Self> {
        from_text(value, Self::parse)
    }

    fn to_value(&self) -> Value {
        Value::String(self.to_string())
    }
}

/// A calendar day, `YYYY-MM-DD`, in the site's time zone unless a field says otherwise.
#[Scalar(
    name = "Date",
    specified_by_url = "https://scalars.graphql.org/andimarek/local-date.html"
)]
impl ScalarType for Day {
    fn parse(value: Value) -> InputValueResult<Self> {
        from_text(value, |text| text.parse().ok())
    }

    fn to_value(&self) -> Value {
        Value::String(self.to_string())
    }
}

/// A wall-clock time without offset, `YYYY-MM-DDTHH:MM[:SS]`. Meaningless without a zone.
#[Scalar(name = "LocalDateTime")]
impl ScalarType for LocalTime {
    fn parse(value: Value) -> InputValueResult<Self> {
        from_text(value, |text| text.parse().ok())
    }

    fn to_value(&self) -> Value {
        Value::String(self.to_string())
    }
}

/// IANA zone name, canonical form: `Europe/Kyiv`, never the old alias `Europe/Kiev`.
#[Scalar(name = "TimeZone")]
impl ScalarType for Zone {
    fn parse(value: Value) -> InputValueResult<Self> {
        from_text(value, |text| text.parse().ok())
    }

    fn to_value(&self) -> Value {
        Value::String(self.to_string())
    }
}

/// BCP 47 language tag, one of the site's editions: `uk`, `ru`, `en`. A scalar, not an enum:
/// editions are configuration, and `UK` would read as a country.
#[Scalar(
    name = "Locale",
    specified_by_url = "https://www.rfc-editor.org/info/bcp47"
)]
impl ScalarType for Locale {
    fn parse(value: Value) -> InputValueResult<Self> {
        from_text(value, |text| text.parse().ok())
    }

    fn to_value(&self) -> Value {
        Value::String(self.to_string())
    }
}

/// Declares a scalar that is text of a certain form.
macro_rules! texts {
    ($($(#[$doc:meta])* $name:ident if $is_one:expr;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub struct $name(pub String);

        $(#[$doc])*
        #[Scalar]
        impl ScalarType for $name {
            fn parse(value: Value) -> InputValueResult<Self> {
                let is_one: fn(&str) -> bool = $is_one;
                from_text(value, |text| is_one(text).then(|| Self(text.to_owned())))
            }

            fn to_value(&self) -> Value {
                Value::String(self.0.clone())
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self(text)
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }
    )*};
}

texts! {
    /// Lower-case ASCII words joined by single hyphens, 1..96 characters. Unique per locale and
    /// namespace.
    Slug if is_slug;
    /// Absolute URL: https, or http on loopback. Pages stand at `Site.baseUrl` (the front end),
    /// media and uploads at the server's own public address.
    Url if is_absolute;
    /// Sanitised HTML fragment: only the tags the block and mark models can produce.
    Html if |_| true;
}

/// Tells whether a text is an absolute https address, or an http one of this machine.
fn is_absolute(text: &str) -> bool {
    let Ok(url) = url::Url::parse(text) else {
        return false;
    };
    let is_loopback = || match url.host() {
        Some(url::Host::Domain(name)) => name == "localhost",
        Some(url::Host::Ipv4(address)) => address.is_loopback(),
        Some(url::Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    };
    url.scheme() == "https" && url.has_host() || url.scheme() == "http" && is_loopback()
}

/// 64-bit integer as a decimal string.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BigInt(pub i64);

/// 64-bit integer as a decimal string.
#[Scalar]
impl ScalarType for BigInt {
    fn parse(value: Value) -> InputValueResult<Self> {
        match &value {
            Value::Number(number) if number.is_i64() => number
                .as_i64()
                .map(Self)
                .ok_or_else(|| InputValueError::expected_type(value)),
            _ => from_text(value, |text| text.parse().ok().map(Self)),
        }
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.to_string())
    }
}

/// ISO 8601 duration, e.g. `PT2M30S`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Duration {
    /// Its length in seconds.
    pub seconds: i64,
}

/// ISO 8601 duration, e.g. `PT2M30S`.
#[Scalar]
impl ScalarType for Duration {
    fn parse(value: Value) -> InputValueResult<Self> {
        from_text(value, |text| {
            parse_duration(text)
                .ok()
                .map(|ms| Self { seconds: ms / 1000 })
        })
    }

    fn to_value(&self) -> Value {
        Value::String(format_seconds(self.seconds))
    }
}

/// Declares a scalar that is JSON.
macro_rules! json {
    ($($(#[$doc:meta])* $name:ident = $text:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq)]
        pub struct $name(pub JsonValue);

        $(#[$doc])*
        #[Scalar(name = $text)]
        impl ScalarType for $name {
            fn parse(value: Value) -> InputValueResult<Self> {
                value.into_json().map(Self).map_err(InputValueError::custom)
            }

            fn to_value(&self) -> Value {
                // Only numbers that JSON cannot hold fail, and a JSON value has none.
                Value::from_json(self.0.clone()).unwrap_or_default()
            }
        }
    )*};
}

json! {
    /// A JSON value of a published external standard (JSON-LD, ninjs). Never used for our own
    /// model.
    Json = "JSON";
    /// The stored body, lossless: a JSON list in exactly the shape of `[BlockInput!]`, so an editor
    /// can load it, change it and send it back as the `blocks` variable. Readers use the typed
    /// blocks instead.
    BodyDocument = "BodyDocument";
}

/// Tells whether the scalar of this name takes a value, so that a bad one can be told with the name
/// of what it was given for. Scalars whose values only resolvers can judge take everything.
pub fn takes(name: &str, value: &Value) -> bool {
    fn parses<T: ScalarType>(value: &Value) -> bool {
        T::parse(value.clone()).is_ok()
    }
    match name {
        "DateTime" => parses::<Instant>(value),
        "Date" => parses::<Day>(value),
        "LocalDateTime" => parses::<LocalTime>(value),
        "TimeZone" => parses::<Zone>(value),
        "Locale" => parses::<Locale>(value),
        "Slug" => parses::<Slug>(value),
        "Url" => parses::<Url>(value),
        "BigInt" => parses::<BigInt>(value),
        "Duration" => parses::<Duration>(value),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_https_or_on_this_machine() {
        for text in [
            "https://mayak.example/tag/nato",
            "http://localhost:8080/",
            "http://127.0.0.1",
            "http://[::1]/",
        ] {
            assert!(is_absolute(text), "{text}");
        }
        for text in [
            "/tag/nato",
            "http://mayak.example",
            "javascript:alert(1)",
            "ftp://localhost",
            "https:",
        ] {
            assert!(!is_absolute(text), "{text}");
        }
    }

    #[test]
    fn big_integers_are_taken_as_text_and_as_numbers() {
        assert_eq!(
            BigInt::parse(Value::from("123456")).unwrap(),
            BigInt(123_456)
        );
        assert_eq!(BigInt::parse(Value::from(7)).unwrap(), BigInt(7));
        assert!(BigInt::parse(Value::from(1.5)).is_err());
        assert_eq!(BigInt(-1).to_value(), Value::from("-1"));
    }

    #[test]
    fn a_slug_is_words_joined_by_hyphens() {
        assert!(<Slug as ScalarType>::parse(Value::from("night-ferry")).is_ok());
        assert!(<Slug as ScalarType>::parse(Value::from("Night Ferry")).is_err());
    }
}
