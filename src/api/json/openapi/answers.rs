//! Schemas of what comes out: the shape of a selection, fragments under names of their own.

use async_graphql::indexmap::IndexMap;
use async_graphql::parser::types::{
    BaseType, ExecutableDocument, FieldDefinition, Selection, SelectionSet, Type, TypeKind,
};
use serde_json::{Map, Value as Json, json};

use super::Schemas;
use super::inputs::{or_null, reference, with, with_description};
use super::types::{Types, named};

/// Describes the answers of one document.
pub struct Shapes<'a> {
    /// The name of the document, before the names of its fragments.
    pub name: &'a str,
    /// The document.
    pub document: &'a ExecutableDocument,
    /// The types of its graph.
    pub types: &'a Types,
    /// Where schemas with names of their own go.
    pub schemas: &'a mut Schemas,
}

/// A selection, and whether a directive may leave it out.
type Set<'a> = (&'a SelectionSet, bool);

/// What is selected under one key of an object.
struct Found<'a> {
    /// `None` of `__typename`.
    field: Option<&'a FieldDefinition>,
    sets: Vec<Set<'a>>,
    may_be_absent: bool,
}

impl<'a> Shapes<'a> {
    /// The schema of what a selection gives of a type.
    pub fn of(&mut self, on: &str, sets: &[Set<'a>]) -> Json {
        match self.fragment(sets) {
            Some((name, set)) => {
                let name = format!("{}.{name}.{on}", self.name);
                if !self.schemas.has(&name) {
                    let schema = self.written(on, &[(set, false)]);
                    self.schemas.put(&name, schema);
                }
                reference(&name)
            }
            None => self.written(on, sets),
        }
    }

    /// The fragment that is all of a selection.
    fn fragment(&self, sets: &[Set<'a>]) -> Option<(&'a str, &'a SelectionSet)> {
        let [(set, _)] = sets else { return None };
        let [only] = set.items.as_slice() else {
            return None;
        };
        let Selection::FragmentSpread(spread) = &only.node else {
            return None;
        };
        if !spread.node.directives.is_empty() {
            return None;
        }
        let name = &spread.node.fragment_name.node;
        let fragment = self.document.fragments.get(name)?;
        Some((name.as_str(), &fragment.node.selection_set.node))
    }

    fn written(&mut self, on: &str, sets: &[Set<'a>]) -> Json {
        let types = self.types;
        let possible = types.possible(on);
        // Types of which the same is selected are told together.
        let mut told: IndexMap<String, (Vec<&str>, IndexMap<String, Found<'a>>)> = IndexMap::new();
        for ty in possible {
            let mut found = IndexMap::new();
            for (set, is_optional) in sets {
                self.gather(&mut found, ty, set, *is_optional);
            }
            let key = format!("{:?}", keys(&found));
            told.entry(key)
                .or_insert_with(|| (Vec::new(), found))
                .0
                .push(ty);
        }
        let mut variants: Vec<Json> = told
            .into_values()
            .map(|(names, found)| self.object(&names, found))
            .collect();
        match (variants.pop(), variants.is_empty()) {
            (Some(only), true) => only,
            (Some(last), false) => {
                variants.push(last);
                json!({ "anyOf": variants })
            }
            (None, _) => json!({ "type": "object" }),
        }
    }

    fn object(&mut self, names: &[&str], found: IndexMap<String, Found<'a>>) -> Json {
        let mut properties = Map::new();
        let mut required = Vec::new();
        for (key, found) in found {
            if !found.may_be_absent {
                required.push(key.clone());
            }
            let schema = match found.field {
                Some(field) => {
                    let schema = self.value(&field.ty.node, &found.sets);
                    with_description(schema, field.description.as_ref())
                }
                None => match names {
                    [only] => json!({ "type": "string", "const": only }),
                    several => json!({ "type": "string", "enum": several }),
                },
            };
            properties.insert(key, schema);
        }
        let schema = json!({ "type": "object", "properties": properties });
        let required = (!required.is_empty()).then(|| json!(required));
        with(schema, "required", required)
    }

    fn value(&mut self, ty: &Type, sets: &[Set<'a>]) -> Json {
        let schema = match &ty.base {
            BaseType::List(inner) => json!({ "type": "array", "items": self.value(inner, sets) }),
            BaseType::Named(name) => match self.types.get(name).map(|found| &found.kind) {
                Some(TypeKind::Object(_) | TypeKind::Interface(_) | TypeKind::Union(_)) => {
                    self.of(name, sets)
                }
                _ => self.schemas.leaf(self.types, name),
            },
        };
        if ty.nullable { or_null(schema) } else { schema }
    }

    /// Gathers what a selection gives of an object type, key by key.
    fn gather(
        &self,
        found: &mut IndexMap<String, Found<'a>>,
        on: &str,
        set: &'a SelectionSet,
        is_optional: bool,
    ) {
        for selection in &set.items {
            let may_be_absent = is_optional || !selection.node.directives().is_empty();
            match &selection.node {
                Selection::Field(field) => {
                    let name = field.node.name.node.as_str();
                    let definition = self.types.field(on, name);
                    if definition.is_none() && name != "__typename" {
                        continue;
                    }
                    let key = field.node.response_key().node.to_string();
                    let entry = found.entry(key).or_insert_with(|| Found {
                        field: definition,
                        sets: Vec::new(),
                        may_be_absent: true,
                    });
                    entry.may_be_absent &= may_be_absent;
                    entry.sets.push((&field.node.selection_set.node, false));
                }
                Selection::InlineFragment(inline) => {
                    let condition = inline.node.type_condition.as_ref();
                    let condition = condition.map(|condition| condition.node.on.node.as_str());
                    if condition.is_none_or(|condition| self.applies(condition, on)) {
                        let set = &inline.node.selection_set.node;
                        self.gather(found, on, set, may_be_absent);
                    }
                }
                Selection::FragmentSpread(spread) => {
                    let fragments = &self.document.fragments;
                    let Some(fragment) = fragments.get(&spread.node.fragment_name.node) else {
                        continue;
                    };
                    if self.applies(&fragment.node.type_condition.node.on.node, on) {
                        let set = &fragment.node.selection_set.node;
                        self.gather(found, on, set, may_be_absent);
                    }
                }
            }
        }
    }

    fn applies(&self, condition: &str, on: &str) -> bool {
        self.types.possible(condition).contains(&on)
    }
}

/// What tells selections of two types apart: the keys, the types of their values, and the places of
/// what is selected below.
fn keys(found: &IndexMap<String, Found<'_>>) -> Vec<(String, String, Vec<usize>, bool)> {
    let of = |(key, found): (&String, &Found<'_>)| {
        let ty = found
            .field
            .map_or_else(String::new, |field| field.ty.node.to_string());
        let sets = found.sets.iter();
        let places = sets
            .map(|(set, _)| std::ptr::from_ref(*set).addr())
            .collect();
        (key.clone(), ty, places, found.may_be_absent)
    };
    found.iter().map(of).collect()
}

/// The root of an answer.
pub fn root(shapes: &mut Shapes<'_>, root: &str) -> Json {
    let document = shapes.document;
    let Some((_, operation)) = document.operations.iter().next() else {
        return json!({ "type": "object" });
    };
    shapes.of(root, &[(&operation.node.selection_set.node, false)])
}

/// What an argument is for that a variable is given to, the first of them.
pub fn purpose(
    types: &Types,
    document: &ExecutableDocument,
    on: &str,
    set: &SelectionSet,
    variable: &str,
) -> Option<String> {
    set.items.iter().find_map(|selection| {
        let (on, below) = match &selection.node {
            Selection::Field(field) => {
                let definition = types.field(on, &field.node.name.node)?;
                let given = field.node.arguments.iter();
                let mut taking = given.filter(|(_, value)| value.node.to_string() == variable);
                if let Some((name, _)) = taking.next() {
                    let mut arguments = definition.arguments.iter();
                    let argument = arguments.find(|one| one.node.name.node == name.node)?;
                    return super::types::described(argument.node.description.as_ref());
                }
                (named(&definition.ty.node), &field.node.selection_set.node)
            }
            Selection::InlineFragment(inline) => {
                let condition = inline.node.type_condition.as_ref();
                let on = condition.map_or(on, |condition| condition.node.on.node.as_str());
                (on, &inline.node.selection_set.node)
            }
            Selection::FragmentSpread(spread) => {
                let fragment = document.fragments.get(&spread.node.fragment_name.node)?;
                let on = fragment.node.type_condition.node.on.node.as_str();
                (on, &fragment.node.selection_set.node)
            }
        };
        purpose(types, document, on, below, variable)
    })
}
