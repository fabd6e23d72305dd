//! Saving the working copy, whole or by blocks.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use serde_json::{Map, Value as Json, json};

use super::locked::{Around, Locked, nothing, version_conflict};
use super::references::missing_of_content;
use super::schedule::{call_off, open_ahead};
use crate::app::error::{BlockConflict, VersionConflict};
use crate::app::{Call, Error, Permit, Problem, Result, Tx, refuse_if_any};
use crate::articles::domain::{Block, Content, Translation};
use crate::articles::store::write::{self, Save};
use crate::platform::clock::Instant;
use crate::platform::ids::TranslationId;
use crate::policy::{Action, Verdict};
use crate::vocabulary::{DraftState, EventType, HeadlineEmphasis, RevisionReason, UserErrorCode};

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

/// One step of a patch of blocks.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum BlockOperation {
    /// Adds or replaces by id.
    #[serde(rename_all = "camelCase")]
    Put {
        /// The block.
        block: Block,
        /// Where a new one goes; first when absent.
        #[serde(default)]
        after_block_id: Option<String>,
    },
    /// Takes a block out.
    Remove(String),
    /// Moves a block.
    #[serde(rename_all = "camelCase")]
    Move {
        /// Which.
        block_id: String,
        /// Where to; to the top when absent.
        #[serde(default)]
        after_block_id: Option<String>,
    },
}

impl BlockOperation {
    /// The block that the step touches.
    fn block_id(&self) -> &str {
        match self {
            Self::Put { block, .. } => block.id(),
            Self::Remove(id) => id,
            Self::Move { block_id, .. } => block_id,
        }
    }
}

/// What is old of a text is forgotten by the first save of an hour: it grows old in days.
const PRUNED_EVERY_MS: i64 = 60 * 60 * 1000;

/// What a save changes.
struct Change {
    paths: Vec<String>,
    block_ids: Vec<String>,
    prior_blocks: Map<String, Json>,
}

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
pub(super) async fn replace(
    permit: &Permit<'_>,
    locked: &mut Locked,
    place: usize,
    (before, after): (&Content, &Content),
) -> Result<()> {
    note(permit, locked, place, change(before, after)?).await
}

/// Fields and blocks that differ between two texts.
fn change(before: &Content, after: &Content) -> Result<Change> {
    let (old, new) = (serde_json::to_value(before)?, serde_json::to_value(after)?);
    let empty = Map::new();
    let (old, new) = (
        old.as_object().unwrap_or(&empty),
        new.as_object().unwrap_or(&empty),
    );
    let names: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    let mut paths: Vec<String> = names
        .into_iter()
        .filter(|name| old.get(*name) != new.get(*name))
        .cloned()
        .collect();
    let (old, new) = (blocks_by_id(&before.blocks)?, blocks_by_id(&after.blocks)?);
    let order = |content: &Content| -> Vec<String> {
        let of = content.blocks.iter().map(|block| block.id().to_owned());
        of.filter(|id| old.contains_key(id) && new.contains_key(id))
            .collect()
    };
    let moved = moved(&order(before), &order(after));
    let ids: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    let differs = |id: &&String| old.get(*id) != new.get(*id) || moved.contains(*id);
    let block_ids: Vec<String> = ids.into_iter().filter(differs).cloned().collect();
    paths.extend(block_ids.iter().map(|id| format!("blocks.{id}")));
    let prior = block_ids
        .iter()
        .map(|id| (id.clone(), old.get(id).cloned().unwrap_or_default()));
    Ok(Change {
        paths,
        prior_blocks: prior.collect(),
        block_ids,
    })
}

/// Blocks of both texts that stand behind another neighbour than before.
fn moved(before: &[String], after: &[String]) -> BTreeSet<String> {
    let neighbour = |order: &[String], id: &String| {
        let place = order.iter().position(|one| one == id)?;
        Some(place.checked_sub(1).map(|previous| order[previous].clone()))
    };
    let differs = |id: &&String| neighbour(before, id) != neighbour(after, id);
    after.iter().filter(differs).cloned().collect()
}

