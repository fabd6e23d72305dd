//! Rows of editing leases.

use std::collections::HashMap;

use sea_orm::ActiveValue::Set;
use sea_orm::QueryOrder;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{OnConflict, Query};

use super::rows::{entity, translation};
use super::seen::of_visible_translation;
use crate::app::error::Lease;
use crate::app::{Call, Permit, Result, Tx};
use crate::articles::domain::Translation;
use crate::platform::clock::Instant;
use crate::platform::ids::{TranslationId, UserId};

entity!(edit_lock, "edit_locks" {
    #[sea_orm(primary_key, auto_increment = false)]
    translation_id: TranslationId,
    holder_id: UserId,
    acquired_at: Instant,
    expires_at: Instant,
});

impl From<edit_lock::Model> for Lease {
    fn from(row: edit_lock::Model) -> Self {
        Self {
            holder: row.holder_id,
            acquired_at: row.acquired_at,
            expires_at: row.expires_at,
        }
    }
}

/// Leases that hold at the moment of the call, on translations that the caller may see.
fn visible(call: &Call) -> Select<edit_lock::Entity> {
    edit_lock::Entity::find()
        .filter(edit_lock::Column::ExpiresAt.gt(call.now()))
        .filter(of_visible_translation(
            call,
            edit_lock::Column::TranslationId,
        ))
}

/// Who edits each of the translations now, in one statement.
///
/// # Errors
/// Those of the database.
pub async fn leases(call: &Call, ids: &[TranslationId]) -> Result<HashMap<TranslationId, Lease>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = visible(call)
        .filter(edit_lock::Column::TranslationId.is_in(ids.iter().copied()))
        .all(call.db())
        .await?;
    let read = rows.into_iter().map(|row| (row.translation_id, row.into()));
    Ok(read.collect())
}

/// The lease on a translation, lapsed or not.
pub(in crate::articles) async fn lease_in(tx: &Tx, id: TranslationId) -> Result<Option<Lease>> {
    let row = edit_lock::Entity::find_by_id(id).one(tx.conn()).await?;
    Ok(row.map(Into::into))
}

/// Gives a translation this lease.
pub(in crate::articles) async fn put(
    permit: &Permit<'_>,
    id: TranslationId,
    lease: Lease,
) -> Result<()> {
    let row = edit_lock::ActiveModel {
        translation_id: Set(id),
        holder_id: Set(lease.holder),
        acquired_at: Set(lease.acquired_at),
        expires_at: Set(lease.expires_at),
    };
    let replace = OnConflict::column(edit_lock::Column::TranslationId)
        .update_columns([
            edit_lock::Column::HolderId,
            edit_lock::Column::AcquiredAt,
            edit_lock::Column::ExpiresAt,
        ])
        .to_owned();
    edit_lock::Entity::insert(row)
        .on_conflict(replace)
        .exec_without_returning(permit.conn())
        .await?;
    Ok(())
}

/// Ends the lease on a translation.
pub(in crate::articles) async fn remove(permit: &Permit<'_>, id: TranslationId) -> Result<()> {
    edit_lock::Entity::delete_by_id(id)
        .exec(permit.conn())
        .await?;
    Ok(())
}

/// Frees all leases of an account, and gives the texts that they were of.
pub(in crate::articles) async fn remove_all(
    permit: &Permit<'_>,
    holder: UserId,
) -> Result<Vec<Translation>> {
    let held = Query::select()
        .column(edit_lock::Column::TranslationId)
        .from(edit_lock::Entity)
        .and_where(edit_lock::Column::HolderId.eq(holder))
        .to_owned();
    let texts = translation::Entity::find()
        .filter(translation::Column::Id.in_subquery(held))
        .order_by_asc(translation::Column::Id)
        .all(permit.conn())
        .await?;
    edit_lock::Entity::delete_many()
        .filter(edit_lock::Column::HolderId.eq(holder))
        .exec(permit.conn())
        .await?;
    Ok(texts.into_iter().map(Into::into).collect())
}
