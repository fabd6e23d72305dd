//! `GET /ads.txt`: who may sell the site's ads (IAB Tech Lab, ads.txt 1.1). Masthead sells them
//! itself, so nobody else may, unless the operator has a list of their own (`MASTHEAD_ADS_TXT`); the
//! front end passes the address on.

use std::sync::Arc;

use anyhow::Context;
use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use url::Url;

use crate::api::caller::anonymous;
use crate::api::http::problem::ProblemDetails;
use crate::app::{App, Call, Result};
use crate::editions::{self, Site};

/// Seconds for which it may be kept.
const KEPT: &str = "public, max-age=3600";

/// The door of the list.
pub fn router() -> Router<Arc<App>> {
    Router::new().route("/ads.txt", get(sellers))
}

async fn sellers(State(app): State<Arc<App>>, headers: HeaderMap) -> Response {
    let call = anonymous(&app, &headers);
    match text(&call).await {
        Ok(text) => {
            let headers = [
                (header::CONTENT_TYPE, "text/plain; charset=utf-8"),
                (header::CACHE_CONTROL, KEPT),
            ];
            (headers, text).into_response()
        }
        Err(error) => ProblemDetails::of(error, call.request_id()).into_response(),
    }
}

/// The operator's list, read anew each time so that a change needs no restart; or ours.
async fn text(call: &Call) -> Result<String> {
    match &call.app().config.ads_txt_file {
        Some(file) => Ok(tokio::fs::read_to_string(file)
            .await
            .with_context(|| format!("{} (MASTHEAD_ADS_TXT)", file.display()))?),
        None => {
            let site = editions::site(call).await?;
            Ok(list(&site))
        }
    }
}

/// Our list. The record of `placeholder.example.com` says that no seller is authorised, as the
/// specification has it; an empty file would say nothing.
fn list(site: &Site) -> String {
    let url = Url::parse(&site.base_url).ok();
    let owner = url.and_then(|url| url.domain().map(|host| format!("OWNERDOMAIN={host}\n")));
    format!(
        "# {} sells its ads itself.\n{}placeholder.example.com, placeholder, DIRECT, placeholder\n",
        site.name,
        owner.unwrap_or_default()
    )
}
