//! One language of a story.

use std::sync::Arc;

use async_graphql::{Context, ID, Object, SimpleObject};

use super::article::DeskArticle;
use super::check::PublicationCheck;
use super::comment::DraftComment;
use super::content::{Revision, TranslationContent, edition};
use super::correction::DeskCorrection;
use super::diff::RevisionDiff;
use super::input::article::{PublishInput, TranslationCreateInput, UnpublishInput};
use super::input::block::BlockOperationInput;
use super::input::content::TranslationContentInput;
use super::lock::{EditLock, note_viewing};
use super::lossless::Lossless;
use super::outcome::{named, settle};
use super::permission::requires_permission;
use super::reader::{DeskReader, Shown};
use super::redirect::DeskRedirect;
use super::schedule::ScheduledPublication;
use super::staleness::Staleness;
use super::user_error::UserError;
use crate::api::graphql::connection::{Connection, forward};
use crate::api::graphql::delivery::article::Article as Delivered;
use crate::api::graphql::door::directives::{cost, list_size, paged};
use crate::api::graphql::error::Result;
use crate::api::graphql::reader;
use crate::api::graphql::scalars::{Slug, Url};
use crate::app::{self, Call, Error};
use crate::articles::{self, Offer, Planned, SavePatch, Takedown, TakenDown, Translation};
use crate::fronts;
use crate::platform::clock::Instant;
use crate::platform::ids::{ArticleId, CommentId, TranslationId};
use crate::platform::locale::Locale;
use crate::policy::Permission;
use crate::vocabulary::{CheckSeverity, DraftState, LiveState, TranslationActionKind};

const READ: &[Permission] = &[Permission::ContentRead];
const EDIT: &[Permission] = &[Permission::Translate, Permission::ContentWrite];

/// One language of a story. Two lanes: the LIVE revision readers see, and at most one DRAFT on its
/// way. Editing a live story opens a draft; the live revision stays until the draft is published.
pub struct DeskTranslation {
    reader: Arc<DeskReader>,
    one: Arc<Translation>,
}

impl DeskTranslation {
    /// A translation as the desk sees it.
    pub fn new(reader: &Arc<DeskReader>, one: impl Into<Arc<Translation>>) -> Self {
        Self {
            reader: Arc::clone(reader),
            one: one.into(),
        }
    }

    /// A translation with what is selected on it.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn shown(
        reader: &Arc<DeskReader>,
        ctx: &Context<'_>,
        one: Option<Arc<Translation>>,
    ) -> Result<Option<Self>> {
        let shown = one.iter().cloned().collect();
        reader
            .prefetch(ctx, Shown::Translations(shown, ctx.look_ahead()))
            .await?;
        Ok(one.map(|one| Self::new(reader, one)))
    }

    /// A translation as an action left it, with what is selected on it in the payload.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn in_payload(ctx: &Context<'_>, one: Option<Translation>) -> Result<Option<Self>> {
        let Some(one) = one else { return Ok(None) };
        let reader = DeskReader::of(ctx).await?;
        let one = Arc::new(one);
        let ahead = ctx.look_ahead().field("translation");
        reader
            .prefetch(ctx, Shown::Translations(vec![Arc::clone(&one)], ahead))
            .await?;
        Ok(Some(Self::new(&reader, one)))
    }

    async fn story(&self) -> app::Result<Arc<articles::Article>> {
        self.reader
            .article(self.one.article_id)
            .await?
            .ok_or(Error::NotFound)
    }
}

/// One language of a story. Two lanes: the LIVE revision readers see, and at most one DRAFT on its
/// way. Editing a live story opens a draft; the live revision stays until the draft is published.
#[Object]
impl DeskTranslation {
    pub(in crate::api::graphql) async fn id(&self) -> ID {
        self.one.id.to_string().into()
    }

    async fn article(&self, ctx: &Context<'_>) -> Result<DeskArticle> {
        let story = self.story().await?;
        let shown = Shown::Articles(vec![Arc::clone(&story)], ctx.look_ahead());
        self.reader.prefetch(ctx, shown).await?;
        Ok(DeskArticle::new(&self.reader, story))
    }

    async fn locale(&self) -> Locale {
        self.one.locale
    }

    /// Grows with every saved change of the working copy; send it back as `expectedVersion`.
    async fn version(&self) -> i32 {
        self.one.version
    }

