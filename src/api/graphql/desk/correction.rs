//! Public notes on changes, with their authors and states.

use std::borrow::Cow;
use std::sync::Arc;

use async_graphql::{Context, ID, Object, SimpleObject};

use super::content::edition;
use super::input::article::CorrectionIssueInput;
use super::outcome::{named, settle};
use super::permission::requires_permission;
use super::reader::{DeskReader, Shown};
use super::staff::StaffUser;
use super::translation::published;
use super::user_error::UserError;
use crate::api::graphql::delivery::article::Article as Delivered;
use crate::api::graphql::delivery::rich_text::RichText;
use crate::api::graphql::error::Result;
use crate::app::Call;
use crate::articles::{self, Correction, Translation};
use crate::platform::clock::Instant;
use crate::platform::ids::CorrectionId;
use crate::policy::Permission;
use crate::vocabulary::{CorrectionKind, CorrectionPlacement};

/// A note with its author and state.
pub struct DeskCorrection {
    reader: Arc<DeskReader>,
    translation: Arc<Translation>,
    note: Correction,
}

impl DeskCorrection {
    /// A note of a translation.
    pub const fn new(
        reader: Arc<DeskReader>,
        translation: Arc<Translation>,
        note: Correction,
    ) -> Self {
        Self {
            reader,
            translation,
            note,
        }
    }
}

/// A note with its author and state.
#[Object]
impl DeskCorrection {
    pub(in crate::api::graphql) async fn id(&self) -> ID {
        self.note.id.to_string().into()
    }

    async fn kind(&self) -> CorrectionKind {
        self.note.kind
    }

    async fn placement(&self) -> CorrectionPlacement {
        self.note.placement
    }

    async fn text(&self, ctx: &Context<'_>) -> Result<RichText<'_>> {
        let reader = edition(ctx, self.translation.locale).await?;
        Ok(RichText::of(&reader, Cow::Borrowed(&self.note.text)).await?)
    }

    async fn at(&self) -> Instant {
        self.note.issued_at
    }

    async fn by(&self, ctx: &Context<'_>) -> Result<StaffUser> {
        let id = self.note.issued_by;
        self.reader
            .prefetch(ctx, Shown::Users(vec![id], ctx.look_ahead()))
            .await?;
        Ok(StaffUser::known(&self.reader, id).await?)
    }

    /// The revision that carries the change.
    async fn revision(&self) -> i32 {
        self.note.revision
    }

    async fn show_update_label(&self) -> bool {
        self.note.shows_update
    }

    async fn withdrawn_at(&self) -> Option<Instant> {
        self.note.withdrawn_at
    }
}

/// A new note, and what readers see of the story now.
#[derive(SimpleObject)]
pub struct CorrectionIssuePayload {
    correction: Option<DeskCorrection>,
    published: Option<Delivered>,
    user_errors: Vec<UserError>,
}

/// A withdrawn note.
#[derive(SimpleObject)]
pub struct CorrectionWithdrawPayload {
    correction: Option<DeskCorrection>,
    user_errors: Vec<UserError>,
}

/// What is done with notes.
#[derive(Default)]
pub struct CorrectionMutations;

#[Object]
impl CorrectionMutations {
    /// Publish a correction or update note with the current draft, or with the live text when there
    /// is none.
    #[graphql(directive = requires_permission::apply(&[Permission::CorrectionIssue]))]
    async fn correction_issue(
        &self,
        ctx: &Context<'_>,
        translation_id: ID,
        input: CorrectionIssueInput,
    ) -> Result<CorrectionIssuePayload> {
        let call = ctx.data_unchecked::<Call>();
        let issue = Box::pin(async {
            let id = named(&["translationId"], &translation_id)?;
            articles::issue_correction(call, id, &input.read()?).await
        });
        let (note, user_errors) = settle(ctx, issue).await?;
        let mut payload = CorrectionIssuePayload {
            correction: None,
            published: None,
            user_errors,
        };
        let reader = DeskReader::of(ctx).await?;
        if let Some(note) = note
            && let Some(one) = reader.translation(note.translation_id).await?
        {
            payload.published = published(ctx, one.locale, one.article_id).await?;
            payload.correction = Some(DeskCorrection::new(reader, one, note));
        }
        Ok(payload)
    }

    /// Withdraw a note issued by mistake; it stays in the audit log.
    #[graphql(directive = requires_permission::apply(&[Permission::CorrectionIssue]))]
    async fn correction_withdraw(
        &self,
        ctx: &Context<'_>,
        id: ID,
        reason: String,
    ) -> Result<CorrectionWithdrawPayload> {
        let call = ctx.data_unchecked::<Call>();
        let withdraw = Box::pin(async {
            let id: CorrectionId = named(&["id"], &id)?;
            articles::withdraw_correction(call, id, &reason).await
        });
        let (note, user_errors) = settle(ctx, withdraw).await?;
        let mut correction = None;
        if let Some(note) = note {
            let reader = DeskReader::of(ctx).await?;
            let one = reader.translation(note.translation_id).await?;
            correction = one.map(|one| DeskCorrection::new(reader, one, note));
        }
        Ok(CorrectionWithdrawPayload {
            correction,
            user_errors,
        })
    }
}
