//! Letting go of what has been kept for long enough.

use super::locked::{Around, Locked};
use crate::app::{Call, Permit, Result, Tx};
use crate::articles::domain::autosaves_kept_since;
use crate::articles::store::retention;
use crate::platform::ids::{ArticleId, TranslationId};
use crate::policy::{Action, Subject};

/// Stories, or texts, that are looked after at once.
const AT_ONCE: u64 = 20;
const DAY_MS: i64 = 86_400_000;

/// Stories that have been in the trash for so many days; some of them, the first first.
///
/// # Errors
/// Those of the database.
pub async fn thrown_away(call: &Call, days: i32) -> Result<Vec<ArticleId>> {
    let before = call.now().plus_ms(-i64::from(days) * DAY_MS);
    retention::thrown_away(call, before, AT_ONCE).await
}

/// The permit to let go of a story in the trash, within a transaction of the caller, who first
/// removes what hangs on it elsewhere; `None` of any other story.
///
/// # Errors
/// Those of the database.
pub async fn purge_within<'tx>(tx: &'tx Tx, id: ArticleId) -> Result<Option<Permit<'tx>>> {
    let Some(number) = retention::lock_thrown_away(tx, id).await? else {
        return Ok(None);
    };
    // Its words are gone; the number says which it was.
    let subject = Subject::of(id, number.to_string());
    tx.authorize(Action::ArticlePurge, &subject).map(Some)
}

/// Removes a story with all its texts, as [`purge_within`] allows.
///
/// # Errors
/// Those of the database.
pub async fn purge(permit: &Permit<'_>, id: ArticleId) -> Result<()> {
    retention::remove(permit, id).await
}

/// Removes autosaves that are older than the settings say and that nothing needs, of some texts,
/// and tells of how many.
///
/// # Errors
/// Those of the database.
pub async fn prune_autosaves(call: &Call) -> Result<usize> {
    let around = Around::of(call).await?;
    let since = autosaves_kept_since(call.now(), around.site.retention.autosave_days);
    let texts = retention::with_old_autosaves(call, since, AT_ONCE).await?;
    for id in &texts {
        prune(call, &around, *id).await?;
    }
    Ok(texts.len())
}

async fn prune(call: &Call, around: &Around, id: TranslationId) -> Result<()> {
    let tx = call.begin().await?;
    let Some((locked, place)) = Locked::by_translation(&tx, around, id).await? else {
        return Ok(());
    };
    let permit = tx.authorize(Action::TranslationPrune, &locked.subject_of(place))?;
    locked.prune(&permit, place).await?;
    tx.commit().await
}
