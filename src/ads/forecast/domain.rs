//! What is expected of a period, and what of it is promised already.

use crate::ads::engine::Targeting;
use crate::ads::line_item::LineItem;
use crate::platform::clock::Instant;
use crate::platform::ids::LineItemId;
use crate::vocabulary::{GoalMetric, LineItemTier};

/// What would be sold.
#[derive(Debug, Clone, PartialEq)]
pub struct ForecastInput {
    /// Pages and readers it is for.
    pub targeting: Targeting,
    /// Pages it must not be on.
    pub exclusions: Targeting,
    /// The first moment.
    pub start: Instant,
    /// The first moment after.
    pub end: Instant,
    /// Where it would stand among tiers.
    pub tier: LineItemTier,
}

/// Expected supply, in slots that ask for an ad.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Forecast {
    /// Slots that fit.
    pub matched: u64,
    /// Those of them that are not promised already.
    pub available: u64,
    /// Line items that want some of the same slots, and stand no lower.
    pub contending: Vec<LineItemId>,
}

/// What a line item that contends has been promised.
#[derive(Debug, Clone, Copy)]
pub(super) struct Promised<'a> {
    /// The line item.
    pub line_item: &'a LineItem,
    /// Units that it has had.
    pub delivered: u64,
    /// Slots that fit it in the same period.
    pub shared: f64,
}

impl Promised<'_> {
    /// Slots that it will take of the period, of those that fit it: what is left of its goal, spread
    /// evenly over what is left of its flight; and of what fits both, its share.
    pub fn takes(&self, (now, start, end): (Instant, Instant, Instant)) -> f64 {
        let LineItem { flight, goal, .. } = self.line_item;
        if goal.metric == GoalMetric::ShareOfVoice {
            return goal.share_of_voice.unwrap_or(0.0) * self.shared;
        }
        let (Some(quantity), Some(until)) = (goal.quantity, flight.end) else {
            return 0.0;
        };
        let left = quantity.saturating_sub(self.delivered) as f64;
        let from = flight.start.max(now);
        let whole = (until.0 - from.0).max(1) as f64;
        let within = (until.0.min(end.0) - from.0.max(start.0)).max(0) as f64;
        (left * within / whole).min(self.shared)
    }
}

/// Whether some page may fit both: no group of the one shuts the other out.
pub(super) fn meet(one: &Targeting, other: &Targeting) -> bool {
    fn group<T: PartialEq>(one: &[T], other: &[T]) -> bool {
        one.is_empty() || other.is_empty() || one.iter().any(|value| other.contains(value))
    }
    group(&one.placements, &other.placements)
        && group(&one.locales, &other.locales)
        && group(&one.sections, &other.sections)
        && group(&one.kinds, &other.kinds)
        && group(&one.devices, &other.devices)
        && group(&one.page_kinds, &other.page_kinds)
}

/// Whether a line item of `other` gets slots before one of `tier`, or beside it.
pub(super) const fn stands_no_lower(other: LineItemTier, tier: LineItemTier) -> bool {
    rank(other) <= rank(tier)
}

const fn rank(tier: LineItemTier) -> u8 {
    match tier {
        LineItemTier::Sponsorship => 0,
        LineItemTier::Standard => 1,
        LineItemTier::Remnant => 2,
        LineItemTier::House => 3,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of_kinds(kinds: &[crate::vocabulary::ArticleKind]) -> Targeting {
        Targeting {
            kinds: kinds.to_vec(),
            ..Targeting::default()
        }
    }

    #[test]
    fn targetings_meet_unless_a_group_keeps_them_apart() {
        use crate::vocabulary::ArticleKind::{Interview, News};

        assert!(meet(&Targeting::default(), &of_kinds(&[News])));
        assert!(meet(&of_kinds(&[News, Interview]), &of_kinds(&[News])));
        assert!(!meet(&of_kinds(&[Interview]), &of_kinds(&[News])));
    }

    #[test]
    fn a_lower_tier_takes_nothing_from_a_higher_one() {
        assert!(stands_no_lower(
            LineItemTier::Sponsorship,
            LineItemTier::Standard
        ));
        assert!(stands_no_lower(
            LineItemTier::Standard,
            LineItemTier::Standard
        ));
        assert!(!stands_no_lower(LineItemTier::House, LineItemTier::Remnant));
    }
}
