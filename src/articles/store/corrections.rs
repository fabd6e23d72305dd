//! Rows of public notes.

use std::collections::HashMap;

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::ExprTrait;
use sea_orm::{IntoActiveModel, QueryOrder};

use super::rows::correction;
use crate::app::{Call, Permit, Result};
use crate::articles::domain::Correction;
use crate::platform::ids::{CorrectionId, TranslationId};
use crate::policy::STORIES;

/// Notes that the caller may see: all for the staff, issued and not withdrawn ones for readers.
fn visible(call: &Call) -> Select<correction::Entity> {
    let find = correction::Entity::find();
    if call.actor().holds(STORIES) {
        return find;
    }
    find.filter(correction::Column::IssuedAt.lte(call.now()))
        .filter(
            correction::Column::WithdrawnAt
                .is_null()
                .or(correction::Column::WithdrawnAt.gt(call.now())),
        )
}

/// Notes of translations, newest first, in one statement.
///
/// # Errors
/// Those of the database.
pub async fn corrections(
    call: &Call,
    translations: &[TranslationId],
) -> Result<HashMap<TranslationId, Vec<Correction>>> {
    if translations.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = visible(call)
        .filter(correction::Column::TranslationId.is_in(translations.iter().copied()))
        .order_by_desc(correction::Column::IssuedAt)
        .order_by_desc(correction::Column::Id)
        .all(call.db())
        .await?;
    let mut found: HashMap<TranslationId, Vec<Correction>> = HashMap::new();
    for row in rows {
        found
            .entry(row.translation_id)
            .or_default()
            .push(row.into());
    }
    Ok(found)
}

/// The note with this id.
///
/// # Errors
/// Those of the database.
pub async fn correction(call: &Call, id: CorrectionId) -> Result<Option<Correction>> {
    let row = visible(call)
        .filter(correction::Column::Id.eq(id))
        .one(call.db())
        .await?;
    Ok(row.map(Into::into))
}

pub(in crate::articles) async fn insert(permit: &Permit<'_>, notes: &[Correction]) -> Result<()> {
    for chunk in notes.chunks(500) {
        let rows = chunk
            .iter()
            .map(|note| correction::Model::from(note).into_active_model());
        correction::Entity::insert_many(rows)
            .exec_without_returning(permit.conn())
            .await?;
    }
    Ok(())
}
