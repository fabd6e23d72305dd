//! The library: files with their words and rights.

mod embedded;
mod input;
mod rights;
mod upload;

use std::sync::Arc;

use async_graphql::{Context, ID, Object, SimpleObject};
use embedded::AssetEmbedded;
use input::{AssetBeginUploadInput, AssetFilterInput, AssetUpdateInput};
use rights::{AssetRetirement, AssetRights};
use upload::{AssetBeginUploadPayload, HttpHeader};

use super::article::DeskArticleConnection;
use super::localized::LocalizedText;
use super::outcome::{named, settle};
use super::permission::requires_permission;
use super::reader::{DeskReader, Shown};
use super::staff::StaffUser;
use super::user_error::UserError;
use crate::api::graphql::connection::{Connection, forward};
use crate::api::graphql::delivery::figure::Credit;
use crate::api::graphql::delivery::media::{Audio, Image, Video};
use crate::api::graphql::door::directives::{list_size, paged};
use crate::api::graphql::error::Result;
use crate::api::graphql::reader::Reader;
use crate::api::graphql::scalars::{BigInt, Url};
use crate::app::{self, Call};
use crate::articles::{self, BoardFilter, BoardOrder};
use crate::media::{self, Asset, AssetKey, NewUpload, Retirement, Upload};
use crate::platform::clock::Instant;
use crate::platform::ids::AssetId;
use crate::platform::page::PageArgs;
use crate::policy::Permission;
use crate::vocabulary::{AssetKind, AssetState};

const WRITE: &[Permission] = &[Permission::MediaWrite];

/// A file in the library with words and rights.
pub struct DeskAsset {
    reader: Arc<DeskReader>,
    asset: Arc<Asset>,
}

impl DeskAsset {
    /// An asset as the desk sees it.
    pub fn new(reader: &Arc<DeskReader>, asset: impl Into<Arc<Asset>>) -> Self {
        Self {
            reader: Arc::clone(reader),
            asset: asset.into(),
        }
    }

    /// The asset with this id, with what is selected on it.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn shown(
        reader: &Arc<DeskReader>,
        ctx: &Context<'_>,
        id: Option<AssetId>,
    ) -> Result<Option<Self>> {
        let Some(id) = id else { return Ok(None) };
        reader
            .prefetch(ctx, Shown::Assets(vec![id], ctx.look_ahead()))
            .await?;
        Ok(reader
            .asset(id)
            .await?
            .map(|asset| Self::new(reader, asset)))
    }
}

/// A file in the library with words and rights.
#[Object]
impl DeskAsset {
    pub(in crate::api::graphql) async fn id(&self) -> ID {
        self.asset.id.to_string().into()
    }

    /// Grows with every change; send it back as `expectedVersion`.
    async fn version(&self) -> i32 {
        self.asset.version
    }

    async fn kind(&self) -> AssetKind {
        self.asset.kind
    }

    async fn state(&self) -> AssetState {
        self.asset.state
    }

    async fn file_name(&self) -> &str {
        &self.asset.file_name
    }

    /// As announced while the bytes are awaited, then as the bytes show it.
    async fn mime_type(&self) -> &str {
        &self.asset.mime_type
    }

    async fn byte_size(&self) -> BigInt {
        BigInt(self.asset.byte_size)
    }

    /// SHA-256 of the original; the same file is stored once.
    async fn checksum(&self) -> &str {
        &self.asset.checksum
    }

    async fn image(&self, ctx: &Context<'_>) -> Result<Option<Image>> {
        let reader = default_edition(&self.reader, ctx).await?;
        Ok(Image::of(&reader, &self.asset))
    }

    async fn video(&self, ctx: &Context<'_>) -> Result<Option<Video>> {
        let reader = default_edition(&self.reader, ctx).await?;
        Ok(Video::of(&reader, &self.asset))
    }

    async fn audio(&self, ctx: &Context<'_>) -> Result<Option<Audio>> {
        let reader = default_edition(&self.reader, ctx).await?;
        Ok(Audio::of(&reader, &self.asset))
    }

    async fn titles(&self) -> Vec<LocalizedText> {
        LocalizedText::all(&self.asset.titles, |title| Some(title))
    }

    async fn alt_texts(&self) -> Vec<LocalizedText> {
        LocalizedText::all(&self.asset.alt_texts, |text| Some(text))
    }

