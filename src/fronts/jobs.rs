//! What the worker does for stories and the fronts that they stand on.

use super::store;
use crate::app::{Call, Result};
use crate::articles::{self, Surroundings};
use crate::platform::ids::TranslationId;

/// Carries out what is planned for stories and due: drafts that readers see by now leave the desk's
/// lane and are announced, and what went off loses its pins. Tells how many there were. One that
/// fails is logged, left for the next time, and holds up no other.
///
/// # Errors
/// Those of the database.
pub async fn carry_out_planned(call: &Call) -> Result<usize> {
    let due = articles::due(call).await?;
    let mut done = 0;
    for id in due {
        match carry_out(call, id).await {
            Ok(()) => done += 1,
            Err(error) => tracing::error!(%id, ?error, "what was planned cannot be carried out"),
        }
    }
    Ok(done)
}

async fn carry_out(call: &Call, id: TranslationId) -> Result<()> {
    let around = Surroundings::of(call).await?;
    let tx = call.begin().await?;
    for gone in articles::carry_out_within(&tx, &around, id).await? {
        let pins = store::drop_pins(&gone.permit, gone.article, Some(&[gone.locale])).await?;
        gone.permit.changed("pins", pins, 0);
    }
    tx.commit().await
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
