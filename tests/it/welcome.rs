//! The pages for people, and what stands at the door beside them.

use axum::http::StatusCode;
use masthead::api::demo_router;
use masthead::app::Call;
use masthead::users;
use serde_json::json;

use crate::support::{Newsroom, TestApp, both};

/// The same Masthead as its demo would be served.
async fn as_demo(mut app: TestApp) -> TestApp {
    let tokens = users::demo_tokens(&Call::system(&app.app, "demo"))
        .await
        .unwrap();
    app.router = demo_router(&app.app, tokens).unwrap();
    app
}

both!(
    the_welcome_page_is_whole_before_anything_is_set_up,
    Newsroom::Empty,
    |app| {
        let page = app.get("/").await;

        assert_eq!(page.status, StatusCode::OK);
        assert!(!page.text().contains("{{") && page.text().contains("Masthead"));
        assert_eq!(app.get("/explorer/operations.json").await.json(), json!([]));
    }
);

both!(pages_may_load_only_what_is_here, Newsroom::Small, |app| {
    for path in ["/", "/explorer"] {
        let page = app.get(path).await;
        let policy = page.header("content-security-policy").unwrap();
        assert!(
            policy.starts_with("default-src 'none'; script-src 'self';"),
            "{policy}"
        );
        assert_eq!(page.header("x-content-type-options"), Some("nosniff"));
    }
    for name in ["welcome.css", "explorer.css", "explorer.js"] {
        assert_eq!(
            app.get(&format!("/pages/{name}")).await.status,
            StatusCode::OK
        );
    }
    let missing = app.get("/pages/other.js").await;
    assert_eq!(missing.status, StatusCode::NOT_FOUND);
    assert_eq!(
        missing.header("content-type"),
        Some("application/problem+json")
    );
});

both!(
    the_explorer_has_an_operation_for_each_page,
    Newsroom::Small,
    |app| {
        let operations = app.get("/explorer/operations.json").await.json();

        let names: Vec<_> = operations
            .as_array()
            .unwrap()
            .iter()
            .map(|one| &one["name"])
            .collect();
        assert_eq!(
            names,
            ["StoryPage", "HomePage", "TagPage", "DayArchive", "Newsroom"]
        );
        for one in operations.as_array().unwrap() {
            let opening = format!("query {}", one["name"].as_str().unwrap());
            assert!(one["document"].as_str().unwrap().contains(&opening));
        }
    }
);

both!(
    tokens_are_handed_out_by_the_demo_alone,
    Newsroom::Small,
    |app| {
        assert_eq!(app.get("/explorer/roles.json").await.json(), json!([]));

        let demo = as_demo(app).await;
        let roles = demo.get("/explorer/roles.json").await;

        assert_eq!(roles.header("cache-control"), Some("no-store"));
        assert_eq!(roles.json()[0]["key"], "reader");
        assert!(demo.get("/").await.text().contains("data-mode=\"demo\""));
    }
);

both!(guessing_passwords_is_slowed_down, Newsroom::Small, |app| {
    let guess = json!({ "email": "anna@mayak.example", "password": "is it this one?" });
    for _ in 0..5 {
        let answer = app.post("/auth/sign-in", None, &guess).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
        assert_eq!(answer.header("www-authenticate"), Some("Bearer"));
    }

    let answer = app.post("/auth/sign-in", None, &guess).await;

    assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(answer.header("retry-after"), Some("900"));
    app.clock.advance(15 * 60_000);
    assert_eq!(
        app.post("/auth/sign-in", None, &guess).await.status,
        StatusCode::UNAUTHORIZED
    );
});
