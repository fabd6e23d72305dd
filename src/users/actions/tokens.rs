//! Making and stopping API tokens.

use serde_json::json;

use crate::app::{Call, Error, Result, Tx};
use crate::platform::ids::{TokenId, UserId};
use crate::platform::secrets::sha256_hex;
use crate::policy::{Action, Subject, TOKENS};
use crate::users::domain::{ApiToken, NewApiToken, new_secret};
use crate::users::store;
use crate::vocabulary::EventType;

pub(super) fn subject(id: TokenId, name: &str) -> Subject {
    Subject {
        seen_with: TOKENS,
        ..Subject::of(id, name)
    }
}

/// Makes a token of the caller's account, and gives its secret: it is kept as a hash, so this is
/// the only time.
///
/// # Errors
/// [`Error::Refused`] for an input of the wrong form, and for rights that the caller does not have.
pub async fn create_token(call: &Call, new: NewApiToken) -> Result<(ApiToken, String)> {
    let tx = call.begin().await?;
    let owner = call.actor().user().ok_or(Error::Unauthenticated)?;
    let made = insert(&tx, owner, new).await?;
    tx.commit().await?;
    Ok(made)
}

pub(super) async fn insert(tx: &Tx, owner: UserId, new: NewApiToken) -> Result<(ApiToken, String)> {
    let call = tx.call();
    let id: TokenId = call.new_id();
    let permit = tx.authorize(Action::ApiTokenCreate, &subject(id, &new.name))?;
    let new = new.checked(call.actor(), call.now())?;
    let (secret, prefix) = new_secret();
    let token = new.into_token(id, owner, prefix, call.now());
    store::insert_token(&permit, &token, sha256_hex(&secret)).await?;
    permit.changed("permissions", json!(null), json!(token.permissions));
    permit.changed("locales", json!(null), json!(token.locales));
    permit.emit(EventType::AccessChanged, id, json!({ "token": id }));
    Ok((token, secret))
}

/// Stops a token: the next request with it is refused. One that is stopped already stays so.
///
/// # Errors
/// [`Error::Refused`] for an unknown id.
pub async fn revoke_token(call: &Call, id: TokenId) -> Result<ApiToken> {
    let tx = call.begin().await?;
    let found = store::lock_token(&tx, id).await?;
    let name = found.as_ref().map_or("", |token| token.name.as_str());
    let permit = tx.authorize(Action::ApiTokenRevoke, &subject(id, name))?;
    let token = found.ok_or_else(|| Error::missing(["id"], id))?;
    if token.revoked_at.is_some() {
        return Ok(token);
    }
    store::revoke(&permit, id).await?;
    permit.changed("revokedAt", json!(null), json!(call.now()));
    permit.emit(EventType::AccessChanged, id, json!({ "token": id }));
    tx.commit().await?;
    Ok(ApiToken {
        revoked_at: Some(call.now()),
        ..token
    })
}
