//! What people do with creatives.

use std::collections::HashMap;

use serde_json::json;

use super::domain::{Creative, Variant};
use super::input::{Around, CreativeInput};
use super::store;
use crate::ads::advertiser::{self, Advertiser};
use crate::app::{Call, CreationKey, Error, Permit, Problem, Result, Tx};
use crate::editions::{self, Site};
use crate::media::{self, Asset};
use crate::platform::clock::Instant;
use crate::platform::ids::{AssetId, CreativeId, UserId};
use crate::platform::language::clean_text;
use crate::platform::page::{Page, Slice};
use crate::policy::{ADS, Action, Permission, Subject};
use crate::vocabulary::{CreativeReviewState, EventType, UserErrorCode};

/// The most characters of a note.
const NOTE_LENGTH: usize = 1_000;

/// Creatives by id; unknown ones are left out.
///
/// # Errors
/// [`Error::Denied`] without ADS_READ; those of the database.
pub async fn find(call: &Call, ids: &[CreativeId]) -> Result<HashMap<CreativeId, Creative>> {
    call.demand(ADS)?;
    store::by_ids(call, ids).await
}

/// Creatives that wait for a check, the longest waiting first.
///
/// # Errors
/// [`Error::Denied`] without ADS_APPROVE; those of the database.
pub async fn pending(call: &Call, page: &Page<(Instant, CreativeId)>) -> Result<Slice<Creative>> {
    call.demand(&[Permission::AdsApprove])?;
    store::pending(call, page).await
}

/// Adds a creative, which waits for a check then.
///
/// # Errors
/// [`Error::Refused`] for an unknown advertiser, or all problems of the input; [`Error::Denied`]
/// without ADS_MANAGE.
pub async fn create(
    call: &Call,
    input: CreativeInput,
    request_id: Option<CreationKey>,
) -> Result<Creative> {
    let (site, assets) = around(call, &input).await?;
    let tx = call.begin().await?;
    let id: CreativeId = call.new_id();
    let permit = tx.authorize(Action::CreativeCreate, &Subject::of(id, &*input.name))?;
    if let Some(key) = request_id
        && let Some(made) = key.claim(&permit, id).await?
    {
        return store::lock(&tx, made).await?.ok_or(Error::NotFound);
    }
    let made = make(&permit, id, input, (&site, &assets)).await?;
    save(&permit, None, &made).await?;
    tx.commit().await?;
    Ok(made)
}

/// Replaces a creative. Any change of its content lets it wait for a check again, and it is not shown
/// until then.
///
/// # Errors
/// [`Error::Refused`] for an unknown id, an outdated version, another advertiser, or all problems of
/// the input; [`Error::Denied`] without ADS_MANAGE.
pub async fn update(
    call: &Call,
    id: CreativeId,
    expected_version: i32,
    input: CreativeInput,
) -> Result<Creative> {
    let (site, assets) = around(call, &input).await?;
    let tx = call.begin().await?;
    let (before, permit) = open(&tx, Action::CreativeUpdate, id).await?;
    refuse_stale(&before, expected_version)?;
    let Some(after) = change(&permit, &before, input, (&site, &assets)).await? else {
        return Ok(before);
    };
    save(&permit, Some(&before), &after).await?;
    tx.commit().await?;
    Ok(after)
}

/// Lets a creative be shown.
///
/// # Errors
/// [`Error::Refused`] for an unknown id, an outdated version, one that was rejected or is the
/// approver's own; [`Error::Denied`] without ADS_APPROVE.
pub async fn approve(call: &Call, id: CreativeId, expected_version: i32) -> Result<Creative> {
    let tx = call.begin().await?;
    let (before, permit) = open(&tx, Action::CreativeApprove, id).await?;
    refuse_stale(&before, expected_version)?;
    let Some(after) = before.approved(call.now())? else {
        return Ok(before);
    };
    save(&permit, Some(&before), &after).await?;
    tx.commit().await?;
    Ok(after)
}

/// Stops a creative at once.
///
/// # Errors
/// [`Error::Refused`] for an unknown id, an outdated version or a reason that says nothing;
/// [`Error::Denied`] without ADS_APPROVE.
pub async fn reject(
    call: &Call,
    id: CreativeId,
    expected_version: i32,
    reason: &str,
) -> Result<Creative> {
    let tx = call.begin().await?;
    let (before, permit) = open(&tx, Action::CreativeReject, id).await?;
    let note = clean_text(reason, None);
    if note.is_empty() || note.chars().count() > NOTE_LENGTH {
        let why = "a reason of 1 to 1000 characters";
        let problem = Problem::at(["reason"], UserErrorCode::Required, why);
        return Err(Error::problem(problem));
    }
    refuse_stale(&before, expected_version)?;
    permit.because(&note);
    let Some(after) = before.rejected(note) else {
        return Ok(before);
    };
    save(&permit, Some(&before), &after).await?;
    tx.commit().await?;
    Ok(after)
}

