//! What is planned: for the calendar, and for whoever carries it out.

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::Condition;
use sea_orm::{QueryOrder, QuerySelect};

use super::rows::translation;
use super::seen::visible_translations;
use crate::app::{Call, Result};
use crate::articles::domain::Translation;
use crate::platform::clock::Instant;
use crate::platform::ids::TranslationId;

/// The most translations that a calendar shows.
const MOST_PLANNED: u64 = 500;

/// Translations that something is planned for from `from` to before `to`, next first; of those that
/// the caller may see.
///
/// # Errors
/// Those of the database.
pub async fn planned(call: &Call, from: Instant, to: Instant) -> Result<Vec<Translation>> {
    use translation::Column as C;
    let within = |column: C| Condition::all().add(column.gte(from)).add(column.lt(to));
    let rows = visible_translations(call)
        .filter(
            Condition::any()
                .add(within(C::PublishAt))
                .add(within(C::UnpublishAt)),
        )
        .order_by_asc(C::PublishAt)
        .order_by_asc(C::Id)
        .limit(MOST_PLANNED)
        .all(call.db())
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| Translation::from(row).at(call.now()))
        .collect())
}

/// Translations for which something is due that nobody has carried out yet, the longest due first.
pub(in crate::articles) async fn due(call: &Call, most: u64) -> Result<Vec<TranslationId>> {
    use translation::Column as C;
    let due = Condition::any()
        .add(C::PublishAt.lte(call.now()))
        .add(C::UnpublishAt.lte(call.now()));
    Ok(visible_translations(call)
        .filter(due)
        .order_by_asc(C::PublishAt)
        .order_by_asc(C::UnpublishAt)
        .order_by_asc(C::Id)
        .select_only()
        .column(C::Id)
        .limit(most)
        .into_tuple()
        .all(call.db())
        .await?)
}
