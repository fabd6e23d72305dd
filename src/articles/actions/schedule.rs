//! Planning when a text goes live, and when it is taken down again.

use std::sync::Arc;

use serde_json::json;

use super::live::{is_retracted, name_by_headline};
use super::locked::{Around, Locked, moment, nothing};
use super::publish::{Gate, prepare};
use crate::app::{Call, Error, Permit, Problem, Remedy, Result, Tx};
use crate::articles::domain::{Content, Planned, Publication, Revision, Translation};
use crate::articles::store::publications;
use crate::platform::calendar::{LocalProblemKind, Moment, Typed};
use crate::platform::clock::Instant;
use crate::platform::ids::TranslationId;
use crate::policy::Action;
use crate::vocabulary::{
    CheckCode, DraftState, EventType, HeadlineEmphasis, LocalTimeProblem, RevisionReason,
    TranslationActionKind, UserErrorCode,
};

/// When to publish and, perhaps, take down.
#[derive(Debug, Clone)]
pub struct ScheduleInput {
    /// When it goes live.
    pub at: Typed,
    /// When it is taken down again.
    pub unpublish_at: Option<Typed>,
    /// Warnings that the editor has seen.
    pub accept_warnings: Vec<CheckCode>,
}

/// Plans the publication of an approved text. Readers get it at that moment, whoever is at work
/// then. A takedown that was planned before stays, if no other is given.
///
/// # Errors
/// [`Error::Refused`] for an unknown id, a stale version, a text that is not approved, moments that
/// do not exist or have passed, or checks that would stop the publication then.
pub async fn schedule(
    call: &Call,
    id: TranslationId,
    expected_version: i32,
    input: &ScheduleInput,
) -> Result<Translation> {
    let around = Around::of(call).await?;
    let tx = call.begin().await?;
    let action = Action::TranslationSchedule;
    let Some((mut locked, place)) = Locked::by_translation(&tx, &around, id).await? else {
        tx.authorize(action, &nothing())?;
        return Err(Error::missing(["id"], id));
    };
    let permit = tx.authorize(action, &locked.subject_of(place))?;
    locked.refuse(place, TranslationActionKind::Schedule)?;
    locked.refuse_stale(place, expected_version)?;
    let (at, until) = moments(&locked, place, input)?;
    let gate = Gate {
        at: Instant(at.ms),
        named: None,
        accepts: &input.accept_warnings,
        display: None,
    };
    let ready = prepare((&tx, &permit), &around, &locked, &[place], &gate).await?;
    for (place, content) in ready {
        plan(&tx, &permit, &mut locked, place, (&content, at, until)).await?;
    }
    tx.commit().await?;
    Ok(locked.translations.swap_remove(place))
}

/// The moments that are meant, once both lie ahead and in their order.
fn moments(
    locked: &Locked,
    place: usize,
    input: &ScheduleInput,
) -> Result<(Moment, Option<Moment>)> {
    let at = ahead(locked, input.at, "at");
    let until = input.unpublish_at;
    let until = until.map(|at| ahead(locked, at, "unpublishAt")).transpose();
    let (at, until) = match (at, until) {
        (Err(Error::Refused(mut all)), Err(Error::Refused(more))) => {
            all.extend(more);
            return Err(Error::Refused(all));
        }
        (at, until) => (at?, until?),
    };
    let standing = locked.translations[place].plan.unpublish.as_ref();
    let end = until.map(|until| until.ms);
    let end = end.or_else(|| standing.map(|planned| planned.at.0));
    if end.is_some_and(|end| end <= at.ms) {
        let why = "it would be taken down before it goes live";
        return Err(Error::invalid(["input", "unpublishAt"], why));
    }
    Ok((at, until))
}

/// A moment that lies ahead.
fn ahead(locked: &Locked, typed: Typed, field: &str) -> Result<Moment> {
    let path = ["input", field];
    let code = UserErrorCode::LocalTimeInvalid;
    let found = typed.moment(locked.site.time_zone).map_err(|problem| {
        let kind = match problem.kind {
            LocalProblemKind::Nonexistent => LocalTimeProblem::Nonexistent,
            LocalProblemKind::Ambiguous => LocalTimeProblem::Ambiguous,
        };
        let candidates = problem.candidates.iter().copied().map(Instant).collect();
        let remedy = Remedy::LocalTime(kind, candidates);
        Error::problem(Problem::at(path, code, problem.to_string()).with(remedy))
    })?;
    if found.ms <= locked.now.0 {
        let remedy = Remedy::LocalTime(LocalTimeProblem::Past, Vec::new());
        let problem = Problem::at(path, code, "this moment has passed");
        return Err(Error::problem(problem.with(remedy)));
    }
    Ok(found)
}

