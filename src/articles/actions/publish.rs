//! Publishing, and what stands in its way.

use super::checks::checks_around;
use super::live::{How, put_live};
use super::locked::{Around, Locked, nothing};
use crate::app::error::Check;
use crate::app::{Call, Error, Permit, Problem, Remedy, Result, Tx, refuse_if_any};
use crate::articles::domain::{Content, Revision, Translation};
use crate::articles::store::write;
use crate::platform::clock::Instant;
use crate::platform::ids::{ArticleId, TranslationId};
use crate::platform::locale::Locale;
use crate::policy::{Action, Verdict};
use crate::vocabulary::{
    CheckCode, CheckSeverity, DraftState, RevisionReason, TranslationActionKind, UserErrorCode,
};

/// How to publish.
#[derive(Debug, Clone, Default)]
pub struct PublishInput {
    /// Warnings that the editor has seen, and blockers that they override.
    pub accept_warnings: Vec<CheckCode>,
    /// Readers should see this as an update of the story.
    pub mark_updated: bool,
    /// Only at first publication: the time that readers are told; never later than now.
    pub display_published_at: Option<Instant>,
    /// Words for the revision.
    pub note: Option<String>,
}

/// Publishes one language: the version named. What autosaves brought after it stays in the draft.
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
    let named = named(&tx, &locked, place, expected_version).await?;
    let gate = Gate {
        named: named.as_ref().map(|kept| &kept.content),
        ..input.now(call)
    };
    let rest = match named {
        Some(_) => Some(locked.working_content(&tx, place).await?),
        None => None,
    };
    for (place, content) in prepare((&tx, &permit), &around, &locked, &[place], &gate).await? {
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
    if let Some(rest) = rest {
        reopen_rest(&permit, &mut locked, place, &rest).await?;
    }
    tx.commit().await?;
    Ok(locked.translations.swap_remove(place))
}

/// The text of an older version that an editor means, when nothing but autosaves came after it;
/// `None` of the newest.
async fn named(tx: &Tx, locked: &Locked, place: usize, expected: i32) -> Result<Option<Revision>> {
    let one = &locked.translations[place];
    if one.version == expected {
        return Ok(None);
    }
    let went_out = |reason| {
        matches!(
            reason,
            RevisionReason::Published | RevisionReason::Corrected | RevisionReason::Imported
        )
    };
    let kept = write::newest_kept(tx, one.id).await?;
    let kept = kept.filter(|kept| kept.version == Some(expected) && !went_out(kept.reason));
    match kept {
        Some(kept) if kept.content != locked.working_content(tx, place).await? => Ok(Some(kept)),
        _ => locked.refuse_stale(place, expected).map(|()| None),
    }
}

/// Opens the draft again with what autosaves brought after the version that went out.
async fn reopen_rest(
    permit: &Permit<'_>,
    locked: &mut Locked,
    place: usize,
    rest: &Content,
) -> Result<()> {
    let why = (RevisionReason::AutosaveCheckpoint, None);
    let kept = locked.keep(permit, place, rest, why).await?;
    let one = &mut locked.translations[place];
    one.draft_state = DraftState::Draft;
    one.draft_revision_id = Some(kept.id);
    write::put_draft(permit, one.id, rest).await?;
    locked.write(permit, place).await
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
    for (place, content) in
        prepare((&tx, &permit), &around, &locked, &places, &input.now(call)).await?
    {
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
    /// The text, where it is not the one in work.
    pub named: Option<&'a Content>,
    /// Warnings that the editor has seen, and blockers that they override.
    pub accepts: &'a [CheckCode],
    /// The time that readers are told.
    pub display: Option<Instant>,
}

impl PublishInput {
    /// What a text is held against that goes live at once.
    pub(super) fn now(&self, call: &Call) -> Gate<'_> {
        Gate {
            at: call.now(),
            named: None,
            accepts: &self.accept_warnings,
            display: self.display_published_at,
        }
    }
}

/// The texts to go live, once nothing stands in their way. That rights were overridden is audited.
pub(super) async fn prepare(
    (tx, permit): (&Tx, &Permit<'_>),
    around: &Around,
    locked: &Locked,
    places: &[usize],
    gate: &Gate<'_>,
) -> Result<Vec<(usize, Content)>> {
    let mut ready: Vec<(usize, Content)> = Vec::new();
    let mut problems = Vec::new();
    for place in places {
        let one = &locked.translations[*place];
        locked.refuse(*place, TranslationActionKind::Publish)?;
        problems.extend(display_problem(tx.call(), one, gate.display));
        let content = match gate.named {
            Some(content) => content.clone(),
            None => locked.working_content(tx, *place).await?,
        };
        ready.push((*place, content));
    }
    let proofs: Vec<_> = ready
        .iter()
        .map(|(place, content)| locked.proof(*place, content, &ready))
        .collect();
    let found = checks_around(tx.call(), around, gate.at, &proofs).await?;
    for ((place, _), checks) in ready.iter().zip(found) {
        let overridden = checks.iter().filter(|check| is_of_rights(check.code));
        let overridden: Vec<_> = overridden.map(|check| check.code.as_str()).collect();
        problems.extend(stopped(tx.call(), locked, *place, checks, gate));
        if !overridden.is_empty() {
            permit.changed("rights", overridden, "overridden");
        }
    }
    refuse_if_any(problems)?;
    Ok(ready)
}

/// The problem of checks that stop a publication: blockers that the caller may not override, and
/// what could be accepted and was not.
fn stopped(
    call: &Call,
    locked: &Locked,
    place: usize,
    checks: Vec<Check>,
    gate: &Gate<'_>,
) -> Option<Problem> {
    let may = |action| {
        let subject = locked.subject_of(place);
        call.actor().may(action, &subject) == Verdict::Allowed
    };
    // Nobody plans in spite of an embargo: by then it may have been moved.
    let overrides_embargo = gate.at == call.now() && may(Action::TranslationOverrideEmbargo);
    let overrides_rights = may(Action::TranslationOverrideRights);
    let stops = |check: &Check| match (check.severity, check.code) {
        (CheckSeverity::Blocker, CheckCode::Embargoed) => !overrides_embargo,
        (CheckSeverity::Blocker, code) if is_of_rights(code) => {
            !(overrides_rights && gate.accepts.contains(&code))
        }
        (CheckSeverity::Blocker, _) => true,
        (CheckSeverity::Warning, code) => !gate.accepts.contains(&code),
        (CheckSeverity::Info, _) => false,
    };
    let stopping: Vec<Check> = checks.into_iter().filter(stops).collect();
    (!stopping.is_empty()).then(|| blocked(locked.translations[place].locale, stopping))
}

/// The problem of findings that stop a publication.
pub(super) fn blocked(locale: Locale, stopping: Vec<Check>) -> Problem {
    let path = ["input", "acceptWarnings"];
    let why = "checks stop the publication";
    Problem::at(path, UserErrorCode::PublicationBlocked, why)
        .with(Remedy::Blocked(Some(locale), stopping))
}

/// Whether a check is about what may be done with an asset: who holds RIGHTS_OVERRIDE may accept it.
pub(super) const fn is_of_rights(code: CheckCode) -> bool {
    matches!(code, CheckCode::RightsExpired | CheckCode::RightsScope)
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
