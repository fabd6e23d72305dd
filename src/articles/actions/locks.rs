//! Taking, renewing, giving back and taking over the editing lease.

use serde_json::json;

use super::locked::{Around, Locked, moment, nothing};
use crate::app::error::Lease;
use crate::app::presence::Seen;
use crate::app::{Call, Error, Permit, Problem, Result};
use crate::articles::domain::Translation;
use crate::articles::store::locks;
use crate::platform::ids::{TranslationId, UserId};
use crate::policy::Action;
use crate::vocabulary::{EventType, PresenceMode, UserErrorCode};

/// The most characters of a reason.
const REASON_LENGTH: usize = 1_000;

/// Takes the lease for 90 seconds; whoever holds it already holds it longer.
///
/// # Errors
/// [`Error::Refused`] for an unknown id, or while somebody else holds it.
pub async fn acquire_lock(call: &Call, id: TranslationId) -> Result<Lease> {
    take(call, id, Action::LockAcquire, None).await
}

/// Renews the lease for 90 seconds, and tells where the cursor is. A lease that lapsed meanwhile,
/// and that nobody has taken, is taken anew.
///
/// # Errors
/// [`Error::Refused`] for an unknown id, or when somebody else has taken it.
pub async fn renew_lock(call: &Call, id: TranslationId, block_id: Option<String>) -> Result<Lease> {
    take(call, id, Action::LockRenew, block_id).await
}

async fn take(
    call: &Call,
    id: TranslationId,
    action: Action,
    block_id: Option<String>,
) -> Result<Lease> {
    let around = Around::of(call).await?;
    let user = call.actor().user().ok_or(Error::Unauthenticated)?;
    let tx = call.begin().await?;
    let Some((locked, place)) = Locked::by_translation(&tx, &around, id).await? else {
        tx.authorize(action, &nothing())?;
        return Err(Error::missing(["translationId"], id));
    };
    let permit = tx.authorize(action, &locked.subject_of(place))?;
    let standing = locks::lease_in(&tx, id).await?;
    let lease = Lease::taken(standing.as_ref(), user, call.now())
        .map_err(|other| Error::problem(other.problem()))?;
    locks::put(&permit, id, lease).await?;
    let is_new = standing.is_none_or(|was| was.acquired_at != lease.acquired_at);
    if is_new {
        tell(&permit, &locked.translations[place], Some(lease.holder));
    }
    tx.commit().await?;
    note_editing(call, &locked.translations[place], user, block_id);
    Ok(lease)
}

/// Gives the lease back, and gives what then stands: the lease of somebody else, if there is one.
///
/// # Errors
/// [`Error::Refused`] for an unknown id.
pub async fn release_lock(call: &Call, id: TranslationId) -> Result<Option<Lease>> {
    let around = Around::of(call).await?;
    let user = call.actor().user().ok_or(Error::Unauthenticated)?;
    let tx = call.begin().await?;
    let action = Action::LockRelease;
    let Some((locked, place)) = Locked::by_translation(&tx, &around, id).await? else {
        tx.authorize(action, &nothing())?;
        return Err(Error::missing(["translationId"], id));
    };
    let permit = tx.authorize(action, &locked.subject_of(place))?;
    let one = &locked.translations[place];
    let standing = locks::lease_in(&tx, id).await?;
    let is_mine = standing.is_some_and(|lease| lease.holder == user);
    if is_mine {
        locks::remove(&permit, id).await?;
        tell(&permit, one, None);
    }
    tx.commit().await?;
    call.app().presences.leave(one.article_id, user, one.locale);
    Ok(standing.filter(|lease| !is_mine && lease.holds_at(call.now())))
}

/// Takes the lease over from whoever holds it. Nothing of the other's text is lost: a save of it is
/// told apart by its version.
///
/// # Errors
/// [`Error::Refused`] for an unknown id, or without a reason.
pub async fn break_lock(call: &Call, id: TranslationId, reason: &str) -> Result<Lease> {
    let around = Around::of(call).await?;
    let user = call.actor().user().ok_or(Error::Unauthenticated)?;
    let tx = call.begin().await?;
    let action = Action::LockBreak;
    let Some((locked, place)) = Locked::by_translation(&tx, &around, id).await? else {
        tx.authorize(action, &nothing())?;
        return Err(Error::missing(["translationId"], id));
    };
    let permit = tx.authorize(action, &locked.subject_of(place))?;
    let reason = reason.trim();
    refuse_reason(reason)?;
    let standing = locks::lease_in(&tx, id).await?;
    let standing = standing.filter(|lease| lease.holds_at(call.now()));
    let lease = Lease::new(user, call.now());
    locks::put(&permit, id, lease).await?;
    permit.because(reason);
    permit.changed(
        "lockHolder",
        json!(standing.map(|lease| lease.holder)),
        json!(user),
    );
    permit.changed(
        "lockUntil",
        moment(standing.map(|lease| lease.expires_at)),
        moment(Some(lease.expires_at)),
    );
    tell(&permit, &locked.translations[place], Some(user));
    tx.commit().await?;
    note_editing(call, &locked.translations[place], user, None);
    Ok(lease)
}

fn refuse_reason(reason: &str) -> Result<()> {
    let refuse = |code, why: &str| Err(Error::problem(Problem::at(["reason"], code, why)));
    match reason.chars().count() {
        0 => refuse(UserErrorCode::Required, "say why, for the log"),
        long if long > REASON_LENGTH => refuse(UserErrorCode::TooLong, "at most 1000 characters"),
        _ => Ok(()),
    }
}

/// Tells the change feed that the lease changed hands.
pub(super) fn tell(permit: &Permit<'_>, one: &Translation, holder: Option<UserId>) {
    let payload = json!({ "article": one.article_id, "translation": one.id, "holder": holder });
    permit.emit(EventType::LockChanged, one.id, payload);
}

fn note_editing(call: &Call, one: &Translation, user: UserId, block_id: Option<String>) {
    let seen = Seen {
        user,
        locale: Some(one.locale),
        block_id,
        mode: PresenceMode::Editing,
        at: call.now(),
    };
    call.app().presences.note(one.article_id, seen);
}
