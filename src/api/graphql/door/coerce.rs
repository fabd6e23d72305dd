//! Checks the values of variables before anything runs (GraphQL, 6.1.2), so that a bad one is a
//! request error whatever the library's validation was told to skip. Custom scalars are left to
//! their own parsers, beyond not being null.

use async_graphql::indexmap::IndexMap;
use async_graphql::parser::types::{BaseType, OperationDefinition, Type, VariableDefinition};
use async_graphql::{Name, Value, Variables};

use super::refusal::{Code, PublicError, Refusal};
use super::sdl::{FieldInfo, Kind, Sdl, TypeInfo, named};

/// Whether errors may say the names of variables: those of trusted documents are our own words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Naming {
    Named,
    Nameless,
}

/// A place in the variables, and what is wrong there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Misfit {
    /// The variable, and the way down into its value.
    pub path: Vec<String>,
    /// What is wrong.
    pub fault: Fault,
}

/// What can be wrong with a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It is missing.
    Required,
    /// There is nothing of this name.
    Unknown,
    /// It is given more than once.
    Repeated,
    /// It is not of this type.
    NotA(String),
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Required => f.write_str("this is required"),
            Self::Unknown => f.write_str("there is nothing of this name"),
            Self::Repeated => f.write_str("this is given more than once"),
            Self::NotA(ty) => write!(f, "this is not a valid {ty}"),
        }
    }
}

/// Tells whether a custom scalar, given by its name, takes a value.
pub type TakesScalar = dyn Fn(&str, &Value) -> bool + Sync;

/// Checks each variable against its declared type.
pub(super) fn check_variables(
    sdl: &Sdl,
    operation: &OperationDefinition,
    variables: &Variables,
    naming: Naming,
) -> Result<(), Refusal> {
    let mut errors = Vec::new();
    for definition in &operation.variable_definitions {
        let (name, ty) = (&definition.node.name.node, &definition.node.var_type.node);
        let what = match naming {
            Naming::Named => format!("the variable ${name}"),
            Naming::Nameless => "a variable".to_owned(),
        };
        let misfits = of_variable(sdl, &definition.node, variables.get(name), &|_, _| true);
        let message = match misfits.first() {
            None => continue,
            Some(Misfit {
                path,
                fault: Fault::Required,
            }) if path.len() == 1 => {
                format!("{what} is required")
            }
            Some(_) => format!("{what} is not a valid {}", named(ty)),
        };
        let error = PublicError::new(Code::BadUserInput, message);
        errors.push(error.at(vec![definition.pos]));
    }
    if errors.is_empty() {
        Ok(())
    } else {
        Err(Refusal::of(errors))
    }
}

/// Everything that is wrong with the value of one variable.
pub(super) fn of_variable(
    sdl: &Sdl,
    definition: &VariableDefinition,
    value: Option<&Value>,
    takes: &TakesScalar,
) -> Vec<Misfit> {
    let ty = &definition.var_type.node;
    let mut check = Check {
        sdl,
        takes,
        at: vec![Step::Name(&definition.name.node)],
        found: Vec::new(),
    };
    match value {
        None if ty.nullable || definition.default_value.is_some() => {}
        None => check.fault(Fault::Required),
        // Of an unknown type: validation will say so.
        Some(_) if !sdl.knows(named(ty)) => {}
        Some(value) => check.value(ty, value),
    }
    check.found
}

#[derive(Clone, Copy)]
enum Step<'a> {
    Name(&'a str),
    Index(usize),
}

struct Check<'a> {
    sdl: &'a Sdl,
    takes: &'a TakesScalar,
    at: Vec<Step<'a>>,
    found: Vec<Misfit>,
}

impl<'a> Check<'a> {
    fn fault(&mut self, fault: Fault) {
        let path = self.at.iter().map(|step| match step {
            Step::Name(name) => (*name).to_owned(),
            Step::Index(index) => index.to_string(),
        });
        let path = path.collect();
        self.found.push(Misfit { path, fault });
    }

    fn value(&mut self, ty: &'a Type, value: &'a Value) {
        match (&ty.base, value) {
            (_, Value::Null) if ty.nullable => {}
            (_, Value::Null) => self.fault(Fault::NotA(named(ty).to_owned())),
            (BaseType::List(inner), Value::List(items)) => {
                for (index, item) in items.iter().enumerate() {
                    self.below(Step::Index(index), |check| check.value(inner, item));
                }
            }
            (BaseType::List(inner), item) => self.value(inner, item),
            (BaseType::Named(name), value) => self.named(name, value),
        }
    }

    fn named(&mut self, name: &'a str, value: &'a Value) {
        let fits = match (name, value) {
            ("Int", Value::Number(number)) => number
                .as_i64()
                .is_some_and(|number| i32::try_from(number).is_ok()),
            ("Float", Value::Number(_))
            | ("String" | "ID", Value::String(_))
            | ("Boolean", Value::Boolean(_)) => true,
            ("ID", Value::Number(number)) => number.is_i64() || number.is_u64(),
            ("Int" | "Float" | "String" | "ID" | "Boolean", _) => false,
            _ => match self.sdl.get(name) {
                Some(info) => return self.declared(name, info, value),
                None => false,
            },
        };
        if !fits {
            self.fault(Fault::NotA(name.to_owned()));
        }
    }

