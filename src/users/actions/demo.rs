//! Tokens that stand ready in the demo.

use std::collections::HashMap;

use serde_json::json;

use super::accounts::{insert as insert_account, subject};
use super::tokens::insert as insert_token;
use crate::app::{Call, Result, Tx};
use crate::platform::ids::UserId;
use crate::policy::{Action, Role};
use crate::users::domain::{
    Assignment, Claims, EndReason, NewApiToken, NewUser, Session, TEN_YEARS_MS,
};
use crate::users::store;

/// A token of the demo.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct DemoToken {
    /// The role's key; `reader` for the API token.
    pub key: &'static str,
    /// The role's name for people.
    pub name: &'static str,
    /// The bearer token.
    pub token: String,
}

/// The key of the API token among the demo's tokens.
const READER: &str = "reader";
/// Its name for people.
const READER_NAME: &str = "Reader";

/// An account for each default role, each signed in already, and an API token without any rights,
/// for reading what all may read. Those of an earlier start are stopped.
///
/// The access tokens do not expire while the process lives. The demo opens Masthead with keys that
/// stand in memory alone, so they work nowhere else and no longer.
///
/// # Errors
/// Refused to anybody but Masthead itself; those of the database.
pub async fn demo_tokens(call: &Call) -> Result<Vec<DemoToken>> {
    let tx = call.begin().await?;
    let mut tokens = Vec::new();
    let mut accounts = HashMap::new();
    for role in Role::ALL {
        let user = account(&tx, *role).await?;
        tokens.push(DemoToken {
            key: role.key(),
            name: role.name(),
            token: signed_in(&tx, user, role.name()).await?,
        });
        accounts.insert(*role, user);
    }
    if let Some(owner) = accounts.get(&Role::Administrator) {
        let token = reader(&tx, *owner).await?;
        tokens.insert(0, token);
    }
    tx.commit().await?;
    Ok(tokens)
}

/// The demo's account with this role, made where it is missing.
async fn account(tx: &Tx, role: Role) -> Result<UserId> {
    let email = format!("{}@demo.masthead.invalid", role.key());
    if let Some(user) = store::lock_by_email(tx, &email).await? {
        stop_former(tx, user.id, role).await?;
        return Ok(user.id);
    }
    let new = NewUser {
        email,
        display_name: role.name().to_owned(),
        ui_locale: "en".parse().map_err(anyhow::Error::from)?,
        assignments: vec![Assignment {
            role,
            locales: None,
            sections: None,
        }],
        password: None,
    };
    Ok(insert_account(tx, tx.call().new_id(), new, None).await?.id)
}

/// Stops what an earlier start of the demo gave to an account.
async fn stop_former(tx: &Tx, user: UserId, role: Role) -> Result<()> {
    let subject = subject(user, role.name());
    let permit = tx.authorize(Action::SessionEnd, &subject)?;
    permit.because(EndReason::DemoRestarted.as_str());
    store::end_all(&permit, user, EndReason::DemoRestarted).await?;
    let permit = tx.authorize(Action::ApiTokenRevoke, &subject)?;
    store::revoke_named(&permit, user, READER_NAME).await
}

/// The access token of a session that does not end before the process does.
async fn signed_in(tx: &Tx, user: UserId, name: &str) -> Result<String> {
    let call = tx.call();
    let permit = tx.authorize(Action::SessionBegin, &subject(user, name))?;
    let session = Session {
        expires_at: call.now().plus_ms(TEN_YEARS_MS),
        ..Session::begin(call.new_id(), user, call.now())
    };
    store::begin(&permit, &session).await?;
    permit.changed("session", json!(null), json!(session.id));
    let issuer = &call.app().config.public_url;
    let claims = Claims::new(issuer, &session, call.now(), TEN_YEARS_MS / 1000);
    Ok(call.app().keys.sign(&claims)?)
}

async fn reader(tx: &Tx, owner: UserId) -> Result<DemoToken> {
    let new = NewApiToken {
        name: READER_NAME.to_owned(),
        ..NewApiToken::default()
    };
    let (_, token) = insert_token(tx, owner, new).await?;
    Ok(DemoToken {
        key: READER,
        name: READER_NAME,
        token,
    })
}
