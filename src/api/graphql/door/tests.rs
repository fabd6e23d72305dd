use super::*;
use async_graphql::{
    Context, EmptySubscription, Error, ErrorExtensions, Object, Result, Schema, ValidationMode,
};
use axum::body::{Body, to_bytes};
use axum::http::{Method, StatusCode};
use serde_json::{Value, json};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

#[path = "transport_tests.rs"]
mod transport;

static STATE: AtomicUsize = AtomicUsize::new(0);

struct Query;

#[Object]
impl Query {
    async fn double(&self, n: i32) -> i32 {
        n * 2
    }

    async fn slug(&self, slug: Slug) -> String {
        slug.0
    }

    async fn broken(&self) -> Result<Option<i32>> {
        Err(Error::new("connection to /var/lib/secret.db refused"))
    }

    async fn denied(&self) -> Result<Option<i32>> {
        Err(Error::new("you may not").extend_with(|_, e| e.set("code", "FORBIDDEN")))
    }

    async fn slow(&self) -> i32 {
        tokio::time::timeout(Duration::from_secs(60), std::future::pending())
            .await
            .unwrap_or(1)
    }

    async fn given(&self, context: &Context<'_>) -> Option<String> {
        context.data_opt::<String>().cloned()
    }
}

struct Slug(String);

#[async_graphql::Scalar]
impl async_graphql::ScalarType for Slug {
    fn parse(value: async_graphql::Value) -> async_graphql::InputValueResult<Self> {
        match value {
            async_graphql::Value::String(slug) if slug.len() < 5 => Ok(Self(slug)),
            value => Err(async_graphql::InputValueError::expected_type(value)),
        }
    }

    fn to_value(&self) -> async_graphql::Value {
        async_graphql::Value::String(self.0.clone())
    }
}

struct Mutation;

#[Object]
impl Mutation {
    async fn add(&self) -> usize {
        tokio::time::timeout(Duration::from_millis(50), std::future::pending::<()>())
            .await
            .ok();
        STATE.fetch_add(1, Ordering::SeqCst)
    }

    async fn panics(&self) -> i32 {
        if STATE.load(Ordering::SeqCst) < usize::MAX {
            panic!("secret");
        }
        0
    }
}

type TestDoor = Door<Schema<Query, Mutation, EmptySubscription>>;

fn door() -> TestDoor {
    let build = || Schema::build(Query, Mutation, EmptySubscription);
    let strict = build().finish();
    let sdl = strict.sdl();
    let fast = build().validation_mode(ValidationMode::Fast).finish();
    Door::new(strict, &sdl).unwrap().fast(fast)
}

fn post(body: &Value) -> Request {
    http(
        Method::POST,
        "/graphql",
        Some("application/json"),
        "application/json",
        &body.to_string(),
    )
}

fn get(query: &str) -> Request {
    let url: String = url::form_urlencoded::Serializer::new("/graphql?".to_owned())
        .append_pair("query", query)
        .finish();
    http(
        Method::GET,
        &url.replacen("?&", "?", 1),
        None,
        "application/json",
        "",
    )
}

fn http(method: Method, url: &str, kind: Option<&str>, accept: &str, body: &str) -> Request {
    let mut request = Request::builder()
        .method(method)
        .uri(url)
        .header("accept", accept);
    if let Some(kind) = kind {
        request = request.header("content-type", kind);
    }
    request.body(Body::from(body.to_owned())).unwrap()
}

async fn ask(door: &TestDoor, request: Request) -> (StatusCode, Value) {
    let (status, _, body) = ask_in_full(door, request, &Limits::anonymous()).await;
    (status, body)
}

async fn ask_in_full(
    door: &TestDoor,
    request: Request,
    limits: &Limits,
) -> (StatusCode, axum::http::HeaderMap, Value) {
    let context = |request: async_graphql::Request| request.data("attached".to_owned());
    let response = door.handle(request, context, limits, "r1").await;
    let (parts, body) = response.into_parts();
    let bytes = to_bytes(body, usize::MAX).await.unwrap();
    (
        parts.status,
        parts.headers,
        serde_json::from_slice(&bytes).unwrap(),
    )
}

fn code(body: &Value) -> &str {
    body["errors"][0]["extensions"]["code"].as_str().unwrap()
}