/// Brings a creative in as approved, or changes one that has come before. Tells whether anything was
/// written.
///
/// # Errors
/// [`Error::Refused`] with all problems of the input; those of the database.
pub async fn import(
    permit: &Permit<'_>,
    id: CreativeId,
    input: CreativeInput,
    (site, assets): (&Site, &HashMap<AssetId, Asset>),
) -> Result<bool> {
    let before = store::lock_within(permit, id).await?;
    let after = match &before {
        Some(before) => change(permit, before, input, (site, assets)).await?,
        None => Some(make(permit, id, input, (site, assets)).await?),
    };
    let Some(after) = after else {
        return Ok(false);
    };
    let after = match after.review {
        CreativeReviewState::Pending => after.approved(permit.call().now())?.unwrap_or(after),
        CreativeReviewState::Approved | CreativeReviewState::Rejected => after,
    };
    save(permit, before.as_ref(), &after).await?;
    Ok(true)
}

async fn around(
    call: &Call,
    input: &CreativeInput,
) -> Result<(std::sync::Arc<Site>, HashMap<AssetId, Asset>)> {
    let site = editions::site(call).await?;
    let assets = media::by_ids(call, &input.assets()).await?;
    Ok((site, assets))
}

async fn make(
    permit: &Permit<'_>,
    id: CreativeId,
    input: CreativeInput,
    (site, assets): (&Site, &HashMap<AssetId, Asset>),
) -> Result<Creative> {
    let payer = payer(permit, &input).await?;
    let around = Around {
        advertiser: &payer,
        site,
        assets,
    };
    let call = permit.call();
    let by = author(call)?;
    let (name, variants) = input.read(&around, || call.new_id())?;
    Ok(Creative {
        id,
        version: 1,
        advertiser: payer.id,
        name,
        review: CreativeReviewState::Pending,
        review_note: None,
        pending_since: call.now(),
        created_by: by,
        changed_by: by,
        variants,
    })
}

async fn change(
    permit: &Permit<'_>,
    before: &Creative,
    input: CreativeInput,
    (site, assets): (&Site, &HashMap<AssetId, Asset>),
) -> Result<Option<Creative>> {
    if input.advertiser != before.advertiser {
        let why = "a creative stays with its advertiser";
        return Err(Error::invalid(["input", "advertiserId"], why));
    }
    let payer = payer(permit, &input).await?;
    let around = Around {
        advertiser: &payer,
        site,
        assets,
    };
    let call = permit.call();
    let by = author(call)?;
    let (name, variants): (String, Vec<Variant>) = input.read(&around, || call.new_id())?;
    Ok(before.changed(name, variants, (call.now(), by)))
}

async fn payer(permit: &Permit<'_>, input: &CreativeInput) -> Result<Advertiser> {
    let found = advertiser::store::lock_within(permit, input.advertiser).await?;
    found.ok_or_else(|| Error::missing(["input", "advertiserId"], input.advertiser))
}

fn author(call: &Call) -> Result<UserId> {
    call.actor().user().ok_or(Error::Unauthenticated)
}

fn refuse_stale(creative: &Creative, expected_version: i32) -> Result<()> {
    if creative.version == expected_version {
        return Ok(());
    }
    Err(Error::outdated(creative.version))
}

async fn open<'tx>(tx: &'tx Tx, action: Action, id: CreativeId) -> Result<(Creative, Permit<'tx>)> {
    let found = store::lock(tx, id).await?;
    let found = found.ok_or_else(|| Error::missing(["id"], id))?;
    let permit = tx.authorize(action, &found.subject())?;
    Ok((found, permit))
}

async fn save(permit: &Permit<'_>, before: Option<&Creative>, after: &Creative) -> Result<()> {
    match before {
        Some(before) => permit.changed_members(before, after)?,
        None => permit.changed("creative", json!(null), serde_json::to_value(after)?),
    }
    let payload = json!({
        "creative": after.id, "version": after.version, "review": after.review.as_str(),
    });
    permit.emit(EventType::AdsChanged, after.id, payload);
    permit.renew_facts();
    store::save(permit, after).await
}