/// Plans a text, and writes at once what readers will get.
async fn plan(
    tx: &Tx,
    permit: &Permit<'_>,
    locked: &mut Locked,
    place: usize,
    (content, at, until): (&Content, Moment, Option<Moment>),
) -> Result<()> {
    let text = (content, RevisionReason::Approved);
    let kept = locked.newest(tx, permit, place, text).await?;
    if !locked.translations[place].was_published() {
        name_by_headline(permit, locked, place, content).await?;
    }
    let publish = planned(permit, locked, &kept, at)?;
    let unpublish = until
        .map(|until| planned(permit, locked, &kept, until))
        .transpose()?;
    let one = &mut locked.translations[place];
    permit.changed("publishAt", moment(None), moment(Some(publish.at)));
    if let Some(unpublish) = &unpublish {
        let before = one.plan.unpublish.as_ref().map(|planned| planned.at);
        permit.changed("unpublishAt", moment(before), moment(Some(unpublish.at)));
    }
    let payload = json!({
        "article": one.article_id, "translation": one.id, "revision": kept.number, "at": publish.at.0,
    });
    permit.emit(EventType::ArticleScheduled, one.id, payload);
    one.draft_state = DraftState::Scheduled;
    one.draft_revision_id = Some(kept.id);
    one.plan.publish = Some(publish);
    one.plan.unpublish = unpublish.or(one.plan.unpublish.take());
    open_ahead(tx, permit, locked, place, content).await?;
    locked.write(permit, place).await
}

fn planned(
    permit: &Permit<'_>,
    locked: &Locked,
    kept: &Revision,
    moment: Moment,
) -> Result<Planned> {
    let at = Instant(moment.ms);
    Ok(Planned {
        at,
        local: moment.local,
        time_zone: moment.zone,
        revision_id: kept.id,
        revision: kept.number,
        by: permit.call().actor().user().ok_or(Error::Unauthenticated)?,
        day: locked.site.day_of(at),
        is_exact: moment.is_exact,
        is_breaking: kept.content.emphasis == Some(HeadlineEmphasis::Breaking),
    })
}

/// Writes what readers will get from the planned moment on, in place of what was planned before;
/// what stands ends then.
pub(super) async fn open_ahead(
    tx: &Tx,
    permit: &Permit<'_>,
    locked: &Locked,
    place: usize,
    content: &Content,
) -> Result<()> {
    let one = &locked.translations[place];
    let Some(planned) = &one.plan.publish else {
        return Ok(());
    };
    for story in publications::lock_current(tx, &[one.id]).await? {
        let from = story.publication.visible_from;
        let end = if from > locked.now { from } else { planned.at };
        publications::close(permit, &story.publication, end).await?;
    }
    let then = one.clone().at(planned.at);
    let text = (planned.revision_id, planned.revision);
    let id = permit.call().new_id();
    let opened = Publication::opening(id, (&locked.article, &then), text, content, planned.at);
    let mut opened = opened.ok_or_else(|| anyhow::anyhow!("{} has no times", one.id))?;
    opened.visible_until = one.plan.end();
    opened.is_retracted = is_retracted(permit.call(), one.id).await?;
    publications::open(permit, &[(opened, Arc::new(content.clone()))]).await
}

/// Calls off a planned publication: the text is approved as before, and what stands goes on. A
/// takedown that is planned stays where there is something to take down.
pub(super) async fn call_off(
    tx: &Tx,
    permit: &Permit<'_>,
    locked: &mut Locked,
    place: usize,
) -> Result<()> {
    let one = &mut locked.translations[place];
    let Some(planned) = one.plan.publish.take() else {
        return Ok(());
    };
    if !one.is_public() {
        one.plan.unpublish = None;
    }
    one.draft_state = DraftState::Approved;
    permit.changed("publishAt", moment(Some(planned.at)), moment(None));
    let (id, end) = (one.id, one.plan.end());
    stand_until(tx, permit, id, end).await
}

/// Ends what is planned before it begins; what stands goes on until `end`.
pub(super) async fn stand_until(
    tx: &Tx,
    permit: &Permit<'_>,
    id: TranslationId,
    end: Instant,
) -> Result<()> {
    let now = permit.call().now();
    for story in publications::lock_current(tx, &[id]).await? {
        let from = story.publication.visible_from;
        let end = if from > now { from } else { end };
        publications::close(permit, &story.publication, end).await?;
    }
    Ok(())
}

/// Takes everything back that is planned for a text.
///
/// # Errors
/// [`Error::Refused`] for an unknown id, or when nothing is planned.
pub async fn unschedule(call: &Call, id: TranslationId) -> Result<Translation> {
    let around = Around::of(call).await?;
    let tx = call.begin().await?;
    let action = Action::TranslationUnschedule;
    let Some((mut locked, place)) = Locked::by_translation(&tx, &around, id).await? else {
        tx.authorize(action, &nothing())?;
        return Err(Error::missing(["id"], id));
    };
    let permit = tx.authorize(action, &locked.subject_of(place))?;
    locked.refuse(place, TranslationActionKind::Unschedule)?;
    if let Some(planned) = locked.translations[place].plan.unpublish.take() {
        permit.changed("unpublishAt", moment(Some(planned.at)), moment(None));
        if locked.translations[place].plan.publish.is_none() {
            stand_until(&tx, &permit, id, Instant::FOREVER).await?;
        }
    }
    call_off(&tx, &permit, &mut locked, place).await?;
    let step = TranslationActionKind::Unschedule;
    locked.moved(&permit, place, step, EventType::DraftSaved);
    locked.write(&permit, place).await?;
    tx.commit().await?;
    Ok(locked.translations.swap_remove(place))
}
