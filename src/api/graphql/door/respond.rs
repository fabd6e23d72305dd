//! Writes the HTTP answer (GraphQL over HTTP, section 6.4).

use axum::body::Body;
use axum::http::header::{ALLOW, CACHE_CONTROL, CONTENT_TYPE, RETRY_AFTER, VARY, WWW_AUTHENTICATE};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::Response;
use serde_json::{Map, Value, json};

use super::negotiate::MediaType;
use super::refusal::{PublicError, Refusal};

/// What an executed operation gave.
#[derive(Debug)]
pub struct Answer {
    /// `data` as JSON.
    pub data: Vec<u8>,
    /// What went wrong on the way.
    pub errors: Vec<PublicError>,
    /// The answer's own `extensions`.
    pub extensions: Map<String, Value>,
    /// Headers that resolvers set.
    pub headers: HeaderMap,
}

impl Answer {
    /// Writes the body.
    pub fn body(&self, request_id: &str) -> Vec<u8> {
        let mut body = Vec::with_capacity(self.data.len() + 16);
        body.extend_from_slice(b"{");
        if !self.errors.is_empty() {
            body.extend_from_slice(b"\"errors\":");
            body.extend_from_slice(errors_json(&self.errors, request_id).as_bytes());
            body.extend_from_slice(b",");
        }
        body.extend_from_slice(b"\"data\":");
        body.extend_from_slice(&self.data);
        if !self.extensions.is_empty() {
            body.extend_from_slice(b",\"extensions\":");
            body.extend_from_slice(json!(self.extensions).to_string().as_bytes());
        }
        body.extend_from_slice(b"}");
        body
    }

    /// Writes the HTTP answer: 200, with partial data too.
    pub fn into_response(mut self, media: MediaType, request_id: &str) -> Response {
        let body = self.body(request_id);
        let mut response = answer(StatusCode::OK, media, body);
        // What may be kept, the cache says; this was executed for one.
        let no_store = HeaderValue::from_static("no-store");
        self.headers.entry(CACHE_CONTROL).or_insert(no_store);
        response.headers_mut().extend(self.headers);
        response
    }
}

impl Refusal {
    /// Writes the body, without `data`.
    pub fn body(&self, request_id: &str) -> Vec<u8> {
        format!("{{\"errors\":{}}}", errors_json(&self.errors, request_id)).into_bytes()
    }

    /// The HTTP status under a media type.
    pub fn status_in(&self, media: MediaType) -> StatusCode {
        self.status.unwrap_or(match media {
            MediaType::GraphqlResponse => StatusCode::BAD_REQUEST,
            MediaType::Json => StatusCode::OK,
        })
    }

    /// Writes the HTTP answer.
    pub fn into_response(self, media: MediaType, request_id: &str) -> Response {
        let status = self.status_in(media);
        let mut response = answer(status, media, self.body(request_id));
        let headers = response.headers_mut();
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if let Some(allow) = self.allow {
            headers.insert(ALLOW, HeaderValue::from_static(allow));
        }
        if let Some(seconds) = self.retry_after {
            headers.insert(RETRY_AFTER, HeaderValue::from(seconds));
        }
        if status == StatusCode::UNAUTHORIZED {
            headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response
    }
}

fn answer(status: StatusCode, media: MediaType, body: Vec<u8>) -> Response {
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(media.content_type()));
    headers.insert(VARY, HeaderValue::from_static("Accept"));
    response
}

/// Writes errors as clients read them.
pub fn errors_json(errors: &[PublicError], request_id: &str) -> String {
    let write = |error: &PublicError| {
        let mut extensions: Map<String, Value> = Map::new();
        extensions.insert("code".to_owned(), json!(error.code.as_str()));
        extensions.insert("requestId".to_owned(), json!(request_id));
        extensions.extend(
            error
                .details
                .iter()
                .map(|(name, value)| (name.clone(), json!(value))),
        );
        let mut written: Map<String, Value> = Map::new();
        written.insert("message".to_owned(), json!(error.message));
        if !error.locations.is_empty() {
            written.insert("locations".to_owned(), json!(error.locations));
        }
        if !error.path.is_empty() {
            written.insert("path".to_owned(), json!(error.path));
        }
        written.insert("extensions".to_owned(), Value::Object(extensions));
        Value::Object(written)
    };
    Value::Array(errors.iter().map(write).collect()).to_string()
}

#[cfg(test)]
mod tests {
    use super::super::refusal::Code;
    use super::*;
    use axum::http::header::HeaderName;

    fn header(response: &Response, name: HeaderName) -> Option<&str> {
        response
            .headers()
            .get(name)
            .and_then(|value| value.to_str().ok())
    }

    #[test]
    fn a_fault_of_the_operation_is_400_in_the_one_type_and_200_in_the_other() {
        let refusal = Refusal::too_costly("too much");

        assert_eq!(
            refusal.status_in(MediaType::GraphqlResponse),
            StatusCode::BAD_REQUEST
        );
        assert_eq!(refusal.status_in(MediaType::Json), StatusCode::OK);
    }

    #[test]
    fn a_refusal_has_no_data_and_says_the_request_id() {
        let body = Refusal::new(Code::BadRequest, "no").body("r1");

        assert_eq!(
            String::from_utf8(body).unwrap(),
            r#"{"errors":[{"message":"no","extensions":{"code":"BAD_REQUEST","requestId":"r1"}}]}"#
        );
    }

    #[test]
    fn bad_credentials_are_asked_for_again() {
        let response = Refusal::unauthenticated().into_response(MediaType::Json, "r1");

        assert_eq!(response.status(), StatusCode::UNAUTHORIZED);
        assert_eq!(header(&response, WWW_AUTHENTICATE), Some("Bearer"));
        assert_eq!(header(&response, CACHE_CONTROL), Some("no-store"));
    }

    #[test]
    fn who_comes_too_often_is_told_when_to_come_again() {
        let response = Refusal::rate_limited(7).into_response(MediaType::Json, "r1");

        assert_eq!(response.status(), StatusCode::TOO_MANY_REQUESTS);
        assert_eq!(header(&response, RETRY_AFTER), Some("7"));
    }
}
