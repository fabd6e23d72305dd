//! How fast a line item is shown: the part of its opportunities that it takes, so that it meets its
//! goal at the end of its flight and follows the readers until then.

use super::profile::Curve;
use super::sold::LineItem;
use crate::platform::clock::Instant;
use crate::vocabulary::{LineItemTier, Pacing};

/// Milliseconds between two reckonings.
pub const TICK_MS: i64 = 60_000;

/// What is missing may be caught up at this many times the plan.
const CATCH_UP: f64 = 2.0;

/// FRONTLOADED plans this much of an even plan in the first half of the readers.
const FRONT: f64 = 1.25;

/// How a line item stands until the next reckoning.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pace {
    /// Chance to take part in a page view that it could be shown on.
    pub gate: f64,
    /// How much it weighs among its tier: a share of page views for SPONSORSHIP, elsewhere in
    /// proportion to the others.
    pub score: f64,
    /// Whether its goal or the budget of its campaign is reached.
    pub is_spent: bool,
    /// Choices that may be made of it until the next reckoning: twice what is expected of the gate,
    /// so that a gate that stands too wide open does little harm, and never more than what is left.
    pub quota: u64,
}

impl Default for Pace {
    /// Not in the reckoning yet: it waits for the next.
    fn default() -> Self {
        Self {
            gate: 0.0,
            score: 0.0,
            is_spent: false,
            quota: 0,
        }
    }
}

/// What has been seen of a line item's opportunities.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Supply {
    /// Page views that it could be shown on, per hour of average traffic.
    pub per_hour: f64,
    /// Units of its goal that came of a page view that it took part in.
    pub per_pass: f64,
}

impl Supply {
    /// What is believed before anything is seen: `per_hour` of the whole site, and a bit less than
    /// one unit per page view.
    pub const fn guess(per_hour: f64) -> Self {
        Self {
            per_hour,
            per_pass: 0.9,
        }
    }

    /// Learns from a span of `mass` hours of average traffic. The latest two hours weigh most.
    pub fn learn(&mut self, mass: f64, opportunities: u64, passes: u64, delivered: u64) {
        /// Hours of average traffic, and page views, that hold a third of the memory.
        const MEMORY: (f64, f64) = (2.0, 400.0);
        if mass > 0.0 {
            let gain = mass / (mass + MEMORY.0);
            self.per_hour += gain * (opportunities as f64 / mass - self.per_hour);
        }
        if passes > 0 {
            let gain = passes as f64 / (passes as f64 + MEMORY.1);
            self.per_pass += gain * (delivered as f64 / passes as f64 - self.per_pass);
        }
    }
}

/// How a line item stands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Progress {
    /// Units of its goal counted so far.
    pub delivered: u64,
    /// Chosen in the last two minutes and not counted yet.
    pub reserved: u64,
    /// What its opportunities are like.
    pub supply: Supply,
    /// Whether the budget of its campaign is reached.
    pub is_budget_spent: bool,
    /// What a thousand impressions of it bring, in millionths of the currency's unit.
    pub ecpm_micros: f64,
}

/// Reckons the pace of a line item for the next [`TICK_MS`].
/// `curve` is the profile of the hours in which the line item is shown; the site's clock is
/// `zone_ms` ahead of UTC.
pub fn pace(
    sold: &LineItem,
    curve: &Curve,
    progress: &Progress,
    (now, zone_ms): (Instant, i64),
) -> Pace {
    let goal = sold.goal.quantity;
    let taken = progress.delivered + progress.reserved;
    let is_spent = progress.is_budget_spent || goal.is_some_and(|goal| taken >= goal);
    let weight = f64::from(sold.weight);
    let quota = goal.map_or(u64::MAX, |goal| goal.saturating_sub(taken));
    let open = |score: f64| Pace {
        gate: 1.0,
        score,
        is_spent,
        quota,
    };
    match sold.tier {
        LineItemTier::Sponsorship => open(sold.goal.share_of_voice.unwrap_or(0.0)),
        LineItemTier::Remnant => open((progress.ecpm_micros.max(1.0)) * weight),
        LineItemTier::House => open(weight),
        LineItemTier::Standard => {
            let (Some(goal), Some(end)) = (goal, sold.flight.end) else {
                return open(weight);
            };
            let way = Way {
                start: sold.flight.start.plus_ms(zone_ms),
                now: now.plus_ms(zone_ms),
                end: end.plus_ms(zone_ms),
                goal: goal as f64,
                curve,
                pacing: sold.pacing,
            };
            way.pace(progress, weight, open(weight))
        }
    }
}

