//! Working copies of translations.

use std::collections::HashMap;

use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;

use crate::app::{Permit, Result, Tx};
use crate::articles::domain::Content;
use crate::articles::store::insert::insert as insert_rows;
use crate::articles::store::rows::draft;
use crate::platform::db::Json;
use crate::platform::ids::TranslationId;

/// The working copies of translations.
pub async fn drafts_in(tx: &Tx, ids: &[TranslationId]) -> Result<HashMap<TranslationId, Content>> {
    let rows = draft::Entity::find()
        .filter(draft::Column::TranslationId.is_in(ids.iter().copied()))
        .all(tx.conn())
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.translation_id, row.content.0))
        .collect())
}

/// Writes the working copy of a translation.
pub async fn put_draft(permit: &Permit<'_>, id: TranslationId, content: &Content) -> Result<()> {
    let row = draft::ActiveModel {
        translation_id: Set(id),
        content: Set(Json(content.clone())),
    };
    let replace = OnConflict::column(draft::Column::TranslationId)
        .update_column(draft::Column::Content)
        .to_owned();
    draft::Entity::insert(row)
        .on_conflict(replace)
        .exec_without_returning(permit.conn())
        .await?;
    Ok(())
}

/// Writes the working copies of translations that have none yet.
pub async fn insert_drafts(
    permit: &Permit<'_>,
    drafts: Vec<(TranslationId, Content)>,
) -> Result<()> {
    let rows = drafts.into_iter().map(|(id, content)| draft::ActiveModel {
        translation_id: Set(id),
        content: Set(Json(content)),
    });
    insert_rows(permit, rows.collect()).await
}

/// Closes the draft lane of a translation.
pub async fn drop_draft(permit: &Permit<'_>, id: TranslationId) -> Result<()> {
    draft::Entity::delete_by_id(id).exec(permit.conn()).await?;
    Ok(())
}
