//! Arranging fronts, and what fronts have to do with the end of stories and tags.

use serde_json::{Value as Json, json};

use super::arrangement::{Arrangement, MOST_PINS};
use super::change::{FrontPatch, PinInput};
use super::domain::{Front, Pin, Zone, subject};
use super::references::References;
use super::store;
use crate::app::{Call, Error, Permit, Problem, Result, Tx, refuse_if_any};
use crate::articles::{self, Surroundings, Takedown, TakenDown, UnpublishInput};
use crate::platform::clock::Instant;
use crate::platform::ids::{ArticleId, FrontId, PinId};
use crate::platform::locale::Locale;
use crate::policy::{Action, STORIES, Subject};
use crate::vocabulary::{EventType, UserErrorCode};

/// Puts a front together anew; one that stands so already is left alone. Tells whether it changed.
/// That its sections, tags, stories and pictures exist, the caller has made sure; each pin brings a
/// new id.
///
/// # Errors
/// [`Error::Refused`] for sizes, positions and names that do not fit.
pub async fn arrange(tx: &Tx, wanted: &Arrangement) -> Result<bool> {
    let standing = store::lock(tx, wanted.locale, &wanted.key).await?;
    let id = standing.as_ref().map(|front| front.id);
    let id = id.unwrap_or_else(|| tx.call().new_id());
    let subject = subject(id, &wanted.key, wanted.locale);
    let permit = tx.authorize(Action::FrontArrange, &subject)?;
    refuse_if_any(wanted.problems())?;
    let change = Change::to(tx, id, standing.as_ref(), wanted).await?;
    change.write(&permit, standing.as_ref()).await
}

/// Replaces the zones of a front, their order and their pins.
///
/// # Errors
/// [`Error::Refused`] for an unknown front, an outdated version, names that mean nothing, and
/// sizes, positions and times that do not fit.
pub async fn rearrange(
    call: &Call,
    id: FrontId,
    expected_version: i32,
    patch: &FrontPatch,
) -> Result<()> {
    let missing = References::of_front(patch).missing(call).await?;
    let by = call.actor().user().ok_or(Error::Unauthenticated)?;
    let tx = call.begin().await?;
    let (front, permit) = open(&tx, id, expected_version, Action::FrontArrange).await?;
    let zones = patch.zones_of(&front).map_err(Error::Refused)?;
    let pins = patch.zones.iter().flat_map(|zone| &zone.pins);
    let mut wanted = Arrangement {
        key: front.key.clone(),
        locale: front.locale,
        title: patch.title.clone().unwrap_or_else(|| front.title.clone()),
        zones,
        pins: pins
            .map(|pin| pin.clone().into_pin(call.new_id(), by))
            .collect(),
    };
    let mut problems = wanted.problems();
    for problem in &mut problems {
        // What the front calls its key, the input calls its zone's key.
        if let [zones, _, key] = problem.path.as_mut_slice()
            && zones == "zones"
            && key == "key"
        {
            "zoneKey".clone_into(key);
        }
    }
    problems.extend(missing);
    problems.extend(over(patch, call.now()));
    refuse_if_any(problems)?;
    wanted.keep(unseen(&tx, id).await?);
    let change = Change::to(&tx, id, Some(&front), &wanted).await?;
    if change.write(&permit, Some(&front)).await? {
        tx.commit().await?;
    }
    Ok(())
}

/// Pins of stories that the caller may not know of: nobody takes away what they cannot see.
async fn unseen(tx: &Tx, front: FrontId) -> Result<Vec<Pin>> {
    let mut held = store::pins_ahead(tx, front).await?;
    let stories: Vec<_> = held.iter().map(|pin| pin.article).collect();
    let seen = articles::existing(tx.call(), &stories).await?;
    held.retain(|pin| !seen.contains(&pin.article));
    Ok(held)
}

