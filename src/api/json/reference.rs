//! The reference page of the JSON API, `/v1/`: the description for people. It works offline and
//! loads nothing from elsewhere.

use std::fmt::Write;

use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde_json::Value as Json;

use crate::api::http::pages::{POLICY, escaped, filled};

const PAGE: &str = include_str!("reference.html");

/// The page.
pub fn page(document: &Json) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::CACHE_CONTROL, "no-cache"),
    ];
    (headers, html(document)).into_response()
}

fn html(document: &Json) -> String {
    let base = document["servers"][0]["url"].as_str().unwrap_or_default();
    let locale = &document["components"]["schemas"]["Locale"]["examples"][0];
    let mut sections = String::new();
    let paths = document["paths"].as_object();
    for (path, methods) in paths.into_iter().flatten() {
        for (method, operation) in methods.as_object().into_iter().flatten() {
            let told = Operation {
                base,
                path,
                method,
                operation,
                locale: locale.as_str().unwrap_or("en"),
            };
            sections.push_str(&told.html());
        }
    }
    filled(
        PAGE,
        &[
            (
                "title",
                escaped(document["info"]["title"].as_str().unwrap_or_default()),
            ),
            ("version", env!("CARGO_PKG_VERSION").to_owned()),
            ("base", escaped(base)),
            ("locale", escaped(locale.as_str().unwrap_or("en"))),
            ("operations", sections),
        ],
    )
}

struct Operation<'a> {
    base: &'a str,
    path: &'a str,
    method: &'a str,
    operation: &'a Json,
    locale: &'a str,
}

impl Operation<'_> {
    fn html(&self) -> String {
        let id = escaped(self.operation["operationId"].as_str().unwrap_or_default());
        let summary = escaped(self.operation["summary"].as_str().unwrap_or_default());
        let method = self.method.to_uppercase();
        let mut html = String::new();
        // Writing to a string cannot fail.
        let _ = write!(
            html,
            "<section id=\"{id}\" aria-labelledby=\"{id}-title\"><h2 id=\"{id}-title\"><a \
             href=\"#{id}\"><span class=\"method\">{method}</span> <code>{}</code></a></h2><p>{summary}.</p>{}{}</section>",
            escaped(self.path),
            self.table(),
            self.example(),
        );
        html
    }

    /// What goes in: parameters, or members of the body.
    fn table(&self) -> String {
        let mut rows = String::new();
        let parameters = self.operation["parameters"].as_array();
        for parameter in parameters.into_iter().flatten() {
            let content = &parameter["content"]["application/json"]["schema"];
            let schema = match &parameter["schema"] {
                Json::Null => content,
                schema => schema,
            };
            let is_required = parameter["required"] == true;
            rows.push_str(&row(
                &parameter["name"],
                schema,
                is_required,
                &parameter["description"],
            ));
        }
        let body = &self.operation["requestBody"]["content"]["application/json"]["schema"];
        for (name, schema) in body["properties"].as_object().into_iter().flatten() {
            let required = body["required"].as_array();
            let is_required = required.is_some_and(|all| all.iter().any(|one| one == name));
            let name = Json::from(name.as_str());
            rows.push_str(&row(&name, schema, is_required, &schema["description"]));
        }
        if rows.is_empty() {
            return String::new();
        }
        format!(
            "<div class=\"wide\"><table><thead><tr><th scope=\"col\">Name</th><th \
             scope=\"col\">Type</th><th scope=\"col\">What it is</th></tr></thead><tbody>{rows}</tbody></table></div>"
        )
    }

    /// A command to begin with.
    fn example(&self) -> String {
        let command = if self.method == "get" {
            let mut query = url::form_urlencoded::Serializer::new(String::new());
            let parameters = self.operation["parameters"].as_array();
            for parameter in parameters.into_iter().flatten() {
                let name = parameter["name"].as_str().unwrap_or_default();
                if parameter["required"] == true {
                    let value = if name == "locale" { self.locale } else { "…" };
                    query.append_pair(name, value);
                }
            }
            let query = query.finish().replace("%E2%80%A6", "…");
            format!("curl -s '{}{}?{query}'", self.base, self.path)
        } else {
            format!(
                "curl -s '{}{}' -H \"authorization: Bearer $TOKEN\" \\\n  -H 'content-type: application/json' -d '{{…}}'",
                self.base, self.path
            )
        };
        format!(
            "<pre class=\"command\" tabindex=\"0\"><code>{}</code></pre>",
            escaped(&command)
        )
    }
}

fn row(name: &Json, schema: &Json, is_required: bool, about: &Json) -> String {
    let name = escaped(name.as_str().unwrap_or_default());
    let needed = if is_required {
        " <abbr title=\"required\">*</abbr>"
    } else {
        ""
    };
    let default = match &schema["default"] {
        Json::Null => String::new(),
        value => format!(" Default: <code>{}</code>.", escaped(&value.to_string())),
    };
    format!(
        "<tr><th scope=\"row\"><code>{name}</code>{needed}</th><td>{}</td><td>{}{default}</td></tr>",
        escaped(&type_name(schema)),
        escaped(about.as_str().unwrap_or_default()),
    )
}

/// A schema in a word or two.
fn type_name(schema: &Json) -> String {
    if let Some(reference) = schema["$ref"].as_str() {
        let name = reference.rsplit('/').next().unwrap_or_default();
        return name.to_owned();
    }
    if let Some(any) = schema["anyOf"].as_array() {
        let named: Vec<_> = any
            .iter()
            .map(type_name)
            .filter(|name| name != "null")
            .collect();
        return named.join(" or ");
    }
    let name = match &schema["type"] {
        Json::Array(names) => names.first().and_then(Json::as_str).unwrap_or_default(),
        name => name.as_str().unwrap_or("any JSON"),
    };
    if name == "array" {
        return format!("list of {}", type_name(&schema["items"]));
    }
    name.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn types_are_told_in_a_word_or_two() {
        let slug = json!({ "$ref": "#/components/schemas/Slug" });
        for (schema, wanted) in [
            (json!({ "type": ["integer", "null"] }), "integer"),
            (json!({ "anyOf": [slug, { "type": "null" }] }), "Slug"),
            (json!({ "type": "array", "items": slug }), "list of Slug"),
            (json!({}), "any JSON"),
        ] {
            assert_eq!(type_name(&schema), wanted);
        }
    }

    #[test]
    fn the_page_asks_for_nothing_that_is_not_here() {
        for (_, rest) in PAGE.split('"').zip(PAGE.split('"').skip(1)) {
            assert!(
                !rest.starts_with("http") && !rest.starts_with("//"),
                "{rest}"
            );
        }
        assert!(!PAGE.contains("<script") && !PAGE.contains("<style"));
    }
}
