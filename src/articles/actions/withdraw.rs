//! Withdrawing notes that were issued by mistake.

use serde_json::json;

use super::locked::{Around, Locked, moment, nothing};
use super::review::reason_problems;
use crate::app::{Call, Error, Problem, Result, refuse_if_any};
use crate::articles::domain::{Content, Correction, Publication};
use crate::articles::store::corrections;
use crate::platform::ids::CorrectionId;
use crate::policy::Action;
use crate::vocabulary::{CorrectionKind, EventType, UserErrorCode};

/// Withdraws a note: readers do not see it any more, nor what it did to the story. It stays in the
/// log.
///
/// # Errors
/// [`Error::Refused`] for an unknown id, a note that is withdrawn already, or without a reason.
pub async fn withdraw_correction(
    call: &Call,
    id: CorrectionId,
    reason: &str,
) -> Result<Correction> {
    let around = Around::of(call).await?;
    let tx = call.begin().await?;
    let action = Action::CorrectionWithdraw;
    let found = match corrections::lock(&tx, id).await? {
        Some(note) => Locked::by_translation(&tx, &around, note.translation_id)
            .await?
            .map(|(locked, place)| (note, locked, place)),
        None => None,
    };
    let Some((mut note, mut locked, place)) = found else {
        tx.authorize(action, &nothing())?;
        return Err(Error::missing(["id"], id));
    };
    let permit = tx.authorize(action, &locked.subject_of(place))?;
    let mut problems = reason_problems(["reason"], reason);
    if note.withdrawn_at.is_some() {
        let code = UserErrorCode::TransitionNotAllowed;
        problems.push(Problem::at(["id"], code, "it is withdrawn already"));
    }
    refuse_if_any(problems)?;
    permit.because(reason);
    corrections::withdraw(&permit, &note).await?;
    note.withdrawn_at = Some(call.now());
    let left = corrections::standing(&tx, note.translation_id).await?;
    let one = &mut locked.translations[place];
    if note.updates() && one.updated_at == Some(note.issued_at) {
        let last = left.iter().find(|other| other.updates());
        let next = last.map(|other| other.issued_at);
        permit.changed("updatedAt", moment(one.updated_at), moment(next));
        one.updated_at = next;
        one.shows_update = last.is_some_and(|other| other.shows_update);
    }
    let (updated_at, shows_update) = (one.updated_at, one.shows_update);
    let is_retracted = left
        .iter()
        .any(|other| other.kind == CorrectionKind::Retraction);
    let set = |publication: &mut Publication, _: &Content| {
        (publication.updated_at, publication.shows_update) = (updated_at, shows_update);
        publication.is_retracted = is_retracted;
    };
    locked
        .reopen(&tx, &permit, &[note.translation_id], set)
        .await?;
    permit.changed("correction", note.kind.as_str(), json!(null));
    let payload = json!({
        "article": locked.article.id, "translation": note.translation_id, "correction": id,
    });
    permit.emit(EventType::ArticleCorrected, note.translation_id, payload);
    locked.write(&permit, place).await?;
    tx.commit().await?;
    Ok(note)
}