    async fn live_state(&self) -> LiveState {
        self.one.live_state
    }

    async fn draft_state(&self) -> DraftState {
        self.one.draft_state
    }

    /// The draft when there is one, else the live content.
    async fn content(&self) -> Result<TranslationContent> {
        let content = self.reader.content(&self.one).await?;
        Ok(TranslationContent::of(&self.reader, &self.one, content).await?)
    }

    /// The text that readers see, or last saw.
    async fn live_revision(&self) -> Result<Option<Revision>> {
        let Some(id) = self.one.live_revision_id else {
            return Ok(None);
        };
        let (reader, one) = (Arc::clone(&self.reader), Arc::clone(&self.one));
        let kept = self.reader.revision(id).await?;
        Ok(kept.map(|kept| Revision::new(reader, one, kept)))
    }

    async fn slug(&self) -> Slug {
        self.one.slug.as_str().into()
    }

    /// Address it has or will have.
    async fn url(&self) -> Result<Url> {
        let story = self.story().await?;
        let today = self.reader.site().day_of(self.reader.call().now());
        let path = self.one.path(story.kind, story.number, today);
        Ok(self.reader.addresses().url(self.one.locale, &path).into())
    }

    async fn first_published_at(&self) -> Option<Instant> {
        self.one.first_published_at
    }

    async fn last_published_at(&self) -> Option<Instant> {
        self.one.last_published_at
    }

    /// Byline clock shown to readers when it must differ from the true one. Audited.
    async fn display_published_at(&self) -> Option<Instant> {
        self.one.display_published_at
    }

    /// Position and clock in lists.
    async fn listed_at(&self) -> Option<Instant> {
        self.one.listed_at
    }

    /// The next planned change of the live lane.
    async fn schedule(&self, ctx: &Context<'_>) -> Result<Option<ScheduledPublication>> {
        let next = self.one.plan.all().next();
        let by = next.iter().map(|(_, planned)| planned.by).collect();
        let ahead = ctx.look_ahead().field("scheduledBy");
        self.reader.prefetch(ctx, Shown::Users(by, ahead)).await?;
        let shown = |(action, planned): (_, &Planned)| {
            ScheduledPublication::new(&self.reader, &self.one, action, planned.clone())
        };
        Ok(next.map(shown))
    }

    /// How far it is behind its source; null for the source itself.
    async fn staleness(&self) -> Result<Option<Staleness>> {
        Ok(Staleness::of(&self.reader, &self.one).await?)
    }

    /// Who edits it now.
    async fn lock(&self) -> Result<Option<EditLock>> {
        match self.reader.lease(self.one.id).await? {
            Some(lease) => Ok(Some(EditLock::of(&self.reader, *lease).await?)),
            None => Ok(None),
        }
    }

    /// Newest first, withdrawn ones among them.
    async fn corrections(&self, ctx: &Context<'_>) -> Result<Vec<DeskCorrection>> {
        let notes = self.reader.corrections(self.one.id).await?;
        let issuers = notes.iter().map(|note| note.issued_by).collect();
        self.reader
            .prefetch(ctx, Shown::Users(issuers, ctx.look_ahead().field("by")))
            .await?;
        let desk = |note: &articles::Correction| {
            let (reader, one) = (Arc::clone(&self.reader), Arc::clone(&self.one));
            DeskCorrection::new(reader, one, note.clone())
        };
        Ok(notes.iter().map(desk).collect())
    }

    /// What the caller may do now and, when not, why. Buttons come from here; rules stay on the
    /// server.
    async fn actions(&self) -> Result<Vec<TranslationAction>> {
        let story = self.story().await?;
        let above = self.reader.sections().ancestors(story.section);
        let sections: Vec<_> = above.into_iter().map(|section| section.id).collect();
        let actor = self.reader.call().actor();
        let mut offers = self.one.offers(actor, &story, &sections);
        let lease = self.reader.lease(self.one.id).await?;
        let lease = lease.as_deref();
        offers.push(self.one.lease_offer(actor, &story, &sections, lease));
        Ok(offers.into_iter().map(Into::into).collect())
    }

    /// What would stop or warn about publication right now.
    async fn checks(&self) -> Result<Vec<PublicationCheck>> {
        Ok(self
            .reader
            .checks(&self.one)
            .await?
            .iter()
            .map(Into::into)
            .collect())
    }

