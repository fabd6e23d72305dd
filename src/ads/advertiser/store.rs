//! Rows of advertisers.

use std::collections::HashMap;

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{ExprTrait, OnConflict};
use sea_orm::{DatabaseTransaction, IntoActiveModel, Iterable, QueryOrder, QuerySelect};

use super::domain::Advertiser;
use crate::ads::store::contains;
use crate::app::{Call, Permit, Result, Tx};
use crate::platform::db::Json;
use crate::platform::ids::{AdvertiserId, AssetId};
use crate::platform::page::{Page, Slice};

pub mod advertiser {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "advertisers")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: AdvertiserId,
        pub version: i32,
        pub name: String,
        pub search_text: String,
        pub sort_key: String,
        pub legal_name: String,
        pub domains: Json<Vec<String>>,
        pub categories: Json<Vec<String>>,
        pub is_house: bool,
        pub logo_id: Option<AssetId>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

use advertiser::{Column, Entity, Model};

impl From<Model> for Advertiser {
    fn from(row: Model) -> Self {
        Self {
            id: row.id,
            version: row.version,
            name: row.name,
            legal_name: row.legal_name,
            domains: row.domains.0,
            categories: row.categories.0,
            is_house: row.is_house,
            logo: row.logo_id,
        }
    }
}

/// Advertisers by id; unknown ones are left out.
pub(in crate::ads) async fn by_ids(
    call: &Call,
    ids: &[AdvertiserId],
) -> Result<HashMap<AdvertiserId, Advertiser>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let find = Entity::find().filter(Column::Id.is_in(ids.iter().copied()));
    let rows = find.all(call.db()).await?;
    Ok(rows.into_iter().map(|row| (row.id, row.into())).collect())
}

/// All advertisers.
pub(in crate::ads) async fn all(call: &Call) -> Result<Vec<Advertiser>> {
    let rows = Entity::find().all(call.db()).await?;
    Ok(rows.into_iter().map(Into::into).collect())
}

/// Advertisers by name, those with `query` in their names.
pub(super) async fn list(
    call: &Call,
    query: Option<&str>,
    page: &Page<(String, AdvertiserId)>,
) -> Result<Slice<Advertiser>> {
    let mut find = Entity::find()
        .order_by_asc(Column::SortKey)
        .order_by_asc(Column::Id)
        .limit(u64::from(page.size) + 1);
    if let Some(found) = query.and_then(|query| contains(Column::SearchText, query)) {
        find = find.filter(found);
    }
    if let Some((key, id)) = &page.after {
        let same = Column::SortKey.eq(key.as_str()).and(Column::Id.gt(*id));
        find = find.filter(Column::SortKey.gt(key.as_str()).or(same));
    }
    let rows = find.all(call.db()).await?;
    Ok(Slice::of(page, rows).map(Into::into))
}

/// The advertiser, held until the end of the transaction.
pub(in crate::ads) async fn lock(tx: &Tx, id: AdvertiserId) -> Result<Option<Advertiser>> {
    held(tx.conn(), id).await
}

/// As [`lock`], for what has a permit.
pub(in crate::ads) async fn lock_within(
    permit: &Permit<'_>,
    id: AdvertiserId,
) -> Result<Option<Advertiser>> {
    held(permit.conn(), id).await
}

async fn held(conn: &DatabaseTransaction, id: AdvertiserId) -> Result<Option<Advertiser>> {
    let find = Entity::find_by_id(id).lock_exclusive();
    Ok(find.one(conn).await?.map(Into::into))
}

/// Writes an advertiser, a new one or a changed one.
pub(super) async fn save(permit: &Permit<'_>, advertiser: &Advertiser) -> Result<()> {
    let row = Model {
        id: advertiser.id,
        version: advertiser.version,
        name: advertiser.name.clone(),
        search_text: advertiser.search_text(),
        sort_key: advertiser.sort_key(),
        legal_name: advertiser.legal_name.clone(),
        domains: Json(advertiser.domains.clone()),
        categories: Json(advertiser.categories.clone()),
        is_house: advertiser.is_house,
        logo_id: advertiser.logo,
    };
    let every = Column::iter().filter(|column| !matches!(column, Column::Id));
    let renew = OnConflict::column(Column::Id)
        .update_columns(every)
        .to_owned();
    Entity::insert(row.into_active_model())
        .on_conflict(renew)
        .exec_without_returning(permit.conn())
        .await?;
    Ok(())
}
