//! Asking somebody in, and coming in.

use super::accounts::{address_taken, note, subject, told};
use super::sign_in::{begin, give};
use crate::app::{Call, Error, Remedy, Result, Tx};
use crate::platform::secrets::{secret, sha256_hex};
use crate::policy::Action;
use crate::users::domain::{Credentials, INVITED_MS, NewUser, User, refuse_password};
use crate::users::store;
use crate::vocabulary::UserState;

/// Makes an account for a person who will choose the password, and gives the secret that lets the
/// person do so within 72 hours. Who has not come yet may be asked again: the earlier secret is
/// void then, and name and roles are those of the new invitation.
///
/// # Errors
/// [`Error::Refused`] for an input of the wrong form, or an address that somebody who has come has.
pub async fn invite(call: &Call, new: NewUser) -> Result<(User, String)> {
    let tx = call.begin().await?;
    let known = store::lock_by_email(&tx, &new.email).await?;
    let id = known.as_ref().map_or_else(|| call.new_id(), |user| user.id);
    let permit = tx.authorize(Action::UserInvite, &subject(id, &new.display_name))?;
    let new = new.checked()?;
    match known {
        Some(user) => renew(&tx, &user, &new).await?,
        None if store::insert(&permit, id, &new, UserState::Invited, None).await? => {
            note(&permit, id, &new);
        }
        None => return Err(Error::problem(address_taken())),
    }
    let secret = secret();
    let until = call.now().plus_ms(INVITED_MS);
    store::invite(&permit, id, sha256_hex(&secret), until).await?;
    tx.commit().await?;
    let user = User {
        id,
        email: new.email,
        display_name: new.display_name,
        ui_locale: new.ui_locale,
        state: UserState::Invited,
        last_seen_at: None,
        assignments: new.assignments,
    };
    Ok((user, secret))
}

/// Changes what was said to a person who has not come yet.
async fn renew(tx: &Tx, user: &User, new: &NewUser) -> Result<()> {
    if user.state != UserState::Invited {
        let taken = Remedy::Duplicate(user.id.to_string());
        return Err(Error::problem(address_taken().with(taken)));
    }
    let before = store::lock(tx, user.id).await?;
    let before = before.map(|user| user.assignments).unwrap_or_default();
    let subject = subject(user.id, &new.display_name);
    let permit = tx.authorize(Action::UserSetAssignments, &subject)?;
    permit.changed("displayName", &*user.display_name, &*new.display_name);
    permit.changed("assignments", told(&before), told(&new.assignments));
    store::rename(&permit, user.id, new).await?;
    store::replace_roles(&permit, user.id, &new.assignments).await
}

/// Lets a person in by the secret of an invitation, with a password of the person's own choice.
///
/// # Errors
/// [`Error::Unauthenticated`] for a secret that is unknown, used or too old; [`Error::Refused`] for
/// a password of the wrong length.
pub async fn accept(call: &Call, secret: &str, password: &str) -> Result<Credentials> {
    let call = call.by_system("invitation");
    let hash = sha256_hex(secret);
    if !store::is_invited(&call, &hash).await? {
        return Err(Error::Unauthenticated);
    }
    refuse_password(password)?;
    // Before the transaction, which must not wait for it.
    let password = call.app().passwords.hash(password).await?;
    let tx = call.begin().await?;
    let id = store::lock_invited(&tx, &hash).await?;
    let id = id.ok_or(Error::Unauthenticated)?;
    let user = store::lock(&tx, id).await?;
    let user = user.filter(|user| user.state == UserState::Invited);
    let user = user.ok_or(Error::Unauthenticated)?;
    let permit = tx.authorize(Action::UserAccept, &subject(id, &user.display_name))?;
    store::set_password(&permit, id, password).await?;
    store::set_state(&permit, id, UserState::Active).await?;
    store::uninvite(&permit, id).await?;
    permit.changed("state", user.state.as_str(), UserState::Active.as_str());
    let permit = tx.authorize(Action::SessionBegin, &subject(id, &user.display_name))?;
    let session = begin(&permit, &user).await?;
    let credentials = give(&permit, &session).await?;
    tx.commit().await?;
    Ok(credentials)
}