    /// Newest first.
    #[graphql(directive = list_size::apply(paged("first")))]
    async fn revisions(
        &self,
        ctx: &Context<'_>,
        first: Option<i32>,
        after: Option<String>,
    ) -> Result<Connection<Revision>> {
        let page = forward::<i32>(first, after, REVISIONS)?;
        let found = articles::revisions_of(self.reader.call(), self.one.id, &page).await?;
        let found = found.map(Arc::new);
        let ahead = ctx.look_ahead().field("edges").field("node");
        self.reader
            .prefetch(ctx, Shown::Revisions(found.items.clone(), ahead))
            .await?;
        let node = |kept| Revision::new(Arc::clone(&self.reader), Arc::clone(&self.one), kept);
        Ok(Connection::of(found, REVISIONS, |kept| kept.number, node))
    }

    /// Threads on the draft, newest first.
    #[graphql(directive = list_size::apply(paged("first")))]
    async fn comments(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only closed threads, or only open ones.")] resolved: Option<bool>,
        first: Option<i32>,
        after: Option<String>,
    ) -> Result<Connection<DraftComment>> {
        let page = forward::<CommentId>(first, after, COMMENTS)?;
        let ahead = ctx.look_ahead().field("edges").field("node");
        let one = std::slice::from_ref(&self.one);
        let found = self.reader.comments(one, resolved, &page).await?;
        let threads: Vec<_> = found.items.clone();
        self.reader
            .prefetch(ctx, Shown::Comments(threads, ahead))
            .await?;
        let node = |thread| DraftComment::new(&self.reader, thread);
        Ok(Connection::of(found, COMMENTS, |thread| thread.id, node))
    }

    /// What changed from one revision to another.
    #[graphql(directive = cost::apply("10"))]
    async fn diff(&self, ctx: &Context<'_>, from: i32, to: i32) -> Result<RevisionDiff> {
        RevisionDiff::of(ctx, &self.reader, &self.one, (from, to)).await
    }

    /// The delivery view of the live revision.
    async fn published(&self, ctx: &Context<'_>) -> Result<Option<Delivered>> {
        let reader = edition(ctx, self.one.locale).await?;
        let story = reader.published(self.one.article_id).await?;
        Ok(story.map(|story| Delivered::new(&reader, story)))
    }
}

/// Name of the order in cursors.
const REVISIONS: &str = "number";
const COMMENTS: &str = "comment";

/// One thing the caller may or may not do now.
#[derive(SimpleObject)]
#[graphql(directive = cost::apply("0"))]
pub struct TranslationAction {
    kind: TranslationActionKind,
    is_allowed: bool,
    /// Why not.
    reason: Option<String>,
}

impl From<Offer> for TranslationAction {
    fn from(offer: Offer) -> Self {
        Self {
            kind: offer.kind,
            is_allowed: offer.refusal.is_none(),
            reason: offer.refusal,
        }
    }
}

/// What readers get of a story in a language, with what is selected of it as `published`.
///
/// # Errors
/// Those of the database.
pub async fn published(
    ctx: &Context<'_>,
    locale: Locale,
    id: ArticleId,
) -> Result<Option<Delivered>> {
    let reader = edition(ctx, locale).await?;
    let story = reader.published(id).await?;
    let shown = story.iter().cloned().collect();
    let ahead = ctx.look_ahead().field("published");
    reader
        .prefetch([reader::Shown::Articles(shown, ahead)])
        .await?;
    Ok(story.map(|story| Delivered::new(&reader, story)))
}

/// What a takedown touched or left behind.
#[derive(SimpleObject)]
pub struct UnpublishEffects {
    /// The languages that readers can still open.
    still_live: Vec<Delivered>,
    removed_pins: i32,
    /// Live stories whose links to it lost their address.
    links_disabled: i32,
    /// Planned changes that were called off.
    cancelled_schedules: i32,
}

impl UnpublishEffects {
    /// The effects of a takedown.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn of(ctx: &Context<'_>, taken: &TakenDown, pins: u64) -> Result<Self> {
        let mut still_live = Vec::with_capacity(taken.still_live.len());
        for locale in &taken.still_live {
            still_live.extend(published(ctx, *locale, taken.article.id).await?);
        }
        Ok(Self {
            still_live,
            removed_pins: i32::try_from(pins).unwrap_or(i32::MAX),
            links_disabled: i32::try_from(taken.links_disabled).unwrap_or(i32::MAX),
            cancelled_schedules: i32::try_from(taken.cancelled_schedules).unwrap_or(i32::MAX),
        })
    }
}

