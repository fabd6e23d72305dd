//! The version of the time zones' rules by which plans were last resolved.

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{ExprTrait, OnConflict};
use sea_orm::{ActiveValue::Set, QueryOrder, QuerySelect};

use super::rows::{entity, translation};
use crate::app::{Call, Permit, Result};
use crate::platform::ids::TranslationId;

/// The only row.
const ROW: i32 = 1;

entity!(clock_rules, "clock_rules" {
    #[sea_orm(primary_key, auto_increment = false)]
    id: i32,
    version: String,
});

/// The version that plans go by; `None` while it is not known.
pub(in crate::articles) async fn version(call: &Call) -> Result<Option<String>> {
    let row = clock_rules::Entity::find_by_id(ROW).one(call.db()).await?;
    Ok(row.map(|row| row.version))
}

/// Notes the version that plans go by.
pub(in crate::articles) async fn put(permit: &Permit<'_>, version: &str) -> Result<()> {
    let row = clock_rules::ActiveModel {
        id: Set(ROW),
        version: Set(version.to_owned()),
    };
    let replace = OnConflict::column(clock_rules::Column::Id)
        .update_column(clock_rules::Column::Version)
        .to_owned();
    clock_rules::Entity::insert(row)
        .on_conflict(replace)
        .exec_without_returning(permit.conn())
        .await?;
    Ok(())
}

/// Texts with something planned, in the order of their ids.
pub(in crate::articles) async fn planned_after(
    call: &Call,
    after: Option<TranslationId>,
    most: u64,
) -> Result<Vec<TranslationId>> {
    use translation::Column as C;
    let mut find = translation::Entity::find()
        .select_only()
        .column(C::Id)
        .filter(C::PublishAt.is_not_null().or(C::UnpublishAt.is_not_null()));
    if let Some(after) = after {
        find = find.filter(C::Id.gt(after));
    }
    let find = find.order_by_asc(C::Id).limit(most);
    Ok(find.into_tuple().all(call.db()).await?)
}
