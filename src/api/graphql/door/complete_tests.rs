use super::super::refusal::Code;
use super::*;
use async_graphql::parser::parse_query;
use serde_json::json;

const SDL: &str = "
type Query { a: Int b: Int! item: Item must: Item! items: [Item]! all: [Item!] raw: JSON node: Node }
type Item implements Node { x: Int y: Int! sub: Item! }
interface Node { x: Int }
scalar JSON
schema { query: Query }";

/// Writes what the library would give for a text, with failures at these paths.
fn written(text: &str, data: serde_json::Value, failed: &[serde_json::Value]) -> String {
    let sdl = Sdl::parse(SDL).unwrap();
    let document = parse_query(text).unwrap();
    let (_, operation) = document.operations.iter().next().unwrap();
    let plan = Plan::new(&sdl, &document, &operation.node);
    let error = |path: &serde_json::Value| PublicError {
        path: serde_json::from_value(path.clone()).unwrap(),
        ..PublicError::new(Code::Internal, "x")
    };
    let errors: Vec<_> = failed.iter().map(error).collect();
    let mut out = Vec::new();
    write_data(&mut out, &plan, &Value::from_json(data).unwrap(), &errors);
    String::from_utf8(out).unwrap()
}

#[test]
fn fields_come_in_the_order_of_the_document() {
    let text = "{ b ...F item { y x } } fragment F on Query { a item { z: x } }";
    let data = json!({"item": {"x": 1, "y": 2, "z": 3}, "a": 1, "b": 2});

    assert_eq!(
        written(text, data, &[]),
        r#"{"b":2,"a":1,"item":{"z":3,"y":2,"x":1}}"#
    );
}

#[test]
fn a_failed_field_is_null() {
    let out = written("{ b a }", json!({"b": 1}), &[json!(["a"])]);

    assert_eq!(out, r#"{"b":1,"a":null}"#);
}

#[test]
fn a_failed_field_is_null_even_if_it_was_the_only_one() {
    assert_eq!(
        written("{ a }", json!(null), &[json!(["a"])]),
        r#"{"a":null}"#
    );
    let out = written(
        "{ item { x } a }",
        json!({"item": null, "a": 1}),
        &[json!(["item", "x"])],
    );
    assert_eq!(out, r#"{"item":{"x":null},"a":1}"#);
}

#[test]
fn a_failed_field_that_may_not_be_null_takes_its_parent_with_it() {
    let data = json!({"item": {"x": 1}, "a": 1});
    let out = written("{ item { x y } a }", data, &[json!(["item", "y"])]);
    assert_eq!(out, r#"{"item":null,"a":1}"#);

    let out = written("{ a b }", json!({"a": 1}), &[json!(["b"])]);
    assert_eq!(out, "null");

    let data = json!({"a": 1, "must": {"sub": {"x": 1}}});
    let out = written(
        "{ a must { sub { x y } } }",
        data,
        &[json!(["must", "sub", "y"])],
    );
    assert_eq!(out, "null");
}

#[test]
fn a_failed_item_takes_its_list_with_it_if_it_may_not_be_null() {
    let data = json!({"items": [{"y": 1}, {}], "all": [{"y": 1}, {}], "a": 1});
    let failed = [json!(["items", 1, "y"]), json!(["all", 1, "y"])];

    let out = written("{ items { y } all { y } a }", data, &failed);

    assert_eq!(out, r#"{"items":[{"y":1},null],"all":null,"a":1}"#);
}

#[test]
fn skipped_fields_stay_away() {
    assert_eq!(
        written("{ a b @skip(if: true) }", json!({"a": 1}), &[]),
        r#"{"a":1}"#
    );
}

#[test]
fn scalars_that_are_objects_keep_their_own_order() {
    let data = json!({"raw": {"z": [1, {"y": null}], "a": "\"ї"}});

    assert_eq!(
        written("{ raw }", data, &[]),
        r#"{"raw":{"z":[1,{"y":null}],"a":"\"ї"}}"#
    );
}

#[test]
fn fields_of_an_interfaces_member_are_found() {
    let text = "{ node { x ... on Item { y } } }";

    assert_eq!(
        written(text, json!({"node": {"y": 1, "x": 2}}), &[]),
        r#"{"node":{"x":2,"y":1}}"#
    );
    let out = written(text, json!({"node": {"x": 2}}), &[json!(["node", "y"])]);
    assert_eq!(out, r#"{"node":null}"#);
}

#[test]
fn introspection_is_written_too() {
    let data = json!({"__schema": {"types": [{"name": "A"}], "queryType": {"name": "Q"}}});
    let text = "{ __schema { queryType { name } types { name } } }";

    let out = written(text, data, &[]);

    assert_eq!(
        out,
        r#"{"__schema":{"queryType":{"name":"Q"},"types":[{"name":"A"}]}}"#
    );
}
