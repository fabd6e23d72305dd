//! Handing a text in, sending it back, accepting it.

use serde_json::json;

use super::checks::checks_around;
use super::locked::{Around, Locked, moment, nothing};
use super::publish::blocked;
use crate::app::{Call, Error, Problem, Result, Tx, refuse_if_any};
use crate::articles::domain::{Content, Translation};
use crate::platform::ids::{TranslationId, UserId};
use crate::policy::Action;
use crate::users;
use crate::vocabulary::{
    CheckCode, CheckSeverity, DraftState, EventType, RevisionReason, TranslationActionKind,
    UserErrorCode, UserState,
};

/// Characters that a note to colleagues has at most.
const NOTE_MAX: usize = 2_000;

/// Words to the reviewer.
#[derive(Debug, Clone, Default)]
pub struct SubmitInput {
    /// What to look at.
    pub note: Option<String>,
    /// Who is asked.
    pub reviewer: Option<UserId>,
}

/// Hands a text in for review, and keeps it as a revision.
///
/// # Errors
/// [`Error::Refused`] for an unknown id or reviewer, a stale version, a state with nothing to hand
/// in, or findings that no reviewer could let pass.
pub async fn submit(
    call: &Call,
    id: TranslationId,
    expected_version: i32,
    input: &SubmitInput,
) -> Result<Translation> {
    let around = Around::of(call).await?;
    let problems = reviewer_problems(call, input).await?;
    let tx = call.begin().await?;
    let action = Action::TranslationSubmit;
    let Some((mut locked, place)) = Locked::by_translation(&tx, &around, id).await? else {
        tx.authorize(action, &nothing())?;
        return Err(Error::missing(["id"], id));
    };
    let permit = tx.authorize(action, &locked.subject_of(place))?;
    locked.refuse(place, TranslationActionKind::Submit)?;
    locked.refuse_stale(place, expected_version)?;
    refuse_if_any(problems)?;
    let content = locked.working_content(&tx, place).await?;
    refuse_unfit(&tx, &around, &locked, place, &content).await?;
    let why = (RevisionReason::Submitted, input.note.as_deref());
    let kept = locked.keep(&permit, place, &content, why).await?;
    let one = &mut locked.translations[place];
    permit.changed("reviewer", json!(one.reviewer), json!(input.reviewer));
    one.draft_revision_id = Some(kept.id);
    one.reviewer = input.reviewer;
    locked.enter(&permit, place, DraftState::InReview);
    let step = TranslationActionKind::Submit;
    locked.moved(&permit, place, step, EventType::ArticleReviewRequested);
    locked.write(&permit, place).await?;
    tx.commit().await?;
    Ok(locked.translations.swap_remove(place))
}

async fn reviewer_problems(call: &Call, input: &SubmitInput) -> Result<Vec<Problem>> {
    let mut problems: Vec<Problem> = too_long(["input", "note"], input.note.as_deref())
        .into_iter()
        .collect();
    if let Some(id) = input.reviewer {
        let found = users::by_ids(call, &[id]).await?.remove(&id);
        if found.is_none_or(|user| user.state == UserState::Suspended) {
            problems.push(Problem::missing(["input", "reviewerId"], id));
        }
    }
    Ok(problems)
}

pub(super) fn too_long<const N: usize>(path: [&str; N], words: Option<&str>) -> Option<Problem> {
    let is_long = words.is_some_and(|words| words.chars().count() > NOTE_MAX);
    let why = format!("at most {NOTE_MAX} characters");
    is_long.then(|| Problem::at(path, UserErrorCode::TooLong, why))
}

