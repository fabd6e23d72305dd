//! Threads on drafts.

use std::sync::Arc;

use async_graphql::{Context, ID, InputObject, Object, SimpleObject};

use super::outcome::{all_named, named, settle};
use super::permission::requires_permission;
use super::reader::{DeskReader, Shown};
use super::staff::StaffUser;
use super::user_error::UserError;
use crate::api::graphql::error::Result;
use crate::app::{self, Call, Error, Problem, refuse_if_any};
use crate::articles::{self, Comment, CommentInput, Hold, Reply};
use crate::platform::clock::Instant;
use crate::platform::ids::UserId;
use crate::policy::Permission;
use crate::users;

const READ: &[Permission] = &[Permission::ContentRead];

/// A thread on a draft. Never public.
pub struct DraftComment {
    reader: Arc<DeskReader>,
    thread: Arc<Comment>,
}

impl DraftComment {
    /// A thread as the desk sees it.
    pub fn new(reader: &Arc<DeskReader>, thread: impl Into<Arc<Comment>>) -> Self {
        Self {
            reader: Arc::clone(reader),
            thread: thread.into(),
        }
    }

    async fn user(&self, ctx: &Context<'_>, id: UserId) -> Result<StaffUser> {
        self.reader
            .prefetch(ctx, Shown::Users(vec![id], ctx.look_ahead()))
            .await?;
        Ok(StaffUser::known(&self.reader, id).await?)
    }
}

/// A thread on a draft. Never public.
#[Object]
impl DraftComment {
    pub(in crate::api::graphql) async fn id(&self) -> ID {
        self.thread.id.to_string().into()
    }

    async fn author(&self, ctx: &Context<'_>) -> Result<StaffUser> {
        self.user(ctx, self.thread.author).await
    }

    async fn text(&self) -> &str {
        &self.thread.text
    }

    async fn created_at(&self) -> Instant {
        self.thread.created_at
    }

    /// Where it hangs; the quote survives when the block goes. Null of a thread on the whole draft.
    async fn anchor(&self) -> Result<Option<CommentAnchor>> {
        let Some(anchor) = &self.thread.anchor else {
            return Ok(None);
        };
        let one = self.reader.translation(self.thread.translation_id).await?;
        let one = one.ok_or(Error::NotFound)?;
        let content = self.reader.content(&one).await?;
        let hold = anchor.hold(&content);
        let range = match hold {
            Hold::Words(start, end) => Some((start, end)),
            Hold::Block | Hold::Draft => None,
        };
        Ok(Some(CommentAnchor {
            block_id: ID(anchor.block_id.clone()),
            start: range.map(|(start, _)| start),
            end: range.map(|(_, end)| end),
            quoted_text: anchor.quoted.clone(),
            is_detached: hold == Hold::Draft,
        }))
    }

    async fn resolved_at(&self) -> Option<Instant> {
        self.thread.resolved.map(|(at, _)| at)
    }

    async fn resolved_by(&self, ctx: &Context<'_>) -> Result<Option<StaffUser>> {
        match self.thread.resolved {
            Some((_, by)) => Ok(Some(self.user(ctx, by).await?)),
            None => Ok(None),
        }
    }

    /// Oldest first. Bounded (<= 100).
    async fn replies(&self, ctx: &Context<'_>) -> Result<Vec<DraftCommentReply>> {
        let authors = self.thread.replies.iter().map(|one| one.author).collect();
        let ahead = ctx.look_ahead().field("author");
        self.reader
            .prefetch(ctx, Shown::Users(authors, ahead))
            .await?;
        let mut replies = Vec::with_capacity(self.thread.replies.len());
        for reply in &self.thread.replies {
            replies.push(DraftCommentReply::of(&self.reader, reply).await?);
        }
        Ok(replies)
    }
}

/// An answer in a thread.
#[derive(SimpleObject)]
pub struct DraftCommentReply {
    id: ID,
    author: StaffUser,
    text: String,
    created_at: Instant,
}

impl DraftCommentReply {
    async fn of(reader: &Arc<DeskReader>, reply: &Reply) -> app::Result<Self> {
        Ok(Self {
            id: reply.id.to_string().into(),
            author: StaffUser::known(reader, reply.author).await?,
            text: reply.text.clone(),
            created_at: reply.created_at,
        })
    }
}

