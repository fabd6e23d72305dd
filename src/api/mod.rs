//! The two doors, GraphQL and HTTP; nothing is decided here.

pub mod caller;
pub mod graphql;
pub mod http;

use std::any::Any;
use std::sync::Arc;

use axum::Router;
use axum::http::{HeaderName, HeaderValue, Request, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use tower_http::catch_panic::CatchPanicLayer;

use crate::app::App;
use caller::REQUEST_ID;
use http::problem::ProblemDetails;

/// Everything that a server of this application answers.
pub fn router(app: &Arc<App>) -> Router {
    let name_each = {
        let app = Arc::clone(app);
        move |request, next| named(Arc::clone(&app), request, next)
    };
    http::router()
        .layer(CatchPanicLayer::custom(panicked))
        .layer(axum::middleware::from_fn(name_each))
        .with_state(Arc::clone(app))
}

/// Gives each request a name, in its answer and in the log, and each answer the headers that keep
/// browsers from guessing.
async fn named(app: Arc<App>, mut request: Request<axum::body::Body>, next: Next) -> Response {
    let call = caller::anonymous(&app, request.headers());
    let name = HeaderValue::from_str(call.request_id());
    if let Ok(name) = &name {
        request.headers_mut().insert(REQUEST_ID, name.clone());
    }
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    if let Ok(name) = name {
        headers.insert(HeaderName::from_static(REQUEST_ID), name);
    }
    headers.insert(
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    );
    let policy = HeaderValue::from_static("strict-origin-when-cross-origin");
    headers.entry(header::REFERRER_POLICY).or_insert(policy);
    response
}

/// A bug is an error of ours, and says nothing of our inside.
fn panicked(panic: Box<dyn Any + Send>) -> Response {
    let why = panic.downcast_ref::<String>().map(String::as_str);
    let why = why
        .or_else(|| panic.downcast_ref::<&str>().copied())
        .unwrap_or("unknown");
    tracing::error!(why, "a request panicked");
    let status = StatusCode::INTERNAL_SERVER_ERROR;
    ProblemDetails::new(status, "internal error", "").into_response()
}
