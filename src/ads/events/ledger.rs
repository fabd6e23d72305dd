//! What a batch of events comes to, against what is known of them: which count, which do not, and
//! what is to be written. Nothing is read or written here.

use std::collections::{BTreeMap, HashMap};

use super::domain::{Counts, Event, Facets, HELD_MS, Verdict, hour};
use crate::ads::engine::{Cap, Sighting};
use crate::platform::clock::Instant;
use crate::platform::ids::{CampaignId, CreativeId, DecisionId, LineItemId};
use crate::vocabulary::{AdEventKind, CapScope, InvalidReason};

/// An event in the log, as far as later ones ask.
#[derive(Debug, Clone, Copy)]
pub struct Logged {
    /// What it counts for.
    pub facets: Facets,
    /// When it happened.
    pub at: Instant,
    /// When it was heard of.
    pub received_at: Instant,
    /// Why it does not count.
    pub reason: Option<InvalidReason>,
}

/// A sighting of a visitor.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sight {
    /// Whose.
    pub visitor: i64,
    /// What was seen.
    pub sighting: Sighting,
}

/// The log around a batch, and what the batch adds.
#[derive(Debug, Default)]
pub struct Ledger {
    known: HashMap<(DecisionId, AdEventKind), Logged>,
    seen: Vec<Sight>,
    /// What is to be written.
    pub written: Written,
}

/// What a batch adds to the log.
#[derive(Debug, Default)]
pub struct Written {
    /// New rows, each with its final reason.
    pub events: Vec<Event>,
    /// Viewable events that were held: their impressions have come.
    pub settled: Vec<(DecisionId, Option<InvalidReason>)>,
    /// What is added to the counts of each hour.
    pub counts: BTreeMap<(Instant, Facets), Counts>,
    /// Sightings that caps count from now on.
    pub sightings: Vec<Sight>,
}

impl Ledger {
    /// The log as far as a batch touches it: events of its decisions, and sightings of its visitors
    /// within the longest cap.
    pub fn of(
        known: impl IntoIterator<Item = ((DecisionId, AdEventKind), Logged)>,
        seen: Vec<Sight>,
    ) -> Self {
        Self {
            known: known.into_iter().collect(),
            seen,
            written: Written::default(),
        }
    }

    /// Takes an event in, and says what becomes of it.
    pub fn take(&mut self, mut event: Event) -> Verdict {
        let key = (event.decision, event.kind);
        if self.known.contains_key(&key) {
            return Verdict::Again;
        }
        event.reason = event.reason.or_else(|| self.found(&event));
        let logged = Logged {
            facets: event.facets,
            at: event.at,
            received_at: event.received_at,
            reason: event.reason,
        };
        self.known.insert(key, logged);
        match event.reason {
            None => self.count(&logged, Counts::of(event.kind, event.is_measurable)),
            Some(InvalidReason::Held) => {}
            Some(_) => self.count(&logged, Counts::one_invalid()),
        }
        if event.kind == AdEventKind::Impression {
            self.settle(&event);
            self.note(&event);
        }
        let verdict = event.reason.map_or(Verdict::Counted, Verdict::Invalid);
        self.written.events.push(event);
        verdict
    }

    /// What speaks against an event in the light of what came before.
    fn found(&self, event: &Event) -> Option<InvalidReason> {
        match event.kind {
            AdEventKind::Impression => self.is_over_cap(event).then_some(InvalidReason::OverCap),
            AdEventKind::Viewable => {
                match self.known.get(&(event.decision, AdEventKind::Impression)) {
                    None => Some(InvalidReason::Held),
                    Some(impression) => impression.reason.map(|_| InvalidReason::InvalidImpression),
                }
            }
            AdEventKind::Click => None,
        }
    }

    /// Whether its visitor has seen it as often as some cap allows.
    fn is_over_cap(&self, event: &Event) -> bool {
        let (Some(visitor), Some((campaign, caps))) = (event.visitor, &event.capped) else {
            return false;
        };
        let Some(what) = Seen::of(event, *campaign) else {
            return false;
        };
        caps.iter().any(|cap| {
            let counts =
                |one: &&Sight| one.visitor == visitor && what.is(cap, &one.sighting, event.at);
            let seen = self.seen.iter().chain(&self.written.sightings);
            seen.filter(counts).count() >= cap.limit as usize
        })
    }

    /// A viewable event that came before its impression counts, or does not, with it.
    fn settle(&mut self, impression: &Event) {
        let key = (impression.decision, AdEventKind::Viewable);
        let Some(held) = self.known.get_mut(&key) else {
            return;
        };
        let is_in_time = held.received_at.plus_ms(HELD_MS) >= impression.received_at;
        if held.reason != Some(InvalidReason::Held) || !is_in_time {
            return;
        }
        held.reason = impression.reason.map(|_| InvalidReason::InvalidImpression);
        let held = *held;
        let counts = match held.reason {
            None => Counts::of(AdEventKind::Viewable, true),
            Some(_) => Counts::one_invalid(),
        };
        self.count(&held, counts);
        // One of the same batch is written as it stands in the end.
        let of_batch = self.written.events.iter_mut();
        match of_batch
            .into_iter()
            .find(|one| (one.decision, one.kind) == key)
        {
            Some(written) => written.reason = held.reason,
            None => self
                .written
                .settled
                .push((impression.decision, held.reason)),
        }
    }

    fn note(&mut self, impression: &Event) {
        if let (None, Some(visitor), Some((campaign, _))) =
            (impression.reason, impression.visitor, &impression.capped)
            && let Some(what) = Seen::of(impression, *campaign)
        {
            let sighting = Sighting {
                decision: impression.decision,
                line_item: what.line_item,
                campaign: *campaign,
                creative: what.creative,
                at: impression.at,
                is_seen: true,
            };
            self.written.sightings.push(Sight { visitor, sighting });
        }
    }

    fn count(&mut self, logged: &Logged, counts: Counts) {
        *self
            .written
            .counts
            .entry((hour(logged.at), logged.facets))
            .or_default() += counts;
    }
}

/// What an impression shows, as caps count it.
struct Seen {
    line_item: LineItemId,
    campaign: CampaignId,
    creative: CreativeId,
}

impl Seen {
    fn of(event: &Event, campaign: CampaignId) -> Option<Self> {
        Some(Self {
            line_item: event.facets.line_item?,
            campaign,
            creative: event.facets.creative?,
        })
    }

    fn is(&self, cap: &Cap, other: &Sighting, now: Instant) -> bool {
        let is_same = match cap.scope {
            CapScope::LineItem => other.line_item == self.line_item,
            CapScope::Campaign => other.campaign == self.campaign,
            CapScope::Creative => {
                other.creative == self.creative && other.line_item == self.line_item
            }
        };
        is_same && other.at.plus_ms(cap.window_ms) > now
    }
}

#[cfg(test)]
mod tests;
