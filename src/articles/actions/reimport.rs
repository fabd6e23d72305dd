//! Bringing a story in again that is here already.

use std::sync::Arc;

use serde_json::json;

use super::import::Arrivals;
use super::live::is_retracted;
use super::locked::{Around, Locked, hold_slug};
use super::schedule::{call_off, open_ahead};
use super::shared::share;
use super::slug::rename;
use crate::app::{Error, Permit, Result, Tx};
use crate::articles::domain::{
    Article, Content, Correction, Incoming, IncomingText, Publication, Translation,
};
use crate::articles::store::{publications, read, write};
use crate::platform::clock::Instant;
use crate::platform::ids::RevisionId;
use crate::vocabulary::{DraftState, EventType, LiveState, RevisionReason};

/// Changes what differs: shared facts at once, a text as a new revision, which goes live at once
/// when the story is live. What the desk has in work on a live story stays as it is.
pub(super) async fn change(
    tx: &Tx,
    permit: &Permit<'_>,
    around: &Around,
    story: Incoming,
    arrivals: &mut Arrivals,
) -> Result<()> {
    let mut locked = Locked::by_id(tx, around, story.article.id)
        .await?
        .ok_or(Error::NotFound)?;
    let next = merged(&locked.article, story.article, tx.call().now());
    if next != locked.article {
        let next = Article {
            version: next.version + 1,
            ..next
        };
        // The languages that come along take the new facts over when they are opened anew.
        let comes_along = |one: &&Translation| !story.texts.iter().any(|text| text.id == one.id);
        let others: Vec<_> = locked
            .translations
            .iter()
            .filter(comes_along)
            .map(|one| one.id)
            .collect();
        share(tx, permit, &mut locked, next, &others).await?;
    }
    // The source first, so that the others are made from its newest text.
    let source = locked.article.source_locale;
    let (first, rest): (Vec<_>, Vec<_>) = story
        .texts
        .into_iter()
        .partition(|text| text.locale == source);
    for text in first.into_iter().chain(rest) {
        match locked.place_of(text.locale) {
            Some(place) => rewrite(tx, permit, &mut locked, place, text, arrivals).await?,
            None => arrivals.open_language(permit, &locked.article, text),
        }
    }
    Ok(())
}

/// The shared facts as they come in, with what belongs to the story that is here.
fn merged(before: &Article, incoming: Article, now: Instant) -> Article {
    let mut next = Article {
        number: before.number,
        version: before.version,
        sponsor: incoming.sponsor.or(before.sponsor),
        created_at: before.created_at,
        created_by: before.created_by,
        changed_at: before.changed_at,
        changed_by: before.changed_by,
        archived_at: before.archived_at,
        embargo_until: before.embargo_until,
        embargo_note: before.embargo_note.clone(),
        ..incoming
    };
    if next != *before {
        next.changed_at = now;
    }
    next
}

/// Makes a translation what it is elsewhere.
async fn rewrite(
    tx: &Tx,
    permit: &Permit<'_>,
    locked: &mut Locked,
    place: usize,
    text: IncomingText,
    arrivals: &mut Arrivals,
) -> Result<()> {
    if let Some(slug) = text
        .slug
        .as_ref()
        .filter(|slug| **slug != locked.translations[place].slug)
    {
        rename(tx, permit, locked, place, slug).await?;
    }
    let call = permit.call();
    call_off(tx, permit, locked, place).await?;
    let before = locked.translations[place].clone();
    keep_work(tx, permit, locked, place, &text.content).await?;
    let kept = keep(tx, permit, locked, place, &text.content).await?;
    let user = call.actor().user().ok_or(Error::Unauthenticated)?;
    let one = text.arrived(&locked.translations[place], &locked.site, user, call.now());
    locked.translations[place] = one;
    settle_lanes(permit, locked, place, kept.0, &text.content).await?;
    if locked.translations[place].draft_state == DraftState::Scheduled {
        let planned = text.planned(&locked.site, user, kept);
        locked.translations[place].plan.publish = planned;
        open_ahead(tx, permit, locked, place, &text.content).await?;
    } else if locked.translations[place].was_published() {
        let is_retracted = text.is_retracted() || is_retracted(call, before.id).await?;
        open_anew(
            tx,
            permit,
            locked,
            place,
            (kept, &text.content, is_retracted),
        )
        .await?;
    }
    arrivals
        .redirects
        .extend(text.redirects(&locked.site.addresses()));
    arrivals
        .notes
        .extend(new_notes(permit, text.notes, kept.1).await?);
    announce(permit, &before, &locked.translations[place]);
    locked.write(permit, place).await
}

