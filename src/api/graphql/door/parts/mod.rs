//! A query taken apart into fields that are executed, and kept, by themselves.
//!
//! Pages share their parts: the rail and the menus are the same on ten thousand pages. A part is
//! one field of an object at the root of the query (consecutive leaves are taken together), or a
//! whole field of the root, as an operation of its own. Put together again, the parts give byte for
//! byte what the whole operation gives.

mod print;
mod taking;

use std::collections::BTreeSet;
use std::fmt::Write;
use std::sync::{Mutex, PoisonError};

use async_graphql::parser::types::{ExecutableDocument, OperationDefinition, OperationType};
use async_graphql::{Name, Value as ConstValue, Variables};
use axum::body::Bytes;

use self::taking::{Taking, fields_of};
use super::complete::Plan;
use super::hints::{self, Hints};
use super::sdl::Sdl;
use super::walk::Given;

/// A query as its parts, in the order of the document.
#[derive(Debug)]
pub struct Parts {
    roots: Vec<Root>,
    /// Whether a field that only the reader's own device may keep is selected anywhere.
    pub(super) mentions_private: bool,
    /// The variables by which fields are left out.
    conditions: Vec<Name>,
    /// What the hints come to, by what these variables hold.
    hints: Mutex<Vec<(Vec<Option<ConstValue>>, Hints)>>,
}

/// Cases of which the hints are remembered.
const CASES: usize = 16;

/// A field of the root.
#[derive(Debug)]
struct Root {
    /// `"key":`, as it stands in an answer.
    written: String,
    /// Its parts: its own fields, or itself alone.
    parts: Vec<Part>,
}

/// One operation that gives a part of an answer.
#[derive(Debug)]
pub struct Part {
    pub(super) document: ExecutableDocument,
    pub(super) plan: Plan,
    /// The variables that it uses.
    variables: Vec<Name>,
    /// Those of them that leave fields out.
    conditions: Vec<Name>,
    /// The same for the same selection in any document.
    fingerprint: String,
    /// `{"key":{`: what goes before its members in its own answer; `None` of a whole field.
    opening: Option<String>,
}

/// What a part gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Members {
    /// Nothing: the field was skipped.
    Absent,
    /// The object that its fields are of is null, or all its fields were skipped.
    Null,
    /// `"key":value` of its fields, with commas between them; empty when all were skipped.
    These(Bytes),
}

impl Members {
    /// Bytes that it takes up.
    pub fn bytes(&self) -> usize {
        match self {
            Self::Absent | Self::Null => 0,
            Self::These(bytes) => bytes.len(),
        }
    }
}

impl Parts {
    /// Takes an operation apart; `None` of one that is executed whole: anything but a query, and
    /// queries that introspect.
    pub(super) fn of(
        sdl: &Sdl,
        document: &ExecutableDocument,
        operation: &OperationDefinition,
    ) -> Option<Self> {
        if operation.ty != OperationType::Query || !operation.directives.is_empty() {
            return None;
        }
        let fields = fields_of(document, &operation.selection_set.node)?;
        let take = Taking {
            sdl,
            document,
            operation,
        };
        let roots = fields.iter().map(|field| take.root(field));
        let roots = roots.collect::<Option<Vec<Root>>>()?;
        let parts = roots.iter().flat_map(|root| &root.parts);
        let conditions: BTreeSet<&Name> = parts.flat_map(|part| &part.conditions).collect();
        Some(Self {
            mentions_private: hints::of(sdl, document, operation, None).is_private,
            conditions: conditions.into_iter().cloned().collect(),
            hints: Mutex::default(),
            roots,
        })
    }

    /// What the hints come to with these variables. Going through a long document takes longer than
    /// putting its answer together; but few documents have more than a few cases.
    pub(super) fn hints(
        &self,
        (sdl, document): (&Sdl, &ExecutableDocument),
        given: Given<'_>,
    ) -> Hints {
        let held = self.conditions.iter().map(|name| given.variable(name).ok());
        let case: Vec<Option<ConstValue>> = held.collect();
        let known = |cases: &[(Vec<_>, Hints)]| {
            let found = cases.iter().find(|(held, _)| *held == case);
            found.map(|(_, hints)| *hints)
        };
        let cases = || self.hints.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(hints) = known(&cases()) {
            return hints;
        }
        let hints = hints::of(sdl, document, given.operation, Some(given.variables));
        let mut cases = cases();
        if cases.len() < CASES {
            cases.push((case, hints));
        }
        hints
    }

    /// All parts, in order.
    pub fn iter(&self) -> impl Iterator<Item = &Part> {
        self.roots.iter().flat_map(|root| &root.parts)
    }

    /// Puts the members of all parts, in order, together behind what stands in `data`; `None` when
    /// they do not go together because something changed between them.
    pub fn put_together<'m>(
        &self,
        mut data: Vec<u8>,
        members: impl Iterator<Item = &'m Members> + Clone,
    ) -> Option<Vec<u8>> {
        let names = self.roots.iter().map(|root| root.written.len() + 8);
        let bytes: usize = members.clone().map(|members| members.bytes() + 1).sum();
        data.reserve(bytes + names.sum::<usize>());
        let mut members = members;
        data.push(b'{');
        let mut is_first = true;
        for root in &self.roots {
            let given: Vec<&Members> = members.by_ref().take(root.parts.len()).collect();
            let is_split = root.parts.iter().any(|part| part.opening.is_some());
            let count = |wanted: &Members| given.iter().filter(|one| **one == wanted).count();
            let (absent, null) = (count(&Members::Absent), count(&Members::Null));
            if absent == given.len() {
                continue;
            }
            if absent > 0 {
                return None;
            }
            if !std::mem::take(&mut is_first) {
                data.push(b',');
            }
            if !is_split {
                join(&mut data, &given);
                continue;
            }
            data.extend_from_slice(root.written.as_bytes());
            // Where some are null and some are not, all fields of those parts were skipped.
            if null == given.len() {
                data.extend_from_slice(b"null");
                continue;
            }
            data.push(b'{');
            join(&mut data, &given);
            data.push(b'}');
        }
        data.push(b'}');
        Some(data)
    }
}

fn join(data: &mut Vec<u8>, members: &[&Members]) {
    let mut is_first = true;
    for one in members {
        if let Members::These(bytes) = one
            && !bytes.is_empty()
        {
            if !std::mem::take(&mut is_first) {
                data.push(b',');
            }
            data.extend_from_slice(bytes);
        }
    }
}

impl Part {
    /// What it is kept by: what is selected, and the variables that this depends on.
    pub fn key(&self, variables: &Variables) -> String {
        let mut key = self.fingerprint.clone();
        for name in &self.variables {
            // Writing to a string does not fail.
            let _ = match variables.get(name) {
                Some(value) => write!(key, "\n{name}={value}"),
                None => write!(key, "\n{name}"),
            };
        }
        key
    }

    /// Its members, of the `data` that its operation gave.
    pub(super) fn members(&self, data: Vec<u8>) -> Option<Members> {
        // The library has null for an object whose fields were all skipped.
        if data == b"{}" || data == b"null" {
            return Some(Members::Absent);
        }
        let data = Bytes::from(data);
        let Some(opening) = &self.opening else {
            return Some(Members::These(data.slice(1..data.len().checked_sub(1)?)));
        };
        if let Some(rest) = data.strip_prefix(opening.as_bytes()) {
            let end = data.len().checked_sub(2)?;
            let start = data.len() - rest.len();
            return (start <= end).then(|| Members::These(data.slice(start..end)));
        }
        data.ends_with(b":null}").then_some(Members::Null)
    }
}
