//! Documents of ads: `GET /f/{token}`, an HTML ad in a sandbox of its own, and
//! `GET /ads/vast/{token}`, a video.

use std::sync::Arc;

use axum::Router;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderName, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use super::{busy, not_ours};
use crate::ads::serving;
use crate::api::caller::anonymous;
use crate::app::App;

/// What an HTML ad may do: run its scripts in an origin of nobody's, load over https, and open its
/// landing page in a new window after a click. It has no storage, no cookies, no forms, no plugins,
/// nothing of the page around it, and cannot lead the reader's window elsewhere: a sandbox without
/// `allow-same-origin`, `allow-top-navigation` and `allow-forms` (HTML, 7.1.5).
const SANDBOX: &str = "sandbox allow-scripts allow-popups allow-popups-to-escape-sandbox; \
    default-src 'none'; script-src 'unsafe-inline' https:; style-src 'unsafe-inline' https:; \
    img-src https: data:; media-src https:; font-src https: data:; connect-src 'none'; \
    form-action 'none'; base-uri 'none'; object-src 'none'";

/// What it may not ask of the device.
const PERMISSIONS: &str = "camera=(), microphone=(), geolocation=(), payment=(), usb=(), \
    fullscreen=(), display-capture=(), browsing-topics=(), join-ad-interest-group=(), \
    run-ad-auction=()";

/// The documents.
pub(super) fn router() -> Router<Arc<App>> {
    Router::new()
        .route("/f/{token}", get(frame))
        .route("/ads/vast/{token}", get(video))
}

async fn frame(
    State(app): State<Arc<App>>,
    Path(token): Path<String>,
    headers: HeaderMap,
) -> Response {
    let call = anonymous(&app, &headers);
    match serving::frame(&call, &token).await {
        Ok(Some((html, click))) => {
            let headers = [
                (header::CONTENT_TYPE, "text/html; charset=utf-8"),
                (header::CONTENT_SECURITY_POLICY, SANDBOX),
                (header::CACHE_CONTROL, "private, no-store"),
                (header::REFERRER_POLICY, "no-referrer"),
                (HeaderName::from_static("permissions-policy"), PERMISSIONS),
                (HeaderName::from_static("x-robots-tag"), "noindex"),
            ];
            (headers, page(&html, &click)).into_response()
        }
        Ok(None) => not_ours(call.request_id()),
        Err(error) => busy(error, call.request_id()),
    }
}

/// The buyer's document after what it needs of us: `clickTag`, where a click goes (IAB, HTML5 for
/// Digital Advertising). The address has letters of base64url and
/// of a URL alone, so nothing in it can end the script.
fn page(html: &str, click: &str) -> String {
    let click = click.replace(['"', '\\', '<', '>'], "");
    format!(
        "<!doctype html><meta charset=\"utf-8\"><style>body{{margin:0}}</style>\
         <script>var clickTag=\"{click}\";</script>{html}"
    )
}

async fn video(
    State(app): State<Arc<App>>,
    Path(token): Path<String>,
    headers: HeaderMap,
) -> Response {
    let call = anonymous(&app, &headers);
    match serving::video(&call, &token).await {
        Ok(Some(document)) => {
            let headers = [
                (header::CONTENT_TYPE, "application/xml; charset=utf-8"),
                (header::CACHE_CONTROL, "private, no-store"),
            ];
            (headers, document).into_response()
        }
        Ok(None) => not_ours(call.request_id()),
        Err(error) => busy(error, call.request_id()),
    }
}
