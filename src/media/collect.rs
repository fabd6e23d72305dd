//! Letting go of what nobody needs: uploads that never became assets, files that belong to no asset,
//! and renditions that can be drawn again.
//!
//! Whatever is or was in use stays: a revision may show it.

use std::collections::{HashMap, HashSet};

use crate::app::{Call, Result};
use crate::platform::clock::Instant;
use crate::platform::files::Stored;
use crate::platform::ids::AssetId;
use crate::policy::{Action, Subject};
use crate::vocabulary::AssetState;

use super::store;

const HOUR_MS: i64 = 3_600_000;
const DAY_MS: i64 = 24 * HOUR_MS;

/// How long an upload may take to become an asset.
const UPLOADS_KEPT_MS: i64 = 7 * DAY_MS;
/// How long a file may wait for its asset: an import that is under way has none yet.
const FILES_KEPT_MS: i64 = DAY_MS;
/// How long a rendition is kept; one that is asked for later is drawn again.
const RENDITIONS_KEPT_MS: i64 = 90 * DAY_MS;

/// What was let go of, or would be.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Collected {
    /// Announced uploads that never became assets.
    pub uploads: u64,
    /// Files that belong to no asset.
    pub files: u64,
    /// Drawn renditions.
    pub renditions: u64,
    /// The bytes of both.
    pub bytes: u64,
}

/// Lets go of what nobody needs; a dry run only counts it.
///
/// # Errors
/// Those of the database and of the place of media.
pub async fn collect(call: &Call, is_dry: bool) -> Result<Collected> {
    let mut done = Collected {
        uploads: uploads(call, is_dry).await?,
        ..Collected::default()
    };
    files(call, is_dry, &mut done).await?;
    renditions(call, is_dry, &mut done).await?;
    Ok(done)
}

async fn uploads(call: &Call, is_dry: bool) -> Result<u64> {
    let before = call.now().plus_ms(-UPLOADS_KEPT_MS);
    let found = store::abandoned(call, before).await?;
    if found == 0 || is_dry {
        return Ok(found);
    }
    let tx = call.begin().await?;
    let permit = tx.authorize(Action::UploadsForget, &Subject::default())?;
    let gone = store::forget_abandoned(&permit, before).await?;
    permit.changed("uploads", gone, 0);
    tx.commit().await?;
    Ok(gone)
}

async fn files(call: &Call, is_dry: bool, done: &mut Collected) -> Result<()> {
    let files = &call.app().files;
    for folder in files.kept_folders().await? {
        let mut old = files.kept_in(&folder).await?;
        old.retain(|file| is_older(call, file, FILES_KEPT_MS));
        let names: Vec<_> = old.iter().map(|file| file.name.as_str()).collect();
        let needed = store::needed(call, &names).await?;
        for file in old.iter().filter(|file| !needed.contains(&file.name)) {
            // Asked again of each, so that what has been announced meanwhile is spared.
            let is_needed = !store::needed(call, &[&file.name]).await?.is_empty();
            if is_needed {
                continue;
            }
            if !is_dry {
                files.remove(&file.name).await?;
            }
            done.files += 1;
            done.bytes += file.byte_size;
        }
    }
    Ok(())
}

async fn renditions(call: &Call, is_dry: bool, done: &mut Collected) -> Result<()> {
    let files = &call.app().files;
    let folders = files.made_folders().await?;
    let named = folders
        .iter()
        .filter_map(|folder| Some((folder.as_str(), folder.parse().ok()?)));
    let named: HashMap<&str, AssetId> = named.collect();
    let ids: Vec<_> = named.values().copied().collect();
    let mut shown = HashSet::new();
    for ids in ids.chunks(500) {
        let found = store::by_ids(call, ids).await?.into_values();
        let found = found.filter(|asset| asset.state == AssetState::Ready);
        shown.extend(found.map(|asset| asset.id));
    }
    for folder in &folders {
        let asset = named.get(folder.as_str());
        let is_shown = asset.is_some_and(|asset| shown.contains(asset));
        for file in files.made_in(folder).await? {
            if is_shown && !is_older(call, &file, RENDITIONS_KEPT_MS) {
                continue;
            }
            if !is_dry {
                files.remove_made(&file.name).await?;
            }
            done.renditions += 1;
            done.bytes += file.byte_size;
        }
    }
    Ok(())
}

fn is_older(call: &Call, file: &Stored, than_ms: i64) -> bool {
    let since: Instant = file.written_at.plus_ms(than_ms);
    since <= call.now()
}
