//! What a report is asked for, and what it says.

use std::collections::BTreeMap;

use crate::ads::events::{Counts, HOUR_MS, LATE_MS};
use crate::app::{Problem, Result, refuse_if_any};
use crate::platform::calendar::{Day, Zone};
use crate::platform::clock::Instant;
use crate::platform::ids::{AdvertiserId, CampaignId, LineItemId, PlacementId};
use crate::platform::locale::Locale;
use crate::vocabulary::{AdDimension, DeviceClass, UserErrorCode};

/// The most days of a report.
pub const MAX_DAYS: usize = 92;

/// Milliseconds after the end of the last moment at which events are taken, in which a viewable one
/// may still be settled.
const SETTLED_MS: i64 = HOUR_MS;

/// What is asked.
#[derive(Debug, Clone, PartialEq)]
pub struct ReportInput {
    /// The first day, in the site's zone.
    pub from: Day,
    /// The last day, included.
    pub to: Day,
    /// What rows are broken down by; none gives one row.
    pub dimensions: Vec<AdDimension>,
    /// What is looked at.
    pub filter: Filter,
}

/// All given conditions must hold; an empty list asks for nothing.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Filter {
    /// Who pays.
    pub advertisers: Vec<AdvertiserId>,
    /// Orders.
    pub campaigns: Vec<CampaignId>,
    /// What was sold.
    pub line_items: Vec<LineItemId>,
    /// Kinds of places.
    pub placements: Vec<PlacementId>,
    /// Editions.
    pub locales: Vec<Locale>,
    /// Classes of devices.
    pub devices: Vec<DeviceClass>,
}

impl Filter {
    /// Whether it looks at what was sold, so that slots that got nothing are none of it.
    pub fn is_about_sold(&self) -> bool {
        !(self.advertisers.is_empty() && self.campaigns.is_empty() && self.line_items.is_empty())
    }
}

/// Whether rows by this dimension hold whole days of line items, so that a price by the day is
/// theirs.
const fn holds_days(dimension: &AdDimension) -> bool {
    matches!(
        dimension,
        AdDimension::Day | AdDimension::LineItem | AdDimension::Campaign | AdDimension::Advertiser
    )
}

impl ReportInput {
    /// Whether all that is looked at is of whole days of line items, so that prices by the day are
    /// part of the revenue.
    pub fn tells_days(&self) -> bool {
        let Filter {
            placements,
            locales,
            devices,
            ..
        } = &self.filter;
        placements.is_empty() && locales.is_empty() && devices.is_empty()
    }

    /// Whether each row is, too.
    pub fn tells_days_by_row(&self) -> bool {
        self.tells_days() && self.dimensions.iter().all(holds_days)
    }

    /// The first moment of the report, and the first after it.
    ///
    /// # Errors
    /// [`crate::app::Error::Refused`] for days in the wrong order, too many of them, and a dimension
    /// that is named twice.
    pub fn period(&self, zone: Zone) -> Result<(Instant, Instant)> {
        let mut problems = Vec::new();
        let invalid =
            |path: &str, why: String| Problem::at(["input", path], UserErrorCode::Invalid, why);
        if self.to < self.from {
            problems.push(invalid("to", "the last day is before the first".to_owned()));
        }
        let mut days = std::iter::successors(Some(self.from), |day| day.next());
        if days.nth(MAX_DAYS).is_some_and(|day| day <= self.to) {
            problems.push(invalid("to", format!("at most {MAX_DAYS} days")));
        }
        let is_twice =
            |one: &AdDimension| self.dimensions.iter().filter(|other| *other == one).count() > 1;
        if self.dimensions.iter().any(is_twice) {
            problems.push(invalid("dimensions", "each dimension once".to_owned()));
        }
        refuse_if_any(problems)?;
        Ok((
            Instant(self.from.bounds(zone).0),
            Instant(self.to.bounds(zone).1),
        ))
    }
}

/// What a report says.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// In the order of their keys.
    pub rows: Vec<Row>,
    /// The sum of all rows.
    pub totals: Metrics,
    /// Counts of what happened after this moment may still grow.
    pub final_until: Instant,
}

