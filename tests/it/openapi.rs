//! The description of the JSON API: it is OpenAPI 3.1, and it is true.

use std::collections::BTreeSet;

use axum::http::StatusCode;
use serde_json::{Value as Json, json};

use crate::pages::model_path;
use crate::support::{Newsroom, TestApp, both};

async fn described(app: &TestApp) -> Json {
    let answer = app.get("/v1/openapi.json").await;
    assert_eq!(answer.status, StatusCode::OK);
    answer.json()
}

/// What a reference leads to.
fn resolved<'a>(document: &'a Json, reference: &str) -> &'a Json {
    let pointer = reference.strip_prefix('#').expect("references stay within");
    let found = document.pointer(pointer);
    found.unwrap_or_else(|| panic!("{reference} leads nowhere"))
}

/// Visits every object of a document.
fn walk<'a>(value: &'a Json, at: &str, visit: &mut dyn FnMut(&str, &'a Json)) {
    match value {
        Json::Object(members) => {
            visit(at, value);
            for (name, below) in members {
                walk(below, &format!("{at}/{name}"), visit);
            }
        }
        Json::Array(items) => {
            for (index, below) in items.iter().enumerate() {
                walk(below, &format!("{at}/{index}"), visit);
            }
        }
        _ => {}
    }
}

/// All that keeps a value from being what a schema of ours says: the words of JSON Schema that the
/// description uses, and no others.
fn faults(document: &Json, schema: &Json, value: &Json, at: &str, found: &mut Vec<String>) {
    const KNOWN: &[&str] = &[
        "$ref",
        "additionalProperties",
        "anyOf",
        "const",
        "default",
        "description",
        "enum",
        "examples",
        "format",
        "items",
        "maxLength",
        "maxProperties",
        "minLength",
        "minProperties",
        "pattern",
        "properties",
        "required",
        "type",
    ];
    let Some(schema) = schema.as_object() else {
        found.push(format!("{at}: the schema is none"));
        return;
    };
    for word in schema.keys().filter(|word| !KNOWN.contains(&word.as_str())) {
        found.push(format!("{at}: this test does not know {word}"));
    }
    if let Some(reference) = schema.get("$ref").and_then(Json::as_str) {
        faults(document, resolved(document, reference), value, at, found);
    }
    if let Some(any) = schema.get("anyOf").and_then(Json::as_array) {
        let fits = |one: &Json| {
            let mut found = Vec::new();
            faults(document, one, value, at, &mut found);
            found.is_empty()
        };
        if !any.iter().any(fits) {
            found.push(format!("{at}: none of {} fits", any.len()));
        }
    }
    let is = |ty: &str| match ty {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "string" => value.is_string(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        other => panic!("{at}: {other} is no type"),
    };
    let fits = match schema.get("type") {
        None => true,
        Some(Json::String(ty)) => is(ty),
        Some(types) => types
            .as_array()
            .unwrap()
            .iter()
            .any(|ty| is(ty.as_str().unwrap())),
    };
    if !fits {
        found.push(format!("{at}: {value} is not {}", schema["type"]));
        return;
    }
    if schema.get("const").is_some_and(|only| only != value) {
        found.push(format!("{at}: {value} is not {}", schema["const"]));
    }
    if let Some(words) = schema.get("enum").and_then(Json::as_array)
        && !words.contains(value)
    {
        found.push(format!("{at}: {value} is none of {}", schema["enum"]));
    }
    if let (Some(items), Some(values)) = (schema.get("items"), value.as_array()) {
        for (index, value) in values.iter().enumerate() {
            faults(document, items, value, &format!("{at}/{index}"), found);
        }
    }
    let Some(members) = value.as_object() else {
        return;
    };
    for name in schema
        .get("required")
        .and_then(Json::as_array)
        .into_iter()
        .flatten()
    {
        if !members.contains_key(name.as_str().unwrap()) {
            found.push(format!("{at}: {name} is missing"));
        }
    }
    if let Some(properties) = schema.get("properties").and_then(Json::as_object) {
        for (name, value) in members {
            match properties.get(name) {
                Some(schema) => faults(document, schema, value, &format!("{at}/{name}"), found),
                None => found.push(format!("{at}: {name} is not described")),
            }
        }
    }
}

both!(the_description_is_whole, Newsroom::Small, |app| {
    let document = described(&app).await;

    assert_eq!(document["openapi"], "3.1.0");
    let mut wrong = Vec::new();
    walk(&document, "", &mut |at, object| {
        if let Some(reference) = object.get("$ref").and_then(Json::as_str) {
            resolved(&document, reference);
        }
        let properties = object.get("properties").and_then(Json::as_object);
        let required = object.get("required").and_then(Json::as_array);
        if let (Some(properties), Some(required)) = (properties, required) {
            let names: BTreeSet<_> = required.iter().map(|name| name.as_str().unwrap()).collect();
            let is_known = |name: &&str| properties.contains_key(*name);
            if names.len() != required.len() || !names.iter().all(is_known) {
                wrong.push(format!("{at}: required"));
            }
        }
        if object.get("in").is_some() {
            let forms = ["schema", "content"].map(|form| object.get(form).is_some());
            if forms.iter().filter(|form| **form).count() != 1 || object["in"] != "query" {
                wrong.push(format!("{at}: no parameter"));
            }
        }
        if at.contains("/responses/")
            && !at.contains("/content")
            && !at.contains("/headers")
            && object.get("$ref").is_none()
            && object["description"].as_str().is_none()
        {
            wrong.push(format!("{at}: no description"));
        }
    });
    assert!(wrong.is_empty(), "{wrong:#?}");

    let mut ids = Vec::new();
    for (path, methods) in document["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            assert!(["get", "post"].contains(&method.as_str()), "{path}");
            assert_eq!(
                path,
                &format!("/v1/{}", operation["operationId"].as_str().unwrap())
            );
            ids.push(operation["operationId"].as_str().unwrap().to_owned());
            let statuses = operation["responses"].as_object().unwrap();
            assert!(statuses.contains_key("200") && statuses.contains_key("400"));
        }
    }
    for name in [
        "story",
        "home",
        "tag",
        "section",
        "author",
        "day",
        "news",
        "resolve",
        "ads",
        "articleCreate",
    ] {
        assert!(ids.iter().any(|id| id == name), "{name}");
    }
    let unique: BTreeSet<_> = ids.iter().collect();
    assert_eq!(unique.len(), ids.len());
});

