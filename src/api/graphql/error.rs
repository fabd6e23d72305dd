//! How failures leave a graph: a code of the closed set, and nothing of our inside.

use async_graphql::{Error as GraphError, ErrorExtensions, ServerError};

use super::door::Code;
use crate::app::Error;

/// The result of a resolver.
pub type Result<T, E = Fault> = std::result::Result<T, E>;

/// A failure on its way out of a resolver.
///
/// It has no text of its own, so that async-graphql cannot turn it into an error without a code.
#[derive(Debug)]
pub struct Fault(Error);

impl<E: Into<Error>> From<E> for Fault {
    fn from(error: E) -> Self {
        Self(error.into())
    }
}

impl Fault {
    /// An argument that is not what it should be.
    pub fn bad_input(message: impl Into<String>) -> Self {
        Self(Error::BadInput(message.into()))
    }

    /// What went wrong.
    pub const fn error(&self) -> &Error {
        &self.0
    }

    const fn code(&self) -> Code {
        match self.0 {
            Error::Refused(_) | Error::BadInput(_) => Code::BadUserInput,
            Error::Unauthenticated => Code::Unauthenticated,
            Error::Denied { .. } => Code::Forbidden,
            Error::NotFound => Code::NotFound,
            Error::Limited => Code::RateLimited,
            Error::Internal(_) => Code::Internal,
        }
    }
}

impl From<Fault> for GraphError {
    /// The message is for the client; the error itself stays inside, for the log.
    fn from(fault: Fault) -> Self {
        let code = fault.code();
        let first = match &fault.0 {
            Error::Refused(problems) => problems.first().map(|problem| problem.message.clone()),
            _ => None,
        };
        let mut error = Self::new_with_source(fault.0);
        if let Some(message) = first {
            error.message = message;
        }
        error.extend_with(|_, extensions| extensions.set("code", code.as_str()))
    }
}

/// Writes an error that is our own fault to the log, with what led to it.
pub fn log(error: &ServerError, request_id: &str) {
    let path: Vec<String> = error.path.iter().map(path_segment).collect();
    let path = path.join(".");
    match error.source::<Error>() {
        Some(Error::Internal(cause)) => {
            tracing::error!(
                request_id,
                path,
                error = format!("{cause:#}"),
                "a resolver failed"
            );
        }
        _ => tracing::error!(request_id, path, error = %error.message, "a resolver failed"),
    }
}

fn path_segment(segment: &async_graphql::PathSegment) -> String {
    match segment {
        async_graphql::PathSegment::Field(name) => name.clone(),
        async_graphql::PathSegment::Index(index) => index.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use async_graphql::Pos;

    #[test]
    fn an_outage_says_nothing_but_keeps_its_cause_for_the_log() {
        let outage = anyhow::anyhow!("disk full").context("cannot read publications");

        let error = GraphError::from(Fault::from(outage)).into_server_error(Pos::default());

        assert_eq!(error.message, "internal error");
        let extensions = error.extensions.as_ref().unwrap();
        assert_eq!(extensions.get("code"), Some(&"INTERNAL".into()));
        let Some(Error::Internal(cause)) = error.source::<Error>() else {
            panic!("the cause is lost");
        };
        assert_eq!(format!("{cause:#}"), "cannot read publications: disk full");
    }

    #[test]
    fn bad_input_is_said_to_the_client() {
        let error = GraphError::from(Fault::bad_input("a page holds 1 to 100 items"));

        assert_eq!(error.message, "a page holds 1 to 100 items");
        assert_eq!(
            error.extensions.unwrap().get("code"),
            Some(&"BAD_USER_INPUT".into())
        );
    }
}
