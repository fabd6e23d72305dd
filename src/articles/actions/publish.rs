//! Making texts live.

use std::sync::Arc;

use serde_json::json;

use super::checks::checks_around;
use super::locked::{Around, Locked, hold_slug, moment, nothing};
use super::slug::placeholder;
use crate::addresses::{self, SlugState};
use crate::app::error::Check;
use crate::app::{Call, Error, Permit, Problem, Remedy, Result, Tx, refuse_if_any};
use crate::articles::domain::{Content, GoingLive, Publication, Translation};
use crate::articles::store::{publications, read, write};
use crate::platform::clock::Instant;
use crate::platform::ids::{ArticleId, RevisionId, TranslationId};
use crate::platform::locale::Locale;
use crate::policy::{Action, Verdict};
use crate::vocabulary::{
    CheckCode, CheckSeverity, CorrectionKind, DraftState, EventType, HeadlineEmphasis, LiveState,
    RevisionReason, SlugNamespace, TranslationActionKind, UserErrorCode,
};

/// How to publish.
#[derive(Debug, Clone, Default)]
pub struct PublishInput {
    /// Warnings that the editor has seen.
    pub accept_warnings: Vec<CheckCode>,
    /// Readers should see this as an update of the story.
    pub mark_updated: bool,
    /// Only at first publication: the time that readers are told; never later than now.
    pub display_published_at: Option<Instant>,
    /// Words for the revision.
    pub note: Option<String>,
}

/// Publishes one language.
///
/// # Errors
/// [`Error::Refused`] for an unknown id, a stale version, a state with nothing to publish, or
/// checks that stop it.
pub async fn publish(
    call: &Call,
    id: TranslationId,
    expected_version: i32,
    input: &PublishInput,
) -> Result<Translation> {
    let around = Around::of(call).await?;
    let tx = call.begin().await?;
    let Some((mut locked, place)) = Locked::by_translation(&tx, &around, id).await? else {
        tx.authorize(Action::TranslationPublish, &nothing())?;
        return Err(Error::missing(["id"], id));
    };
    let action = match input.display_published_at {
        Some(_) => Action::TranslationBackdate,
        None => Action::TranslationPublish,
    };
    let permit = tx.authorize(action, &locked.subject_of(place))?;
    locked.refuse_stale(place, expected_version)?;
    for (place, content) in prepare(&tx, &around, &locked, &[place], &input.now(call)).await? {
        put_live(
            &tx,
            &permit,
            &mut locked,
            place,
            &content,
            How::plain(input),
        )
        .await?;
    }
    tx.commit().await?;
    Ok(locked.translations.swap_remove(place))
}

/// Publishes several languages of a story: all or none.
///
/// # Errors
/// As [`publish`], for any of the languages.
pub async fn publish_together(
    call: &Call,
    id: ArticleId,
    versions: &[(Locale, i32)],
    input: &PublishInput,
) -> Result<Vec<Translation>> {
    let around = Around::of(call).await?;
    let tx = call.begin().await?;
    let Some(mut locked) = Locked::by_id(&tx, &around, id).await? else {
        tx.authorize(Action::ArticlePublish, &nothing())?;
        return Err(Error::missing(["id"], id));
    };
    let locales = versions.iter().map(|(locale, _)| *locale).collect();
    let subject = locked.subject(locales);
    let permit = tx.authorize(Action::ArticlePublish, &subject)?;
    let mut places = Vec::new();
    let mut problems = Vec::new();
    for (step, (locale, expected)) in versions.iter().enumerate() {
        let path = ["input", "locales", &step.to_string()].map(ToOwned::to_owned);
        match locked.place_of(*locale) {
            Some(place) if places.contains(&place) => {
                problems.push(Problem::at(path, UserErrorCode::Duplicate, "named twice"));
            }
            Some(place) => {
                locked.refuse_stale(place, *expected)?;
                places.push(place);
            }
            None => {
                let why = "the story has no text in this language";
                problems.push(Problem::at(path, UserErrorCode::NotFound, why));
            }
        }
    }
    if versions.is_empty() {
        let path = ["input", "locales"];
        problems.push(Problem::at(
            path,
            UserErrorCode::Required,
            "at least one language",
        ));
    }
    refuse_if_any(problems)?;
    for (place, content) in prepare(&tx, &around, &locked, &places, &input.now(call)).await? {
        put_live(
            &tx,
            &permit,
            &mut locked,
            place,
            &content,
            How::plain(input),
        )
        .await?;
    }
    tx.commit().await?;
    Ok(places
        .into_iter()
        .map(|place| locked.translations[place].clone())
        .collect())
}

