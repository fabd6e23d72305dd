//! Which languages are behind the source, and telling them so.

use std::collections::{BTreeSet, HashMap};

use serde_json::json;

use super::locked::Locked;
use crate::app::{Call, Permit, Result};
use crate::articles::domain::{Correction, Revision, Staleness, Translation};
use crate::articles::store::{read, staleness as store};
use crate::platform::ids::{RevisionId, TranslationId};
use crate::vocabulary::{EventType, RevisionReason};

/// How far translations are behind their sources: each is given with its source, and in the answer
/// when it knows what it was made from. Three statements, however many they are.
///
/// # Errors
/// Those of the database.
pub async fn staleness(
    call: &Call,
    pairs: &[(&Translation, &Translation)],
) -> Result<HashMap<TranslationId, Staleness>> {
    let mut made_from = Vec::new();
    let (mut live, mut sources): (Vec<RevisionId>, BTreeSet<_>) = <_>::default();
    for (one, source) in pairs.iter().filter(|(one, source)| one.id != source.id) {
        if let Some(based_on) = one.based_on_revision {
            made_from.push((source.id, based_on));
            live.extend(source.live_revision_id);
            sources.insert(source.id);
        }
    }
    let then = store::revisions_numbered(call, &made_from).await?;
    let now = read::revisions(call, &live).await?;
    let sources: Vec<_> = sources.into_iter().collect();
    let notes = read::corrections(call, &sources).await?;
    let mut found = HashMap::new();
    for (one, source) in pairs.iter().filter(|(one, source)| one.id != source.id) {
        let Some(based_on) = one.based_on_revision else {
            continue;
        };
        let now = source.live_revision_id.and_then(|id| now.get(&id));
        let mut behind = lag(based_on, then.get(&(source.id, based_on)), now);
        let of_source = notes.get(&source.id).into_iter().flatten();
        behind.notes = since(based_on, of_source);
        found.insert(one.id, behind);
    }
    Ok(found)
}

fn lag(based_on: i32, then: Option<&Revision>, now: Option<&Revision>) -> Staleness {
    match (then, now) {
        (Some(then), Some(now)) => {
            Staleness::between((based_on, &then.content), (now.number, &now.content))
        }
        (_, now) => Staleness {
            source_live: now.map(|now| now.number),
            ..Staleness::of_unpublished(based_on)
        },
    }
}

/// Notes that the source has got after the revision that a translation was made from.
fn since<'a>(based_on: i32, notes: impl Iterator<Item = &'a Correction>) -> Vec<Correction> {
    let stands = |note: &&Correction| note.revision > based_on && note.withdrawn_at.is_none();
    notes.filter(stands).cloned().collect()
}

/// Tells the change feed which languages fell behind because `kept` went live: those that were made
/// from something that says otherwise, and after a note all of them. A translation that was
/// corrected before its source makes the source the one to be told.
pub(super) async fn tell(
    permit: &Permit<'_>,
    locked: &Locked,
    place: usize,
    was: &Translation,
    kept: &Revision,
) -> Result<()> {
    let one = &locked.translations[place];
    let is_correction = kept.reason == RevisionReason::Corrected;
    if one.locale != locked.article.source_locale {
        let source = locked.place_of(locked.article.source_locale);
        if let Some(source) = source.filter(|_| is_correction) {
            let id = locked.translations[source].id;
            let payload = json!({ "article": one.article_id, "translation": id, "ahead": one.id });
            permit.emit(EventType::TranslationStale, id, payload);
        }
        return Ok(());
    }
    let others = locked.translations.iter();
    let others: Vec<_> = others
        .filter_map(|other| Some((other.id, other.based_on_revision?)))
        .filter(|(id, based_on)| *id != one.id && *based_on < kept.number)
        .collect();
    if others.is_empty() {
        return Ok(());
    }
    let says = kept.content.meaning_hash();
    let numbers = others.iter().map(|(_, based_on)| *based_on).collect();
    let (then, live) = store::meanings(permit, one.id, numbers, was.live_revision_id).await?;
    if !is_correction && live.is_some_and(|live| live == says) {
        // Nothing that the last publication has not told already.
        return Ok(());
    }
    for (id, based_on) in others {
        if is_correction || then.get(&based_on) != Some(&says) {
            let payload =
                json!({ "article": one.article_id, "translation": id, "source": kept.number });
            permit.emit(EventType::TranslationStale, id, payload);
        }
    }
    Ok(())
}
