//! Rows of assets.

mod abandoned;
mod places;

use std::collections::{BTreeMap, HashMap};

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Expr, ExprTrait, LikeExpr, OnConflict};
use sea_orm::{IntoActiveModel, Iterable, Order, QueryOrder, QuerySelect};

pub use abandoned::{abandoned, forget_abandoned, needed};
pub use places::{in_places, replaced_by, rights_ending_by, shown};

use super::domain::{
    Asset, AssetFilter, AssetKey, Credit, Embedded, FocalPoint, Playback, Retirement, Rights,
};
use crate::app::changes::Change;
use crate::app::{Call, Permit, Result, Tx};
use crate::platform::clock::Instant;
use crate::platform::db::Json;
use crate::platform::ids::{AssetId, UserId};
use crate::platform::language::fold;
use crate::platform::locale::Locale;
use crate::platform::page::{Page, Slice};
use crate::policy::TAXONOMY;
use crate::vocabulary::{AssetKind, AssetState, AssetUse, LicenceKind};

mod asset {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "assets")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: AssetId,
        pub version: i32,
        pub kind: AssetKind,
        pub state: AssetState,
        pub file_name: String,
        pub mime_type: String,
        pub byte_size: i64,
        pub checksum: String,
        pub public_checksum: Option<String>,
        pub width_px: Option<i32>,
        pub height_px: Option<i32>,
        pub is_animated: bool,
        pub focal_point: Option<Json<FocalPoint>>,
        pub blur_hash: Option<String>,
        pub dominant_color: Option<String>,
        pub playback: Option<Json<Playback>>,
        pub titles: Json<BTreeMap<Locale, String>>,
        pub alt_texts: Json<BTreeMap<Locale, String>>,
        pub credit: Option<Json<Credit>>,
        pub keywords: Json<Vec<String>>,
        pub licence: LicenceKind,
        pub rights_holder: Option<String>,
        pub rights_source: Option<String>,
        pub valid_from: Option<Instant>,
        pub valid_until: Option<Instant>,
        pub uses: Json<Vec<AssetUse>>,
        pub digital_source_type: Option<String>,
        pub rights_note: Option<String>,
        pub taken_at: Option<Instant>,
        pub uploaded_by: UserId,
        pub uploaded_at: Instant,
        pub search_text: String,
        pub embedded: Option<Json<Embedded>>,
        pub retired_at: Option<Instant>,
        pub retired_for: Option<String>,
        pub replaced_by: Option<AssetId>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Rows that one INSERT carries: below the 32 766 parameters that SQLite takes.
const ROWS_PER_INSERT: usize = 500;

impl From<asset::Model> for Asset {
    fn from(row: asset::Model) -> Self {
        Self {
            id: row.id,
            version: row.version,
            kind: row.kind,
            state: row.state,
            file_name: row.file_name,
            mime_type: row.mime_type,
            byte_size: row.byte_size,
            checksum: row.checksum,
            public_checksum: row.public_checksum,
            width_px: row.width_px,
            height_px: row.height_px,
            is_animated: row.is_animated,
            focal_point: row.focal_point.map(|Json(point)| point),
            blur_hash: row.blur_hash,
            dominant_color: row.dominant_color,
            playback: row.playback.map(|Json(playback)| playback),
            titles: row.titles.0,
            alt_texts: row.alt_texts.0,
            credit: row.credit.map(|Json(credit)| credit),
            keywords: row.keywords.0,
            rights: Rights {
                licence: row.licence,
                holder: row.rights_holder,
                source: row.rights_source,
                valid_from: row.valid_from,
                valid_until: row.valid_until,
                uses: row.uses.0,
                digital_source_type: row.digital_source_type,
                note: row.rights_note,
            },
            taken_at: row.taken_at,
            embedded: row.embedded.map(|Json(embedded)| embedded),
            retirement: row.retired_at.map(|at| Retirement {
                at,
                reason: row.retired_for.unwrap_or_default(),
                replaced_by: row.replaced_by,
            }),
            uploaded_by: row.uploaded_by,
            uploaded_at: row.uploaded_at,
        }
    }
}