/// A new language.
#[derive(SimpleObject)]
pub struct TranslationCreatePayload {
    translation: Option<DeskTranslation>,
    user_errors: Vec<UserError>,
}

/// A saved text.
#[derive(SimpleObject)]
pub struct TranslationSavePayload {
    translation: Option<DeskTranslation>,
    /// What would have to be accepted by name at publication.
    warnings: Vec<PublicationCheck>,
    user_errors: Vec<UserError>,
}

impl TranslationSavePayload {
    async fn of(
        ctx: &Context<'_>,
        action: impl Future<Output = app::Result<Translation>>,
    ) -> Result<Self> {
        let (saved, user_errors) = settle(ctx, action).await?;
        let mut warnings = Vec::new();
        if let Some(one) = saved
            .as_ref()
            .filter(|_| ctx.look_ahead().field("warnings").exists())
        {
            let reader = DeskReader::of(ctx).await?;
            let checks = reader.checks(&Arc::new(one.clone())).await?;
            let warns = checks
                .iter()
                .filter(|check| check.severity == CheckSeverity::Warning);
            warnings.extend(warns.map(Into::into));
        }
        let translation = DeskTranslation::in_payload(ctx, saved).await?;
        Ok(Self {
            translation,
            warnings,
            user_errors,
        })
    }
}

/// A changed address.
#[derive(SimpleObject)]
pub struct TranslationChangeSlugPayload {
    translation: Option<DeskTranslation>,
    /// From the old address, when readers knew it.
    redirect: Option<DeskRedirect>,
    user_errors: Vec<UserError>,
}

/// A translation that went from one state to another.
#[derive(SimpleObject)]
pub struct TranslationTransitionPayload {
    translation: Option<DeskTranslation>,
    /// What readers now see; null when nothing is live.
    published: Option<Delivered>,
    /// What a takedown touched.
    effects: Option<UnpublishEffects>,
    user_errors: Vec<UserError>,
}

impl TranslationTransitionPayload {
    /// The outcome of an action that moves a translation.
    ///
    /// # Errors
    /// Those of the database, and failures of the action that no input can help.
    pub async fn of(
        ctx: &Context<'_>,
        action: impl Future<Output = app::Result<Translation>>,
    ) -> Result<Self> {
        let (done, user_errors) = settle(ctx, action).await?;
        let live = done.as_ref().map(|one| (one.locale, one.article_id));
        let published = match live {
            Some((locale, id)) if ctx.look_ahead().field("published").exists() => {
                published(ctx, locale, id).await?
            }
            _ => None,
        };
        let translation = DeskTranslation::in_payload(ctx, done).await?;
        Ok(Self {
            translation,
            published,
            effects: None,
            user_errors,
        })
    }
}

/// What the desk reads of translations.
#[derive(Default)]
pub struct TranslationReads;

#[Object]
impl TranslationReads {
    #[graphql(directive = requires_permission::apply(READ))]
    async fn translation(&self, ctx: &Context<'_>, id: ID) -> Result<Option<DeskTranslation>> {
        let Ok(id) = id.parse::<TranslationId>() else {
            return Ok(None);
        };
        let reader = DeskReader::of(ctx).await?;
        let one = reader.translation(id).await?;
        if let Some(one) = &one {
            note_viewing(reader.call(), one.article_id, Some(one.locale));
        }
        DeskTranslation::shown(&reader, ctx, one).await
    }
}

/// What is done with translations.
#[derive(Default)]
pub struct TranslationMutations;

#[Object]
impl TranslationMutations {
    /// Open another language, optionally pre-filled from an existing one with the same block ids.
    #[graphql(directive = requires_permission::apply(EDIT))]
    async fn translation_create(
        &self,
        ctx: &Context<'_>,
        article_id: ID,
        input: TranslationCreateInput,
    ) -> Result<TranslationCreatePayload> {
        let call = ctx.data_unchecked::<Call>();
        let create = Box::pin(async {
            let id = named(&["articleId"], &article_id)?;
            articles::create_translation(call, id, &input.into()).await
        });
        let (made, user_errors) = settle(ctx, create).await?;
        let translation = DeskTranslation::in_payload(ctx, made).await?;
        Ok(TranslationCreatePayload {
            translation,
            user_errors,
        })
    }

