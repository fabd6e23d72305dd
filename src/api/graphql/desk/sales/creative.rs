//! What is shown.

use std::collections::HashMap;

use async_graphql::{Context, ID, Object, SimpleObject};

use super::advertiser::Advertiser;
use super::creative_input::CreativeInput;
use super::{APPROVE, MANAGE};
use crate::ads::advertiser;
use crate::ads::creative::{self, Content};
use crate::api::graphql::connection::{Connection, forward};
use crate::api::graphql::delivery::ads::AdSize;
use crate::api::graphql::desk::asset::DeskAsset;
use crate::api::graphql::desk::outcome::{named, request_key, settle};
use crate::api::graphql::desk::permission::requires_permission;
use crate::api::graphql::desk::reader::DeskReader;
use crate::api::graphql::desk::user_error::UserError;
use crate::api::graphql::door::directives::{list_size, paged};
use crate::api::graphql::error::Result;
use crate::api::graphql::scalars::Url;
use crate::app::{self, Call};
use crate::platform::ids::{AdvertiserId, CreativeId};
use crate::platform::locale::Locale;
use crate::platform::page::Slice;
use crate::vocabulary::{CreativeFormat, CreativeReviewState};

/// Name of the order in cursors.
const WAITING: &str = "review";

/// What is shown, in its sizes and languages.
#[derive(Clone)]
pub struct Creative {
    creative: creative::Creative,
    advertiser: advertiser::Advertiser,
}

/// What is shown, in its sizes and languages.
#[Object]
impl Creative {
    pub(in crate::api::graphql) async fn id(&self) -> ID {
        self.creative.id.to_string().into()
    }

    /// Grows with every change; send it back as `expectedVersion`.
    async fn version(&self) -> i32 {
        self.creative.version
    }

    async fn advertiser(&self) -> Advertiser {
        Advertiser(self.advertiser.clone())
    }

    async fn name(&self) -> &str {
        &self.creative.name
    }

    async fn review(&self) -> CreativeReviewState {
        self.creative.review
    }

    /// Why it was rejected.
    async fn review_note(&self) -> Option<&str> {
        self.creative.review_note.as_deref()
    }

    async fn variants(&self) -> Vec<CreativeVariant> {
        let variants = self.creative.variants.iter();
        variants.cloned().map(CreativeVariant).collect()
    }
}

impl Creative {
    /// Creatives by id with their advertisers, which are read together.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn by_ids(call: &Call, ids: &[CreativeId]) -> app::Result<HashMap<CreativeId, Self>> {
        let found = creative::find(call, ids).await?;
        let all = Self::all(call, found.into_values().collect()).await?;
        Ok(all.into_iter().map(|one| (one.creative.id, one)).collect())
    }

    async fn all(call: &Call, creatives: Vec<creative::Creative>) -> app::Result<Vec<Self>> {
        let ids: Vec<AdvertiserId> = creatives.iter().map(|one| one.advertiser).collect();
        let advertisers = advertiser::find_all(call, &ids).await?;
        let each = creatives.into_iter().filter_map(|creative| {
            let advertiser = advertisers.get(&creative.advertiser)?.clone();
            Some(Self {
                creative,
                advertiser,
            })
        });
        Ok(each.collect())
    }
}

/// One size in one language; null locale = no words in it.
pub struct CreativeVariant(creative::Variant);

/// One size in one language; null locale = no words in it.
#[Object]
impl CreativeVariant {
    async fn id(&self) -> ID {
        self.0.id.to_string().into()
    }

    async fn locale(&self) -> Option<Locale> {
        self.0.locale
    }

    async fn size(&self) -> AdSize {
        self.0.size.into()
    }

    async fn format(&self) -> CreativeFormat {
        self.0.content.format()
    }

    async fn image(&self, ctx: &Context<'_>) -> Result<Option<DeskAsset>> {
        let reader = DeskReader::of(ctx).await?;
        DeskAsset::shown(&reader, ctx, self.0.content.image()).await
    }

    async fn html(&self) -> Option<&str> {
        match &self.0.content {
            Content::Html(html) => Some(html),
            _ => None,
        }
    }

    async fn vast_xml(&self) -> Option<&str> {
        match &self.0.content {
            Content::VastXml(xml) => Some(xml),
            _ => None,
        }
    }

    async fn headline(&self) -> Option<&str> {
        match &self.0.content {
            Content::Native { headline, .. } => Some(headline),
            _ => None,
        }
    }

    async fn body(&self) -> Option<&str> {
        match &self.0.content {
            Content::Native { body, .. } => body.as_deref(),
            _ => None,
        }
    }

