//! `PUT /uploads/{id}` takes the bytes of an announced asset in; `GET /media/{name}` gives public
//! files, of videos and recordings in ranges, and `GET /media/{asset}/{rendition}` renditions; they
//! never change under their names.

mod pieces;

use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Path, Query, State};
use axum::http::header::{
    ACCEPT, ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_LENGTH,
    CONTENT_TYPE, ETAG, VARY, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, put};
use serde::Deserialize;
use tokio::sync::Semaphore;

use super::held::Held;
use super::problem::ProblemDetails;
use crate::api::caller::anonymous;
use crate::app::{App, Error};
use crate::media::{self, MAX_BYTES, PublicFile, Shown, Takes};
use crate::platform::clock::Instant;
use crate::platform::ids::AssetId;
use crate::vocabulary::UserErrorCode;

/// The doors of media. Neither asks who comes: an upload shows the token of its address, and public
/// files are everybody's.
pub fn router() -> Router<Arc<App>> {
    Router::new()
        .route("/uploads/{id}", put(upload))
        .route("/media/{name}", get(file))
        .route("/media/{asset}/{rendition}", get(rendition))
}

/// How many files that are larger than pictures are taken in at a time.
static LARGE: Semaphore = Semaphore::const_new(2);

/// Seconds of a year: the longest that a cache need be told.
const YEAR_S: i64 = 31_536_000;

#[derive(Deserialize)]
struct UploadAddress {
    #[serde(default)]
    token: String,
}

async fn upload(
    State(app): State<Arc<App>>,
    Path(id): Path<String>,
    Query(address): Query<UploadAddress>,
    headers: HeaderMap,
    body: Body,
) -> Result<StatusCode, ProblemDetails> {
    let call = anonymous(&app, &headers);
    let refuse = |status, why: &str| ProblemDetails::new(status, why, call.request_id());
    refuse_by_headers(&headers).map_err(|(status, why)| refuse(status, why))?;
    let id: AssetId = id
        .parse()
        .map_err(|_| refuse(StatusCode::NOT_FOUND, "not found"))?;
    let length = length(&headers).unwrap_or_default();
    // What is larger than a picture is taken a few at a time, so that memory is bounded.
    let _turn = match length > MAX_BYTES {
        true => Some(
            LARGE
                .acquire()
                .await
                .map_err(|_| refuse(StatusCode::SERVICE_UNAVAILABLE, "not now"))?,
        ),
        false => None,
    };
    let bytes = to_bytes(body, length).await;
    let bytes =
        bytes.map_err(|_| refuse(StatusCode::BAD_REQUEST, "the body did not come whole"))?;
    match media::receive(&call, id, &address.token, bytes).await {
        Ok(()) => Ok(StatusCode::NO_CONTENT),
        Err(error) => Err(refusal(error, call.request_id())),
    }
}

/// What can be told before the body is read. A missing type is none to be refused: the bytes show
/// what they are.
fn refuse_by_headers(headers: &HeaderMap) -> Result<(), (StatusCode, &'static str)> {
    let mut most = MAX_BYTES;
    if let Some(sent) = headers
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
    {
        let essence = sent.split(';').next().unwrap_or_default().trim();
        let Some(known) = media::known_type(essence) else {
            return Err((StatusCode::UNSUPPORTED_MEDIA_TYPE, media::TAKEN));
        };
        most = media::most_bytes(known);
    }
    match length(headers) {
        None => Err((StatusCode::LENGTH_REQUIRED, "Content-Length is needed")),
        Some(length) if length > most => Err((
            StatusCode::PAYLOAD_TOO_LARGE,
            "a picture has at most 25 MiB, a video or recording 100 MiB, a text track 1 MiB",
        )),
        Some(_) => Ok(()),
    }
}