#[tokio::test]
async fn a_query_is_answered_by_get_and_by_post() {
    let door = door();
    let query = "{ double(n: 2) given }";
    let wanted = json!({"data": {"double": 4, "given": "attached"}});

    assert_eq!(
        ask(&door, get(query)).await,
        (StatusCode::OK, wanted.clone())
    );
    assert_eq!(
        ask(&door, post(&json!({"query": query}))).await,
        (StatusCode::OK, wanted)
    );
}

#[tokio::test]
async fn the_same_document_is_answered_alike_when_it_is_known() {
    let door = door();
    let body =
        |n: Value| json!({"query": "query($n: Int!) { double(n: $n) }", "variables": {"n": n}});

    for _ in 0..3 {
        assert_eq!(
            ask(&door, post(&body(json!(3)))).await.1,
            json!({"data": {"double": 6}})
        );
        let (status, refused) = ask(&door, post(&body(json!("SECRET")))).await;
        assert_eq!((status, code(&refused)), (StatusCode::OK, "BAD_USER_INPUT"));
        assert!(!refused.to_string().contains("SECRET") && refused.get("data").is_none());
    }
    assert!(
        door.cache
            .get("query($n: Int!) { double(n: $n) }")
            .is_some()
    );
}

#[tokio::test]
async fn faults_of_the_document_are_400_under_graphql_response_json() {
    let door = door();
    for (query, wanted) in [
        ("{ double(n: ", "GRAPHQL_PARSE_FAILED"),
        ("{ unknown }", "GRAPHQL_VALIDATION_FAILED"),
        ("{ double(n: \"x\") }", "GRAPHQL_VALIDATION_FAILED"),
        ("query($n: Int!) { double(n: $n) }", "BAD_USER_INPUT"),
        ("{ double }", "GRAPHQL_VALIDATION_FAILED"),
        (
            "{ ...A } fragment A on Query { ...A }",
            "GRAPHQL_VALIDATION_FAILED",
        ),
        ("subscription { a }", "BAD_REQUEST"),
    ] {
        let body = json!({"query": query}).to_string();
        let strict = "application/graphql-response+json";
        let json = Some("application/json");

        let (status, answer) = ask(&door, http(Method::POST, "/", json, strict, &body)).await;
        assert_eq!((status.as_u16(), code(&answer)), (400, wanted), "{query}");
        assert!(answer.get("data").is_none(), "{query}");
        assert_eq!(answer["errors"][0]["extensions"]["requestId"], "r1");

        let (status, answer) = ask(&door, post(&json!({"query": query}))).await;
        assert_eq!((status.as_u16(), code(&answer)), (200, wanted), "{query}");
        assert!(answer.get("data").is_none(), "{query}");
    }
}

#[tokio::test]
async fn nothing_that_was_sent_is_said_back() {
    let door = door().introspection(Introspection::Off);
    for query in [
        "{ SECRET }",
        "{ double(SECRET: 1) }",
        "{ a }} SECRET",
        "{ double(n: \"SECRET\") }",
        "query($SECRET: Int) { double(n: 1) }",
        "{ ...SECRET }",
        "{ double(n: $SECRET) }",
        "{ slug(slug: \"SECRET\") }",
        "{ double(n: 1) @SECRET }",
        "query($a: SECRET) { slug(slug: $a) }",
    ] {
        let (_, answer) = ask(&door, post(&json!({"query": query}))).await;
        assert!(
            answer["errors"].is_array() && !answer.to_string().contains("SECRET"),
            "{answer}"
        );
        assert!(!answer.to_string().contains("Did you mean"), "{answer}");
    }
}

#[tokio::test]
async fn a_failed_field_is_null_and_tells_nothing_of_our_inside() {
    let reported = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&reported);
    let door = door().report(move |error, id| {
        seen.lock().unwrap().push(format!("{id} {}", error.message));
    });

    let (status, body) = ask(
        &door,
        post(&json!({"query": "{ double(n: 1) broken denied }"})),
    )
    .await;

    assert_eq!(status, StatusCode::OK);
    assert_eq!(
        body["data"],
        json!({"double": 2, "broken": null, "denied": null})
    );
    let mut errors: Vec<_> = body["errors"].as_array().unwrap().clone();
    errors.sort_by_key(|error| error["path"].to_string());
    assert_eq!(errors[0]["message"], "internal error");
    assert_eq!(
        errors[0]["extensions"],
        json!({"code": "INTERNAL", "requestId": "r1"})
    );
    assert_eq!(errors[1]["extensions"]["code"], "FORBIDDEN");
    assert_eq!(
        *reported.lock().unwrap(),
        ["r1 connection to /var/lib/secret.db refused"]
    );
}

