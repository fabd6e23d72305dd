//! Public notes on changes after publication.

use serde_json::json;

use super::live::{How, put_live};
use super::locked::{Around, Locked, nothing};
use super::publish::{PublishInput, is_of_rights, prepare};
use crate::app::{Call, Error, Permit, Problem, Result, Tx, refuse_if_any};
use crate::articles::domain::{Content, Correction, RichText, Translation};
use crate::articles::store::corrections;
use crate::platform::ids::TranslationId;
use crate::policy::Action;
use crate::vocabulary::{
    CheckCode, CorrectionKind, CorrectionPlacement, DraftState, EventType, RevisionReason,
    TranslationActionKind,
};

/// The note that readers will see.
#[derive(Debug, Clone)]
pub struct CorrectionInput {
    /// What it says.
    pub kind: CorrectionKind,
    /// Its words.
    pub text: RichText,
    /// Where it stands.
    pub placement: CorrectionPlacement,
    /// The block that it is about.
    pub block_id: Option<String>,
    /// Whether `Updated` shows next to the time; only for UPDATE and CORRECTION.
    pub show_update_label: bool,
    /// Whether the open draft is published with the note.
    pub publish_draft: bool,
    /// The version that the client last saw.
    pub expected_version: i32,
}

/// Publishes a note, with the open draft or with the live text. A RETRACTION marks the headline and
/// stops ads; text and page stay.
///
/// # Errors
/// [`Error::Refused`] for a story that is not live, a stale version, faults of the note, or a draft
/// that cannot be published.
pub async fn issue_correction(
    call: &Call,
    id: TranslationId,
    input: &CorrectionInput,
) -> Result<Correction> {
    let around = Around::of(call).await?;
    let tx = call.begin().await?;
    let Some((mut locked, place)) = Locked::by_translation(&tx, &around, id).await? else {
        tx.authorize(Action::CorrectionIssue, &nothing())?;
        return Err(Error::missing(["translationId"], id));
    };
    let permit = tx.authorize(Action::CorrectionIssue, &locked.subject_of(place))?;
    let one = &locked.translations[place];
    locked.refuse(place, TranslationActionKind::IssueCorrection)?;
    if one.version != input.expected_version {
        let conflict = crate::app::error::VersionConflict {
            current_version: one.version,
            changed_by: Some(one.text_author),
            changed_paths: Vec::new(),
            conflicts: Vec::new(),
        };
        let problem = super::locked::version_conflict(conflict);
        return Err(Error::problem(Problem {
            path: path(["expectedVersion"]),
            ..problem
        }));
    }
    let content = text((&tx, &permit), &around, &locked, place, input).await?;
    let note = note(call, &around, one, input)?;
    let problems = note.problems(&content).into_iter();
    refuse_if_any(problems.map(|problem| problem.below(["input"])).collect())?;
    let how = (note, input.publish_draft);
    let note = issue(&tx, &permit, &mut locked, place, how, &content).await?;
    tx.commit().await?;
    Ok(note)
}

fn path<const N: usize>(below: [&str; N]) -> Vec<String> {
    std::iter::once("input")
        .chain(below)
        .map(ToOwned::to_owned)
        .collect()
}

/// The text that carries the change: the draft, when it goes out with the note, else the live one.
async fn text(
    (tx, permit): (&Tx, &Permit<'_>),
    around: &Around,
    locked: &Locked,
    place: usize,
    input: &CorrectionInput,
) -> Result<Content> {
    let has_draft = locked.translations[place].draft_state != DraftState::None;
    if !(has_draft && input.publish_draft) {
        return locked.live_content(tx, place).await;
    }
    // Rights are never overridden unasked.
    let warnings = CheckCode::ALL.iter().filter(|code| !is_of_rights(**code));
    let quietly = PublishInput {
        accept_warnings: warnings.copied().collect(),
        ..PublishInput::default()
    };
    let gate = quietly.now(tx.call());
    let mut ready = prepare((tx, permit), around, locked, &[place], &gate).await?;
    Ok(ready.pop().map(|(_, content)| content).unwrap_or_default())
}

/// The note as it will stand; its revision is that which carries the change.
fn note(
    call: &Call,
    around: &Around,
    one: &Translation,
    input: &CorrectionInput,
) -> Result<Correction> {
    let mut text = input.text.clone();
    text.clean(around.site.apostrophe(one.locale));
    Ok(Correction {
        id: call.new_id(),
        translation_id: one.id,
        kind: input.kind,
        text,
        placement: input.placement,
        block_id: input.block_id.clone(),
        shows_update: input.show_update_label,
        issued_at: call.now(),
        issued_by: call.actor().user().ok_or(Error::Unauthenticated)?,
        revision: one.last_revision,
        withdrawn_at: None,
    })
}

/// Writes the note with the revision that carries the change.
async fn issue(
    tx: &Tx,
    permit: &Permit<'_>,
    locked: &mut Locked,
    place: usize,
    (mut note, publish_draft): (Correction, bool),
    content: &Content,
) -> Result<Correction> {
    let one = locked.translations[place].clone();
    let keeps_draft = one.draft_state != DraftState::None && !publish_draft;
    if note.updates() {
        locked.translations[place].updated_at = Some(note.issued_at);
        locked.translations[place].shows_update = note.shows_update;
    }
    let how = How {
        input: &PublishInput::default(),
        reason: RevisionReason::Corrected,
        keeps_draft,
    };
    let publication = put_live(tx, permit, locked, place, content, how).await?;
    note.revision = publication.revision;
    corrections::insert(permit, std::slice::from_ref(&note)).await?;
    if note.kind == CorrectionKind::Retraction {
        let retract = |publication: &mut crate::articles::domain::Publication, _: &Content| {
            publication.is_retracted = true;
        };
        locked.reopen(tx, permit, &[one.id], retract).await?;
    }
    permit.changed("correction", json!(null), note.kind.as_str());
    let payload =
        json!({ "article": one.article_id, "translation": one.id, "correction": note.id });
    permit.emit(EventType::ArticleCorrected, one.id, payload);
    Ok(note)
}
