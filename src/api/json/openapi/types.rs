//! The printed schema as the description needs it: with descriptions, and in order.

use std::collections::HashMap;
use std::sync::LazyLock;

use async_graphql::Positioned;
use async_graphql::parser::parse_schema;
use async_graphql::parser::types::{
    BaseType, FieldDefinition, Type, TypeDefinition, TypeKind, TypeSystemDefinition,
};

use crate::api::graphql::{Graph, sdl};

/// The types of one graph by their names.
#[derive(Debug, Default)]
pub struct Types {
    all: HashMap<String, TypeDefinition>,
    /// Object types that a value of a type can have, in the order of their names.
    possible: HashMap<String, Vec<String>>,
}

static DELIVERY: LazyLock<Types> = LazyLock::new(|| Types::of(sdl(Graph::Delivery)));
static DESK: LazyLock<Types> = LazyLock::new(|| Types::of(sdl(Graph::Desk)));

impl Types {
    /// Those of a graph.
    pub fn in_graph(graph: Graph) -> &'static Self {
        match graph {
            Graph::Delivery => &DELIVERY,
            Graph::Desk => &DESK,
        }
    }

    /// Reads a printed schema; what does not parse has no types, which a test would see.
    fn of(sdl: &str) -> Self {
        let mut types = Self::default();
        let definitions = parse_schema(sdl).map(|read| read.definitions);
        for definition in definitions.unwrap_or_default() {
            if let TypeSystemDefinition::Type(definition) = definition {
                types.take(definition.node);
            }
        }
        for possible in types.possible.values_mut() {
            possible.sort_unstable();
        }
        types
    }

    fn take(&mut self, definition: TypeDefinition) {
        let name = definition.name.node.to_string();
        match &definition.kind {
            TypeKind::Object(object) => {
                for above in &object.implements {
                    let possible = self.possible.entry(above.node.to_string()).or_default();
                    possible.push(name.clone());
                }
            }
            TypeKind::Union(union) => {
                let members = union.members.iter().map(|member| member.node.to_string());
                self.possible.insert(name.clone(), members.collect());
            }
            _ => {}
        }
        self.all.insert(name, definition);
    }

    /// A type by its name.
    pub fn get(&self, name: &str) -> Option<&TypeDefinition> {
        self.all.get(name)
    }

    /// A field of an object or an interface.
    pub fn field(&self, on: &str, name: &str) -> Option<&FieldDefinition> {
        let fields: &[Positioned<FieldDefinition>] = match &self.get(on)?.kind {
            TypeKind::Object(object) => &object.fields,
            TypeKind::Interface(interface) => &interface.fields,
            _ => return None,
        };
        let found = fields.iter().find(|field| field.node.name.node == name)?;
        Some(&found.node)
    }

    /// The object types that a value of a type can have: itself, of an object.
    pub fn possible<'a>(&'a self, name: &'a str) -> Vec<&'a str> {
        match self.possible.get(name) {
            Some(possible) => possible.iter().map(String::as_str).collect(),
            None => vec![name],
        }
    }
}

/// The name inside the lists and exclamation marks of a type.
pub fn named(ty: &Type) -> &str {
    match &ty.base {
        BaseType::Named(name) => name,
        BaseType::List(inner) => named(inner),
    }
}

/// A description as one line.
pub fn described(text: Option<&Positioned<String>>) -> Option<String> {
    let text = text?.node.split_whitespace().collect::<Vec<_>>().join(" ");
    (!text.is_empty()).then_some(text)
}
