//! The JSON API: pages and lists by name, writing by name, and problems with the status that fits.

mod reading;
mod writing;

use axum::http::StatusCode;
use serde_json::{Value as Json, json};

use crate::support::{Answer, TestApp};

fn with(name: &str, parameters: &[(&str, &str)]) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(parameters);
    format!("/v1/{name}?{}", query.finish())
}

async fn get(app: &TestApp, name: &str, parameters: &[(&str, &str)]) -> Answer {
    app.get(&with(name, parameters)).await
}

/// The paths and messages of what does not fit.
fn findings(problem: &Json) -> Vec<(String, String)> {
    let errors = problem["errors"].as_array().unwrap().iter();
    errors
        .map(|error| {
            let path = error["path"].as_array().unwrap().iter();
            let path: Vec<_> = path.map(|step| step.as_str().unwrap()).collect();
            (
                path.join("."),
                error["message"].as_str().unwrap().to_owned(),
            )
        })
        .collect()
}

fn is_problem(answer: &Answer, status: StatusCode) -> Json {
    assert_eq!(answer.status, status, "{}", answer.text());
    assert_eq!(
        answer.header("content-type"),
        Some("application/problem+json")
    );
    let problem = answer.json();
    assert_eq!(problem["status"], status.as_u16());
    assert!(
        problem["requestId"]
            .as_str()
            .is_some_and(|id| !id.is_empty())
    );
    problem
}

/// What fills the slots of a story's page, which came without ads: the parameter `input`.
pub async fn ads_of(app: &TestApp, locale: &str, path: &str) -> String {
    let story = get(app, "story", &[("locale", locale), ("path", path)]).await;
    let plan = &story.json()["edition"]["page"]["adPlan"];
    assert!(plan.get("decisions").is_none(), "{plan:#}");
    let slots = plan["slots"].as_array().unwrap().iter();
    let keys: Vec<_> = slots.map(|slot| &slot["key"]).collect();
    json!({ "pageToken": plan["pageToken"], "slotKeys": keys, "viewer": {} }).to_string()
}
