//! `GET /health/live` and `/health/ready`.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use serde_json::json;

use crate::app::App;
use crate::platform::migrate::{Standing, standing};

/// The doors of those who watch over the process.
pub fn router() -> Router<Arc<App>> {
    Router::new()
        .route("/health/live", get(live))
        .route("/health/ready", get(ready))
}

async fn live() -> Response {
    say(StatusCode::OK, "live")
}

/// Ready when the database answers and no step is missing in it. One that a newer node has changed
/// will do: migrations only add, until no older node is left.
async fn ready(State(app): State<Arc<App>>) -> Response {
    let unavailable = StatusCode::SERVICE_UNAVAILABLE;
    match standing(&app.db).await {
        Ok(Standing::Current | Standing::Ahead(_)) => say(StatusCode::OK, "ready"),
        Ok(Standing::Behind(_)) => say(unavailable, "the database is behind this program"),
        Err(error) => {
            tracing::error!(error = format!("{error:#}"), "the database does not answer");
            say(unavailable, "the database does not answer")
        }
    }
}

fn say(status: StatusCode, words: &str) -> Response {
    (
        status,
        [(header::CACHE_CONTROL, "no-store")],
        Json(json!({ "status": words })),
    )
        .into_response()
}
