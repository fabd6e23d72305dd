//! `PUT /uploads/{id}` takes the bytes of an announced asset in; `GET /media/{name}` gives public
//! files, which never change under their names.

use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Path, Query, State};
use axum::http::header::{
    ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_TYPE,
    ETAG, IF_NONE_MATCH, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderMap, HeaderName, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, put};
use serde::Deserialize;

use super::problem::ProblemDetails;
use crate::api::caller::anonymous;
use crate::app::{App, Error};
use crate::media::{self, MAX_BYTES, PublicFile};
use crate::platform::ids::AssetId;
use crate::vocabulary::UserErrorCode;

/// The doors of media. Neither asks who comes: an upload shows the token of its address, and public
/// files are everybody's.
pub fn router() -> Router<Arc<App>> {
    Router::new()
        .route("/uploads/{id}", put(upload))
        .route("/media/{name}", get(file))
}

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
    let bytes = to_bytes(body, MAX_BYTES).await;
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
    let text = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(sent) = text(CONTENT_TYPE) {
        let essence = sent.split(';').next().unwrap_or_default().trim();
        if media::known_type(essence).is_none() {
            let why = "only image/jpeg, image/png, image/gif and image/webp are taken";
            return Err((StatusCode::UNSUPPORTED_MEDIA_TYPE, why));
        }
    }
    match text(CONTENT_LENGTH).and_then(|length| length.parse::<usize>().ok()) {
        None => Err((StatusCode::LENGTH_REQUIRED, "Content-Length is needed")),
        Some(length) if length > MAX_BYTES => Err((
            StatusCode::PAYLOAD_TOO_LARGE,
            "at most 26214400 bytes (25 MiB)",
        )),
        Some(_) => Ok(()),
    }
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
    let file = found.map_err(|error| ProblemDetails::of(error, call.request_id()))?;
    let etag = format!("\"{}\"", file.checksum);
    let known = headers
        .get_all(IF_NONE_MATCH)
        .iter()
        .filter_map(|value| value.to_str().ok());
    let mut known = known.flat_map(|tags| tags.split(',')).map(str::trim);
    let is_known = known.any(|tag| tag == "*" || tag.strip_prefix("W/").unwrap_or(tag) == etag);
    let lasting = [
        (ETAG, etag),
        (
            CACHE_CONTROL,
            "public, max-age=31536000, immutable".to_owned(),
        ),
        (ACCESS_CONTROL_ALLOW_ORIGIN, "*".to_owned()),
    ];
    if is_known {
        return Ok((StatusCode::NOT_MODIFIED, lasting).into_response());
    }
    Ok((lasting, shown(file)).into_response())
}

/// The file as browsers show it, and as nothing else.
fn shown(file: PublicFile) -> impl IntoResponse {
    let headers = [
        (CONTENT_TYPE, file.mime_type),
        (CONTENT_DISPOSITION, "inline".to_owned()),
        (X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
    ];
    (headers, file.bytes)
}

#[cfg(test)]
mod tests;
