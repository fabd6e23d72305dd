//! Who edits a text, and who has a story open.

use std::sync::Arc;

use async_graphql::{Context, ID, Object, SimpleObject};

use super::outcome::{named, settle};
use super::permission::requires_permission;
use super::reader::{DeskReader, Shown};
use super::staff::StaffUser;
use super::user_error::UserError;
use crate::api::graphql::door::directives::cost;
use crate::api::graphql::error::Result;
use crate::app::error::Lease;
use crate::app::presence::Seen;
use crate::app::{self, Call};
use crate::articles;
use crate::platform::clock::Instant;
use crate::platform::ids::{ArticleId, TranslationId};
use crate::platform::locale::Locale;
use crate::policy::{Actor, Permission};
use crate::vocabulary::PresenceMode;

const EDIT: &[Permission] = &[Permission::Translate, Permission::ContentWrite];

/// A lease on one translation: 90 s, renewed by the editor every 30 s.
#[derive(SimpleObject)]
#[graphql(directive = cost::apply("0"))]
pub struct EditLock {
    holder: StaffUser,
    acquired_at: Instant,
    expires_at: Instant,
    is_mine: bool,
}

impl EditLock {
    /// A lease, as the caller sees it.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn of(reader: &Arc<DeskReader>, lease: Lease) -> app::Result<Self> {
        Ok(Self {
            holder: StaffUser::known(reader, lease.holder).await?,
            acquired_at: lease.acquired_at,
            expires_at: lease.expires_at,
            is_mine: reader.call().actor().user() == Some(lease.holder),
        })
    }
}

/// Somebody has the story open.
#[derive(SimpleObject)]
pub struct Presence {
    user: StaffUser,
    /// In which language; null for the story as a whole.
    locale: Option<Locale>,
    /// Where the cursor is.
    block_id: Option<ID>,
    mode: PresenceMode,
    seen_at: Instant,
}

impl Presence {
    /// Everybody who has a story open, as far as this server knows.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn of(
        reader: &Arc<DeskReader>,
        ctx: &Context<'_>,
        story: ArticleId,
    ) -> Result<Vec<Self>> {
        let all = seen(reader.call(), story);
        let users = all.iter().map(|one| one.user).collect();
        let mut ahead = ctx.look_ahead().field("presence");
        if !ahead.exists() {
            ahead = ctx.look_ahead();
        }
        reader
            .prefetch(ctx, Shown::Users(users, ahead.field("user")))
            .await?;
        let mut here = Vec::with_capacity(all.len());
        for one in all {
            here.push(Self {
                user: StaffUser::known(reader, one.user).await?,
                locale: one.locale,
                block_id: one.block_id.map(ID),
                mode: one.mode,
                seen_at: one.at,
            });
        }
        Ok(here)
    }
}

/// Who has a story open at the moment of the call.
pub fn seen(call: &Call, story: ArticleId) -> Vec<Seen> {
    call.app().presences.of(story, call.now())
}

/// Notes that the caller, if a person, has opened a story to read it.
pub fn note_viewing(call: &Call, story: ArticleId, locale: Option<Locale>) {
    let Actor::Staff { user, .. } = call.actor() else {
        return;
    };
    let seen = Seen {
        user: *user,
        locale,
        block_id: None,
        mode: PresenceMode::Viewing,
        at: call.now(),
    };
    call.app().presences.note(story, seen);
}

/// The lease as it stands after an action.
#[derive(SimpleObject)]
pub struct LockPayload {
    /// Null when nobody holds it.
    lock: Option<EditLock>,
    presence: Vec<Presence>,
    user_errors: Vec<UserError>,
}

impl LockPayload {
    async fn of(
        ctx: &Context<'_>,
        translation: &ID,
        action: impl Future<Output = app::Result<Option<Lease>>>,
    ) -> Result<Self> {
        let (done, user_errors) = settle(ctx, action).await?;
        let reader = DeskReader::of(ctx).await?;
        let lock = match done.flatten() {
            Some(lease) => Some(EditLock::of(&reader, lease).await?),
            None => None,
        };
        let one = match translation.parse::<TranslationId>() {
            Ok(id) => reader.translation(id).await?,
            Err(_) => None,
        };
        let presence = match one {
            Some(one) => Presence::of(&reader, ctx, one.article_id).await?,
            None => Vec::new(),
        };
        Ok(Self {
            lock,
            presence,
            user_errors,
        })
    }
}

/// What is done with leases.
#[derive(Default)]
pub struct LockMutations;

#[Object]
impl LockMutations {
    /// Take the editing lease; a LockedError names the holder.
    #[graphql(directive = requires_permission::apply(EDIT))]
    async fn lock_acquire(&self, ctx: &Context<'_>, translation_id: ID) -> Result<LockPayload> {
        let call = ctx.data_unchecked::<Call>();
        let acquire = Box::pin(async {
            let id = named(&["translationId"], &translation_id)?;
            articles::acquire_lock(call, id).await.map(Some)
        });
        LockPayload::of(ctx, &translation_id, acquire).await
    }

    /// Every 30 s while the editor is open; also reports the cursor's block.
    #[graphql(directive = requires_permission::apply(EDIT))]
    async fn lock_renew(
        &self,
        ctx: &Context<'_>,
        translation_id: ID,
        block_id: Option<ID>,
    ) -> Result<LockPayload> {
        let call = ctx.data_unchecked::<Call>();
        let renew = Box::pin(async {
            let id = named(&["translationId"], &translation_id)?;
            let block = block_id.map(|id| id.0);
            articles::renew_lock(call, id, block).await.map(Some)
        });
        LockPayload::of(ctx, &translation_id, renew).await
    }

    /// Give the lease back.
    #[graphql(directive = requires_permission::apply(EDIT))]
    async fn lock_release(&self, ctx: &Context<'_>, translation_id: ID) -> Result<LockPayload> {
        let call = ctx.data_unchecked::<Call>();
        let release = Box::pin(async {
            let id = named(&["translationId"], &translation_id)?;
            articles::release_lock(call, id).await
        });
        LockPayload::of(ctx, &translation_id, release).await
    }

    /// Take over; the other editor is told and keeps the unsaved text locally.
    #[graphql(directive = requires_permission::apply(&[Permission::LockBreak]))]
    async fn lock_break(
        &self,
        ctx: &Context<'_>,
        translation_id: ID,
        reason: String,
    ) -> Result<LockPayload> {
        let call = ctx.data_unchecked::<Call>();
        let take_over = Box::pin(async {
            let id = named(&["translationId"], &translation_id)?;
            articles::break_lock(call, id, &reason).await.map(Some)
        });
        LockPayload::of(ctx, &translation_id, take_over).await
    }
}
