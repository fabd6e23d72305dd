//! What is asked over plain HTTP: signing in, keys, health, uploads, media, and pages for people.
//! Errors are `application/problem+json`.

pub mod ads;
mod auth;
pub mod cors;
mod health;
pub mod held;
pub mod media;
pub mod pages;
pub mod problem;
mod throttle;

use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};

use crate::api::caller::anonymous;
use crate::app::App;
use crate::users::DemoToken;
use problem::ProblemDetails;

/// All doors but those of GraphQL. The explorer hands out `tokens`.
pub fn router(tokens: Vec<DemoToken>) -> Router<Arc<App>> {
    Router::new()
        .merge(ads::router())
        .merge(auth::router())
        .merge(health::router())
        .merge(media::router())
        .merge(pages::router(tokens))
        .fallback(nothing_here)
        .method_not_allowed_fallback(not_this_way)
}

async fn nothing_here(State(app): State<Arc<App>>, headers: HeaderMap) -> ProblemDetails {
    let call = anonymous(&app, &headers);
    ProblemDetails::new(
        StatusCode::NOT_FOUND,
        "there is nothing at this address",
        call.request_id(),
    )
}

/// The answer to a method that an address does not take.
pub async fn not_this_way(State(app): State<Arc<App>>, headers: HeaderMap) -> ProblemDetails {
    let call = anonymous(&app, &headers);
    let why = "this address does not take this method";
    ProblemDetails::new(StatusCode::METHOD_NOT_ALLOWED, why, call.request_id())
}