fn length(headers: &HeaderMap) -> Option<usize> {
    headers.get(CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

/// A file of another type is unsupported, whatever its header said (RFC 9110, 15.5.16).
fn refusal(error: Error, request_id: &str) -> ProblemDetails {
    let is_unsupported = matches!(&error, Error::Refused(problems)
        if problems.iter().any(|problem| problem.code == UserErrorCode::Unsupported));
    let details = ProblemDetails::of(error, request_id);
    if is_unsupported {
        return details.with_status(StatusCode::UNSUPPORTED_MEDIA_TYPE);
    }
    details
}

async fn file(
    State(app): State<Arc<App>>,
    Path(name): Path<String>,
    headers: HeaderMap,
) -> Result<Response, ProblemDetails> {
    let call = anonymous(&app, &headers);
    let found = media::public_file(&call, &name).await;
    let found = found.and_then(|found| found.ok_or(Error::NotFound));
    let found = found.map_err(|error| ProblemDetails::of(error, call.request_id()))?;
    if !found.mime_type.starts_with("image/") {
        let kept = kept(found.until, call.now(), &found.checksum);
        return Ok(pieces::playing(&app, &found, &headers, kept));
    }
    let bytes = app.files.get(&found.checksum).await.map_err(Error::from);
    let bytes = bytes.and_then(|bytes| bytes.ok_or(Error::NotFound));
    let bytes = bytes.map_err(|error| ProblemDetails::of(error, call.request_id()))?;
    let shown = Shown {
        file: PublicFile {
            mime_type: found.mime_type,
            checksum: found.checksum,
            bytes,
        },
        is_negotiated: false,
        until: found.until,
    };
    Ok(lasting(shown, call.now(), &headers))
}

async fn rendition(
    State(app): State<Arc<App>>,
    Path((asset, name)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response, ProblemDetails> {
    let call = anonymous(&app, &headers);
    let found = match asset.parse() {
        Ok(asset) => media::rendition(&call, asset, &name, taken(&headers)).await,
        Err(_) => Ok(None),
    };
    let found = found.and_then(|found| found.ok_or(Error::NotFound));
    let shown = found.map_err(|error| ProblemDetails::of(error, call.request_id()))?;
    let mut response = lasting(shown, call.now(), &headers);
    if let Ok(key) = HeaderValue::from_str(&asset) {
        let name = HeaderName::from_static("surrogate-key");
        response.headers_mut().insert(name, key);
    }
    Ok(response)
}

/// The formats that a client names in `Accept`; wildcards tell nothing of what it can show.
fn taken(headers: &HeaderMap) -> Takes {
    let accepts = headers.get_all(ACCEPT).iter();
    let accepts = accepts.filter_map(|value| value.to_str().ok());
    let mut takes = Takes::default();
    for range in accepts.flat_map(|value| value.split(',')) {
        let mut parts = range.split(';').map(str::trim);
        let named = parts.next().unwrap_or_default();
        if parts.any(|part| part.strip_prefix("q=").is_some_and(is_zero)) {
            continue;
        }
        takes.avif |= named.eq_ignore_ascii_case("image/avif");
        takes.webp |= named.eq_ignore_ascii_case("image/webp");
    }
    takes
}

fn is_zero(weight: &str) -> bool {
    weight.parse() == Ok(0.0_f32)
}

/// What caches are told of a file that never changes under its name. None may show it when its rights
/// have ended.
fn kept(until: Option<Instant>, now: Instant, checksum: &str) -> [(HeaderName, String); 3] {
    let left = until.map(|until| (until.0 - now.0) / 1_000);
    let seconds = left.map_or(YEAR_S, |left| left.clamp(0, YEAR_S));
    [
        (ETAG, format!("\"{checksum}\"")),
        (
            CACHE_CONTROL,
            format!("public, max-age={seconds}, immutable"),
        ),
        (ACCESS_CONTROL_ALLOW_ORIGIN, "*".to_owned()),
    ]
}

/// A picture that never changes under its name.
fn lasting(shown: Shown, now: Instant, asked: &HeaderMap) -> Response {
    let headers = kept(shown.until, now, &shown.file.checksum);
    let is_known = Held::of(asked).has(headers[0].1.as_bytes());
    let mut response = match is_known {
        true => (StatusCode::NOT_MODIFIED, headers).into_response(),
        false => (headers, as_picture(shown.file)).into_response(),
    };
    if shown.is_negotiated {
        let by = HeaderValue::from_static("Accept");
        response.headers_mut().insert(VARY, by);
    }
    response
}

/// The file as browsers show it, and as nothing else.
fn as_picture(file: PublicFile) -> impl IntoResponse {
    let headers = [
        (CONTENT_TYPE, file.mime_type),
        (CONTENT_DISPOSITION, "inline".to_owned()),
        (X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
    ];
    (headers, file.bytes)
}

#[cfg(test)]
mod tests;
