//! Reads a GraphQL request from an HTTP request (GraphQL over HTTP, sections 5 and 6): queries by
//! GET, anything by POST as `application/json`, nothing else.

use std::error::Error;

use async_graphql::Variables;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::Request;
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use axum::http::{HeaderMap, Method, StatusCode};
use serde_json::{Map, Value};

use super::documents::document_id;
use super::limits::Limits;
use super::refusal::{Code, Refusal};

/// What to execute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Document {
    /// A document in full.
    Text(String),
    /// The id of a trusted document, `sha256:<hex>`.
    Id(String),
    /// The same in Apollo's way, with the text when the client sends it too.
    Persisted {
        /// `sha256:<hex>`.
        id: String,
        /// The text with this hash.
        text: Option<String>,
    },
}

/// A GraphQL request, whichever way it came.
#[derive(Clone, Debug, PartialEq)]
pub struct GraphRequest {
    /// What to execute.
    pub document: Document,
    /// Which of its operations.
    pub operation_name: Option<String>,
    /// The values of its variables, an object.
    pub variables: Variables,
    /// What the client adds for programs of its own.
    pub extensions: Map<String, Value>,
    /// What the client calls itself, `name@version`.
    pub client: Option<String>,
    /// Whether it came by GET, which carries queries only.
    pub is_get: bool,
}

impl GraphRequest {
    /// Reads the request and, for POST, its body.
    ///
    /// # Errors
    ///
    /// Refuses with 400, 405, 408, 413 or 415 what is not a GraphQL request.
    pub async fn read(request: Request, limits: &Limits) -> Result<Self, Refusal> {
        let (parts, body) = request.into_parts();
        let client = client(&parts.headers);
        let request = match parts.method {
            Method::GET => Self::from_url(parts.uri.query().unwrap_or_default()),
            Method::POST => {
                check_content_type(&parts.headers)?;
                let bytes = read_body(&parts.headers, body, limits).await?;
                Self::from_json(&bytes)
            }
            _ => Err(Refusal::method(
                "GET, POST",
                "GraphQL is asked by GET or POST",
            )),
        };
        Ok(Self { client, ..request? })
    }

    /// A request for a trusted document, read by another door than GraphQL's.
    pub fn of(id: String, variables: Variables, headers: &HeaderMap, is_get: bool) -> Self {
        Self {
            document: Document::Id(id),
            operation_name: None,
            variables,
            extensions: Map::new(),
            client: client(headers),
            is_get,
        }
    }

    /// Reads the parameters of a URL.
    ///
    /// # Errors
    ///
    /// Refuses what is not a GraphQL request with 400.
    pub fn from_url(query: &str) -> Result<Self, Refusal> {
        let mut members = Map::new();
        for (name, value) in url::form_urlencoded::parse(query.as_bytes()) {
            let value = match name.as_ref() {
                "query" | "documentId" | "operationName" => Value::String(value.into_owned()),
                "variables" | "extensions" if value.is_empty() => Value::Null,
                "variables" | "extensions" => serde_json::from_str(&value)
                    .map_err(|_| malformed("variables and extensions must be JSON objects"))?,
                _ => continue,
            };
            if members.insert(name.into_owned(), value).is_some() {
                return Err(malformed("a parameter is given twice"));
            }
        }
        let request = Self::from_members(members)?;
        Ok(Self {
            is_get: true,
            ..request
        })
    }

    /// Reads the body of a POST.
    ///
    /// # Errors
    ///
    /// Refuses what is not a GraphQL request with 400.
    pub fn from_json(body: &[u8]) -> Result<Self, Refusal> {
        match serde_json::from_slice(body) {
            Ok(Value::Object(members)) => Self::from_members(members),
            Ok(Value::Array(_)) => Err(malformed("batches are not supported; send one operation")),
            Ok(_) => Err(malformed("the body must be a JSON object")),
            Err(_) => Err(malformed("the body is not JSON")),
        }
    }

