//! Rows of public notes.

use std::collections::HashMap;

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Condition, Expr, ExprTrait};
use sea_orm::{IntoActiveModel, QueryOrder, QuerySelect};

use super::rows::correction;
use super::seen::of_visible_translation;
use crate::app::changes::Change;
use crate::app::{Call, Permit, Result, Tx};
use crate::articles::domain::Correction;
use crate::platform::ids::{CorrectionId, TranslationId};
use crate::policy::STORIES;

/// Notes that the caller may see: those that readers see, and all of the stories that the caller
/// may see in any state.
fn visible(call: &Call) -> Select<correction::Entity> {
    use correction::Column as C;
    let stands = C::WithdrawnAt.is_null().or(C::WithdrawnAt.gt(call.now()));
    let public = C::IssuedAt.lte(call.now()).and(stands);
    let mut seen = Condition::any().add(public);
    if call.actor().holds(STORIES) {
        seen = seen.add(of_visible_translation(call, C::TranslationId));
    }
    correction::Entity::find().filter(seen)
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

/// The note with this id, locked.
pub(in crate::articles) async fn lock(tx: &Tx, id: CorrectionId) -> Result<Option<Correction>> {
    let row = correction::Entity::find_by_id(id)
        .lock_exclusive()
        .one(tx.conn())
        .await?;
    Ok(row.map(Into::into))
}

/// The notes of a translation that stand, newest first.
pub(in crate::articles) async fn standing(tx: &Tx, id: TranslationId) -> Result<Vec<Correction>> {
    let rows = correction::Entity::find()
        .filter(correction::Column::TranslationId.eq(id))
        .filter(correction::Column::WithdrawnAt.is_null())
        .order_by_desc(correction::Column::IssuedAt)
        .order_by_desc(correction::Column::Id)
        .all(tx.conn())
        .await?;
    Ok(rows.into_iter().map(Into::into).collect())
}

/// Withdraws a note.
pub(in crate::articles) async fn withdraw(permit: &Permit<'_>, note: &Correction) -> Result<()> {
    permit.changes(|| Change::of(note.translation_id));
    correction::Entity::update_many()
        .col_expr(
            correction::Column::WithdrawnAt,
            Expr::val(permit.call().now()),
        )
        .filter(correction::Column::Id.eq(note.id))
        .exec(permit.conn())
        .await?;
    Ok(())
}

pub(in crate::articles) async fn insert(permit: &Permit<'_>, notes: &[Correction]) -> Result<()> {
    for note in notes {
        permit.changes(|| Change::of(note.translation_id));
    }
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
