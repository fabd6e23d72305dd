//! Saving the working copy, whole or by blocks.

mod change;
mod conflict;
mod operation;

use std::collections::BTreeSet;

use serde_json::{Map, Value as Json, json};

use self::change::{Change, blocks_by_id, change};
use self::conflict::{conflict, refuse_overlap};
pub use self::operation::BlockOperation;
use self::operation::{apply, unknown_block};
use super::locked::{Around, Locked, nothing, version_conflict};
use super::references::missing_of_content;
use super::schedule::{call_off, open_ahead};
use crate::app::{Call, Error, Permit, Problem, Result, Tx, refuse_if_any};
use crate::articles::domain::{AdBreak, Block, Content, Translation};
use crate::articles::store::write::{self, Save};
use crate::platform::clock::Instant;
use crate::platform::ids::TranslationId;
use crate::policy::{Action, Verdict};
use crate::vocabulary::{DraftState, EventType, HeadlineEmphasis, RevisionReason};

/// A partial update of a text, in the shape of the API's `TranslationContentInput`.
#[derive(Debug, Clone, Default)]
pub struct SavePatch {
    /// The members given: absent is unchanged, null clears.
    pub members: Map<String, Json>,
    /// Whether it is the timed autosave: a revision is kept for ten minutes of them.
    pub is_autosave: bool,
}

impl SavePatch {
    /// Reads the members of the input.
    pub fn of(mut members: Map<String, Json>) -> Self {
        let is_autosave = members.shift_remove("isAutosave") == Some(Json::Bool(true));
        Self {
            members,
            is_autosave,
        }
    }
}

/// What is old of a text is forgotten by the first save of an hour: it grows old in days.
const PRUNED_EVERY_MS: i64 = 60 * 60 * 1000;

/// Saves the working copy; opens a draft on a live story.
///
/// # Errors
/// [`Error::Refused`] for a stale version (with both sides' blocks), unknown ids and faults of
/// form; then nothing is stored.
pub async fn save(
    call: &Call,
    id: TranslationId,
    expected_version: i32,
    patch: &SavePatch,
) -> Result<Translation> {
    let around = Around::of(call).await?;
    // What the patch itself points at, looked up before the transaction.
    let alone = Content::default().patched(&patch.members);
    let missing = match &alone {
        Ok(content) => Some(missing_of_content(call, &around, &content.references()).await?),
        Err(_) => None,
    };
    let tx = call.begin().await?;
    let Some((mut locked, place)) = Locked::by_translation(&tx, &around, id).await? else {
        tx.authorize(Action::TranslationSave, &nothing())?;
        return Err(Error::missing(["id"], id));
    };
    let permit = tx.authorize(Action::TranslationSave, &locked.subject_of(place))?;
    let before = locked.working_content(&tx, place).await?;
    if locked.translations[place].version != expected_version {
        let wanted = alone
            .as_ref()
            .ok()
            .filter(|_| patch.members.contains_key("blocks"));
        let mine = wanted
            .map(|content| blocks_by_id(&content.blocks))
            .transpose()?;
        let conflict = conflict(&tx, &locked, place, expected_version, &before, mine).await?;
        return Err(Error::problem(version_conflict(conflict)));
    }
    let mut problems = missing.map_or_else(Vec::new, |all| all.beside(&before.references()));
    let mut after = before.patched(&patch.members).map_err(below_input)?;
    after.clean(around.site.apostrophe(locked.translations[place].locale));
    let found = after.problems(locked.article.kind).into_iter();
    problems.extend(found.map(|problem| problem.below(["input"])));
    refuse_if_any(problems)?;
    let texts = (&before, &after);
    store(&tx, &permit, &mut locked, place, texts, patch.is_autosave).await?;
    tx.commit().await?;
    Ok(locked.translations.swap_remove(place))
}

fn below_input(error: Error) -> Error {
    match error {
        Error::Refused(problems) => Error::Refused(
            problems
                .into_iter()
                .map(|problem| problem.below(["input"]))
                .collect(),
        ),
        other => other,
    }
}

/// Writes a changed working copy with its version, revision and save; an unchanged one is left
/// alone.
///
/// What was in review, approved or planned falls back to a draft, unless a reviewer changes it: then
/// it stays where it is, and what is planned is the new text.
async fn store(
    tx: &Tx,
    permit: &Permit<'_>,
    locked: &mut Locked,
    place: usize,
    (before, after): (&Content, &Content),
    is_autosave: bool,
) -> Result<()> {
    let change = change(before, after)?;
    let was = locked.translations[place].draft_state;
    let is_settled = !matches!(was, DraftState::None | DraftState::Draft);
    if change.paths.is_empty() && (is_autosave || is_settled) {
        return Ok(());
    }
    let subject = locked.subject_of(place);
    let review = Action::TranslationRequestChanges;
    let by_reviewer = permit.call().actor().may(review, &subject) == Verdict::Allowed;
    let next = locked.translations[place].after_edit(by_reviewer);
    if next != DraftState::Scheduled {
        call_off(tx, permit, locked, place).await?;
    }
    note(permit, locked, place, change).await?;
    keep(tx, permit, locked, place, (after, is_autosave)).await?;
    locked.translations[place].draft_state = next;
    permit.changed("draftState", was.as_str(), next.as_str());
    write::put_draft(permit, locked.translations[place].id, after).await?;
    if next == DraftState::Scheduled {
        open_ahead(tx, permit, locked, place, after).await?;
    }
    locked.write(permit, place).await
}

