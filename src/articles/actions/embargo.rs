//! Embargoes: no language of a story goes live before the moment, and few may know of it.

use serde_json::json;

use super::locked::{Around, Locked, moment, nothing};
use super::review::too_long;
use super::schedule::call_off;
use crate::app::{Call, Error, Problem, Result, refuse_if_any};
use crate::articles::domain::{Article, Translation};
use crate::articles::store::write;
use crate::platform::clock::Instant;
use crate::platform::ids::ArticleId;
use crate::policy::Action;
use crate::vocabulary::{EventType, TranslationActionKind, UserErrorCode};

/// Sets, moves or lifts the embargo of a story. What is planned before its end is called off; gives
/// those languages as they were planned.
///
/// # Errors
/// [`Error::Refused`] for an unknown id, a moment that has passed, or while a language is live: it
/// is taken down first.
pub async fn set_embargo(
    call: &Call,
    id: ArticleId,
    until: Option<Instant>,
    note: Option<&str>,
) -> Result<(Article, Vec<Translation>)> {
    let around = Around::of(call).await?;
    let tx = call.begin().await?;
    let action = Action::ArticleSetEmbargo;
    let Some(mut locked) = Locked::by_id(&tx, &around, id).await? else {
        tx.authorize(action, &nothing())?;
        return Err(Error::missing(["id"], id));
    };
    let permit = tx.authorize(action, &locked.whole())?;
    if let Some(place) = locked.translations.iter().position(Translation::is_public) {
        return Err(locked.not_from_here(place, "a language is live: take it down first"));
    }
    let is_past = until.is_some_and(|until| until <= call.now());
    let past = is_past.then(|| {
        let why = "an embargo ends in the future";
        Problem::at(["until"], UserErrorCode::Invalid, why)
    });
    refuse_if_any(past.into_iter().chain(too_long(["note"], note)).collect())?;
    let mut cancelled = Vec::new();
    for place in 0..locked.translations.len() {
        let one = locked.translations[place].clone();
        let planned = one.plan.publish.as_ref().map(|planned| planned.at);
        if planned.zip(until).is_some_and(|(at, until)| at < until) {
            call_off(&tx, &permit, &mut locked, place).await?;
            let step = TranslationActionKind::Unschedule;
            locked.moved(&permit, place, step, EventType::DraftSaved);
            locked.write(&permit, place).await?;
            cancelled.push(one);
        }
    }
    let article = &mut locked.article;
    permit.changed("embargoUntil", moment(article.embargo_until), moment(until));
    article.embargo_until = until;
    let note = note.map(str::trim).filter(|note| !note.is_empty());
    article.embargo_note = note.filter(|_| until.is_some()).map(ToOwned::to_owned);
    article.version += 1;
    article.changed_at = call.now();
    article.changed_by = call.actor().user().ok_or(Error::Unauthenticated)?;
    write::update(&permit, article).await?;
    let payload = json!({ "article": id, "version": article.version });
    permit.emit(EventType::DraftSaved, id, payload);
    tx.commit().await?;
    Ok((locked.article, cancelled))
}