    fn from_members(mut members: Map<String, Value>) -> Result<Self, Refusal> {
        let extensions = object(&mut members, "extensions")?;
        let variables = Value::Object(object(&mut members, "variables")?);
        let query = string(&mut members, "query")?;
        let id = string(&mut members, "documentId")?;
        let document = match (query, id, persisted(&extensions)) {
            (Some(_), Some(_), _) => return Err(malformed("give query or documentId, not both")),
            (None, Some(id), _) => Document::Id(id),
            (Some(text), None, Some(id)) if document_id(&text) != id => {
                return Err(malformed("the hash is not that of the query"));
            }
            (text, None, Some(id)) => Document::Persisted { id, text },
            (Some(text), None, None) => Document::Text(text),
            (None, None, None) => return Err(malformed("there is no query and no documentId")),
        };
        Ok(Self {
            document,
            operation_name: string(&mut members, "operationName")?,
            variables: Variables::from_json(variables),
            extensions,
            client: None,
            is_get: false,
        })
    }
}

/// Apollo's way of saying a document's id.
fn persisted(extensions: &Map<String, Value>) -> Option<String> {
    let query = extensions.get("persistedQuery")?;
    let hash = query.get("sha256Hash")?.as_str()?;
    Some(format!("sha256:{}", hash.to_ascii_lowercase()))
}

/// The id of the document that a query string names without its text.
pub fn document_in(query: &str) -> Option<String> {
    let mut id = None;
    for (name, value) in url::form_urlencoded::parse(query.as_bytes()) {
        match name.as_ref() {
            "query" => return None,
            "documentId" => id = Some(value.into_owned()),
            "extensions" if id.is_none() => {
                let extensions: Option<Map<String, Value>> = serde_json::from_str(&value).ok();
                id = extensions.as_ref().and_then(persisted);
            }
            _ => {}
        }
    }
    id
}

/// What a client calls itself, `name@version`: in headers of the GraphQL community's, or Apollo's.
pub fn client(headers: &HeaderMap) -> Option<String> {
    let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let said = |names: [&'static str; 2]| names.into_iter().find_map(header);
    let name = said(["graphql-client-name", "apollographql-client-name"])?;
    let version = said(["graphql-client-version", "apollographql-client-version"])?;
    Some(format!("{name}@{version}"))
}

/// Reads a body that is a JSON object.
///
/// # Errors
///
/// Refuses with 400, 408, 413 or 415 what is none, or too large, or too slow.
pub async fn read_object(
    headers: &HeaderMap,
    body: Body,
    limits: &Limits,
) -> Result<Map<String, Value>, Refusal> {
    check_content_type(headers)?;
    let bytes = read_body(headers, body, limits).await?;
    match serde_json::from_slice(&bytes) {
        Ok(Value::Object(members)) => Ok(members),
        Ok(_) => Err(malformed("the body must be a JSON object")),
        Err(_) => Err(malformed("the body is not JSON")),
    }
}

fn string(members: &mut Map<String, Value>, name: &str) -> Result<Option<String>, Refusal> {
    match members.remove(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text).filter(|text| !text.is_empty())),
        Some(_) => Err(malformed(
            "query, documentId and operationName must be strings",
        )),
    }
}

fn object(members: &mut Map<String, Value>, name: &str) -> Result<Map<String, Value>, Refusal> {
    match members.remove(name) {
        None | Some(Value::Null) => Ok(Map::new()),
        Some(Value::Object(object)) => Ok(object),
        Some(_) => Err(malformed("variables and extensions must be JSON objects")),
    }
}

fn check_content_type(headers: &HeaderMap) -> Result<(), Refusal> {
    let value = headers
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let mut parts = value.split(';').map(str::trim);
    let is_json = parts
        .next()
        .is_some_and(|essence| essence.eq_ignore_ascii_case("application/json"));
    let is_utf8 = parts.all(|parameter| {
        let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
        !name.eq_ignore_ascii_case("charset")
            || value.trim_matches('"').eq_ignore_ascii_case("utf-8")
    });
    if is_json && is_utf8 {
        return Ok(());
    }
    let message = "the body must be application/json in UTF-8";
    Err(Refusal::http(StatusCode::UNSUPPORTED_MEDIA_TYPE, message))
}

async fn read_body(headers: &HeaderMap, body: Body, limits: &Limits) -> Result<Bytes, Refusal> {
    let announced = headers
        .get(CONTENT_LENGTH)
        .and_then(|length| length.to_str().ok());
    let announced = announced.and_then(|length| length.parse::<u64>().ok());
    if announced.is_some_and(|length| length > limits.body_bytes as u64) {
        return Err(too_large());
    }
    match tokio::time::timeout(limits.wall_time, to_bytes(body, limits.body_bytes)).await {
        Ok(Ok(bytes)) => Ok(bytes),
        Ok(Err(error)) if is_over_limit(&error) => Err(too_large()),
        Ok(Err(_)) => Err(malformed("the body could not be read")),
        Err(_) => {
            let refusal = Refusal::new(Code::Timeout, "the body did not arrive in time");
            Err(Refusal {
                status: Some(StatusCode::REQUEST_TIMEOUT),
                ..refusal
            })
        }
    }
}

