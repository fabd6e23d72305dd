//! How a query is taken apart.

use std::collections::HashSet;
use std::fmt::Write;

use async_graphql::Name;
use async_graphql::Positioned;
use async_graphql::parser::types::{
    BaseType, DocumentOperations, ExecutableDocument, Field, OperationDefinition, OperationType,
    Selection, SelectionSet,
};
use sha2::{Digest, Sha256};

use super::print::Print;
use super::{Part, Root};
use crate::api::graphql::door::complete::Plan;
use crate::api::graphql::door::sdl::{Kind, Sdl, named};

/// The fields of a selection with its plain fragments written out; `None` when they cannot be told
/// apart: under a directive, or twice under one key.
pub(super) fn fields_of<'a>(
    document: &'a ExecutableDocument,
    set: &'a SelectionSet,
) -> Option<Vec<&'a Positioned<Field>>> {
    let mut found = Vec::new();
    gather(document, set, &mut found)?;
    let mut keys = HashSet::new();
    let is_new = |field: &&Positioned<Field>| keys.insert(field.node.response_key().node.clone());
    found.iter().all(is_new).then_some(found)
}

fn gather<'a>(
    document: &'a ExecutableDocument,
    set: &'a SelectionSet,
    found: &mut Vec<&'a Positioned<Field>>,
) -> Option<()> {
    for selection in &set.items {
        match &selection.node {
            Selection::Field(field) if field.node.name.node.starts_with("__schema") => return None,
            Selection::Field(field) if field.node.name.node.starts_with("__type") => {
                // `__typename` is a field like another, `__type` introspects.
                if field.node.name.node != "__typename" {
                    return None;
                }
                found.push(field);
            }
            Selection::Field(field) => found.push(field),
            Selection::InlineFragment(inline) if inline.node.directives.is_empty() => {
                gather(document, &inline.node.selection_set.node, found)?;
            }
            Selection::FragmentSpread(spread) if spread.node.directives.is_empty() => {
                let fragment = document.fragments.get(&spread.node.fragment_name.node)?;
                if !fragment.node.directives.is_empty() {
                    return None;
                }
                gather(document, &fragment.node.selection_set.node, found)?;
            }
            Selection::InlineFragment(_) | Selection::FragmentSpread(_) => return None,
        }
    }
    Some(())
}

/// Takes one operation apart.
pub(super) struct Taking<'a> {
    pub(super) sdl: &'a Sdl,
    pub(super) document: &'a ExecutableDocument,
    pub(super) operation: &'a OperationDefinition,
}

impl Taking<'_> {
    pub(super) fn root(&self, field: &Positioned<Field>) -> Option<Root> {
        let written = format!("\"{}\":", field.node.response_key().node);
        let whole = || Some(vec![self.part(field.clone(), None)?]);
        let parts = match self.fields_below(&field.node) {
            Some(below) => {
                let opening = format!("{{{written}{{");
                let parts = in_groups(&below).into_iter().map(|group| {
                    let mut root = field.clone();
                    let items = group.into_iter().map(|field| {
                        let pos = field.pos;
                        Positioned::new(Selection::Field(field.clone()), pos)
                    });
                    root.node.selection_set.node.items = items.collect();
                    self.part(root, Some(opening.clone()))
                });
                parts.collect::<Option<Vec<_>>>()?
            }
            None => whole()?,
        };
        Some(Root { written, parts })
    }

    /// The fields of an object at the root; `None` of what is no plain object.
    fn fields_below<'f>(&'f self, field: &'f Field) -> Option<Vec<&'f Positioned<Field>>> {
        let info = self.sdl.field(&self.sdl.query, &field.name.node)?;
        let ty = self.sdl.get(named(&info.ty))?;
        let is_object = ty.kind == Kind::Object && matches!(info.ty.base, BaseType::Named(_));
        if !is_object {
            return None;
        }
        fields_of(self.document, &field.selection_set.node)
    }

    fn part(&self, root: Positioned<Field>, opening: Option<String>) -> Option<Part> {
        let pos = root.pos;
        let mut print = Print::of(self.document);
        let selection = SelectionSet {
            items: vec![Positioned::new(Selection::Field(root), pos)],
        };
        print.set(&selection);
        let mut printed = 0;
        while let Some(name) = print.fragments.get(printed).cloned() {
            let fragment = self.document.fragments.get(&name)?;
            let on = &fragment.node.type_condition.node.on.node;
            let _ = write!(print.text, " fragment {name} on {on}");
            print.directives(&fragment.node.directives);
            print.set(&fragment.node.selection_set.node);
            printed += 1;
        }
        let is_used = |name: &Name| print.variables.contains(name);
        let definitions = self.operation.variable_definitions.iter();
        let definitions = definitions.filter(|one| is_used(&one.node.name.node));
        let definitions: Vec<_> = definitions.cloned().collect();
        for one in &definitions {
            let default = one.node.default_value.as_ref();
            let default = default.map(|default| default.node.to_string());
            let (name, ty) = (&one.node.name.node, &one.node.var_type.node);
            let _ = write!(print.text, "${name}:{ty}={}", default.unwrap_or_default());
        }
        let operation = OperationDefinition {
            ty: OperationType::Query,
            variable_definitions: definitions,
            directives: Vec::new(),
            selection_set: Positioned::new(selection, pos),
        };
        let fragments = self.document.fragments.iter();
        let fragments = fragments.filter(|(name, _)| print.fragments.contains(name));
        let document = ExecutableDocument {
            operations: DocumentOperations::Single(Positioned::new(operation.clone(), pos)),
            fragments: fragments
                .map(|(name, fragment)| (name.clone(), fragment.clone()))
                .collect(),
        };
        Some(Part {
            plan: Plan::new(self.sdl, &document, &operation),
            document,
            variables: print.variables,
            conditions: print.conditions,
            fingerprint: crate::platform::secrets::hex(&Sha256::digest(print.text.as_bytes())),
            opening,
        })
    }
}

/// Leaves that stand together go together; everything else stands alone.
fn in_groups<'a>(fields: &[&'a Positioned<Field>]) -> Vec<Vec<&'a Positioned<Field>>> {
    let is_leaf = |field: &Positioned<Field>| field.node.selection_set.node.items.is_empty();
    let mut groups: Vec<Vec<&Positioned<Field>>> = Vec::new();
    for field in fields {
        match groups.last_mut() {
            Some(group) if is_leaf(field) && group.iter().all(|one| is_leaf(one)) => {
                group.push(field);
            }
            _ => groups.push(vec![field]),
        }
    }
    groups
}
