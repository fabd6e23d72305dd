//! What passes between decisions and events, and what is written of decisions.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::reckon::Standing;
use super::visitors::Visitors;
use crate::ads::engine::{Cap, Sighting};
use crate::ads::events::{Claims, Counts, Event, Facets, Verdict, hour};
use crate::app::{App, Call, Result};
use crate::platform::clock::Instant;
use crate::platform::ids::CampaignId;
use crate::policy::{Action, Subject};
use crate::vocabulary::{AdEventKind, GoalMetric};

/// Milliseconds after which the counts of page views are written: what a crash may cost of them.
const WRITTEN_EVERY_MS: i64 = 5_000;

/// Requests and decisions that are not written yet.
#[derive(Debug, Default)]
pub struct Views(Mutex<Unwritten>);

#[derive(Debug, Default)]
struct Unwritten {
    counts: BTreeMap<(Instant, Facets), Counts>,
    since: Option<Instant>,
}

impl Views {
    /// Counts slots that asked, and those that got something.
    pub fn count(&self, now: Instant, counted: impl IntoIterator<Item = (Facets, Counts)>) {
        let mut unwritten = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        unwritten.since.get_or_insert(now);
        for (facets, counts) in counted {
            *unwritten.counts.entry((hour(now), facets)).or_default() += counts;
        }
    }

    fn take(&self, now: Instant, is_last: bool) -> BTreeMap<(Instant, Facets), Counts> {
        let mut unwritten = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let is_time = |since: Instant| is_last || now >= since.plus_ms(WRITTEN_EVERY_MS);
        if !unwritten.since.is_some_and(is_time) {
            return BTreeMap::new();
        }
        unwritten.since = None;
        std::mem::take(&mut unwritten.counts)
    }

    fn put_back(&self, now: Instant, counts: BTreeMap<(Instant, Facets), Counts>) {
        let mut unwritten = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        unwritten.since.get_or_insert(now);
        for (key, one) in counts {
            *unwritten.counts.entry(key).or_default() += one;
        }
    }
}

/// Writes down how many slots asked and got something, every five seconds unless it is the last
/// time. Tells how many rows.
///
/// # Errors
/// Those of the database; then it is tried again the next time.
pub async fn write_counts(call: &Call, is_last: bool) -> Result<usize> {
    let views = call.app().memory::<Views>();
    let counts = views.take(call.now(), is_last);
    if counts.is_empty() {
        return Ok(0);
    }
    let written = counts.len();
    let kept = counts.clone();
    let write = async {
        let tx = call.begin().await?;
        let permit = tx.authorize(Action::AdEventsRecord, &Subject::default())?;
        crate::ads::events::store::add_alone(&permit, counts).await?;
        tx.commit().await
    };
    if let Err(error) = write.await {
        views.put_back(call.now(), kept);
        return Err(error);
    }
    Ok(written)
}

/// The order and the caps that an impression must keep; `None` of what is not capped, of other
/// events, and of readers who are not known.
///
/// # Errors
/// Those of the database.
pub async fn caps_of(
    call: &Call,
    claims: &Claims,
    kind: AdEventKind,
) -> Result<Option<(CampaignId, Vec<Cap>)>> {
    if kind != AdEventKind::Impression || claims.visitor.is_none() {
        return Ok(None);
    }
    let stock = super::stock::stock(call).await?;
    let number = claims.facets.line_item.and_then(|id| stock.book.number(id));
    let sold = number.and_then(|number| stock.book.line_item(number));
    Ok(sold
        .filter(|sold| !sold.caps.is_empty())
        .map(|sold| (sold.campaign, sold.caps.clone())))
}

/// Notes what was written of events.
pub fn note(app: &Arc<App>, told: &[(Event, Verdict)]) {
    let (standing, visitors) = (app.memory::<Standing>(), app.memory::<Visitors>());
    for (event, verdict) in told {
        if *verdict != Verdict::Counted {
            continue;
        }
        let metric = match event.kind {
            AdEventKind::Impression => GoalMetric::Impressions,
            AdEventKind::Viewable => GoalMetric::ViewableImpressions,
            AdEventKind::Click => GoalMetric::Clicks,
        };
        standing.state().count(event.decision, metric);
        if let (Some(visitor), Some((campaign, _)), Some(line_item), Some(creative)) = (
            event.visitor,
            &event.capped,
            event.facets.line_item,
            event.facets.creative,
        ) {
            let sighting = Sighting {
                decision: event.decision,
                line_item,
                campaign: *campaign,
                creative,
                at: event.at,
                is_seen: true,
            };
            visitors.see(visitor, sighting);
        }
    }
}
