//! Making texts live.

use std::sync::Arc;

use serde_json::json;

use super::checks::checks_around;
use super::locked::{Around, Locked, moment, nothing};
use super::slug::placeholder;
use crate::addresses::{self, SlugState};
use crate::app::error::Check;
use crate::app::{Call, Error, Permit, Problem, Remedy, Result, Tx, refuse_if_any};
use crate::articles::domain::{Content, Publication, Translation};
use crate::articles::store::{publications, read, write};
use crate::platform::clock::Instant;
use crate::platform::ids::{ArticleId, TranslationId};
use crate::platform::locale::Locale;
use crate::policy::Action;
use crate::vocabulary::{
    CheckCode, CheckSeverity, CorrectionKind, DraftState, EventType, HeadlineEmphasis, LiveState,
    RevisionReason, SlugNamespace, UserErrorCode,
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
    refuse_stale(&locked, place, expected_version)?;
    let ready = prepare(&tx, &around, &locked, &[place], input).await?;
    for (place, content) in ready {
        put_live(
            &tx,
            &permit,
            &mut locked,
            place,
            &content,
            (input, RevisionReason::Published),
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
    let permit = tx.authorize(Action::ArticlePublish, &locked.subject(locales))?;
    let mut places = Vec::new();
    let mut problems = Vec::new();
    for (step, (locale, expected)) in versions.iter().enumerate() {
        let path = ["input", "locales", &step.to_string()].map(ToOwned::to_owned);
        match locked.place_of(*locale) {
            Some(place) if places.contains(&place) => {
                problems.push(Problem::at(path, UserErrorCode::Duplicate, "named twice"));
            }
            Some(place) => {
                refuse_stale(&locked, place, *expected)?;
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
    for (place, content) in prepare(&tx, &around, &locked, &places, input).await? {
        put_live(
            &tx,
            &permit,
            &mut locked,
            place,
            &content,
            (input, RevisionReason::Published),
        )
        .await?;
    }
    tx.commit().await?;
    Ok(places
        .into_iter()
        .map(|place| locked.translations[place].clone())
        .collect())
}

fn refuse_stale(locked: &Locked, place: usize, expected: i32) -> Result<()> {
    let one = &locked.translations[place];
    if one.version == expected {
        return Ok(());
    }
    let conflict = crate::app::error::VersionConflict {
        current_version: one.version,
        changed_by: Some(one.text_author),
        changed_paths: Vec::new(),
        conflicts: Vec::new(),
    };
    Err(Error::problem(super::locked::version_conflict(conflict)))
}

/// The texts to go live, once nothing stands in their way.
pub(super) async fn prepare(
    tx: &Tx,
    around: &Around,
    locked: &Locked,
    places: &[usize],
    input: &PublishInput,
) -> Result<Vec<(usize, Content)>> {
    let mut ready: Vec<(usize, Content)> = Vec::new();
    let mut problems = Vec::new();
    for place in places {
        let one = &locked.translations[*place];
        if one.draft_state == DraftState::None && one.live_state != LiveState::Unpublished {
            return Err(locked.not_from_here(*place, "there is no draft to publish"));
        }
        problems.extend(display_problem(tx.call(), one, input));
        ready.push((*place, locked.working_content(tx, *place).await?));
    }
    let proofs: Vec<_> = ready
        .iter()
        .map(|(place, content)| locked.proof(*place, content, &ready))
        .collect();
    let found = checks_around(tx.call(), around, &proofs).await?;
    for ((place, _), checks) in ready.iter().zip(found) {
        problems.extend(stopped(locked.translations[*place].locale, checks, input));
    }
    refuse_if_any(problems)?;
    Ok(ready)
}

/// The problem of checks that stop a publication: blockers, and warnings that nobody has accepted.
fn stopped(locale: Locale, checks: Vec<Check>, input: &PublishInput) -> Option<Problem> {
    let stops = |check: &Check| match check.severity {
        CheckSeverity::Blocker => true,
        CheckSeverity::Warning => !input.accept_warnings.contains(&check.code),
        CheckSeverity::Info => false,
    };
    let stopping: Vec<Check> = checks.into_iter().filter(stops).collect();
    if stopping.is_empty() {
        return None;
    }
    let path = ["input", "acceptWarnings"];
    let why = "checks stop the publication";
    let problem = Problem::at(path, UserErrorCode::PublicationBlocked, why);
    Some(problem.with(Remedy::Blocked(Some(locale), stopping)))
}

fn display_problem(call: &Call, one: &Translation, input: &PublishInput) -> Option<Problem> {
    let at = input.display_published_at?;
    let path = ["input", "displayPublishedAt"];
    if one.was_published() {
        let why = "the time of publication is set at the first publication and stays";
        return Some(Problem::at(path, UserErrorCode::TransitionNotAllowed, why));
    }
    let why = "never later than now";
    (at > call.now()).then(|| Problem::at(path, UserErrorCode::Invalid, why))
}

/// Makes a text live: keeps it as a revision, ends what stood before it and opens the publication.
pub(super) async fn put_live(
    tx: &Tx,
    permit: &Permit<'_>,
    locked: &mut Locked,
    place: usize,
    content: &Content,
    (input, reason): (&PublishInput, RevisionReason),
) -> Result<Publication> {
    let now = permit.call().now();
    let kept = locked
        .keep(permit, place, content, (reason, input.note.as_deref()))
        .await?;
    let was = locked.translations[place].clone();
    set_live(locked, place, content, input, now);
    locked.translations[place].live_revision_id = Some(kept.id);
    settle_slug(permit, locked, place, content, &was).await?;
    let id = was.id;
    let (standing, is_retracted) = (
        publications::lock_current(tx, &[id]).await?,
        is_retracted(permit.call(), id).await?,
    );
    let mut from = now;
    for story in standing {
        from = from.max(story.publication.visible_from.min(now));
        let end = story.publication.visible_from.max(now);
        publications::close(permit, story.publication.id, end).await?;
    }
    let what = (&locked.article, &locked.translations[place]);
    let id = permit.call().new_id();
    let opened = Publication::opening(id, what, (kept.id, kept.number), content, from);
    let mut publication = opened.ok_or_else(|| anyhow::anyhow!("{} has no times", what.1.id))?;
    publication.is_retracted = is_retracted;
    publications::open(permit, &[(publication.clone(), Arc::new(content.clone()))]).await?;
    write::drop_draft(permit, was.id).await?;
    locked.write(permit, place).await?;
    announce(permit, locked, place, &was, kept.number);
    super::staleness::tell(permit, locked, place, &was, &kept).await?;
    Ok(publication)
}

/// Moves both lanes of a translation that goes live.
fn set_live(
    locked: &mut Locked,
    place: usize,
    content: &Content,
    input: &PublishInput,
    now: Instant,
) {
    let site = Arc::clone(&locked.site);
    let one = &mut locked.translations[place];
    if !one.was_published() {
        let shown = input.display_published_at.unwrap_or(now);
        one.first_published_at = Some(now);
        one.display_published_at = input.display_published_at;
        one.published_on = Some(site.day_of(shown));
        one.listed_at = Some(shown);
    }
    if one.live_state != LiveState::Archived {
        one.live_state = LiveState::Live;
    }
    one.draft_state = DraftState::None;
    one.draft_revision_id = None;
    one.last_published_at = Some(now);
    one.withdrawal = None;
    one.version += 1;
    if input.mark_updated {
        one.updated_at = Some(now);
        one.shows_update = true;
    }
    if content.emphasis == Some(HeadlineEmphasis::Breaking) {
        one.breaking_since = one.breaking_since.or(Some(now));
    }
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
    let number = locked.article.number;
    let one = &mut locked.translations[place];
    if !was.was_published() && one.slug == placeholder(number) {
        let made = locked.site.slugify(one.locale, &content.headline);
        if !made.is_empty() {
            addresses::give_back(permit, one.id).await?;
            let word = (one.locale, SlugNamespace::Article, made.as_str());
            one.slug = addresses::reserve(permit, word, one.id, SlugState::Live).await?;
        }
    }
    super::locked::hold_slug(permit, one).await?;
    let today = locked.site.day_of(permit.call().now());
    let path = one.path(locked.article.kind, number, today).to_string();
    addresses::release(permit, one.locale, &path).await
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
fn announce(permit: &Permit<'_>, locked: &Locked, place: usize, was: &Translation, revision: i32) {
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
