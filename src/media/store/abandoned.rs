//! Uploads that never became assets, and files that belong to some.

use std::collections::HashSet;

use sea_orm::QuerySelect;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Condition, ExprTrait};

use super::asset;
use crate::app::{Call, Permit, Result};
use crate::platform::clock::Instant;
use crate::vocabulary::AssetState;

/// Uploads that began before a moment and are no assets yet. Nothing can show them: only what is
/// ready is put into a place.
fn begun_before(at: Instant) -> Condition {
    let unfinished = [
        AssetState::Uploading,
        AssetState::Processing,
        AssetState::Failed,
    ];
    Condition::all()
        .add(asset::Column::State.is_in(unfinished))
        .add(asset::Column::UploadedAt.lt(at))
}

/// How many uploads that began before a moment are no assets yet.
///
/// # Errors
/// Those of the database.
pub async fn abandoned(call: &Call, before: Instant) -> Result<u64> {
    let find = asset::Entity::find().filter(begun_before(before));
    Ok(find.count(call.db()).await?)
}

/// Removes them, and tells how many there were.
pub async fn forget_abandoned(permit: &Permit<'_>, before: Instant) -> Result<u64> {
    let delete = asset::Entity::delete_many().filter(begun_before(before));
    Ok(delete.exec(permit.conn()).await?.rows_affected)
}

/// Which of these files belong to an asset, in whatever state: by their SHA-256.
///
/// # Errors
/// Those of the database.
pub async fn needed(call: &Call, names: &[&str]) -> Result<HashSet<String>> {
    let mut found = HashSet::new();
    for names in names.chunks(super::ROWS_PER_INSERT) {
        let is_original = asset::Column::Checksum.is_in(names.iter().copied());
        let is_public = asset::Column::PublicChecksum.is_in(names.iter().copied());
        let rows = asset::Entity::find()
            .select_only()
            .column(asset::Column::Checksum)
            .column(asset::Column::PublicChecksum)
            .filter(is_original.or(is_public))
            .into_tuple::<(String, Option<String>)>()
            .all(call.db())
            .await?;
        for (original, public) in rows {
            found.insert(original);
            found.extend(public);
        }
    }
    Ok(found)
}