#[tokio::test]
async fn a_scalar_that_does_not_parse_refuses_the_query() {
    let query = "query($s: Slug!) { double(n: 1) slug(slug: $s) }";
    let body = json!({"query": query, "variables": {"s": "toolong"}});

    let (_, answer) = ask(&door(), post(&body)).await;

    assert_eq!(code(&answer), "BAD_USER_INPUT");
    assert!(answer.get("data").is_none() && !answer.to_string().contains("toolong"));
}

#[tokio::test]
async fn a_query_ends_with_its_time() {
    let limits = Limits {
        wall_time: Duration::from_millis(20),
        ..Limits::anonymous()
    };

    let (status, _, body) =
        ask_in_full(&door(), post(&json!({"query": "{ slow }"})), &limits).await;

    assert_eq!(
        (status, code(&body)),
        (StatusCode::GATEWAY_TIMEOUT, "TIMEOUT")
    );
}

#[tokio::test]
async fn a_write_goes_on_when_its_client_hangs_up() {
    let door = door();
    let before = STATE.load(Ordering::SeqCst);

    let asked = ask(&door, post(&json!({"query": "mutation { add }"})));
    assert!(
        tokio::time::timeout(Duration::from_millis(5), asked)
            .await
            .is_err()
    );
    tokio::time::timeout(Duration::from_millis(300), std::future::pending::<()>())
        .await
        .ok();

    assert_eq!(STATE.load(Ordering::SeqCst), before + 1);
}

#[tokio::test]
async fn a_write_that_panics_is_an_internal_error() {
    let (status, body) = ask(&door(), post(&json!({"query": "mutation { panics }"}))).await;

    assert_eq!(
        (status, code(&body)),
        (StatusCode::INTERNAL_SERVER_ERROR, "INTERNAL")
    );
    assert!(!body.to_string().contains("secret"));
}

#[tokio::test]
async fn trusted_documents_are_found_by_id_and_exempt_from_cost() {
    let text = "{ double(n: 4) }";
    let door = door()
        .documents(Documents::new([("Double", text)]))
        .ad_hoc(AdHoc::Refused);
    let limits = Limits {
        cost: -1.0,
        ..Limits::anonymous()
    };
    let id = documents::document_id(text);
    let hash = id.strip_prefix("sha256:").unwrap();

    for body in [
        json!({"documentId": id}),
        json!({"extensions": {"persistedQuery": {"version": 1, "sha256Hash": hash}}}),
        json!({"query": text}),
        json!({"documentId": id}),
    ] {
        let (_, _, answer) = ask_in_full(&door, post(&body), &limits).await;
        assert_eq!(answer, json!({"data": {"double": 8}}));
    }
    for body in [
        json!({"documentId": "sha256:00"}),
        json!({"query": "{ double(n: 5) }"}),
    ] {
        let (_, _, answer) = ask_in_full(&door, post(&body), &limits).await;
        assert_eq!(code(&answer), "DOCUMENT_UNKNOWN");
    }
}

#[tokio::test]
async fn introspection_is_on_or_off_as_a_whole() {
    let query = json!({"query": "{ __schema { queryType { name } } }"});

    let (_, on) = ask(&door(), post(&query)).await;
    let (_, off) = ask(&door().introspection(Introspection::Off), post(&query)).await;

    assert_eq!(on["data"]["__schema"]["queryType"]["name"], "Query");
    assert_eq!(code(&off), "GRAPHQL_VALIDATION_FAILED");
}

#[tokio::test]
async fn a_kilobyte_of_exponential_spreads_is_answered_at_once() {
    let mut text = "{ ...F0 }".to_owned();
    for number in 0..25 {
        text += &format!(
            " fragment F{number} on Query {{ ...F{0} ...F{0} }}",
            number + 1
        );
    }
    text += " fragment F25 on Query { __typename }";
    let door = door();

    let asked = ask(&door, post(&json!({"query": text})));
    let (_, body) = tokio::time::timeout(Duration::from_secs(2), asked)
        .await
        .unwrap();

    assert_eq!(code(&body), "TOO_COSTLY");
}
