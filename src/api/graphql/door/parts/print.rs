//! A selection as text, the same for the same selection in any document, and what it depends on.

use std::fmt::Write;

use async_graphql::parser::types::{Directive, ExecutableDocument, Field, Selection, SelectionSet};
use async_graphql::{Name, Positioned, Value as ConstValue};

/// Prints a selection, the same way wherever it stands.
pub(super) struct Print<'a> {
    document: &'a ExecutableDocument,
    pub(super) text: String,
    pub(super) variables: Vec<Name>,
    /// Those of them that stand in directives.
    pub(super) conditions: Vec<Name>,
    /// Fragments in the order in which they are met.
    pub(super) fragments: Vec<Name>,
}

impl<'a> Print<'a> {
    pub(super) const fn of(document: &'a ExecutableDocument) -> Self {
        Self {
            document,
            text: String::new(),
            variables: Vec::new(),
            conditions: Vec::new(),
            fragments: Vec::new(),
        }
    }

    pub(super) fn set(&mut self, set: &SelectionSet) {
        if set.items.is_empty() {
            return;
        }
        self.text.push('{');
        for selection in &set.items {
            match &selection.node {
                Selection::Field(field) => self.field(&field.node),
                Selection::InlineFragment(inline) => {
                    self.text.push_str("...");
                    if let Some(condition) = &inline.node.type_condition {
                        let _ = write!(self.text, "on {}", condition.node.on.node);
                    }
                    self.directives(&inline.node.directives);
                    self.set(&inline.node.selection_set.node);
                }
                Selection::FragmentSpread(spread) => {
                    let name = &spread.node.fragment_name.node;
                    let _ = write!(self.text, "...{name}");
                    self.directives(&spread.node.directives);
                    let is_known = self.document.fragments.contains_key(name);
                    if is_known && !self.fragments.contains(name) {
                        self.fragments.push(name.clone());
                    }
                }
            }
            self.text.push(' ');
        }
        self.text.push('}');
    }

    fn field(&mut self, field: &Field) {
        if let Some(alias) = &field.alias {
            let _ = write!(self.text, "{}:", alias.node);
        }
        self.text.push_str(&field.name.node);
        for (name, value) in &field.arguments {
            let _ = write!(self.text, "({}:{})", name.node, value.node);
            let mut used = Vec::new();
            // Every variable is asked for its value, whatever that is.
            let _ = value.node.clone().into_const_with(|name| {
                used.push(name);
                Ok::<_, ()>(ConstValue::Null)
            });
            self.uses(used);
        }
        self.directives(&field.directives);
        self.set(&field.selection_set.node);
    }

    pub(super) fn directives(&mut self, directives: &[Positioned<Directive>]) {
        for directive in directives {
            let _ = write!(self.text, "@{}", directive.node.name.node);
            for (name, value) in &directive.node.arguments {
                let _ = write!(self.text, "({}:{})", name.node, value.node);
                let mut used = Vec::new();
                let _ = value.node.clone().into_const_with(|name| {
                    used.push(name);
                    Ok::<_, ()>(ConstValue::Null)
                });
                self.conditions.extend(used.iter().cloned());
                self.uses(used);
            }
        }
    }

    fn uses(&mut self, names: Vec<Name>) {
        for name in names {
            if !self.variables.contains(&name) {
                self.variables.push(name);
            }
        }
    }
}
