//! What a client has already.

use axum::body::Body;
use axum::http::header::{CONTENT_TYPE, ETAG, IF_NONE_MATCH};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};

use crate::platform::secrets::sha256_hex;

/// The validators of what a client has (RFC 9110, 13.1.2).
#[derive(Debug, Default)]
pub struct Held(Vec<HeaderValue>);

impl Held {
    /// Those that a request names.
    pub fn of(asked: &HeaderMap) -> Self {
        Self(asked.get_all(IF_NONE_MATCH).iter().cloned().collect())
    }

    /// Whether the body with this validator, quotes and all, is among them. Compared weakly.
    pub fn has(&self, validator: &[u8]) -> bool {
        let lists = self.0.iter().filter_map(|value| value.to_str().ok());
        let mut all = lists.flat_map(|list| list.split(',')).map(str::trim);
        all.any(|one| one == "*" || one.strip_prefix("W/").unwrap_or(one).as_bytes() == validator)
    }
}

/// An answer with a strong validator made of its bytes; nothing of them for who has them already.
pub fn validated(
    bytes: Vec<u8>,
    kind: &'static str,
    headers: HeaderMap,
    asked: &HeaderMap,
) -> Response {
    let tag = format!("\"{}\"", &sha256_hex(&bytes)[..32]);
    let mut response = if Held::of(asked).has(tag.as_bytes()) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let kind = HeaderValue::from_static(kind);
        ([(CONTENT_TYPE, kind)], Body::from(bytes)).into_response()
    };
    response.headers_mut().extend(headers);
    if let Ok(tag) = HeaderValue::try_from(tag) {
        response.headers_mut().insert(ETAG, tag);
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    fn held(lists: &[&'static str]) -> Held {
        let mut asked = HeaderMap::new();
        for list in lists {
            asked.append(IF_NONE_MATCH, HeaderValue::from_static(list));
        }
        Held::of(&asked)
    }

    #[test]
    fn who_has_the_body_already_is_told_so() {
        for lists in [
            &["\"a\""][..],
            &["W/\"a\""],
            &["\"b\", \"a\""],
            &["\"b\"", "\"a\""],
            &["*"],
        ] {
            assert!(held(lists).has(b"\"a\""), "{lists:?}");
        }
        assert!(!held(&["\"b\""]).has(b"\"a\""));
        assert!(!held(&[]).has(b"\"a\""));
    }

    #[test]
    fn the_same_bytes_have_the_same_validator_and_are_sent_once() {
        let ask = |asked: &HeaderMap| {
            let bytes = b"<urlset/>".to_vec();
            validated(bytes, "application/xml", HeaderMap::new(), asked)
        };
        let first = ask(&HeaderMap::new());
        let tag = first.headers()[ETAG].clone();

        let again = ask(&HeaderMap::from_iter([(IF_NONE_MATCH, tag.clone())]));

        assert_eq!(first.status(), StatusCode::OK);
        assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
        assert_eq!(again.headers()[ETAG], tag);
    }
}
