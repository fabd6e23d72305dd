//! Making accounts.

use serde_json::{Value as Json, json};

use crate::app::{BUILT_IN_ACCOUNT, Call, Error, Permit, Problem, Result, Tx};
use crate::platform::ids::UserId;
use crate::policy::{ACCOUNTS, Action, Permission, Subject};
use crate::users::domain::{Assignment, NewUser, User};
use crate::users::store;
use crate::vocabulary::{EventType, UserErrorCode, UserState};

pub(super) fn subject(id: UserId, name: &str) -> Subject {
    Subject {
        seen_with: ACCOUNTS,
        ..Subject::of(id, name)
    }
}

/// Makes an account that can be used at once.
///
/// # Errors
/// [`Error::Refused`] for an input of the wrong form, or an address that another account has.
pub async fn create(call: &Call, new: NewUser) -> Result<User> {
    call.demand(&[Permission::UserManage])?;
    let new = new.checked()?;
    // Before the transaction, which must not wait for it.
    let hash = match &new.password {
        Some(password) => Some(call.app().passwords.hash(password).await?),
        None => None,
    };
    let tx = call.begin().await?;
    let user = insert(&tx, call.new_id(), new, hash).await?;
    tx.commit().await?;
    Ok(user)
}

pub(super) async fn insert(
    tx: &Tx,
    id: UserId,
    new: NewUser,
    password_hash: Option<String>,
) -> Result<User> {
    let permit = tx.authorize(Action::UserCreate, &subject(id, &new.display_name))?;
    if !store::insert(&permit, id, &new, UserState::Active, password_hash).await? {
        return Err(Error::problem(address_taken()));
    }
    note(&permit, id, &new);
    Ok(User {
        id,
        email: new.email,
        display_name: new.display_name,
        ui_locale: new.ui_locale,
        state: UserState::Active,
        last_seen_at: None,
        assignments: new.assignments,
    })
}

/// The problem of an address that another account has.
pub(super) fn address_taken() -> Problem {
    let why = "another account has this address";
    Problem::at(["input", "email"], UserErrorCode::Duplicate, why)
}

/// Roles as the audit trail writes them.
pub(super) fn told(given: &[Assignment]) -> Json {
    let one = |given: &Assignment| {
        json!({
            "role": given.role.key(),
            "locales": given.locales,
            "sections": given.sections,
        })
    };
    given.iter().map(one).collect()
}

pub(super) fn note(permit: &Permit<'_>, id: UserId, new: &NewUser) {
    permit.changed("email", json!(null), new.email.as_str());
    permit.changed("assignments", json!([]), told(&new.assignments));
    permit.emit(EventType::AccessChanged, id, json!({ "user": id }));
}

/// Makes the account `Import` where it is missing: what the demo, a migration or an import writes
/// is written in its name. It has neither password nor roles, so nobody signs in with it.
///
/// # Errors
/// Those of the database.
pub async fn ensure_built_in(call: &Call) -> Result<()> {
    if store::exists(call, BUILT_IN_ACCOUNT).await? {
        return Ok(());
    }
    let new = NewUser {
        // A name that never leads to a mailbox (RFC 2606).
        email: "import@masthead.invalid".to_owned(),
        display_name: "Import".to_owned(),
        ui_locale: "en".parse().map_err(anyhow::Error::from)?,
        assignments: Vec::new(),
        password: None,
    };
    let tx = call.begin().await?;
    insert(&tx, BUILT_IN_ACCOUNT, new, None).await?;
    tx.commit().await
}
