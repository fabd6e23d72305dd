//! Putting a text live: both lanes, the publication that readers get, the address, and who is told.

use std::sync::Arc;

use serde_json::json;

use super::locked::{Locked, hold_slug, moment};
use super::publish::PublishInput;
use super::slug::placeholder;
use super::staleness::tell;
use crate::addresses::{self, SlugState};
use crate::app::{Call, Permit, Result, Tx};
use crate::articles::domain::{Content, GoingLive, Publication, Translation};
use crate::articles::store::{publications, read, withdrawals, write};
use crate::platform::clock::Instant;
use crate::platform::ids::{RevisionId, TranslationId};
use crate::vocabulary::{
    CorrectionKind, DraftState, EventType, HeadlineEmphasis, LiveState, RevisionReason,
    SlugNamespace,
};

/// In what way a text goes live.
#[derive(Clone, Copy)]
pub(super) struct How<'a> {
    /// What the editor asked for.
    pub input: &'a PublishInput,
    /// Why its revision is kept.
    pub reason: RevisionReason,
    /// Whether the draft lane goes on as it is, with what is planned for it.
    pub keeps_draft: bool,
}

impl<'a> How<'a> {
    /// The draft goes live, and its lane ends.
    pub const fn plain(input: &'a PublishInput) -> Self {
        Self {
            input,
            reason: RevisionReason::Published,
            keeps_draft: false,
        }
    }
}

/// Makes a text live: keeps it as a revision, ends what stood before it and opens the publication.
pub(super) async fn put_live(
    tx: &Tx,
    permit: &Permit<'_>,
    locked: &mut Locked,
    place: usize,
    content: &Content,
    how: How<'_>,
) -> Result<Publication> {
    let note = how.input.note.as_deref();
    let kept = locked
        .keep(permit, place, content, (how.reason, note))
        .await?;
    let was = locked.translations[place].clone();
    set_live(permit, locked, place, (kept.id, content), how);
    withdrawals::end(permit, &was, permit.call().now()).await?;
    settle_slug(permit, locked, place, content, &was).await?;
    let until = end_standing(tx, permit, &locked.translations[place], how.keeps_draft).await?;
    let what = (&locked.article, &locked.translations[place]);
    let (id, now) = (permit.call().new_id(), permit.call().now());
    let opened = Publication::opening(id, what, (kept.id, kept.number), content, now);
    let mut publication = opened.ok_or_else(|| anyhow::anyhow!("{} has no times", what.1.id))?;
    publication.visible_until = until;
    publication.is_retracted = is_retracted(permit.call(), was.id).await?;
    publications::open(permit, &[(publication.clone(), Arc::new(content.clone()))]).await?;
    if !how.keeps_draft {
        write::drop_draft(permit, was.id).await?;
    }
    locked.write(permit, place).await?;
    announce(permit, locked, place, &was, kept.number);
    tell(permit, locked, place, &was, &kept).await?;
    Ok(publication)
}

/// Ends what readers get of a translation now, and what is planned for a draft that goes live
/// before its time. Tells until when the next text stays.
async fn end_standing(
    tx: &Tx,
    permit: &Permit<'_>,
    one: &Translation,
    keeps_draft: bool,
) -> Result<Instant> {
    let now = permit.call().now();
    for story in publications::lock_current(tx, &[one.id]).await? {
        let from = story.publication.visible_from;
        if from <= now || !keeps_draft {
            publications::close(permit, &story.publication, from.max(now)).await?;
        }
    }
    let next = one.plan.publish.as_ref().map(|planned| planned.at);
    Ok(next.unwrap_or_else(|| one.plan.end()))
}

/// Moves the lanes of a translation that goes live, and notes what was unusual about it.
fn set_live(
    permit: &Permit<'_>,
    locked: &mut Locked,
    place: usize,
    (revision, content): (RevisionId, &Content),
    how: How<'_>,
) {
    let now = permit.call().now();
    let display = how.input.display_published_at;
    let day = locked.site.day_of(display.unwrap_or(now));
    if locked.article.is_embargoed_at(now) {
        let until = moment(locked.article.embargo_until);
        permit.changed("embargo", until, "overridden");
    }
    let one = &mut locked.translations[place];
    if !how.keeps_draft {
        one.after_review_since = match one.draft_state {
            DraftState::None => one.after_review_since,
            DraftState::Approved | DraftState::Scheduled => None,
            // Flash: nobody has approved it, so somebody looks at it afterwards.
            state => {
                permit.changed("afterReview", json!(null), state.as_str());
                Some(now)
            }
        };
        one.close_draft();
    }
    one.go_live(GoingLive {
        at: now,
        revision,
        display,
        day,
        marks_update: how.input.mark_updated,
        is_breaking: content.emphasis == Some(HeadlineEmphasis::Breaking),
    });
}

/// A word that was made before there was a headline is made anew; then the word is taken for good,
/// and whatever led away from its path ends.
async fn settle_slug(
    permit: &Permit<'_>,
    locked: &mut Locked,
    place: usize,
    content: &Content,
    was: &Translation,
) -> Result<()> {
    if !was.was_published() {
        name_by_headline(permit, locked, place, content).await?;
    }
    let (kind, number) = (locked.article.kind, locked.article.number);
    let one = &locked.translations[place];
    hold_slug(permit, one).await?;
    let today = locked.site.day_of(permit.call().now());
    let path = one.path(kind, number, today).to_string();
    addresses::release(permit, one.locale, &path).await
}

/// Makes the word of a text anew that had no headline when it was opened.
pub(super) async fn name_by_headline(
    permit: &Permit<'_>,
    locked: &mut Locked,
    place: usize,
    content: &Content,
) -> Result<()> {
    let number = locked.article.number;
    let one = &mut locked.translations[place];
    let made = locked.site.slugify(one.locale, &content.headline);
    if one.slug == placeholder(number) && !made.is_empty() {
        addresses::give_back(permit, one.id).await?;
        let word = (one.locale, SlugNamespace::Article, made.as_str());
        one.slug = addresses::reserve(permit, word, one.id, SlugState::Draft).await?;
    }
    Ok(())
}

/// Whether a retraction of the story stands.
pub(super) async fn is_retracted(call: &Call, id: TranslationId) -> Result<bool> {
    let notes = read::corrections(call, &[id])
        .await?
        .remove(&id)
        .unwrap_or_default();
    let stands = |note: &crate::articles::domain::Correction| {
        note.kind == CorrectionKind::Retraction && note.withdrawn_at.is_none()
    };
    Ok(notes.iter().any(stands))
}

/// Tells the change feed what went live.
pub(super) fn announce(
    permit: &Permit<'_>,
    locked: &Locked,
    place: usize,
    was: &Translation,
    revision: i32,
) {
    let one = &locked.translations[place];
    let is_new = !matches!(was.live_state, LiveState::Live | LiveState::Archived);
    let kind = if is_new {
        EventType::ArticlePublished
    } else {
        EventType::ArticleUpdated
    };
    let (article, id) = (one.article_id, one.id);
    permit.emit(
        kind,
        id,
        json!({ "article": article, "translation": id, "revision": revision }),
    );
    permit.changed(
        "liveState",
        was.live_state.as_str(),
        one.live_state.as_str(),
    );
    permit.changed(
        "liveRevision",
        json!(was.live_revision_id),
        json!(one.live_revision_id),
    );
    permit.changed("updatedAt", moment(was.updated_at), moment(one.updated_at));
}