/// Keeps a changed working copy as a revision, which what is planned is then of.
async fn keep(
    tx: &Tx,
    permit: &Permit<'_>,
    locked: &mut Locked,
    place: usize,
    (after, is_autosave): (&Content, bool),
) -> Result<()> {
    let kept = if is_autosave {
        locked.keep_autosave(tx, permit, place, after).await?
    } else {
        let why = (RevisionReason::Manual, None);
        locked.keep(permit, place, after, why).await?
    };
    let one = &mut locked.translations[place];
    one.draft_revision_id = Some(kept.id);
    if let Some(planned) = &mut one.plan.publish {
        (planned.revision_id, planned.revision) = (kept.id, kept.number);
        planned.is_breaking = after.emphasis == Some(HeadlineEmphasis::Breaking);
    }
    let hour = |at: Instant| at.0.div_euclid(PRUNED_EVERY_MS);
    if hour(one.changed_at) != hour(permit.call().now()) {
        locked.prune(permit, place).await?;
    }
    Ok(())
}

/// Notes what a change of the working copy changed, as its next version.
async fn note(
    permit: &Permit<'_>,
    locked: &mut Locked,
    place: usize,
    change: Change,
) -> Result<()> {
    let account = permit.call().actor().user().ok_or(Error::Unauthenticated)?;
    let one = &mut locked.translations[place];
    one.version += 1;
    one.text_author = account;
    for path in &change.paths {
        permit.changed(path, Json::Null, "changed");
    }
    let noted = Save {
        version: one.version,
        account,
        changed_paths: change.paths,
        changed_block_ids: change.block_ids,
        prior_blocks: change.prior_blocks,
    };
    permit.emit(
        EventType::DraftSaved,
        one.id,
        json!({ "translation": one.id, "version": one.version }),
    );
    write::note_save(permit, one.id, noted).await
}

/// Puts another text into the draft lane than the one that stands there, as its next version; saves
/// of an older one are told what changed.
pub(in crate::articles) async fn replace(
    permit: &Permit<'_>,
    locked: &mut Locked,
    place: usize,
    (before, after): (&Content, &Content),
) -> Result<()> {
    note(permit, locked, place, change(before, after)?).await
}

/// Changes single blocks, all or none. An older version is accepted when nobody has touched the
/// same blocks since.
///
/// # Errors
/// [`Error::Refused`] for blocks that both sides changed, unknown ids and faults of form; then
/// nothing is stored.
pub async fn patch_blocks(
    call: &Call,
    id: TranslationId,
    expected_version: i32,
    operations: &[BlockOperation],
) -> Result<Translation> {
    let around = Around::of(call).await?;
    let put = operations.iter().filter_map(|operation| match operation {
        BlockOperation::Put { block, .. } => Some(block.clone()),
        _ => None,
    });
    let alone = Content {
        blocks: put.collect(),
        ..Content::default()
    };
    let missing = missing_of_content(call, &around, &alone.references()).await?;
    let tx = call.begin().await?;
    let Some((mut locked, place)) = Locked::by_translation(&tx, &around, id).await? else {
        tx.authorize(Action::TranslationSave, &nothing())?;
        return Err(Error::missing(["id"], id));
    };
    let permit = tx.authorize(Action::TranslationSave, &locked.subject_of(place))?;
    let before = locked.working_content(&tx, place).await?;
    refuse_overlap(&tx, &locked, place, expected_version, &before, operations).await?;
    let missing = missing.beside(&before.references());
    let missing = missing.into_iter().map(|problem| Problem {
        path: vec!["operations".to_owned()],
        ..problem
    });
    refuse_if_any(missing.collect())?;
    let mut after = before.clone();
    for (step, operation) in operations.iter().enumerate() {
        apply(&mut after.blocks, operation).map_err(|path| unknown_block(step, path))?;
    }
    let kept: BTreeSet<&str> = after.blocks.iter().map(Block::id).collect();
    let lost = |mark: &AdBreak| !kept.contains(mark.after_block_id.as_str());
    let mut ad_breaks = after.ad_breaks.clone();
    ad_breaks.retain(|mark| !lost(mark));
    after.ad_breaks = ad_breaks;
    after.clean(around.site.apostrophe(locked.translations[place].locale));
    refuse_if_any(after.problems(locked.article.kind))?;
    store(&tx, &permit, &mut locked, place, (&before, &after), false).await?;
    tx.commit().await?;
    Ok(locked.translations.swap_remove(place))
}
