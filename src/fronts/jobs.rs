//! What the worker does for fronts and the stories that stand on them.

use std::collections::BTreeMap;

use super::domain::subject;
use super::store::{self, Position};
use crate::app::{Call, Result};
use crate::articles;
use crate::platform::ids::FrontId;
use crate::policy::Action;

/// The part of Masthead that looks after positions.
const NAME: &str = "fronts";

/// Gives back the positions of stories that were taken down since they were put there, in editions
/// where they were, though they may have come back: whoever carried a planned takedown out knows
/// nothing of fronts. Tells how many positions there were.
///
/// # Errors
/// Those of the database.
pub async fn free_positions(call: &Call) -> Result<u64> {
    let held = store::positions(call).await?;
    let stories: Vec<_> = held.iter().map(|one| one.article).collect();
    let down = articles::last_withdrawn(call, &stories).await?;
    let mut left: BTreeMap<FrontId, Vec<Position>> = BTreeMap::new();
    for one in held {
        let was_down = down.get(&(one.article, one.locale));
        if was_down.is_some_and(|at| one.since < *at) {
            left.entry(one.front).or_default().push(one);
        }
    }
    let mut freed = 0;
    for (front, positions) in left {
        freed += free(call, front, &positions).await?;
    }
    Ok(freed)
}

async fn free(call: &Call, front: FrontId, positions: &[Position]) -> Result<u64> {
    let tx = call.begin().await?;
    let Some(front) = store::lock_by_id(&tx, front).await? else {
        return Ok(0);
    };
    let subject = subject(front.id, &front.key, front.locale);
    let permit = tx.by_itself(NAME, Action::FrontFree, &subject)?;
    let freed = store::free(&permit, positions).await?;
    // Another node may have been here first.
    if freed > 0 {
        permit.changed("pins", freed, 0);
        tx.commit().await?;
    }
    Ok(freed)
}

/// Lets go of stories that have been in the trash for so many days, some of them, with the positions
/// that they were once held at. Tells how many there were.
///
/// # Errors
/// Those of the database.
pub async fn empty_trash(call: &Call, days: i32) -> Result<usize> {
    let doomed = articles::thrown_away(call, days).await?;
    for id in &doomed {
        let tx = call.begin().await?;
        if let Some(permit) = articles::purge_within(&tx, *id).await? {
            store::forget_pins(&permit, *id).await?;
            articles::purge(&permit, *id).await?;
            tx.commit().await?;
        }
    }
    Ok(doomed.len())
}
