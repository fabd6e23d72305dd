//! What people do with line items.

use serde_json::{Value as Json, json};

use super::domain::LineItem;
use super::input::{Around, LineItemInput};
use super::known::Known;
use super::store;
use crate::ads::advertiser::{self, Advertiser};
use crate::ads::campaign::{self, Campaign};
use crate::ads::events::Counts;
use crate::ads::{creative, events};
use crate::app::{Call, CreationKey, Error, Permit, Problem, Result, Tx, refuse_if_any};
use crate::platform::ids::{CampaignId, LineItemId};
use crate::platform::page::{Page, Slice};
use crate::policy::{ADS, Action, Subject};
use crate::vocabulary::{CampaignState, EventType, LineItemState, UserErrorCode};

/// The line item with this id, in the state of the moment.
///
/// # Errors
/// [`Error::Denied`] without ADS_READ; those of the database.
pub async fn find(call: &Call, id: LineItemId) -> Result<Option<LineItem>> {
    Ok(find_all(call, &[id]).await?.pop())
}

/// Line items in the order of `ids`, in the states of the moment; unknown ones are left out.
///
/// # Errors
/// As of [`find`].
pub async fn find_all(call: &Call, ids: &[LineItemId]) -> Result<Vec<LineItem>> {
    call.demand(ADS)?;
    let mut found = store::by_ids(call, ids).await?;
    let stored = ids.iter().filter_map(|id| found.remove(id));
    shown(call, stored.collect()).await
}

/// Line items of a campaign in the order in which they were made, in the states of the moment.
///
/// # Errors
/// As of [`find`].
pub async fn of_campaign(
    call: &Call,
    campaign: CampaignId,
    page: &Page<LineItemId>,
) -> Result<Slice<LineItem>> {
    call.demand(ADS)?;
    let slice = store::of_campaign(call, campaign, page).await?;
    Ok(Slice {
        items: shown(call, slice.items).await?,
        ..slice
    })
}

/// Line items in the states of the moment.
async fn shown(call: &Call, stored: Vec<LineItem>) -> Result<Vec<LineItem>> {
    let ids: Vec<LineItemId> = stored.iter().map(|one| one.id).collect();
    let had = events::store::had(call, &ids).await?;
    let of: Vec<CampaignId> = stored.iter().map(|one| one.campaign).collect();
    let campaigns = campaign::store::by_ids(call, &of).await?;
    let shown = stored.into_iter().map(|one| {
        let campaign = campaigns.get(&one.campaign);
        let is_at_work = campaign.is_some_and(is_at_work);
        let had = had.get(&one.id).copied().unwrap_or_default();
        let state = one.state_at(call.now(), is_at_work, &had);
        LineItem { state, ..one }
    });
    Ok(shown.collect())
}

const fn is_at_work(campaign: &Campaign) -> bool {
    matches!(
        campaign.state,
        CampaignState::Active | CampaignState::Completed
    )
}

/// Plans a line item.
///
/// # Errors
/// [`Error::Refused`] with all problems of the input; [`Error::Denied`] without ADS_MANAGE.
pub async fn create(
    call: &Call,
    input: LineItemInput,
    request_id: Option<CreationKey>,
) -> Result<LineItem> {
    let known = Known::of(call, [&input.targeting, &input.exclusions]).await?;
    let tx = call.begin().await?;
    let id: LineItemId = call.new_id();
    let permit = tx.authorize(Action::LineItemCreate, &Subject::of(id, &*input.name))?;
    if let Some(key) = request_id
        && let Some(made) = key.claim(&permit, id).await?
    {
        return store::lock(&tx, made).await?.ok_or(Error::NotFound);
    }
    let made = make(&permit, id, input, &known).await?;
    save(&permit, None, &made).await?;
    tx.commit().await?;
    Ok(made)
}

/// Replaces the settings of a line item. After the first impression its tier, its start and what is
/// paid for are fixed, and a goal is never less than what was delivered.
///
/// # Errors
/// [`Error::Refused`] for an unknown id, an outdated version, an archived line item, or all problems
/// of the input; [`Error::Denied`] without ADS_MANAGE.
pub async fn update(
    call: &Call,
    id: LineItemId,
    expected_version: i32,
    input: LineItemInput,
) -> Result<LineItem> {
    let known = Known::of(call, [&input.targeting, &input.exclusions]).await?;
    let tx = call.begin().await?;
    let (before, permit) = open(&tx, Action::LineItemUpdate, id).await?;
    if before.version != expected_version {
        return Err(Error::outdated(before.version));
    }
    if let Some(after) = change(&permit, &before, input, &known).await? {
        save(&permit, Some(&before), &after).await?;
        tx.commit().await?;
    }
    shown_after(call, id).await
}

