//! What stands in the places of assets: themselves, or what has replaced them.

use std::collections::HashMap;

use sea_orm::QuerySelect;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Alias, Expr, ExprTrait, Func, Query, SelectStatement};

use super::asset;
use crate::app::{Call, Permit, Result};
use crate::media::domain::Asset;
use crate::platform::clock::Instant;
use crate::platform::ids::AssetId;
use crate::vocabulary::AssetState;

/// What readers get in the places of these assets, whoever asks: each usable one itself, and for one
/// out of use what has replaced it. In one statement, and a second one where there are replacements.
///
/// # Errors
/// Those of the database.
pub async fn shown(call: &Call, ids: &[AssetId]) -> Result<HashMap<AssetId, Asset>> {
    let mut found = in_places(call, ids).await?;
    found.retain(|_, asset| asset.state == AssetState::Ready);
    Ok(found)
}

/// The same for the newsroom: what stands there whatever its state.
///
/// # Errors
/// Those of the database.
pub async fn in_places(call: &Call, ids: &[AssetId]) -> Result<HashMap<AssetId, Asset>> {
    let own = raw(call, ids).await?;
    let heirs: Vec<_> = own.values().filter_map(Asset::replaced_by).collect();
    let heirs = raw(call, &heirs).await?;
    let stands = |asset: Asset| match asset.replaced_by() {
        Some(heir) => heirs.get(&heir).cloned().unwrap_or(asset),
        None => asset,
    };
    Ok(own
        .into_iter()
        .map(|(id, asset)| (id, stands(asset)))
        .collect())
}

async fn raw(call: &Call, ids: &[AssetId]) -> Result<HashMap<AssetId, Asset>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let find = asset::Entity::find().filter(asset::Column::Id.is_in(ids.iter().copied()));
    let rows = find.all(call.db()).await?;
    Ok(rows.into_iter().map(|row| (row.id, row.into())).collect())
}

/// Assets whose places these have taken.
pub(super) async fn replaced(permit: &Permit<'_>, by: &[Asset]) -> Result<Vec<AssetId>> {
    let mut found = Vec::new();
    for by in by.chunks(super::ROWS_PER_INSERT) {
        let ids = by.iter().map(|asset| asset.id);
        let find = asset::Entity::find()
            .select_only()
            .column(asset::Column::Id)
            .filter(asset::Column::ReplacedBy.is_in(ids));
        found.extend(find.into_tuple::<AssetId>().all(permit.conn()).await?);
    }
    Ok(found)
}

/// An asset, and those whose places it has taken, each as `id`, for a statement about what shows
/// them.
pub fn replaced_by(asset: AssetId) -> SelectStatement {
    Query::select()
        .column(asset::Column::Id)
        .from(asset::Entity)
        .and_where(
            Expr::col(asset::Column::Id)
                .eq(asset)
                .or(Expr::col(asset::Column::ReplacedBy).eq(asset)),
        )
        .to_owned()
}

/// Assets in whose places stands what the rights to end by `at` or have ended, each as `id` and
/// `valid_until`, for a statement about what shows them.
pub fn rights_ending_by(at: Instant) -> SelectStatement {
    let standing = Alias::new("standing");
    let of = |column| Expr::col((asset::Entity, column));
    let its = |column| Expr::col((standing.clone(), column));
    let itself = Func::coalesce([of(asset::Column::ReplacedBy), of(asset::Column::Id)]);
    Query::select()
        .expr_as(of(asset::Column::Id), Alias::new("id"))
        .expr_as(its(asset::Column::ValidUntil), Alias::new("valid_until"))
        .from(asset::Entity)
        .join_as(
            sea_orm::JoinType::InnerJoin,
            asset::Entity,
            standing.clone(),
            its(asset::Column::Id).eq(itself),
        )
        .and_where(its(asset::Column::ValidUntil).lte(at))
        .and_where(its(asset::Column::State).eq(AssetState::Ready))
        .to_owned()
}
