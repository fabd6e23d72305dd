//! Turns the library's errors into those that clients may read: codes of the closed set, no echo of
//! input, nothing of our inside.

use async_graphql::{ServerError, Value, parser};

use super::refusal::{Code, PublicError, Refusal};
use super::sdl::Sdl;

/// Characters of a message.
const MAX_MESSAGE: usize = 300;

/// Errors of an answer.
const MAX_ERRORS: usize = 20;

/// Maps a parser's error; only the place is kept.
pub(super) fn parse_error(error: &parser::Error) -> Refusal {
    let message = match error {
        parser::Error::MultipleOperations { .. } => {
            "an operation without a name must be the only one"
        }
        parser::Error::OperationDuplicated { .. } => "two operations have the same name",
        parser::Error::FragmentDuplicated { .. } => "two fragments have the same name",
        parser::Error::MissingOperation => "the document has no operation",
        parser::Error::RecursionLimitExceeded => "the document is nested too deeply",
        _ => "syntax error",
    };
    let error = PublicError::new(Code::ParseFailed, message).at(error.positions().collect());
    Refusal::of(vec![error])
}

/// Maps what validation found. Names that the schema itself has are kept where introspection is
/// on; all else in quotes came from the client and is left out.
pub(super) fn validation_errors(errors: Vec<ServerError>, schema: Option<&Sdl>) -> Refusal {
    let publish = |error: ServerError| {
        let message = error
            .message
            .split(" Did you mean")
            .next()
            .unwrap_or_default();
        let message = without_echo(message, schema);
        PublicError::new(Code::ValidationFailed, message).at(error.locations)
    };
    Refusal::of(errors.into_iter().take(MAX_ERRORS).map(publish).collect())
}

/// Maps what a resolver raised, and says whether the fault is ours.
pub(super) fn resolver_error(error: &ServerError) -> PublicError {
    let code = match extension(error, "code") {
        Some(Value::String(code)) => Code::parse(code),
        Some(Value::Enum(code)) => Code::parse(code),
        _ if is_bad_input(error) => Some(Code::BadUserInput),
        _ => None,
    };
    let message = match code {
        None | Some(Code::Internal) => "internal error".to_owned(),
        Some(_) if is_bad_input(error) => bad_input(&error.message),
        Some(_) => capped(&error.message),
    };
    PublicError {
        locations: error.locations.clone(),
        path: error.path.clone(),
        details: if code.is_some() {
            details(error)
        } else {
            Vec::new()
        },
        ..PublicError::new(code.unwrap_or(Code::Internal), message)
    }
}

/// Says whether an argument did not parse: the library raises that without a code.
pub(super) fn is_bad_input(error: &ServerError) -> bool {
    let starts = [
        "Failed to parse \"",
        "Expected input type \"",
        "Invalid value for argument",
    ];
    let is_undefined =
        || error.message.starts_with("Variable ") && error.message.ends_with(" is not defined.");
    error.source.is_none()
        && extension(error, "code").is_none()
        && (starts.iter().any(|start| error.message.starts_with(start)) || is_undefined())
}

/// Keeps the first and most telling errors.
pub(super) fn few(mut errors: Vec<PublicError>) -> Vec<PublicError> {
    // Ours first, so that a flood of the caller's faults cannot hide one.
    errors.sort_by_key(|error| error.code != Code::Internal);
    errors.truncate(MAX_ERRORS);
    errors
}

fn extension<'a>(error: &'a ServerError, name: &str) -> Option<&'a Value> {
    error.extensions.as_ref()?.get(name)
}

/// What a resolver adds to its error beside the code.
fn details(error: &ServerError) -> Vec<(String, Value)> {
    let Some(Ok(Value::Object(all))) = error.extensions.as_ref().map(async_graphql::to_value)
    else {
        return Vec::new();
    };
    let own = all
        .into_iter()
        .map(|(name, value)| (name.to_string(), value));
    own.filter(|(name, _)| name != "code" && name != "requestId")
        .collect()
}

/// Names the expected type, which the library puts in quotes first.
fn bad_input(message: &str) -> String {
    match message.split('"').nth(1) {
        Some(ty) if is_type(ty) => format!("the value given is not a valid {ty}"),
        _ => "a value given is not valid".to_owned(),
    }
}

fn is_type(text: &str) -> bool {
    !text.is_empty()
        && text
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "_[]!".contains(c))
}

/// Leaves out what stands in quotes unless the schema has that name.
fn without_echo(message: &str, schema: Option<&Sdl>) -> String {
    let mut said = String::new();
    for (index, part) in message.split(['"', '`']).enumerate() {
        let is_known = || {
            let name = part.trim_matches(|c: char| "[]!@".contains(c));
            schema.is_some_and(|schema| schema.knows(name))
        };
        match index % 2 {
            0 => said.push_str(part),
            _ if is_known() => said.extend(["\"", part, "\""]),
            _ => said.push('…'),
        }
    }
    if said.starts_with("Variable ") && said.ends_with(" is not defined.") {
        return "a variable is not defined".to_owned(); // the one message with a bare name
    }
    capped(&said)
}

fn capped(message: &str) -> String {
    match message.char_indices().nth(MAX_MESSAGE - 1) {
        Some((end, last)) if end + last.len_utf8() < message.len() => {
            format!("{}…", message.get(..end).unwrap_or_default())
        }
        _ => message.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn raised(message: &str) -> PublicError {
        resolver_error(&ServerError::new(message, None))
    }

    #[test]
    fn an_error_without_a_code_is_ours_and_says_nothing() {
        let error = raised("UNIQUE constraint failed: users.email");

        assert_eq!(
            (error.code, error.message.as_ref()),
            (Code::Internal, "internal error")
        );
    }

    #[test]
    fn an_argument_that_does_not_parse_is_the_callers_fault_and_not_echoed() {
        let error = raised("Failed to parse \"Slug\": <script> is not a slug");

        assert_eq!(error.code, Code::BadUserInput);
        assert_eq!(error.message, "the value given is not a valid Slug");
    }

    #[test]
    fn messages_are_at_most_300_characters_long() {
        let mut error = ServerError::new("ї".repeat(301), None);
        error
            .extensions
            .get_or_insert_default()
            .set("code", "NOT_FOUND");

        let message = resolver_error(&error).message;

        assert_eq!(message.chars().count(), 300);
        assert!(message.ends_with('…'));
    }

    #[test]
    fn names_are_said_back_only_if_the_schema_has_them() {
        let sdl = Sdl::parse("type Query { site: String }").unwrap();
        let error = |message: &str| vec![ServerError::new(message, None)];
        let message = "Unknown field \"evil\" on type \"Query\". Did you mean \"site\"?";

        let open = validation_errors(error(message), Some(&sdl));
        let closed = validation_errors(error(message), None);

        assert_eq!(open.errors[0].message, "Unknown field … on type \"Query\".");
        assert_eq!(closed.errors[0].message, "Unknown field … on type ….");
    }

    #[test]
    fn at_most_20_errors_are_told() {
        let errors = (0..50).map(|_| ServerError::new("x", None)).collect();

        assert_eq!(validation_errors(errors, None).errors.len(), 20);
    }
}