/// Pins whose time is over, each with its place.
fn over(patch: &FrontPatch, now: Instant) -> Vec<Problem> {
    let zones = patch.zones.iter().enumerate();
    let pins = zones.flat_map(|(zone, patch)| {
        let pins = patch.pins.iter().enumerate();
        pins.map(move |(place, pin)| (zone, place, pin))
    });
    let problems = pins.flat_map(|(zone, place, pin)| {
        let found = pin.problems(now).into_iter();
        found.map(move |problem| {
            problem.below(["zones", &zone.to_string(), "pins", &place.to_string()])
        })
    });
    problems.collect()
}

/// Holds a story at a position of a front, now or for a period. One that readers cannot open yet
/// waits there; until then the zone's rule fills the position.
///
/// # Errors
/// [`Error::Refused`] for an unknown front, an outdated version, names that mean nothing, a
/// position that is held at the same time, and a story that is.
pub async fn pin(call: &Call, id: FrontId, expected_version: i32, input: PinInput) -> Result<()> {
    let mut problems = References::of_pin(&["input"], &input).missing(call).await?;
    let by = call.actor().user().ok_or(Error::Unauthenticated)?;
    let tx = call.begin().await?;
    let (front, permit) = open(&tx, id, expected_version, Action::FrontPin).await?;
    let mut found = input.problems(call.now());
    let held = store::pins_ahead(&tx, id).await?;
    let new = input.into_pin(call.new_id(), by);
    let pins = held.iter().filter(|pin| pin.is_ahead(call.now()));
    let wanted = Arrangement {
        key: front.key.clone(),
        locale: front.locale,
        title: front.title.clone(),
        zones: front.zones.clone(),
        pins: pins.chain(std::iter::once(&new)).cloned().collect(),
    };
    found.extend(wanted.problems_of_pin(wanted.pins.len() - 1));
    problems.extend(found.into_iter().map(|problem| problem.below(["input"])));
    if wanted.pins.len() > MOST_PINS {
        let why = "at most 500 pins";
        problems.push(Problem::at(["input"], UserErrorCode::TooMany, why));
    }
    refuse_if_any(problems)?;
    let change = Change {
        zones_differ: false,
        gone: Vec::new(),
        new: vec![new],
        next: next_of(&front, call.now()),
    };
    change.write(&permit, Some(&front)).await?;
    tx.commit().await
}

/// Gives a position back to its zone's rule.
///
/// # Errors
/// [`Error::Refused`] for an unknown front or pin, and an outdated version.
pub async fn unpin(call: &Call, id: FrontId, expected_version: i32, pin: PinId) -> Result<()> {
    let tx = call.begin().await?;
    let (front, permit) = open(&tx, id, expected_version, Action::FrontUnpin).await?;
    let mut held = store::pins_ahead(&tx, id).await?;
    held.retain(|one| one.id == pin);
    if held.is_empty() {
        return Err(Error::missing(["pinId"], pin));
    }
    let change = Change {
        zones_differ: false,
        gone: held,
        new: Vec::new(),
        next: next_of(&front, call.now()),
    };
    change.write(&permit, Some(&front)).await?;
    tx.commit().await
}

/// A front, locked, for somebody who may do `action` to it.
async fn open(
    tx: &Tx,
    id: FrontId,
    expected_version: i32,
    action: Action,
) -> Result<(Front, Permit<'_>)> {
    let Some(front) = store::lock_by_id(tx, id).await? else {
        let nothing = Subject {
            seen_with: STORIES,
            ..Subject::default()
        };
        tx.authorize(action, &nothing)?;
        return Err(Error::missing(["frontId"], id));
    };
    let permit = tx.authorize(action, &front.subject())?;
    if front.version != expected_version {
        return Err(Error::outdated(front.version));
    }
    Ok((front, permit))
}

/// The same front, changed at `now`.
fn next_of(front: &Front, now: Instant) -> Front {
    Front {
        version: front.version + 1,
        published_at: now,
        ..front.clone()
    }
}

/// What becomes different.
pub(super) struct Change {
    next: Front,
    zones_differ: bool,
    gone: Vec<Pin>,
    new: Vec<Pin>,
}

