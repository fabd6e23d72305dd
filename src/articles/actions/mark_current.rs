//! Declaring a translation up to date with its source.

use serde_json::json;

use super::locked::{Around, Locked, nothing};
use crate::app::{Call, Error, Problem, Result};
use crate::articles::domain::Translation;
use crate::platform::ids::TranslationId;
use crate::policy::Action;
use crate::vocabulary::{EventType, UserErrorCode};

/// Notes that a translation says what revision `source_revision` of its source says. The text, and
/// so its version, stay as they are.
///
/// # Errors
/// [`Error::Refused`] for an unknown id, the source itself, or a revision that the source has not.
pub async fn mark_current(
    call: &Call,
    id: TranslationId,
    source_revision: i32,
) -> Result<Translation> {
    let around = Around::of(call).await?;
    let tx = call.begin().await?;
    let action = Action::TranslationMarkCurrent;
    let Some((mut locked, place)) = Locked::by_translation(&tx, &around, id).await? else {
        tx.authorize(action, &nothing())?;
        return Err(Error::missing(["id"], id));
    };
    let permit = tx.authorize(action, &locked.subject_of(place))?;
    let source = locked.place_of(locked.article.source_locale);
    let Some(source) = source.filter(|source| *source != place) else {
        let why = "the source is not made from another language";
        return Err(Error::problem(Problem::at(
            ["id"],
            UserErrorCode::Invalid,
            why,
        )));
    };
    if !(1..=locked.translations[source].last_revision).contains(&source_revision) {
        let why = "the source has no such revision";
        let path = ["sourceRevision"];
        return Err(Error::problem(Problem::at(
            path,
            UserErrorCode::Invalid,
            why,
        )));
    }
    let one = &mut locked.translations[place];
    let before = one.based_on_revision.replace(source_revision);
    permit.changed("basedOnRevision", json!(before), source_revision);
    permit.emit(
        EventType::DraftSaved,
        id,
        json!({ "translation": id, "version": one.version }),
    );
    locked.write(&permit, place).await?;
    tx.commit().await?;
    Ok(locked.translations.swap_remove(place))
}
