//! What is done with accounts.

use std::sync::Arc;

use async_graphql::{Context, ID, InputObject, Object, SimpleObject};

use super::outcome::{all_named, named, settle};
use super::permission::requires_permission;
use super::reader::DeskReader;
use super::staff::StaffUser;
use super::user_error::UserError;
use crate::api::graphql::error::Result;
use crate::api::graphql::scalars::Url;
use crate::app::{self, Call, Problem, refuse_if_any};
use crate::articles;
use crate::platform::ids::SectionId;
use crate::platform::locale::Locale;
use crate::policy::{ACCOUNTS, Role};
use crate::users::{self, Assignment, NewUser, User};
use crate::{editions, sections};

/// A new account.
#[derive(InputObject)]
pub struct UserInviteInput {
    /// No two accounts have the same.
    email: String,
    /// The person's name as colleagues see it.
    display_name: String,
    /// Language of the person's screens.
    ui_locale: Locale,
    assignments: Vec<RoleAssignmentInput>,
}

/// A role within limits; null = everywhere.
#[derive(InputObject)]
pub struct RoleAssignmentInput {
    /// A key of `Admin.roles`.
    role_key: String,
    locales: Option<Vec<Locale>>,
    /// With those below them.
    section_ids: Option<Vec<ID>>,
}

impl RoleAssignmentInput {
    async fn read(&self, call: &Call, path: &[&str]) -> app::Result<Assignment> {
        let below = |field: &'static str| path.iter().copied().chain([field]);
        let mut problems = Vec::new();
        let role = Role::from_key(&self.role_key);
        if role.is_none() {
            problems.push(Problem::missing(below("roleKey"), &self.role_key));
        }
        let at: Vec<&str> = below("sectionIds").collect();
        let wanted = self.section_ids.as_deref();
        let wanted = wanted
            .map(|ids| all_named::<SectionId>(&at, ids))
            .transpose()?;
        let tree = sections::tree(call).await?;
        for id in wanted
            .iter()
            .flatten()
            .filter(|id| tree.get(**id).is_none())
        {
            problems.push(Problem::missing(below("sectionIds"), id));
        }
        let site = editions::site(call).await?;
        let locales = self.locales.as_deref();
        let is_strange = |locale: &&Locale| site.any_edition(**locale).is_none();
        for locale in locales.iter().copied().flatten().filter(is_strange) {
            problems.push(Problem::missing(below("locales"), locale));
        }
        refuse_if_any(problems)?;
        Ok(Assignment {
            role: role.ok_or(app::Error::NotFound)?,
            locales: locales.map(|locales| locales.iter().copied().collect()),
            sections: wanted.map(|ids| ids.into_iter().collect()),
        })
    }
}

/// The roles that an input member gives.
async fn all(
    call: &Call,
    path: &[&str],
    given: &[RoleAssignmentInput],
) -> app::Result<Vec<Assignment>> {
    let mut read = Vec::with_capacity(given.len());
    for (place, one) in given.iter().enumerate() {
        let place = place.to_string();
        let path: Vec<&str> = path.iter().copied().chain([place.as_str()]).collect();
        read.push(one.read(call, &path).await?);
    }
    Ok(read)
}

/// Who does not manage accounts learns nothing of them, nor of what is wrong with an input.
fn refuse_strangers(call: &Call) -> app::Result<()> {
    if call.actor().holds(ACCOUNTS) {
        Ok(())
    } else {
        Err(app::Error::NotFound)
    }
}

/// A changed account.
#[derive(Default, SimpleObject)]
pub struct UserPayload {
    user: Option<StaffUser>,
    /// After an invitation: the page where the person chooses a password, to be passed on. Shown
    /// here and never again; it lives 72 h and works once.
    invitation_url: Option<Url>,
    user_errors: Vec<UserError>,
}

impl UserPayload {
    async fn of(
        ctx: &Context<'_>,
        action: impl Future<Output = app::Result<User>>,
    ) -> Result<Self> {
        let (user, user_errors) = settle(ctx, action).await?;
        Ok(Self {
            user: shown(ctx, user).await?,
            user_errors,
            ..Self::default()
        })
    }
}

async fn shown(ctx: &Context<'_>, user: Option<User>) -> Result<Option<StaffUser>> {
    let Some(user) = user else { return Ok(None) };
    let reader = DeskReader::of(ctx).await?;
    let user = Arc::new(user);
    reader.note_users(&[Arc::clone(&user)]).await;
    Ok(Some(StaffUser::new(&reader, user)))
}

/// What is done with accounts.
#[derive(Default)]
pub struct AccountMutations;

#[Object]
impl AccountMutations {
    /// Ask a person in; the link lives 72 h. Who has not come yet may be asked again: then the
    /// earlier link is void.
    #[graphql(directive = requires_permission::apply(ACCOUNTS))]
    async fn user_invite(&self, ctx: &Context<'_>, input: UserInviteInput) -> Result<UserPayload> {
        let call = ctx.data_unchecked::<Call>();
        let invite = async {
            refuse_strangers(call)?;
            let new = NewUser {
                assignments: all(call, &["input", "assignments"], &input.assignments).await?,
                email: input.email,
                display_name: input.display_name,
                ui_locale: input.ui_locale,
                password: None,
            };
            users::invite(call, new).await
        };
        let (made, user_errors) = settle(ctx, invite).await?;
        let (user, secret) = made.unzip();
        let base = &call.app().config.public_url;
        // Behind the fragment, so that no server's log keeps it.
        let link = secret.map(|secret| format!("{base}/invitation#{secret}").into());
        Ok(UserPayload {
            user: shown(ctx, user).await?,
            invitation_url: link,
            user_errors,
        })
    }

    /// Replace the roles and their limits. The last administrator cannot be removed.
    #[graphql(directive = requires_permission::apply(ACCOUNTS))]
    async fn user_set_assignments(
        &self,
        ctx: &Context<'_>,
        id: ID,
        assignments: Vec<RoleAssignmentInput>,
    ) -> Result<UserPayload> {
        let call = ctx.data_unchecked::<Call>();
        let set = async {
            refuse_strangers(call)?;
            let given = all(call, &["assignments"], &assignments).await?;
            users::set_assignments(call, named(&["id"], &id)?, given).await
        };
        UserPayload::of(ctx, set).await
    }

    /// Stop an account: its sessions end at once, its tokens and its invitation are void, its editing
    /// leases are free; what the person wrote stays.
    #[graphql(directive = requires_permission::apply(ACCOUNTS))]
    async fn user_suspend(&self, ctx: &Context<'_>, id: ID, reason: String) -> Result<UserPayload> {
        let call = ctx.data_unchecked::<Call>();
        let suspend =
            async { articles::suspend_account(call, named(&["id"], &id)?, &reason).await };
        UserPayload::of(ctx, suspend).await
    }
}