fn blocks_by_id(blocks: &[Block]) -> Result<BTreeMap<String, Json>> {
    let of = blocks
        .iter()
        .map(|block| Ok((block.id().to_owned(), serde_json::to_value(block)?)));
    of.collect()
}

/// What somebody else changed since `expected`, and the blocks that both sides changed.
async fn conflict(
    tx: &Tx,
    locked: &Locked,
    place: usize,
    expected: i32,
    current: &Content,
    mine: Option<BTreeMap<String, Json>>,
) -> Result<VersionConflict> {
    let one = &locked.translations[place];
    let saves = write::saves_after(tx, one.id, expected).await?;
    let paths: BTreeSet<String> = saves
        .iter()
        .flat_map(|(save, ..)| save.changed_paths.iter().cloned())
        .collect();
    // A block's base is what the first of these saves found.
    let mut bases: BTreeMap<String, Json> = BTreeMap::new();
    for (save, ..) in &saves {
        for (id, block) in &save.prior_blocks {
            bases.entry(id.clone()).or_insert_with(|| block.clone());
        }
    }
    let theirs = blocks_by_id(&current.blocks)?;
    let mut conflicts = Vec::new();
    for (id, base) in bases {
        let Some(mine) = &mine else { break };
        let base = Some(base).filter(|block| !block.is_null());
        let (theirs, mine) = (theirs.get(&id).cloned(), mine.get(&id).cloned());
        if mine != base && mine != theirs {
            conflicts.push(BlockConflict {
                block_id: id,
                base,
                theirs,
                mine,
            });
        }
    }
    Ok(VersionConflict {
        current_version: one.version,
        changed_by: saves
            .last()
            .map(|(save, ..)| save.account)
            .or(Some(one.text_author)),
        changed_paths: paths.into_iter().collect(),
        conflicts,
    })
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
    let lost =
        |mark: &crate::articles::domain::AdBreak| !kept.contains(mark.after_block_id.as_str());
    let mut ad_breaks = after.ad_breaks.clone();
    ad_breaks.retain(|mark| !lost(mark));
    after.ad_breaks = ad_breaks;
    after.clean(around.site.apostrophe(locked.translations[place].locale));
    refuse_if_any(after.problems(locked.article.kind))?;
    store(&tx, &permit, &mut locked, place, (&before, &after), false).await?;
    tx.commit().await?;
    Ok(locked.translations.swap_remove(place))
}

/// Refuses a stale patch that touches a block which somebody has changed since.
async fn refuse_overlap(
    tx: &Tx,
    locked: &Locked,
    place: usize,
    expected: i32,
    current: &Content,
    operations: &[BlockOperation],
) -> Result<()> {
    let one = &locked.translations[place];
    if one.version == expected {
        return Ok(());
    }
    let saves = write::saves_after(tx, one.id, expected).await?;
    let theirs: BTreeSet<&String> = saves
        .iter()
        .flat_map(|(save, ..)| &save.changed_block_ids)
        .collect();
    let is_known = expected < one.version && saves.len() as i32 == one.version - expected;
    let overlaps = operations
        .iter()
        .any(|op| theirs.contains(&op.block_id().to_owned()));
    if is_known && !overlaps {
        return Ok(());
    }
    let mut mine = blocks_by_id(&current.blocks)?;
    for operation in operations {
        match operation {
            BlockOperation::Put { block, .. } => {
                mine.insert(block.id().to_owned(), serde_json::to_value(block)?);
            }
            BlockOperation::Remove(id) => drop(mine.remove(id)),
            BlockOperation::Move { .. } => {}
        }
    }
    let conflict = conflict(tx, locked, place, expected, current, Some(mine)).await?;
    Err(Error::problem(version_conflict(conflict)))
}

/// The error of a step that names no block of the body.
fn unknown_block(step: usize, path: &[&str]) -> Error {
    let why = "no block of this body has this id";
    let problem = Problem::at(path, UserErrorCode::NotFound, why);
    Error::problem(problem.below(["operations", &step.to_string()]))
}

