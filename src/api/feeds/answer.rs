//! The HTTP answer of a feed: its format, validators and lifetime.

use std::sync::Arc;

use axum::body::Body;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, LAST_MODIFIED};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};

use super::story::Followed;
use super::{atom, json_feed, ninjs, rss};
use crate::api::graphql::door::Refusal;
use crate::api::graphql::serving::{Given, Whole};
use crate::api::http::held::Held;
use crate::platform::clock::Instant;
use crate::platform::secrets::sha256_hex;

/// How a feed is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// RSS 2.0.
    Rss,
    /// Atom.
    Atom,
    /// JSON Feed 1.1.
    JsonFeed,
    /// ninjs 3.1.
    Ninjs,
}

impl Format {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Rss, Self::Atom, Self::JsonFeed, Self::Ninjs];

    /// The name of its file.
    pub const fn file(self) -> &'static str {
        match self {
            Self::Rss => "rss.xml",
            Self::Atom => "atom.xml",
            Self::JsonFeed => "feed.json",
            Self::Ninjs => "ninjs.json",
        }
    }

    /// The format of a file.
    pub fn of(file: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.file() == file)
    }

    const fn content_type(self) -> &'static str {
        match self {
            Self::Rss => "application/rss+xml; charset=utf-8",
            Self::Atom => "application/atom+xml; charset=utf-8",
            Self::JsonFeed => "application/feed+json",
            Self::Ninjs => "application/json",
        }
    }

    /// Writes a feed that stands at `own`.
    ///
    /// # Errors
    /// Never in memory.
    pub fn write(self, followed: &Followed, locale: &str, own: &str) -> std::io::Result<Vec<u8>> {
        match self {
            Self::Rss => rss::write(followed, locale, own),
            Self::Atom => atom::write(followed, locale, own),
            Self::JsonFeed => Ok(json_feed::write(followed, locale, own)),
            Self::Ninjs => Ok(ninjs::write(followed, locale, own)),
        }
    }
}

/// What a feed is written from.
pub struct Source {
    data: Data,
    /// Digits of the data's hash.
    hash: String,
    /// What its answers say of keeping them.
    headers: HeaderMap,
}

enum Data {
    Kept(Arc<Whole>),
    Made(Vec<u8>),
}

impl Source {
    /// What the graph's door gave at `now`.
    ///
    /// # Errors
    /// Refuses what could not be read whole: a feed that leaves something out is none.
    pub fn of(given: Given, now: Instant) -> Result<Self, Refusal> {
        match given {
            Given::Kept(whole) => Ok(Self {
                hash: whole.hash().to_owned(),
                headers: whole.headers(now),
                data: Data::Kept(whole),
            }),
            Given::Made(answer) => {
                if !answer.errors.is_empty() {
                    return Err(Refusal::internal());
                }
                let no_store = HeaderValue::from_static("no-store");
                Ok(Self {
                    hash: sha256_hex(&answer.data)[..32].to_owned(),
                    headers: HeaderMap::from_iter([(CACHE_CONTROL, no_store)]),
                    data: Data::Made(answer.data),
                })
            }
        }
    }

    /// The data, as JSON.
    pub fn data(&self) -> &[u8] {
        match &self.data {
            Data::Kept(whole) => &whole.body,
            Data::Made(data) => data,
        }
    }

    fn validator(&self, format: Format) -> String {
        format!("\"{}-{}\"", self.hash, format.file())
    }

    /// The answer without a body, for a client that has this very feed already (RFC 9110, 13.1.2).
    pub fn held_by(&self, asked: &HeaderMap, format: Format) -> Option<Response> {
        let own = self.validator(format);
        Held::of(asked).has(own.as_bytes()).then(|| {
            let mut response = StatusCode::NOT_MODIFIED.into_response();
            self.head(&mut response, format);
            response
        })
    }

    /// The answer with the feed that was written.
    pub fn answer(self, format: Format, changed: Option<DateTime<Utc>>, body: Vec<u8>) -> Response {
        let mut response = Response::new(Body::from(body));
        self.head(&mut response, format);
        let headers = response.headers_mut();
        headers.insert(
            CONTENT_TYPE,
            HeaderValue::from_static(format.content_type()),
        );
        let changed = changed.map(|at| at.format("%a, %d %b %Y %H:%M:%S GMT").to_string());
        if let Some(Ok(changed)) = changed.map(HeaderValue::try_from) {
            headers.insert(LAST_MODIFIED, changed);
        }
        response
    }

    fn head(&self, response: &mut Response, format: Format) {
        let headers = response.headers_mut();
        headers.extend(self.headers.clone());
        if let Ok(own) = HeaderValue::try_from(self.validator(format)) {
            headers.insert(ETAG, own);
        }
    }
}
