//! Arranging fronts, and what fronts have to do with the end of stories and tags.

use serde_json::{Value as Json, json};
use uuid::Uuid;

use super::arrangement::Arrangement;
use super::domain::{Front, Pin, subject};
use super::store;
use crate::app::{Call, Permit, Result, Tx, refuse_if_any};
use crate::articles::{self, Takedown, TakenDown, UnpublishInput};
use crate::platform::ids::{PinId, UserId};
use crate::platform::locale::Locale;
use crate::policy::Action;
use crate::vocabulary::EventType;

/// Puts a front together anew; one that stands so already is left alone. Tells whether it changed.
/// That its sections, tags, stories and pictures exist, the caller has made sure; each pin brings a
/// new id.
///
/// # Errors
/// [`crate::app::Error::Refused`] for sizes, positions and names that do not fit.
pub async fn arrange(tx: &Tx, wanted: &Arrangement) -> Result<bool> {
    let call = tx.call();
    let standing = store::lock(tx, wanted.locale, &wanted.key).await?;
    let id = standing.as_ref().map(|front| front.id);
    let id = id.unwrap_or_else(|| call.new_id());
    let subject = subject(id, &wanted.key, wanted.locale);
    let permit = tx.authorize(Action::FrontArrange, &subject)?;
    refuse_if_any(wanted.problems())?;
    let held = store::pins_ahead(tx, id).await?;
    let version = standing.as_ref().map_or(0, |front| front.version);
    let next = Front {
        id,
        key: wanted.key.clone(),
        locale: wanted.locale,
        version: version + 1,
        title: wanted.title.clone(),
        published_at: call.now(),
        zones: wanted.placed_zones(),
    };
    if let Some(front) = &standing {
        let is_same = front.title == next.title && front.zones == next.zones;
        if is_same && plain(&held) == plain(&wanted.pins) {
            return Ok(false);
        }
    }
    note(&permit, standing.as_ref(), &next);
    permit.changed("pins", stories(&held), stories(&wanted.pins));
    store::put(&permit, &next, &wanted.pins).await?;
    Ok(true)
}

fn note(permit: &Permit<'_>, before: Option<&Front>, next: &Front) {
    let (id, version) = (next.id, next.version);
    let zones = |front: &Front| json!(front.zones.iter().map(|zone| &zone.key).collect::<Vec<_>>());
    let title = before.map(|front| front.title.as_str());
    permit.changed("title", title, next.title.as_str());
    permit.changed("zones", before.map(zones), zones(next));
    permit.changed("version", before.map(|front| front.version), version);
    permit.touch_facts();
    let payload = json!({ "front": id, "version": version });
    permit.emit(EventType::FrontPublished, id, payload);
}

/// Pins in their order, without what differs each time they are put: ids, and who did it.
fn plain(pins: &[Pin]) -> Vec<Pin> {
    let plain = pins.iter().map(|pin| Pin {
        id: PinId(Uuid::nil()),
        pinned_by: UserId(Uuid::nil()),
        ..pin.clone()
    });
    let mut plain: Vec<Pin> = plain.collect();
    plain.sort_by_key(|pin| (pin.zone_key.clone(), pin.position, pin.starts_at));
    plain
}

fn stories(pins: &[Pin]) -> Json {
    json!(pins.iter().map(|pin| pin.article).collect::<Vec<_>>())
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
    let around = Takedown::around(call).await?;
    let tx = call.begin().await?;
    let (taken_down, permit) = articles::unpublish_within(&tx, &around, what, input).await?;
    let locales: Vec<Locale> = taken_down.taken.iter().map(|one| one.locale).collect();
    let pins = store::drop_pins(&permit, taken_down.article.id, &locales).await?;
    permit.changed("pins", pins, 0);
    tx.commit().await?;
    Ok((taken_down, pins))
}
