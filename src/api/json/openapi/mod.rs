//! The description of the JSON API in OpenAPI 3.1, made from the documents and the schema.

mod answers;
mod inputs;
mod problems;
mod types;

use std::sync::{Arc, Mutex, PoisonError};

use async_graphql::Value;
use async_graphql::parser::types::{
    ExecutableDocument, OperationDefinition, OperationType, VariableDefinition,
};
use serde_json::{Map, Value as Json, json};

use crate::api::graphql::door::{Documents, Refusal, TrustedDocument};
use crate::api::graphql::{Doors, Graph};
use crate::app::Call;
use crate::editions;
use answers::Shapes;
use inputs::with;
use types::{Types, named};

/// Schemas with names of their own, in the order in which they were first needed.
#[derive(Debug, Default)]
pub struct Schemas(Map<String, Json>);

impl Schemas {
    fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    fn put(&mut self, name: &str, schema: Json) {
        self.0.insert(name.to_owned(), schema);
    }
}

/// The description, made anew when other documents are registered or other languages are published.
#[derive(Default)]
pub struct Described(Mutex<Option<(Basis, Arc<Json>)>>);

/// What a description was made from.
struct Basis {
    delivery: Arc<Documents>,
    desk: Arc<Documents>,
    site: String,
    locales: Vec<String>,
}

impl Basis {
    async fn read(doors: &Doors, call: &Call) -> Result<Self, Refusal> {
        let (site, locales) = site(call).await.map_err(|error| {
            tracing::error!(?error, "the site cannot be read");
            Refusal::internal()
        })?;
        Ok(Self {
            delivery: doors.delivery.registered().await?,
            desk: doors.desk.registered().await?,
            site,
            locales,
        })
    }

    fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.delivery, &other.delivery)
            && Arc::ptr_eq(&self.desk, &other.desk)
            && (&self.site, &self.locales) == (&other.site, &other.locales)
    }
}

/// The name of the site, and the languages that it is published in, its first language first.
async fn site(call: &Call) -> crate::app::Result<(String, Vec<String>)> {
    if !editions::site_exists(call).await? {
        return Ok(("Masthead".to_owned(), Vec::new()));
    }
    let site = editions::site(call).await?;
    let mut locales: Vec<_> = site.editions().map(|edition| edition.locale).collect();
    locales.sort_by_key(|locale| *locale != site.default_locale);
    let locales = locales.iter().map(ToString::to_string).collect();
    Ok((site.name.clone(), locales))
}

impl Described {
    /// The description of what is there now.
    ///
    /// # Errors
    ///
    /// Refuses when the documents or the site cannot be read.
    pub async fn document(&self, doors: &Doors, call: &Call) -> Result<Arc<Json>, Refusal> {
        let basis = Basis::read(doors, call).await?;
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((of, document)) = &*held
            && of.is(&basis)
        {
            return Ok(Arc::clone(document));
        }
        let base = &call.app().config.public_url;
        let document = Arc::new(written(doors, &basis, base)?);
        *held = Some((basis, Arc::clone(&document)));
        Ok(document)
    }
}

fn written(doors: &Doors, basis: &Basis, base: &str) -> Result<Json, Refusal> {
    let mut schemas = Schemas::default();
    schemas.put("Problem", problems::schema());
    let mut paths = Map::new();
    let reading = doors.delivery.shipped().named();
    let mut reading: Vec<_> = reading.chain(basis.delivery.named()).collect();
    reading.sort_by(|one, other| one.name.cmp(&other.name));
    let writing = doors.desk.shipped().named();
    let mut writing: Vec<_> = writing.chain(basis.desk.named()).collect();
    writing.sort_by(|one, other| one.name.cmp(&other.name));
    for (graph, documents) in [(Graph::Delivery, reading), (Graph::Desk, writing)] {
        for document in documents {
            let kind = document.kind()?;
            if (graph == Graph::Desk) != (kind == OperationType::Mutation) {
                continue;
            }
            let Some(name) = &document.name else { continue };
            let method = if graph == Graph::Desk { "post" } else { "get" };
            let operation = operation(&mut schemas, document, name, graph)?;
            paths.insert(format!("/v1/{name}"), json!({ method: operation }));
        }
    }
    let examples = (!basis.locales.is_empty()).then(|| json!(basis.locales));
    if let Some(locale) = schemas.0.get_mut("Locale") {
        *locale = with(locale.take(), "examples", examples);
    }
    Ok(json!({
        "openapi": "3.1.0",
        "info": {
            "title": format!("{}: JSON API", basis.site),
            "version": env!("CARGO_PKG_VERSION"),
            "summary": "Named operations over plain HTTP.",
            "description": "Each operation is a GraphQL document under a name: an answer is its \
                data. What went wrong is a problem (RFC 9457) with the status that fits.",
        },
        "servers": [{ "url": base }],
        "tags": [
            { "name": "read", "description": "What readers see." },
            { "name": "write", "description": "For programs with an API token." },
        ],
        "paths": paths,
        "components": {
            "schemas": schemas.0,
            "responses": problems::responses(),
            "headers": problems::headers(),
            "securitySchemes": {
                "token": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "An API token, or the access token of a signed-in account.",
                },
            },
        },
    }))
}