    /// Its label is that of the default edition.
    async fn credit(&self, ctx: &Context<'_>) -> Result<Option<Credit>> {
        let reader = default_edition(&self.reader, ctx).await?;
        Ok(Credit::of_asset(&reader, None, &self.asset))
    }

    async fn rights(&self) -> AssetRights {
        AssetRights {
            rights: self.asset.rights.clone(),
            now: self.reader.call().now(),
        }
    }

    async fn keywords(&self) -> &[String] {
        &self.asset.keywords
    }

    /// From EXIF/IPTC/XMP at upload; position data is removed from what readers get.
    async fn taken_at(&self) -> Option<Instant> {
        self.asset.taken_at
    }

    /// What the file says of itself (IPTC, XMP, Exif): offered to whoever describes it, never taken
    /// over by itself. Null when it says nothing.
    async fn embedded(&self) -> Option<AssetEmbedded> {
        self.asset.embedded.clone().map(AssetEmbedded)
    }

    /// When and why it was taken out of use; null as long as it is not.
    async fn retirement(&self) -> Option<AssetRetirement> {
        let of = |one: &Retirement| AssetRetirement {
            reader: Arc::clone(&self.reader),
            retirement: one.clone(),
        };
        self.asset.retirement.as_ref().map(of)
    }

    /// Stories that readers see it in, in the place of another one too; last changed first.
    #[graphql(
        directive = requires_permission::apply(&[Permission::ContentRead]),
        directive = list_size::apply(paged("first"))
    )]
    async fn usage(
        &self,
        ctx: &Context<'_>,
        first: Option<i32>,
        after: Option<String>,
    ) -> Result<DeskArticleConnection> {
        let filter = BoardFilter {
            asset: Some(self.asset.id),
            ..BoardFilter::default()
        };
        let args = PageArgs {
            first,
            after,
            ..PageArgs::default()
        };
        DeskArticleConnection::read(ctx, Some(filter), BoardOrder::Changed, &args).await
    }

    async fn uploaded_by(&self, ctx: &Context<'_>) -> Result<StaffUser> {
        let id = self.asset.uploaded_by;
        self.reader
            .prefetch(ctx, Shown::Users(vec![id], ctx.look_ahead()))
            .await?;
        Ok(StaffUser::known(&self.reader, id).await?)
    }

    async fn uploaded_at(&self) -> Instant {
        self.asset.uploaded_at
    }
}

/// The edition that gives things a face when none is asked for: the default one.
///
/// # Errors
/// Those of the database.
pub async fn default_edition(reader: &DeskReader, ctx: &Context<'_>) -> Result<Arc<Reader>> {
    let default = reader.site().default_locale;
    let found = Reader::any(ctx, default).await?;
    Ok(found.ok_or_else(|| anyhow::anyhow!("the default edition {default} is gone"))?)
}

/// A changed asset.
#[derive(SimpleObject)]
pub struct AssetPayload {
    asset: Option<DeskAsset>,
    /// Live stories that show it.
    affected_articles: i32,
    user_errors: Vec<UserError>,
}

/// Name of the order in cursors.
const ORDER: &str = "uploaded";

/// What the desk reads of the library.
#[derive(Default)]
pub struct AssetReads;

#[Object]
impl AssetReads {
    async fn asset(&self, ctx: &Context<'_>, id: ID) -> Result<Option<DeskAsset>> {
        let Ok(id) = id.parse::<AssetId>() else {
            return Ok(None);
        };
        let reader = DeskReader::of(ctx).await?;
        DeskAsset::shown(&reader, ctx, Some(id)).await
    }

    /// Newest first; every word of `query` is in a name, a text, a credit or a keyword.
    #[graphql(directive = list_size::apply(paged("first")))]
    async fn assets(
        &self,
        ctx: &Context<'_>,
        query: Option<String>,
        filter: Option<AssetFilterInput>,
        first: Option<i32>,
        after: Option<String>,
    ) -> Result<Connection<DeskAsset>> {
        let reader = DeskReader::of(ctx).await?;
        let page = forward::<AssetKey>(first, after, ORDER)?;
        let filter = filter
            .map(AssetFilterInput::read)
            .transpose()?
            .unwrap_or_default();
        let found = media::list(reader.call(), query.as_deref(), &filter, &page).await?;
        let found = found.map(Arc::new);
        reader.note_assets(&found.items).await;
        let ids = found.items.iter().map(|asset| asset.id).collect();
        let ahead = ctx.look_ahead().field("edges").field("node");
        reader.prefetch(ctx, Shown::Assets(ids, ahead)).await?;
        let key = |asset: &Arc<Asset>| asset.key();
        Ok(Connection::of(found, ORDER, key, |asset| {
            DeskAsset::new(&reader, asset)
        }))
    }
}

