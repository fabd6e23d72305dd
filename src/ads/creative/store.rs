//! Rows of creatives and of their variants.

use std::collections::{BTreeSet, HashMap};

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{
    DatabaseTransaction, IntoActiveModel, Iterable, LoaderTrait, QueryOrder, QuerySelect,
};

use super::domain::{Content, Creative, Variant};
use crate::ads::domain::Size;
use crate::app::{Call, Permit, Result, Tx};
use crate::platform::clock::Instant;
use crate::platform::ids::{AdvertiserId, AssetId, CreativeId, UserId, VariantId};
use crate::platform::locale::Locale;
use crate::platform::page::{Page, Slice};
use crate::vocabulary::{CreativeFormat, CreativeReviewState};

mod creative {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "creatives")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: CreativeId,
        pub version: i32,
        pub advertiser_id: AdvertiserId,
        pub name: String,
        pub review: CreativeReviewState,
        pub review_note: Option<String>,
        pub pending_since: Instant,
        pub created_by: UserId,
        pub changed_by: UserId,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {
        #[sea_orm(has_many = "super::variant::Entity")]
        Variant,
    }

    impl Related<super::variant::Entity> for Entity {
        fn to() -> RelationDef {
            Relation::Variant.def()
        }
    }

    impl ActiveModelBehavior for ActiveModel {}
}

mod variant {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "creative_variants")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: VariantId,
        pub creative_id: CreativeId,
        pub position: i32,
        pub locale: Option<Locale>,
        pub width: i32,
        pub height: i32,
        pub format: CreativeFormat,
        pub image_id: Option<AssetId>,
        pub html: Option<String>,
        pub vast_xml: Option<String>,
        pub headline: Option<String>,
        pub body: Option<String>,
        pub button_label: Option<String>,
        pub alt: Option<String>,
        pub house_key: Option<String>,
        pub landing_url: String,
        pub byte_size: i32,
        pub approved_at: Option<Instant>,
        pub replaced_at: Option<Instant>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {
        #[sea_orm(
            belongs_to = "super::creative::Entity",
            from = "Column::CreativeId",
            to = "super::creative::Column::Id"
        )]
        Creative,
    }

    impl Related<super::creative::Entity> for Entity {
        fn to() -> RelationDef {
            Relation::Creative.def()
        }
    }

    impl ActiveModelBehavior for ActiveModel {}
}

impl variant::Model {
    fn new(of: CreativeId, position: usize, variant: &Variant) -> Self {
        let mut row = Self {
            id: variant.id,
            creative_id: of,
            position: i32::try_from(position).unwrap_or(i32::MAX),
            locale: variant.locale,
            width: variant.size.width,
            height: variant.size.height,
            format: variant.content.format(),
            image_id: variant.content.image(),
            html: None,
            vast_xml: None,
            headline: None,
            body: None,
            button_label: None,
            alt: None,
            house_key: None,
            landing_url: variant.landing_url.clone(),
            byte_size: variant.byte_size,
            approved_at: variant.approved_at,
            replaced_at: None,
        };
        match variant.content.clone() {
            Content::Image { alt, .. } => row.alt = Some(alt),
            Content::Html(html) => row.html = Some(html),
            Content::Native {
                headline,
                body,
                button_label,
                ..
            } => {
                row.headline = Some(headline);
                row.body = body;
                row.button_label = button_label;
            }
            Content::VastXml(xml) => row.vast_xml = Some(xml),
            Content::HouseKey(key) => row.house_key = Some(key),
        }
        row
    }

    fn content(&self) -> Result<Content> {
        let missing = || anyhow::anyhow!("the variant {} lacks a part of its format", self.id);
        Ok(match self.format {
            CreativeFormat::Image => Content::Image {
                asset: self.image_id.ok_or_else(missing)?,
                alt: self.alt.clone().unwrap_or_default(),
            },
            CreativeFormat::Html => Content::Html(self.html.clone().ok_or_else(missing)?),
            CreativeFormat::Native => Content::Native {
                headline: self.headline.clone().ok_or_else(missing)?,
                body: self.body.clone(),
                image: self.image_id,
                button_label: self.button_label.clone(),
            },
            CreativeFormat::VideoVast => {
                Content::VastXml(self.vast_xml.clone().ok_or_else(missing)?)
            }
            CreativeFormat::House => Content::HouseKey(self.house_key.clone().ok_or_else(missing)?),
        })
    }

