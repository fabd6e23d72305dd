//! When a line item is shown, and what was promised of it.

use async_graphql::{Object, SimpleObject};

use crate::ads::engine;
use crate::api::graphql::scalars::BigInt;
use crate::platform::clock::Instant;
use crate::vocabulary::{GoalMetric, Weekday};

/// Half-open [start, end).
pub struct Flight(pub(super) engine::Flight);

/// Half-open [start, end).
#[Object]
impl Flight {
    async fn start(&self) -> Instant {
        self.0.start
    }

    /// Never, when absent.
    async fn end(&self) -> Option<Instant> {
        self.0.end
    }

    /// All hours, when empty.
    async fn dayparts(&self) -> Vec<Daypart> {
        let hours = self.0.dayparts.iter().map(|hours| Daypart {
            weekday: hours.weekday,
            from_hour: i32::from(hours.from_hour),
            to_hour: i32::from(hours.to_hour),
        });
        hours.collect()
    }
}

/// Hours of the site's zone.
#[derive(SimpleObject)]
pub struct Daypart {
    weekday: Weekday,
    from_hour: i32,
    /// The first hour after, up to 24.
    to_hour: i32,
}

/// What was promised.
#[derive(SimpleObject)]
pub struct Goal {
    metric: GoalMetric,
    quantity: Option<BigInt>,
    /// Share of page views with a matching slot, 0..1.
    share_of_voice: Option<f64>,
}

impl From<engine::Goal> for Goal {
    fn from(goal: engine::Goal) -> Self {
        Self {
            metric: goal.metric,
            quantity: goal.quantity.map(big),
            share_of_voice: goal.share_of_voice,
        }
    }
}

/// A count as the API writes it.
pub fn big(count: u64) -> BigInt {
    BigInt(i64::try_from(count).unwrap_or(i64::MAX))
}
