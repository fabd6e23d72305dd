//! The size of a document as the executor would meet it, fragments written out, found in time
//! that is linear in the document: each selection is measured once.

use std::collections::HashMap;

use async_graphql::parser::types::{ExecutableDocument, Selection, SelectionSet};

use super::refusal::{Code, Refusal};

/// Selections inside each other, fragments included, beyond which no document needs to go; it
/// keeps this walk and those of the library from using up the stack.
const MAX_HEIGHT: usize = 64;

/// What a document amounts to; of several operations, the largest of each figure.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Shape {
    /// Fields and fragments, each as often as it is met.
    pub selections: usize,
    /// Fields under another name, each as often as it is met.
    pub aliases: usize,
    /// Fields of the outermost selection.
    pub root_fields: usize,
    /// Fields inside each other, without introspection.
    pub depth: usize,
    /// Selections inside each other, fragments included.
    pub height: usize,
    /// The most directives at one place.
    pub directives: usize,
    /// Whether `__schema` or `__type` is met.
    pub introspects: bool,
    /// Lists inside each other within `__schema` and `__type`.
    pub introspected_lists: usize,
    /// Lists inside each other if this were within them.
    lists: usize,
}

impl Shape {
    /// Measures all operations, and the fragments that none of them uses.
    ///
    /// # Errors
    ///
    /// Refuses fragments that contain themselves and selections nested beyond all measure.
    pub fn of(document: &ExecutableDocument) -> Result<Self, Refusal> {
        let mut walk = Walk {
            document,
            known: HashMap::new(),
        };
        let mut shape = Self::default();
        for (_, operation) in document.operations.iter() {
            shape = shape.beside(walk.set(&operation.node.selection_set.node, 0)?);
            shape.directives = shape.directives.max(operation.node.directives.len());
        }
        for fragment in document.fragments.values() {
            let unused = walk.set(&fragment.node.selection_set.node, 0)?;
            shape = shape.beside(Self {
                root_fields: 0,
                ..unused
            });
            shape.directives = shape.directives.max(fragment.node.directives.len());
        }
        Ok(shape)
    }

    /// The larger of each figure.
    fn beside(self, other: Self) -> Self {
        Self {
            selections: self.selections.max(other.selections),
            aliases: self.aliases.max(other.aliases),
            root_fields: self.root_fields.max(other.root_fields),
            ..self.highest(other)
        }
    }

    /// Both, one after the other.
    fn then(self, other: Self) -> Self {
        Self {
            selections: self.selections.saturating_add(other.selections),
            aliases: self.aliases.saturating_add(other.aliases),
            root_fields: self.root_fields.saturating_add(other.root_fields),
            ..self.highest(other)
        }
    }

    fn highest(self, other: Self) -> Self {
        Self {
            depth: self.depth.max(other.depth),
            height: self.height.max(other.height),
            directives: self.directives.max(other.directives),
            introspects: self.introspects || other.introspects,
            introspected_lists: self.introspected_lists.max(other.introspected_lists),
            lists: self.lists.max(other.lists),
            ..self
        }
    }

    /// A field that selects this.
    fn in_field(self, name: &str, is_alias: bool) -> Self {
        let is_list = matches!(
            name,
            "fields" | "interfaces" | "possibleTypes" | "inputFields"
        );
        let is_introspection = matches!(name, "__schema" | "__type");
        Self {
            aliases: self.aliases.saturating_add(usize::from(is_alias)),
            root_fields: 1,
            depth: if is_introspection { 0 } else { self.depth + 1 },
            introspects: self.introspects || is_introspection,
            introspected_lists: if is_introspection {
                self.lists
            } else {
                self.introspected_lists
            },
            lists: self.lists + usize::from(is_list),
            ..self.below()
        }
    }

    /// One selection that holds this.
    fn below(self) -> Self {
        let selections = self.selections.saturating_add(1);
        Self {
            selections,
            height: self.height + 1,
            ..self
        }
    }
}

struct Walk<'a> {
    document: &'a ExecutableDocument,
    /// By the address of the selection; `None` while it is being measured.
    known: HashMap<usize, Option<Shape>>,
}

impl<'a> Walk<'a> {
    fn set(&mut self, set: &'a SelectionSet, level: usize) -> Result<Shape, Refusal> {
        let place = std::ptr::from_ref(set).addr();
        match self.known.get(&place) {
            Some(Some(known)) => return Ok(*known),
            Some(None) => {
                let message = "a fragment must not contain itself";
                return Err(Refusal::request(Code::ValidationFailed, message));
            }
            None => {}
        }
        self.known.insert(place, None);
        let mut shape = Shape::default();
        for selection in &set.items {
            let measured = self.selection(&selection.node, level + 1)?;
            let directives = selection.node.directives().len();
            shape = shape.then(Shape {
                directives: measured.directives.max(directives),
                ..measured
            });
        }
        if level > MAX_HEIGHT || shape.height > MAX_HEIGHT {
            return Err(Refusal::too_costly("the document is nested too deeply"));
        }
        self.known.insert(place, Some(shape));
        Ok(shape)
    }

    fn selection(&mut self, selection: &'a Selection, level: usize) -> Result<Shape, Refusal> {
        if level > MAX_HEIGHT {
            return Err(Refusal::too_costly("the document is nested too deeply"));
        }
        match selection {
            Selection::Field(field) => {
                let selected = self.set(&field.node.selection_set.node, level)?;
                Ok(selected.in_field(&field.node.name.node, field.node.alias.is_some()))
            }
            Selection::InlineFragment(inline) => {
                Ok(self.set(&inline.node.selection_set.node, level)?.below())
            }
            Selection::FragmentSpread(spread) => {
                let fragment = self.document.fragments.get(&spread.node.fragment_name.node);
                let Some(fragment) = fragment else {
                    return Ok(Shape::default().below()); // validation will refuse it
                };
                Ok(self.set(&fragment.node.selection_set.node, level)?.below())
            }
        }
    }
}
