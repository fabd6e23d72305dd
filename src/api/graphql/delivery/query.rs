//! Where reading begins.

use async_graphql::{Context, ID, MergedObject, Object};

use super::decision::{self, AdDecisionResult, AdDecisionsInput};
use super::edition::Edition;
use super::node::{self, Node};
use super::site::Site;
use crate::api::graphql::door::directives::{self, assumed, cost, list_size, max_age, private};
use crate::api::graphql::error::{Fault, Result};
use crate::api::graphql::reader::Reader;
use crate::app::Call;
use crate::editions;
use crate::platform::locale::Locale;

/// The most ids that `nodes` takes.
const MAX_NODES: usize = 100;

/// Reads. Everything readers need hangs off `edition`.
#[derive(Default, MergedObject)]
pub struct Query(DeliveryQuery, Editions, Nodes);

/// What both graphs read.
#[derive(Default)]
pub struct DeliveryQuery;

#[Object]
impl DeliveryQuery {
    /// Site-wide facts that do not depend on the language.
    #[graphql(directive = directives::cache_control::apply(max_age(300)))]
    async fn site(&self, ctx: &Context<'_>) -> Result<Site> {
        Ok(Site(editions::site(ctx.data_unchecked::<Call>()).await?))
    }

    /// Fill ad slots of a page already rendered. One joint decision for all slots of the page. Null
    /// when the page's token is over: ask for the page again.
    #[graphql(
        directive = cost::apply("25"),
        directive = directives::cache_control::apply(private())
    )]
    async fn ad_decisions(
        &self,
        ctx: &Context<'_>,
        input: AdDecisionsInput,
    ) -> Result<Option<AdDecisionResult>> {
        decision::fill(ctx, input).await
    }
}

/// The editions, at the present moment alone.
#[derive(Default)]
pub struct Editions;

#[Object]
impl Editions {
    /// The portal in one language. Null when the site has no such edition: content negotiation is
    /// the client's job.
    #[graphql(directive = directives::cache_control::apply(max_age(60)))]
    async fn edition(&self, ctx: &Context<'_>, locale: Locale) -> Result<Option<Edition>> {
        Ok(Reader::of(ctx, locale).await?.map(Edition::new))
    }
}

/// Refetching, of delivery objects alone.
#[derive(Default)]
pub struct Nodes;

#[Object]
impl Nodes {
    /// Refetch any object. On the public endpoint only delivery objects exist.
    #[graphql(directive = cost::apply("2"))]
    async fn node(&self, ctx: &Context<'_>, id: ID) -> Result<Option<Node>> {
        Ok(node::find(ctx, &[id]).await?.pop().flatten())
    }

    /// Refetch many, in order, null for the unknown. At most 100 ids.
    #[graphql(directive = list_size::apply(assumed(100)))]
    async fn nodes(&self, ctx: &Context<'_>, ids: Vec<ID>) -> Result<Vec<Option<Node>>> {
        if ids.len() > MAX_NODES {
            return Err(Fault::bad_input(format!(
                "`ids` holds at most {MAX_NODES} ids"
            )));
        }
        Ok(node::find(ctx, &ids).await?)
    }
}
