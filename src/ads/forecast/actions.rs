//! Forecasts.

use std::collections::BTreeSet;

use super::domain::{Forecast, ForecastInput, Promised, meet, stands_no_lower};
use super::store::{self, Hour, Wanted};
use crate::ads::engine::{Curve, Profile, Targeting};
use crate::ads::events::{self, HOUR_MS};
use crate::ads::line_item::{self, LineItem};
use crate::ads::placements;
use crate::app::{Call, Error, Result};
use crate::editions;
use crate::platform::clock::Instant;
use crate::platform::ids::{LineItemId, PlacementId, SectionId};
use crate::policy::ADS;
use crate::sections::{self, Tree};
use crate::vocabulary::LineItemState;

/// Milliseconds that are looked back: four weeks.
const LOOK_BACK_MS: i64 = 28 * 24 * HOUR_MS;
/// Milliseconds of the longest period: a year and a day.
const LONGEST_MS: i64 = 366 * 24 * HOUR_MS;
/// All hours of the week.
const ALWAYS: [u32; 7] = [(1 << 24) - 1; 7];

/// How readers come by the hours of the week, and since when that is known.
struct Course {
    curve: Curve,
    since: Instant,
    now: Instant,
    zone_ms: i64,
}

impl Course {
    /// Readers between two moments, in hours of average traffic.
    fn mass(&self, from: Instant, to: Instant) -> f64 {
        let (from, to) = (from.plus_ms(self.zone_ms), to.plus_ms(self.zone_ms));
        self.curve.mass(from, to)
    }

    /// What the slots of the weeks that are known come to in another period.
    fn expected(&self, hours: &[Hour], (start, end): (Instant, Instant)) -> f64 {
        let asked: i64 = hours.iter().map(|hour| hour.requests).sum();
        let known = self.mass(self.since, self.now);
        if known <= 0.0 {
            return 0.0;
        }
        asked as f64 * self.mass(start, end) / known
    }
}

/// What there is to sell of a targeting in a period. Tags, words, content categories and sensitivity
/// are not in the counts: what they narrow is left whole, so that a forecast is rather too high.
///
/// # Errors
/// [`Error::BadInput`] for a period that is over, ends before it starts or is longer than a year;
/// [`Error::Denied`] without ADS_READ; those of the database.
pub async fn forecast(call: &Call, input: &ForecastInput) -> Result<Forecast> {
    call.demand(ADS)?;
    let now = call.now();
    let length = input.end.0.saturating_sub(input.start.0);
    if length <= 0 || length > LONGEST_MS || input.end <= now {
        let why = "a period that is not over, of at most a year";
        return Err(Error::BadInput(why.to_owned()));
    }
    let tree = sections::tree(call).await?;
    let places = places(call, &input.targeting).await?;
    let wanted = wanted(&tree, places, (&input.targeting, &input.exclusions));
    let course = course(call).await?;
    let hours = store::hours(call, course.since, Some(&wanted)).await?;
    let period = (input.start.max(now), input.end);
    let matched = course.expected(&hours, period);
    let mut taken = 0.0;
    let mut contending = Vec::new();
    let others = others(call, input).await?;
    let ids: Vec<LineItemId> = others.iter().map(|one| one.id).collect();
    let had = events::store::had(call, &ids).await?;
    for one in &others {
        let delivered = one.delivered(&had.get(&one.id).copied().unwrap_or_default());
        let promised = Promised {
            line_item: one,
            delivered,
            shared: matched,
        };
        taken += promised.takes((now, period.0, period.1));
        contending.push(one.id);
    }
    Ok(Forecast {
        matched: matched.round() as u64,
        available: (matched - taken).max(0.0).round() as u64,
        contending,
    })
}

/// The forecast of a line item that has been planned; `None` of one that has no end, or is over.
///
/// # Errors
/// As of [`forecast`].
pub async fn of_line_item(call: &Call, planned: &LineItem) -> Result<Option<Forecast>> {
    let Some(end) = planned.flight.end.filter(|end| *end > call.now()) else {
        return Ok(None);
    };
    let input = ForecastInput {
        targeting: planned.targeting.clone(),
        exclusions: planned.exclusions.clone(),
        start: planned.flight.start,
        end: end.min(planned.flight.start.plus_ms(LONGEST_MS)),
        tier: planned.tier,
    };
    let mut found = forecast(call, &input).await?;
    found.contending.retain(|id| *id != planned.id);
    Ok(Some(found))
}

/// Line items that want some of the same slots in the same period, and stand no lower.
async fn others(call: &Call, input: &ForecastInput) -> Result<Vec<LineItem>> {
    let mut all = line_item::store::all(call).await?;
    all.retain(|one| {
        let ends_before = one.flight.end.is_some_and(|end| end <= input.start);
        one.state == LineItemState::Ready
            && !ends_before
            && one.flight.start < input.end
            && stands_no_lower(one.tier, input.tier)
            && meet(&one.targeting, &input.targeting)
    });
    Ok(all)
}

async fn course(call: &Call) -> Result<Course> {
    let now = call.now();
    let zone_ms = editions::site(call).await?.time_zone.ahead_ms(now.0);
    let all = store::hours(call, now.plus_ms(-LOOK_BACK_MS), None).await?;
    let mut counts = [0.0; 168];
    for hour in &all {
        counts[Profile::hour_of_week(hour.hour.plus_ms(zone_ms))] += hour.requests as f64;
    }
    let first = all.iter().map(|hour| hour.hour).min();
    Ok(Course {
        curve: Profile::of(&counts).curve(&ALWAYS),
        since: first.unwrap_or(now),
        now,
        zone_ms,
    })
}

/// The placements that a targeting comes to, by their ids and by their kinds of pages.
async fn places(call: &Call, targeting: &Targeting) -> Result<Option<BTreeSet<PlacementId>>> {
    if targeting.placements.is_empty() && targeting.page_kinds.is_empty() {
        return Ok(None);
    }
    let all = placements(call).await?;
    let fitting = all.iter().filter(|one| {
        let is_named = targeting.placements.is_empty() || targeting.placements.contains(&one.id);
        let is_on = targeting.page_kinds.is_empty()
            || one
                .page_kinds
                .iter()
                .any(|kind| targeting.page_kinds.contains(kind));
        is_named && is_on
    });
    Ok(Some(fitting.map(|one| one.id).collect()))
}

fn wanted<'a>(
    tree: &Tree,
    placements: Option<BTreeSet<PlacementId>>,
    (targeting, exclusions): (&'a Targeting, &'a Targeting),
) -> Wanted<'a> {
    let below = |ids: &[SectionId]| -> BTreeSet<SectionId> {
        let each = ids.iter().flat_map(|id| tree.descendants(*id));
        each.map(|section| section.id).collect()
    };
    let sections = (!targeting.sections.is_empty()).then(|| below(&targeting.sections));
    Wanted {
        targeting,
        placements,
        sections,
        exclusions,
        excluded_sections: below(&exclusions.sections),
    }
}
