//! Giving and taking roles, and stopping accounts.

use serde_json::json;

use super::accounts::{subject, told};
use crate::app::{Call, Error, Permit, Problem, Result, Tx};
use crate::platform::ids::UserId;
use crate::policy::Action;
use crate::users::domain::{Assignment, EndReason, User, refuse_nowhere, runs_the_system};
use crate::users::store;
use crate::vocabulary::{EventType, UserErrorCode, UserState};

/// Replaces the roles of an account; the next request of it is held to them.
///
/// # Errors
/// [`Error::Refused`] for an unknown id, limits that leave nothing, and when it is the last
/// administrator who would cease to be one.
pub async fn set_assignments(call: &Call, id: UserId, given: Vec<Assignment>) -> Result<User> {
    let tx = call.begin().await?;
    let (user, permit) = held(&tx, id, Action::UserSetAssignments).await?;
    refuse_nowhere(&given)?;
    if user.is_administrator() && !runs_the_system(&given) {
        refuse_last(&tx, id, "assignments").await?;
    }
    if user.assignments == given {
        return Ok(user);
    }
    store::replace_roles(&permit, id, &given).await?;
    permit.changed("assignments", told(&user.assignments), told(&given));
    permit.emit(EventType::AccessChanged, id, json!({ "user": id }));
    tx.commit().await?;
    Ok(User {
        assignments: given,
        ..user
    })
}

/// Stops an account, within a transaction of the caller: its sessions end, its invitation and its
/// tokens are void, what it wrote stays. What else falls away with it is written with the permit;
/// there is none of an account that is stopped already.
///
/// # Errors
/// [`Error::Refused`] for an unknown id, no reason, and the last administrator.
pub async fn suspend_within<'tx>(
    tx: &'tx Tx,
    id: UserId,
    reason: &str,
) -> Result<(User, Option<Permit<'tx>>)> {
    let (user, permit) = held(tx, id, Action::UserSuspend).await?;
    let reason = reason.trim();
    if !(1..=REASON_MAX).contains(&reason.chars().count()) {
        let why = "a reason of 1 to 500 characters";
        let problem = Problem::at(["reason"], UserErrorCode::Invalid, why);
        return Err(Error::problem(problem));
    }
    if user.is_administrator() {
        refuse_last(tx, id, "id").await?;
    }
    if user.state == UserState::Suspended {
        return Ok((user, None));
    }
    store::set_state(&permit, id, UserState::Suspended).await?;
    store::end_all(&permit, id, EndReason::Suspended).await?;
    store::uninvite(&permit, id).await?;
    permit.because(reason);
    permit.changed("state", user.state.as_str(), UserState::Suspended.as_str());
    permit.emit(EventType::AccessChanged, id, json!({ "user": id }));
    let stopped = User {
        state: UserState::Suspended,
        ..user
    };
    Ok((stopped, Some(permit)))
}

/// Characters that a reason has at most.
const REASON_MAX: usize = 500;

/// The account, locked, with the permit to do something to it.
async fn held(tx: &Tx, id: UserId, action: Action) -> Result<(User, Permit<'_>)> {
    let user = store::lock(tx, id).await?;
    let name = user.as_ref().map_or("", |user| &*user.display_name);
    let permit = tx.authorize(action, &subject(id, name))?;
    let user = user.ok_or_else(|| Error::missing(["id"], id))?;
    Ok((user, permit))
}

async fn refuse_last(tx: &Tx, id: UserId, path: &str) -> Result<()> {
    if store::other_administrators(tx, id).await? > 0 {
        return Ok(());
    }
    let why = "this is the last administrator: give the role to somebody else first";
    let problem = Problem::at([path], UserErrorCode::TransitionNotAllowed, why);
    Err(Error::problem(problem))
}
