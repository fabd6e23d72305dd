//! Signing in, going on and signing out.
//!
//! Nobody is signed in yet who does this, so it runs in Masthead's own name.

use serde_json::json;

use super::accounts::subject;
use crate::app::{Call, Error, Permit, Result};
use crate::platform::ids::SessionId;
use crate::platform::secrets::{secret, sha256_hex};
use crate::policy::{Action, Actor};
use crate::users::domain::{
    ACCESS_SECONDS, Claims, Credentials, EndReason, Exchange, Session, User,
};
use crate::users::store;
use crate::vocabulary::UserState;

/// Opens a session for the account with this address and password.
///
/// # Errors
/// [`Error::Unauthenticated`] for an unknown address, a wrong password and an account that may not
/// be used: the same answer after the same time.
pub async fn sign_in(call: &Call, email: &str, password: &str) -> Result<Credentials> {
    let call = call.by_system("sign-in");
    let found = store::with_password(&call, email).await?;
    let hash = found.and_then(|(_, hash)| hash);
    if !call.app().passwords.verify(password, hash).await? {
        return Err(Error::Unauthenticated);
    }
    let tx = call.begin().await?;
    let user = store::lock_by_email(&tx, email).await?;
    let user = user.filter(|user| user.state == UserState::Active);
    let user = user.ok_or(Error::Unauthenticated)?;
    let permit = tx.authorize(Action::SessionBegin, &subject(user.id, &user.display_name))?;
    let session = begin(&permit, &user).await?;
    let credentials = give(&permit, &session).await?;
    tx.commit().await?;
    Ok(credentials)
}

/// Exchanges a refresh token for the next credentials. One that has been exchanged before ends its
/// session: either its owner or a thief is asking, and they cannot be told apart.
///
/// # Errors
/// [`Error::Unauthenticated`] for a token that is unknown, used or too old, or whose session has
/// ended.
pub async fn refresh(call: &Call, token: &str) -> Result<Credentials> {
    let call = call.by_system("refresh");
    let hash = sha256_hex(token);
    let tx = call.begin().await?;
    let found = store::lock_refresh(&tx, &hash).await?;
    let (token, session, account) = found.ok_or(Error::Unauthenticated)?;
    let subject = subject(session.user, "");
    match token.exchange(&session, account, call.now()) {
        Exchange::Granted => {
            let permit = tx.authorize(Action::SessionRefresh, &subject)?;
            store::use_up(&permit, &hash).await?;
            let credentials = give(&permit, &session).await?;
            tx.commit().await?;
            Ok(credentials)
        }
        Exchange::Reused => {
            let permit = tx.authorize(Action::SessionEnd, &subject)?;
            end(&permit, session.id, EndReason::RefreshReused).await?;
            tx.commit().await?;
            Err(Error::Unauthenticated)
        }
        Exchange::Refused => Err(Error::Unauthenticated),
    }
}

/// Ends the session of the call.
///
/// # Errors
/// [`Error::Unauthenticated`] for a caller without a session.
pub async fn sign_out(call: &Call) -> Result<()> {
    let Actor::Staff { user, session, .. } = call.actor() else {
        return Err(Error::Unauthenticated);
    };
    let tx = call.by_system("sign-out").begin().await?;
    let permit = tx.authorize(Action::SessionEnd, &subject(*user, ""))?;
    end(&permit, *session, EndReason::SignedOut).await?;
    tx.commit().await
}

pub(super) async fn begin(permit: &Permit<'_>, user: &User) -> Result<Session> {
    let session = Session::begin(permit.call().new_id(), user.id, permit.call().now());
    store::begin(permit, &session).await?;
    permit.changed("session", json!(null), json!(session.id));
    Ok(session)
}

async fn end(permit: &Permit<'_>, session: SessionId, reason: EndReason) -> Result<()> {
    permit.changed("session", json!(session), json!(null));
    permit.because(reason.as_str());
    store::end(permit, session, reason).await
}

/// The next pair of tokens of a session, and a note that its account is in use.
pub(super) async fn give(permit: &Permit<'_>, session: &Session) -> Result<Credentials> {
    let refresh = secret();
    store::give_refresh(permit, session, sha256_hex(&refresh)).await?;
    store::seen(permit, session.user).await?;
    let app = permit.call().app();
    let claims = Claims::new(
        &app.config.public_url,
        session,
        permit.call().now(),
        ACCESS_SECONDS,
    );
    Ok(Credentials {
        access: app.keys.sign(&claims)?,
        refresh,
        expires_in: ACCESS_SECONDS,
    })
}
