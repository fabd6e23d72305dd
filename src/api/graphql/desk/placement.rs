//! Kinds of places for ads.

use async_graphql::{Context, ID, InputObject, MergedObject, Object, SimpleObject};

use super::ad_report::AdReportReads;
use super::ad_trace::AdTraceReads;
use super::outcome::{named, settle};
use super::permission::requires_permission;
use super::sales::{AdvertiserReads, CampaignReads, CreativeReads, ForecastReads, LineItemReads};
use super::user_error::UserError;
use crate::ads::{self, PlacementInput as Rules, Size};
use crate::api::graphql::delivery::ads::AdSize;
use crate::api::graphql::door::directives::{assumed, list_size};
use crate::api::graphql::error::Result;
use crate::app::{self, Call};
use crate::platform::ids::PlacementId;
use crate::policy::Permission;
use crate::vocabulary::{AdPageKind, AdZone, BlockKind, DeviceClass, Sensitivity};

const APPROVE: &[Permission] = &[Permission::AdsApprove];

/// A kind of place for ads on a kind of page.
pub struct Placement(ads::Placement);

/// A kind of place for ads on a kind of page.
#[Object]
impl Placement {
    pub(in crate::api::graphql) async fn id(&self) -> ID {
        self.0.id.to_string().into()
    }

    /// Grows with every change; send it back as `expectedVersion`.
    async fn version(&self) -> i32 {
        self.0.version
    }

    /// Its name in slots and decisions, in kebab case.
    async fn key(&self) -> &str {
        &self.0.key
    }

    async fn name(&self) -> &str {
        &self.0.name
    }

    async fn page_kinds(&self) -> &[AdPageKind] {
        &self.0.page_kinds
    }

    async fn zone(&self) -> AdZone {
        self.0.zone
    }

    async fn devices(&self) -> &[DeviceClass] {
        &self.0.devices
    }

    /// Accepted sizes, largest first.
    async fn sizes(&self) -> Vec<AdSize> {
        self.0.sizes.iter().copied().map(Into::into).collect()
    }

    async fn max_per_page(&self) -> i32 {
        self.0.max_per_page
    }

    /// Of zone IN_ARTICLE alone.
    async fn in_article(&self) -> Option<InArticleRule> {
        self.0.in_article.as_ref().map(Into::into)
    }

    /// Articles with any of these are skipped, whatever the buyer accepts.
    async fn blocked_sensitivity(&self) -> &[Sensitivity] {
        &self.0.blocked_sensitivity
    }

    async fn is_active(&self) -> bool {
        self.0.is_active
    }
}

impl Placement {
    /// The placement with this id.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn find(call: &Call, id: PlacementId) -> app::Result<Option<Self>> {
        Ok(Self::all(call, &[id]).await?.pop())
    }

    /// Placements in the order of `ids`; unknown ones are left out.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn all(call: &Call, ids: &[PlacementId]) -> app::Result<Vec<Self>> {
        let known = ads::placements(call).await?;
        let one = |id: &PlacementId| known.iter().find(|one| one.id == *id).cloned();
        Ok(ids.iter().filter_map(one).map(Self).collect())
    }
}

/// Where in-article slots may fall, counted in top-level blocks of the body.
#[derive(SimpleObject)]
pub struct InArticleRule {
    /// First slot not before this many body blocks.
    first_after_block: i32,
    min_chars_between: i32,
    min_blocks_between: i32,
    /// Blocks that must follow the last in-article slot.
    min_blocks_after: i32,
    not_next_to: Vec<BlockKind>,
    /// Shorter stories have no slot.
    min_article_chars: i32,
}

impl From<&ads::InArticleRule> for InArticleRule {
    fn from(rule: &ads::InArticleRule) -> Self {
        Self {
            first_after_block: rule.first_after_block,
            min_chars_between: rule.min_chars_between,
            min_blocks_between: rule.min_blocks_between,
            min_blocks_after: rule.min_blocks_after,
            not_next_to: rule.not_next_to.clone(),
            min_article_chars: rule.min_article_chars,
        }
    }
}

/// All rules of a placement.
#[derive(InputObject)]
pub struct PlacementInput {
    /// Its name in slots and decisions, in kebab case.
    key: String,
    name: String,
    page_kinds: Vec<AdPageKind>,
    zone: AdZone,
    devices: Vec<DeviceClass>,
    sizes: Vec<AdSizeInput>,
    #[graphql(default = 1)]
    max_per_page: i32,
    in_article: Option<InArticleRuleInput>,
    /// Articles with any of these are skipped, whatever the buyer accepts.
    blocked_sensitivity: Option<Vec<Sensitivity>>,
    #[graphql(default = true)]
    is_active: bool,
}

