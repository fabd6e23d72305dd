//! The steps of a text on its way to readers, and of a story out of lists or into the trash.

use async_graphql::{Context, ID, InputObject, Object, SimpleObject};

use super::outcome::{named, settle};
use super::permission::requires_permission;
use super::translation::TranslationTransitionPayload;
use super::user_error::UserError;
use crate::api::graphql::error::Result;
use crate::app::{self, Call};
use crate::articles::{self, SubmitInput};
use crate::fronts;
use crate::platform::clock::Instant;
use crate::policy::Permission;

const WRITE: &[Permission] = &[Permission::ContentWrite];
const EDIT: &[Permission] = &[Permission::Translate, Permission::ContentWrite];
const PUBLISH: &[Permission] = &[Permission::Publish];

/// Words to the reviewer.
#[derive(InputObject)]
pub struct TranslationSubmitInput {
    note: Option<String>,
    /// Who is asked; under an embargo, this lets them see the story.
    reviewer_id: Option<ID>,
}

impl TranslationSubmitInput {
    fn read(self) -> app::Result<SubmitInput> {
        let reviewer = self.reviewer_id.as_ref();
        let reviewer = reviewer.map(|id| named(&["input", "reviewerId"], id));
        Ok(SubmitInput {
            note: self.note,
            reviewer: reviewer.transpose()?,
        })
    }
}

/// A story in the trash.
#[derive(SimpleObject)]
pub struct ArticleTrashPayload {
    trashed_id: Option<ID>,
    user_errors: Vec<UserError>,
}

/// What moves texts along.
#[derive(Default)]
pub struct WorkflowMutations;

#[Object]
impl WorkflowMutations {
    /// DRAFT or CHANGES_REQUESTED -> IN_REVIEW.
    #[graphql(directive = requires_permission::apply(EDIT))]
    async fn translation_submit(
        &self,
        ctx: &Context<'_>,
        id: ID,
        expected_version: i32,
        input: Option<TranslationSubmitInput>,
    ) -> Result<TranslationTransitionPayload> {
        let call = ctx.data_unchecked::<Call>();
        let submit = Box::pin(async {
            let id = named(&["id"], &id)?;
            let words = input.map(TranslationSubmitInput::read).transpose()?;
            articles::submit(call, id, expected_version, &words.unwrap_or_default()).await
        });
        TranslationTransitionPayload::of(ctx, submit).await
    }

    /// IN_REVIEW or APPROVED -> CHANGES_REQUESTED.
    #[graphql(directive = requires_permission::apply(&[Permission::Review]))]
    async fn translation_request_changes(
        &self,
        ctx: &Context<'_>,
        id: ID,
        note: String,
    ) -> Result<TranslationTransitionPayload> {
        let call = ctx.data_unchecked::<Call>();
        let send_back =
            Box::pin(async { articles::request_changes(call, named(&["id"], &id)?, &note).await });
        TranslationTransitionPayload::of(ctx, send_back).await
    }

    /// IN_REVIEW -> APPROVED. Not by the last person who changed the text, unless the role holds
    /// SELF_APPROVE. What went live without approval is accepted afterwards by this too.
    #[graphql(directive = requires_permission::apply(&[Permission::Approve]))]
    async fn translation_approve(
        &self,
        ctx: &Context<'_>,
        id: ID,
        expected_version: i32,
        note: Option<String>,
    ) -> Result<TranslationTransitionPayload> {
        let call = ctx.data_unchecked::<Call>();
        let approve = Box::pin(async {
            let id = named(&["id"], &id)?;
            articles::approve(call, id, expected_version, note.as_deref()).await
        });
        TranslationTransitionPayload::of(ctx, approve).await
    }

    /// LIVE -> ARCHIVED.
    #[graphql(directive = requires_permission::apply(PUBLISH))]
    async fn translation_archive(
        &self,
        ctx: &Context<'_>,
        id: ID,
    ) -> Result<TranslationTransitionPayload> {
        let call = ctx.data_unchecked::<Call>();
        let archive =
            Box::pin(async { articles::archive_translation(call, named(&["id"], &id)?).await });
        TranslationTransitionPayload::of(ctx, archive).await
    }

    /// ARCHIVED -> LIVE.
    #[graphql(directive = requires_permission::apply(PUBLISH))]
    async fn translation_unarchive(
        &self,
        ctx: &Context<'_>,
        id: ID,
    ) -> Result<TranslationTransitionPayload> {
        let call = ctx.data_unchecked::<Call>();
        let bring_back =
            Box::pin(async { articles::unarchive_translation(call, named(&["id"], &id)?).await });
        TranslationTransitionPayload::of(ctx, bring_back).await
    }

    /// Throw the draft away; the live revision is untouched.
    #[graphql(directive = requires_permission::apply(EDIT))]
    async fn translation_discard_draft(
        &self,
        ctx: &Context<'_>,
        id: ID,
        expected_version: i32,
    ) -> Result<TranslationTransitionPayload> {
        let call = ctx.data_unchecked::<Call>();
        let discard = Box::pin(async {
            articles::discard_draft(call, named(&["id"], &id)?, expected_version).await
        });
        TranslationTransitionPayload::of(ctx, discard).await
    }

    /// Open a draft with the content of an old revision. History is never rewritten.
    #[graphql(directive = requires_permission::apply(WRITE))]
    async fn translation_revert(
        &self,
        ctx: &Context<'_>,
        id: ID,
        expected_version: i32,
        to_revision: i32,
    ) -> Result<TranslationTransitionPayload> {
        let call = ctx.data_unchecked::<Call>();
        let revert = Box::pin(async {
            let id = named(&["id"], &id)?;
            articles::revert(call, id, expected_version, to_revision).await
        });
        TranslationTransitionPayload::of(ctx, revert).await
    }

    /// Move a live story in lists without touching its publication time. Audited.
    #[graphql(directive = requires_permission::apply(&[Permission::Relist]))]
    async fn translation_relist(
        &self,
        ctx: &Context<'_>,
        id: ID,
        listed_at: Instant,
        reason: String,
    ) -> Result<TranslationTransitionPayload> {
        let call = ctx.data_unchecked::<Call>();
        let relist = Box::pin(async {
            articles::relist(call, named(&["id"], &id)?, listed_at, &reason).await
        });
        TranslationTransitionPayload::of(ctx, relist).await
    }

    /// Move a never-published story to the trash.
    #[graphql(directive = requires_permission::apply(WRITE))]
    async fn article_trash(&self, ctx: &Context<'_>, id: ID) -> Result<ArticleTrashPayload> {
        let call = ctx.data_unchecked::<Call>();
        let trash = Box::pin(async { fronts::trash(call, named(&["id"], &id)?).await });
        let (trashed, user_errors) = settle(ctx, trash).await?;
        Ok(ArticleTrashPayload {
            trashed_id: trashed.map(|id| id.to_string().into()),
            user_errors,
        })
    }
}
