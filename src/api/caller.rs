//! Who is calling: request headers become a [`Call`].

use std::sync::Arc;

use axum::http::{HeaderMap, header};

use crate::app::{App, Call, Error, Result};
use crate::platform::ids::{RequestId, TypedId};
use crate::policy::Actor;
use crate::users;

/// The header that names a request, sent by a proxy or given by us.
pub const REQUEST_ID: &str = "x-request-id";

/// A call by nobody yet, under the request's name.
pub fn anonymous(app: &Arc<App>, headers: &HeaderMap) -> Call {
    Call::new(app, Actor::Anonymous, request_id(app, headers))
}

/// The call of whoever a bearer token stands for; of a reader without one. A token that is not
/// good is refused, never taken for a reader's.
///
/// # Errors
/// [`Error::Unauthenticated`] for a token or a header of another kind that is not good.
pub async fn identified(call: &Call, headers: &HeaderMap) -> Result<Call> {
    let Some(value) = headers.get(header::AUTHORIZATION) else {
        return Ok(call.clone());
    };
    let text = value.to_str().map_err(|_| Error::Unauthenticated)?;
    let (scheme, token) = text.split_once(' ').ok_or(Error::Unauthenticated)?;
    if !scheme.eq_ignore_ascii_case("bearer") {
        return Err(Error::Unauthenticated);
    }
    let origin = headers
        .get(header::ORIGIN)
        .and_then(|origin| origin.to_str().ok());
    let actor = users::authenticate(call, token.trim(), origin).await?;
    Ok(call.by(actor))
}

/// The name that a proxy gave the request, when it is a safe one, else a new one.
fn request_id(app: &Arc<App>, headers: &HeaderMap) -> String {
    let given = headers.get(REQUEST_ID).and_then(|id| id.to_str().ok());
    let is_safe = |id: &&str| {
        (1..=64).contains(&id.len())
            && id
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
    };
    match given.filter(is_safe) {
        Some(id) => id.to_owned(),
        None => RequestId::from_uuid(app.ids.next(app.clock.now())).to_string(),
    }
}