impl From<PlacementInput> for Rules {
    fn from(input: PlacementInput) -> Self {
        Self {
            key: input.key,
            name: input.name,
            page_kinds: input.page_kinds,
            zone: input.zone,
            devices: input.devices,
            sizes: input.sizes.into_iter().map(Into::into).collect(),
            max_per_page: input.max_per_page,
            in_article: input.in_article.map(Into::into),
            blocked_sensitivity: input.blocked_sensitivity.unwrap_or_default(),
            is_active: input.is_active,
        }
    }
}

/// CSS pixels.
#[derive(InputObject)]
pub struct AdSizeInput {
    width: i32,
    height: i32,
}

impl From<AdSizeInput> for Size {
    fn from(size: AdSizeInput) -> Self {
        Self {
            width: size.width,
            height: size.height,
        }
    }
}

/// Defaults suit a text of news length.
#[derive(InputObject)]
pub struct InArticleRuleInput {
    #[graphql(default = 2)]
    first_after_block: i32,
    #[graphql(default = 900)]
    min_chars_between: i32,
    #[graphql(default = 3)]
    min_blocks_between: i32,
    #[graphql(default = 1)]
    min_blocks_after: i32,
    /// Absent = QUOTE, BACKGROUND, LIST, HEADING, FIGURE, EMBED, GALLERY and CALL_TO_ACTION.
    not_next_to: Option<Vec<BlockKind>>,
    #[graphql(default = 800)]
    min_article_chars: i32,
}

impl From<InArticleRuleInput> for ads::InArticleRule {
    fn from(input: InArticleRuleInput) -> Self {
        let usual = Self::NOT_NEXT_TO.to_vec();
        Self {
            first_after_block: input.first_after_block,
            min_chars_between: input.min_chars_between,
            min_blocks_between: input.min_blocks_between,
            min_blocks_after: input.min_blocks_after,
            not_next_to: input.not_next_to.unwrap_or(usual),
            min_article_chars: input.min_article_chars,
        }
    }
}

/// A changed placement.
#[derive(SimpleObject)]
pub struct PlacementPayload {
    placement: Option<Placement>,
    user_errors: Vec<UserError>,
}

impl PlacementPayload {
    async fn of(
        ctx: &Context<'_>,
        action: impl Future<Output = app::Result<ads::Placement>>,
    ) -> Result<Self> {
        let (made, user_errors) = settle(ctx, action).await?;
        Ok(Self {
            placement: made.map(Placement),
            user_errors,
        })
    }
}

/// Ad sales: reads.
#[derive(Default, MergedObject)]
pub struct AdManager(
    AdvertiserReads,
    CampaignReads,
    LineItemReads,
    PlacementReads,
    CreativeReads,
    ForecastReads,
    AdReportReads,
    AdTraceReads,
);

/// What is read of placements.
#[derive(Default)]
pub struct PlacementReads;

#[Object]
impl PlacementReads {
    #[graphql(directive = list_size::apply(assumed(40)))]
    async fn placements(&self, ctx: &Context<'_>) -> Result<Vec<Placement>> {
        let placements = ads::placements(ctx.data_unchecked::<Call>()).await?;
        Ok(placements.iter().cloned().map(Placement).collect())
    }
}

/// What is done with placements.
#[derive(Default)]
pub struct PlacementMutations;

#[Object]
impl PlacementMutations {
    /// Define a place for ads.
    #[graphql(directive = requires_permission::apply(APPROVE))]
    async fn placement_create(
        &self,
        ctx: &Context<'_>,
        input: PlacementInput,
        request_id: Option<ID>,
    ) -> Result<PlacementPayload> {
        let call = ctx.data_unchecked::<Call>();
        let create = ads::create(
            call,
            input.into(),
            request_id.as_deref().map(String::as_str),
        );
        PlacementPayload::of(ctx, create).await
    }

    /// Replace a placement's rules; pages follow when their cache expires.
    #[graphql(directive = requires_permission::apply(APPROVE))]
    async fn placement_update(
        &self,
        ctx: &Context<'_>,
        id: ID,
        expected_version: i32,
        input: PlacementInput,
    ) -> Result<PlacementPayload> {
        let call = ctx.data_unchecked::<Call>();
        let update = Box::pin(async {
            ads::update(call, named(&["id"], &id)?, expected_version, input.into()).await
        });
        PlacementPayload::of(ctx, update).await
    }
}
