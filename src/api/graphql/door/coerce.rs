//! Checks the values of variables before anything runs (GraphQL, 6.1.2), so that a bad one is a
//! request error whatever the library's validation was told to skip. Custom scalars are left to
//! their own parsers, beyond not being null.

use async_graphql::parser::types::{BaseType, OperationDefinition, Type};
use async_graphql::{Value, Variables};

use super::refusal::{Code, PublicError, Refusal};
use super::sdl::{Kind, Sdl, TypeInfo, named};

/// Whether errors may say the names of variables: those of trusted documents are our own words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Naming {
    Named,
    Nameless,
}

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
        let message = match variables.get(name) {
            None if ty.nullable || definition.node.default_value.is_some() => continue,
            None => format!("{what} is required"),
            Some(value) if fits(sdl, ty, value) => continue,
            Some(_) if sdl.knows(named(ty)) => format!("{what} is not a valid {}", named(ty)),
            Some(_) => continue, // an unknown type: validation will say so
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

fn fits(sdl: &Sdl, ty: &Type, value: &Value) -> bool {
    match (&ty.base, value) {
        (_, Value::Null) => ty.nullable,
        (BaseType::List(inner), Value::List(items)) => {
            items.iter().all(|item| fits(sdl, inner, item))
        }
        (BaseType::List(inner), item) => fits(sdl, inner, item),
        (BaseType::Named(name), value) => fits_named(sdl, name, value),
    }
}

fn fits_named(sdl: &Sdl, name: &str, value: &Value) -> bool {
    match (name, value) {
        ("Int", Value::Number(number)) => number
            .as_i64()
            .is_some_and(|number| i32::try_from(number).is_ok()),
        ("Float", Value::Number(_))
        | ("String" | "ID", Value::String(_))
        | ("Boolean", Value::Boolean(_)) => true,
        ("ID", Value::Number(number)) => number.is_i64() || number.is_u64(),
        ("Int" | "Float" | "String" | "ID" | "Boolean", _) => false,
        _ => sdl
            .get(name)
            .is_some_and(|info| fits_declared(sdl, info, value)),
    }
}

fn fits_declared(sdl: &Sdl, info: &TypeInfo, value: &Value) -> bool {
    match (&info.kind, value) {
        (Kind::Scalar, _) => true,
        (Kind::Enum(values), Value::String(value)) => values.contains(value),
        (Kind::Enum(values), Value::Enum(value)) => values.contains(value.as_str()),
        (Kind::Input { one_of }, Value::Object(members)) => {
            if *one_of {
                let given: Vec<_> = members.values().collect();
                if !matches!(given.as_slice(), [one] if **one != Value::Null) {
                    return false;
                }
            }
            let known = members
                .keys()
                .all(|name| info.fields.contains_key(name.as_str()));
            known
                && info
                    .fields
                    .iter()
                    .all(|(name, field)| match members.get(name.as_str()) {
                        None => field.ty.nullable || field.default.is_some(),
                        Some(value) => fits(sdl, &field.ty, value),
                    })
        }
        (Kind::Enum(_) | Kind::Input { .. } | Kind::Object | Kind::Abstract, _) => false,
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
