//! The addresses that come with a decision on ads: `GET /ads/i/{token}` when it begins to render,
//! `POST /ads/v/{token}` when it could be seen, `GET /ads/c/{token}` for a click. Any page may ask;
//! nothing is ever kept.

mod document;
mod export;
mod sellers;

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use axum::extract::{ConnectInfo, Path, Query, Request, State};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Extension, Router};
use serde::Deserialize;

use super::cors;
use super::problem::ProblemDetails;
use crate::ads::events::{self, Sign, Signs, Verdict};
use crate::ads::serving;
use crate::api::caller::anonymous;
use crate::app::{App, Error};
use crate::platform::networks;
use crate::vocabulary::AdEventKind;

/// The doors of ad events.
pub fn router() -> Router<Arc<App>> {
    Router::new()
        .route("/ads/i/{token}", get(impression))
        .route("/ads/v/{token}", post(viewable))
        .route("/ads/c/{token}", get(click))
        .merge(document::router())
        .layer(cors::open())
        .merge(export::router())
        .merge(sellers::router())
}

/// Who sends events, as the rules of invalid traffic know them.
#[derive(Debug, Clone, Copy, Default)]
pub struct Peer(Option<IpAddr>);

impl Peer {
    /// Whoever is at the other end, or behind near proxies.
    fn of(peer: Option<&ConnectInfo<SocketAddr>>, headers: &HeaderMap) -> Self {
        let forwarded = headers.get("x-forwarded-for");
        let forwarded = forwarded.and_then(|value| value.to_str().ok());
        Self(peer.map(|peer| networks::client(peer.0.ip(), forwarded)))
    }

    /// Whoever sent a request.
    pub fn in_request(request: &Request) -> Self {
        Self::of(request.extensions().get(), request.headers())
    }

    /// Their address, where it is known.
    pub const fn address(self) -> Option<IpAddr> {
        self.0
    }

    /// What is known of a request of theirs.
    pub fn signs(self, headers: &HeaderMap) -> Signs {
        let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
        // `Sec-Purpose: prefetch;prerender`; older browsers say `Purpose: prefetch`.
        let purposes = [text("sec-purpose"), text("purpose"), text("x-moz")];
        let is_ahead =
            |purpose: &str| purpose.contains("prefetch") || purpose.contains("prerender");
        Signs {
            user_agent: text("user-agent").map(ToOwned::to_owned),
            peer: self.0,
            is_ahead: purposes.into_iter().flatten().any(is_ahead),
            is_unseen: false,
        }
    }
}

/// What a client adds to the address of an impression.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Rendered {
    /// Width in CSS pixels.
    w: Option<u32>,
    /// Height in CSS pixels.
    h: Option<u32>,
    /// 0 of a client that cannot tell what is seen.
    m: Option<u8>,
}

impl Rendered {
    /// Whether it is a dot or less.
    fn is_unseen(&self) -> bool {
        self.w.is_some_and(|width| width <= 1) || self.h.is_some_and(|height| height <= 1)
    }
}

/// What all doors are given.
type Asked = (
    State<Arc<App>>,
    Option<Extension<ConnectInfo<SocketAddr>>>,
    Path<String>,
    HeaderMap,
);

async fn impression(
    method: Method,
    (State(app), peer, Path(token), headers): Asked,
    Query(rendered): Query<Rendered>,
) -> Response {
    if method == Method::HEAD {
        return nothing();
    }
    let signs = Signs {
        is_unseen: rendered.is_unseen(),
        ..Peer::of(peer.as_deref(), &headers).signs(&headers)
    };
    let sign = Sign {
        token: &token,
        kind: AdEventKind::Impression,
        at: None,
        is_measurable: rendered.m != Some(0),
        signs: &signs,
    };
    tell(&app, &headers, sign).await
}

async fn viewable((State(app), peer, Path(token), headers): Asked) -> Response {
    let signs = Peer::of(peer.as_deref(), &headers).signs(&headers);
    let sign = Sign {
        token: &token,
        kind: AdEventKind::Viewable,
        at: None,
        is_measurable: true,
        signs: &signs,
    };
    tell(&app, &headers, sign).await
}

/// A click always leads where the approved creative points, whether it counts or not; nothing in the
/// address says where.
async fn click(method: Method, (State(app), peer, Path(token), headers): Asked) -> Response {
    let signs = Peer::of(peer.as_deref(), &headers).signs(&headers);
    let call = anonymous(&app, &headers);
    let landing = async {
        if method != Method::HEAD {
            let sign = Sign {
                token: &token,
                kind: AdEventKind::Click,
                at: None,
                is_measurable: true,
                signs: &signs,
            };
            // Who reads on is not kept waiting by a full disk.
            if let Err(error) = events::record(&call, sign).await {
                tracing::error!(?error, "a click is not counted");
            }
        }
        serving::landing(&call, &token).await
    };
    match landing.await {
        Ok(Some(address)) => {
            let headers = [
                (header::LOCATION, address),
                (header::CACHE_CONTROL, "no-store".to_owned()),
            ];
            (StatusCode::FOUND, headers).into_response()
        }
        Ok(None) => not_ours(call.request_id()),
        Err(error) => busy(error, call.request_id()),
    }
}

fn not_ours(request_id: &str) -> Response {
    let why = "this address is not one of ours";
    ProblemDetails::new(StatusCode::NOT_FOUND, why, request_id).into_response()
}

async fn tell(app: &Arc<App>, headers: &HeaderMap, sign: Sign<'_>) -> Response {
    let call = anonymous(app, headers);
    match events::record(&call, sign).await {
        Ok((Verdict::Forged, _)) => not_ours(call.request_id()),
        // What does not count is not told from what does: who forges learns nothing.
        Ok(_) => nothing(),
        Err(error) => busy(error, call.request_id()),
    }
}

/// Done, and nothing to show for it.
fn nothing() -> Response {
    (
        StatusCode::NO_CONTENT,
        [(header::CACHE_CONTROL, "no-store")],
    )
        .into_response()
}

/// The event is not on the disk: the client may tell it again.
fn busy(error: Error, request_id: &str) -> Response {
    match error {
        Error::Limited => {
            let status = StatusCode::SERVICE_UNAVAILABLE;
            let problem = ProblemDetails::new(status, "too many events wait", request_id);
            ([(header::RETRY_AFTER, "1")], problem).into_response()
        }
        error => ProblemDetails::of(error, request_id).into_response(),
    }
}