    /// Save the working copy; opens a draft on a live story. Also the autosave.
    #[graphql(directive = requires_permission::apply(EDIT))]
    async fn translation_save(
        &self,
        ctx: &Context<'_>,
        id: ID,
        expected_version: i32,
        input: Lossless<TranslationContentInput>,
    ) -> Result<TranslationSavePayload> {
        let call = ctx.data_unchecked::<Call>();
        let save = Box::pin(async {
            let patch = SavePatch::of(input.members());
            articles::save(call, named(&["id"], &id)?, expected_version, &patch).await
        });
        TranslationSavePayload::of(ctx, save).await
    }

    /// Change single blocks without sending the whole body. Operations apply in order, all or none.
    #[graphql(directive = requires_permission::apply(EDIT))]
    async fn translation_patch_blocks(
        &self,
        ctx: &Context<'_>,
        id: ID,
        expected_version: i32,
        operations: Lossless<Vec<BlockOperationInput>>,
    ) -> Result<TranslationSavePayload> {
        let call = ctx.data_unchecked::<Call>();
        let patch = Box::pin(async {
            let id = named(&["id"], &id)?;
            let operations: Vec<_> = operations.read(&["operations"])?;
            articles::patch_blocks(call, id, expected_version, &operations).await
        });
        TranslationSavePayload::of(ctx, patch).await
    }

    /// Change the address. On a live story the old one becomes a 301.
    #[graphql(directive = requires_permission::apply(&[Permission::ContentWrite]))]
    async fn translation_change_slug(
        &self,
        ctx: &Context<'_>,
        id: ID,
        slug: Slug,
    ) -> Result<TranslationChangeSlugPayload> {
        let call = ctx.data_unchecked::<Call>();
        let change =
            Box::pin(async { articles::change_slug(call, named(&["id"], &id)?, &slug.0).await });
        let (changed, user_errors) = settle(ctx, change).await?;
        let (one, redirect) = changed.unzip();
        let translation = DeskTranslation::in_payload(ctx, one).await?;
        let reader = DeskReader::of(ctx).await?;
        let redirect = redirect
            .flatten()
            .map(|redirect| DeskRedirect::new(&reader, redirect));
        Ok(TranslationChangeSlugPayload {
            translation,
            redirect,
            user_errors,
        })
    }

    /// APPROVED (or any draft state with the PUBLISH permission, for breaking news) -> live, draft
    /// lane -> NONE.
    #[graphql(directive = requires_permission::apply(&[Permission::Publish]))]
    async fn translation_publish(
        &self,
        ctx: &Context<'_>,
        id: ID,
        expected_version: i32,
        input: Option<PublishInput>,
    ) -> Result<TranslationTransitionPayload> {
        let call = ctx.data_unchecked::<Call>();
        let publish = Box::pin(async {
            let how = input.map(Into::into).unwrap_or_default();
            articles::publish(call, named(&["id"], &id)?, expected_version, &how).await
        });
        TranslationTransitionPayload::of(ctx, publish).await
    }

    /// LIVE -> UNPUBLISHED. Other languages stay; the payload warns about them.
    #[graphql(directive = requires_permission::apply(&[Permission::Unpublish]))]
    async fn translation_unpublish(
        &self,
        ctx: &Context<'_>,
        id: ID,
        input: UnpublishInput,
    ) -> Result<TranslationTransitionPayload> {
        let call = ctx.data_unchecked::<Call>();
        let take_down = Box::pin(async {
            let what = Takedown::Translation(named(&["id"], &id)?);
            fronts::take_down(call, &what, &input.into()).await
        });
        let (done, user_errors) = settle(ctx, take_down).await?;
        let (effects, one) = match done {
            Some((mut taken, pins)) => {
                let effects = UnpublishEffects::of(ctx, &taken, pins).await?;
                (Some(effects), taken.taken.pop())
            }
            None => (None, None),
        };
        let translation = DeskTranslation::in_payload(ctx, one).await?;
        Ok(TranslationTransitionPayload {
            translation,
            published: None,
            effects,
            user_errors,
        })
    }
}
