//! What the door says no with: a code of the closed set, a status and a sentence of our own.

use std::borrow::Cow;

use async_graphql::{PathSegment, Pos};
use axum::http::StatusCode;

/// The closed set of `extensions.code`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Code {
    /// The HTTP request is not a GraphQL request.
    BadRequest,
    /// The document is not GraphQL.
    ParseFailed,
    /// The document does not fit the schema.
    ValidationFailed,
    /// A variable, argument or cursor is not what it should be.
    BadUserInput,
    /// The document or the operation is larger than this caller may send.
    TooCostly,
    /// There are no credentials, or bad ones.
    Unauthenticated,
    /// The credentials do not allow it.
    Forbidden,
    /// There is no such thing, or none that this caller may see.
    NotFound,
    /// No trusted document has this id.
    DocumentUnknown,
    /// This caller asks too often.
    RateLimited,
    /// The operation took too long.
    Timeout,
    /// The server has too much to do.
    Overloaded,
    /// The fault is ours.
    Internal,
}

impl Code {
    /// All codes there are.
    pub const ALL: [Self; 13] = [
        Self::BadRequest,
        Self::ParseFailed,
        Self::ValidationFailed,
        Self::BadUserInput,
        Self::TooCostly,
        Self::Unauthenticated,
        Self::Forbidden,
        Self::NotFound,
        Self::DocumentUnknown,
        Self::RateLimited,
        Self::Timeout,
        Self::Overloaded,
        Self::Internal,
    ];

    /// Writes the code as clients read it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::BadRequest => "BAD_REQUEST",
            Self::ParseFailed => "GRAPHQL_PARSE_FAILED",
            Self::ValidationFailed => "GRAPHQL_VALIDATION_FAILED",
            Self::BadUserInput => "BAD_USER_INPUT",
            Self::TooCostly => "TOO_COSTLY",
            Self::Unauthenticated => "UNAUTHENTICATED",
            Self::Forbidden => "FORBIDDEN",
            Self::NotFound => "NOT_FOUND",
            Self::DocumentUnknown => "DOCUMENT_UNKNOWN",
            Self::RateLimited => "RATE_LIMITED",
            Self::Timeout => "TIMEOUT",
            Self::Overloaded => "OVERLOADED",
            Self::Internal => "INTERNAL",
        }
    }

    /// Reads a code; `None` for a word outside the set.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|code| code.as_str() == word)
    }

    /// The status when the whole request is refused, whatever the client accepts; `None` for
    /// faults of a well-formed GraphQL request, where the media type decides between 400 and 200.
    const fn status(self) -> Option<StatusCode> {
        match self {
            Self::BadRequest => Some(StatusCode::BAD_REQUEST),
            Self::Unauthenticated => Some(StatusCode::UNAUTHORIZED),
            Self::Forbidden => Some(StatusCode::FORBIDDEN),
            Self::NotFound => Some(StatusCode::NOT_FOUND),
            Self::RateLimited => Some(StatusCode::TOO_MANY_REQUESTS),
            Self::Timeout => Some(StatusCode::GATEWAY_TIMEOUT),
            Self::Overloaded => Some(StatusCode::SERVICE_UNAVAILABLE),
            Self::Internal => Some(StatusCode::INTERNAL_SERVER_ERROR),
            Self::ParseFailed
            | Self::ValidationFailed
            | Self::BadUserInput
            | Self::TooCostly
            | Self::DocumentUnknown => None,
        }
    }
}

/// One error as the client reads it.
#[derive(Clone, Debug, PartialEq)]
pub struct PublicError {
    /// What is wrong, in our own words.
    pub message: Cow<'static, str>,
    /// Why, for programs.
    pub code: Code,
    /// Where in the document.
    pub locations: Vec<Pos>,
    /// Where in the answer.
    pub path: Vec<PathSegment>,
    /// Further `extensions` that a resolver gave.
    pub details: Vec<(String, async_graphql::Value)>,
}

impl PublicError {
    /// Makes an error that stands nowhere in particular.
    pub fn new(code: Code, message: impl Into<Cow<'static, str>>) -> Self {
        let (locations, path, details) = (Vec::new(), Vec::new(), Vec::new());
        Self {
            message: message.into(),
            code,
            locations,
            path,
            details,
        }
    }

    /// Says where in the document it stands.
    #[must_use]
    pub fn at(self, locations: Vec<Pos>) -> Self {
        Self { locations, ..self }
    }
}

/// A request that is not executed, or whose execution gave nothing.
#[derive(Clone, Debug, PartialEq)]
pub struct Refusal {
    /// The reasons, at least one.
    pub errors: Vec<PublicError>,
    /// The status, unless the media type decides it.
    pub status: Option<StatusCode>,
    /// The methods that would do, for a 405.
    pub allow: Option<&'static str>,
    /// When to come again, in seconds, for a 429 or a 503.
    pub retry_after: Option<u64>,
}

impl Refusal {
    /// Refuses with the code's own status.
    pub fn new(code: Code, message: impl Into<Cow<'static, str>>) -> Self {
        Self::of(vec![PublicError::new(code, message)])
    }

    /// Refuses for several reasons; the first one's code gives the status.
    pub fn of(errors: Vec<PublicError>) -> Self {
        let status = errors.first().and_then(|error| error.code.status());
        Self {
            errors,
            status,
            allow: None,
            retry_after: None,
        }
    }

    /// Refuses credentials: 401 with `WWW-Authenticate: Bearer`.
    pub fn unauthenticated() -> Self {
        Self::new(
            Code::Unauthenticated,
            "the credentials are missing, expired or wrong",
        )
    }

    /// Refuses a caller that asks too often: 429.
    pub fn rate_limited(retry_after: u64) -> Self {
        let refusal = Self::new(Code::RateLimited, "too many requests");
        Self {
            retry_after: Some(retry_after),
            ..refusal
        }
    }

    /// Refuses because there is too much to do: 503.
    pub fn overloaded(retry_after: u64) -> Self {
        let refusal = Self::new(Code::Overloaded, "the server has too much to do; try again");
        Self {
            retry_after: Some(retry_after),
            ..refusal
        }
    }

    /// Tells that the fault is ours: 500.
    pub fn internal() -> Self {
        Self::new(Code::Internal, "internal error")
    }

    /// Refuses a well-formed request for what it asks: the media type decides the status.
    pub(super) fn request(code: Code, message: impl Into<Cow<'static, str>>) -> Self {
        Self {
            status: None,
            ..Self::new(code, message)
        }
    }

    /// Refuses at the HTTP level.
    pub(super) fn http(status: StatusCode, message: &'static str) -> Self {
        Self {
            status: Some(status),
            ..Self::new(Code::BadRequest, message)
        }
    }

    /// Refuses a method: 405 with `Allow`.
    pub(super) fn method(allow: &'static str, message: &'static str) -> Self {
        let refusal = Self::http(StatusCode::METHOD_NOT_ALLOWED, message);
        Self {
            allow: Some(allow),
            ..refusal
        }
    }

    /// Refuses what is too large: `TOO_COSTLY`.
    pub(super) fn too_costly(message: impl Into<Cow<'static, str>>) -> Self {
        Self::request(Code::TooCostly, message)
    }
}
