//! Who pays for ads.

use async_graphql::{Context, ID, InputObject, Object, SimpleObject};

use super::MANAGE;
use super::campaign::Campaign;
use crate::ads::advertiser;
use crate::ads::campaign::CampaignFilter;
use crate::api::graphql::connection::{Connection, forward};
use crate::api::graphql::desk::asset::DeskAsset;
use crate::api::graphql::desk::outcome::{named, request_key, settle};
use crate::api::graphql::desk::permission::requires_permission;
use crate::api::graphql::desk::reader::DeskReader;
use crate::api::graphql::desk::user_error::UserError;
use crate::api::graphql::door::directives::{list_size, paged};
use crate::api::graphql::error::Result;
use crate::app::{self, Call};
use crate::platform::ids::AdvertiserId;
use crate::policy::Permission;

/// Name of the order in cursors.
const ORDER: &str = "name";

/// Who pays.
pub struct Advertiser(pub(super) advertiser::Advertiser);

/// Who pays.
#[Object]
impl Advertiser {
    pub(in crate::api::graphql) async fn id(&self) -> ID {
        self.0.id.to_string().into()
    }

    /// Grows with every change; send it back as `expectedVersion`.
    async fn version(&self) -> i32 {
        self.0.version
    }

    async fn name(&self) -> &str {
        &self.0.name
    }

    /// As it must appear by law.
    async fn legal_name(&self) -> &str {
        &self.0.legal_name
    }

    /// Hosts that its ads may lead to, those below them included.
    async fn domains(&self) -> &[String] {
        &self.0.domains
    }

    /// IAB Ad Product Taxonomy ids, for competitive separation and blocks.
    async fn categories(&self) -> &[String] {
        &self.0.categories
    }

    /// Whether it is the paper itself.
    async fn is_house(&self) -> bool {
        self.0.is_house
    }

    /// Its sign, which stands at the stories that it pays for.
    async fn logo(&self, ctx: &Context<'_>) -> Result<Option<DeskAsset>> {
        let reader = DeskReader::of(ctx).await?;
        DeskAsset::shown(&reader, ctx, self.0.logo).await
    }

    /// Newest first.
    #[graphql(
        directive = requires_permission::apply(&[Permission::AdsRead]),
        directive = list_size::apply(paged("first"))
    )]
    async fn campaigns(
        &self,
        ctx: &Context<'_>,
        first: Option<i32>,
        after: Option<String>,
    ) -> Result<Connection<Campaign>> {
        let filter = CampaignFilter {
            advertisers: vec![self.0.id],
            ..CampaignFilter::default()
        };
        Campaign::connection(ctx, &filter, first, after).await
    }
}

impl Advertiser {
    /// The advertiser with this id.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn find(call: &Call, id: AdvertiserId) -> app::Result<Option<Self>> {
        Ok(advertiser::find(call, id).await?.map(Self))
    }

    /// Who pays for a story, as everybody may know who sees it.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn payer(call: &Call, id: AdvertiserId) -> app::Result<Option<Self>> {
        Ok(advertiser::payer(call, id).await?.map(Self))
    }
}

/// All that is told of an advertiser.
#[derive(InputObject)]
pub struct AdvertiserInput {
    name: String,
    /// As it must appear by law.
    legal_name: String,
    /// Hosts that its ads may lead to, those below them included.
    domains: Vec<String>,
    /// IAB Ad Product Taxonomy ids.
    categories: Option<Vec<String>>,
    /// Whether it is the paper itself.
    #[graphql(default = false)]
    is_house: bool,
    /// Its sign: a picture that is ready.
    logo_id: Option<ID>,
}

impl AdvertiserInput {
    fn read(self) -> app::Result<advertiser::AdvertiserInput> {
        let logo = self.logo_id.as_ref();
        let logo = logo.map(|id| named(&["input", "logoId"], id));
        Ok(advertiser::AdvertiserInput {
            name: self.name,
            legal_name: self.legal_name,
            domains: self.domains,
            categories: self.categories.unwrap_or_default(),
            is_house: self.is_house,
            logo: logo.transpose()?,
        })
    }
}

/// A changed advertiser.
#[derive(SimpleObject)]
pub struct AdvertiserPayload {
    advertiser: Option<Advertiser>,
    user_errors: Vec<UserError>,
}

impl AdvertiserPayload {
    async fn of(
        ctx: &Context<'_>,
        action: impl Future<Output = app::Result<advertiser::Advertiser>>,
    ) -> Result<Self> {
        let (made, user_errors) = settle(ctx, action).await?;
        Ok(Self {
            advertiser: made.map(Advertiser),
            user_errors,
        })
    }
}

/// What is read of advertisers.
#[derive(Default)]
pub struct AdvertiserReads;

#[Object]
impl AdvertiserReads {
    /// By name; `query` is part of a name.
    #[graphql(directive = list_size::apply(paged("first")))]
    async fn advertisers(
        &self,
        ctx: &Context<'_>,
        query: Option<String>,
        first: Option<i32>,
        after: Option<String>,
    ) -> Result<Connection<Advertiser>> {
        let page = forward(first, after, ORDER)?;
        let call = ctx.data_unchecked::<Call>();
        let found = advertiser::list(call, query.as_deref(), &page).await?;
        let key = |one: &advertiser::Advertiser| (one.sort_key(), one.id);
        Ok(Connection::of(found, ORDER, key, Advertiser))
    }
}

/// What is done with advertisers.
#[derive(Default)]
pub struct AdvertiserMutations;

#[Object]
impl AdvertiserMutations {
    /// Register a buyer; the legal name is shown with every ad.
    #[graphql(directive = requires_permission::apply(MANAGE))]
    async fn advertiser_create(
        &self,
        ctx: &Context<'_>,
        input: AdvertiserInput,
        request_id: Option<ID>,
    ) -> Result<AdvertiserPayload> {
        let call = ctx.data_unchecked::<Call>();
        let create = Box::pin(async {
            call.demand(MANAGE)?;
            advertiser::create(call, &input.read()?, request_key(request_id)?).await
        });
        AdvertiserPayload::of(ctx, create).await
    }

    /// Replace a buyer's data.
    #[graphql(directive = requires_permission::apply(MANAGE))]
    async fn advertiser_update(
        &self,
        ctx: &Context<'_>,
        id: ID,
        expected_version: i32,
        input: AdvertiserInput,
    ) -> Result<AdvertiserPayload> {
        let call = ctx.data_unchecked::<Call>();
        let update = Box::pin(async {
            let id = named(&["id"], &id)?;
            advertiser::update(call, id, expected_version, &input.read()?).await
        });
        AdvertiserPayload::of(ctx, update).await
    }
}
