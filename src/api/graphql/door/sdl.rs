//! The printed schema, read back into what the door asks of it: which fields a type has, what
//! they return, what they weigh and what input they take.

use std::collections::{HashMap, HashSet};

use async_graphql::Value as ConstValue;
use async_graphql::parser::parse_schema;
use async_graphql::parser::types::{
    BaseType, ConstDirective, FieldDefinition, InputValueDefinition, SchemaDefinition, Type,
    TypeDefinition, TypeKind, TypeSystemDefinition,
};
use async_graphql::{Name, Positioned};

use super::hints::Hints;

/// The schema as the door knows it.
#[derive(Debug, Default)]
pub(super) struct Sdl {
    pub query: String,
    pub mutation: String,
    pub subscription: String,
    types: HashMap<String, TypeInfo>,
    possible: HashMap<String, Vec<String>>,
    names: HashSet<String>,
}

/// A type: its kind, its `@cost` and its fields.
#[derive(Debug)]
pub(super) struct TypeInfo {
    pub kind: Kind,
    pub weight: Option<f64>,
    pub hints: Hints,
    pub fields: HashMap<String, FieldInfo>,
}

/// What sort of type it is.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Scalar,
    Enum(HashSet<String>),
    Object,
    Abstract,
    Input { one_of: bool },
}

/// A field of an object, an interface or an input object.
#[derive(Debug)]
pub(super) struct FieldInfo {
    pub ty: Type,
    pub default: Option<ConstValue>,
    pub weight: Option<f64>,
    pub size: Option<ListSize>,
    pub hints: Hints,
    pub arguments: HashMap<String, FieldInfo>,
}

/// A `@listSize`.
#[derive(Debug, Default)]
pub(super) struct ListSize {
    pub assumed: Option<f64>,
    pub slicing: Vec<String>,
    pub sized: Vec<String>,
}

impl Sdl {
    /// Reads a printed schema.
    pub fn parse(text: &str) -> Result<Self, async_graphql::parser::Error> {
        let mut sdl = Self {
            query: "Query".to_owned(),
            mutation: "Mutation".to_owned(),
            subscription: "Subscription".to_owned(),
            ..Self::default()
        };
        for definition in parse_schema(text)?.definitions {
            match definition {
                TypeSystemDefinition::Schema(schema) => sdl.take_roots(&schema.node),
                TypeSystemDefinition::Type(definition) => sdl.take_type(&definition.node),
                TypeSystemDefinition::Directive(directive) => {
                    sdl.names.insert(directive.node.name.node.to_string());
                }
            }
        }
        for builtin in ["Int", "Float", "String", "Boolean", "ID"] {
            sdl.names.insert(builtin.to_owned());
        }
        Ok(sdl)
    }

    /// Finds a type.
    pub fn get(&self, name: &str) -> Option<&TypeInfo> {
        self.types.get(name)
    }

    /// Finds a field of an object or interface.
    pub fn field(&self, on: &str, name: &str) -> Option<&FieldInfo> {
        self.types.get(on)?.fields.get(name)
    }

    /// Lists the object types that a value of this type can have; none for scalars and inputs.
    pub fn possible(&self, name: &str) -> &[String] {
        self.possible.get(name).map_or(&[], Vec::as_slice)
    }

    /// Says whether a fragment on `condition` applies to the object type `on`.
    pub fn applies(&self, condition: &str, on: &str) -> bool {
        condition == on || self.possible(condition).iter().any(|name| name == on)
    }

    /// Says whether the schema itself has this name, so that saying it back tells nothing new.
    pub fn knows(&self, name: &str) -> bool {
        self.names.contains(name)
    }

    fn take_roots(&mut self, schema: &SchemaDefinition) {
        let take = |root: &mut String, name: &Option<Positioned<Name>>| {
            if let Some(name) = name {
                *root = name.node.to_string();
            }
        };
        take(&mut self.query, &schema.query);
        take(&mut self.mutation, &schema.mutation);
        take(&mut self.subscription, &schema.subscription);
    }

    fn take_type(&mut self, definition: &TypeDefinition) {
        let name = definition.name.node.to_string();
        let kind = self.kind_of(&name, definition);
        let fields: HashMap<String, FieldInfo> = match &definition.kind {
            TypeKind::Object(object) => fields(&object.fields),
            TypeKind::Interface(interface) => fields(&interface.fields),
            TypeKind::InputObject(input) => inputs(&input.fields),
            TypeKind::Scalar | TypeKind::Union(_) | TypeKind::Enum(_) => HashMap::new(),
        };
        self.names.insert(name.clone());
        if let Kind::Enum(values) = &kind {
            self.names.extend(values.iter().cloned());
        }
        for (field, info) in &fields {
            self.names.insert(field.clone());
            self.names.extend(info.arguments.keys().cloned());
        }
        let weight = weight(&definition.directives);
        let hints = hints(&definition.directives);
        self.types.insert(
            name,
            TypeInfo {
                kind,
                weight,
                hints,
                fields,
            },
        );
    }

