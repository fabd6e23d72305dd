//! Findings of the checks before publication.

use async_graphql::SimpleObject;

use crate::api::graphql::door::directives::cost;
use crate::app::error::Check;
use crate::vocabulary::{CheckCode, CheckSeverity};

/// One finding of the pre-publication checks.
#[derive(SimpleObject)]
#[graphql(directive = cost::apply("0"))]
pub struct PublicationCheck {
    severity: CheckSeverity,
    code: CheckCode,
    message: String,
    /// Where in the content.
    path: Option<Vec<String>>,
}

impl From<&Check> for PublicationCheck {
    fn from(check: &Check) -> Self {
        Self {
            severity: check.severity,
            code: check.code,
            message: check.message.clone(),
            path: Some(check.path.clone()).filter(|path| !path.is_empty()),
        }
    }
}
