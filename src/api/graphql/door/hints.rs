//! How long, and by whom, an answer may be kept: the strictest `@cacheControl` hint that is met.

use std::collections::HashSet;

use async_graphql::Variables;
use async_graphql::parser::types::{
    Directive, ExecutableDocument, OperationDefinition, Selection, SelectionSet,
};
use async_graphql::{Name, Positioned, Value as ConstValue};

use super::sdl::{Sdl, named};

/// What the hints of a selection come to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Hints {
    /// Seconds; `None` when no hint says.
    pub max_age: Option<u32>,
    /// Whether the reader's own device alone may keep it.
    pub is_private: bool,
}

impl Hints {
    /// What both come to together.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        let both = self.max_age.into_iter().chain(other.max_age);
        Self {
            max_age: both.min(),
            is_private: self.is_private || other.is_private,
        }
    }
}

/// The hints that an operation may meet, or does meet with these variables.
pub(super) fn of(
    sdl: &Sdl,
    document: &ExecutableDocument,
    operation: &OperationDefinition,
    variables: Option<&Variables>,
) -> Hints {
    let mut walk = Walk {
        sdl,
        document,
        operation,
        variables,
        seen: HashSet::new(),
        met: Hints::default(),
    };
    walk.set(&operation.selection_set.node, &sdl.query);
    walk.met
}

struct Walk<'a> {
    sdl: &'a Sdl,
    document: &'a ExecutableDocument,
    operation: &'a OperationDefinition,
    variables: Option<&'a Variables>,
    seen: HashSet<(usize, &'a str)>,
    met: Hints,
}

impl<'a> Walk<'a> {
    fn set(&mut self, set: &'a SelectionSet, on: &'a str) {
        if !self.seen.insert((std::ptr::from_ref(set).addr(), on)) {
            return;
        }
        for selection in &set.items {
            if self.is_skipped(selection.node.directives()) {
                continue;
            }
            match &selection.node {
                Selection::Field(field) => {
                    let Some(info) = self.sdl.field(on, &field.node.name.node) else {
                        continue; // `__typename` and introspection
                    };
                    let below = named(&info.ty);
                    self.met = self.met.and(info.hints);
                    for possible in self.sdl.possible(below) {
                        if let Some(ty) = self.sdl.get(possible) {
                            self.met = self.met.and(ty.hints);
                        }
                    }
                    self.set(&field.node.selection_set.node, below);
                }
                Selection::InlineFragment(inline) => {
                    let condition = inline.node.type_condition.as_ref();
                    let on = condition.map_or(on, |condition| &condition.node.on.node);
                    self.set(&inline.node.selection_set.node, on);
                }
                Selection::FragmentSpread(spread) => {
                    let fragments = &self.document.fragments;
                    if let Some(fragment) = fragments.get(&spread.node.fragment_name.node) {
                        let on = &fragment.node.type_condition.node.on.node;
                        self.set(&fragment.node.selection_set.node, on);
                    }
                }
            }
        }
    }

    fn is_skipped(&self, directives: &[Positioned<Directive>]) -> bool {
        let Some(variables) = self.variables else {
            return false;
        };
        directives.iter().any(|directive| {
            let wanted = match directive.node.name.node.as_str() {
                "skip" => true,
                "include" => false,
                _ => return false,
            };
            let given = directive.node.get_argument("if").and_then(|value| {
                let value = value.node.clone();
                value
                    .into_const_with(|name| self.variable(variables, &name).ok_or(()))
                    .ok()
            });
            given == Some(ConstValue::Boolean(wanted))
        })
    }

    fn variable(&self, variables: &Variables, name: &Name) -> Option<ConstValue> {
        if let Some(value) = variables.get(name) {
            return Some(value.clone());
        }
        let mut definitions = self.operation.variable_definitions.iter();
        let definition = definitions.find(|definition| definition.node.name.node == *name)?;
        let default = definition.node.default_value.as_ref()?;
        Some(default.node.clone())
    }
}

#[cfg(test)]
mod tests {
    use async_graphql::parser::parse_query;
    use serde_json::json;

    use super::*;

    const SDL: &str = "
        directive @cacheControl(maxAge: Int, scope: Scope) on FIELD_DEFINITION | OBJECT
        enum Scope { PUBLIC PRIVATE }
        type Query { a: A, own: Int @cacheControl(scope: PRIVATE) }
        type A @cacheControl(maxAge: 60) { n: Int, fresh: Int @cacheControl(maxAge: 5) }";

    fn met(text: &str, variables: &serde_json::Value) -> Hints {
        let sdl = Sdl::parse(SDL).unwrap();
        let document = parse_query(text).unwrap();
        let variables = Variables::from_json(variables.clone());
        let (_, operation) = document.operations.iter().next().unwrap();
        of(&sdl, &document, &operation.node, Some(&variables))
    }

    #[test]
    fn the_strictest_hint_counts() {
        let none = json!({});
        assert_eq!(met("{ __typename }", &none), Hints::default());
        assert_eq!(met("{ a { n } }", &none).max_age, Some(60));
        assert_eq!(
            met("{ a { ...F } } fragment F on A { fresh }", &none).max_age,
            Some(5)
        );
        assert!(met("{ a { n } own }", &none).is_private);
    }

    #[test]
    fn what_the_variables_skip_is_not_met() {
        let query = "query($with: Boolean! = false) { a { n } own @include(if: $with) }";

        assert!(!met(query, &json!({})).is_private);
        assert!(met(query, &json!({ "with": true })).is_private);
    }
}
