//! What people do with advertisers.

use std::collections::HashMap;
use std::sync::Arc;

use serde_json::json;

use super::domain::{Advertiser, AdvertiserInput};
use super::store;
use crate::ads::creative;
use crate::app::changes::Change;
use crate::app::{Call, CreationKey, Error, Permit, Problem, Result};
use crate::media;
use crate::platform::ids::AdvertiserId;
use crate::platform::page::{Page, Slice};
use crate::policy::{ADS, Action};
use crate::vocabulary::{AssetKind, AssetState, EventType, UserErrorCode};

/// The advertiser with this id.
///
/// # Errors
/// [`Error::Denied`] without ADS_READ; those of the database.
pub async fn find(call: &Call, id: AdvertiserId) -> Result<Option<Advertiser>> {
    Ok(find_all(call, &[id]).await?.remove(&id))
}

/// Advertisers by id; unknown ones are left out.
///
/// # Errors
/// As of [`find`].
pub async fn find_all(
    call: &Call,
    ids: &[AdvertiserId],
) -> Result<HashMap<AdvertiserId, Advertiser>> {
    call.demand(ADS)?;
    store::by_ids(call, ids).await
}

/// All advertisers, held in memory: readers are told who paid for a story.
struct Payers(HashMap<AdvertiserId, Advertiser>);

/// The advertiser with this id, as everybody may know who pays for what they read.
///
/// # Errors
/// Those of the database.
pub async fn payer(call: &Call, id: AdvertiserId) -> Result<Option<Advertiser>> {
    let load = async || {
        let all = store::all(call).await?.into_iter();
        Ok(Payers(all.map(|one| (one.id, one)).collect()))
    };
    let payers: Arc<Payers> = call.snapshot(load).await?;
    Ok(payers.0.get(&id).cloned())
}

/// Advertisers by name; with a `query`, those with it in their names.
///
/// # Errors
/// As of [`find`].
pub async fn list(
    call: &Call,
    query: Option<&str>,
    page: &Page<(String, AdvertiserId)>,
) -> Result<Slice<Advertiser>> {
    call.demand(ADS)?;
    store::list(call, query, page).await
}

/// Registers an advertiser.
///
/// # Errors
/// [`Error::Refused`] with all problems of the input; [`Error::Denied`] without ADS_MANAGE.
pub async fn create(
    call: &Call,
    input: &AdvertiserInput,
    request_id: Option<CreationKey>,
) -> Result<Advertiser> {
    let tx = call.begin().await?;
    let id: AdvertiserId = call.new_id();
    let what = crate::policy::Subject::of(id, &*input.name);
    let permit = tx.authorize(Action::AdvertiserCreate, &what)?;
    if let Some(key) = request_id
        && let Some(made) = key.claim(&permit, id).await?
    {
        return store::lock(&tx, made).await?.ok_or(Error::NotFound);
    }
    check_logo(call, input).await?;
    let made = Advertiser::of(id, 1, input)?;
    save(&permit, None, &made).await?;
    tx.commit().await?;
    Ok(made)
}

/// Replaces what is told of an advertiser.
///
/// # Errors
/// [`Error::Refused`] for an unknown id, an outdated version, all problems of the input, or a host
/// left out that a creative leads to; [`Error::Denied`] without ADS_MANAGE.
pub async fn update(
    call: &Call,
    id: AdvertiserId,
    expected_version: i32,
    input: &AdvertiserInput,
) -> Result<Advertiser> {
    let tx = call.begin().await?;
    let before = store::lock(&tx, id)
        .await?
        .ok_or_else(|| Error::missing(["id"], id))?;
    let permit = tx.authorize(Action::AdvertiserUpdate, &before.subject())?;
    if before.version != expected_version {
        return Err(Error::outdated(before.version));
    }
    check_logo(call, input).await?;
    let Some(after) = before.changed(input)? else {
        return Ok(before);
    };
    let used = creative::store::landings(&permit, id).await?;
    if let Some((name, url)) = used.iter().find(|(_, url)| !after.may_lead_to(url)) {
        let why = format!("the creative “{name}” leads to {url}");
        let path = ["input", "domains"];
        return Err(Error::problem(Problem::at(path, UserErrorCode::InUse, why)));
    }
    save(&permit, Some(&before), &after).await?;
    tx.commit().await?;
    Ok(after)
}

/// Brings an advertiser in, or changes one that has come before. Tells whether anything was written.
///
/// # Errors
/// [`Error::Refused`] with all problems of the input; those of the database.
pub async fn import(
    permit: &Permit<'_>,
    id: AdvertiserId,
    input: &AdvertiserInput,
) -> Result<bool> {
    let before = store::lock_within(permit, id).await?;
    check_logo(permit.call(), input).await?;
    let after = match &before {
        Some(before) => before.changed(input)?,
        None => Some(Advertiser::of(id, 1, input)?),
    };
    if let Some(after) = &after {
        save(permit, before.as_ref(), after).await?;
    }
    Ok(after.is_some())
}

/// Refuses a sign that is no picture, or none that is ready.
async fn check_logo(call: &Call, input: &AdvertiserInput) -> Result<()> {
    let Some(id) = input.logo else {
        return Ok(());
    };
    let path = ["input", "logoId"];
    let problem = match media::by_ids(call, &[id]).await?.remove(&id) {
        None => Problem::missing(path, id),
        Some(asset) if asset.kind == AssetKind::Image && asset.state == AssetState::Ready => {
            return Ok(());
        }
        Some(_) => Problem::at(path, UserErrorCode::Invalid, "a picture that is ready"),
    };
    Err(Error::problem(problem))
}

async fn save(permit: &Permit<'_>, before: Option<&Advertiser>, after: &Advertiser) -> Result<()> {
    match before {
        Some(before) => permit.changed_members(before, after)?,
        None => permit.changed("advertiser", json!(null), serde_json::to_value(after)?),
    }
    let payload = json!({ "advertiser": after.id, "version": after.version });
    permit.emit(EventType::AdsChanged, after.id, payload);
    permit.renew_facts();
    // Stories that it pays for name it.
    permit.changes(|| Change::of(after.id));
    store::save(permit, after).await
}