/// What a text is held against before it goes live.
pub(super) struct Gate<'a> {
    /// The moment at which it goes live.
    pub at: Instant,
    /// Warnings that the editor has seen.
    pub accepts: &'a [CheckCode],
    /// The time that readers are told.
    pub display: Option<Instant>,
}

impl PublishInput {
    /// What a text is held against that goes live at once.
    pub(super) fn now(&self, call: &Call) -> Gate<'_> {
        Gate {
            at: call.now(),
            accepts: &self.accept_warnings,
            display: self.display_published_at,
        }
    }
}

/// The texts to go live, once nothing stands in their way.
pub(super) async fn prepare(
    tx: &Tx,
    around: &Around,
    locked: &Locked,
    places: &[usize],
    gate: &Gate<'_>,
) -> Result<Vec<(usize, Content)>> {
    let mut ready = Vec::new();
    let mut problems = Vec::new();
    for place in places {
        let one = &locked.translations[*place];
        locked.refuse(*place, TranslationActionKind::Publish)?;
        problems.extend(display_problem(tx.call(), one, gate.display));
        let content = locked.working_content(tx, *place).await?;
        let proof = locked.proof(*place, &content, places);
        let checks = checks_around(tx.call(), around, gate.at, &[proof]).await?;
        let overrides = overrides_embargo(tx.call(), locked, *place, gate.at);
        let stops = |check: &Check| match (check.severity, check.code) {
            (CheckSeverity::Blocker, CheckCode::Embargoed) => !overrides,
            (CheckSeverity::Blocker, _) => true,
            (CheckSeverity::Warning, code) => !gate.accepts.contains(&code),
            (CheckSeverity::Info, _) => false,
        };
        let stopping: Vec<Check> = checks.into_iter().flatten().filter(stops).collect();
        if !stopping.is_empty() {
            problems.push(blocked(one.locale, stopping));
        }
        ready.push((*place, content));
    }
    refuse_if_any(problems)?;
    Ok(ready)
}

/// The problem of findings that stop a publication.
pub(super) fn blocked(locale: Locale, stopping: Vec<Check>) -> Problem {
    let path = ["input", "acceptWarnings"];
    let why = "checks stop the publication";
    Problem::at(path, UserErrorCode::PublicationBlocked, why)
        .with(Remedy::Blocked(Some(locale), stopping))
}

/// Whether the caller may publish in spite of an embargo. Nobody plans in spite of one: by then it
/// may have been moved.
fn overrides_embargo(call: &Call, locked: &Locked, place: usize, at: Instant) -> bool {
    let subject = locked.subject_of(place);
    let verdict = call
        .actor()
        .may(Action::TranslationOverrideEmbargo, &subject);
    at == call.now() && verdict == Verdict::Allowed
}

fn display_problem(call: &Call, one: &Translation, at: Option<Instant>) -> Option<Problem> {
    let at = at?;
    let path = ["input", "displayPublishedAt"];
    if one.was_published() {
        let why = "the time of publication is set at the first publication and stays";
        return Some(Problem::at(path, UserErrorCode::TransitionNotAllowed, why));
    }
    let why = "never later than now";
    (at > call.now()).then(|| Problem::at(path, UserErrorCode::Invalid, why))
}

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
            publications::close(permit, story.publication.id, from.max(now)).await?;
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

/// Tells the change feed what went live, and which languages fell behind.
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
    if one.locale == locked.article.source_locale {
        let others = locked.translations.iter().filter(|other| {
            other.id != id
                && other
                    .based_on_revision
                    .is_some_and(|based| based < revision)
        });
        for other in others {
            let payload =
                json!({ "article": article, "translation": other.id, "source": revision });
            permit.emit(EventType::TranslationStale, other.id, payload);
        }
    }
}