/// Hands a line item in for approval.
///
/// # Errors
/// [`Error::Refused`] for an unknown id, one that is no DRAFT, or one without creatives;
/// [`Error::Denied`] without ADS_MANAGE.
pub async fn submit(call: &Call, id: LineItemId) -> Result<LineItem> {
    let (action, to) = (Action::LineItemSubmit, LineItemState::PendingApproval);
    move_on(call, action, id, to).await
}

/// Approves a line item: its delivery starts with its flight. Its campaign is at work from now on.
///
/// # Errors
/// [`Error::Refused`] for an unknown id, one that does not wait for approval or is the approver's
/// own; [`Error::Denied`] without ADS_APPROVE.
pub async fn approve(call: &Call, id: LineItemId) -> Result<LineItem> {
    move_on(call, Action::LineItemApprove, id, LineItemState::Ready).await
}

/// Holds a line item back. Decisions that are handed out already still count until they expire.
///
/// # Errors
/// [`Error::Refused`] for an unknown id, or one that is neither READY nor DELIVERING;
/// [`Error::Denied`] without ADS_MANAGE.
pub async fn pause(call: &Call, id: LineItemId) -> Result<LineItem> {
    move_on(call, Action::LineItemPause, id, LineItemState::Paused).await
}

/// Lets a line item compete again; its pace goes on from what is left.
///
/// # Errors
/// [`Error::Refused`] for an unknown id, or one that is not PAUSED; [`Error::Denied`] without
/// ADS_MANAGE.
pub async fn resume(call: &Call, id: LineItemId) -> Result<LineItem> {
    move_on(call, Action::LineItemResume, id, LineItemState::Ready).await
}

/// Closes a line item for good; reports stay.
///
/// # Errors
/// [`Error::Refused`] for an unknown id; [`Error::Denied`] without ADS_MANAGE.
pub async fn archive(call: &Call, id: LineItemId) -> Result<LineItem> {
    move_on(call, Action::LineItemArchive, id, LineItemState::Archived).await
}

/// Brings a line item in as approved, or changes one that has come before. Tells whether anything
/// was written.
///
/// # Errors
/// [`Error::Refused`] with all problems of the input; those of the database.
pub async fn import(
    permit: &Permit<'_>,
    id: LineItemId,
    input: LineItemInput,
    known: &Known,
) -> Result<bool> {
    let before = store::lock_within(permit, id).await?;
    let after = match &before {
        Some(before) => change(permit, before, input, known).await?,
        None => Some(LineItem {
            state: LineItemState::Ready,
            ..make(permit, id, input, known).await?
        }),
    };
    let Some(after) = &after else {
        return Ok(false);
    };
    if let Some(campaign) = campaign::store::lock_within(permit, after.campaign).await? {
        campaign::begin_within(permit, &campaign).await?;
    }
    save(permit, before.as_ref(), after).await?;
    Ok(true)
}

async fn make(
    permit: &Permit<'_>,
    id: LineItemId,
    input: LineItemInput,
    known: &Known,
) -> Result<LineItem> {
    let campaign = order_of(permit, &input).await?;
    let payer = advertiser::store::lock_within(permit, campaign.advertiser).await?;
    let payer = payer.ok_or(Error::NotFound)?;
    let around = Around::of(permit, &payer, known)?;
    let strange = strange_creatives(permit, &input, &campaign).await?;
    with_all(strange, LineItem::of(id, input, &around))
}

async fn change(
    permit: &Permit<'_>,
    before: &LineItem,
    input: LineItemInput,
    known: &Known,
) -> Result<Option<LineItem>> {
    let campaign = order_of(permit, &input).await?;
    let payer = advertiser::store::lock_within(permit, campaign.advertiser).await?;
    let payer = payer.ok_or(Error::NotFound)?;
    let around = Around::of(permit, &payer, known)?;
    let had = had(permit, before.id).await?;
    let strange = strange_creatives(permit, &input, &campaign).await?;
    with_all(strange, before.changed(input, &around, &had))
}

