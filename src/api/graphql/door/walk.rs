//! Going through a selection: what is skipped, what variables hold, and where fragments lead.

use async_graphql::parser::types::{
    Directive, ExecutableDocument, Field, OperationDefinition, Selection, SelectionSet,
};
use async_graphql::{Name, Positioned, Value as ConstValue, Variables};

/// What an operation is given.
#[derive(Clone, Copy)]
pub(super) struct Given<'a> {
    /// The operation, for the defaults of its variables.
    pub operation: &'a OperationDefinition,
    /// The variables that were sent.
    pub variables: &'a Variables,
}

/// Where a selection leads.
pub(super) enum Leads<'a> {
    /// A field.
    Field(&'a Field),
    /// The selection of a fragment, and the type that it is read on.
    Into(&'a SelectionSet, &'a str),
    /// Nothing: there is no such fragment.
    Nowhere,
}

impl Given<'_> {
    /// Whether `@skip` or `@include` leaves a selection out.
    pub fn skips(self, directives: &[Positioned<Directive>]) -> bool {
        directives.iter().any(|directive| {
            let wanted = match directive.node.name.node.as_str() {
                "skip" => true,
                "include" => false,
                _ => return false,
            };
            directive.node.get_argument("if").is_some_and(|value| {
                let value = value.node.clone();
                let value = value.into_const_with(|variable| self.variable(&variable));
                value == Ok(ConstValue::Boolean(wanted))
            })
        })
    }

    /// What a variable holds: the value sent, else its default.
    pub fn variable(self, name: &Name) -> Result<ConstValue, ()> {
        if let Some(value) = self.variables.get(name) {
            return Ok(value.clone());
        }
        let mut definitions = self.operation.variable_definitions.iter();
        let definition = definitions.find(|definition| definition.node.name.node == *name);
        let default = definition.and_then(|definition| definition.node.default_value.as_ref());
        default.map(|value| value.node.clone()).ok_or(())
    }
}

impl<'a> Leads<'a> {
    /// Where a selection on the type `on` leads.
    pub fn to(document: &'a ExecutableDocument, selection: &'a Selection, on: &'a str) -> Self {
        match selection {
            Selection::Field(field) => Self::Field(&field.node),
            Selection::InlineFragment(inline) => {
                let condition = inline.node.type_condition.as_ref();
                let on = condition.map_or(on, |condition| &condition.node.on.node);
                Self::Into(&inline.node.selection_set.node, on)
            }
            Selection::FragmentSpread(spread) => {
                match document.fragments.get(&spread.node.fragment_name.node) {
                    Some(fragment) => Self::Into(
                        &fragment.node.selection_set.node,
                        &fragment.node.type_condition.node.on.node,
                    ),
                    None => Self::Nowhere,
                }
            }
        }
    }
}
