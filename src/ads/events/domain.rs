//! An event, what it is counted by, and what becomes of it.

use std::ops::AddAssign;

use crate::platform::clock::Instant;
use crate::platform::ids::{
    CampaignId, CreativeId, DecisionId, LineItemId, PlacementId, SectionId, VariantId,
};
use crate::platform::locale::Locale;
use crate::vocabulary::{AdEventKind, ArticleKind, DeviceClass, InvalidReason};

use crate::ads::engine::Cap;

/// Milliseconds of an hour.
pub const HOUR_MS: i64 = 3_600_000;

/// Milliseconds for which a viewable event waits for its impression.
pub const HELD_MS: i64 = 10 * 60_000;

/// Milliseconds after an event in which it may still be told, by a device that was offline; then the
/// figures are final and nothing is taken any longer.
pub const LATE_MS: i64 = 7 * 24 * HOUR_MS;

/// What counts are broken down by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Facets {
    /// What was sold; `None` of a slot that got nothing.
    pub line_item: Option<LineItemId>,
    /// What was shown.
    pub creative: Option<CreativeId>,
    /// Kind of place.
    pub placement: PlacementId,
    /// Edition.
    pub locale: Locale,
    /// Section of the page.
    pub section: Option<SectionId>,
    /// Sort of story.
    pub article_kind: Option<ArticleKind>,
    /// Class of device.
    pub device: DeviceClass,
}

/// One event, as it goes into the log.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// The choice that it is about.
    pub decision: DecisionId,
    /// What happened.
    pub kind: AdEventKind,
    /// What it counts for.
    pub facets: Facets,
    /// What exactly was shown.
    pub variant: VariantId,
    /// The visitor, by a hash that stays the same; `None` without a key or consent. It is kept
    /// with sightings only.
    pub visitor: Option<i64>,
    /// When the choice was made.
    pub decided_at: Instant,
    /// When it happened, as far as is known.
    pub at: Instant,
    /// When it was heard of.
    pub received_at: Instant,
    /// Whether the client can tell what is seen.
    pub is_measurable: bool,
    /// Why it does not count, as far as can be told from it alone.
    pub reason: Option<InvalidReason>,
    /// The order that it is of, and the caps that it must keep, of an impression of something
    /// capped.
    pub capped: Option<(CampaignId, Vec<Cap>)>,
}

impl Event {
    /// The hour that it counts in (UTC).
    pub const fn hour(&self) -> Instant {
        hour(self.at)
    }
}

/// The beginning of the hour of a moment (UTC).
pub const fn hour(at: Instant) -> Instant {
    Instant(at.0.div_euclid(HOUR_MS) * HOUR_MS)
}

/// What became of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It counts.
    Counted,
    /// It had come before: nothing changed.
    Again,
    /// It is in the log and does not count, or not yet ([`InvalidReason::Held`]).
    Invalid(InvalidReason),
    /// It is nobody's: a forged token, or one of another kind. Nothing was written.
    Forged,
    /// It came after the figures were final. Nothing was written.
    TooLate,
}

/// Counts of one hour and its facets.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Slots that asked for an ad.
    pub requests: i64,
    /// Slots that got one.
    pub decisions: i64,
    /// Times that showing began.
    pub impressions: i64,
    /// Those of them whose client can tell what is seen.
    pub measurable: i64,
    /// Times that it could be seen.
    pub viewable: i64,
    /// Clicks.
    pub clicks: i64,
    /// Events that do not count.
    pub invalid: i64,
}

impl Counts {
    /// One event that counts.
    pub fn of(kind: AdEventKind, is_measurable: bool) -> Self {
        let mut counts = Self::default();
        match kind {
            AdEventKind::Impression => {
                counts.impressions = 1;
                counts.measurable = i64::from(is_measurable);
            }
            AdEventKind::Viewable => counts.viewable = 1,
            AdEventKind::Click => counts.clicks = 1,
        }
        counts
    }

    /// One event that does not.
    pub fn one_invalid() -> Self {
        Self {
            invalid: 1,
            ..Self::default()
        }
    }
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.requests += other.requests;
        self.decisions += other.decisions;
        self.impressions += other.impressions;
        self.measurable += other.measurable;
        self.viewable += other.viewable;
        self.clicks += other.clicks;
        self.invalid += other.invalid;
    }
}