impl Change {
    /// What it takes to make a front what is wanted; pins that stand so already stay.
    pub(super) async fn to(
        tx: &Tx,
        id: FrontId,
        standing: Option<&Front>,
        wanted: &Arrangement,
    ) -> Result<Self> {
        let next = Front {
            id,
            key: wanted.key.clone(),
            locale: wanted.locale,
            version: standing.map_or(0, |front| front.version) + 1,
            title: wanted.title.clone(),
            published_at: tx.call().now(),
            zones: wanted.placed_zones(),
        };
        let held = store::pins_ahead(tx, id).await?;
        let now = tx.call().now();
        let without = |some: &[Pin], others: &[Pin]| -> Vec<Pin> {
            let is_other = |pin: &&Pin| !others.iter().any(|other| other.says_the_same(pin));
            let ahead = some.iter().filter(|pin| pin.is_ahead(now));
            ahead.filter(is_other).cloned().collect()
        };
        Ok(Self {
            zones_differ: standing.is_none_or(|front| front.zones != next.zones),
            gone: without(&held, &wanted.pins),
            new: without(&wanted.pins, &held),
            next,
        })
    }

    /// Writes it, and tells whether there was anything to write.
    pub(super) async fn write(
        &self,
        permit: &Permit<'_>,
        standing: Option<&Front>,
    ) -> Result<bool> {
        let title = standing.map(|front| front.title.as_str());
        let is_same = title == Some(&self.next.title) && !self.zones_differ;
        if is_same && self.gone.is_empty() && self.new.is_empty() {
            return Ok(false);
        }
        let (id, version) = (self.next.id, self.next.version);
        permit.changed("title", title, self.next.title.as_str());
        permit.changed("zones", standing.map(zones), zones(&self.next));
        permit.changed("pins", stories(&self.gone), stories(&self.new));
        permit.changed("version", standing.map(|front| front.version), version);
        permit.renew_facts();
        let payload = json!({ "front": id, "version": version });
        permit.emit(EventType::FrontPublished, id, payload);
        store::put(permit, &self.next).await?;
        if self.zones_differ {
            store::put_zones(permit, &self.next).await?;
        }
        store::put_pins(permit, &self.next, &self.gone, &self.new).await?;
        Ok(true)
    }
}

/// Zones as the audit trail keeps them.
fn zones(front: &Front) -> Json {
    let zone = |zone: &Zone| {
        json!({
            "key": zone.key,
            "title": zone.title,
            "layout": zone.layout.as_str(),
            "moreUrl": zone.more_url,
            "size": zone.size,
            "rule": zone.rule,
        })
    };
    front.zones.iter().map(zone).collect()
}

fn stories(pins: &[Pin]) -> Json {
    let pin = |pin: &Pin| {
        json!({
            "id": pin.id,
            "zone": pin.zone_key,
            "position": pin.position,
            "article": pin.article,
            "startsAt": pin.starts_at,
            "expiresAt": pin.expires_at,
        })
    };
    pins.iter().map(pin).collect()
}

/// Takes languages of a story down, with its pins on their fronts; tells how many pins went.
///
/// # Errors
/// As [`articles::unpublish_within`].
pub async fn take_down(
    call: &Call,
    what: &Takedown,
    input: &UnpublishInput,
) -> Result<(TakenDown, u64)> {
    let around = Surroundings::of(call).await?;
    let tx = call.begin().await?;
    let (taken_down, permit) = articles::unpublish_within(&tx, &around, what, input).await?;
    let locales: Vec<Locale> = taken_down.taken.iter().map(|one| one.locale).collect();
    let pins = store::drop_pins(&permit, taken_down.article.id, Some(&locales)).await?;
    permit.changed("pins", pins, 0);
    tx.commit().await?;
    Ok((taken_down, pins))
}

/// Throws a story away that was never published, and gives the positions that it was held at back.
///
/// # Errors
/// As [`articles::trash_within`].
pub async fn trash(call: &Call, id: ArticleId) -> Result<ArticleId> {
    let around = Surroundings::of(call).await?;
    let tx = call.begin().await?;
    let permit = articles::trash_within(&tx, &around, id).await?;
    let pins = store::drop_pins(&permit, id, None).await?;
    permit.changed("pins", pins, 0);
    tx.commit().await?;
    Ok(id)
}