    fn read(&self) -> Result<Variant> {
        Ok(Variant {
            id: self.id,
            locale: self.locale,
            size: Size {
                width: self.width,
                height: self.height,
            },
            content: self.content()?,
            landing_url: self.landing_url.clone(),
            byte_size: self.byte_size,
            approved_at: self.approved_at,
        })
    }
}

impl Creative {
    fn of(row: creative::Model, mut variants: Vec<variant::Model>) -> Result<Self> {
        variants.retain(|one| one.replaced_at.is_none());
        variants.sort_by_key(|one| one.position);
        Ok(Self {
            id: row.id,
            version: row.version,
            advertiser: row.advertiser_id,
            name: row.name,
            review: row.review,
            review_note: row.review_note,
            pending_since: row.pending_since,
            created_by: row.created_by,
            changed_by: row.changed_by,
            variants: variants
                .iter()
                .map(variant::Model::read)
                .collect::<Result<_>>()?,
        })
    }
}

/// Rows with those of their variants that nothing has taken the place of.
async fn whole<C: ConnectionTrait>(rows: Vec<creative::Model>, conn: &C) -> Result<Vec<Creative>> {
    let current = variant::Entity::find().filter(variant::Column::ReplacedAt.is_null());
    let variants = rows.load_many(current, conn).await?;
    let each = rows.into_iter().zip(variants);
    each.map(|(row, variants)| Creative::of(row, variants))
        .collect()
}

/// Creatives by id; unknown ones are left out.
pub(in crate::ads) async fn by_ids(
    call: &Call,
    ids: &[CreativeId],
) -> Result<HashMap<CreativeId, Creative>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let find = creative::Entity::find().filter(creative::Column::Id.is_in(ids.iter().copied()));
    let found = whole(find.all(call.db()).await?, call.db()).await?;
    Ok(found.into_iter().map(|one| (one.id, one)).collect())
}

/// All creatives.
pub(in crate::ads) async fn all(call: &Call) -> Result<Vec<Creative>> {
    let rows = creative::Entity::find()
        .order_by_asc(creative::Column::Id)
        .all(call.db())
        .await?;
    let variants = variant::Entity::find()
        .filter(variant::Column::ReplacedAt.is_null())
        .all(call.db())
        .await?;
    let mut by_creative: HashMap<CreativeId, Vec<variant::Model>> = HashMap::new();
    for one in variants {
        by_creative.entry(one.creative_id).or_default().push(one);
    }
    let each = rows.into_iter().map(|row| {
        let variants = by_creative.remove(&row.id).unwrap_or_default();
        Creative::of(row, variants)
    });
    each.collect()
}

/// Variants that had been approved when another took their place, since a moment.
pub(in crate::ads) async fn replaced_since(
    call: &Call,
    since: Instant,
) -> Result<Vec<(CreativeId, Variant)>> {
    let rows = variant::Entity::find()
        .filter(variant::Column::ReplacedAt.gt(since))
        .filter(variant::Column::ApprovedAt.is_not_null())
        .all(call.db())
        .await?;
    let each = rows.iter().map(|row| Ok((row.creative_id, row.read()?)));
    each.collect()
}

/// Creatives that wait for a check, the longest waiting first.
pub(super) async fn pending(
    call: &Call,
    page: &Page<(Instant, CreativeId)>,
) -> Result<Slice<Creative>> {
    use creative::Column;
    let mut find = creative::Entity::find()
        .filter(Column::Review.eq(CreativeReviewState::Pending))
        .order_by_asc(Column::PendingSince)
        .order_by_asc(Column::Id)
        .limit(u64::from(page.size) + 1);
    if let Some((since, id)) = page.after {
        let same = Column::PendingSince.eq(since).and(Column::Id.gt(id));
        find = find.filter(Column::PendingSince.gt(since).or(same));
    }
    let found = whole(find.all(call.db()).await?, call.db()).await?;
    Ok(Slice::of(page, found))
}

