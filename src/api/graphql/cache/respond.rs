//! The HTTP answer of a whole: validators, lifetime and encoding.

use axum::body::Body;
use axum::http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, VARY,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::Response;

use super::whole::{Encoding, Whole};
use crate::api::graphql::door::{Hints, MediaType};
use crate::api::http::held::Held;
use crate::platform::clock::Instant;

/// Room for the headers of an answer.
const HEADERS: usize = 24;

/// Seconds that shared caches may keep an answer that says nothing of it.
const SHARED_S: i64 = 60;

/// Seconds that a browser may keep an answer: it cannot be told to drop it.
const BROWSER_S: i64 = 5;

/// Seconds that a shared cache may go on giving an answer while it asks for the next.
const REVALIDATING_S: i64 = 30;

const SURROGATE_KEY: HeaderName = HeaderName::from_static("surrogate-key");
const CACHE_TAG: HeaderName = HeaderName::from_static("cache-tag");

/// What a request says of the answer that it takes.
#[derive(Debug, Default)]
pub struct Wish {
    held: Held,
    encoding: Encoding,
}

impl Wish {
    /// The wish of a request with these headers.
    pub fn of(headers: &HeaderMap) -> Self {
        Self {
            held: Held::of(headers),
            encoding: accepted(headers),
        }
    }
}

impl Whole {
    /// Answers a request at `now`: without a body when the client has it already.
    pub async fn respond(&self, wish: &Wish, media: MediaType, now: Instant) -> Response {
        if let Some(held) = self.held_by(wish) {
            let mut response = Response::new(Body::empty());
            *response.status_mut() = StatusCode::NOT_MODIFIED;
            self.head(response.headers_mut(), held, now);
            return response;
        }
        let (encoding, body) = self.encoded(wish.encoding).await;
        let mut response = Response::new(Body::from(body));
        let headers = response.headers_mut();
        self.head(headers, encoding, now);
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(media.content_type()));
        if let Some(name) = encoding.name() {
            headers.insert(CONTENT_ENCODING, HeaderValue::from_static(name));
        }
        response
    }

    fn head(&self, headers: &mut HeaderMap, encoding: Encoding, now: Instant) {
        // All that this door and those around it say, in one piece of memory.
        headers.reserve(HEADERS);
        headers.insert(ETAG, self.validator(encoding).clone());
        headers.insert(VARY, HeaderValue::from_static("Accept, Accept-Encoding"));
        self.say_lifetime(headers, now);
    }

    /// What an answer that is made of this one says of keeping it.
    pub fn headers(&self, now: Instant) -> HeaderMap {
        let mut headers = HeaderMap::new();
        self.say_lifetime(&mut headers, now);
        headers
    }

    fn say_lifetime(&self, headers: &mut HeaderMap, now: Instant) {
        let kept = cache_control(self.recipe().hints, self.until(), now);
        if let Ok(kept) = HeaderValue::try_from(kept) {
            headers.insert(CACHE_CONTROL, kept);
        }
        headers.insert(SURROGATE_KEY, self.tags[0].clone());
        headers.insert(CACHE_TAG, self.tags[1].clone());
    }

    /// In which encoding the client has this very answer.
    fn held_by(&self, wish: &Wish) -> Option<Encoding> {
        let mut all = Encoding::ALL.into_iter();
        all.find(|encoding| wish.held.has(self.validator(*encoding).as_bytes()))
    }
}

/// How long the answer may be kept. No span passes the moment at which it changes by itself.
fn cache_control(hints: Hints, until: Instant, now: Instant) -> String {
    let left = until.0.saturating_sub(now.0) / 1_000;
    let shared = left.min(hints.max_age.map_or(SHARED_S, i64::from));
    let browser = shared.min(BROWSER_S);
    let revalidating = (left - shared).min(REVALIDATING_S);
    let mut text = format!("public, max-age={browser}, s-maxage={shared}");
    if revalidating > 0 {
        text.push_str(&format!(", stale-while-revalidate={revalidating}"));
    }
    text
}

/// The encoding that the client takes: the one that makes least of the body (RFC 9110, 12.5.3).
fn accepted(asked: &HeaderMap) -> Encoding {
    let listed = asked
        .get(ACCEPT_ENCODING)
        .and_then(|value| value.to_str().ok());
    let takes = |name: &str| {
        let mut codings = listed.unwrap_or_default().split(',');
        codings.any(|coding| {
            let mut parts = coding.split(';').map(str::trim);
            let is_it = parts
                .next()
                .is_some_and(|own| own.eq_ignore_ascii_case(name));
            let is_refused = parts.any(|part| {
                let weight = part.strip_prefix("q=").map(str::parse::<f32>);
                matches!(weight, Some(Ok(weight)) if weight <= 0.0)
            });
            is_it && !is_refused
        })
    };
    if takes("br") {
        Encoding::Brotli
    } else if takes("gzip") {
        Encoding::Gzip
    } else {
        Encoding::Identity
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Instant = Instant(1_000_000);

    fn asking(encodings: &'static str) -> HeaderMap {
        let value = HeaderValue::from_static(encodings);
        HeaderMap::from_iter([(ACCEPT_ENCODING, value)])
    }

    #[test]
    fn no_span_passes_the_moment_of_change() {
        let hints = Hints::default();
        let said = |ms: i64| cache_control(hints, NOW.plus_ms(ms), NOW);

        assert_eq!(said(999), "public, max-age=0, s-maxage=0");
        assert_eq!(said(3_500), "public, max-age=3, s-maxage=3");
        let long = "public, max-age=5, s-maxage=60, stale-while-revalidate=10";
        assert_eq!(said(70_000), long);
        let forever = "public, max-age=5, s-maxage=60, stale-while-revalidate=30";
        assert_eq!(cache_control(hints, Instant::FOREVER, NOW), forever);
    }

    #[test]
    fn the_strictest_hint_bounds_what_shared_caches_keep() {
        let hints = Hints {
            max_age: Some(2),
            ..Hints::default()
        };

        let said = cache_control(hints, Instant::FOREVER, NOW);

        assert_eq!(
            said,
            "public, max-age=2, s-maxage=2, stale-while-revalidate=30"
        );
    }

    #[test]
    fn the_client_says_which_encodings_it_takes() {
        assert_eq!(accepted(&asking("gzip, deflate, br")), Encoding::Brotli);
        assert_eq!(accepted(&asking("br;q=0, GZIP;q=0.5")), Encoding::Gzip);
        assert_eq!(accepted(&asking("identity")), Encoding::Identity);
        assert_eq!(accepted(&HeaderMap::new()), Encoding::Identity);
    }
}
