//! How often a visitor has seen what. An ad counts from the moment it is chosen: a place is
//! reserved for it for two minutes, and kept when its impression comes.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::sold::Cap;
use crate::platform::clock::Instant;
use crate::platform::ids::{CampaignId, CreativeId, DecisionId, LineItemId};
use crate::vocabulary::CapScope;

/// Milliseconds for which a chosen ad holds its place without an impression.
pub const RESERVATION_MS: i64 = 120_000;

/// What one visitor has seen, as far as caps ask.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct History {
    sightings: Vec<Sighting>,
}

/// One ad that was chosen for the visitor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Sighting {
    /// The choice.
    pub decision: DecisionId,
    /// What was chosen.
    pub line_item: LineItemId,
    /// The order that it is of.
    pub campaign: CampaignId,
    /// The creative.
    pub creative: CreativeId,
    /// When it was chosen, or seen.
    pub at: Instant,
    /// Whether its impression came.
    pub is_seen: bool,
}

impl Sighting {
    /// Whether it still takes a place at this moment, for a cap over `window_ms`.
    fn counts(&self, now: Instant, window_ms: i64) -> bool {
        let lasts = if self.is_seen {
            window_ms
        } else {
            RESERVATION_MS
        };
        self.at.plus_ms(lasts) > now
    }

    fn is_of(&self, scope: CapScope, other: (LineItemId, CampaignId, CreativeId)) -> bool {
        match scope {
            CapScope::LineItem => self.line_item == other.0,
            CapScope::Campaign => self.campaign == other.1,
            CapScope::Creative => self.creative == other.2,
        }
    }
}

/// What came of an impression.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seen {
    /// It counts.
    Counted,
    /// It counted already.
    Again,
    /// Its reservation had lapsed and others have taken all places: it must not count.
    OverCap,
}

impl History {
    /// Reserves a place for what has just been chosen.
    pub fn reserve(&mut self, sighting: Sighting) {
        self.sightings.push(sighting);
    }

    /// Notes that the ad was seen, within all of `caps`. One whose reservation has lapsed counts if
    /// there is still room.
    pub fn see(&mut self, seen: Sighting, caps: &[Cap]) -> Seen {
        let same = |known: &&mut Sighting| known.decision == seen.decision;
        let known = self.sightings.iter_mut().find(same);
        match known {
            Some(known) if known.is_seen => return Seen::Again,
            Some(known) if known.at.plus_ms(RESERVATION_MS) > seen.at => {
                (known.is_seen, known.at) = (true, seen.at);
                return Seen::Counted;
            }
            _ => self
                .sightings
                .retain(|known| known.decision != seen.decision),
        }
        let what = (seen.line_item, seen.campaign, seen.creative);
        let is_full = |cap: &Cap| self.count(cap, what, seen.at) >= cap.limit;
        if caps.iter().any(is_full) {
            return Seen::OverCap;
        }
        self.sightings.push(Sighting {
            is_seen: true,
            ..seen
        });
        Seen::Counted
    }

    /// What was chosen and is still waited for.
    pub fn reserved(&self, now: Instant) -> impl Iterator<Item = Sighting> {
        let waits = move |one: &&Sighting| !one.is_seen && one.at.plus_ms(RESERVATION_MS) > now;
        self.sightings.iter().filter(waits).copied()
    }

    /// Forgets what no cap asks for any longer: older than `longest_ms`, the longest window.
    pub fn forget(&mut self, now: Instant, longest_ms: i64) {
        self.sightings.retain(|one| one.counts(now, longest_ms));
    }

    /// Whether nothing is known.
    pub fn is_empty(&self) -> bool {
        self.sightings.is_empty()
    }

    /// How many sightings are kept.
    pub fn len(&self) -> usize {
        self.sightings.len()
    }

    fn count(&self, cap: &Cap, what: (LineItemId, CampaignId, CreativeId), now: Instant) -> u32 {
        let counts = |one: &&Sighting| one.is_of(cap.scope, what) && one.counts(now, cap.window_ms);
        self.sightings.iter().filter(counts).count() as u32
    }
}

/// A visitor's history, arranged for one decision.
#[derive(Debug, Default)]
pub struct Seat<'h> {
    line_items: HashMap<LineItemId, Vec<&'h Sighting>>,
    campaigns: HashMap<CampaignId, Vec<&'h Sighting>>,
    creatives: HashMap<CreativeId, Vec<&'h Sighting>>,
}

impl<'h> Seat<'h> {
    /// Arranges a history.
    pub fn of(history: &'h History) -> Self {
        let mut seat = Self::default();
        for one in &history.sightings {
            seat.line_items.entry(one.line_item).or_default().push(one);
            seat.campaigns.entry(one.campaign).or_default().push(one);
            seat.creatives.entry(one.creative).or_default().push(one);
        }
        seat
    }

    /// How often the visitor has seen what a cap of the line item or its campaign counts.
    pub(super) fn seen(
        &self,
        cap: &Cap,
        (line_item, campaign): (LineItemId, CampaignId),
        now: Instant,
    ) -> u32 {
        match cap.scope {
            CapScope::LineItem => count(self.line_items.get(&line_item), cap, now),
            CapScope::Campaign => count(self.campaigns.get(&campaign), cap, now),
            CapScope::Creative => 0,
        }
    }

    /// How often the visitor has seen a creative, within the window of a cap.
    pub(super) fn seen_of_creative(&self, cap: &Cap, creative: CreativeId, now: Instant) -> u32 {
        count(self.creatives.get(&creative), cap, now)
    }
}

fn count(seen: Option<&Vec<&Sighting>>, cap: &Cap, now: Instant) -> u32 {
    let seen = seen.map_or(&[][..], Vec::as_slice);
    seen.iter()
        .filter(|one| one.counts(now, cap.window_ms))
        .count() as u32
}