impl From<Asset> for asset::Model {
    fn from(asset: Asset) -> Self {
        let search_text = asset.search_text();
        let retirement = asset.retirement;
        Self {
            id: asset.id,
            version: asset.version,
            kind: asset.kind,
            state: asset.state,
            file_name: asset.file_name,
            mime_type: asset.mime_type,
            byte_size: asset.byte_size,
            checksum: asset.checksum,
            public_checksum: asset.public_checksum,
            width_px: asset.width_px,
            height_px: asset.height_px,
            is_animated: asset.is_animated,
            focal_point: asset.focal_point.map(Json),
            blur_hash: asset.blur_hash,
            dominant_color: asset.dominant_color,
            playback: asset.playback.map(Json),
            titles: Json(asset.titles),
            alt_texts: Json(asset.alt_texts),
            credit: asset.credit.map(Json),
            keywords: Json(asset.keywords),
            licence: asset.rights.licence,
            rights_holder: asset.rights.holder,
            rights_source: asset.rights.source,
            valid_from: asset.rights.valid_from,
            valid_until: asset.rights.valid_until,
            uses: Json(asset.rights.uses),
            digital_source_type: asset.rights.digital_source_type,
            rights_note: asset.rights.note,
            taken_at: asset.taken_at,
            uploaded_by: asset.uploaded_by,
            uploaded_at: asset.uploaded_at,
            search_text,
            embedded: asset.embedded.map(Json),
            retired_at: retirement.as_ref().map(|one| one.at),
            replaced_by: retirement.as_ref().and_then(|one| one.replaced_by),
            retired_for: retirement.map(|one| one.reason),
        }
    }
}

/// Assets that the caller may see: all for the staff, usable ones for readers.
fn visible(call: &Call) -> Select<asset::Entity> {
    let find = asset::Entity::find();
    if call.actor().holds(TAXONOMY) {
        find
    } else {
        find.filter(asset::Column::State.eq(AssetState::Ready))
    }
}

/// Assets by id, in one statement; unknown ones are left out.
///
/// # Errors
/// Those of the database.
pub async fn by_ids(call: &Call, ids: &[AssetId]) -> Result<HashMap<AssetId, Asset>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let find = visible(call).filter(asset::Column::Id.is_in(ids.iter().copied()));
    let rows = find.all(call.db()).await?;
    Ok(rows.into_iter().map(|row| (row.id, row.into())).collect())
}

/// The usable asset whose original has this SHA-256; the oldest, should there be several.
///
/// # Errors
/// Those of the database.
pub async fn by_checksum(call: &Call, checksum: &str) -> Result<Option<Asset>> {
    let find = visible(call)
        .filter(asset::Column::Checksum.eq(checksum))
        .filter(asset::Column::State.eq(AssetState::Ready))
        .order_by_asc(asset::Column::Id);
    Ok(find.one(call.db()).await?.map(Into::into))
}

/// The usable asset whose public file has this SHA-256.
///
/// # Errors
/// Those of the database.
pub(super) async fn by_public_checksum(call: &Call, checksum: &str) -> Result<Option<Asset>> {
    let find = visible(call)
        .filter(asset::Column::PublicChecksum.eq(checksum))
        .filter(asset::Column::State.eq(AssetState::Ready))
        .order_by_asc(asset::Column::Id);
    Ok(find.one(call.db()).await?.map(Into::into))
}

/// The library, newest first: what fits the filter and holds every word of the query.
///
/// # Errors
/// [`Error::Denied`](crate::app::Error::Denied) for readers; those of the database.
pub async fn list(
    call: &Call,
    query: Option<&str>,
    filter: &AssetFilter,
    page: &Page<AssetKey>,
) -> Result<Slice<Asset>> {
    call.demand(TAXONOMY)?;
    let mut find = filtered(visible(call), filter);
    for word in fold(query.unwrap_or_default()).split_whitespace() {
        let pattern = format!(
            "%{}%",
            word.replace('\\', "\\\\")
                .replace('%', "\\%")
                .replace('_', "\\_")
        );
        find = find.filter(asset::Column::SearchText.like(LikeExpr::new(pattern).escape('\\')));
    }
    let key = || {
        Expr::tuple([
            Expr::col(asset::Column::UploadedAt),
            Expr::col(asset::Column::Id),
        ])
    };
    let at = |(at, id): AssetKey| Expr::tuple([Expr::val(at), Expr::val(id)]);
    if let Some(after) = page.after {
        find = find.filter(key().lt(at(after)));
    }
    if let Some(before) = page.before {
        find = find.filter(key().gt(at(before)));
    }
    let order = if page.backwards {
        Order::Asc
    } else {
        Order::Desc
    };
    let rows = find
        .order_by(asset::Column::UploadedAt, order.clone())
        .order_by(asset::Column::Id, order)
        .limit(u64::from(page.size) + 1)
        .all(call.db())
        .await?;
    Ok(Slice::of(page, rows).map(Into::into))
}

