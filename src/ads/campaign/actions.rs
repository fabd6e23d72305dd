//! What people do with campaigns.

use std::collections::HashMap;

use serde_json::json;

use super::domain::{Campaign, CampaignFilter, CampaignInput};
use super::store;
use crate::ads::{advertiser, line_item};
use crate::app::{Call, CreationKey, Error, Permit, Result, Tx};
use crate::platform::ids::CampaignId;
use crate::platform::page::{Page, Slice};
use crate::policy::{ADS, Action, Subject};
use crate::vocabulary::{CampaignState, EventType};

/// The campaign with this id. One that is at work while all its line items are over is COMPLETED.
///
/// # Errors
/// [`Error::Denied`] without ADS_READ; those of the database.
pub async fn find(call: &Call, id: CampaignId) -> Result<Option<Campaign>> {
    Ok(find_all(call, &[id]).await?.remove(&id))
}

/// Campaigns by id; unknown ones are left out.
///
/// # Errors
/// As of [`find`].
pub async fn find_all(call: &Call, ids: &[CampaignId]) -> Result<HashMap<CampaignId, Campaign>> {
    call.demand(ADS)?;
    store::by_ids(call, ids).await
}

/// Campaigns, newest first.
///
/// # Errors
/// As of [`find`].
pub async fn list(
    call: &Call,
    filter: &CampaignFilter,
    page: &Page<CampaignId>,
) -> Result<Slice<Campaign>> {
    call.demand(ADS)?;
    store::list(call, filter, page).await
}

/// Opens a campaign.
///
/// # Errors
/// [`Error::Refused`] for an unknown advertiser, or all problems of the input; [`Error::Denied`]
/// without ADS_MANAGE.
pub async fn create(
    call: &Call,
    input: CampaignInput,
    request_id: Option<CreationKey>,
) -> Result<Campaign> {
    let tx = call.begin().await?;
    let id: CampaignId = call.new_id();
    let permit = tx.authorize(Action::CampaignCreate, &Subject::of(id, &*input.name))?;
    if let Some(key) = request_id
        && let Some(made) = key.claim(&permit, id).await?
    {
        return store::lock(&tx, made).await?.ok_or(Error::NotFound);
    }
    let of = input.advertiser;
    if advertiser::store::lock(&tx, of).await?.is_none() {
        return Err(Error::missing(["input", "advertiserId"], of));
    }
    let made = Campaign::of(id, input)?;
    save(&permit, None, &made).await?;
    tx.commit().await?;
    Ok(made)
}

/// Replaces the settings of a campaign.
///
/// # Errors
/// [`Error::Refused`] for an unknown id, an outdated version, another advertiser, an archived
/// campaign, or all problems of the input; [`Error::Denied`] without ADS_MANAGE.
pub async fn update(
    call: &Call,
    id: CampaignId,
    expected_version: i32,
    input: CampaignInput,
) -> Result<Campaign> {
    let tx = call.begin().await?;
    let (before, permit) = open(&tx, Action::CampaignUpdate, id).await?;
    if before.version != expected_version {
        return Err(Error::outdated(before.version));
    }
    if let Some(after) = before.changed(input)? {
        save(&permit, Some(&before), &after).await?;
        tx.commit().await?;
    }
    shown(call, id).await
}

/// Stops all line items of a campaign at once. A stopped one is left alone.
///
/// # Errors
/// [`Error::Refused`] for an unknown id or an archived campaign; [`Error::Denied`] without
/// ADS_MANAGE.
pub async fn pause(call: &Call, id: CampaignId) -> Result<Campaign> {
    move_on(call, Action::CampaignPause, id, CampaignState::Paused).await
}

/// Lets the line items of a campaign compete again. One that nothing was approved of yet goes back to
/// being a draft.
///
/// # Errors
/// As of [`pause`].
pub async fn resume(call: &Call, id: CampaignId) -> Result<Campaign> {
    let tx = call.begin().await?;
    let (before, permit) = open(&tx, Action::CampaignResume, id).await?;
    // One at work has nothing to be resumed.
    if before.state != CampaignState::Active && before.state != CampaignState::Draft {
        let to = if line_item::store::any_approved(&permit, id).await? {
            CampaignState::Active
        } else {
            CampaignState::Draft
        };
        if let Some(after) = before.moved(to)? {
            save(&permit, Some(&before), &after).await?;
            tx.commit().await?;
        }
    }
    shown(call, id).await
}

/// Closes a campaign and its line items for good; reports stay.
///
/// # Errors
/// [`Error::Refused`] for an unknown id; [`Error::Denied`] without ADS_MANAGE.
pub async fn archive(call: &Call, id: CampaignId) -> Result<Campaign> {
    let tx = call.begin().await?;
    let (before, permit) = open(&tx, Action::CampaignArchive, id).await?;
    if let Some(after) = before.moved(CampaignState::Archived)? {
        line_item::store::archive_all_of(&permit, id).await?;
        save(&permit, Some(&before), &after).await?;
        tx.commit().await?;
    }
    shown(call, id).await
}

/// Brings a campaign in, or changes one that has come before. Tells whether anything was written.
///
/// # Errors
/// [`Error::Refused`] with all problems of the input; those of the database.
pub async fn import(permit: &Permit<'_>, id: CampaignId, input: CampaignInput) -> Result<bool> {
    let before = store::lock_within(permit, id).await?;
    let after = match &before {
        Some(before) => before.changed(input)?,
        None => Some(Campaign::of(id, input)?),
    };
    if let Some(after) = &after {
        save(permit, before.as_ref(), after).await?;
    }
    Ok(after.is_some())
}

/// Sets a campaign to work, once something of it is approved.
///
/// # Errors
/// Those of the database.
pub(in crate::ads) async fn begin_within(permit: &Permit<'_>, before: &Campaign) -> Result<()> {
    if before.state == CampaignState::Draft
        && let Some(after) = before.moved(CampaignState::Active)?
    {
        permit.changed("campaignState", before.state.as_str(), after.state.as_str());
        store::save(permit, &after).await?;
    }
    Ok(())
}

async fn move_on(
    call: &Call,
    action: Action,
    id: CampaignId,
    to: CampaignState,
) -> Result<Campaign> {
    let tx = call.begin().await?;
    let (before, permit) = open(&tx, action, id).await?;
    if let Some(after) = before.moved(to)? {
        save(&permit, Some(&before), &after).await?;
        tx.commit().await?;
    }
    shown(call, id).await
}

async fn open<'tx>(tx: &'tx Tx, action: Action, id: CampaignId) -> Result<(Campaign, Permit<'tx>)> {
    let found = store::lock(tx, id).await?;
    let found = found.ok_or_else(|| Error::missing(["id"], id))?;
    let permit = tx.authorize(action, &found.subject())?;
    Ok((found, permit))
}

/// The campaign as it is shown, once what was done to it is done.
async fn shown(call: &Call, id: CampaignId) -> Result<Campaign> {
    let mut found = store::by_ids(call, &[id]).await?;
    found.remove(&id).ok_or(Error::NotFound)
}

async fn save(permit: &Permit<'_>, before: Option<&Campaign>, after: &Campaign) -> Result<()> {
    match before {
        Some(before) => permit.changed_members(before, after)?,
        None => permit.changed("campaign", json!(null), serde_json::to_value(after)?),
    }
    let payload = json!({ "campaign": after.id, "version": after.version });
    permit.emit(EventType::AdsChanged, after.id, payload);
    permit.renew_facts();
    store::save(permit, after).await
}
