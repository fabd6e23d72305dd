//! A query taken apart into fields that are executed, and kept, by themselves.
//!
//! Pages share their parts: the rail and the menus are the same on ten thousand pages. A part is
//! one field of an object at the root of the query (consecutive leaves are taken together), or a
//! whole field of the root, as an operation of its own. Put together again, the parts give byte for
//! byte what the whole operation gives.

use std::collections::{BTreeSet, HashSet};
use std::fmt::Write;
use std::sync::{Mutex, PoisonError};

use async_graphql::parser::types::{
    BaseType, Directive, DocumentOperations, ExecutableDocument, Field, OperationDefinition,
    OperationType, Selection, SelectionSet,
};
use async_graphql::{Name, Positioned, Value as ConstValue, Variables};
use axum::body::Bytes;
use sha2::{Digest, Sha256};

use super::complete::Plan;
use super::hints::{self, Hints};
use super::sdl::{Kind, Sdl, named};
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

/// The fields of a selection with its plain fragments written out; `None` when they cannot be told
/// apart: under a directive, or twice under one key.
fn fields_of<'a>(
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
struct Taking<'a> {
    sdl: &'a Sdl,
    document: &'a ExecutableDocument,
    operation: &'a OperationDefinition,
}

impl Taking<'_> {
    fn root(&self, field: &Positioned<Field>) -> Option<Root> {
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
        let mut print = Print {
            document: self.document,
            text: String::new(),
            variables: Vec::new(),
            conditions: Vec::new(),
            fragments: Vec::new(),
        };
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

/// Prints a selection, the same way wherever it stands.
struct Print<'a> {
    document: &'a ExecutableDocument,
    text: String,
    variables: Vec<Name>,
    /// Those of them that stand in directives.
    conditions: Vec<Name>,
    /// Fragments in the order in which they are met.
    fragments: Vec<Name>,
}

impl Print<'_> {
    fn set(&mut self, set: &SelectionSet) {
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

    fn directives(&mut self, directives: &[Positioned<Directive>]) {
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