    fn kind_of(&mut self, name: &str, definition: &TypeDefinition) -> Kind {
        match &definition.kind {
            TypeKind::Scalar => Kind::Scalar,
            TypeKind::Enum(values) => Kind::Enum(
                values
                    .values
                    .iter()
                    .map(|v| v.node.value.node.to_string())
                    .collect(),
            ),
            TypeKind::Object(object) => {
                let own = std::iter::once(name.to_owned());
                for above in own.chain(object.implements.iter().map(|i| i.node.to_string())) {
                    self.possible
                        .entry(above)
                        .or_default()
                        .push(name.to_owned());
                }
                Kind::Object
            }
            TypeKind::Interface(_) => Kind::Abstract,
            TypeKind::Union(union) => {
                let members = union.members.iter().map(|member| member.node.to_string());
                self.possible.insert(name.to_owned(), members.collect());
                Kind::Abstract
            }
            TypeKind::InputObject(_) => Kind::Input {
                one_of: argument(&definition.directives, "oneOf", "").is_some(),
            },
        }
    }
}

/// The name inside the lists and exclamation marks of a type.
pub(super) fn named(ty: &Type) -> &str {
    match &ty.base {
        BaseType::Named(name) => name,
        BaseType::List(inner) => named(inner),
    }
}

fn fields(fields: &[Positioned<FieldDefinition>]) -> HashMap<String, FieldInfo> {
    let info = |field: &FieldDefinition| FieldInfo {
        ty: field.ty.node.clone(),
        default: None,
        weight: weight(&field.directives),
        size: list_size(&field.directives),
        hints: hints(&field.directives),
        arguments: inputs(&field.arguments),
    };
    fields
        .iter()
        .map(|field| (field.node.name.node.to_string(), info(&field.node)))
        .collect()
}

fn inputs(inputs: &[Positioned<InputValueDefinition>]) -> HashMap<String, FieldInfo> {
    let info = |input: &InputValueDefinition| FieldInfo {
        ty: input.ty.node.clone(),
        default: input.default_value.as_ref().map(|value| value.node.clone()),
        weight: weight(&input.directives),
        size: None,
        hints: Hints::default(),
        arguments: HashMap::new(),
    };
    inputs
        .iter()
        .map(|input| (input.node.name.node.to_string(), info(&input.node)))
        .collect()
}

/// An argument of a directive; `Some(None)` when the directive stands there without it.
#[expect(
    clippy::option_option,
    reason = "the directive may be absent, and so may its argument"
)]
fn argument<'a>(
    directives: &'a [Positioned<ConstDirective>],
    directive: &str,
    name: &str,
) -> Option<Option<&'a ConstValue>> {
    let found = directives
        .iter()
        .find(|found| found.node.name.node == directive)?;
    Some(found.node.get_argument(name).map(|value| &value.node))
}

fn weight(directives: &[Positioned<ConstDirective>]) -> Option<f64> {
    match argument(directives, "cost", "weight")?? {
        ConstValue::String(weight) => weight
            .parse()
            .ok()
            .filter(|weight: &f64| weight.is_finite()),
        ConstValue::Number(weight) => weight.as_f64(),
        _ => None,
    }
}

fn list_size(directives: &[Positioned<ConstDirective>]) -> Option<ListSize> {
    let names = |name| match argument(directives, "listSize", name) {
        Some(Some(ConstValue::List(names))) => names.iter().filter_map(text).collect(),
        _ => Vec::new(),
    };
    let assumed = match argument(directives, "listSize", "assumedSize")? {
        Some(ConstValue::Number(size)) => size.as_f64(),
        _ => None,
    };
    Some(ListSize {
        assumed,
        slicing: names("slicingArguments"),
        sized: names("sizedFields"),
    })
}

fn hints(directives: &[Positioned<ConstDirective>]) -> Hints {
    let given = |name| argument(directives, "cacheControl", name).flatten();
    let max_age = match given("maxAge") {
        Some(ConstValue::Number(seconds)) => seconds.as_u64(),
        _ => None,
    };
    Hints {
        max_age: max_age.and_then(|seconds| u32::try_from(seconds).ok()),
        is_private: matches!(given("scope"), Some(ConstValue::Enum(scope)) if scope == "PRIVATE"),
    }
}

fn text(value: &ConstValue) -> Option<String> {
    match value {
        ConstValue::String(text) => Some(text.clone()),
        _ => None,
    }
}
