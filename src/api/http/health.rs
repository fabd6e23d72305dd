//! `GET /health/live` and `/health/ready`.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use serde_json::json;

use crate::app::App;
use crate::platform::migrate::pending;

/// The doors of those who watch over the process.
pub fn router() -> Router<Arc<App>> {
    Router::new()
        .route("/health/live", get(live))
        .route("/health/ready", get(ready))
}

async fn live() -> Response {
    say(StatusCode::OK, "live")
}

/// Ready when the database answers and its schema is this program's.
async fn ready(State(app): State<Arc<App>>) -> Response {
    match pending(&app.db).await {
        Ok(steps) if steps.is_empty() => say(StatusCode::OK, "ready"),
        Ok(_) => say(
            StatusCode::SERVICE_UNAVAILABLE,
            "the database is behind this program",
        ),
        Err(error) => {
            tracing::error!(error = format!("{error:#}"), "the database does not answer");
            say(
                StatusCode::SERVICE_UNAVAILABLE,
                "the database does not answer",
            )
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
