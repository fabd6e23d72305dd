//! What time does to a story: planned publications and takedowns are written down and announced.
//!
//! Readers have seen them on the second, because the publications were written when they were
//! planned. Whoever locks the story next writes the rest down: the worker, or an action that comes
//! first. The story is locked meanwhile, and what is carried out is no longer planned, so that it is
//! announced once.

use serde_json::json;

use super::live::announce;
use super::locked::{Around, Locked, hold_slug, moment};
use super::staleness::tell;
use crate::addresses;
use crate::app::{Call, Permit, Result, Tx};
use crate::articles::domain::{Planned, Translation};
use crate::articles::store::{planned, read, withdrawals, write};
use crate::platform::ids::TranslationId;
use crate::policy::Action;
use crate::vocabulary::{EventType, ScheduledAction, UnpublishReason};

/// The part of Masthead that carries out what is planned.
const NAME: &str = "scheduler";

/// Translations taken up at once.
const AT_ONCE: u64 = 100;

/// Carries out what is planned and due, that which has been due longest first: drafts that readers
/// see by now leave the desk's lane and are announced. Tells how many texts there were. One that
/// fails is logged, left for the next time, and holds up no other.
///
/// # Errors
/// Those of the database.
pub async fn carry_out_planned(call: &Call) -> Result<usize> {
    let due = planned::due(call, AT_ONCE).await?;
    let mut done = 0;
    for id in due {
        match carry_out_alone(call, id).await {
            Ok(()) => done += 1,
            Err(error) => tracing::error!(%id, ?error, "what was planned cannot be carried out"),
        }
    }
    Ok(done)
}

async fn carry_out_alone(call: &Call, id: TranslationId) -> Result<()> {
    let around = Around::of(call).await?;
    let tx = call.begin().await?;
    // Whoever locks a story carries out what is due.
    Locked::by_translation(&tx, &around, id).await?;
    tx.commit().await
}

/// Carries out what is due for a locked story.
pub(super) async fn carry_out(tx: &Tx, locked: &mut Locked) -> Result<()> {
    for place in 0..locked.translations.len() {
        while let Some((action, planned)) = next_due(&locked.translations[place], tx.call()) {
            let subject = locked.subject_of(place);
            let what = match action {
                ScheduledAction::Publish => Action::TranslationGoLive,
                ScheduledAction::Unpublish => Action::TranslationGoOff,
            };
            let permit = tx.by_itself(NAME, what, &subject)?;
            permit.changed("plannedFor", moment(Some(planned.at)), json!(null));
            let was = locked.translations[place].clone();
            locked.translations[place] = was.clone().at(planned.at);
            match action {
                ScheduledAction::Publish => {
                    withdrawals::end(&permit, &was, planned.at).await?;
                    settle_draft(&permit, locked, place).await?;
                    announce(&permit, locked, place, &was, planned.revision);
                    tell_languages(&permit, locked, place, &was).await?;
                }
                ScheduledAction::Unpublish => {
                    tell_gone(&permit, &was, &locked.translations[place]);
                }
            }
            locked.write_quietly(&permit, place).await?;
        }
    }
    Ok(())
}

/// The next thing that is due for a translation.
fn next_due(one: &Translation, call: &Call) -> Option<(ScheduledAction, Planned)> {
    let due = one
        .plan
        .all()
        .filter(|(_, planned)| planned.at <= call.now());
    due.min_by_key(|(_, planned)| planned.at)
        .map(|(action, planned)| (action, planned.clone()))
}

/// Closes the draft lane of a text that has gone live. Its address is its own for good, and what
/// led away from that ends.
async fn settle_draft(permit: &Permit<'_>, locked: &Locked, place: usize) -> Result<()> {
    let one = &locked.translations[place];
    write::drop_draft(permit, one.id).await?;
    hold_slug(permit, one).await?;
    let today = locked.site.day_of(permit.call().now());
    let path = one.path(locked.article.kind, locked.article.number, today);
    addresses::release(permit, one.locale, &path.to_string()).await
}

/// Tells the languages that fell behind what has gone live.
async fn tell_languages(
    permit: &Permit<'_>,
    locked: &Locked,
    place: usize,
    was: &Translation,
) -> Result<()> {
    let Some(id) = locked.translations[place].live_revision_id else {
        return Ok(());
    };
    // It was kept when it was planned.
    let kept = read::revisions(permit.call(), &[id]).await?.remove(&id);
    match kept {
        Some(kept) => tell(permit, locked, place, was, &kept).await,
        None => Ok(()),
    }
}

fn tell_gone(permit: &Permit<'_>, was: &Translation, one: &Translation) {
    let (before, after) = (was.live_state.as_str(), one.live_state.as_str());
    permit.changed("liveState", before, after);
    let reason = UnpublishReason::Editorial;
    let payload = json!({ "article": one.article_id, "translation": one.id, "reason": reason });
    permit.emit(EventType::ArticleUnpublished, one.id, payload);
}
