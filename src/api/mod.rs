//! The doors: GraphQL, JSON, feeds and plain HTTP. Nothing is decided here.

pub mod caller;
pub mod feeds;
pub mod graphql;
pub mod http;
pub mod json;
mod server;

use std::any::Any;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, Request, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use tower::{Layer, ServiceExt};
use tower_http::catch_panic::{CatchPanicLayer, ResponseForPanic};

use crate::app::App;
use crate::users::DemoToken;
use caller::REQUEST_ID;
use graphql::Doors;
use http::problem::ProblemDetails;
pub use server::serve;

/// Everything that a server of this application answers.
///
/// # Errors
/// When a schema does not parse as it was printed.
pub fn router(app: &Arc<App>) -> anyhow::Result<Router> {
    demo_router(app, Vec::new())
}

/// The same with tokens that the explorer hands to whoever opens it: for the demo, which only this
/// machine can reach.
///
/// # Errors
/// As of [`router`].
pub fn demo_router(app: &Arc<App>, tokens: Vec<DemoToken>) -> anyhow::Result<Router> {
    let name_each = {
        let app = Arc::clone(app);
        move |request, next| named(Arc::clone(&app), request, next)
    };
    let doors = Arc::new(Doors::open(app)?);
    Ok(http::router(tokens)
        .merge(json::router(&doors))
        .merge(feeds::router(&doors))
        .merge(graphql::router(doors))
        .layer(axum::middleware::from_fn(name_each))
        .with_state(Arc::clone(app)))
}

/// Gives each request a name, in its answer and in the log, and each answer the headers that keep
/// browsers from guessing.
async fn named(app: Arc<App>, mut request: Request<Body>, next: Next) -> Response {
    let call = caller::anonymous(&app, request.headers());
    let name = HeaderValue::from_str(call.request_id());
    if let Ok(name) = &name {
        request.headers_mut().insert(REQUEST_ID, name.clone());
    }
    let (method, path) = (request.method().clone(), request.uri().path().to_owned());
    let mut response = guarded(call.request_id(), request, next).await;
    let headers = response.headers_mut();
    if let Ok(name) = name {
        headers.insert(HeaderName::from_static(REQUEST_ID), name);
    }
    for (header, value) in [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "strict-origin-when-cross-origin"),
        (
            header::CONTENT_SECURITY_POLICY,
            "default-src 'none'; frame-ancestors 'none'",
        ),
    ] {
        let value = HeaderValue::from_static(value);
        headers.entry(header).or_insert(value);
    }
    let status = response.status().as_u16();
    let ms = app.clock.now().0 - call.now().0;
    tracing::debug!(request_id = call.request_id(), %method, path, status, ms, "answered");
    response
}

/// Runs the handler, even one with a bug in it.
async fn guarded(request_id: &str, request: Request<Body>, next: Next) -> Response {
    let panicked = Panicked(request_id.to_owned());
    let guard = CatchPanicLayer::custom(panicked).layer(next);
    let Ok(response) = guard.oneshot(request).await;
    response.into_response()
}

/// The answer when a handler panics: an error of ours, which says nothing of our inside.
#[derive(Clone)]
struct Panicked(String);

impl ResponseForPanic for Panicked {
    type ResponseBody = Body;

    fn response_for_panic(&mut self, panic: Box<dyn Any + Send>) -> Response {
        let Self(request_id) = self;
        let why = panic.downcast_ref::<String>().map(String::as_str);
        let why = why.or_else(|| panic.downcast_ref::<&str>().copied());
        tracing::error!(
            request_id,
            why = why.unwrap_or("unknown"),
            "a request panicked"
        );
        let status = StatusCode::INTERNAL_SERVER_ERROR;
        ProblemDetails::new(status, "internal error", request_id).into_response()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::routing::get;

    #[tokio::test]
    async fn a_panic_is_a_problem_with_the_name_of_the_request() {
        async fn broken() -> &'static str {
            panic!("a secret of ours")
        }
        async fn guard(request: Request<Body>, next: Next) -> Response {
            guarded("req_1", request, next).await
        }
        let router = Router::new()
            .route("/", get(broken))
            .layer(axum::middleware::from_fn(guard));

        let response = router
            .oneshot(Request::get("/").body(Body::empty()).unwrap())
            .await
            .unwrap();

        assert_eq!(response.status(), StatusCode::INTERNAL_SERVER_ERROR);
        let body = axum::body::to_bytes(response.into_body(), 10_000)
            .await
            .unwrap();
        let body = String::from_utf8(body.to_vec()).unwrap();
        assert!(body.contains("req_1") && !body.contains("secret"), "{body}");
    }
}
