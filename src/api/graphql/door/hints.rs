//! How long, and by whom, an answer may be kept: the strictest `@cacheControl` hint that is met.

use std::collections::HashSet;

use async_graphql::Variables;
use async_graphql::parser::types::{ExecutableDocument, OperationDefinition, SelectionSet};

use super::sdl::{Sdl, named};
use super::walk::{Given, Leads};

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
        given: variables.map(|variables| Given {
            operation,
            variables,
        }),
        seen: HashSet::new(),
        met: Hints::default(),
    };
    walk.set(&operation.selection_set.node, &sdl.query);
    walk.met
}

struct Walk<'a> {
    sdl: &'a Sdl,
    document: &'a ExecutableDocument,
    /// `None` of whatever variables there may be.
    given: Option<Given<'a>>,
    seen: HashSet<(usize, &'a str)>,
    met: Hints,
}

impl<'a> Walk<'a> {
    fn set(&mut self, set: &'a SelectionSet, on: &'a str) {
        if !self.seen.insert((std::ptr::from_ref(set).addr(), on)) {
            return;
        }
        for selection in &set.items {
            let directives = selection.node.directives();
            if self.given.is_some_and(|given| given.skips(directives)) {
                continue;
            }
            match Leads::to(self.document, &selection.node, on) {
                Leads::Field(field) => {
                    let Some(info) = self.sdl.field(on, &field.name.node) else {
                        continue; // `__typename` and introspection
                    };
                    let below = named(&info.ty);
                    self.met = self.met.and(info.hints);
                    for possible in self.sdl.possible(below) {
                        if let Some(ty) = self.sdl.get(possible) {
                            self.met = self.met.and(ty.hints);
                        }
                    }
                    self.set(&field.selection_set.node, below);
                }
                Leads::Into(set, on) => self.set(set, on),
                Leads::Nowhere => {}
            }
        }
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
