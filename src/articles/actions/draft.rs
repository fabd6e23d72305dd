//! Throwing drafts away, bringing old texts back, and the trash.

use serde_json::json;

use super::locked::{Around, Locked, nothing};
use super::save::replace;
use super::schedule::call_off;
use super::unpublish::Surroundings;
use crate::addresses;
use crate::app::{Call, Error, Permit, Result, Tx};
use crate::articles::domain::Translation;
use crate::articles::store::write;
use crate::platform::ids::{ArticleId, TranslationId};
use crate::policy::Action;
use crate::vocabulary::{DraftState, EventType, RevisionReason, TranslationActionKind};

/// Throws the open draft away; what readers see stays as it is. The text is kept among the
/// revisions, and what was planned for it is called off.
///
/// # Errors
/// [`Error::Refused`] for an unknown id, a stale version, or when no draft is open.
pub async fn discard_draft(
    call: &Call,
    id: TranslationId,
    expected_version: i32,
) -> Result<Translation> {
    let around = Around::of(call).await?;
    let tx = call.begin().await?;
    let action = Action::TranslationDiscardDraft;
    let Some((mut locked, place)) = Locked::by_translation(&tx, &around, id).await? else {
        tx.authorize(action, &nothing())?;
        return Err(Error::missing(["id"], id));
    };
    let permit = tx.authorize(action, &locked.subject_of(place))?;
    locked.refuse(place, TranslationActionKind::DiscardDraft)?;
    locked.refuse_stale(place, expected_version)?;
    keep_work(&tx, &permit, &mut locked, place).await?;
    let before = locked.working_content(&tx, place).await?;
    let after = locked.live_content(&tx, place).await?;
    call_off(&tx, &permit, &mut locked, place).await?;
    let author = locked.translations[place].text_author;
    replace(&permit, &mut locked, place, (&before, &after)).await?;
    locked.enter(&permit, place, DraftState::None);
    let one = &mut locked.translations[place];
    one.close_draft();
    one.text_author = author;
    write::drop_draft(&permit, id).await?;
    let step = TranslationActionKind::DiscardDraft;
    locked.moved(&permit, place, step, EventType::DraftSaved);
    locked.write(&permit, place).await?;
    tx.commit().await?;
    Ok(locked.translations.swap_remove(place))
}

/// Keeps what an autosave has brought and no revision holds.
async fn keep_work(tx: &Tx, permit: &Permit<'_>, locked: &mut Locked, place: usize) -> Result<()> {
    if locked.translations[place].draft_state == DraftState::None {
        return Ok(());
    }
    let work = locked.working_content(tx, place).await?;
    let text = (&work, RevisionReason::AutosaveCheckpoint);
    locked.newest(tx, permit, place, text).await?;
    Ok(())
}

/// Opens a draft with the content of an old revision; nothing of the history is rewritten. What was
/// in work is kept among the revisions.
///
/// # Errors
/// [`Error::Refused`] for an unknown id or revision, or a stale version.
pub async fn revert(
    call: &Call,
    id: TranslationId,
    expected_version: i32,
    to_revision: i32,
) -> Result<Translation> {
    let around = Around::of(call).await?;
    let tx = call.begin().await?;
    let action = Action::TranslationRevert;
    let Some((mut locked, place)) = Locked::by_translation(&tx, &around, id).await? else {
        tx.authorize(action, &nothing())?;
        return Err(Error::missing(["id"], id));
    };
    let permit = tx.authorize(action, &locked.subject_of(place))?;
    locked.refuse_stale(place, expected_version)?;
    let Some(old) = write::revision_numbered(&tx, id, to_revision).await? else {
        return Err(Error::missing(["toRevision"], to_revision));
    };
    keep_work(&tx, &permit, &mut locked, place).await?;
    let before = locked.working_content(&tx, place).await?;
    call_off(&tx, &permit, &mut locked, place).await?;
    replace(&permit, &mut locked, place, (&before, &old.content)).await?;
    write::put_draft(&permit, id, &old.content).await?;
    let kept = locked
        .keep(
            &permit,
            place,
            &old.content,
            (RevisionReason::Reverted, None),
        )
        .await?;
    locked.translations[place].draft_revision_id = Some(kept.id);
    locked.enter(&permit, place, DraftState::Draft);
    permit.changed("revertedTo", json!(null), to_revision);
    let step = TranslationActionKind::Revert;
    locked.moved(&permit, place, step, EventType::DraftSaved);
    locked.write(&permit, place).await?;
    tx.commit().await?;
    Ok(locked.translations.swap_remove(place))
}

/// Throws a story away that was never published, within a transaction of the caller; its address
/// words are free again.
///
/// # Errors
/// [`Error::Refused`] for an unknown id, or when a language was ever public.
pub async fn trash_within<'tx>(
    tx: &'tx Tx,
    around: &Surroundings,
    id: ArticleId,
) -> Result<Permit<'tx>> {
    let Some(mut locked) = Locked::by_id(tx, around.known(), id).await? else {
        tx.authorize(Action::ArticleTrash, &nothing())?;
        return Err(Error::missing(["id"], id));
    };
    let permit = tx.authorize(Action::ArticleTrash, &locked.whole())?;
    let public = locked.translations.iter();
    if let Some(place) = public.map(Translation::was_published).position(|was| was) {
        let why = "it has been published: take it down instead";
        return Err(locked.not_from_here(place, why));
    }
    for place in 0..locked.translations.len() {
        call_off(tx, &permit, &mut locked, place).await?;
        locked.write(&permit, place).await?;
        addresses::give_back(&permit, locked.translations[place].id).await?;
    }
    write::trash(&permit, id).await?;
    permit.changed("trashed", false, true);
    permit.emit(
        EventType::DraftSaved,
        id,
        json!({ "article": id, "trashed": true }),
    );
    Ok(permit)
}