fn filtered(mut find: Select<asset::Entity>, filter: &AssetFilter) -> Select<asset::Entity> {
    use asset::Column;
    if let Some(kinds) = &filter.kinds {
        find = find.filter(Column::Kind.is_in(kinds.iter().copied()));
    }
    if let Some(licences) = &filter.licences {
        find = find.filter(Column::Licence.is_in(licences.iter().copied()));
    }
    find = match &filter.states {
        Some(states) => find.filter(Column::State.is_in(states.iter().copied())),
        None => find.filter(Column::State.ne(AssetState::Retired)),
    };
    if let Some(accounts) = &filter.uploaded_by {
        find = find.filter(Column::UploadedBy.is_in(accounts.iter().copied()));
    }
    if let Some(at) = filter.usable_on {
        let has_begun = Column::ValidFrom.is_null().or(Column::ValidFrom.lte(at));
        let goes_on = Column::ValidUntil.is_null().or(Column::ValidUntil.gt(at));
        find = find.filter(has_begun).filter(goes_on);
    }
    find
}

/// The asset, held until the end of the transaction.
pub(super) async fn lock(tx: &Tx, id: AssetId) -> Result<Option<Asset>> {
    let find = asset::Entity::find_by_id(id).lock_exclusive();
    Ok(find.one(tx.conn()).await?.map(Into::into))
}

/// Assets whose places an asset has taken, held until the end of the transaction.
pub(super) async fn lock_replaced(tx: &Tx, by: AssetId) -> Result<Vec<Asset>> {
    let find = asset::Entity::find()
        .filter(asset::Column::ReplacedBy.eq(by))
        .order_by_asc(asset::Column::Id)
        .lock_exclusive();
    let rows = find.all(tx.conn()).await?;
    Ok(rows.into_iter().map(Into::into).collect())
}

/// Another usable asset with the same original.
pub(super) async fn twin_for_update(tx: &Tx, asset: &Asset) -> Result<Option<AssetId>> {
    let find = asset::Entity::find()
        .filter(asset::Column::Checksum.eq(asset.checksum.as_str()))
        .filter(asset::Column::State.eq(AssetState::Ready))
        .filter(asset::Column::Id.ne(asset.id));
    Ok(find.one(tx.conn()).await?.map(|row| row.id))
}

/// Assets as they are before they are written.
pub(super) async fn all_for_update(
    permit: &Permit<'_>,
    ids: &[AssetId],
) -> Result<HashMap<AssetId, Asset>> {
    let mut found = HashMap::with_capacity(ids.len());
    for ids in ids.chunks(ROWS_PER_INSERT) {
        let find = asset::Entity::find().filter(asset::Column::Id.is_in(ids.iter().copied()));
        let rows = find.lock_exclusive().all(permit.conn()).await?;
        found.extend(rows.into_iter().map(|row| (row.id, row.into())));
    }
    Ok(found)
}

/// Writes assets whole, new or changed.
pub(super) async fn save(permit: &Permit<'_>, assets: Vec<Asset>) -> Result<()> {
    for asset in &assets {
        permit.changes(|| Change::of(asset.id));
    }
    // Whoever shows one in the place of another asked for the other.
    for replaced in places::replaced(permit, &assets).await? {
        permit.changes(|| Change::of(replaced));
    }
    let mut rows = assets
        .into_iter()
        .map(|asset| asset::Model::from(asset).into_active_model().reset_all())
        .peekable();
    while rows.peek().is_some() {
        let columns = asset::Column::iter().filter(|column| !matches!(column, asset::Column::Id));
        let replace = OnConflict::column(asset::Column::Id)
            .update_columns(columns)
            .to_owned();
        asset::Entity::insert_many(rows.by_ref().take(ROWS_PER_INSERT))
            .on_conflict(replace)
            .exec_without_returning(permit.conn())
            .await?;
    }
    Ok(())
}
