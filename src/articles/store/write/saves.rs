//! Accepted saves, by which somebody who saves later is told what came between.

use sea_orm::ActiveValue::Set;
use sea_orm::QueryOrder;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::Expr;

use crate::app::{Permit, Result, Tx};
use crate::articles::store::rows::save;
use crate::platform::clock::Instant;
use crate::platform::db::Json;
use crate::platform::ids::{TranslationId, UserId};

/// What one accepted save changed.
#[derive(Debug, Clone, PartialEq)]
pub struct Save {
    /// The version that it made.
    pub version: i32,
    /// Who saved.
    pub account: UserId,
    /// Names of the fields that changed, and `blocks.ID` for blocks.
    pub changed_paths: Vec<String>,
    /// Blocks that changed, came or went.
    pub changed_block_ids: Vec<String>,
    /// Those blocks as they were before; null where there was none.
    pub prior_blocks: serde_json::Map<String, serde_json::Value>,
}

/// How long blocks as they were before a save are kept at least.
const PRIOR_BLOCKS_MS: i64 = 24 * 60 * 60 * 1000;

/// Notes an accepted save.
pub async fn note_save(permit: &Permit<'_>, id: TranslationId, noted: Save) -> Result<()> {
    let row = save::ActiveModel {
        translation_id: Set(id),
        version: Set(noted.version),
        account_id: Set(noted.account),
        saved_at: Set(permit.call().now()),
        changed_paths: Set(Json(noted.changed_paths)),
        changed_block_ids: Set(Json(noted.changed_block_ids)),
        prior_blocks: Set(Some(Json(noted.prior_blocks))),
    };
    save::Entity::insert(row)
        .exec_without_returning(permit.conn())
        .await?;
    Ok(())
}

/// Forgets blocks as they were before saves of long ago.
pub async fn forget_prior_blocks(permit: &Permit<'_>, id: TranslationId) -> Result<()> {
    let since = permit.call().now().plus_ms(-PRIOR_BLOCKS_MS);
    save::Entity::update_many()
        .col_expr(
            save::Column::PriorBlocks,
            Expr::val(sea_orm::Value::Json(None)),
        )
        .filter(save::Column::TranslationId.eq(id))
        .filter(save::Column::SavedAt.lt(since))
        .filter(save::Column::PriorBlocks.is_not_null())
        .exec(permit.conn())
        .await?;
    Ok(())
}

/// Forgets saves from before `since`: who saved then sees a conflict, but not what it is about.
pub async fn forget_saves(permit: &Permit<'_>, id: TranslationId, since: Instant) -> Result<()> {
    save::Entity::delete_many()
        .filter(save::Column::TranslationId.eq(id))
        .filter(save::Column::SavedAt.lt(since))
        .exec(permit.conn())
        .await?;
    Ok(())
}

/// Saves of a translation after `version`, oldest first, with the moment of each.
pub async fn saves_after(
    tx: &Tx,
    id: TranslationId,
    version: i32,
) -> Result<Vec<(Save, Instant, bool)>> {
    let rows = save::Entity::find()
        .filter(save::Column::TranslationId.eq(id))
        .filter(save::Column::Version.gt(version))
        .order_by_asc(save::Column::Version)
        .all(tx.conn())
        .await?;
    let read = rows.into_iter().map(|row| {
        let keeps_blocks = row.prior_blocks.is_some();
        let noted = Save {
            version: row.version,
            account: row.account_id,
            changed_paths: row.changed_paths.0,
            changed_block_ids: row.changed_block_ids.0,
            prior_blocks: row.prior_blocks.map(|json| json.0).unwrap_or_default(),
        };
        (noted, row.saved_at, keeps_blocks)
    });
    Ok(read.collect())
}