/// Makes one step of a patch; else gives the path of what names no block of the body.
fn apply(
    blocks: &mut Vec<Block>,
    operation: &BlockOperation,
) -> Result<(), &'static [&'static str]> {
    let place_of = |blocks: &[Block], id: &str| blocks.iter().position(|block| block.id() == id);
    let behind = |blocks: &[Block], after: Option<&String>| match after {
        None => Some(0),
        Some(id) => place_of(blocks, id).map(|place| place + 1),
    };
    match operation {
        BlockOperation::Put {
            block,
            after_block_id,
        } => match place_of(blocks, block.id()) {
            Some(place) => blocks[place] = block.clone(),
            None => {
                let place = behind(blocks, after_block_id.as_ref());
                blocks.insert(place.ok_or(&["put", "afterBlockId"][..])?, block.clone());
            }
        },
        BlockOperation::Remove(id) => {
            let place = place_of(blocks, id).ok_or(&["remove"][..])?;
            blocks.remove(place);
        }
        BlockOperation::Move {
            block_id,
            after_block_id,
        } => {
            let place = place_of(blocks, block_id).ok_or(&["move", "blockId"][..])?;
            let mut others = blocks.clone();
            let block = others.remove(place);
            let place = behind(&others, after_block_id.as_ref());
            others.insert(place.ok_or(&["move", "afterBlockId"][..])?, block);
            *blocks = others;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn block(id: &str, text: &str) -> Block {
        let json =
            json!({ "paragraph": { "blockId": id, "text": { "spans": [{ "text": text }] } } });
        serde_json::from_value(json).unwrap()
    }

    fn content(blocks: &[(&str, &str)]) -> Content {
        let blocks = blocks.iter().map(|(id, text)| block(id, text)).collect();
        Content {
            headline: "Ferry".to_owned(),
            blocks,
            ..Content::default()
        }
    }

    #[test]
    fn a_change_names_fields_and_blocks_and_keeps_what_was() {
        let before = content(&[("a", "one"), ("b", "two")]);
        let mut after = content(&[("a", "one"), ("b", "TWO"), ("c", "three")]);
        after.kicker = Some("Exclusive".to_owned());

        let change = change(&before, &after).unwrap();

        assert_eq!(change.paths, ["blocks", "kicker", "blocks.b", "blocks.c"]);
        assert_eq!(change.block_ids, ["b", "c"]);
        assert_eq!(change.prior_blocks["c"], Json::Null);
    }

    #[test]
    fn a_moved_block_is_changed_though_its_words_are_not() {
        let before = content(&[("a", "1"), ("b", "2"), ("c", "3")]);
        let after = content(&[("c", "3"), ("a", "1"), ("b", "2")]);

        let change = change(&before, &after).unwrap();

        assert!(change.block_ids.contains(&"c".to_owned()));
    }

    #[test]
    fn steps_apply_in_order_and_an_unknown_neighbour_is_refused() {
        let mut blocks = content(&[("a", "1"), ("b", "2")]).blocks;
        let after = Some("a".to_owned());

        apply(
            &mut blocks,
            &BlockOperation::Put {
                block: block("x", "new"),
                after_block_id: after,
            },
        )
        .unwrap();
        apply(
            &mut blocks,
            &BlockOperation::Move {
                block_id: "b".to_owned(),
                after_block_id: None,
            },
        )
        .unwrap();
        apply(&mut blocks, &BlockOperation::Remove("a".to_owned())).unwrap();

        let ids: Vec<_> = blocks.iter().map(Block::id).collect();
        assert_eq!(ids, ["b", "x"]);
        let lost = BlockOperation::Move {
            block_id: "b".to_owned(),
            after_block_id: Some("?".to_owned()),
        };
        assert_eq!(
            apply(&mut blocks, &lost),
            Err(&["move", "afterBlockId"][..])
        );
        assert_eq!(blocks.len(), 2);
    }
}
