//! Orders of advertisers.

use std::collections::HashMap;

use async_graphql::{Context, ID, InputObject, Object, SimpleObject};

use super::MANAGE;
use super::advertiser::Advertiser;
use super::line_item::LineItem;
use super::money::{FrequencyCap, FrequencyCapInput, Money, MoneyInput, caps};
use crate::ads::advertiser;
use crate::ads::campaign::{self, CampaignFilter};
use crate::ads::line_item;
use crate::api::graphql::connection::{Connection, forward};
use crate::api::graphql::desk::outcome::{all_named, named, request_key, settle};
use crate::api::graphql::desk::permission::requires_permission;
use crate::api::graphql::desk::user_error::UserError;
use crate::api::graphql::door::directives::{list_size, paged};
use crate::api::graphql::error::Result;
use crate::app::{self, Call};
use crate::platform::ids::{AdvertiserId, CampaignId};
use crate::platform::page::Slice;
use crate::vocabulary::CampaignState;

/// Names of the orders in cursors.
const NEWEST: &str = "campaigns";
const MADE: &str = "lineItems";

/// One order of one advertiser.
#[derive(Clone)]
pub struct Campaign {
    campaign: campaign::Campaign,
    advertiser: advertiser::Advertiser,
}

/// One order of one advertiser.
#[Object]
impl Campaign {
    pub(in crate::api::graphql) async fn id(&self) -> ID {
        self.campaign.id.to_string().into()
    }

    /// Grows with every change; send it back as `expectedVersion`.
    async fn version(&self) -> i32 {
        self.campaign.version
    }

    async fn advertiser(&self) -> Advertiser {
        Advertiser(self.advertiser.clone())
    }

    async fn name(&self) -> &str {
        &self.campaign.name
    }

    /// The number of the order in the paper's books.
    async fn order_number(&self) -> Option<&str> {
        self.campaign.order_number.as_deref()
    }

    /// DRAFT until a line item is approved, COMPLETED when all of them are over.
    async fn state(&self) -> CampaignState {
        self.campaign.state
    }

    /// What it may cost in all; then its line items stop.
    async fn budget(&self) -> Option<Money> {
        self.campaign.budget.as_ref().map(Money::new)
    }

    /// What holds for all its line items.
    async fn frequency_caps(&self) -> Vec<FrequencyCap> {
        self.campaign
            .frequency_caps
            .iter()
            .map(Into::into)
            .collect()
    }

    /// In the order in which they were made.
    #[graphql(directive = list_size::apply(paged("first")))]
    async fn line_items(
        &self,
        ctx: &Context<'_>,
        first: Option<i32>,
        after: Option<String>,
    ) -> Result<Connection<LineItem>> {
        let page = forward(first, after, MADE)?;
        let call = ctx.data_unchecked::<Call>();
        let Slice {
            items,
            has_next,
            has_previous,
        } = line_item::of_campaign(call, self.campaign.id, &page).await?;
        let slice = Slice {
            items: LineItem::all(call, items).await?,
            has_next,
            has_previous,
        };
        Ok(Connection::of(slice, MADE, LineItem::key, |one| one))
    }
}

impl Campaign {
    /// The campaign with this id.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn find(call: &Call, id: CampaignId) -> app::Result<Option<Self>> {
        let found = campaign::find(call, id).await?;
        Ok(Self::all(call, found.into_iter().collect()).await?.pop())
    }

    /// Campaigns with their advertisers, which are read together.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn all(call: &Call, campaigns: Vec<campaign::Campaign>) -> app::Result<Vec<Self>> {
        let ids: Vec<AdvertiserId> = campaigns.iter().map(|one| one.advertiser).collect();
        let advertisers = advertiser::find_all(call, &ids).await?;
        let each = campaigns.into_iter().filter_map(|campaign| {
            let advertiser = advertisers.get(&campaign.advertiser)?.clone();
            Some(Self {
                campaign,
                advertiser,
            })
        });
        Ok(each.collect())
    }

    /// Campaigns by id with their advertisers, which are read together.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn by_ids(call: &Call, ids: &[CampaignId]) -> app::Result<HashMap<CampaignId, Self>> {
        let found = campaign::find_all(call, ids).await?;
        let all = Self::all(call, found.into_values().collect()).await?;
        Ok(all.into_iter().map(|one| (one.campaign.id, one)).collect())
    }

    /// Campaigns, newest first.
    ///
    /// # Errors
    /// BAD_USER_INPUT for a page that there is not; those of the database.
    pub async fn connection(
        ctx: &Context<'_>,
        filter: &CampaignFilter,
        first: Option<i32>,
        after: Option<String>,
    ) -> Result<Connection<Self>> {
        let page = forward(first, after, NEWEST)?;
        let call = ctx.data_unchecked::<Call>();
        let Slice {
            items,
            has_next,
            has_previous,
        } = campaign::list(call, filter, &page).await?;
        let slice = Slice {
            items: Self::all(call, items).await?,
            has_next,
            has_previous,
        };
        let key = |one: &Self| one.campaign.id;
        Ok(Connection::of(slice, NEWEST, key, |one| one))
    }
}

