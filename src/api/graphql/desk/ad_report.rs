//! Reports of ads.

use async_graphql::{Context, ID, InputObject, Object, SimpleObject};

use super::outcome::all_named;
use super::permission::requires_permission;
use super::sales::Money;
use crate::ads;
use crate::ads::reports::{self, Filter, Key, Metrics, Report, ReportInput, Row};
use crate::api::graphql::door::directives::{assumed, cost, list_size};
use crate::api::graphql::error::Result;
use crate::api::graphql::scalars::BigInt;
use crate::app::{self, Call};
use crate::platform::calendar::Day;
use crate::platform::clock::Instant;
use crate::platform::locale::Locale;
use crate::policy::Permission;
use crate::vocabulary::{AdDimension, DeviceClass};

/// The most rows of one answer; the export has all.
const MAX_ROWS: usize = 500;

/// What is read of reports.
#[derive(Default)]
pub struct AdReportReads;

#[Object]
impl AdReportReads {
    /// Counts of a period.
    #[graphql(
        directive = requires_permission::apply(&[Permission::AdsReport]),
        directive = cost::apply("100"),
        directive = list_size::apply(assumed(500).sized("rows"))
    )]
    async fn report(&self, ctx: &Context<'_>, input: AdReportInput) -> Result<AdReport> {
        let report = reports::report(ctx.data_unchecked::<Call>(), &input.read()?).await?;
        Ok(AdReport(report))
    }
}

/// Period and breakdown; at most 92 days.
#[derive(InputObject)]
pub struct AdReportInput {
    /// Days of the site's zone, inclusive.
    from: Day,
    to: Day,
    dimensions: Vec<AdDimension>,
    filter: Option<AdReportFilter>,
}

/// All given conditions must hold.
#[derive(InputObject, Default)]
pub struct AdReportFilter {
    advertiser_ids: Option<Vec<ID>>,
    campaign_ids: Option<Vec<ID>>,
    line_item_ids: Option<Vec<ID>>,
    placement_ids: Option<Vec<ID>>,
    locales: Option<Vec<Locale>>,
    devices: Option<Vec<DeviceClass>>,
}

impl AdReportInput {
    fn read(self) -> app::Result<ReportInput> {
        Ok(ReportInput {
            from: self.from,
            to: self.to,
            dimensions: self.dimensions,
            filter: self.filter.unwrap_or_default().read()?,
        })
    }
}

impl AdReportFilter {
    fn read(self) -> app::Result<Filter> {
        let path = |name: &'static str| ["input", "filter", name];
        let ids = |given: Option<Vec<ID>>| given.unwrap_or_default();
        Ok(Filter {
            advertisers: all_named(&path("advertiserIds"), &ids(self.advertiser_ids))?,
            campaigns: all_named(&path("campaignIds"), &ids(self.campaign_ids))?,
            line_items: all_named(&path("lineItemIds"), &ids(self.line_item_ids))?,
            placements: all_named(&path("placementIds"), &ids(self.placement_ids))?,
            locales: self.locales.unwrap_or_default(),
            devices: self.devices.unwrap_or_default(),
        })
    }
}

/// Counts by the chosen dimensions.
pub struct AdReport(Report);

#[Object]
impl AdReport {
    /// In the order of their keys; at most 500.
    async fn rows(&self) -> Vec<AdReportRow> {
        let rows = self.0.rows.iter().take(MAX_ROWS);
        rows.map(|row| AdReportRow(row.clone())).collect()
    }

    /// The sum of all rows, those that are left out too.
    async fn totals(&self) -> AdMetrics {
        AdMetrics(self.0.totals.clone())
    }

    /// Counts after this may still grow or be filtered.
    async fn final_until(&self) -> Instant {
        self.0.final_until
    }

    /// Whether rows are left out; the export has all.
    async fn is_truncated(&self) -> bool {
        self.0.rows.len() > MAX_ROWS
    }
}

/// One combination.
pub struct AdReportRow(Row);

#[Object(directive = cost::apply("0"))]
impl AdReportRow {
    async fn keys(&self) -> Vec<AdReportKey> {
        self.0.keys.iter().cloned().map(Into::into).collect()
    }

    async fn metrics(&self) -> AdMetrics {
        AdMetrics(self.0.metrics.clone())
    }
}

/// One dimension of a row.
#[derive(SimpleObject)]
#[graphql(directive = cost::apply("0"))]
pub struct AdReportKey {
    dimension: AdDimension,
    /// An id, a word or a time; empty for what a page has none of.
    value: String,
    /// The same for people.
    label: String,
}

impl From<Key> for AdReportKey {
    fn from(key: Key) -> Self {
        Self {
            dimension: key.dimension,
            value: key.value,
            label: key.label,
        }
    }
}

/// Net of invalid traffic, except `invalidEvents`.
pub struct AdMetrics(Metrics);

#[Object(directive = cost::apply("0"))]
impl AdMetrics {
    /// Slots that asked for an ad.
    async fn requests(&self) -> BigInt {
        BigInt(self.0.counts.requests)
    }

    /// Slots that got one.
    async fn decisions(&self) -> BigInt {
        BigInt(self.0.counts.decisions)
    }

    async fn impressions(&self) -> BigInt {
        BigInt(self.0.counts.impressions)
    }

    async fn measurable_impressions(&self) -> BigInt {
        BigInt(self.0.counts.measurable)
    }

    async fn viewable_impressions(&self) -> BigInt {
        BigInt(self.0.counts.viewable)
    }

    /// viewable / measurable; null when nothing was measurable.
    async fn viewable_rate(&self) -> Option<f64> {
        self.0.viewable_rate()
    }

    async fn clicks(&self) -> BigInt {
        BigInt(self.0.counts.clicks)
    }

    /// Clicks / impressions; null when nothing was shown.
    async fn click_rate(&self) -> Option<f64> {
        self.0.click_rate()
    }

    /// Decisions / requests; null when nothing was asked.
    async fn fill_rate(&self) -> Option<f64> {
        self.0.fill_rate()
    }

    async fn invalid_events(&self) -> BigInt {
        BigInt(self.0.counts.invalid)
    }

    /// By the prices of what was shown; null when not all of it is paid for by what is counted, or
    /// in several currencies.
    async fn revenue(&self) -> Option<Money> {
        let revenue = self.0.money()?;
        Some(Money::new(&ads::Money {
            amount_micros: revenue.micros,
            currency: revenue.currency,
        }))
    }
}