/// Which of these creatives an advertiser has.
pub(in crate::ads) async fn ids_of(
    permit: &Permit<'_>,
    advertiser: AdvertiserId,
    ids: Vec<CreativeId>,
) -> Result<BTreeSet<CreativeId>> {
    let rows: Vec<CreativeId> = creative::Entity::find()
        .select_only()
        .column(creative::Column::Id)
        .filter(creative::Column::AdvertiserId.eq(advertiser))
        .filter(creative::Column::Id.is_in(ids))
        .into_tuple()
        .all(permit.conn())
        .await?;
    Ok(rows.into_iter().collect())
}

/// Names of an advertiser's creatives, and where they lead.
pub(in crate::ads) async fn landings(
    permit: &Permit<'_>,
    advertiser: AdvertiserId,
) -> Result<Vec<(String, String)>> {
    let rows = creative::Entity::find()
        .select_only()
        .column(creative::Column::Name)
        .column(variant::Column::LandingUrl)
        .inner_join(variant::Entity)
        .filter(creative::Column::AdvertiserId.eq(advertiser))
        .filter(creative::Column::Review.ne(CreativeReviewState::Rejected))
        .filter(variant::Column::ReplacedAt.is_null())
        .into_tuple()
        .all(permit.conn())
        .await?;
    Ok(rows)
}

/// The creative, held until the end of the transaction.
pub(super) async fn lock(tx: &Tx, id: CreativeId) -> Result<Option<Creative>> {
    held(tx.conn(), id).await
}

/// As [`lock`], for what has a permit.
pub(super) async fn lock_within(permit: &Permit<'_>, id: CreativeId) -> Result<Option<Creative>> {
    held(permit.conn(), id).await
}

async fn held(conn: &DatabaseTransaction, id: CreativeId) -> Result<Option<Creative>> {
    let find = creative::Entity::find_by_id(id).lock_exclusive();
    let rows = find.one(conn).await?.into_iter().collect();
    Ok(whole(rows, conn).await?.pop())
}

/// Writes a creative, a new one or a changed one. Variants that it no longer has are closed, those
/// that were never approved go.
pub(super) async fn save(permit: &Permit<'_>, creative: &Creative) -> Result<()> {
    let row = creative::Model {
        id: creative.id,
        version: creative.version,
        advertiser_id: creative.advertiser,
        name: creative.name.clone(),
        review: creative.review,
        review_note: creative.review_note.clone(),
        pending_since: creative.pending_since,
        created_by: creative.created_by,
        changed_by: creative.changed_by,
    };
    let every = creative::Column::iter().filter(|one| !matches!(one, creative::Column::Id));
    let renew = OnConflict::column(creative::Column::Id)
        .update_columns(every)
        .to_owned();
    creative::Entity::insert(row.into_active_model())
        .on_conflict(renew)
        .exec_without_returning(permit.conn())
        .await?;
    close_others(permit, creative).await?;
    let variants = creative.variants.iter().enumerate();
    let rows = variants
        .map(|(place, one)| variant::Model::new(creative.id, place, one).into_active_model());
    let every = variant::Column::iter().filter(|one| !matches!(one, variant::Column::Id));
    let renew = OnConflict::column(variant::Column::Id)
        .update_columns(every)
        .to_owned();
    variant::Entity::insert_many(rows)
        .on_conflict(renew)
        .exec_without_returning(permit.conn())
        .await?;
    Ok(())
}

async fn close_others(permit: &Permit<'_>, creative: &Creative) -> Result<()> {
    let others = || {
        let kept = creative.variants.iter().map(|one| one.id);
        variant::Column::CreativeId
            .eq(creative.id)
            .and(variant::Column::Id.is_not_in(kept))
    };
    variant::Entity::delete_many()
        .filter(others())
        .filter(variant::Column::ApprovedAt.is_null())
        .exec(permit.conn())
        .await?;
    variant::Entity::update_many()
        .col_expr(variant::Column::ReplacedAt, Expr::val(permit.call().now()))
        .filter(others())
        .filter(variant::Column::ReplacedAt.is_null())
        .exec(permit.conn())
        .await?;
    Ok(())
}