/// Refuses a text that could not be published whenever it was; an embargo, and languages that are
/// not live yet, are no fault of the text.
async fn refuse_unfit(
    tx: &Tx,
    around: &Around,
    locked: &Locked,
    place: usize,
    content: &Content,
) -> Result<()> {
    let proof = locked.proof(place, content, &[place]);
    let checks = checks_around(tx.call(), around, locked.now, &[proof]).await?;
    let is_of_text = |code| !matches!(code, CheckCode::Embargoed | CheckCode::LanguageParity);
    let checks = checks.into_iter().flatten();
    let unfit =
        checks.filter(|check| check.severity == CheckSeverity::Blocker && is_of_text(check.code));
    let unfit: Vec<_> = unfit.collect();
    if unfit.is_empty() {
        return Ok(());
    }
    let locale = locked.translations[place].locale;
    let problem = blocked(locale, unfit);
    Err(Error::problem(Problem {
        path: Vec::new(),
        ..problem
    }))
}

/// Sends a text back with a note.
///
/// # Errors
/// [`Error::Refused`] for an unknown id, a state with nothing to send back, or without a note.
pub async fn request_changes(call: &Call, id: TranslationId, note: &str) -> Result<Translation> {
    let around = Around::of(call).await?;
    let tx = call.begin().await?;
    let action = Action::TranslationRequestChanges;
    let Some((mut locked, place)) = Locked::by_translation(&tx, &around, id).await? else {
        tx.authorize(action, &nothing())?;
        return Err(Error::missing(["id"], id));
    };
    let permit = tx.authorize(action, &locked.subject_of(place))?;
    locked.refuse(place, TranslationActionKind::RequestChanges)?;
    refuse_if_any(reason_problems(["note"], note))?;
    permit.because(note);
    locked.enter(&permit, place, DraftState::ChangesRequested);
    let step = TranslationActionKind::RequestChanges;
    locked.moved(&permit, place, step, EventType::DraftSaved);
    locked.write(&permit, place).await?;
    tx.commit().await?;
    Ok(locked.translations.swap_remove(place))
}

/// Faults of words that say why, and must be given.
pub(super) fn reason_problems(path: [&str; 1], words: &str) -> Vec<Problem> {
    let is_blank = words.trim().is_empty();
    let blank = is_blank.then(|| Problem::at(path, UserErrorCode::Required, "say why"));
    let long = too_long(path, Some(words));
    blank.into_iter().chain(long).collect()
}

/// Accepts a text for publication, and keeps it as a revision; or accepts afterwards what went out
/// as a flash. Whoever wrote the last words of it needs SELF_APPROVE.
///
/// # Errors
/// [`Error::Refused`] for an unknown id, a stale version, or a state with nothing to accept;
/// [`Error::Denied`] for one's own text.
pub async fn approve(
    call: &Call,
    id: TranslationId,
    expected_version: i32,
    note: Option<&str>,
) -> Result<Translation> {
    let around = Around::of(call).await?;
    let tx = call.begin().await?;
    let Some((mut locked, place)) = Locked::by_translation(&tx, &around, id).await? else {
        tx.authorize(Action::TranslationApprove, &nothing())?;
        return Err(Error::missing(["id"], id));
    };
    let action = locked.translations[place].approval(call.actor());
    let permit = tx.authorize(action, &locked.subject_of(place))?;
    locked.refuse(place, TranslationActionKind::Approve)?;
    locked.refuse_stale(place, expected_version)?;
    refuse_if_any(too_long(["note"], note).into_iter().collect())?;
    if let Some(note) = note {
        permit.because(note);
    }
    if locked.translations[place].awaits_after_review() {
        let since = locked.translations[place].after_review_since.take();
        permit.changed("afterReview", moment(since), moment(None));
    } else {
        let content = locked.working_content(&tx, place).await?;
        let why = (RevisionReason::Approved, note);
        let kept = locked.keep(&permit, place, &content, why).await?;
        locked.translations[place].draft_revision_id = Some(kept.id);
        locked.enter(&permit, place, DraftState::Approved);
    }
    let step = TranslationActionKind::Approve;
    locked.moved(&permit, place, step, EventType::DraftSaved);
    locked.write(&permit, place).await?;
    tx.commit().await?;
    Ok(locked.translations.swap_remove(place))
}
