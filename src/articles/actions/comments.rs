//! Writing, answering, closing and opening threads on drafts. What they say stays out of the audit
//! trail and the change feed, like all text that is not public.

use serde_json::json;

use super::locked::{Around, Locked, nothing};
use crate::app::{Call, Error, Permit, Problem, Result, Tx, refuse_if_any};
use crate::articles::domain::{Comment, CommentInput, MOST_REPLIES, Reply, text_problem};
use crate::articles::store::comments as store;
use crate::platform::ids::{CommentId, TranslationId};
use crate::policy::Action;
use crate::vocabulary::{EventType, UserErrorCode};

/// Starts a thread on the working copy: on the whole of it, on a block, or on some of its words.
///
/// # Errors
/// [`Error::Refused`] for unknown ids, offsets outside the block, or words that are missing or too
/// long.
pub async fn add_comment(call: &Call, id: TranslationId, input: &CommentInput) -> Result<Comment> {
    let around = Around::of(call).await?;
    let tx = call.begin().await?;
    let action = Action::CommentAdd;
    let Some((locked, place)) = Locked::by_translation(&tx, &around, id).await? else {
        tx.authorize(action, &nothing())?;
        return Err(Error::missing(["translationId"], id));
    };
    let permit = tx.authorize(action, &locked.subject_of(place))?;
    let content = locked.working_content(&tx, place).await?;
    let (anchor, problems) = input.read(&content);
    let below = problems.into_iter().map(|problem| problem.below(["input"]));
    refuse_if_any(below.collect())?;
    let thread = Comment {
        id: call.new_id(),
        translation_id: id,
        author: call.actor().user().ok_or(Error::Unauthenticated)?,
        text: input.text.trim().to_owned(),
        created_at: call.now(),
        anchor,
        mentions: input.mentions.clone(),
        resolved: None,
        replies: Vec::new(),
    };
    store::insert(&permit, &thread).await?;
    tell(&permit, &thread);
    tx.commit().await?;
    Ok(thread)
}

/// Answers in a thread, open or closed.
///
/// # Errors
/// [`Error::Refused`] for an unknown id, words that are missing or too long, or a thread of 100
/// answers.
pub async fn reply_to_comment(call: &Call, id: CommentId, text: &str) -> Result<Comment> {
    let around = Around::of(call).await?;
    let tx = call.begin().await?;
    let (thread, replies, permit) = find(&tx, &around, id, Action::CommentReply).await?;
    let mut problems: Vec<_> = text_problem(text).into_iter().collect();
    if usize::try_from(replies).is_ok_and(|replies| replies >= MOST_REPLIES) {
        let why = format!("at most {MOST_REPLIES} answers in one thread");
        problems.push(Problem::at(["commentId"], UserErrorCode::TooMany, why));
    }
    refuse_if_any(problems)?;
    let answer = Reply {
        id: call.new_id(),
        author: call.actor().user().ok_or(Error::Unauthenticated)?,
        text: text.trim().to_owned(),
        created_at: call.now(),
    };
    store::insert_reply(&permit, id, &answer).await?;
    tell(&permit, &thread);
    tx.commit().await?;
    again(call, id).await
}

/// Closes a thread; one that is closed stays as it was.
///
/// # Errors
/// [`Error::Refused`] for an unknown id.
pub async fn resolve_comment(call: &Call, id: CommentId) -> Result<Comment> {
    set_resolved(call, id, Action::CommentResolve).await
}

/// Opens a closed thread again; one that is open stays as it was.
///
/// # Errors
/// [`Error::Refused`] for an unknown id.
pub async fn reopen_comment(call: &Call, id: CommentId) -> Result<Comment> {
    set_resolved(call, id, Action::CommentReopen).await
}

async fn set_resolved(call: &Call, id: CommentId, action: Action) -> Result<Comment> {
    let around = Around::of(call).await?;
    let user = call.actor().user().ok_or(Error::Unauthenticated)?;
    let tx = call.begin().await?;
    let (mut thread, _, permit) = find(&tx, &around, id, action).await?;
    let closes = action == Action::CommentResolve;
    if thread.resolved.is_some() != closes {
        thread.resolved = closes.then(|| (call.now(), user));
        store::update(&permit, &thread).await?;
        permit.changed("isResolved", !closes, closes);
        tell(&permit, &thread);
        tx.commit().await?;
    }
    again(call, id).await
}

/// The thread, how many answers it has, and the permit to go on with it.
async fn find<'tx>(
    tx: &'tx Tx,
    around: &Around,
    id: CommentId,
    action: Action,
) -> Result<(Comment, u64, Permit<'tx>)> {
    let Some((thread, replies)) = store::lock(tx, id).await? else {
        tx.authorize(action, &nothing())?;
        return Err(Error::missing(["commentId"], id));
    };
    let of = Locked::by_translation(tx, around, thread.translation_id).await?;
    let (locked, place) = of.ok_or(Error::NotFound)?;
    let permit = tx.authorize(action, &locked.subject_of(place))?;
    Ok((thread, replies, permit))
}

/// The thread as it stands after the change.
async fn again(call: &Call, id: CommentId) -> Result<Comment> {
    let found = store::comments_by_ids(call, &[id]).await?.remove(&id);
    found.ok_or(Error::NotFound)
}

/// Tells the change feed, and so those who are called, that a thread changed.
fn tell(permit: &Permit<'_>, thread: &Comment) {
    let payload = json!({ "translation": thread.translation_id, "comment": thread.id,
        "mentions": thread.mentions });
    permit.emit(EventType::CommentChanged, thread.id, payload);
}