    fn declared(&mut self, name: &'a str, info: &'a TypeInfo, value: &'a Value) {
        let fits = match (&info.kind, value) {
            (Kind::Scalar, value) => (self.takes)(name, value),
            (Kind::Enum(values), Value::String(value)) => values.contains(value),
            (Kind::Enum(values), Value::Enum(value)) => values.contains(value.as_str()),
            (Kind::Input { one_of }, Value::Object(members)) => {
                let given: Vec<_> = members.values().collect();
                if *one_of && !matches!(given.as_slice(), [one] if **one != Value::Null) {
                    false
                } else {
                    return self.members(info, members);
                }
            }
            (Kind::Enum(_) | Kind::Input { .. } | Kind::Object | Kind::Abstract, _) => false,
        };
        if !fits {
            self.fault(Fault::NotA(name.to_owned()));
        }
    }

    fn members(&mut self, info: &'a TypeInfo, members: &'a IndexMap<Name, Value>) {
        for (name, value) in members {
            let field = info.fields.get(name.as_str());
            self.below(Step::Name(name), |check| match field {
                Some(field) => check.value(&field.ty, value),
                None => check.fault(Fault::Unknown),
            });
        }
        let is_missing = |name: &str, field: &FieldInfo| {
            !field.ty.nullable && field.default.is_none() && !members.contains_key(name)
        };
        let mut missing: Vec<_> = info
            .fields
            .iter()
            .filter(|(name, field)| is_missing(name, field))
            .map(|(name, _)| name.as_str())
            .collect();
        missing.sort_unstable();
        for name in missing {
            self.below(Step::Name(name), |check| check.fault(Fault::Required));
        }
    }

    fn below(&mut self, step: Step<'a>, look: impl FnOnce(&mut Self)) {
        self.at.push(step);
        look(self);
        self.at.pop();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use async_graphql::parser::parse_query;
    use serde_json::json;

    const SDL: &str = "type Query { a: Int } enum Size { S L } scalar Slug \
        input Box { size: Size!, depth: Int = 1, inner: [Box!] } input Pick @oneOf { a: Int, b: Int }";

    fn refused(types: &str, variables: serde_json::Value) -> Vec<String> {
        let document = parse_query(format!("query({types}) {{ a }}")).unwrap();
        let (_, operation) = document.operations.iter().next().unwrap();
        let sdl = Sdl::parse(SDL).unwrap();
        let variables = Variables::from_json(variables);
        match check_variables(&sdl, &operation.node, &variables, Naming::Named) {
            Ok(()) => Vec::new(),
            Err(refusal) => refusal
                .errors
                .iter()
                .map(|e| e.message.to_string())
                .collect(),
        }
    }

    #[test]
    fn values_of_the_declared_types_pass() {
        for (types, variables) in [
            ("$n: Int", json!({"n": 2_147_483_647})),
            ("$n: Int", json!({"unknown": "x"})),
            ("$n: Int! = 3", json!({})),
            ("$n: [Int!]", json!({"n": 5})),
            ("$i: ID!", json!({"i": 7})),
            ("$s: Slug!", json!({"s": {"anything": 1}})),
            (
                "$b: Box!",
                json!({"b": {"size": "S", "inner": [{"size": "L"}]}}),
            ),
            ("$p: Pick!", json!({"p": {"a": 1}})),
        ] {
            assert_eq!(refused(types, variables), Vec::<String>::new(), "{types}");
        }
    }

    #[test]
    #[expect(clippy::too_many_lines, reason = "a table of cases")]
    fn other_values_are_refused_without_an_echo() {
        for (types, variables, wanted) in [
            ("$n: Int!", json!({}), "the variable $n is required"),
            (
                "$n: Int!",
                json!({"n": null}),
                "the variable $n is not a valid Int",
            ),
            (
                "$n: Int! = 3",
                json!({"n": null}),
                "the variable $n is not a valid Int",
            ),
            (
                "$n: Int",
                json!({"n": 2_147_483_648_i64}),
                "the variable $n is not a valid Int",
            ),
            (
                "$n: Int",
                json!({"n": "1"}),
                "the variable $n is not a valid Int",
            ),
            (
                "$n: [Int!]",
                json!({"n": [null]}),
                "the variable $n is not a valid Int",
            ),
            (
                "$s: String",
                json!({"s": 1}),
                "the variable $s is not a valid String",
            ),
            (
                "$s: Slug!",
                json!({"s": null}),
                "the variable $s is not a valid Slug",
            ),
            (
                "$e: Size",
                json!({"e": "XL"}),
                "the variable $e is not a valid Size",
            ),
            (
                "$b: Box",
                json!({"b": {}}),
                "the variable $b is not a valid Box",
            ),
            (
                "$b: Box",
                json!({"b": {"size": "S", "x": 1}}),
                "the variable $b is not a valid Box",
            ),
            (
                "$p: Pick",
                json!({"p": {"a": 1, "b": null}}),
                "the variable $p is not a valid Pick",
            ),
            (
                "$p: Pick",
                json!({"p": {"a": null}}),
                "the variable $p is not a valid Pick",
            ),
        ] {
            assert_eq!(
                refused(types, variables),
                vec![wanted.to_owned()],
                "{types}"
            );
        }
    }
}
