//! The answers that every operation may give beside its data.

use serde_json::{Map, Value as Json, json};

/// What a problem looks like.
pub fn schema() -> Json {
    json!({
        "type": "object",
        "description": "What went wrong (RFC 9457).",
        "properties": {
            "title": { "type": "string", "description": "The status in words." },
            "status": { "type": "integer", "description": "The status of the answer." },
            "code": { "type": "string", "description": "Why, for programs." },
            "detail": { "type": "string", "description": "What is wrong, in a sentence." },
            "requestId": { "type": "string", "description": "Names the request in the log." },
            "errors": {
                "type": "array",
                "description": "The single things that are wrong.",
                "items": {
                    "type": "object",
                    "properties": {
                        "code": { "type": "string" },
                        "path": {
                            "type": ["array", "null"],
                            "description": "The parameter, and the way down into its value; or the \
                                way into the data.",
                            "items": { "type": "string" },
                        },
                        "message": { "type": "string" },
                    },
                    "required": ["code", "message"],
                },
            },
            "data": {
                "type": ["object", "null"],
                "description": "What could be read all the same, in the form of the answer.",
            },
        },
        "required": ["title", "status", "detail", "requestId"],
    })
}

/// The problems by the names that operations refer to.
const PROBLEMS: [(&str, &str, &str); 13] = [
    (
        "400",
        "BadRequest",
        "A parameter is missing, unknown or not of its type.",
    ),
    (
        "401",
        "Unauthenticated",
        "The credentials are missing, expired or wrong.",
    ),
    ("403", "Forbidden", "The credentials do not allow it."),
    ("404", "NotFound", "There is nothing of this name."),
    ("408", "TooSlow", "The body did not arrive in time."),
    (
        "410",
        "Gone",
        "It was here and has been withdrawn; `data` tells what may be said of it.",
    ),
    ("413", "TooLarge", "The body is too large."),
    ("415", "UnsupportedMediaType", "The body is not JSON."),
    ("422", "Refused", "Nothing was written; `errors` says why."),
    ("429", "RateLimited", "Too many requests."),
    (
        "451",
        "Withheld",
        "It was here and a court or an office had it withdrawn.",
    ),
    ("503", "Overloaded", "The server has too much to do."),
    ("504", "Timeout", "The operation took too long."),
];

/// The shared answers.
pub fn responses() -> Json {
    let mut responses = Map::new();
    for (_, name, text) in PROBLEMS {
        responses.insert(name.to_owned(), problem(text));
    }
    let text = "The fault is ours; the log has the request under its id.";
    responses.insert("Internal".to_owned(), problem(text));
    let text = "What the client has is still so.";
    responses.insert("NotModified".to_owned(), json!({ "description": text }));
    Json::Object(responses)
}

/// The shared headers.
pub fn headers() -> Json {
    json!({
        "ETag": {
            "description": "Names the answer; sent back as `If-None-Match` it saves the body.",
            "schema": { "type": "string" },
        },
    })
}

/// The answers of an operation that reads.
pub fn of_reading(answer: &Json, may_be_gone: bool) -> Json {
    let statuses = ["400", "401", "403", "404", "429", "503", "504"];
    let gone = may_be_gone.then_some(["410", "451"]).into_iter().flatten();
    let mut responses = with_problems(statuses.into_iter().chain(gone));
    let found = json!({
        "description": "The data.",
        "headers": { "ETag": { "$ref": "#/components/headers/ETag" } },
        "content": { "application/json": { "schema": answer } },
    });
    responses.insert("200".to_owned(), found);
    responses.insert("304".to_owned(), refer("NotModified"));
    Json::Object(responses)
}

/// The answers of an operation that writes.
pub fn of_writing(answer: &Json) -> Json {
    let statuses = [
        "400", "401", "403", "404", "408", "413", "415", "422", "429", "503", "504",
    ];
    let mut responses = with_problems(statuses.into_iter());
    let done = json!({
        "description": "It is written.",
        "content": { "application/json": { "schema": answer } },
    });
    responses.insert("200".to_owned(), done);
    Json::Object(responses)
}

fn with_problems<'a>(statuses: impl Iterator<Item = &'a str>) -> Map<String, Json> {
    let mut responses = Map::new();
    for wanted in statuses {
        let known = PROBLEMS.iter().find(|(status, ..)| *status == wanted);
        if let Some((status, name, _)) = known {
            responses.insert((*status).to_owned(), refer(name));
        }
    }
    responses.insert("500".to_owned(), refer("Internal"));
    responses
}

fn refer(name: &str) -> Json {
    json!({ "$ref": format!("#/components/responses/{name}") })
}

fn problem(text: &str) -> Json {
    let schema = json!({ "$ref": "#/components/schemas/Problem" });
    json!({
        "description": text,
        "content": { "application/problem+json": { "schema": schema } },
    })
}
