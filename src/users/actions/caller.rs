//! Finding out who is calling.

use super::tokens::subject;
use crate::app::{Call, Error, Result};
use crate::platform::ids::TokenId;
use crate::platform::secrets::sha256_hex;
use crate::policy::{Action, Actor};
use crate::users::domain::{AUDIENCE, ApiToken, Claims, SECRET_PREFIX};
use crate::users::store;

/// Whom a bearer token stands for. One statement asks for session, account and roles as they are
/// now, so that what was taken away is gone with the next request. `origin` is that of the page
/// that asks, if there is one.
///
/// # Errors
/// [`Error::Unauthenticated`] for a token that is not good, or not good any more.
pub async fn authenticate(call: &Call, token: &str, origin: Option<&str>) -> Result<Actor> {
    let call = call.by_system("authentication");
    if token.starts_with(SECRET_PREFIX) {
        program(&call, token, origin).await
    } else {
        person(&call, token).await
    }
}

async fn person(call: &Call, token: &str) -> Result<Actor> {
    let app = call.app();
    let claims = app
        .keys
        .verify::<Claims>(token, &app.config.public_url, AUDIENCE, call.now());
    let claims = claims.ok_or(Error::Unauthenticated)?;
    let user = store::opened_by(call, claims.sid, claims.sub).await?;
    let user = user.ok_or(Error::Unauthenticated)?;
    Ok(Actor::Staff {
        user: user.id,
        session: claims.sid,
        grants: user.grants(),
    })
}

async fn program(call: &Call, token: &str, origin: Option<&str>) -> Result<Actor> {
    let found = store::by_secret(call, &sha256_hex(token)).await?;
    let (token, owner) = found.ok_or(Error::Unauthenticated)?;
    if !token.is_good(call.now()) || !token.admits(origin) {
        return Err(Error::Unauthenticated);
    }
    if token.is_use_noted(call.now()) {
        note_use(call, &token);
    }
    Ok(Actor::Token {
        user: owner.id,
        token: token.id,
        grants: token.grants(&owner.grants()),
    })
}

/// Notes the use beside the request, which must not wait for whoever is writing.
fn note_use(call: &Call, token: &ApiToken) {
    let (call, id, name) = (call.clone(), token.id, token.name.clone());
    tokio::spawn(async move {
        if let Err(error) = write_use(&call, id, &name).await {
            tracing::warn!(%error, token = %id, "the use of a token was not noted");
        }
    });
}

async fn write_use(call: &Call, id: TokenId, name: &str) -> Result<()> {
    let tx = call.begin().await?;
    let permit = tx.authorize(Action::ApiTokenUse, &subject(id, name))?;
    store::note_use(&permit, id).await?;
    tx.commit().await
}
