//! How line items go against their goals.

use super::reckon::Standing;
use super::stock::stock;
use super::store;
use crate::ads::engine::{Profile, planned};
use crate::ads::events;
use crate::ads::line_item::LineItem;
use crate::app::{Call, Result};
use crate::editions;
use crate::platform::ids::LineItemId;
use crate::vocabulary::DeliveryRisk;

/// By how much of its plan a line item may be off before somebody should look: a tenth.
const OFF: f64 = 0.1;
/// Units of the plan below which nothing is said of it.
const TOO_FEW: f64 = 20.0;

/// How delivery goes against the goal.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Progress {
    /// Units of the goal counted so far.
    pub delivered: u64,
    /// What was promised.
    pub goal: Option<u64>,
    /// Delivered to planned by now; 1 is on schedule. `None` of what has no plan, or none yet.
    pub pacing_index: Option<f64>,
    /// What it will be at the end, if it goes on like this.
    pub projected: Option<u64>,
    /// How likely the promise is missed.
    pub risk: DeliveryRisk,
}

/// How line items go, in their order.
///
/// # Errors
/// Those of the database.
pub async fn progress(call: &Call, line_items: &[LineItem]) -> Result<Vec<Progress>> {
    let ids: Vec<LineItemId> = line_items.iter().map(|one| one.id).collect();
    let had = events::store::had(call, &ids).await?;
    let stock = stock(call).await?;
    let now = call.now();
    let zone_ms = editions::site(call).await?.time_zone.ahead_ms(now.0);
    let mut profile = None;
    let mut all = Vec::with_capacity(line_items.len());
    for one in line_items {
        let delivered = one.delivered(&had.get(&one.id).copied().unwrap_or_default());
        let number = stock.book.number(one.id);
        let sold = number.and_then(|number| Some((number, stock.book.line_item(number)?)));
        let mut by_now = None;
        if let Some((number, sold)) = sold {
            let profile = match &profile {
                Some(known) => known,
                None => profile.insert(known_profile(call, zone_ms).await?),
            };
            let hours = stock.book.hours(number).copied().unwrap_or_default();
            by_now = planned(sold, &profile.curve(&hours), (now, zone_ms));
        }
        all.push(Progress::of(delivered, one.goal.quantity, by_now));
    }
    Ok(all)
}

/// The profile that this node plans by, or the one that it would.
async fn known_profile(call: &Call, zone_ms: i64) -> Result<Profile> {
    let standing = call.app().memory::<Standing>();
    let known = standing.state().profile();
    match known {
        Some(profile) => Ok(profile),
        None => store::profile(call, call.now(), zone_ms).await,
    }
}

impl Progress {
    /// What was delivered, against what the plan has by now.
    fn of(delivered: u64, goal: Option<u64>, by_now: Option<f64>) -> Self {
        let planned = by_now.filter(|planned| *planned > 0.0);
        let pacing_index = planned.map(|planned| delivered as f64 / planned);
        let projected = goal.zip(pacing_index);
        let projected = projected.map(|(goal, index)| (goal as f64 * index).round() as u64);
        let is_telling = planned.is_some_and(|planned| planned >= TOO_FEW);
        let risk = match pacing_index.filter(|_| is_telling) {
            Some(index) if index < 1.0 - OFF => DeliveryRisk::Under,
            Some(index) if index > 1.0 + OFF => DeliveryRisk::Over,
            _ => DeliveryRisk::None,
        };
        Self {
            delivered,
            goal,
            pacing_index,
            projected,
            risk,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_item_behind_its_plan_is_at_risk() {
        let behind = Progress::of(80, Some(1_000), Some(100.0));

        assert_eq!(behind.pacing_index, Some(0.8));
        assert_eq!(behind.projected, Some(800));
        assert_eq!(behind.risk, DeliveryRisk::Under);
        assert_eq!(
            Progress::of(95, Some(1_000), Some(100.0)).risk,
            DeliveryRisk::None
        );
        assert_eq!(
            Progress::of(120, Some(1_000), Some(100.0)).risk,
            DeliveryRisk::Over
        );
    }

    #[test]
    fn nothing_is_said_of_a_plan_that_has_hardly_begun() {
        assert_eq!(
            Progress::of(0, Some(1_000), Some(5.0)).risk,
            DeliveryRisk::None
        );
        let not_begun = Progress::of(0, Some(1_000), Some(0.0));
        assert_eq!((not_begun.pacing_index, not_begun.projected), (None, None));
    }
}
