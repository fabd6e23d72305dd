//! Letting the oldest entries go.

use crate::app::{Call, Result};
use crate::audit::domain::{Anchor, beginnings};
use crate::audit::store::anchors;
use crate::policy::{Action, Subject};

/// Entries that are removed at once.
const AT_ONCE: u64 = 1_000;
const DAY_MS: i64 = 86_400_000;

/// Removes entries that are older than so many days from the beginning of one lane, a bounded number
/// at once, and tells how many. What is left can be verified as before: the place and the seal of
/// the last that went are kept, and an entry of their own tells of them.
///
/// # Errors
/// [`crate::app::Error::Denied`] to all but Masthead itself; those of the database.
pub async fn trim(call: &Call, days: i32) -> Result<usize> {
    let since = call.now().plus_ms(-i64::from(days) * DAY_MS);
    if !anchors::has_older(call, since).await? {
        return Ok(0);
    }
    let tx = call.begin().await?;
    let standing = anchors::hold(&tx).await?;
    for (place, anchor) in standing.iter().enumerate() {
        let first = anchors::first_of(&tx, anchor, AT_ONCE).await?;
        let old: Vec<_> = first.into_iter().take_while(|old| old.at < since).collect();
        let Some(last) = old.last() else { continue };
        let Anchor { lane, position, .. } = last.anchor;
        let subject = Subject::of(last.id, format!("lane {lane}, up to {position}"));
        let permit = tx.authorize(Action::AuditTrim, &subject)?;
        let mut next = standing.clone();
        next[place] = last.anchor.clone();
        permit.changed("removed", beginnings(&standing), beginnings(&next));
        anchors::remove(&permit, &last.anchor).await?;
        tx.commit().await?;
        return Ok(old.len());
    }
    Ok(0)
}