    async fn button_label(&self) -> Option<&str> {
        match &self.0.content {
            Content::Native { button_label, .. } => button_label.as_deref(),
            _ => None,
        }
    }

    /// What the picture shows.
    async fn alt(&self) -> Option<&str> {
        match &self.0.content {
            Content::Image { alt, .. } => Some(alt),
            _ => None,
        }
    }

    async fn landing_url(&self) -> Url {
        self.0.landing_url.as_str().into()
    }

    async fn byte_size(&self) -> i32 {
        self.0.byte_size
    }
}

/// A changed creative.
#[derive(SimpleObject)]
pub struct CreativePayload {
    creative: Option<Creative>,
    user_errors: Vec<UserError>,
}

impl CreativePayload {
    async fn of(
        ctx: &Context<'_>,
        action: impl Future<Output = app::Result<creative::Creative>>,
    ) -> Result<Self> {
        let (made, user_errors) = settle(ctx, action).await?;
        let call = ctx.data_unchecked::<Call>();
        let made = Creative::all(call, made.into_iter().collect()).await?.pop();
        Ok(Self {
            creative: made,
            user_errors,
        })
    }
}

/// What is read of creatives.
#[derive(Default)]
pub struct CreativeReads;

#[Object]
impl CreativeReads {
    /// Creatives waiting for a check, the longest waiting first.
    #[graphql(
        directive = requires_permission::apply(APPROVE),
        directive = list_size::apply(paged("first"))
    )]
    async fn creative_review_queue(
        &self,
        ctx: &Context<'_>,
        first: Option<i32>,
        after: Option<String>,
    ) -> Result<Connection<Creative>> {
        let page = forward(first, after, WAITING)?;
        let call = ctx.data_unchecked::<Call>();
        let Slice {
            items,
            has_next,
            has_previous,
        } = creative::pending(call, &page).await?;
        let slice = Slice {
            items: Creative::all(call, items).await?,
            has_next,
            has_previous,
        };
        let key = |one: &Creative| (one.creative.pending_since, one.creative.id);
        Ok(Connection::of(slice, WAITING, key, |one| one))
    }
}

/// What is done with creatives.
#[derive(Default)]
pub struct CreativeMutations;

#[Object]
impl CreativeMutations {
    /// Add a creative with its sizes and languages; starts as PENDING.
    #[graphql(directive = requires_permission::apply(MANAGE))]
    async fn creative_create(
        &self,
        ctx: &Context<'_>,
        input: CreativeInput,
        request_id: Option<ID>,
    ) -> Result<CreativePayload> {
        let call = ctx.data_unchecked::<Call>();
        let create = Box::pin(async {
            call.demand(MANAGE)?;
            creative::create(call, input.read()?, request_key(request_id)?).await
        });
        CreativePayload::of(ctx, create).await
    }

    /// Replace a creative; any change of content puts it back to PENDING.
    #[graphql(directive = requires_permission::apply(MANAGE))]
    async fn creative_update(
        &self,
        ctx: &Context<'_>,
        id: ID,
        expected_version: i32,
        input: CreativeInput,
    ) -> Result<CreativePayload> {
        let call = ctx.data_unchecked::<Call>();
        let update = Box::pin(async {
            call.demand(MANAGE)?;
            let id = named(&["id"], &id)?;
            creative::update(call, id, expected_version, input.read()?).await
        });
        CreativePayload::of(ctx, update).await
    }

    /// PENDING -> APPROVED; not by the person who made it.
    #[graphql(directive = requires_permission::apply(APPROVE))]
    async fn creative_approve(
        &self,
        ctx: &Context<'_>,
        id: ID,
        expected_version: i32,
    ) -> Result<CreativePayload> {
        let call = ctx.data_unchecked::<Call>();
        let approve = Box::pin(async {
            creative::approve(call, named(&["id"], &id)?, expected_version).await
        });
        CreativePayload::of(ctx, approve).await
    }

    /// PENDING or APPROVED -> REJECTED; stops at once.
    #[graphql(directive = requires_permission::apply(APPROVE))]
    async fn creative_reject(
        &self,
        ctx: &Context<'_>,
        id: ID,
        expected_version: i32,
        reason: String,
    ) -> Result<CreativePayload> {
        let call = ctx.data_unchecked::<Call>();
        let reject = Box::pin(async {
            let id = named(&["id"], &id)?;
            creative::reject(call, id, expected_version, &reason).await
        });
        CreativePayload::of(ctx, reject).await
    }
}
