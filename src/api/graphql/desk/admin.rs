//! Administration: reads.

use std::sync::Arc;

use async_graphql::{Context, Object};

use super::audit::{AuditConnection, AuditFilter};
use super::permission::requires_permission;
use super::reader::{DeskReader, Shown};
use super::staff::{ApiToken, Role, StaffUser};
use crate::api::graphql::connection::{Connection, forward};
use crate::api::graphql::door::directives::{list_size, paged};
use crate::api::graphql::error::Result;
use crate::app::Call;
use crate::policy::{self, ACCOUNTS, AUDIT, TOKENS};
use crate::users;

/// Name of the order of accounts in cursors.
const USERS: &str = "email";

/// Administration: reads.
pub struct Admin;

/// Administration: reads.
#[Object]
impl Admin {
    /// Accounts whose address or name contains `query`, in the order of their addresses.
    #[graphql(
        directive = requires_permission::apply(ACCOUNTS),
        directive = list_size::apply(paged("first"))
    )]
    async fn users(
        &self,
        ctx: &Context<'_>,
        query: Option<String>,
        first: Option<i32>,
        after: Option<String>,
    ) -> Result<Connection<StaffUser>> {
        let reader = DeskReader::of(ctx).await?;
        let page = forward(first, after, USERS)?;
        let found = users::list(reader.call(), query.as_deref(), &page).await?;
        let found = found.map(Arc::new);
        reader.note_users(&found.items).await;
        let shown = found.items.iter().map(|user| user.id).collect();
        let ahead = ctx.look_ahead().field("edges").field("node");
        reader.prefetch(ctx, Shown::Users(shown, ahead)).await?;
        let node = |user| StaffUser::new(&reader, user);
        Ok(Connection::of(found, USERS, |user| user.list_key(), node))
    }

    /// The roles that can be given. Bounded.
    #[graphql(directive = requires_permission::apply(ACCOUNTS))]
    async fn roles(&self) -> Vec<Role> {
        policy::Role::ALL.iter().map(|role| Role(*role)).collect()
    }

    /// Credentials of programs, the newest first, revoked ones among them.
    #[graphql(directive = requires_permission::apply(TOKENS))]
    async fn api_tokens(&self, ctx: &Context<'_>) -> Result<Vec<ApiToken>> {
        let all = users::tokens(ctx.data_unchecked::<Call>()).await?;
        Ok(all.into_iter().map(ApiToken::from).collect())
    }

    /// Who did what, newest first.
    #[graphql(
        directive = requires_permission::apply(AUDIT),
        directive = list_size::apply(paged("first"))
    )]
    async fn audit(
        &self,
        ctx: &Context<'_>,
        first: Option<i32>,
        after: Option<String>,
        filter: Option<AuditFilter>,
    ) -> Result<AuditConnection> {
        let filter = filter.unwrap_or_default().read()?;
        AuditConnection::read(ctx, filter, first, after).await
    }
}