fn operation(
    schemas: &mut Schemas,
    document: &TrustedDocument,
    name: &str,
    graph: Graph,
) -> Result<Json, Refusal> {
    let parsed = document.parsed()?;
    let Some((operation_name, definition)) = parsed.operations.iter().next() else {
        return Ok(json!({}));
    };
    let definition = &definition.node;
    let types = Types::in_graph(graph);
    let root = if graph == Graph::Desk {
        "Mutation"
    } else {
        "Query"
    };
    let mut shapes = Shapes {
        name,
        document: &parsed,
        types,
        schemas: &mut *schemas,
    };
    let answer = answers::root(&mut shapes, root);
    let title = operation_name.map_or(name, async_graphql::Name::as_str);
    let mut described = json!({
        "operationId": name,
        "summary": summary(&document.text).unwrap_or_else(|| words(title)),
    });
    let parts = match graph {
        Graph::Delivery => json!({
            "tags": ["read"],
            "parameters": parameters(schemas, types, &parsed, definition),
            "responses": problems::of_reading(&answer, says_gone(document)),
            "security": [{}, { "token": [] }],
        }),
        Graph::Desk => json!({
            "tags": ["write"],
            "requestBody": body(schemas, types, &parsed, definition),
            "responses": problems::of_writing(&answer),
            "security": [{ "token": [] }],
        }),
    };
    if let (Json::Object(described), Json::Object(parts)) = (&mut described, parts) {
        described.extend(parts);
    }
    Ok(described)
}

/// Whether what is asked for can be withdrawn.
fn says_gone(document: &TrustedDocument) -> bool {
    document.text.contains("... on Gone")
}

/// The comment that a document begins with.
fn summary(text: &str) -> Option<String> {
    let comment = text.lines().next()?.strip_prefix('#')?.trim();
    let mut letters = comment.chars();
    let first = letters.next()?;
    Some(first.to_uppercase().chain(letters).collect())
}

/// A name as words: `HomePage` is `Home page`.
fn words(name: &str) -> String {
    let mut words = String::with_capacity(name.len() + 4);
    for letter in name.chars() {
        if letter.is_uppercase() && !words.is_empty() {
            words.push(' ');
            words.extend(letter.to_lowercase());
        } else {
            words.push(letter);
        }
    }
    words
}

fn parameters(
    schemas: &mut Schemas,
    types: &Types,
    document: &ExecutableDocument,
    operation: &OperationDefinition,
) -> Vec<Json> {
    let variables = operation.variable_definitions.iter().map(|one| &one.node);
    variables
        .map(|variable| {
            let ty = &variable.var_type.node;
            let schema = with_default(schemas.parameter(types, ty), variable);
            let is_object = types.get(named(ty)).is_some_and(|found| {
                matches!(
                    found.kind,
                    async_graphql::parser::types::TypeKind::InputObject(_)
                )
            });
            let parameter = json!({
                "name": variable.name.node,
                "in": "query",
                "required": !ty.nullable && variable.default_value.is_none(),
            });
            let about = purpose(types, document, operation, variable);
            let parameter = with(parameter, "description", about.map(Json::from));
            if is_object {
                let content = json!({ "application/json": { "schema": schema } });
                with(parameter, "content", Some(content))
            } else {
                with(parameter, "schema", Some(schema))
            }
        })
        .collect()
}

fn body(
    schemas: &mut Schemas,
    types: &Types,
    document: &ExecutableDocument,
    operation: &OperationDefinition,
) -> Json {
    let mut properties = Map::new();
    let mut required = Vec::new();
    for variable in operation.variable_definitions.iter().map(|one| &one.node) {
        let ty = &variable.var_type.node;
        let schema = with_default(schemas.input(types, ty), variable);
        let about = purpose(types, document, operation, variable);
        let schema = with(schema, "description", about.map(Json::from));
        if !ty.nullable && variable.default_value.is_none() {
            required.push(variable.name.node.to_string());
        }
        properties.insert(variable.name.node.to_string(), schema);
    }
    let schema = json!({
        "type": "object", "properties": properties, "additionalProperties": false
    });
    let required = (!required.is_empty()).then(|| json!(required));
    let schema = with(schema, "required", required);
    json!({ "required": true, "content": { "application/json": { "schema": schema } } })
}

fn with_default(schema: Json, variable: &VariableDefinition) -> Json {
    let default = variable.default_value.as_ref();
    let default = default.and_then(|value| Value::into_json(value.node.clone()).ok());
    with(schema, "default", default)
}

fn purpose(
    types: &Types,
    document: &ExecutableDocument,
    operation: &OperationDefinition,
    variable: &VariableDefinition,
) -> Option<String> {
    let root = match operation.ty {
        OperationType::Mutation => "Mutation",
        _ => "Query",
    };
    let set = &operation.selection_set.node;
    let name = format!("${}", variable.name.node);
    answers::purpose(types, document, root, set, &name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_is_summed_up_by_its_first_comment_or_its_name() {
        let commented = "# what stands at a path\nquery A { a }";

        assert_eq!(summary(commented).as_deref(), Some("What stands at a path"));
        assert_eq!(summary("query A { a }"), None);
        assert_eq!(words("HomePage"), "Home page");
    }
}