/// Finds the length error below axum's; its type is in a crate that axum does not show.
fn is_over_limit(error: &axum::Error) -> bool {
    let mut cause: Option<&(dyn Error + 'static)> = Some(error);
    while let Some(error) = cause {
        if error.to_string() == "length limit exceeded" {
            return true;
        }
        cause = error.source();
    }
    false
}

fn too_large() -> Refusal {
    Refusal::http(StatusCode::PAYLOAD_TOO_LARGE, "the body is too large")
}

fn malformed(message: &'static str) -> Refusal {
    Refusal::http(StatusCode::BAD_REQUEST, message)
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::{HeaderName, HeaderValue};

    #[test]
    fn all_members_of_a_body_are_read_and_unknown_ones_ignored() {
        let body = br#"{"query":"{a}","operationName":"A","variables":{"n":1},"x":1,"extensions":{"y":2}}"#;

        let request = GraphRequest::from_json(body).unwrap();

        assert_eq!(request.document, Document::Text("{a}".to_owned()));
        assert_eq!(request.operation_name.as_deref(), Some("A"));
        assert_eq!(request.variables.len(), 1);
        assert_eq!(request.extensions.len(), 1);
        assert!(!request.is_get);
    }

    #[test]
    fn nulls_and_empty_names_are_as_if_absent() {
        let body = br#"{"query":"{a}","operationName":"","variables":null,"extensions":null}"#;

        let request = GraphRequest::from_json(body).unwrap();

        assert_eq!(request.operation_name, None);
        assert!(request.variables.is_empty());
    }

    #[test]
    fn apollos_hash_is_a_document_id() {
        let query = "extensions=%7B%22persistedQuery%22%3A%7B%22version%22%3A1%2C%22sha256Hash%22%3A%22AB%22%7D%7D&variables=%7B%22n%22%3A1%7D";

        let request = GraphRequest::from_url(query).unwrap();

        let id = "sha256:ab".to_owned();
        assert_eq!(request.document, Document::Persisted { id, text: None });
        assert!(request.is_get);
    }

    #[test]
    fn a_client_says_its_name_and_version_in_either_way() {
        let named = |headers: &[(&'static str, &str)]| {
            let headers = headers.iter().map(|(name, value)| {
                (
                    HeaderName::from_static(name),
                    HeaderValue::from_str(value).unwrap(),
                )
            });
            client(&headers.collect())
        };

        let apollos = [
            ("apollographql-client-name", "ios"),
            ("apollographql-client-version", "7.1"),
        ];
        let ours = [
            ("graphql-client-name", "web"),
            ("graphql-client-version", "1.4"),
        ];
        assert_eq!(named(&apollos).as_deref(), Some("ios@7.1"));
        assert_eq!(named(&ours).as_deref(), Some("web@1.4"));
        assert_eq!(named(&ours[..1]), None);
    }

    #[test]
    fn what_is_no_request_is_refused_with_400() {
        for body in [
            "",
            "{",
            "1",
            "[]",
            "[{\"query\":\"{a}\"}]",
            "{}",
            "{\"query\":1}",
            "{\"query\":\"{a}\",\"variables\":[]}",
            "{\"query\":\"{a}\",\"variables\":\"{}\"}",
            "{\"query\":\"{a}\",\"extensions\":1}",
            "{\"query\":\"{a}\",\"documentId\":\"sha256:00\"}",
            "{\"query\":\"{a}\",\"extensions\":{\"persistedQuery\":{\"sha256Hash\":\"00\"}}}",
        ] {
            let refusal = GraphRequest::from_json(body.as_bytes()).unwrap_err();
            assert_eq!(refusal.status, Some(StatusCode::BAD_REQUEST), "{body}");
        }
        for query in [
            "",
            "query=%7Ba%7D&query=%7Bb%7D",
            "query=%7Ba%7D&variables=1",
        ] {
            let refusal = GraphRequest::from_url(query).unwrap_err();
            assert_eq!(refusal.status, Some(StatusCode::BAD_REQUEST), "{query}");
        }
    }
}