/// What is done with the library.
#[derive(Default)]
pub struct AssetMutations;

#[Object]
impl AssetMutations {
    /// Reserve an asset and get a signed address; the bytes go straight to storage, never through
    /// GraphQL.
    #[graphql(directive = requires_permission::apply(WRITE))]
    async fn asset_begin_upload(
        &self,
        ctx: &Context<'_>,
        input: AssetBeginUploadInput,
    ) -> Result<AssetBeginUploadPayload> {
        let call = ctx.data_unchecked::<Call>();
        let new = NewUpload {
            file_name: input.file_name,
            mime_type: input.mime_type,
            byte_size: input.byte_size.0,
            checksum: input.checksum,
        };
        let (begun, user_errors) = settle(ctx, media::begin_upload(call, new)).await?;
        let reader = DeskReader::of(ctx).await?;
        let desk = |asset: Box<Asset>| Some(DeskAsset::new(&reader, *asset));
        let mut payload = AssetBeginUploadPayload {
            asset: None,
            duplicate_of: None,
            upload_url: None,
            upload_headers: Vec::new(),
            user_errors,
        };
        match begun {
            Some(Upload::Awaited(asset, address)) => {
                let mime_type = asset.mime_type.clone();
                let header = HttpHeader {
                    name: "Content-Type".to_owned(),
                    value: mime_type,
                };
                payload.upload_headers = vec![header];
                payload.upload_url = Some(Url(address));
                payload.asset = desk(asset);
            }
            Some(Upload::Duplicate(twin)) => payload.duplicate_of = desk(twin),
            None => {}
        }
        Ok(payload)
    }

    /// Say that the bytes are there.
    #[graphql(directive = requires_permission::apply(WRITE))]
    async fn asset_complete_upload(&self, ctx: &Context<'_>, id: ID) -> Result<AssetPayload> {
        let call = ctx.data_unchecked::<Call>();
        let complete = Box::pin(async { media::complete_upload(call, named(&["id"], &id)?).await });
        AssetPayload::of(ctx, complete).await
    }

    /// Describe an asset, set focal point and rights.
    #[graphql(directive = requires_permission::apply(WRITE))]
    async fn asset_update(
        &self,
        ctx: &Context<'_>,
        id: ID,
        expected_version: i32,
        input: AssetUpdateInput,
    ) -> Result<AssetPayload> {
        let call = ctx.data_unchecked::<Call>();
        let update = Box::pin(async {
            let id = named(&["id"], &id)?;
            media::update(call, id, expected_version, input.read()?).await
        });
        AssetPayload::of(ctx, update).await
    }

    /// Take an asset out of use everywhere, e.g. after a rights claim. Live stories lose it at once,
    /// or show `replaceWithId` in its places: texts and revisions stay as they are.
    #[graphql(directive = requires_permission::apply(WRITE))]
    async fn asset_retire(
        &self,
        ctx: &Context<'_>,
        id: ID,
        reason: String,
        replace_with_id: Option<ID>,
    ) -> Result<AssetPayload> {
        let call = ctx.data_unchecked::<Call>();
        let retire = Box::pin(async {
            let heir = replace_with_id.map(|id| named(&["replaceWithId"], &id));
            media::retire(call, named(&["id"], &id)?, &reason, heir.transpose()?).await
        });
        AssetPayload::of(ctx, retire).await
    }
}

impl AssetPayload {
    async fn of(
        ctx: &Context<'_>,
        action: impl Future<Output = app::Result<Asset>>,
    ) -> Result<Self> {
        let (asset, user_errors) = settle(ctx, action).await?;
        let reader = DeskReader::of(ctx).await?;
        let mut affected = 0;
        if let Some(asset) = &asset {
            affected = articles::stories_showing(reader.call(), asset.id).await?;
        }
        let asset = asset.map(|asset| DeskAsset::new(&reader, asset));
        let affected_articles = i32::try_from(affected).unwrap_or(i32::MAX);
        Ok(Self {
            asset,
            affected_articles,
            user_errors,
        })
    }
}
