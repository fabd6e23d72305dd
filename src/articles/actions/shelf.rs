//! Where a live story stands in lists: archived, back again, or moved.

use serde_json::json;

use super::locked::{Around, Locked, moment, nothing};
use super::review::reason_problems;
use crate::app::{Call, Error, Problem, Result, refuse_if_any};
use crate::articles::domain::{Content, Publication, Translation};
use crate::platform::clock::Instant;
use crate::platform::ids::TranslationId;
use crate::policy::Action;
use crate::vocabulary::{EventType, LiveState, TranslationActionKind, UserErrorCode};

/// Takes a live story out of lists, feeds and search; its page stays.
///
/// # Errors
/// [`Error::Refused`] for an unknown id, or a story that is not live.
pub async fn archive_translation(call: &Call, id: TranslationId) -> Result<Translation> {
    shelve(call, id, Action::TranslationArchive, LiveState::Archived).await
}

/// Puts an archived story back into lists.
///
/// # Errors
/// [`Error::Refused`] for an unknown id, or a story that is not archived.
pub async fn unarchive_translation(call: &Call, id: TranslationId) -> Result<Translation> {
    shelve(call, id, Action::TranslationUnarchive, LiveState::Live).await
}

async fn shelve(
    call: &Call,
    id: TranslationId,
    action: Action,
    to: LiveState,
) -> Result<Translation> {
    let around = Around::of(call).await?;
    let tx = call.begin().await?;
    let Some((mut locked, place)) = Locked::by_translation(&tx, &around, id).await? else {
        tx.authorize(action, &nothing())?;
        return Err(Error::missing(["id"], id));
    };
    let permit = tx.authorize(action, &locked.subject_of(place))?;
    let was = locked.translations[place].live_state;
    if to == LiveState::Archived {
        locked.refuse(place, TranslationActionKind::Archive)?;
    } else if was != LiveState::Archived {
        return Err(locked.not_from_here(place, "it is not archived"));
    }
    locked.translations[place].live_state = to;
    let is_listed = to == LiveState::Live;
    let set = |publication: &mut Publication, _: &Content| publication.is_listed = is_listed;
    locked.reopen(&tx, &permit, &[id], set).await?;
    let is_shown = |one: &Translation| one.live_state == LiveState::Live;
    let is_archived = !locked.translations.iter().any(is_shown);
    locked.article.archived_at = is_archived.then_some(call.now());
    permit.changed("liveState", was.as_str(), to.as_str());
    let step = TranslationActionKind::Archive;
    locked.moved(&permit, place, step, EventType::ArticleUpdated);
    locked.write(&permit, place).await?;
    tx.commit().await?;
    Ok(locked.translations.swap_remove(place))
}

/// Moves a live story in lists; when it was published stays as it is.
///
/// # Errors
/// [`Error::Refused`] for an unknown id, a story that no list shows, a moment ahead, or without a
/// reason.
pub async fn relist(
    call: &Call,
    id: TranslationId,
    listed_at: Instant,
    reason: &str,
) -> Result<Translation> {
    let around = Around::of(call).await?;
    let tx = call.begin().await?;
    let action = Action::TranslationRelist;
    let Some((mut locked, place)) = Locked::by_translation(&tx, &around, id).await? else {
        tx.authorize(action, &nothing())?;
        return Err(Error::missing(["id"], id));
    };
    let permit = tx.authorize(action, &locked.subject_of(place))?;
    locked.refuse(place, TranslationActionKind::Relist)?;
    let mut problems = reason_problems(["reason"], reason);
    if listed_at > call.now() {
        let why = "never later than now";
        problems.push(Problem::at(["listedAt"], UserErrorCode::Invalid, why));
    }
    refuse_if_any(problems)?;
    permit.because(reason);
    let one = &mut locked.translations[place];
    permit.changed("listedAt", moment(one.listed_at), moment(Some(listed_at)));
    one.listed_at = Some(listed_at);
    let set = |publication: &mut Publication, _: &Content| publication.listed_at = listed_at;
    locked.reopen(&tx, &permit, &[id], set).await?;
    let step = TranslationActionKind::Relist;
    locked.moved(&permit, place, step, EventType::ArticleUpdated);
    locked.write(&permit, place).await?;
    tx.commit().await?;
    Ok(locked.translations.swap_remove(place))
}

impl Locked {
    /// Puts the draft lane of a language into another state.
    pub(super) fn enter(
        &mut self,
        permit: &crate::app::Permit<'_>,
        place: usize,
        next: crate::vocabulary::DraftState,
    ) {
        let one = &mut self.translations[place];
        permit.changed("draftState", one.draft_state.as_str(), next.as_str());
        one.draft_state = next;
    }

    /// Tells the change feed of a step in the workflow.
    pub(super) fn moved(
        &self,
        permit: &crate::app::Permit<'_>,
        place: usize,
        step: TranslationActionKind,
        kind: EventType,
    ) {
        let one = &self.translations[place];
        let payload = json!({
            "article": one.article_id, "translation": one.id, "action": step,
            "version": one.version, "revision": one.last_revision,
        });
        permit.emit(kind, one.id, payload);
    }
}
