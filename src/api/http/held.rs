//! What a client has already.

use axum::http::HeaderMap;
use axum::http::header::IF_NONE_MATCH;

/// Whether a client has the body with this validator, quotes and all (RFC 9110, 13.1.2).
pub fn is_held(asked: &HeaderMap, validator: &str) -> bool {
    let values = asked.get_all(IF_NONE_MATCH).iter();
    let mut held = values
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(str::trim);
    held.any(|one| one == "*" || one.strip_prefix("W/").unwrap_or(one) == validator)
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn asked(validators: &str) -> HeaderMap {
        let value = HeaderValue::from_str(validators).unwrap();
        HeaderMap::from_iter([(IF_NONE_MATCH, value)])
    }

    #[test]
    fn who_has_the_body_already_is_told_so() {
        for validators in ["\"a\"", "W/\"a\"", "\"b\", \"a\"", "*"] {
            assert!(is_held(&asked(validators), "\"a\""), "{validators}");
        }
        assert!(!is_held(&asked("\"b\""), "\"a\""));
        assert!(!is_held(&HeaderMap::new(), "\"a\""));
    }
}
