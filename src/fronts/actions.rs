//! Arranging fronts, and what fronts have to do with the end of stories and tags.

use std::collections::{HashMap, HashSet};

use serde_json::json;
use uuid::Uuid;

use super::domain::{Front, Pin, Zone, subject};
use super::store;
use crate::app::{Call, Permit, Problem, Result, Tx, refuse_if_any};
use crate::articles::{self, Takedown, TakenDown, UnpublishInput};
use crate::platform::clock::Instant;
use crate::platform::ids::{FrontId, PinId, UserId};
use crate::platform::locale::Locale;
use crate::policy::Action;
use crate::vocabulary::{EventType, UserErrorCode};

/// A whole front: what it is to be.
#[derive(Debug, Clone)]
pub struct Arrangement {
    /// Its name, the same in all editions.
    pub key: String,
    /// Its edition.
    pub locale: Locale,
    /// What readers read above it.
    pub title: String,
    /// Its bands, from the top.
    pub zones: Vec<Zone>,
    /// Stories held at positions.
    pub pins: Vec<Pin>,
}

/// Puts a front together anew; one that stands so already is left alone. Tells whether it changed.
///
/// # Errors
/// [`crate::app::Error::Refused`] for sizes, positions and names that do not fit.
pub async fn arrange(tx: &Tx, wanted: &Arrangement) -> Result<bool> {
    let standing = store::lock(tx, wanted.locale, &wanted.key).await?;
    let call = tx.call();
    let id = standing
        .as_ref()
        .map_or_else(|| call.new_id(), |front| front.id);
    let permit = tx.authorize(
        Action::FrontArrange,
        &subject(id, &wanted.key, wanted.locale),
    )?;
    refuse_if_any(problems(wanted))?;
    if let Some(front) = &standing
        && is_same(tx, front, wanted).await?
    {
        return Ok(false);
    }
    let next = Front {
        id,
        key: wanted.key.clone(),
        locale: wanted.locale,
        version: standing.as_ref().map_or(1, |front| front.version + 1),
        title: wanted.title.clone(),
        published_at: call.now(),
        zones: wanted.zones.clone(),
    };
    store::put(&permit, &next, &wanted.pins).await?;
    note(&permit, id, next.version);
    Ok(true)
}

fn note(permit: &Permit<'_>, id: FrontId, version: i32) {
    permit.changed("version", version - 1, version);
    permit.touch_facts();
    permit.emit(
        EventType::FrontPublished,
        id,
        json!({ "front": id, "version": version }),
    );
}

/// Whether a front stands as it is wanted; ids and makers of pins aside.
async fn is_same(tx: &Tx, front: &Front, wanted: &Arrangement) -> Result<bool> {
    let plain = |pin: &Pin| Pin {
        id: PinId(Uuid::nil()),
        pinned_by: UserId(Uuid::nil()),
        ..pin.clone()
    };
    let key = |pin: &Pin| (pin.zone_key.clone(), pin.position, pin.starts_at);
    let mut standing: Vec<Pin> = store::pins_ahead(tx, front.id)
        .await?
        .iter()
        .map(plain)
        .collect();
    let mut pins: Vec<Pin> = wanted.pins.iter().map(plain).collect();
    standing.sort_by_key(key);
    pins.sort_by_key(key);
    Ok(front.title == wanted.title && front.zones == wanted.zones && standing == pins)
}

/// The most zones of a front, and positions of a zone.
const MOST_ZONES: usize = 30;
const MOST_POSITIONS: i32 = 50;

fn problems(wanted: &Arrangement) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut wrong = |path: &[&str], code: UserErrorCode, why: &str| {
        problems.push(Problem::at(path.iter().copied(), code, why));
    };
    if wanted.zones.len() > MOST_ZONES {
        wrong(
            &["input", "zones"],
            UserErrorCode::TooMany,
            "at most 30 zones",
        );
    }
    let mut sizes = HashMap::new();
    for zone in &wanted.zones {
        if sizes.insert(zone.key.as_str(), zone.size).is_some() {
            wrong(
                &["input", "zones", &zone.key],
                UserErrorCode::Duplicate,
                "named twice",
            );
        }
        if !(1..=MOST_POSITIONS).contains(&zone.size) {
            let path = ["input", "zones", &zone.key, "size"];
            wrong(&path, UserErrorCode::Invalid, "1 to 50 positions");
        }
    }
    let mut pinned = HashSet::new();
    for (place, pin) in wanted.pins.iter().enumerate() {
        let place = place.to_string();
        let at = |field| ["input", "pins", &place, field].map(ToOwned::to_owned);
        let size = sizes.get(pin.zone_key.as_str());
        if !size.is_some_and(|size| (1..=*size).contains(&pin.position)) {
            let why = "a position of a zone of this front, from 1";
            problems.push(Problem::at(at("position"), UserErrorCode::Invalid, why));
        }
        if !pinned.insert(pin.article) {
            let why = "a story stands once on a front";
            problems.push(Problem::at(at("articleId"), UserErrorCode::Duplicate, why));
        }
        if wanted.pins[..place.parse().unwrap_or(0)]
            .iter()
            .any(|other| meet(other, pin))
        {
            let why = "another story is held at this position at the same time";
            problems.push(Problem::at(at("position"), UserErrorCode::Duplicate, why));
        }
    }
    problems
}

/// Whether two pins want the same position at the same time.
fn meet(one: &Pin, other: &Pin) -> bool {
    let start = |pin: &Pin| pin.starts_at.unwrap_or(Instant(i64::MIN));
    let end = |pin: &Pin| pin.expires_at.unwrap_or(Instant::FOREVER);
    one.zone_key == other.zone_key
        && one.position == other.position
        && start(one) < end(other)
        && start(other) < end(one)
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
