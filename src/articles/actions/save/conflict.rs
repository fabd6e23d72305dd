//! What two people changed without knowing of each other.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value as Json;

use super::change::blocks_by_id;
use super::operation::BlockOperation;
use crate::app::error::{BlockConflict, VersionConflict};
use crate::app::{Error, Result, Tx};
use crate::articles::actions::locked::{Locked, version_conflict};
use crate::articles::domain::Content;
use crate::articles::store::write;

/// What somebody else changed since `expected`, and the blocks that both sides changed.
pub(super) async fn conflict(
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

/// Refuses a stale patch that touches a block which somebody has changed since.
pub(super) async fn refuse_overlap(
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
