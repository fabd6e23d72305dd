use super::*;
use axum::http::header;

#[tokio::test]
async fn a_mutation_by_get_is_refused_and_not_executed() {
    let (status, headers, body) =
        ask_in_full(&door(), get("mutation { panics }"), &Limits::anonymous()).await;

    assert_eq!(
        (status, code(&body)),
        (StatusCode::METHOD_NOT_ALLOWED, "BAD_REQUEST")
    );
    assert_eq!(headers[header::ALLOW], "POST");
    assert!(body.get("data").is_none());
}

#[tokio::test]
async fn other_methods_and_media_types_are_refused() {
    let door = door();
    let body = r#"{"query":"{ double(n: 1) }"}"#;
    for kind in [
        None,
        Some("text/plain"),
        Some("application/x-www-form-urlencoded"),
        Some("multipart/form-data; boundary=x"),
        Some("application/xml"),
        Some("application/json; charset=latin1"),
    ] {
        let (status, _) = ask(&door, http(Method::POST, "/", kind, "*/*", body)).await;
        assert_eq!(status, StatusCode::UNSUPPORTED_MEDIA_TYPE, "{kind:?}");
    }
    for method in [Method::PUT, Method::DELETE, Method::PATCH] {
        let (status, _) = ask(
            &door,
            http(method, "/", Some("application/json"), "*/*", body),
        )
        .await;
        assert_eq!(status, StatusCode::METHOD_NOT_ALLOWED);
    }
    let (status, _) = ask(
        &door,
        http(
            Method::POST,
            "/",
            Some("application/json"),
            "text/html",
            body,
        ),
    )
    .await;
    assert_eq!(status, StatusCode::NOT_ACCEPTABLE);
}

#[tokio::test]
async fn a_body_that_is_too_large_is_refused_announced_or_not() {
    let door = door();
    let body = json!({"query": "{ double(n: 1) }", "x": "x".repeat(70_000)}).to_string();
    let announced = Request::builder()
        .method(Method::POST)
        .uri("/")
        .header("content-type", "application/json")
        .header("content-length", body.len())
        .body(Body::from(body.clone()))
        .unwrap();

    assert_eq!(ask(&door, announced).await.0, StatusCode::PAYLOAD_TOO_LARGE);
    let silent = http(Method::POST, "/", Some("application/json"), "*/*", &body);
    assert_eq!(ask(&door, silent).await.0, StatusCode::PAYLOAD_TOO_LARGE);
}
