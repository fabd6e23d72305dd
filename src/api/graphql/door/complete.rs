//! Writes the answer's `data` as the specification wants it.
//!
//! async-graphql 7.2.1 puts the fields of an object in the order in which they were ready, leaves
//! a failed field out, and lets a failed non-null field stand in an object that is not null. Here
//! the fields come in the order of the document, a failed one is null, and a null where none may
//! be makes the nearest nullable parent null (GraphQL, 6.4.4).

use std::collections::{HashMap, HashSet};

use async_graphql::indexmap::IndexMap;
use async_graphql::parser::types::{
    BaseType, ExecutableDocument, OperationDefinition, OperationType, SelectionSet, Type,
};
use async_graphql::{Name, PathSegment, Value};

use super::refusal::PublicError;
use super::sdl::{Sdl, named};
use super::walk::Leads;

/// The fields of an operation, fragments written out, in the order of the document.
#[derive(Debug, Default)]
pub(super) struct Plan {
    fields: Vec<PlannedField>,
}

#[derive(Debug)]
struct PlannedField {
    key: Name,
    /// The key as JSON, with its colon.
    written: String,
    /// `None` within introspection, whose types are not printed.
    ty: Option<Type>,
    selected: Plan,
}

impl Plan {
    /// Lays out an operation that has been validated.
    pub fn new(sdl: &Sdl, document: &ExecutableDocument, operation: &OperationDefinition) -> Self {
        let root = match operation.ty {
            OperationType::Query => &sdl.query,
            OperationType::Mutation => &sdl.mutation,
            OperationType::Subscription => &sdl.subscription,
        };
        Self::of(
            sdl,
            document,
            vec![(&operation.selection_set.node, root.as_str())],
        )
    }

    fn of(sdl: &Sdl, document: &ExecutableDocument, sets: Vec<(&SelectionSet, &str)>) -> Self {
        let mut gathering = Gathering {
            sdl,
            document,
            seen: HashSet::new(),
            found: IndexMap::new(),
        };
        for (set, on) in sets {
            gathering.set(set, on);
        }
        let plan = |(key, found): (Name, Found<'_>)| PlannedField {
            written: format!("\"{key}\":"),
            key,
            ty: found.ty.cloned(),
            selected: Self::of(sdl, document, found.sets),
        };
        Self {
            fields: gathering.found.into_iter().map(plan).collect(),
        }
    }
}

/// One key of an object with all that is selected under it.
#[derive(Default)]
struct Found<'a> {
    ty: Option<&'a Type>,
    sets: Vec<(&'a SelectionSet, &'a str)>,
}

struct Gathering<'a> {
    sdl: &'a Sdl,
    document: &'a ExecutableDocument,
    seen: HashSet<(usize, &'a str)>,
    found: IndexMap<Name, Found<'a>>,
}

impl<'a> Gathering<'a> {
    fn set(&mut self, set: &'a SelectionSet, on: &'a str) {
        if !self.seen.insert((std::ptr::from_ref(set).addr(), on)) {
            return;
        }
        for selection in &set.items {
            match Leads::to(self.document, &selection.node, on) {
                Leads::Field(field) => {
                    let info = self.sdl.field(on, &field.name.node);
                    let key = field.response_key().node.clone();
                    let found = self.found.entry(key).or_default();
                    found.ty = found.ty.or(info.map(|info| &info.ty));
                    let below = info.map_or("", |info| named(&info.ty));
                    found.sets.push((&field.selection_set.node, below));
                }
                Leads::Into(set, on) => self.set(set, on),
                Leads::Nowhere => {}
            }
        }
    }
}

/// The places that failed, as a tree.
#[derive(Debug, Default)]
struct Failed {
    below: HashMap<Step, Failed>,
}

#[derive(Debug, PartialEq, Eq, Hash)]
enum Step {
    Field(String),
    Index(usize),
}

impl Failed {
    fn new(errors: &[PublicError]) -> Self {
        let mut root = Self::default();
        for error in errors {
            let mut at = &mut root;
            for step in &error.path {
                at = at
                    .below
                    .entry(match step {
                        PathSegment::Field(name) => Step::Field(name.clone()),
                        PathSegment::Index(index) => Step::Index(*index),
                    })
                    .or_default();
            }
        }
        root
    }

    fn field(&self, key: &Name) -> Option<&Self> {
        if self.below.is_empty() {
            None
        } else {
            self.below.get(&Step::Field(key.to_string()))
        }
    }
}

/// A null stands where none may be; the parent has to take it.
struct MustBeNull;

type Written = Result<(), MustBeNull>;

/// Writes `data` as JSON.
pub(super) fn write_data(out: &mut Vec<u8>, plan: &Plan, data: &Value, errors: &[PublicError]) {
    let failed = Failed::new(errors);
    // The root is nullable, so it always takes the null.
    let _ = value(out, None, plan, data, Some(&failed));
}

fn value(
    out: &mut Vec<u8>,
    ty: Option<&Type>,
    plan: &Plan,
    value: &Value,
    failed: Option<&Failed>,
) -> Written {
    let start = out.len();
    let inner = match ty.map(|ty| &ty.base) {
        Some(BaseType::List(inner)) => Some(inner.as_ref()),
        _ => None,
    };
    let written = match value {
        Value::Object(members) if !plan.fields.is_empty() => object(out, plan, members, failed),
        Value::List(items) => list(out, inner, plan, items, failed),
        // All fields of this object failed, so the library has nothing to show for it.
        Value::Null if inner.is_none() && failed.is_some_and(|failed| !failed.below.is_empty()) => {
            object(out, plan, &IndexMap::new(), failed)
        }
        Value::Null => Err(MustBeNull),
        leaf => {
            leaf_to(out, leaf);
            Ok(())
        }
    };
    if written.is_err() {
        out.truncate(start);
        // Without an error on the way the library answers for the null.
        if failed.is_some() && ty.is_some_and(|ty| !ty.nullable) {
            return Err(MustBeNull);
        }
        out.extend_from_slice(b"null");
    }
    Ok(())
}

fn object(
    out: &mut Vec<u8>,
    plan: &Plan,
    members: &IndexMap<Name, Value>,
    failed: Option<&Failed>,
) -> Written {
    let null = Value::Null;
    out.push(b'{');
    let mut is_first = true;
    for field in &plan.fields {
        let failed = failed.and_then(|failed| failed.field(&field.key));
        let member = match members.get(&field.key) {
            Some(member) => member,
            None if failed.is_some() => &null,
            None => continue, // skipped, or of another type's fragment
        };
        if !std::mem::take(&mut is_first) {
            out.push(b',');
        }
        out.extend_from_slice(field.written.as_bytes());
        value(out, field.ty.as_ref(), &field.selected, member, failed)?;
    }
    out.push(b'}');
    Ok(())
}

fn list(
    out: &mut Vec<u8>,
    inner: Option<&Type>,
    plan: &Plan,
    items: &[Value],
    failed: Option<&Failed>,
) -> Written {
    out.push(b'[');
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            out.push(b',');
        }
        let failed = failed.and_then(|failed| failed.below.get(&Step::Index(index)));
        value(out, inner, plan, item, failed)?;
    }
    out.push(b']');
    Ok(())
}

fn leaf_to(out: &mut Vec<u8>, leaf: &Value) {
    let start = out.len();
    if serde_json::to_writer(&mut *out, leaf).is_err() {
        // Only a value that is no JSON (bytes) comes here; the graph has none.
        out.truncate(start);
        out.extend_from_slice(b"null");
    }
}

#[cfg(test)]
#[path = "complete_tests.rs"]
mod tests;
