//! What an operation weighs, by the directives of the printed schema (the contract's rule R6).
//!
//! An object weighs 1, a scalar or enum 0, `@cost` says otherwise, `@listSize` multiplies. The
//! answer is what the executor will really do: async-graphql runs a field once for each time that
//! the document has it, so repeated fields are counted again and again.

use std::collections::HashMap;
use std::sync::Arc;

use async_graphql::parser::types::{
    ExecutableDocument, Field, OperationDefinition, OperationType, Selection, SelectionSet,
};
use async_graphql::{Value as ConstValue, Variables};

use super::sdl::{FieldInfo, Kind, ListSize, Sdl, named};
use super::walk::Given;

/// The length of a list that says nothing of itself.
const DEFAULT_SIZE: f64 = 20.0;

/// The weights of a schema.
#[derive(Clone, Debug)]
pub struct CostTable {
    pub(super) sdl: Arc<Sdl>,
}

impl CostTable {
    /// Reads the weights from the printed schema.
    ///
    /// # Errors
    ///
    /// Fails when the text is not a schema.
    pub fn from_sdl(sdl: &str) -> Result<Self, async_graphql::parser::Error> {
        Ok(Self {
            sdl: Arc::new(Sdl::parse(sdl)?),
        })
    }

    /// Says what the operation weighs with these variables; never NaN, never infinite.
    pub fn operation_cost(
        &self,
        document: &ExecutableDocument,
        operation: &OperationDefinition,
        variables: &Variables,
    ) -> f64 {
        let root = match operation.ty {
            OperationType::Query => &self.sdl.query,
            OperationType::Mutation => &self.sdl.mutation,
            OperationType::Subscription => &self.sdl.subscription,
        };
        let mut walk = Walk {
            sdl: &self.sdl,
            document,
            given: Given {
                operation,
                variables,
            },
            known: HashMap::new(),
        };
        walk.set(&operation.selection_set.node, root, None)
    }
}

/// Which fields of a connection have the length that its arguments say.
#[derive(Clone, Copy)]
struct Page<'a> {
    size: &'a ListSize,
    length: f64,
}

impl Page<'_> {
    /// `nodes` is the same list as `edges`, whether or not `sizedFields` says so.
    fn has(&self, field: &str) -> bool {
        let sized = |name: &str| self.size.sized.iter().any(|sized| sized == name);
        sized(field) || (field == "nodes" && sized("edges"))
    }
}

/// A selection, the object type it is read on, and the page it stands in.
type Place<'a> = (usize, &'a str, Option<(usize, u64)>);

struct Walk<'a> {
    sdl: &'a Sdl,
    document: &'a ExecutableDocument,
    given: Given<'a>,
    known: HashMap<Place<'a>, f64>,
}

impl<'a> Walk<'a> {
    /// Adds up a selection read on an object type. Each place is weighed once, and a fragment
    /// inside itself weighs nothing: refusing cycles is not this walk's business.
    fn set(&mut self, set: &'a SelectionSet, on: &'a str, page: Option<Page<'a>>) -> f64 {
        let list = page.map(|page| (std::ptr::from_ref(page.size).addr(), page.length.to_bits()));
        let place = (std::ptr::from_ref(set).addr(), on, list);
        if let Some(known) = self.known.get(&place) {
            return *known;
        }
        self.known.insert(place, 0.0);
        let mut total = 0.0;
        for selection in &set.items {
            if !self.given.skips(selection.node.directives()) {
                total = bounded(total + self.selection(&selection.node, on, page));
            }
        }
        self.known.insert(place, total);
        total
    }

    fn selection(&mut self, selection: &'a Selection, on: &'a str, page: Option<Page<'a>>) -> f64 {
        match selection {
            Selection::Field(field) => self.field(&field.node, on, page),
            Selection::InlineFragment(inline) => {
                let condition = inline.node.type_condition.as_ref();
                let applies = condition.is_none_or(|c| self.sdl.applies(&c.node.on.node, on));
                if applies {
                    self.set(&inline.node.selection_set.node, on, page)
                } else {
                    0.0
                }
            }
            Selection::FragmentSpread(spread) => {
                let Some(fragment) = self.document.fragments.get(&spread.node.fragment_name.node)
                else {
                    return 0.0;
                };
                let condition = &fragment.node.type_condition.node.on.node;
                if !self.sdl.applies(condition, on) {
                    return 0.0;
                }
                self.set(&fragment.node.selection_set.node, on, page)
            }
        }
    }

    fn field(&mut self, field: &'a Field, on: &'a str, page: Option<Page<'a>>) -> f64 {
        let name = field.name.node.as_str();
        let Some(info) = self.sdl.field(on, name) else {
            return 0.0; // `__typename`, `__schema`, `__type`, and what validation will refuse
        };
        let length = info
            .size
            .as_ref()
            .map_or(1.0, |size| self.length(info, size, field));
        let inner = info.size.as_ref().filter(|size| !size.sized.is_empty());
        let inner = inner.map(|size| Page { size, length });
        let times = match page {
            Some(page) if page.has(name) => page.length,
            _ if inner.is_some() => 1.0,
            _ => length,
        };
        let arguments = field.arguments.iter().map(|(name, _)| {
            info.arguments
                .get(name.node.as_str())
                .and_then(|a| a.weight)
                .unwrap_or(0.0)
        });
        let arguments: f64 = arguments.sum();
        bounded(times * self.returned(field, info, inner) + arguments)
    }

    /// What one returned value weighs with what is selected of it: the dearest member.
    fn returned(&mut self, field: &'a Field, info: &'a FieldInfo, inner: Option<Page<'a>>) -> f64 {
        let sdl = self.sdl;
        let name = named(&info.ty);
        let weight = |member: &str, otherwise| {
            let own = info
                .weight
                .or_else(|| sdl.get(member).and_then(|ty| ty.weight));
            own.unwrap_or(otherwise)
        };
        let is_leaf = sdl
            .get(name)
            .is_none_or(|ty| !matches!(ty.kind, Kind::Object | Kind::Abstract));
        if is_leaf {
            return weight(name, 0.0);
        }
        let mut dearest = 0.0_f64;
        for member in sdl.possible(name) {
            let selected = self.set(&field.selection_set.node, member, inner);
            dearest = dearest.max(weight(member, 1.0) + selected);
        }
        bounded(dearest)
    }

    /// The longest that a slicing argument says, else its default, else the assumed size, else 20.
    fn length(&self, info: &FieldInfo, size: &ListSize, field: &Field) -> f64 {
        let longest = |lengths: &mut dyn Iterator<Item = f64>| lengths.reduce(f64::max);
        let mut given = size.slicing.iter().filter_map(|name| {
            let value = field.get_argument(name)?.node.clone();
            number(
                &value
                    .into_const_with(|variable| self.given.variable(&variable))
                    .ok()?,
            )
        });
        let mut defaults = size
            .slicing
            .iter()
            .filter_map(|name| number(info.arguments.get(name)?.default.as_ref()?));
        let length = longest(&mut given)
            .or_else(|| longest(&mut defaults))
            .or(size.assumed);
        length.unwrap_or(DEFAULT_SIZE).max(1.0)
    }
}

fn number(value: &ConstValue) -> Option<f64> {
    match value {
        ConstValue::Number(number) => number.as_f64(),
        _ => None,
    }
}

fn bounded(cost: f64) -> f64 {
    cost.min(f64::MAX)
}

#[cfg(test)]
#[path = "cost_tests.rs"]
mod tests;
