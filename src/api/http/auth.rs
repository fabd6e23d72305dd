//! `POST /auth/sign-in`, `/auth/accept-invitation`, `/auth/refresh`, `/auth/sign-out`, and `GET /.well-known/jwks.json`.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::extract::{ConnectInfo, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Extension, Json, Router};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use tokio::sync::{Semaphore, SemaphorePermit};

use super::problem::ProblemDetails;
use super::throttle::{Throttle, pair};
use crate::api::caller::{anonymous, identified};
use crate::app::{App, Call, Error};
use crate::users::{self, Credentials};

/// More than any of these bodies needs.
const MOST_BYTES: usize = 8 * 1024;
/// How long a body may take to come.
const BODY: Duration = Duration::from_secs(10);
/// How many passwords wait to be verified at most; each takes some tens of milliseconds.
const WAITING: usize = 64;

/// Who watches the door.
struct Watch {
    throttle: Throttle,
    waiting: Semaphore,
}

impl Watch {
    /// A place among those whose passwords are worked on.
    fn place(&self, call: &Call) -> Result<SemaphorePermit<'_>, ProblemDetails> {
        self.waiting.try_acquire().map_err(|_| {
            let why = "too many are signing in at this moment";
            let status = StatusCode::SERVICE_UNAVAILABLE;
            ProblemDetails::new(status, why, call.request_id()).retry_after(1)
        })
    }
}

/// The doors of identity.
pub fn router() -> Router<Arc<App>> {
    Router::new()
        .route("/auth/sign-in", post(sign_in))
        .route("/auth/accept-invitation", post(accept_invitation))
        .route("/auth/refresh", post(refresh))
        .route("/auth/sign-out", post(sign_out))
        .route("/.well-known/jwks.json", get(jwks))
        .layer(Extension(Arc::new(Watch {
            throttle: Throttle::default(),
            waiting: Semaphore::new(WAITING),
        })))
}

#[derive(Deserialize)]
struct SignIn {
    email: String,
    password: String,
}

#[derive(Deserialize)]
struct Acceptance {
    invitation: String,
    password: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Refresh {
    refresh_token: String,
}

/// What a sign-in gives (names of RFC 6749, 5.1, in camel case).
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Tokens {
    access_token: String,
    refresh_token: String,
    token_type: &'static str,
    expires_in: i64,
}

async fn sign_in(
    State(app): State<Arc<App>>,
    Extension(watch): Extension<Arc<Watch>>,
    peer: Option<Extension<ConnectInfo<SocketAddr>>>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, ProblemDetails> {
    let call = anonymous(&app, &headers);
    let asked: SignIn = read(&call, &headers, body).await?;
    let machine = peer.map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |peer| peer.0.0.ip());
    let pair = pair(&asked.email, machine);
    let refuse = |status, why: &str| ProblemDetails::new(status, why, call.request_id());
    watch
        .throttle
        .attempt(&pair, call.now())
        .map_err(|seconds| {
            let why = "too many attempts to sign in";
            refuse(StatusCode::TOO_MANY_REQUESTS, why).retry_after(seconds)
        })?;
    let _place = watch.place(&call)?;
    match users::sign_in(&call, &asked.email, &asked.password).await {
        Err(Error::Unauthenticated) => {
            let why = "the e-mail address or the password is wrong";
            Err(refuse(StatusCode::UNAUTHORIZED, why))
        }
        given => {
            watch.throttle.succeeded(&pair);
            answer(&call, given)
        }
    }
}

async fn accept_invitation(
    State(app): State<Arc<App>>,
    Extension(watch): Extension<Arc<Watch>>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, ProblemDetails> {
    let call = anonymous(&app, &headers);
    let asked: Acceptance = read(&call, &headers, body).await?;
    let _place = watch.place(&call)?;
    match users::accept(&call, &asked.invitation, &asked.password).await {
        Err(Error::Unauthenticated) => {
            let why = "the invitation is unknown, used or more than three days old";
            let status = StatusCode::UNAUTHORIZED;
            Err(ProblemDetails::new(status, why, call.request_id()))
        }
        given => answer(&call, given),
    }
}

async fn refresh(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, ProblemDetails> {
    let call = anonymous(&app, &headers);
    let asked: Refresh = read(&call, &headers, body).await?;
    let given = users::refresh(&call, &asked.refresh_token).await;
    answer(&call, given)
}

async fn sign_out(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
) -> Result<Response, ProblemDetails> {
    let call = anonymous(&app, &headers);
    let refused = |error| ProblemDetails::of(error, call.request_id());
    let call = identified(&call, &headers).await.map_err(refused)?;
    users::sign_out(&call).await.map_err(refused)?;
    Ok((
        StatusCode::NO_CONTENT,
        [(header::CACHE_CONTROL, "no-store")],
    )
        .into_response())
}

async fn jwks(State(app): State<Arc<App>>) -> Response {
    (
        [(header::CACHE_CONTROL, "public, max-age=300")],
        Json(app.keys.jwks()),
    )
        .into_response()
}

/// Reads a JSON body of a few fields.
async fn read<T: DeserializeOwned>(
    call: &Call,
    headers: &HeaderMap,
    body: Body,
) -> Result<T, ProblemDetails> {
    let refuse = |status, why: &str| ProblemDetails::new(status, why, call.request_id());
    let essence = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok());
    let essence = essence
        .and_then(|value| value.split(';').next())
        .unwrap_or_default();
    if !essence.trim().eq_ignore_ascii_case("application/json") {
        return Err(refuse(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "send application/json",
        ));
    }
    let bytes = tokio::time::timeout(BODY, to_bytes(body, MOST_BYTES)).await;
    let bytes = bytes
        .map_err(|_| refuse(StatusCode::REQUEST_TIMEOUT, "the body did not come in time"))?
        .map_err(|_| refuse(StatusCode::PAYLOAD_TOO_LARGE, "at most 8 KiB"))?;
    serde_json::from_slice(&bytes).map_err(|_| {
        refuse(
            StatusCode::BAD_REQUEST,
            "the body has not the fields it should have",
        )
    })
}

fn answer(call: &Call, given: Result<Credentials, Error>) -> Result<Response, ProblemDetails> {
    let given = given.map_err(|error| ProblemDetails::of(error, call.request_id()))?;
    let tokens = Tokens {
        access_token: given.access,
        refresh_token: given.refresh,
        token_type: "Bearer",
        expires_in: given.expires_in,
    };
    Ok(([(header::CACHE_CONTROL, "no-store")], Json(tokens)).into_response())
}
