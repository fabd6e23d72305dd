//! Every mutation, tried over the graph by everybody: what the table of roles says is what happens.

mod tried;
mod world;

use std::collections::BTreeMap;
use std::fmt::Write;

use async_graphql::parser::parse_schema;
use async_graphql::parser::types::{TypeKind, TypeSystemDefinition};
use masthead::api::graphql::{Graph, sdl};
use masthead::policy::Role;
use serde_json::{Value as Json, json};

use self::tried::{REPEATABLE, TRIED};
use self::world::{elsewhere, world};
use crate::support::{Newsroom, both};

/// What became of a try: `yes` past the policy, `-` denied, `?` not to be known of, `401` nobody.
fn verdict(name: &str, answer: &Json) -> &'static str {
    if let Some(code) = answer["errors"][0]["extensions"]["code"].as_str() {
        assert_eq!(code, "UNAUTHENTICATED", "{name}: {answer:#}");
        return "401";
    }
    let payload = answer["data"]
        .as_object()
        .and_then(|data| data.values().next());
    let payload = payload.unwrap_or_else(|| panic!("{name}: {answer:#}"));
    let errors = payload["userErrors"].as_array().unwrap();
    assert!(
        !errors.is_empty() || REPEATABLE.contains(&name),
        "{name}: {answer:#}"
    );
    let kind = errors
        .first()
        .map(|error| error["__typename"].as_str().unwrap());
    match kind {
        Some("PermissionError") => "-",
        Some("NotFoundError") if errors[0]["missingId"].is_null() => "?",
        _ => "yes",
    }
}

fn filled(arguments: &str, world: &BTreeMap<&str, String>) -> String {
    world.iter().fold(arguments.to_owned(), |text, (name, id)| {
        text.replace(&format!("{{{name}}}"), id)
    })
}

#[test]
fn every_mutation_of_the_schema_is_tried() {
    let document = parse_schema(sdl(Graph::Desk)).unwrap();
    let mutation = document.definitions.iter().find_map(|one| match one {
        TypeSystemDefinition::Type(ty) if ty.node.name.node == "Mutation" => Some(&ty.node.kind),
        _ => None,
    });
    let Some(TypeKind::Object(mutation)) = mutation else {
        panic!("the desk graph has mutations")
    };
    let tried = |name: &str| {
        TRIED
            .iter()
            .any(|(one, _)| one.split(' ').next() == Some(name))
    };
    let names = mutation
        .fields
        .iter()
        .map(|field| field.node.name.node.as_str());
    let untried: Vec<_> = names.filter(|name| !tried(name)).collect();
    assert!(untried.is_empty(), "{untried:?}");
}

both!(
    everybody_may_do_what_the_table_says_and_no_more,
    Newsroom::Demo,
    |app| {
        let world = world(&app).await;
        let (elsewhere, other_section) = elsewhere(&app, &world).await;
        let mut people = vec![("nobody".to_owned(), None)];
        for role in Role::ALL {
            let token = app.sign_in(role.key(), *role).await;
            people.push((role.key().to_owned(), Some(token)));
        }
        for role in [
            Role::Reporter,
            Role::Translator,
            Role::Editor,
            Role::DutyEditor,
        ] {
            for (mark, locale, section) in [
                ("l", Some(elsewhere), None),
                ("s", None, Some(other_section)),
            ] {
                let name = format!("{}/{mark}", role.key());
                let token = app
                    .sign_in_within(&name.replace('/', "-"), role, locale, section)
                    .await;
                people.push((name, Some(token)));
            }
        }
        let mut table = format!("{:<28}", "mutation");
        for (name, _) in &people {
            write!(table, "{name:<14}").unwrap();
        }
        for (name, arguments) in TRIED {
            write!(table, "\n{name:<28}").unwrap();
            let field = name.split(' ').next().unwrap();
            let document = format!(
                "mutation {{ {field}({}) {{ userErrors {{ __typename message path ... on NotFoundError {{ missingId }} }} }} }}",
                filled(arguments, &world)
            );
            for (_, token) in &people {
                let answer = app
                    .ask("/desk/graphql", token.as_deref(), &document, json!({}))
                    .await;
                write!(table, "{:<14}", verdict(name, &answer)).unwrap();
            }
        }
        let table: Vec<&str> = table.lines().map(str::trim_end).collect();
        insta::assert_snapshot!("mutations", table.join("\n"));
    }
);