/// All settings of a campaign.
#[derive(InputObject)]
pub struct CampaignInput {
    /// A campaign stays with its advertiser.
    advertiser_id: ID,
    name: String,
    /// The number of the order in the paper's books.
    order_number: Option<String>,
    /// What it may cost in all.
    budget: Option<MoneyInput>,
    /// What holds for all its line items.
    frequency_caps: Option<Vec<FrequencyCapInput>>,
}

impl CampaignInput {
    fn read(self) -> app::Result<campaign::CampaignInput> {
        Ok(campaign::CampaignInput {
            advertiser: named(&["input", "advertiserId"], &self.advertiser_id)?,
            name: self.name,
            order_number: self.order_number,
            budget: self.budget.map(Into::into),
            frequency_caps: caps(self.frequency_caps),
        })
    }
}

/// All given conditions must hold.
#[derive(InputObject, Default)]
#[graphql(name = "CampaignFilter")]
pub struct CampaignFilterInput {
    states: Option<Vec<CampaignState>>,
    advertiser_ids: Option<Vec<ID>>,
    /// Part of a name or of an order number.
    query: Option<String>,
}

/// A changed campaign.
#[derive(SimpleObject)]
pub struct CampaignPayload {
    campaign: Option<Campaign>,
    user_errors: Vec<UserError>,
}

impl CampaignPayload {
    async fn of(
        ctx: &Context<'_>,
        action: impl Future<Output = app::Result<campaign::Campaign>>,
    ) -> Result<Self> {
        let (made, user_errors) = settle(ctx, action).await?;
        let call = ctx.data_unchecked::<Call>();
        let made = Campaign::all(call, made.into_iter().collect()).await?.pop();
        Ok(Self {
            campaign: made,
            user_errors,
        })
    }
}

/// What is read of campaigns.
#[derive(Default)]
pub struct CampaignReads;

#[Object]
impl CampaignReads {
    async fn campaign(&self, ctx: &Context<'_>, id: ID) -> Result<Option<Campaign>> {
        let Ok(id) = id.parse() else { return Ok(None) };
        Ok(Campaign::find(ctx.data_unchecked::<Call>(), id).await?)
    }

    /// Newest first.
    #[graphql(directive = list_size::apply(paged("first")))]
    async fn campaigns(
        &self,
        ctx: &Context<'_>,
        filter: Option<CampaignFilterInput>,
        first: Option<i32>,
        after: Option<String>,
    ) -> Result<Connection<Campaign>> {
        let filter = filter.unwrap_or_default();
        let ids = filter.advertiser_ids.unwrap_or_default();
        let filter = CampaignFilter {
            states: filter.states.unwrap_or_default(),
            advertisers: all_named(&["filter", "advertiserIds"], &ids)?,
            query: filter.query,
        };
        Campaign::connection(ctx, &filter, first, after).await
    }
}

/// What is done with campaigns.
#[derive(Default)]
pub struct CampaignMutations;

#[Object]
impl CampaignMutations {
    /// Open a campaign (one order of one advertiser).
    #[graphql(directive = requires_permission::apply(MANAGE))]
    async fn campaign_create(
        &self,
        ctx: &Context<'_>,
        input: CampaignInput,
        request_id: Option<ID>,
    ) -> Result<CampaignPayload> {
        let call = ctx.data_unchecked::<Call>();
        let create = Box::pin(async {
            call.demand(MANAGE)?;
            campaign::create(call, input.read()?, request_key(request_id)?).await
        });
        CampaignPayload::of(ctx, create).await
    }

    /// Replace a campaign's settings.
    #[graphql(directive = requires_permission::apply(MANAGE))]
    async fn campaign_update(
        &self,
        ctx: &Context<'_>,
        id: ID,
        expected_version: i32,
        input: CampaignInput,
    ) -> Result<CampaignPayload> {
        let call = ctx.data_unchecked::<Call>();
        let update = Box::pin(async {
            call.demand(MANAGE)?;
            let id = named(&["id"], &id)?;
            campaign::update(call, id, expected_version, input.read()?).await
        });
        CampaignPayload::of(ctx, update).await
    }

    /// Stop all its line items at once.
    #[graphql(directive = requires_permission::apply(MANAGE))]
    async fn campaign_pause(&self, ctx: &Context<'_>, id: ID) -> Result<CampaignPayload> {
        let call = ctx.data_unchecked::<Call>();
        let pause = Box::pin(async { campaign::pause(call, named(&["id"], &id)?).await });
        CampaignPayload::of(ctx, pause).await
    }

    /// Let its line items compete again.
    #[graphql(directive = requires_permission::apply(MANAGE))]
    async fn campaign_resume(&self, ctx: &Context<'_>, id: ID) -> Result<CampaignPayload> {
        let call = ctx.data_unchecked::<Call>();
        let resume = Box::pin(async { campaign::resume(call, named(&["id"], &id)?).await });
        CampaignPayload::of(ctx, resume).await
    }

    /// Close for good; reports stay.
    #[graphql(directive = requires_permission::apply(MANAGE))]
    async fn campaign_archive(&self, ctx: &Context<'_>, id: ID) -> Result<CampaignPayload> {
        let call = ctx.data_unchecked::<Call>();
        let archive = Box::pin(async { campaign::archive(call, named(&["id"], &id)?).await });
        CampaignPayload::of(ctx, archive).await
    }
}
