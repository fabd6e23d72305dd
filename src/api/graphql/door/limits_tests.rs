use super::super::refusal::Code;
use super::*;
use async_graphql::parser::parse_query;

const SDL: &str = "type Query { site: Site other: Site __schema: Int } type Site { name: String site: Site } schema { query: Query }";

fn refusal(text: &str) -> Option<Refusal> {
    let limits = Limits::anonymous();
    if let Err(refusal) = limits.check_text(text) {
        return Some(refusal);
    }
    let document = parse_query(text).unwrap();
    let (_, operation) = document.operations.iter().next().unwrap();
    let costs = CostTable::from_sdl(SDL).unwrap();
    let variables = Variables::default();
    check(
        &limits,
        Some(&costs),
        &document,
        &operation.node,
        &variables,
    )
    .err()
}

#[track_caller]
fn assert_refused(text: &str, code: Code, wanted: &str) {
    let refusal = refusal(text).unwrap();
    assert_eq!(refusal.errors[0].code, code);
    assert!(
        refusal.errors[0].message.contains(wanted),
        "{}",
        refusal.errors[0].message
    );
}

/// `levels` fields inside each other.
fn deep(levels: usize) -> String {
    format!(
        "{{ {} name {} }}",
        "site { ".repeat(levels - 1),
        "}".repeat(levels - 1)
    )
}

#[test]
fn fourteen_levels_pass_and_fifteen_do_not() {
    assert_eq!(refusal(&deep(14)), None);
    assert_refused(&deep(15), Code::TooCostly, "too deeply; at most 14");
}

#[test]
fn levels_within_fragments_count() {
    let text = "{ ...A } fragment A on Query { site { ...B } }
        fragment B on Site { site { ...C } site { site { ...C } } }
        fragment C on Site { site { site { site { site { site { site { site { site { site { site { site { name } } } } } } } } } } } }";

    assert_refused(text, Code::TooCostly, "at most 14");
}

#[test]
fn exponential_spreads_of_one_kilobyte_are_refused_at_once() {
    let mut text = "{ ...F0 }".to_owned();
    for number in 0..30 {
        text += &format!(
            " fragment F{number} on Query {{ ...F{0} ...F{0} }}",
            number + 1
        );
    }
    text += " fragment F30 on Query { __typename }";
    assert!(text.len() < 1_400);

    assert_refused(&text, Code::TooCostly, "at most");
}

#[test]
fn spreads_that_nothing_uses_are_refused_too() {
    let mut text = "{ site { name } }".to_owned();
    for number in 0..30 {
        text += &format!(
            " fragment F{number} on Query {{ ...F{0} ...F{0} }}",
            number + 1
        );
    }
    text += " fragment F30 on Query { __typename }";

    assert_refused(&text, Code::TooCostly, "too many selections");
}

#[test]
fn a_long_chain_of_fragments_does_not_use_up_the_stack() {
    let mut text = "{ ...F0 }".to_owned();
    for number in 0..200 {
        text += &format!(" fragment F{number} on Query {{ ...F{} }}", number + 1);
    }
    text += " fragment F200 on Query { __typename }";

    assert_refused(&text, Code::TooCostly, "nested too deeply");
}

#[test]
fn a_fragment_within_itself_is_refused() {
    for text in [
        "{ ...A } fragment A on Query { ...A }",
        "{ ...A } fragment A on Query { site { ...B } } fragment B on Site { site { ...B } }",
        "{ site { name } } fragment A on Query { ...B ...B } fragment B on Query { ...A ...A }",
    ] {
        assert_refused(text, Code::ValidationFailed, "must not contain itself");
    }
}

#[test]
fn nine_hundred_aliases_are_refused() {
    let fields: Vec<_> = (0..900).map(|number| format!("a{number}: name")).collect();
    let text = format!("{{ site {{ {} }} }}", fields.join(" "));

    assert_refused(&text, Code::TooCostly, "too many aliases; at most 30");
}

#[test]
fn twenty_root_fields_pass_and_more_do_not_even_of_one_name() {
    let text = |times| format!("{{ {} }}", "site { name } ".repeat(times));

    assert_eq!(refusal(&text(20)), None);
    assert_refused(&text(21), Code::TooCostly, "too many root fields");
}

#[test]
fn directives_at_one_place_are_bounded_also_on_typename() {
    let text = format!("{{ __typename {} }}", "@include(if: true) ".repeat(6));

    assert_refused(&text, Code::TooCostly, "directives");
}

#[test]
fn a_text_is_refused_before_it_is_parsed() {
    let long = format!("{{ site {{ name }} }} #{}", "x".repeat(16 * 1024));
    assert_refused(&long, Code::TooCostly, "bytes");

    let many = format!("{{ {} }}", "a ".repeat(4_001));
    assert_refused(&many, Code::TooCostly, "tokens");

    for brackets in ["{", "[", "{a(x:["] {
        let nested = brackets.repeat(2_000 / brackets.len());
        assert_refused(&nested, Code::TooCostly, "brackets");
    }
}

#[test]
fn introspection_is_outside_depth_but_does_not_go_round_in_circles() {
    let tail = "ofType { ".repeat(15) + "name" + &" }".repeat(15);
    let usual = format!("{{ __schema {{ types {{ fields {{ type {{ {tail} }} }} }} }} }}");
    assert_eq!(refusal(&usual), None);

    let circle = "fields { type { ".repeat(4) + "name" + &" } }".repeat(4);
    let circles = format!("{{ __type(name: \"Site\") {{ {circle} }} }}");
    assert_refused(&circles, Code::TooCostly, "introspection");
}

#[test]
fn each_kind_of_caller_has_its_own_limits() {
    let (anonymous, token, staff) = (Limits::anonymous(), Limits::api_token(), Limits::staff());

    assert_eq!(anonymous.document_bytes, 16_384);
    assert_eq!(
        (token.document_bytes, token.aliases, token.body_bytes),
        (32_768, 60, 262_144)
    );
    assert_eq!(
        (staff.document_bytes, staff.aliases, staff.body_bytes),
        (65_536, 100, 2_097_152)
    );
    assert_eq!([anonymous.depth, token.depth, staff.depth], [14; 3]);
}
