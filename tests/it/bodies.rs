//! Bodies of stories, as blocks, as HTML and as plain text, over the demo newsroom.

use serde_json::{Value as Json, json};

use crate::support::{Newsroom, TestApp, both};

const LOCALES: [&str; 3] = ["uk", "ru", "en"];

const BODIES: &str = "query($locale: Locale!, $after: String) { edition(locale: $locale) {
    recentNews(first: 30, after: $after) {
        nodes { number lede { plain html } body { html plainText blocks { blockId __typename } } }
        pageInfo { hasNextPage endCursor } } } }";

/// Every listed story of an edition.
async fn stories(app: &TestApp, locale: &str) -> Vec<Json> {
    let mut stories = Vec::new();
    let mut after = Json::Null;
    loop {
        let variables = json!({ "locale": locale, "after": after });
        let data = app.read(BODIES, variables).await;
        let page = &data["edition"]["recentNews"];
        stories.extend(page["nodes"].as_array().unwrap().iter().cloned());
        if page["pageInfo"]["hasNextPage"] == false {
            return stories;
        }
        after = page["pageInfo"]["endCursor"].clone();
    }
}

/// Elements that bodies are made of.
const ELEMENTS: &str = " a aside blockquote caption cite code em figcaption figure footer h2 h3 h4 \
    hr img li mark ol p s span strong sub sup table tbody td th thead tr u ul ";

/// Reads HTML tag by tag: every element is known and closed where it was opened.
fn is_well_formed(html: &str) -> Result<(), String> {
    let mut open = Vec::new();
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        let end = rest[start..].find('>').ok_or("a tag without an end")? + start;
        let tag = &rest[start + 1..end];
        let name = tag
            .trim_start_matches('/')
            .split(' ')
            .next()
            .unwrap_or_default();
        if !ELEMENTS.contains(&format!(" {name} ")) {
            return Err(format!("<{tag}>"));
        }
        match tag.strip_prefix('/') {
            Some(name) if open.pop() == Some(name) => {}
            Some(name) => return Err(format!("</{name}> closes another")),
            None if matches!(name, "hr" | "img") => {}
            None => open.push(name),
        }
        rest = &rest[end + 1..];
    }
    if open.is_empty() {
        Ok(())
    } else {
        Err(format!("{open:?} stay open"))
    }
}

both!(
    every_body_is_well_formed_in_every_language,
    Newsroom::Demo,
    |app| {
        for locale in LOCALES {
            let stories = stories(&app, locale).await;
            assert!(stories.len() >= 55, "{locale}: {}", stories.len());
            for story in stories {
                let name = format!("{locale} {}", story["number"]);
                let html = story["body"]["html"].as_str().unwrap();
                let lede = story["lede"]["html"].as_str().unwrap_or_default();
                is_well_formed(html).unwrap_or_else(|fault| panic!("{name}: {fault}"));
                is_well_formed(lede).unwrap_or_else(|fault| panic!("{name}: {fault}"));
                for inner_id in ["art_", "tag_", "aut_", "sec_", "ast_"] {
                    assert!(!html.contains(inner_id), "{name} shows an id");
                }
                assert!(
                    !story["body"]["plainText"].as_str().unwrap().contains('<'),
                    "{name}"
                );
            }
        }
    }
);
