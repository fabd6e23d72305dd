//! Translations themselves.

use sea_orm::ActiveValue::NotSet;
use sea_orm::entity::prelude::*;
use sea_orm::{IntoActiveModel, QueryOrder, QuerySelect};

use crate::app::{Permit, Result, Tx};
use crate::articles::domain::Translation;
use crate::articles::store::insert::insert as insert_rows;
use crate::articles::store::rows::translation;
use crate::platform::ids::ArticleId;

/// Locks the translations of a story, as they were last written: what is due since has not
/// happened to them.
pub async fn lock_translations(tx: &Tx, id: ArticleId) -> Result<Vec<Translation>> {
    let rows = translation::Entity::find()
        .filter(translation::Column::ArticleId.eq(id))
        .order_by_asc(translation::Column::CreatedAt)
        .order_by_asc(translation::Column::Id)
        .lock_exclusive()
        .all(tx.conn())
        .await?;
    Ok(rows.into_iter().map(Into::into).collect())
}

/// Writes new translations.
pub async fn insert_translations(permit: &Permit<'_>, new: &[Translation]) -> Result<()> {
    let rows = new.iter().map(translation::Model::from);
    insert_rows(
        permit,
        rows.map(IntoActiveModel::into_active_model).collect(),
    )
    .await
}

/// Writes a changed translation; what changes with it for its story is told by [`note_languages`].
///
/// [`note_languages`]: super::note_languages
pub async fn update_translation(permit: &Permit<'_>, changed: &Translation) -> Result<()> {
    let mut row = translation::Model::from(changed)
        .into_active_model()
        .reset_all();
    row.id = sea_orm::ActiveValue::Unchanged(changed.id);
    row.source_revision = NotSet;
    translation::Entity::update(row).exec(permit.conn()).await?;
    Ok(())
}