/// Units of its goal that the plan of a line item has by `now`; `None` of one that promises no
/// quantity by a moment. `curve` and `zone_ms` as for [`pace`].
pub fn planned(sold: &LineItem, curve: &Curve, (now, zone_ms): (Instant, i64)) -> Option<f64> {
    let (goal, end) = (sold.goal.quantity?, sold.flight.end?);
    let way = Way {
        start: sold.flight.start.plus_ms(zone_ms),
        now: now.plus_ms(zone_ms),
        end: end.plus_ms(zone_ms),
        goal: goal as f64,
        curve,
        pacing: sold.pacing,
    };
    Some(way.planned(way.now.min(way.end).max(way.start)))
}

/// The way of a line item to its goal.
struct Way<'w> {
    start: Instant,
    now: Instant,
    end: Instant,
    goal: f64,
    curve: &'w Curve,
    pacing: Pacing,
}

impl Way<'_> {
    /// The pace of a line item that `open` lets take all that is left of its goal.
    fn pace(&self, progress: &Progress, weight: f64, open: Pace) -> Pace {
        let Supply { per_hour, per_pass } = progress.supply;
        let per_pass = per_pass.clamp(0.02, 1.0);
        let coming = progress.delivered as f64 + progress.reserved as f64 * per_pass;
        let left = (self.goal - coming).max(0.0);
        let chances_left = per_hour * self.mass(self.now, self.end);
        let urgency = left / chances_left.max(1.0);
        let score = (urgency * weight).max(f64::MIN_POSITIVE);
        let (gate, quota) = match self.pacing {
            Pacing::Asap => (1.0, open.quota),
            Pacing::Even | Pacing::Frontloaded => {
                let needed = self.needed(coming);
                let passes = (CATCH_UP * needed / per_pass).ceil() as u64 + 1;
                (
                    self.gate(needed, per_hour * per_pass),
                    passes.min(open.quota),
                )
            }
        };
        Pace {
            gate,
            score,
            quota,
            ..open
        }
    }

    /// Units that are wanted of the next minute: what the plan has by its end and is not coming
    /// yet, but no more than a hurried plan.
    fn needed(&self, coming: f64) -> f64 {
        let (before, after) = (self.planned(self.now), self.planned(self.next()));
        let step = (after - before).max(0.0);
        (after - coming).clamp(0.0, CATCH_UP * step)
    }

    fn next(&self) -> Instant {
        self.now.plus_ms(TICK_MS).min(self.end)
    }

    /// The part of the next minute's opportunities that brings what is needed.
    fn gate(&self, needed: f64, units_per_hour: f64) -> f64 {
        let expected = units_per_hour * self.mass(self.now, self.next());
        if needed <= 0.0 {
            return 0.0;
        }
        if expected <= 0.0 {
            1.0
        } else {
            (needed / expected).min(1.0)
        }
    }

    /// Units that the plan has by a moment.
    fn planned(&self, at: Instant) -> f64 {
        let whole = self.mass(self.start, self.end);
        if whole <= 0.0 {
            return self.goal;
        }
        let part = (self.mass(self.start, at) / whole).clamp(0.0, 1.0);
        let part = match self.pacing {
            Pacing::Even | Pacing::Asap => part,
            Pacing::Frontloaded if part <= 0.5 => FRONT * part,
            Pacing::Frontloaded => 1.0 - (2.0 - FRONT) * (1.0 - part),
        };
        self.goal * part
    }

    fn mass(&self, from: Instant, to: Instant) -> f64 {
        self.curve.mass(from, to)
    }
}
