//! How much a caller may ask for at once, and the checks that run before validation and execution.

use std::time::Duration;

use async_graphql::Variables;
use async_graphql::parser::types::{ExecutableDocument, OperationDefinition};

use super::cost::CostTable;
use super::refusal::Refusal;
use super::scan::scan;
use super::shape::Shape;

/// Brackets inside each other beyond which the parser's stack would be at risk.
const MAX_NESTING: usize = 64;

/// Lists inside each other in an introspection; the standard tools need one.
const MAX_INTROSPECTED_LISTS: usize = 3;

/// What one kind of caller may ask for.
#[derive(Clone, Debug, PartialEq)]
pub struct Limits {
    /// Bytes of the document.
    pub document_bytes: usize,
    /// Lexical tokens of the document.
    pub tokens: usize,
    /// Fields inside each other; introspection does not count.
    pub depth: usize,
    /// Weight of the operation; trusted documents are exempt.
    pub cost: f64,
    /// Fields of the outermost selection.
    pub root_fields: usize,
    /// Fields under another name, fragments written out.
    pub aliases: usize,
    /// Fields and fragments, fragments written out.
    pub selections: usize,
    /// Directives at one place.
    pub directives: usize,
    /// Bytes of the request's body.
    pub body_bytes: usize,
    /// Time for reading the body, and again for executing the operation.
    pub wall_time: Duration,
}

impl Limits {
    /// What a caller without credentials may ask for.
    pub const fn anonymous() -> Self {
        Self {
            document_bytes: 16 * 1024,
            tokens: 4_000,
            depth: 14,
            cost: 1_000.0,
            root_fields: 20,
            aliases: 30,
            selections: 5_000,
            directives: 5,
            body_bytes: 64 * 1024,
            wall_time: Duration::from_secs(5),
        }
    }

    /// What a caller with an API token may ask for.
    pub const fn api_token() -> Self {
        Self {
            document_bytes: 32 * 1024,
            tokens: 8_000,
            cost: 15_000.0,
            aliases: 60,
            selections: 10_000,
            body_bytes: 256 * 1024,
            wall_time: Duration::from_secs(15),
            ..Self::anonymous()
        }
    }

    /// What a member of staff may ask for.
    pub const fn staff() -> Self {
        Self {
            document_bytes: 64 * 1024,
            tokens: 16_000,
            cost: 20_000.0,
            aliases: 100,
            selections: 20_000,
            body_bytes: 2 * 1024 * 1024,
            wall_time: Duration::from_secs(30),
            ..Self::anonymous()
        }
    }

    /// Checks the text of a document before it is parsed.
    ///
    /// # Errors
    ///
    /// Refuses with `TOO_COSTLY` what is too long or nested too deeply.
    pub fn check_text(&self, text: &str) -> Result<(), Refusal> {
        if text.len() > self.document_bytes {
            return Err(over("the document has too many bytes", self.document_bytes));
        }
        let scan = scan(text);
        if scan.tokens > self.tokens {
            return Err(over("the document has too many tokens", self.tokens));
        }
        if scan.nesting > MAX_NESTING {
            return Err(over(
                "the document has too many brackets inside each other",
                MAX_NESTING,
            ));
        }
        Ok(())
    }

    /// Checks what a document amounts to once its fragments are written out.
    pub(super) fn check_shape(&self, shape: &Shape) -> Result<(), Refusal> {
        let figures = [
            (shape.depth, self.depth, "the fields are nested too deeply"),
            (
                shape.root_fields,
                self.root_fields,
                "there are too many root fields",
            ),
            (shape.aliases, self.aliases, "there are too many aliases"),
            (
                shape.selections,
                self.selections,
                "there are too many selections",
            ),
            (
                shape.directives,
                self.directives,
                "there are too many directives at one place",
            ),
            (
                shape.introspected_lists,
                MAX_INTROSPECTED_LISTS,
                "the introspection is nested too deeply",
            ),
        ];
        match figures.into_iter().find(|(is, may_be, _)| is > may_be) {
            Some((_, may_be, message)) => Err(over(message, may_be)),
            None => Ok(()),
        }
    }

    /// Checks the weight of an operation.
    pub(super) fn check_cost(&self, cost: f64) -> Result<(), Refusal> {
        if cost <= self.cost {
            return Ok(());
        }
        let (cost, most) = (cost.ceil(), self.cost);
        Err(Refusal::too_costly(format!(
            "the operation costs {cost}; at most {most} are allowed"
        )))
    }
}

fn over(message: &str, may_be: usize) -> Refusal {
    Refusal::too_costly(format!("{message}; at most {may_be} are allowed"))
}

/// Checks a parsed document against the limits of its caller; give no cost table for a trusted
/// document. The text is checked before, by [`Limits::check_text`].
///
/// # Errors
///
/// Refuses with `TOO_COSTLY`, and fragments that contain themselves with
/// `GRAPHQL_VALIDATION_FAILED`.
pub fn check(
    limits: &Limits,
    costs: Option<&CostTable>,
    document: &ExecutableDocument,
    operation: &OperationDefinition,
    variables: &Variables,
) -> Result<(), Refusal> {
    limits.check_shape(&Shape::of(document)?)?;
    let Some(costs) = costs else { return Ok(()) };
    limits.check_cost(costs.operation_cost(document, operation, variables))
}

#[cfg(test)]
#[path = "limits_tests.rs"]
mod tests;
