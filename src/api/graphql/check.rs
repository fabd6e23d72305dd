//! Whether a document could be trusted: validated against its schema without being executed.

use std::sync::Arc;

use async_graphql::extensions::{Extension, ExtensionContext, ExtensionFactory, NextExecute};
use async_graphql::parser::parse_query;
use async_graphql::parser::types::OperationType;
use async_graphql::{Request, Response, ServerError, async_trait};

use super::door::{Limits, document_shape};
use super::doors::shipped;
use super::schema::{DELIVERY, DESK};
use crate::documents::{Graph, NewDocument};

/// Stops before execution: what comes back are the faults that validation found.
pub(super) struct Dry;

#[async_trait::async_trait]
impl Extension for Dry {
    async fn execute(
        &self,
        _: &ExtensionContext<'_>,
        _: Option<&str>,
        _: NextExecute<'_>,
    ) -> Response {
        Response::default()
    }
}

impl ExtensionFactory for Dry {
    fn create(&self) -> Arc<dyn Extension> {
        Arc::new(Self)
    }
}

/// Says what the operation of a document is called.
///
/// # Errors
/// Everything that keeps the document from being registered for `graph`.
pub async fn check(graph: Graph, document: &NewDocument) -> Result<String, Vec<String>> {
    let parsed = parse_query(&document.text).map_err(|error| vec![error.to_string()])?;
    let mut operations = parsed.operations.iter();
    let (Some((name, operation)), None) = (operations.next(), operations.next()) else {
        return Err(vec!["a document has one operation".to_owned()]);
    };
    let (name, kind) = (name.map(ToString::to_string), operation.node.ty);
    let mut faults = named_faults(graph, document, kind);
    let limits = match graph {
        Graph::Delivery => Limits::anonymous(),
        Graph::Desk => Limits::staff(),
    };
    if let Err(refusal) = document_shape(&parsed, &limits) {
        faults.extend(
            refusal
                .errors
                .into_iter()
                .map(|error| error.message.into_owned()),
        );
        return Err(faults);
    }
    let mut request = Request::new(String::new()).disable_introspection();
    request.set_parsed_query(parsed);
    let response = match graph {
        Graph::Delivery => DELIVERY.dry.execute(request).await,
        Graph::Desk => DESK.dry.execute(request).await,
    };
    faults.extend(response.errors.iter().map(told));
    match (faults.is_empty(), name) {
        (true, Some(name)) => Ok(name),
        (true, None) => Err(vec!["the operation has no name".to_owned()]),
        (false, _) => Err(faults),
    }
}

/// What keeps a document from having an address of its name.
fn named_faults(graph: Graph, document: &NewDocument, kind: OperationType) -> Vec<String> {
    let Some(name) = &document.name else {
        return Vec::new();
    };
    let mut faults = Vec::new();
    let is_shipped = |graph| shipped(graph).by_name(name).is_some();
    if Graph::ALL.into_iter().any(is_shipped) {
        faults.push(format!("{name} comes with Masthead: choose another name"));
    }
    match (graph, kind) {
        (Graph::Delivery, OperationType::Query) | (Graph::Desk, OperationType::Mutation) => {}
        (Graph::Delivery, _) => faults.push("delivery has queries only".to_owned()),
        (Graph::Desk, _) => {
            let why = "of the desk, the JSON API runs mutations only: register it in a manifest";
            faults.push(why.to_owned());
        }
    }
    faults
}

/// A fault with its places.
fn told(error: &ServerError) -> String {
    let places = error.locations.iter();
    let places: Vec<_> = places
        .map(|place| format!("{}:{}", place.line, place.column))
        .collect();
    if places.is_empty() {
        return error.message.clone();
    }
    format!("{}: {}", places.join(", "), error.message)
}