/// What was made, unless it was refused or something else is wrong; all of it is told at once.
fn with_all<T>(strange: Vec<Problem>, made: Result<T>) -> Result<T> {
    match made {
        Err(Error::Refused(problems)) => Err(Error::Refused(
            problems.into_iter().chain(strange).collect(),
        )),
        made => {
            refuse_if_any(strange)?;
            made
        }
    }
}

impl<'a> Around<'a> {
    /// What stands around a change that is made now.
    fn of(permit: &Permit<'_>, advertiser: &'a Advertiser, known: &'a Known) -> Result<Self> {
        let user = permit.call().actor().user();
        Ok(Self {
            known,
            advertiser,
            now: permit.call().now(),
            by: user.ok_or(Error::Unauthenticated)?,
        })
    }
}

/// The order of an input, while it is not closed.
async fn order_of(permit: &Permit<'_>, input: &LineItemInput) -> Result<Campaign> {
    let path = ["input", "campaignId"];
    let found = campaign::store::lock_within(permit, input.campaign).await?;
    let found = found.ok_or_else(|| Error::missing(path, input.campaign))?;
    if found.state == CampaignState::Archived {
        return Err(Error::invalid(path, "this campaign is closed for good"));
    }
    Ok(found)
}

/// Creatives of an input that are not the advertiser's.
async fn strange_creatives(
    permit: &Permit<'_>,
    input: &LineItemInput,
    campaign: &Campaign,
) -> Result<Vec<Problem>> {
    let ids = input.creatives.iter().map(|binding| binding.creative);
    let own = creative::store::ids_of(permit, campaign.advertiser, ids.collect()).await?;
    let bound = input.creatives.iter().enumerate();
    let strange = bound.filter(|(_, binding)| !own.contains(&binding.creative));
    let told = strange.map(|(place, binding)| {
        let path = ["input", "creatives", &place.to_string(), "creativeId"];
        Problem::missing(path, binding.creative)
    });
    Ok(told.collect())
}

/// What a line item has had in all.
async fn had(permit: &Permit<'_>, id: LineItemId) -> Result<Counts> {
    let mut had = events::store::had(permit.call(), &[id]).await?;
    Ok(had.remove(&id).unwrap_or_default())
}

async fn move_on(
    call: &Call,
    action: Action,
    id: LineItemId,
    to: LineItemState,
) -> Result<LineItem> {
    let tx = call.begin().await?;
    let (before, permit) = open(&tx, action, id).await?;
    let order = campaign::store::lock_within(&permit, before.campaign).await?;
    let order = order.ok_or(Error::NotFound)?;
    let had = had(&permit, id).await?;
    let now = before.state_at(call.now(), is_at_work(&order), &had);
    if let Some(after) = before.moved(now, to)? {
        if to == LineItemState::PendingApproval && after.creatives.is_empty() {
            let why = "a line item is handed in with what it shows";
            let problem = Problem::at(["id"], UserErrorCode::Required, why);
            return Err(Error::problem(problem));
        }
        if action == Action::LineItemApprove {
            campaign::begin_within(&permit, &order).await?;
        }
        save(&permit, Some(&before), &after).await?;
        tx.commit().await?;
    }
    shown_after(call, id).await
}

async fn open<'tx>(tx: &'tx Tx, action: Action, id: LineItemId) -> Result<(LineItem, Permit<'tx>)> {
    let found = store::lock(tx, id).await?;
    let found = found.ok_or_else(|| Error::missing(["id"], id))?;
    let permit = tx.authorize(action, &found.subject())?;
    Ok((found, permit))
}

/// The line item as it is shown, once what was done to it is done.
async fn shown_after(call: &Call, id: LineItemId) -> Result<LineItem> {
    let stored = store::by_ids(call, &[id]).await?.remove(&id);
    let mut shown = shown(call, stored.into_iter().collect()).await?;
    shown.pop().ok_or(Error::NotFound)
}

async fn save(permit: &Permit<'_>, before: Option<&LineItem>, after: &LineItem) -> Result<()> {
    match before {
        Some(before) => permit.changed_members(before, after)?,
        None => permit.changed("lineItem", Json::Null, serde_json::to_value(after)?),
    }
    let payload = json!({
        "lineItem": after.id, "version": after.version, "state": after.state.as_str(),
    });
    let is_same_state = before.is_some_and(|before| before.state == after.state);
    let kind = if is_same_state {
        EventType::AdsChanged
    } else {
        EventType::LineItemStateChanged
    };
    permit.emit(kind, after.id, payload);
    permit.renew_facts();
    store::save(permit, after).await
}
