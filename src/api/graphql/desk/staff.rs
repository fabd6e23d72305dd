//! Accounts of the staff, their roles, and tokens of programs.

use std::sync::Arc;

use async_graphql::{Context, ID, InputObject, Object, SimpleObject};

use super::author::DeskAuthor;
use super::outcome::{named, settle};
use super::permission::requires_permission;
use super::reader::{DeskReader, Shown};
use super::section::DeskSection;
use super::user_error::UserError;
use crate::api::graphql::error::Result;
use crate::api::graphql::scalars::Url;
use crate::app::{self, Call};
use crate::platform::clock::Instant;
use crate::platform::ids::{TokenId, UserId};
use crate::platform::locale::Locale;
use crate::policy::{self, Actor, Grants, Permission};
use crate::users::{self, Assignment, NewApiToken, User};
use crate::vocabulary::UserState;

const MANAGE_TOKENS: &[Permission] = &[Permission::TokenManage];

/// Whoever is calling.
pub struct Viewer {
    reader: Arc<DeskReader>,
    actor: Actor,
}

impl Viewer {
    /// The caller; `None` for a reader.
    pub fn of(reader: &Arc<DeskReader>) -> Option<Self> {
        let actor = reader.call().actor().clone();
        actor.user().map(|_| Self {
            reader: Arc::clone(reader),
            actor,
        })
    }

    const fn grants(&self) -> Option<&Grants> {
        match &self.actor {
            Actor::Staff { grants, .. } | Actor::Token { grants, .. } => Some(grants),
            Actor::Anonymous | Actor::System { .. } => None,
        }
    }
}

/// Whoever is calling.
#[Object]
impl Viewer {
    /// The account that is answerable: with a token, that of its maker.
    async fn account(&self, ctx: &Context<'_>) -> Result<Option<StaffUser>> {
        let ids = self.actor.user().into_iter().collect();
        self.reader
            .prefetch(ctx, Shown::Users(ids, ctx.look_ahead()))
            .await?;
        Ok(StaffUser::find(&self.reader, self.actor.user()).await?)
    }

    /// The token that was shown, when a program is calling.
    async fn token(&self) -> Result<Option<ApiToken>> {
        let Actor::Token { token, .. } = self.actor else {
            return Ok(None);
        };
        Ok(ApiToken::find(self.reader.call(), token).await?)
    }

    async fn permissions(&self) -> Vec<Permission> {
        self.grants()
            .map_or_else(|| Permission::ALL.to_vec(), Grants::permissions)
    }

    /// Null = all.
    async fn locales(&self) -> Option<Vec<Locale>> {
        self.grants()?
            .locales()
            .map(|locales| locales.into_iter().collect())
    }

    /// Null = all.
    async fn section_ids(&self) -> Option<Vec<ID>> {
        let sections = self.grants()?.sections()?;
        Some(
            sections
                .into_iter()
                .map(|id| id.to_string().into())
                .collect(),
        )
    }
}

/// An account.
pub struct StaffUser {
    reader: Arc<DeskReader>,
    user: Arc<User>,
}

impl StaffUser {
    /// An account as colleagues see it.
    pub fn new(reader: &Arc<DeskReader>, user: Arc<User>) -> Self {
        Self {
            reader: Arc::clone(reader),
            user,
        }
    }

    /// The account with this id, if there is one.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn find(
        reader: &Arc<DeskReader>,
        id: impl Into<Option<UserId>>,
    ) -> app::Result<Option<Self>> {
        let Some(id) = id.into() else { return Ok(None) };
        let user = reader.user(id).await?;
        Ok(user.map(|user| Self::new(reader, user)))
    }

    /// The account that something says it is of.
    ///
    /// # Errors
    /// Those of the database; accounts are never deleted.
    pub async fn known(reader: &Arc<DeskReader>, id: UserId) -> app::Result<Self> {
        let found = Self::find(reader, id).await?;
        Ok(found.ok_or_else(|| anyhow::anyhow!("{id} has no account"))?)
    }
}

/// An account.
#[Object]
impl StaffUser {
    pub(in crate::api::graphql) async fn id(&self) -> ID {
        self.user.id.to_string().into()
    }

    async fn display_name(&self) -> &str {
        &self.user.display_name
    }

    #[graphql(directive = requires_permission::apply(&[Permission::UserManage]))]
    async fn email(&self) -> Option<&str> {
        Some(&self.user.email)
    }

    /// Language of the person's screens.
    async fn ui_locale(&self) -> Locale {
        self.user.ui_locale
    }

    async fn state(&self) -> UserState {
        self.user.state
    }

    /// The roles of the person, with their limits.
    async fn assignments(&self) -> Vec<RoleAssignment> {
        let given = self.user.assignments.iter();
        given
            .map(|given| RoleAssignment::of(&self.reader, given))
            .collect()
    }

    /// The byline of the same person.
    async fn author(&self, ctx: &Context<'_>) -> Result<Option<DeskAuthor>> {
        let found = self.reader.author_of(self.user.id).await?;
        let shown = found.iter().cloned().collect();
        self.reader
            .prefetch(ctx, Shown::Authors(shown, ctx.look_ahead()))
            .await?;
        Ok(found.map(|author| DeskAuthor::new(&self.reader, author)))
    }

    /// When the person last signed in or went on with a session.
    async fn last_seen_at(&self) -> Option<Instant> {
        self.user.last_seen_at
    }
}

/// A role within limits; null = everywhere.
#[derive(SimpleObject)]
pub struct RoleAssignment {
    role: Role,
    locales: Option<Vec<Locale>>,
    sections: Option<Vec<DeskSection>>,
}