/// Keeps what the desk has in work on a draft that is about to be overwritten, unless it is a text
/// that is kept already.
async fn keep_work(
    tx: &Tx,
    permit: &Permit<'_>,
    locked: &mut Locked,
    place: usize,
    incoming: &Content,
) -> Result<()> {
    let one = &locked.translations[place];
    if one.was_published() || one.draft_state == DraftState::None {
        return Ok(());
    }
    let work = locked.working_content(tx, place).await?;
    let last = match one.draft_revision_id {
        Some(id) => write::revision_in(tx, id)
            .await?
            .map(|revision| revision.content),
        None => None,
    };
    if work != *incoming && Some(&work) != last.as_ref() {
        locked
            .keep(
                permit,
                place,
                &work,
                (RevisionReason::AutosaveCheckpoint, None),
            )
            .await?;
    }
    Ok(())
}

/// Keeps the incoming text as a revision, unless it is the newest of its lane. Gives id and number of
/// the one that holds it.
async fn keep(
    tx: &Tx,
    permit: &Permit<'_>,
    locked: &mut Locked,
    place: usize,
    content: &Content,
) -> Result<(RevisionId, i32)> {
    let one = &locked.translations[place];
    if let Some(id) = one.live_revision_id.or(one.draft_revision_id) {
        let newest = write::revision_in(tx, id).await?;
        if let Some(newest) = newest.filter(|newest| newest.content == *content) {
            return Ok((newest.id, newest.number));
        }
    }
    let source = locked.article.source_locale;
    if one.locale != source {
        let source = locked
            .place_of(source)
            .map(|place| locked.translations[place].last_revision);
        locked.translations[place].based_on_revision = source;
    }
    let kept = locked
        .keep(permit, place, content, (RevisionReason::Imported, None))
        .await?;
    Ok((kept.id, kept.number))
}

/// Puts the text into its lane. A draft that goes live for the first time leaves the draft lane.
async fn settle_lanes(
    permit: &Permit<'_>,
    locked: &mut Locked,
    place: usize,
    kept: RevisionId,
    content: &Content,
) -> Result<()> {
    let one = &mut locked.translations[place];
    if !one.was_published() {
        one.draft_revision_id = Some(kept);
        return write::put_draft(permit, one.id, content).await;
    }
    let is_first = one.live_revision_id.is_none();
    one.live_revision_id = Some(kept);
    if is_first {
        (one.draft_state, one.draft_revision_id) = (DraftState::None, None);
        write::drop_draft(permit, one.id).await?;
        hold_slug(permit, one).await?;
    }
    Ok(())
}

/// Ends what readers get of a text, standing or ahead, and opens what they get from now on.
async fn open_anew(
    tx: &Tx,
    permit: &Permit<'_>,
    locked: &Locked,
    place: usize,
    (revision, content, is_retracted): ((RevisionId, i32), &Content, bool),
) -> Result<()> {
    let (call, one) = (permit.call(), &locked.translations[place]);
    for story in publications::lock_current(tx, &[one.id]).await? {
        let end = story.publication.visible_from.max(call.now());
        publications::close(permit, &story.publication, end).await?;
    }
    let Some(from) = one.first_published_at.filter(|_| one.withdrawal.is_none()) else {
        return Ok(());
    };
    let what = (&locked.article, one);
    let from = from.max(call.now());
    let opened = Publication::opening(call.new_id(), what, revision, content, from);
    let mut opened = opened.ok_or_else(|| anyhow::anyhow!("{} has no times", one.id))?;
    opened.is_retracted = is_retracted;
    publications::open(permit, &[(opened, Arc::new(content.clone()))]).await
}

/// The notes that were not issued before. A note has no key: its kind and its words tell.
async fn new_notes(
    permit: &Permit<'_>,
    notes: Vec<Correction>,
    revision: i32,
) -> Result<Vec<Correction>> {
    let Some(first) = notes.first() else {
        return Ok(notes);
    };
    let id = first.translation_id;
    let issued = read::corrections(permit.call(), &[id])
        .await?
        .remove(&id)
        .unwrap_or_default();
    let is_new = |note: &Correction| {
        !issued
            .iter()
            .any(|other| other.kind == note.kind && other.text == note.text)
    };
    let new = notes.into_iter().filter(is_new);
    Ok(new.map(|note| Correction { revision, ..note }).collect())
}

/// Tells the audit trail and the change feed what became of a text.
fn announce(permit: &Permit<'_>, before: &Translation, after: &Translation) {
    let was_public = is_public(before);
    let kind = match (was_public, is_public(after)) {
        (true, true) => EventType::ArticleUpdated,
        (true, false) => EventType::ArticleUnpublished,
        (false, true) => EventType::ArticlePublished,
        (false, false) if after.draft_state == DraftState::Scheduled => EventType::ArticleScheduled,
        (false, false) => EventType::DraftSaved,
    };
    permit.changed(
        "liveState",
        before.live_state.as_str(),
        after.live_state.as_str(),
    );
    permit.changed("lastRevision", before.last_revision, after.last_revision);
    let revision = after.last_revision;
    let payload =
        json!({ "article": after.article_id, "translation": after.id, "revision": revision });
    permit.emit(kind, after.id, payload);
}

fn is_public(one: &Translation) -> bool {
    matches!(one.live_state, LiveState::Live | LiveState::Archived)
}
