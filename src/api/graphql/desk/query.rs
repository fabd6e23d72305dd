//! Where reading begins.

use async_graphql::{Context, ID, MergedObject, Object};

use super::admin::Admin;
use super::article::ArticleReads;
use super::asset::AssetReads;
use super::author::AuthorReads;
use super::edition::EditionReads;
use super::front::FrontReads;
use super::node::Node;
use super::permission::requires_permission;
use super::placement::AdManager;
use super::preview::PreviewReads;
use super::queue::QueueReads;
use super::reader::DeskReader;
use super::redirect::RedirectReads;
use super::schedule::ScheduleReads;
use super::section::SectionReads;
use super::settings::SettingsReads;
use super::slug::SlugReads;
use super::staff::Viewer;
use super::tag::TagReads;
use super::translation::TranslationReads;
use crate::api::graphql::delivery::query::DeliveryQuery;
use crate::api::graphql::door::directives::{self, assumed, cost, list_size, private};
use crate::api::graphql::error::{Fault, Result};
use crate::policy::Permission;

/// The most ids of one `nodes`.
const MAX_NODES: usize = 100;

/// Who sees anything of the administration.
const ADMINISTER: &[Permission] = &[
    Permission::UserManage,
    Permission::TokenManage,
    Permission::WebhookManage,
    Permission::AuditRead,
];

/// Reads. Everything readers need hangs off `edition`.
#[derive(Default, MergedObject)]
pub struct Query(DeliveryQuery, EditionReads, PreviewReads, DeskQuery);

/// What the staff reads beside what readers read.
#[derive(Default)]
pub struct DeskQuery;

#[Object]
impl DeskQuery {
    /// Refetch any object.
    #[graphql(directive = cost::apply("2"))]
    async fn node(&self, ctx: &Context<'_>, id: ID) -> Result<Option<Node>> {
        Ok(Node::find(ctx, &[id]).await?.pop().flatten())
    }

    /// Refetch many, in order, null for the unknown. At most 100 ids.
    #[graphql(directive = list_size::apply(assumed(100)))]
    async fn nodes(&self, ctx: &Context<'_>, ids: Vec<ID>) -> Result<Vec<Option<Node>>> {
        if ids.len() > MAX_NODES {
            return Err(Fault::bad_input("at most 100 ids"));
        }
        Node::find(ctx, &ids).await
    }

    /// The signed-in staff account or API token; null for a reader.
    #[graphql(directive = directives::cache_control::apply(private()))]
    async fn viewer(&self, ctx: &Context<'_>) -> Result<Option<Viewer>> {
        Ok(Viewer::of(&DeskReader::of(ctx).await?))
    }

    /// Editorial surface.
    #[graphql(
        directive = requires_permission::apply(&[Permission::ContentRead, Permission::AdsRead]),
        directive = directives::cache_control::apply(private())
    )]
    async fn desk(&self) -> Option<Desk> {
        Some(Desk::default())
    }

    /// Ad sales and trafficking surface.
    #[graphql(
        directive = requires_permission::apply(&[Permission::AdsRead]),
        directive = directives::cache_control::apply(private())
    )]
    async fn ads(&self) -> Option<AdManager> {
        Some(AdManager::default())
    }

    /// Accounts, tokens, audit.
    #[graphql(
        directive = requires_permission::apply(ADMINISTER),
        directive = directives::cache_control::apply(private())
    )]
    async fn admin(&self) -> Option<Admin> {
        Some(Admin)
    }
}

/// The newsroom: reads.
#[derive(Default, MergedObject)]
pub struct Desk(
    ArticleReads,
    TranslationReads,
    ScheduleReads,
    QueueReads,
    TagReads,
    SectionReads,
    AuthorReads,
    AssetReads,
    FrontReads,
    RedirectReads,
    SettingsReads,
    SlugReads,
);
