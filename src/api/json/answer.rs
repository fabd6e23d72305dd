//! Writes the HTTP answers of the JSON API.

use async_graphql::PathSegment;
use axum::http::header::{ALLOW, CACHE_CONTROL, CONTENT_TYPE, RETRY_AFTER};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::{Value as Json, json};

use super::outcome::Outcome;
use crate::api::graphql::door::coerce::Misfit;
use crate::api::graphql::door::{Answer, Code, MediaType, PublicError, Refusal};
use crate::api::graphql::serving::{Whole, Wish};
use crate::api::http::held::validated;
use crate::api::http::problem::ProblemDetails;
use crate::app::Call;

const JSON: &str = "application/json; charset=utf-8";

/// The answer of a document that reads, executed for this request.
pub fn made(mut answer: Answer, outcome: Outcome, asked: &HeaderMap, request_id: &str) -> Response {
    if !answer.errors.is_empty() {
        return failed(answer, request_id);
    }
    // What may be kept, the cache says; this was executed for one.
    let no_store = HeaderValue::from_static("no-store");
    answer.headers.entry(CACHE_CONTROL).or_insert(no_store);
    match outcome {
        Outcome::Found => validated(answer.data, JSON, answer.headers, asked),
        missing => absent(missing, answer.data, answer.headers, request_id),
    }
}

/// The answer of a document that reads, from what is kept.
pub async fn kept(whole: &Whole, outcome: Outcome, asked: &HeaderMap, nobody: &Call) -> Response {
    match outcome {
        Outcome::Found => {
            let wish = Wish::of(asked);
            whole.respond(&wish, MediaType::Json, nobody.now()).await
        }
        missing => {
            let headers = whole.headers(nobody.now());
            absent(missing, whole.body.to_vec(), headers, nobody.request_id())
        }
    }
}

/// The answer where what was asked for is not: a problem, which keeps what could be read.
fn absent(outcome: Outcome, data: Vec<u8>, headers: HeaderMap, request_id: &str) -> Response {
    let (status, detail) = match outcome {
        Outcome::Found | Outcome::NotFound => {
            (StatusCode::NOT_FOUND, "there is nothing of this name")
        }
        Outcome::Gone(status) => (
            StatusCode::from_u16(status).unwrap_or(StatusCode::GONE),
            "it was here and has been withdrawn",
        ),
    };
    let code = match outcome {
        Outcome::Gone(_) => "GONE",
        Outcome::Found | Outcome::NotFound => "NOT_FOUND",
    };
    let problem = ProblemDetails::new(status, detail, request_id)
        .code(code)
        .with_data(data);
    let mut response = problem.into_response();
    // It is an answer like any other, and may be kept as long.
    response.headers_mut().remove(CACHE_CONTROL);
    response.headers_mut().extend(headers);
    response
}

/// The answer of a document that writes: what it refused is a problem.
pub fn written(answer: Answer, request_id: &str) -> Response {
    if !answer.errors.is_empty() {
        return failed(answer, request_id);
    }
    let found: Json = serde_json::from_slice(&answer.data).unwrap_or_default();
    let payloads = found.as_object().into_iter().flat_map(|data| data.values());
    let refused: Vec<Json> = payloads
        .filter_map(|payload| payload.get("userErrors")?.as_array())
        .flatten()
        .cloned()
        .collect();
    if !refused.is_empty() {
        let detail = "nothing was written";
        return ProblemDetails::new(StatusCode::UNPROCESSABLE_ENTITY, detail, request_id)
            .with_errors(refused)
            .into_response();
    }
    let json = HeaderValue::from_static(JSON);
    let mut response = ([(CONTENT_TYPE, json)], answer.data).into_response();
    let headers = response.headers_mut();
    headers.extend(answer.headers);
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// The OpenAPI document.
pub fn described(document: Vec<u8>, asked: &HeaderMap) -> Response {
    let mut headers = HeaderMap::new();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    validated(document, JSON, headers, asked)
}

/// What was refused before it was executed.
pub fn refused(refusal: Refusal, request_id: &str) -> Response {
    let first = refusal.errors.first();
    let code = first.map_or(Code::Internal, |error| error.code);
    let detail = first.map_or("", |error| error.message.as_ref()).to_owned();
    let status = refusal.status.unwrap_or_else(|| status(code));
    let problem = ProblemDetails::new(status, detail, request_id).code(code.as_str());
    let problem = match refusal.errors.as_slice() {
        [_, _, ..] => problem.with_errors(refusal.errors.iter().map(told).collect()),
        _ => problem,
    };
    let mut response = problem.into_response();
    let headers = response.headers_mut();
    if let Some(allow) = refusal.allow {
        headers.insert(ALLOW, HeaderValue::from_static(allow));
    }
    if let Some(seconds) = refusal.retry_after {
        headers.insert(RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

/// What does not fit, field by field.
pub fn misfits(misfits: &[Misfit], request_id: &str) -> Response {
    let code = Code::BadUserInput.as_str();
    let told = misfits.iter().map(
        |misfit| json!({ "code": code, "path": misfit.path, "message": misfit.fault.to_string() }),
    );
    ProblemDetails::new(
        StatusCode::BAD_REQUEST,
        "some values do not fit",
        request_id,
    )
    .code(code)
    .with_errors(told.collect())
    .into_response()
}

/// An execution in which something went wrong: never a 200, but what could be read is there.
fn failed(answer: Answer, request_id: &str) -> Response {
    let worst = answer.errors.iter().map(|error| error.code);
    let worst = worst
        .max_by_key(|code| status(*code))
        .unwrap_or(Code::Internal);
    let first = answer.errors.iter().find(|error| error.code == worst);
    let detail = first.map_or("", |error| error.message.as_ref()).to_owned();
    let problem = ProblemDetails::new(status(worst), detail, request_id)
        .code(worst.as_str())
        .with_errors(answer.errors.iter().map(told).collect());
    match answer.data.as_slice() {
        b"null" => problem.into_response(),
        _ => problem.with_data(answer.data).into_response(),
    }
}

fn told(error: &PublicError) -> Json {
    let path: Vec<String> = error.path.iter().map(step).collect();
    json!({ "code": error.code.as_str(), "path": path, "message": error.message })
}

fn step(segment: &PathSegment) -> String {
    match segment {
        PathSegment::Field(name) => name.clone(),
        PathSegment::Index(index) => index.to_string(),
    }
}

/// The status of a code, where the refusal itself has none.
const fn status(code: Code) -> StatusCode {
    match code {
        Code::BadRequest | Code::ParseFailed | Code::BadUserInput | Code::TooCostly => {
            StatusCode::BAD_REQUEST
        }
        Code::Unauthenticated => StatusCode::UNAUTHORIZED,
        Code::Forbidden => StatusCode::FORBIDDEN,
        Code::NotFound | Code::DocumentUnknown => StatusCode::NOT_FOUND,
        Code::RateLimited => StatusCode::TOO_MANY_REQUESTS,
        Code::Timeout => StatusCode::GATEWAY_TIMEOUT,
        Code::Overloaded => StatusCode::SERVICE_UNAVAILABLE,
        // A trusted document that does not fit the schema any more is not the caller's fault.
        Code::ValidationFailed | Code::Internal => StatusCode::INTERNAL_SERVER_ERROR,
    }
}
