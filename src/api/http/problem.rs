//! How failures leave the house outside GraphQL: `application/problem+json` (RFC 9457), with a
//! request id, and nothing of our inside.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde_json::{Value as Json, json};

use crate::app::{Error, Problem};

/// An answer that says what went wrong.
#[derive(Debug)]
pub struct ProblemDetails {
    status: StatusCode,
    code: Option<&'static str>,
    detail: Box<str>,
    request_id: Box<str>,
    errors: Box<[Json]>,
    data: Option<Box<[u8]>>,
    allow: Option<&'static str>,
    retry_after: Option<i64>,
}

/// The body of the answer. Its type is `about:blank`, so the title is the status in words.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Body<'b> {
    title: &'b str,
    status: u16,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<&'static str>,
    detail: &'b str,
    request_id: &'b str,
    #[serde(skip_serializing_if = "<[Json]>::is_empty")]
    errors: &'b [Json],
}

impl ProblemDetails {
    /// A failure that only this door knows.
    pub fn new(status: StatusCode, detail: impl Into<String>, request_id: &str) -> Self {
        Self {
            status,
            code: None,
            detail: detail.into().into_boxed_str(),
            request_id: request_id.into(),
            errors: Box::default(),
            data: None,
            allow: None,
            retry_after: None,
        }
    }

    /// A failure of an action. What nobody outside can help is logged here, and only here.
    pub fn of(error: Error, request_id: &str) -> Self {
        let status = match &error {
            Error::Refused(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Error::BadInput(_) => StatusCode::BAD_REQUEST,
            Error::Unauthenticated => StatusCode::UNAUTHORIZED,
            Error::Denied { .. } => StatusCode::FORBIDDEN,
            Error::NotFound => StatusCode::NOT_FOUND,
            Error::Limited => StatusCode::TOO_MANY_REQUESTS,
            Error::Internal(source) => {
                tracing::error!(
                    request_id,
                    error = format!("{source:#}"),
                    "a request failed"
                );
                StatusCode::INTERNAL_SERVER_ERROR
            }
        };
        let details = Self::new(status, error.to_string(), request_id);
        match error {
            Error::Refused(problems) => details.with_errors(problems.iter().map(finding).collect()),
            _ => details,
        }
    }

    /// The same failure under another status.
    #[must_use]
    pub fn with_status(self, status: StatusCode) -> Self {
        Self { status, ..self }
    }

    /// The same failure, with a word for programs.
    #[must_use]
    pub fn code(self, code: &'static str) -> Self {
        let code = Some(code);
        Self { code, ..self }
    }

    /// The same failure, with the single things that are wrong: each with `code`, `path` and
    /// `message`.
    #[must_use]
    pub fn with_errors(self, errors: Vec<Json>) -> Self {
        let errors = errors.into_boxed_slice();
        Self { errors, ..self }
    }

    /// The same failure, with what could be read all the same, which is JSON.
    #[must_use]
    pub fn with_data(self, data: Vec<u8>) -> Self {
        let data = Some(data.into_boxed_slice());
        Self { data, ..self }
    }

    /// The same failure, with the methods that would do.
    #[must_use]
    pub fn allow(self, methods: &'static str) -> Self {
        let allow = Some(methods);
        Self { allow, ..self }
    }

    /// The same failure, over in so many seconds.
    #[must_use]
    pub fn retry_after(self, seconds: i64) -> Self {
        let retry_after = Some(seconds);
        Self {
            retry_after,
            ..self
        }
    }
}

/// One thing that is wrong with what was sent.
fn finding(problem: &Problem) -> Json {
    json!({ "code": problem.code.as_str(), "path": problem.path, "message": problem.message })
}

impl IntoResponse for ProblemDetails {
    fn into_response(self) -> Response {
        let body = Body {
            title: self.status.canonical_reason().unwrap_or("Error"),
            status: self.status.as_u16(),
            code: self.code,
            detail: &self.detail,
            request_id: &self.request_id,
            errors: &self.errors,
        };
        // Only maps with keys that are not strings fail here, and there is none.
        let mut body = serde_json::to_vec(&body).unwrap_or_default();
        if let Some(data) = &self.data {
            // The last brace makes room; the data is written already and not read again.
            body.pop();
            body.extend_from_slice(b",\"data\":");
            body.extend_from_slice(data);
            body.push(b'}');
        }
        let mut response = (self.status, body).into_response();
        let headers = response.headers_mut();
        let problem = HeaderValue::from_static("application/problem+json");
        headers.insert(header::CONTENT_TYPE, problem);
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if self.status == StatusCode::UNAUTHORIZED {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        if let Some(methods) = self.allow {
            headers.insert(header::ALLOW, HeaderValue::from_static(methods));
        }
        if let Some(seconds) = self.retry_after {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn sent(error: Error) -> (StatusCode, serde_json::Value) {
        let response = ProblemDetails::of(error, "req_1").into_response();
        let status = response.status();
        let bytes = axum::body::to_bytes(response.into_body(), 10_000)
            .await
            .unwrap();
        (status, serde_json::from_slice(&bytes).unwrap())
    }

    #[tokio::test]
    async fn what_is_wrong_with_an_input_is_told() {
        let (status, body) = sent(Error::invalid(["email"], "an address")).await;

        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(body["errors"][0]["message"], "an address");
        assert_eq!(body["requestId"], "req_1");
    }

    #[tokio::test]
    async fn what_went_wrong_inside_is_not_told() {
        let (status, body) = sent(anyhow::anyhow!("no such table: assets").into()).await;

        assert_eq!(status, StatusCode::INTERNAL_SERVER_ERROR);
        assert_eq!(body["detail"], "internal error");
        assert!(!body.to_string().contains("table"));
    }

    #[tokio::test]
    async fn what_could_be_read_stays_as_it_was_written() {
        let problem = ProblemDetails::new(StatusCode::GONE, "withdrawn", "req_1")
            .code("GONE")
            .with_data(br#"{"b":1,"a":[null]}"#.to_vec());

        let body = axum::body::to_bytes(problem.into_response().into_body(), 10_000);

        assert_eq!(
            body.await.unwrap(),
            r#"{"title":"Gone","status":410,"code":"GONE","detail":"withdrawn","requestId":"req_1","data":{"b":1,"a":[null]}}"#
        );
    }
}