impl RoleAssignment {
    fn of(reader: &Arc<DeskReader>, given: &Assignment) -> Self {
        let locales = given.locales.as_ref();
        let sections = given.sections.as_ref();
        let found = |ids: &std::collections::BTreeSet<_>| {
            ids.iter()
                .filter_map(|id| DeskSection::find(reader, *id))
                .collect()
        };
        Self {
            role: Role(given.role),
            locales: locales.map(|locales| locales.iter().copied().collect()),
            sections: sections.map(found),
        }
    }
}

/// A named set of permissions.
pub struct Role(pub policy::Role);

impl Role {
    /// What stands before the key in ids.
    pub const PREFIX: &'static str = "rol";
}

/// A named set of permissions.
#[Object]
impl Role {
    pub(in crate::api::graphql) async fn id(&self) -> ID {
        format!("{}_{}", Self::PREFIX, self.0.key()).into()
    }

    /// Its name in inputs.
    async fn key(&self) -> &str {
        self.0.key()
    }

    /// Its name for people.
    async fn name(&self) -> &str {
        self.0.name()
    }

    async fn permissions(&self) -> Vec<Permission> {
        self.0.permissions()
    }

    /// Whether it came with Masthead.
    async fn is_built_in(&self) -> bool {
        true
    }
}

/// A credential of a program.
pub struct ApiToken(users::ApiToken);

/// A credential of a program.
#[Object]
impl ApiToken {
    pub(in crate::api::graphql) async fn id(&self) -> ID {
        self.0.id.to_string().into()
    }

    async fn name(&self) -> &str {
        &self.0.name
    }

    /// First characters, to recognise it; the secret is shown once, at creation.
    async fn prefix(&self) -> &str {
        &self.0.prefix
    }

    async fn permissions(&self) -> &[Permission] {
        &self.0.permissions
    }

    /// Null = all.
    async fn locales(&self) -> Option<Vec<Locale>> {
        let locales = self.0.locales.as_ref();
        locales.map(|locales| locales.iter().copied().collect())
    }

    /// Web sites whose pages may use it; empty = any.
    async fn allowed_origins(&self) -> Vec<Url> {
        self.0
            .allowed_origins
            .iter()
            .map(|origin| origin.as_str().into())
            .collect()
    }

    /// What the operations of a minute may cost together.
    async fn cost_budget_per_minute(&self) -> i32 {
        self.0.cost_budget_per_minute
    }

    async fn expires_at(&self) -> Option<Instant> {
        self.0.expires_at
    }

    /// To the minute.
    async fn last_used_at(&self) -> Option<Instant> {
        self.0.last_used_at
    }

    async fn revoked_at(&self) -> Option<Instant> {
        self.0.revoked_at
    }
}

impl From<users::ApiToken> for ApiToken {
    fn from(token: users::ApiToken) -> Self {
        Self(token)
    }
}

impl ApiToken {
    /// The token with this id, if the caller may see it.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn find(call: &Call, id: TokenId) -> app::Result<Option<Self>> {
        let mut found = users::tokens_by_ids(call, &[id]).await?;
        Ok(found.remove(&id).map(Self))
    }
}

/// What the program may do.
#[derive(InputObject)]
pub struct ApiTokenInput {
    name: String,
    /// None beyond the caller's own.
    permissions: Vec<Permission>,
    /// Null = all that the caller has.
    locales: Option<Vec<Locale>>,
    /// Web sites whose pages may use it; absent = any.
    allowed_origins: Option<Vec<Url>>,
    expires_at: Option<Instant>,
}

impl From<ApiTokenInput> for NewApiToken {
    fn from(input: ApiTokenInput) -> Self {
        let origins = input.allowed_origins.unwrap_or_default();
        Self {
            name: input.name,
            permissions: input.permissions,
            locales: input.locales.map(|locales| locales.into_iter().collect()),
            allowed_origins: origins.into_iter().map(|origin| origin.0).collect(),
            expires_at: input.expires_at,
        }
    }
}

/// A new token and its secret.
#[derive(SimpleObject)]
pub struct ApiTokenCreatePayload {
    token: Option<ApiToken>,
    /// Shown here and never again.
    secret: Option<String>,
    user_errors: Vec<UserError>,
}

/// A stopped token.
#[derive(SimpleObject)]
pub struct ApiTokenRevokePayload {
    token: Option<ApiToken>,
    user_errors: Vec<UserError>,
}

/// What is done with tokens.
#[derive(Default)]
pub struct StaffMutations;

#[Object]
impl StaffMutations {
    /// The secret is in this answer only.
    #[graphql(directive = requires_permission::apply(MANAGE_TOKENS))]
    async fn api_token_create(
        &self,
        ctx: &Context<'_>,
        input: ApiTokenInput,
    ) -> Result<ApiTokenCreatePayload> {
        let call = ctx.data_unchecked::<Call>();
        let (made, user_errors) = settle(ctx, users::create_token(call, input.into())).await?;
        let (token, secret) = made.unzip();
        Ok(ApiTokenCreatePayload {
            token: token.map(ApiToken),
            secret,
            user_errors,
        })
    }

    /// Stop a token at once.
    #[graphql(directive = requires_permission::apply(MANAGE_TOKENS))]
    async fn api_token_revoke(&self, ctx: &Context<'_>, id: ID) -> Result<ApiTokenRevokePayload> {
        let call = ctx.data_unchecked::<Call>();
        let revoke = Box::pin(async { users::revoke_token(call, named(&["id"], &id)?).await });
        let (token, user_errors) = settle(ctx, revoke).await?;
        Ok(ApiTokenRevokePayload {
            token: token.map(ApiToken),
            user_errors,
        })
    }
}
