//! The page of a request, as the engine sees it.

use std::sync::Arc;

use crate::ads::domain::Placement;
use crate::ads::engine::{Gate, MAX_SLOTS, Moment, Page, Slot};
use crate::ads::plan::sizes;
use crate::ads::token::{PageContext, words};
use crate::app::{Call, Result};
use crate::editions::{self, Site};
use crate::platform::calendar::Zone;
use crate::platform::clock::Instant;
use crate::sections;
use crate::vocabulary::Weekday;

/// Milliseconds of an hour.
const HOUR_MS: i64 = 3_600_000;
/// Days from a Monday to 1970-01-01.
const EPOCH_DAYS: i64 = 3;
/// The most words of a client that are looked at.
const MAX_KEYWORDS: usize = 20;

/// The page of a context, with those of its slots that want an ad; all of them for `None`.
///
/// # Errors
/// Those of the database.
pub async fn page(
    call: &Call,
    context: &PageContext,
    wanted: Option<&[String]>,
    keywords: &[String],
) -> Result<Page> {
    let site = editions::site(call).await?;
    let placements = super::super::placements(call).await?;
    let sections = match context.section {
        None => Vec::new(),
        Some(id) => {
            let tree = sections::tree(call).await?;
            let above = tree.ancestors(id).into_iter().map(|section| section.id);
            std::iter::once(id).chain(above).collect()
        }
    };
    let client = keywords.iter().take(MAX_KEYWORDS);
    let mut all_words = context.words.clone();
    all_words.extend(client.flat_map(|keyword| words(keyword)));
    Ok(Page {
        gate: if context.is_house_only {
            Gate::HouseOnly
        } else {
            Gate::Open
        },
        locale: context.locale,
        ad_locales: ad_locales(&site, context),
        device: context.device,
        page_kind: context.page_kind,
        kind: context.kind,
        sections,
        tags: context.tags.clone(),
        sensitivity: context.sensitivity.clone(),
        words: all_words,
        categories: context.categories.clone(),
        slots: slots(context, wanted, &placements),
    })
}

fn ad_locales(site: &Arc<Site>, context: &PageContext) -> Vec<crate::platform::locale::Locale> {
    let mut editions = site.all_editions.iter();
    let edition = editions.find(|edition| edition.locale == context.locale);
    edition.map_or_else(Vec::new, |edition| edition.ad_locales.clone())
}

/// Slots by what their placements are now: one that has been switched off meanwhile stays empty.
fn slots(context: &PageContext, wanted: Option<&[String]>, placements: &[Placement]) -> Vec<Slot> {
    let is_wanted = |key: &String| wanted.is_none_or(|wanted| wanted.contains(key));
    let slots = context.slots.iter().filter(|(key, _)| is_wanted(key));
    let slot = |(key, place): &(String, u8)| {
        let id = context.placements.get(usize::from(*place))?;
        let placement = placements
            .iter()
            .find(|one| one.id == *id && one.is_active)?;
        Some(Slot {
            key: key.clone(),
            placement: *id,
            sizes: sizes(placement, context.device),
            blocked_sensitivity: placement.blocked_sensitivity.clone(),
        })
    };
    slots.filter_map(slot).take(MAX_SLOTS).collect()
}

/// A moment on the site's clock.
pub fn moment(at: Instant, zone: Zone) -> Moment {
    let local = at.plus_ms(zone.ahead_ms(at.0));
    let day = local.0.div_euclid(24 * HOUR_MS) + EPOCH_DAYS;
    Moment {
        at,
        weekday: Weekday::ALL[day.rem_euclid(7) as usize],
        hour: (local.0.div_euclid(HOUR_MS)).rem_euclid(24) as u8,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_has_the_day_and_the_hour_of_the_site() {
        let zone: Zone = "Europe/Kyiv".parse().unwrap();
        for (at, weekday, hour) in [
            ("2026-07-11T07:58:00Z", Weekday::Saturday, 10),
            ("2026-07-11T21:00:00Z", Weekday::Sunday, 0),
            ("2026-10-25T00:30:00Z", Weekday::Sunday, 3),
            ("2026-10-25T01:30:00Z", Weekday::Sunday, 3),
            ("1969-12-31T21:30:00Z", Weekday::Thursday, 0),
        ] {
            let moment = moment(Instant::parse(at).unwrap(), zone);

            assert_eq!((moment.weekday, moment.hour), (weekday, hour), "{at}");
        }
    }
}
