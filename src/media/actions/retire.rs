//! Taking an asset out of use.

use serde_json::json;

use super::subject;
use crate::app::{Call, Error, Result};
use crate::media::domain::Asset;
use crate::media::store;
use crate::platform::ids::AssetId;
use crate::policy::Action;
use crate::vocabulary::EventType;

/// Takes an asset out of use: readers meet it no longer from this moment on, or `replace_with` in
/// all its places. Texts and their revisions stay as they are. Those whose places it had taken pass
/// to what takes its own.
///
/// # Errors
/// [`Error::Refused`] for unknown ids and as [`Asset::retired`]; [`Error::Denied`] without
/// MEDIA_WRITE.
pub async fn retire(
    call: &Call,
    id: AssetId,
    reason: &str,
    replace_with: Option<AssetId>,
) -> Result<Asset> {
    let tx = call.begin().await?;
    // In one order, so that two who retire each other's do not wait for one another.
    let mut ids = vec![id];
    ids.extend(replace_with);
    ids.sort_unstable();
    ids.dedup();
    let mut found = Vec::new();
    for one in ids {
        found.extend(store::lock(&tx, one).await?);
    }
    let place = |wanted| found.iter().find(|asset: &&Asset| asset.id == wanted);
    let before = place(id).ok_or_else(|| Error::missing(["id"], id))?;
    let permit = tx.authorize(Action::AssetRetire, &subject(before))?;
    let replacement = match replace_with {
        Some(wanted) => {
            let missing = || Error::missing(["replaceWithId"], wanted);
            Some(place(wanted).ok_or_else(missing)?)
        }
        None => None,
    };
    let after = before.retired(reason, replacement, call.now())?;
    if after == *before {
        return Ok(after);
    }
    permit.changed("state", before.state.as_str(), after.state.as_str());
    permit.changed(
        "retirement",
        serde_json::to_value(&before.retirement)?,
        serde_json::to_value(&after.retirement)?,
    );
    let payload = json!({
        "asset": after.id,
        "version": after.version,
        "replacedBy": after.replaced_by(),
    });
    permit.emit(EventType::AssetRetired, after.id, payload);
    let mut saved = vec![after.clone()];
    if let Some(heir) = after.replaced_by() {
        let replaced = store::lock_replaced(&tx, id).await?;
        saved.extend(replaced.into_iter().map(|asset| asset.passed_on(heir)));
    }
    store::save(&permit, saved).await?;
    tx.commit().await?;
    Ok(after)
}