/// One combination of what the report is broken down by.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// One for each dimension, in the order in which they were asked for.
    pub keys: Vec<Key>,
    /// Its counts.
    pub metrics: Metrics,
}

/// One dimension of a row.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key {
    /// Which.
    pub dimension: AdDimension,
    /// An id, a word or a time; empty for what a page has none of.
    pub value: String,
    /// The same for people.
    pub label: String,
}

/// An amount in millionths of a currency's unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Money {
    /// Millionths.
    pub micros: i64,
    /// ISO 4217 code.
    pub currency: String,
}

/// Counts, with what they cost.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Metrics {
    /// Counts, net of what is invalid.
    pub counts: Counts,
    /// What is to be paid for them, by currency. A price by the day is part of rows that hold whole
    /// days, and left out of others.
    pub revenue: BTreeMap<String, i64>,
    /// Whether something is paid for otherwise, so that the revenue is not all of it.
    pub is_partly_priced: bool,
}

impl Metrics {
    /// The revenue, where it is all of it and in one currency.
    pub fn money(&self) -> Option<Money> {
        let mut all = self.revenue.iter();
        match (all.next(), all.next(), self.is_partly_priced) {
            (Some((currency, micros)), None, false) => Some(Money {
                micros: *micros,
                currency: currency.clone(),
            }),
            _ => None,
        }
    }

    /// What was seen of what could be measured.
    pub fn viewable_rate(&self) -> Option<f64> {
        rate(self.counts.viewable, self.counts.measurable)
    }

    /// Clicks of impressions.
    pub fn click_rate(&self) -> Option<f64> {
        rate(self.counts.clicks, self.counts.impressions)
    }

    /// Slots that got something of those that asked.
    pub fn fill_rate(&self) -> Option<f64> {
        rate(self.counts.decisions, self.counts.requests)
    }
}

fn rate(part: i64, whole: i64) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

/// The moment up to which nothing can change any more, at a full hour: later events are not taken.
pub const fn final_until(now: Instant) -> Instant {
    crate::ads::events::hour(now.plus_ms(-LATE_MS - SETTLED_MS))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn input(from: &str, to: &str) -> ReportInput {
        ReportInput {
            from: from.parse().unwrap(),
            to: to.parse().unwrap(),
            dimensions: vec![AdDimension::Day],
            filter: Filter::default(),
        }
    }

    fn hours(from: &str, to: &str) -> i64 {
        let zone = "Europe/Kyiv".parse().unwrap();
        let (begin, end) = input(from, to).period(zone).unwrap();
        (end.0 - begin.0) / HOUR_MS
    }

    #[test]
    fn a_period_is_of_days_of_the_site_whatever_the_clocks_do() {
        assert_eq!(hours("2026-07-11", "2026-07-11"), 24);
        assert_eq!(hours("2026-03-29", "2026-03-29"), 23);
        assert_eq!(hours("2026-10-25", "2026-10-25"), 25);
        assert_eq!(hours("2026-10-24", "2026-10-26"), 73);
    }

    #[test]
    fn what_cannot_be_reported_is_named_all_at_once() {
        let zone = Zone::UTC;
        assert!(input("2026-01-01", "2026-04-02").period(zone).is_ok());
        assert!(input("2026-01-01", "2026-04-03").period(zone).is_err());

        let mut wrong = input("2026-01-02", "2026-01-01");
        wrong.dimensions.push(AdDimension::Day);
        match wrong.period(zone) {
            Err(crate::app::Error::Refused(problems)) => assert_eq!(problems.len(), 2),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn revenue_is_told_when_it_is_all_of_it() {
        let mut metrics = Metrics::default();
        assert_eq!(metrics.money(), None);
        metrics.revenue.insert("UAH".to_owned(), 5);
        assert_eq!(metrics.money().map(|money| money.micros), Some(5));
        metrics.is_partly_priced = true;
        assert_eq!(metrics.money(), None);
    }
}
