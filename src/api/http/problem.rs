//! How failures leave the house outside GraphQL: `application/problem+json` (RFC 9457), with a
//! request id, and nothing of our inside.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use crate::app::{Error, Problem};

/// An answer that says what went wrong.
#[derive(Debug)]
pub struct ProblemDetails {
    status: StatusCode,
    detail: String,
    request_id: String,
    errors: Vec<Problem>,
    retry_after: Option<i64>,
}

/// The body of the answer. Its type is `about:blank`, so the title is the status in words.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Body<'b> {
    title: &'b str,
    status: u16,
    detail: &'b str,
    request_id: &'b str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<Finding<'b>>,
}

/// One thing that is wrong with what was sent.
#[derive(Serialize)]
struct Finding<'b> {
    code: &'static str,
    path: &'b [String],
    message: &'b str,
}

impl ProblemDetails {
    /// A failure that only this door knows.
    pub fn new(status: StatusCode, detail: impl Into<String>, request_id: &str) -> Self {
        Self {
            status,
            detail: detail.into(),
            request_id: request_id.to_owned(),
            errors: Vec::new(),
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
            Error::Refused(errors) => Self { errors, ..details },
            _ => details,
        }
    }

    /// The same failure under another status.
    #[must_use]
    pub fn with_status(self, status: StatusCode) -> Self {
        Self { status, ..self }
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

impl IntoResponse for ProblemDetails {
    fn into_response(self) -> Response {
        let findings = self.errors.iter().map(|problem| Finding {
            code: problem.code.as_str(),
            path: &problem.path,
            message: &problem.message,
        });
        let body = Body {
            title: self.status.canonical_reason().unwrap_or("Error"),
            status: self.status.as_u16(),
            detail: &self.detail,
            request_id: &self.request_id,
            errors: findings.collect(),
        };
        let mut response = (self.status, Json(body)).into_response();
        let headers = response.headers_mut();
        let problem = HeaderValue::from_static("application/problem+json");
        headers.insert(header::CONTENT_TYPE, problem);
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if self.status == StatusCode::UNAUTHORIZED {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
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
}
