//! The printed schemas are those in the repository, and keep the contract's promises.

use async_graphql::parser::parse_schema;
use async_graphql::parser::types::{TypeKind, TypeSystemDefinition};
use masthead::api::graphql::{Graph, sdl};

#[test]
fn the_kept_schemas_are_the_ones_that_the_program_prints() {
    let kept = |name: &str| {
        let path = format!("{}/schema/{name}.graphql", env!("CARGO_MANIFEST_DIR"));
        std::fs::read_to_string(path).unwrap()
    };
    assert!(
        kept("delivery") == sdl(Graph::Delivery),
        "run `cargo sdl` and review the diff"
    );
    assert!(
        kept("desk") == sdl(Graph::Desk),
        "run `cargo sdl` and review the diff"
    );
}

#[test]
fn everything_is_described() {
    let mut silent = Vec::new();
    for graph in [Graph::Delivery, Graph::Desk] {
        for definition in parse_schema(sdl(graph)).unwrap().definitions {
            let TypeSystemDefinition::Type(ty) = definition else {
                continue;
            };
            let (name, ty) = (ty.node.name.node.clone(), ty.node);
            // Payloads and edges say all in their names.
            let speaks = ["Payload", "Edge", "Connection", "Input"]
                .iter()
                .any(|end| name.ends_with(end));
            if ty.description.is_none() && !speaks {
                silent.push(name.to_string());
            }
        }
    }
    silent.sort();
    silent.dedup();
    assert!(silent.is_empty(), "{silent:?}");
}

#[test]
fn every_mutation_names_its_permission() {
    let document = parse_schema(sdl(Graph::Desk)).unwrap();
    let mutation = document
        .definitions
        .iter()
        .find_map(|definition| match definition {
            TypeSystemDefinition::Type(ty) if ty.node.name.node == "Mutation" => {
                Some(&ty.node.kind)
            }
            _ => None,
        });
    let Some(TypeKind::Object(mutation)) = mutation else {
        panic!("the desk graph has mutations")
    };
    let open: Vec<_> = mutation
        .fields
        .iter()
        .filter(|field| {
            !field
                .node
                .directives
                .iter()
                .any(|d| d.node.name.node == "requiresPermission")
        })
        .map(|field| field.node.name.node.to_string())
        .collect();
    assert!(open.is_empty(), "{open:?}");
}

#[test]
fn readers_have_no_types_of_the_staff() {
    let delivery = sdl(Graph::Delivery);
    for word in [
        "type Desk",
        "Permission",
        "StaffUser",
        "Draft",
        "Sensitivity",
    ] {
        assert!(!delivery.contains(word), "{word}");
    }
}
