//! What people do with placements.

use std::sync::Arc;

use serde_json::{Value, json};

use super::domain::{Placement, PlacementInput};
use super::store;
use crate::app::{Call, CreationKey, Error, Permit, Problem, Remedy, Result};
use crate::platform::clock::Instant;
use crate::platform::ids::PlacementId;
use crate::policy::{ADS, Action, Subject};
use crate::vocabulary::{EventType, UserErrorCode};

/// All placements by key, those out of use too, as they stand at the moment of the call.
///
/// # Errors
/// Those of the database.
pub async fn placements(call: &Call) -> Result<Arc<Vec<Placement>>> {
    if call.looks_back() {
        return Ok(Arc::new(store::all_as_of(call).await?));
    }
    call.snapshot(|| store::all(call)).await
}

/// Creates a placement. A `request_id`, a UUID, makes that safe to retry.
///
/// # Errors
/// [`Error::Refused`] with all problems of the input, or for a key that another placement has;
/// [`Error::Denied`] without ADS_APPROVE.
pub async fn create(
    call: &Call,
    input: PlacementInput,
    request_id: Option<&str>,
) -> Result<Placement> {
    let key = request_id
        .map(|id| CreationKey::parse(["requestId"], id))
        .transpose()?;
    let tx = call.begin().await?;
    let id: PlacementId = call.new_id();
    let what = Subject::of(id, &*input.key);
    let permit = tx.authorize(Action::PlacementCreate, &what)?;
    if let Some(key) = key
        && let Some(made) = key.claim(&permit, id).await?
    {
        return store::lock(&tx, made).await?.ok_or(Error::NotFound);
    }
    let placement = Placement::of(id, 1, input)?;
    refuse_taken_key(&permit, &placement).await?;
    save(&permit, None, (&placement, call.now())).await?;
    tx.commit().await?;
    Ok(placement)
}

/// Replaces the rules of a placement; pages follow when their caches expire.
///
/// # Errors
/// [`Error::Refused`] for an unknown id, an outdated version, all problems of the input, or a key
/// that another placement has; [`Error::Denied`] without ADS_APPROVE.
pub async fn update(
    call: &Call,
    id: PlacementId,
    expected_version: i32,
    input: PlacementInput,
) -> Result<Placement> {
    let tx = call.begin().await?;
    let before = store::lock(&tx, id)
        .await?
        .ok_or_else(|| Error::missing(["id"], id))?;
    let what = Subject {
        seen_with: ADS,
        ..Subject::of(id, &*before.key)
    };
    let permit = tx.authorize(Action::PlacementUpdate, &what)?;
    if before.version != expected_version {
        return Err(Error::outdated(before.version));
    }
    let Some(after) = before.changed(input)? else {
        return Ok(before);
    };
    refuse_taken_key(&permit, &after).await?;
    save(&permit, Some(&before), (&after, call.now())).await?;
    tx.commit().await?;
    Ok(after)
}

/// Brings placements in by key, or changes those that have come before; unchanged ones are left
/// alone. Gives how many were written.
///
/// # Errors
/// [`Error::Refused`] with the problems of all of them, each path below the placement's key; those
/// of the database.
pub async fn import(permit: &Permit<'_>, inputs: Vec<PlacementInput>) -> Result<usize> {
    let (mut written, mut problems) = (0, Vec::new());
    for input in inputs {
        let key = input.key.clone();
        let before = store::by_key_for_update(permit, &key).await?;
        let after = match &before {
            Some(before) => before.changed(input),
            None => Placement::of(permit.call().new_id(), 1, input).map(Some),
        };
        match after {
            Ok(Some(after)) => {
                // What a newsroom brings along stood on its pages before it came.
                let from = match &before {
                    Some(_) => permit.call().now(),
                    None => Instant::BEGINNING,
                };
                save(permit, before.as_ref(), (&after, from)).await?;
                written += 1;
            }
            Ok(None) => {}
            Err(Error::Refused(found)) => {
                problems.extend(found.into_iter().map(|problem| problem.below([&key])));
            }
            Err(error) => return Err(error),
        }
    }
    crate::app::refuse_if_any(problems)?;
    Ok(written)
}

async fn refuse_taken_key(permit: &Permit<'_>, placement: &Placement) -> Result<()> {
    match store::by_key_for_update(permit, &placement.key).await? {
        Some(other) if other.id != placement.id => {
            let why = "another placement has this key";
            let problem = Problem::at(["input", "key"], UserErrorCode::Duplicate, why);
            Err(Error::problem(
                problem.with(Remedy::Duplicate(other.id.to_string())),
            ))
        }
        _ => Ok(()),
    }
}

async fn save(
    permit: &Permit<'_>,
    before: Option<&Placement>,
    (after, from): (&Placement, Instant),
) -> Result<()> {
    let before = before.map_or(Ok(Value::Null), rules)?;
    permit.changed("rules", before, rules(after)?);
    permit.emit(
        EventType::SettingsChanged,
        after.id,
        json!({ "placement": after.id }),
    );
    permit.touch_facts();
    store::save(permit, after.clone(), from).await
}

/// The rules of a placement for the audit trail.
fn rules(placement: &Placement) -> Result<Value> {
    Ok(serde_json::to_value(PlacementInput::from(
        placement.clone(),
    ))?)
}
