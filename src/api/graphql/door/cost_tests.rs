use super::*;
use async_graphql::parser::parse_query;
use serde_json::json;

const SDL: &str = r#"
directive @cost(weight: String!) on FIELD_DEFINITION | OBJECT
type Query {
  node(id: ID!): Node @cost(weight: "2")
  nodes(ids: [ID!]!): [Node]! @listSize(assumedSize: 100)
  article: Article
  plain: [Article!]!
  related(first: Int): [Article!] @cost(weight: "5") @listSize(slicingArguments: ["first"], assumedSize: 5)
  news(first: Int, last: Int): Articles @listSize(slicingArguments: ["first", "last"], sizedFields: ["edges"])
  paged(first: Int! = 7): Articles @cost(weight: "3") @listSize(slicingArguments: ["first"], sizedFields: ["edges"])
  count(of: Int @cost(weight: "4")): Int @cost(weight: "10")
}
type Articles { edges: [Edge!]! nodes: [Article!]! total: Int! @cost(weight: "10") }
type Edge @cost(weight: "0") { node: Article! }
interface Node { id: ID! }
type Article implements Node { id: ID! title: String! body: Body! block: Block }
type Tag implements Node { id: ID! count: Int! @cost(weight: "30") article: Article }
type Body @cost(weight: "0") { blocks: [Block!]! @cost(weight: "0.1") @listSize(assumedSize: 40) }
union Block = Text | Figure
type Text { text: String }
type Figure { article: Article }
schema { query: Query }
"#;

fn cost_with(text: &str, variables: serde_json::Value) -> f64 {
    let document = parse_query(text).unwrap();
    let (_, operation) = document.operations.iter().next().unwrap();
    let table = CostTable::from_sdl(SDL).unwrap();
    table.operation_cost(&document, &operation.node, &Variables::from_json(variables))
}

fn cost(text: &str) -> f64 {
    cost_with(text, json!({}))
}

#[track_caller]
fn assert_cost(text: &str, wanted: f64) {
    let cost = cost(text);
    assert!(
        (cost - wanted).abs() < 1e-9,
        "{text} costs {cost}, not {wanted}"
    );
}

#[test]
fn an_object_weighs_one_and_a_scalar_nothing() {
    assert_cost("{ article { id title } }", 1.0);
    assert_cost("{ article { body { __typename } } }", 1.0);
}

#[test]
fn a_weight_of_the_field_overrides_that_of_its_type() {
    assert_cost("{ node(id: 1) { id } }", 2.0);
    assert_cost("{ count }", 10.0);
    assert_cost("{ count(of: 1) }", 14.0);
}

#[test]
fn a_list_counts_once_unless_its_size_is_known() {
    assert_cost("{ plain { id } }", 1.0);
    assert_cost("{ nodes(ids: []) { id } }", 100.0);
    assert_cost(
        "{ article { body { blocks { __typename } } } }",
        1.0 + 40.0 * 0.1,
    );
}

#[test]
fn a_connection_multiplies_its_sized_fields_alone() {
    assert_cost("{ news(first: 3) { total } }", 11.0);
    assert_cost(
        "{ news(first: 3) { total edges { node { id } } } }",
        1.0 + 10.0 + 3.0,
    );
}

#[test]
fn nodes_are_as_many_as_edges() {
    assert_cost("{ news(first: 3) { nodes { id } } }", 1.0 + 3.0);
}

#[test]
fn the_size_comes_from_the_argument_its_default_the_assumption_or_is_twenty() {
    assert_cost("{ news { edges { node { id } } } }", 1.0 + 20.0);
    assert_cost("{ paged { edges { node { id } } } }", 3.0 + 7.0);
    assert_cost("{ related { id } }", 5.0 * 5.0);
    assert_cost("{ related(first: 2) { id } }", 2.0 * 5.0);
    assert_cost(
        "{ news(first: 2, last: 9) { edges { node { id } } } }",
        1.0 + 9.0,
    );
    assert_cost(
        "{ news(first: null) { edges { node { id } } } }",
        1.0 + 20.0,
    );
    assert_cost("{ news(first: -5) { edges { node { id } } } }", 1.0 + 1.0);
}

#[test]
fn variables_and_their_defaults_slice_too() {
    let text = "query($n: Int = 4) { news(first: $n) { edges { node { id } } } }";

    assert!((cost(text) - 5.0).abs() < 1e-9);
    assert!((cost_with(text, json!({"n": 50})) - 51.0).abs() < 1e-9);
    assert!((cost_with(text, json!({"n": null})) - 21.0).abs() < 1e-9);
}

#[test]
fn an_abstract_selection_counts_its_dearest_member() {
    let text =
        "{ node(id: 1) { id ... on Article { block { __typename } } ... on Tag { count } } }";
    assert_cost(text, 2.0 + 30.0);
    assert_cost(
        "{ article { block { ... on Text { text } ... on Figure { article { id } } } } }",
        3.0,
    );
}

#[test]
fn what_members_share_is_counted_once() {
    assert_cost(
        "{ node(id: 1) { ... on Node { ... on Article { body { __typename } } } } }",
        2.0,
    );
    assert_cost(
        "{ article { block { ...B ... on Figure { article { id } } } } } fragment B on Block { __typename }",
        3.0,
    );
}

#[test]
fn a_page_reaches_through_fragments() {
    assert_cost(
        "{ news(first: 3) { ...P } } fragment P on Articles { edges { node { id } } }",
        4.0,
    );
}

#[test]
fn a_field_asked_for_twice_is_run_and_counted_twice() {
    assert_cost("{ article { id } article { id } a: article { id } }", 3.0);
}

#[test]
fn skipped_fields_cost_nothing() {
    let text =
        "query($x: Boolean! = false) { article @include(if: $x) { id } count @skip(if: $x) }";

    assert!((cost(text) - 10.0).abs() < 1e-9);
    assert!((cost_with(text, json!({"x": true})) - 1.0).abs() < 1e-9);
    assert_cost("{ article @skip(if: true) { id } }", 0.0);
}

#[test]
fn introspection_is_free() {
    assert_cost(
        "{ __schema { types { name } } __type(name: \"Tag\") { name } }",
        0.0,
    );
}

#[test]
fn exponential_spreads_are_weighed_at_once_and_stay_finite() {
    let mut text =
        "{ ...F0 } fragment F2000 on Query { news(first: 1000000) { edges { node { id } } } }"
            .to_owned();
    for number in 0..60 {
        let next = if number == 59 { 2000 } else { number + 1 };
        text += &format!(" fragment F{number} on Query {{ ...F{next} ...F{next} }}");
    }

    let cost = cost(&text);

    assert!(cost > 1e20 && cost.is_finite());
}

#[test]
fn a_fragment_within_itself_does_not_hang() {
    let cost =
        cost("{ ...A } fragment A on Query { article { id } ...B } fragment B on Query { ...A }");

    assert!(cost.is_finite());
}
