//! Parts put together are the whole, whatever the form of an operation.

use masthead::app::changes;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::json;

use super::anew;
use crate::support::{Newsroom, TestApp};

/// Fields of an edition and of the root, from which operations are made.
const FIELDS: [&str; 14] = [
    "locale",
    "homeUrl",
    "direction",
    "__typename",
    "rail: recentNews(first: 2) { nodes { headline } }",
    "recentNews(first: $n) { totalCount }",
    "menu(key: \"sections\") { items { label } }",
    "nothing: menu(key: \"none\") { key }",
    "labels(keys: [\"updated\", \"tags\"]) { key text }",
    "front { title zones { key items { headline isPinned } } adPlan { slots { key } } }",
    "day(date: \"2026-07-11\") { title next }",
    "seo { title }",
    "sections { name }",
    "callToAction(slot: \"article-end\") { title }",
];

/// How fields are written down: plainly, in fragments, under directives, one by one or together.
fn operations() -> impl Strategy<Value = String> {
    let fields = prop::collection::vec((0..FIELDS.len(), 0_u8..6), 1..8);
    let edition = (fields, any::<bool>(), 0_u8..3);
    edition.prop_map(|(fields, has_site, private)| {
        let mut named = Vec::new();
        let below: Vec<String> = fields
            .iter()
            .enumerate()
            .map(|(place, (which, form))| {
                let field = FIELDS[*which];
                match form {
                    0 => format!("... on Edition {{ {field} }}"),
                    1 => {
                        named.push(format!("fragment F{place} on Edition {{ {field} }}"));
                        format!("...F{place}")
                    }
                    2 => format!("... on Edition @include(if: $yes) {{ {field} }}"),
                    3 => format!("... @skip(if: $yes) {{ {field} }}"),
                    _ => field.to_owned(),
                }
            })
            .collect();
        let site = if has_site { "site { name editions { locale } }" } else { "" };
        let own = match private {
            0 => "own: edition(locale: \"uk\") { front { adPlan { decisions(viewer: {}) { __typename } } } }",
            1 => "own: edition(locale: \"uk\") { front { adPlan { decisions(viewer: {}) @skip(if: $yes) { __typename } } } }",
            _ => "",
        };
        format!(
            "query($yes: Boolean! = true, $n: Int = 1) {{ yes: site @include(if: $yes) {{ baseUrl }} none: edition(locale: \"pl\") {{ locale }} {site} edition(locale: \"uk\") {{ {} }} {own} ping: __typename @include(if: $yes) n: edition(locale: \"en\") {{ recentNews(first: $n) {{ totalCount }} }} }} {}",
            below.join(" "),
            named.join(" ")
        )
    })
}

async fn assert_parts_are_the_whole(app: &TestApp, operation: &str) {
    for variables in [
        json!({}),
        json!({ "yes": false, "n": 2 }),
        json!({ "yes": true }),
    ] {
        let body = json!({ "query": operation, "variables": variables });
        let mut given = Vec::new();
        for _ in 0..3 {
            given.push(app.post("/graphql", None, &body).await);
        }
        let right = anew(app, operation, &variables).await;
        let is_private = operation.contains("decisions(viewer: {}) {")
            || (operation.contains("decisions") && variables["yes"] == false);
        for answer in &given {
            assert_eq!(
                answer.text(),
                String::from_utf8_lossy(&right),
                "{operation}"
            );
            let said = answer.header("cache-control").unwrap();
            assert!(!is_private || said == "no-store", "{said}: {operation}");
        }
        let last = given[2].header("cache-control").unwrap_or_default();
        assert!(is_private || last.starts_with("public"), "{operation}");
    }
}

#[test]
fn parts_put_together_are_the_whole_and_private_fields_are_never_kept() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let app = runtime.block_on(async {
        let app = TestApp::sqlite(Newsroom::Demo).await;
        changes::look(&app.app).await.unwrap();
        app
    });
    let config = Config {
        cases: 60,
        max_shrink_iters: 100,
        failure_persistence: None,
        ..Config::default()
    };
    let tried = TestRunner::new(config).run(&operations(), |operation| {
        runtime.block_on(assert_parts_are_the_whole(&app, &operation));
        Ok(())
    });
    tried.unwrap_or_else(|failure| panic!("{failure}"));
}