both!(answers_are_as_they_are_described, Newsroom::Demo, |app| {
    let document = described(&app).await;
    let mut asked = Vec::new();
    for locale in ["uk", "ru", "en"] {
        let path = model_path(&app, locale).await;
        asked.push(("story", json!({ "locale": locale, "path": path })));
        asked.push((
            "ads",
            json!({ "input": crate::json_api::ads_of(&app, locale, &path).await }),
        ));
        asked.push(("resolve", json!({ "locale": locale, "path": path })));
        asked.push(("home", json!({ "locale": locale })));
        asked.push(("news", json!({ "locale": locale, "first": "100" })));
        let news = "query($locale: Locale!) { edition(locale: $locale) { recentNews(first: 100) {
                nodes { url listedAt { date } section { slug } tags { slug } byline { author { slug } } } } } }";
        let news = app.read(news, json!({ "locale": locale })).await;
        for node in news["edition"]["recentNews"]["nodes"].as_array().unwrap() {
            let path = crate::pages::path_of(node["url"].as_str().unwrap());
            asked.push(("story", json!({ "locale": locale, "path": path })));
        }
        let node = &news["edition"]["recentNews"]["nodes"][0];
        for (name, parameter, value) in [
            ("day", "date", &node["listedAt"]["date"]),
            ("section", "slug", &node["section"]["slug"]),
            ("tag", "slug", &node["tags"][0]["slug"]),
            ("author", "slug", &node["byline"][0]["author"]["slug"]),
        ] {
            asked.push((name, json!({ "locale": locale, parameter: value })));
        }
    }
    for (name, parameters) in asked {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        for (parameter, value) in parameters.as_object().unwrap() {
            query.append_pair(parameter, value.as_str().unwrap());
        }
        let answer = app.get(&format!("/v1/{name}?{}", query.finish())).await;
        assert_eq!(answer.status, StatusCode::OK, "{name} {parameters}");
        let operation = &document["paths"][format!("/v1/{name}")]["get"];
        let schema = &operation["responses"]["200"]["content"]["application/json"]["schema"];
        let mut found = Vec::new();
        faults(&document, schema, &answer.json(), "", &mut found);
        assert!(found.is_empty(), "{name} {parameters}: {found:#?}");
    }

    let problem = app.get("/v1/news?first=x").await.json();
    let mut found = Vec::new();
    faults(
        &document,
        &document["components"]["schemas"]["Problem"],
        &problem,
        "",
        &mut found,
    );
    assert!(found.is_empty(), "{found:#?}");
});

both!(
    the_reference_page_tells_every_operation_and_loads_nothing_from_elsewhere,
    Newsroom::Demo,
    |app| {
        let page = app.get("/v1/").await;
        assert_eq!(page.status, StatusCode::OK);
        let policy = page.header("content-security-policy").unwrap();
        assert!(
            policy.starts_with("default-src 'none'; script-src 'self';"),
            "{policy}"
        );
        assert_eq!(app.get("/v1").await.header("location"), Some("/v1/"));
        assert_eq!(app.get("/pages/reference.css").await.status, StatusCode::OK);

        let text = page.text();
        assert!(!text.contains("{{"));
        for path in described(&app).await["paths"].as_object().unwrap().keys() {
            assert!(text.contains(&format!("<code>{path}</code>")), "{path}");
        }
        assert!(text.contains("Mayak") && text.contains("/v1/home?locale=uk"));
    }
);
