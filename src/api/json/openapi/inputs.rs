//! Schemas of what goes in: scalars, enums and input objects, each under its own name.

use async_graphql::Positioned;
use async_graphql::parser::types::{
    BaseType, InputObjectType, InputValueDefinition, Type, TypeDefinition, TypeKind,
};
use serde_json::{Map, Value as Json, json};

use super::Schemas;
use super::types::{Types, described};

impl Schemas {
    /// The schema of a value of `ty`, null included where it may be.
    pub fn input(&mut self, types: &Types, ty: &Type) -> Json {
        let schema = match &ty.base {
            BaseType::List(inner) => json!({ "type": "array", "items": self.input(types, inner) }),
            BaseType::Named(name) => self.leaf(types, name),
        };
        if ty.nullable { or_null(schema) } else { schema }
    }

    /// The schema of a parameter, which is left out instead of being null.
    pub fn parameter(&mut self, types: &Types, ty: &Type) -> Json {
        let mut given = ty.clone();
        given.nullable = false;
        self.input(types, &given)
    }

    /// The schema of a scalar, an enum or an input object.
    pub fn leaf(&mut self, types: &Types, name: &str) -> Json {
        match name {
            "String" | "ID" => return json!({ "type": "string" }),
            "Int" => return json!({ "type": "integer", "format": "int32" }),
            "Float" => return json!({ "type": "number" }),
            "Boolean" => return json!({ "type": "boolean" }),
            _ => {}
        }
        if !self.has(name)
            && let Some(definition) = types.get(name)
        {
            // Taken at once, so that a type inside itself ends.
            self.put(name, Json::Bool(true));
            let schema = self.declared(types, name, definition);
            self.put(name, schema);
        }
        reference(name)
    }

    fn declared(&mut self, types: &Types, name: &str, definition: &TypeDefinition) -> Json {
        let mut schema = match &definition.kind {
            TypeKind::Enum(values) => {
                let words = values
                    .values
                    .iter()
                    .map(|value| value.node.value.node.as_str());
                json!({ "type": "string", "enum": words.collect::<Vec<_>>() })
            }
            TypeKind::InputObject(input) => {
                let is_choice = definition
                    .directives
                    .iter()
                    .any(|directive| directive.node.name.node == "oneOf");
                self.members(types, input, is_choice)
            }
            _ => scalar(name),
        };
        if let (Some(text), Json::Object(members)) =
            (described(definition.description.as_ref()), &mut schema)
        {
            members.insert("description".to_owned(), text.into());
        }
        schema
    }

    fn members(&mut self, types: &Types, input: &InputObjectType, is_choice: bool) -> Json {
        let mut properties = Map::new();
        let mut required = Vec::new();
        for field in &input.fields {
            let InputValueDefinition {
                name,
                ty,
                default_value,
                description,
                ..
            } = &field.node;
            let schema = if is_choice {
                self.parameter(types, &ty.node)
            } else {
                self.input(types, &ty.node)
            };
            let schema = with_description(schema, description.as_ref());
            let schema = match default_value {
                Some(value) => with(schema, "default", value.node.clone().into_json().ok()),
                None => schema,
            };
            if !ty.node.nullable && default_value.is_none() {
                required.push(name.node.to_string());
            }
            properties.insert(name.node.to_string(), schema);
        }
        let mut schema = json!({ "type": "object", "properties": properties });
        if !required.is_empty() {
            schema = with(schema, "required", Some(json!(required)));
        }
        if is_choice {
            schema = with(schema, "minProperties", Some(json!(1)));
            schema = with(schema, "maxProperties", Some(json!(1)));
        }
        with(schema, "additionalProperties", Some(json!(false)))
    }
}

/// The form of a scalar of our own.
fn scalar(name: &str) -> Json {
    match name {
        "JSON" => json!({}),
        "BodyDocument" => json!({ "type": "array", "items": { "type": "object" } }),
        "DateTime" => json!({ "type": "string", "format": "date-time" }),
        "Date" => json!({ "type": "string", "format": "date" }),
        "Duration" => json!({ "type": "string", "format": "duration" }),
        "Url" => json!({ "type": "string", "format": "uri" }),
        "BigInt" => json!({ "type": "string", "pattern": "^-?[0-9]+$" }),
        "Slug" => json!({
            "type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$", "minLength": 1, "maxLength": 96
        }),
        _ => json!({ "type": "string" }),
    }
}

/// A reference to a schema by its name.
pub fn reference(name: &str) -> Json {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

/// The same schema, or null.
pub fn or_null(schema: Json) -> Json {
    match schema.get("type").and_then(Json::as_str) {
        Some(ty) if schema.get("enum").is_none() && schema.get("const").is_none() => {
            let ty = json!([ty, "null"]);
            with(schema, "type", Some(ty))
        }
        _ if schema.as_object().is_some_and(Map::is_empty) => schema,
        _ => json!({ "anyOf": [schema, { "type": "null" }] }),
    }
}

/// The same schema with a member, when there is one.
pub fn with(mut schema: Json, name: &str, value: Option<Json>) -> Json {
    if let (Some(value), Json::Object(members)) = (value, &mut schema) {
        members.insert(name.to_owned(), value);
    }
    schema
}

/// The same schema with a description, when there is one.
pub fn with_description(schema: Json, text: Option<&Positioned<String>>) -> Json {
    with(schema, "description", described(text).map(Json::from))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_schema_that_may_be_null_says_so_once() {
        assert_eq!(
            or_null(json!({ "type": "string", "format": "date" })),
            json!({ "type": ["string", "null"], "format": "date" })
        );
        assert_eq!(
            or_null(reference("Slug")),
            json!({ "anyOf": [reference("Slug"), { "type": "null" }] })
        );
        assert_eq!(or_null(json!({})), json!({}));
    }
}