/// The place in the text; offsets in Unicode scalar values.
#[derive(SimpleObject)]
pub struct CommentAnchor {
    block_id: ID,
    /// Where the words begin now; null when the thread is on the whole block, or its words are gone.
    start: Option<i32>,
    /// Where they end now.
    end: Option<i32>,
    /// The words as they were when the thread was started.
    quoted_text: String,
    /// Whether the block has gone, so that the thread is on the whole draft.
    is_detached: bool,
}

/// Without `blockId`: on the whole draft.
#[derive(InputObject)]
pub struct CommentAddInput {
    text: String,
    block_id: Option<ID>,
    /// Where the words begin in the text of the block, in Unicode scalar values; the parts of a
    /// block are joined by a line break.
    start: Option<i32>,
    /// Where they end, exclusive.
    end: Option<i32>,
    /// Colleagues who should look. At most 20.
    mention_ids: Option<Vec<ID>>,
}

impl CommentAddInput {
    async fn read(self, call: &Call) -> app::Result<CommentInput> {
        let path = ["input", "mentionIds"];
        let mentions: Vec<UserId> = all_named(&path, &self.mention_ids.unwrap_or_default())?;
        let known = users::by_ids(call, &mentions).await?;
        let mentioned = mentions.iter().enumerate();
        let strangers = mentioned.filter(|(_, id)| !known.contains_key(id));
        let problems = strangers.map(|(place, id)| {
            let place = place.to_string();
            Problem::missing(path.into_iter().chain([place.as_str()]), id)
        });
        refuse_if_any(problems.collect())?;
        Ok(CommentInput {
            text: self.text,
            block_id: self.block_id.map(|id| id.0),
            start: self.start,
            end: self.end,
            mentions,
        })
    }
}

/// A thread as an action left it.
#[derive(SimpleObject)]
pub struct CommentPayload {
    comment: Option<DraftComment>,
    user_errors: Vec<UserError>,
}

impl CommentPayload {
    async fn of(
        ctx: &Context<'_>,
        action: impl Future<Output = app::Result<Comment>>,
    ) -> Result<Self> {
        let (done, user_errors) = settle(ctx, action).await?;
        let reader = DeskReader::of(ctx).await?;
        Ok(Self {
            comment: done.map(|thread| DraftComment::new(&reader, thread)),
            user_errors,
        })
    }
}

/// What is done with threads.
#[derive(Default)]
pub struct CommentMutations;

#[Object]
impl CommentMutations {
    /// Start a thread on the draft, on a block or on some of its words.
    #[graphql(directive = requires_permission::apply(READ))]
    async fn comment_add(
        &self,
        ctx: &Context<'_>,
        translation_id: ID,
        input: CommentAddInput,
    ) -> Result<CommentPayload> {
        let call = ctx.data_unchecked::<Call>();
        let add = Box::pin(async {
            let id = named(&["translationId"], &translation_id)?;
            articles::add_comment(call, id, &input.read(call).await?).await
        });
        CommentPayload::of(ctx, add).await
    }

    /// Answer in a thread.
    #[graphql(directive = requires_permission::apply(READ))]
    async fn comment_reply(
        &self,
        ctx: &Context<'_>,
        comment_id: ID,
        text: String,
    ) -> Result<CommentPayload> {
        let call = ctx.data_unchecked::<Call>();
        let reply = Box::pin(async {
            let id = named(&["commentId"], &comment_id)?;
            articles::reply_to_comment(call, id, &text).await
        });
        CommentPayload::of(ctx, reply).await
    }

    /// Close a thread; unresolved threads warn at publication.
    #[graphql(directive = requires_permission::apply(READ))]
    async fn comment_resolve(&self, ctx: &Context<'_>, comment_id: ID) -> Result<CommentPayload> {
        let call = ctx.data_unchecked::<Call>();
        let resolve = Box::pin(async {
            let id = named(&["commentId"], &comment_id)?;
            articles::resolve_comment(call, id).await
        });
        CommentPayload::of(ctx, resolve).await
    }

    /// Open a closed thread again.
    #[graphql(directive = requires_permission::apply(READ))]
    async fn comment_reopen(&self, ctx: &Context<'_>, comment_id: ID) -> Result<CommentPayload> {
        let call = ctx.data_unchecked::<Call>();
        let reopen = Box::pin(async {
            let id = named(&["commentId"], &comment_id)?;
            articles::reopen_comment(call, id).await
        });
        CommentPayload::of(ctx, reopen).await
    }
}
