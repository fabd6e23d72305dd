//! Videos, recordings and text tracks: whole or in a range (RFC 9110, 14), read piece by piece as the
//! client takes them.

use std::io;
use std::ops::Range;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use axum::body::Body;
use axum::http::header::{
    ACCEPT_RANGES, CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_RANGE, CONTENT_TYPE, ETAG,
    IF_RANGE, RANGE, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderMap, HeaderName, StatusCode};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use hyper::body::Frame;
use tokio::sync::mpsc;

use crate::api::http::held::Held;
use crate::app::App;
use crate::media::Found;

/// The most bytes that are read at once.
const PIECE: u64 = 512 * 1024;

/// What a client asks for of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Wanted {
    /// All of it.
    Whole,
    /// These bytes.
    Part(Range<u64>),
    /// Bytes that it does not have.
    Beyond,
}

/// The range that a header asks for. Of several, and of other units, nothing is made: the whole is
/// right too.
fn wanted(header: &str, size: u64) -> Wanted {
    let range = header.strip_prefix("bytes=").unwrap_or_default().trim();
    let Some((first, last)) = range.split_once('-') else {
        return Wanted::Whole;
    };
    let number = |text: &str| text.trim().parse::<u64>().ok();
    let part = match (number(first), number(last)) {
        (Some(first), Some(last)) if first <= last => first..last.saturating_add(1).min(size),
        (Some(first), None) if last.trim().is_empty() => first..size,
        (None, Some(last)) if first.trim().is_empty() && last > 0 => {
            size.saturating_sub(last)..size
        }
        (None, Some(0)) if first.trim().is_empty() => return Wanted::Beyond,
        _ => return Wanted::Whole,
    };
    match part.start < part.end {
        true => Wanted::Part(part),
        false => Wanted::Beyond,
    }
}

/// The answer to who plays a file; `kept` is what caches are told of it.
pub fn playing(
    app: &Arc<App>,
    file: &Found,
    asked: &HeaderMap,
    kept: [(HeaderName, String); 3],
) -> Response {
    let text = |name: HeaderName| asked.get(name).and_then(|value| value.to_str().ok());
    let etag = kept.iter().find(|(name, _)| *name == ETAG);
    let etag = etag.map_or("", |(_, etag)| etag.as_str());
    if Held::of(asked).has(etag.as_bytes()) {
        return (StatusCode::NOT_MODIFIED, kept).into_response();
    }
    let is_same = text(IF_RANGE).is_none_or(|held| held == etag);
    let wanted = match text(RANGE).filter(|_| is_same) {
        Some(header) => wanted(header, file.byte_size),
        None => Wanted::Whole,
    };
    let size = file.byte_size;
    let (status, part) = match wanted {
        Wanted::Whole => (StatusCode::OK, 0..size),
        Wanted::Part(part) => (StatusCode::PARTIAL_CONTENT, part),
        Wanted::Beyond => {
            let told = [(CONTENT_RANGE, format!("bytes */{size}"))];
            return (StatusCode::RANGE_NOT_SATISFIABLE, told).into_response();
        }
    };
    let mut headers = vec![
        (CONTENT_TYPE, file.mime_type.clone()),
        (CONTENT_DISPOSITION, "inline".to_owned()),
        (X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
        (ACCEPT_RANGES, "bytes".to_owned()),
        (CONTENT_LENGTH, (part.end - part.start).to_string()),
    ];
    if status == StatusCode::PARTIAL_CONTENT {
        let range = format!("bytes {}-{}/{size}", part.start, part.end - 1);
        headers.push((CONTENT_RANGE, range));
    }
    let body = Body::new(Pieces::of(app, file, part));
    let mut response = (status, kept, body).into_response();
    for (name, value) in headers {
        if let Ok(value) = value.parse() {
            response.headers_mut().insert(name, value);
        }
    }
    response
}

/// A body that is read while it is sent: no more than two pieces wait.
struct Pieces(mpsc::Receiver<io::Result<Bytes>>);

impl Pieces {
    fn of(app: &Arc<App>, file: &Found, part: Range<u64>) -> Self {
        let (sender, receiver) = mpsc::channel(1);
        let (app, checksum) = (Arc::clone(app), file.checksum.clone());
        tokio::spawn(async move {
            let mut at = part.start;
            while at < part.end {
                let end = part.end.min(at + PIECE);
                let read = app.files.part(&checksum, at..end).await;
                let gone = || io::Error::other("the file is gone");
                let piece = read.and_then(|piece| piece.ok_or_else(gone));
                let is_last = piece.is_err();
                // Who has hung up wants no more.
                if sender.send(piece).await.is_err() || is_last {
                    return;
                }
                at = end;
            }
        });
        Self(receiver)
    }
}

impl hyper::body::Body for Pieces {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        let piece = self.get_mut().0.poll_recv(cx);
        piece.map(|piece| piece.map(|piece| piece.map(Frame::data)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_is_one_of_bytes_and_within_the_file() {
        for (header, expected) in [
            ("bytes=0-3", Wanted::Part(0..4)),
            ("bytes=4-", Wanted::Part(4..10)),
            ("bytes=-3", Wanted::Part(7..10)),
            ("bytes=-30", Wanted::Part(0..10)),
            ("bytes=2-200", Wanted::Part(2..10)),
            ("bytes=10-", Wanted::Beyond),
            ("bytes=-0", Wanted::Beyond),
            ("bytes=3-2", Wanted::Whole),
            ("bytes=0-1,3-4", Wanted::Whole),
            ("lines=0-1", Wanted::Whole),
            ("bytes=a-b", Wanted::Whole),
            ("bytes=-", Wanted::Whole),
        ] {
            assert_eq!(wanted(header, 10), expected, "{header}");
        }
    }
}
