//! Reports are made here.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::domain::{Filter, Key, Metrics, Report, ReportInput, Row, final_until};
use super::store::{self, Sum};
use crate::ads::domain::Placement;
use crate::ads::events::Counts;
use crate::ads::serving::{Stock, cost, stock};
use crate::app::{Call, Result};
use crate::editions::{self, Site};
use crate::platform::clock::Instant;
use crate::platform::ids::LineItemId;
use crate::policy::Permission;
use crate::sections::{self, Tree};
use crate::vocabulary::{AdDimension, PriceModel};

/// The counts of a period, broken down as asked.
///
/// # Errors
/// [`crate::app::Error::Denied`] without ADS_REPORT, [`crate::app::Error::Refused`] for what cannot
/// be reported; those of the database.
pub async fn report(call: &Call, input: &ReportInput) -> Result<Report> {
    call.demand(&[Permission::AdsReport])?;
    let site = editions::site(call).await?;
    let period = input.period(site.time_zone)?;
    let stock = stock(call).await?;
    let line_items = looked_at(&input.filter, &stock);
    let sums = store::sums(call, period, &input.dimensions, &input.filter, line_items).await?;
    let names = Names {
        placements: super::super::placements(call).await?,
        sections: sections::tree(call).await?,
        stock,
        site,
    };
    let mut rows: BTreeMap<Vec<Key>, Metrics> = BTreeMap::new();
    let mut totals = Metrics::default();
    for sum in &sums {
        let keys = input
            .dimensions
            .iter()
            .map(|one| names.key(*one, sum))
            .collect();
        names.add(
            rows.entry(keys).or_default(),
            sum,
            input.tells_days_by_row(),
        );
        names.add(&mut totals, sum, input.tells_days());
    }
    for sum in days(call, period, input, &names).await? {
        let keys = input.dimensions.iter();
        let keys = keys.map(|one| names.key(*one, &sum)).collect();
        if input.tells_days_by_row() {
            names.add_day(rows.entry(keys).or_default(), &sum);
        }
        names.add_day(&mut totals, &sum);
    }
    Ok(Report {
        rows: rows
            .into_iter()
            .map(|(keys, metrics)| Row { keys, metrics })
            .collect(),
        totals,
        final_until: final_until(call.now()),
    })
}

/// Days on which line items that are paid by the day were shown, each with one of its hours.
async fn days(
    call: &Call,
    period: (Instant, Instant),
    input: &ReportInput,
    names: &Names,
) -> Result<Vec<Sum>> {
    if !input.tells_days() {
        return Ok(Vec::new());
    }
    let terms = &names.stock.terms;
    let is_by_day = |one: &LineItemId| terms[one].price_model == PriceModel::Cpd;
    let looked_at = looked_at(&input.filter, &names.stock);
    let is_looked_at = |one: &LineItemId| looked_at.as_ref().is_none_or(|all| all.contains(one));
    let by_day = terms.keys().copied().filter(is_by_day);
    let by_day: Vec<LineItemId> = by_day.filter(is_looked_at).collect();
    let mut hours = store::shown(call, period, by_day).await?;
    let day = |sum: &Sum| sum.hour.map(|hour| names.site.day_of(hour));
    hours.sort_by_key(|sum| (sum.line_item_id, sum.hour));
    hours.dedup_by_key(|sum| (sum.line_item_id, day(sum)));
    Ok(hours)
}

/// The line items that a filter comes to; `None` = all, and slots that got nothing.
fn looked_at(filter: &Filter, stock: &Stock) -> Option<Vec<LineItemId>> {
    if !filter.is_about_sold() {
        return None;
    }
    let is_in = |line_item: &LineItemId| {
        let terms = stock.terms.get(line_item);
        let of = |wanted: bool, is_it: bool| !wanted || is_it;
        let advertisers = &filter.advertisers;
        let campaigns = &filter.campaigns;
        of(
            !filter.line_items.is_empty(),
            filter.line_items.contains(line_item),
        ) && of(
            !advertisers.is_empty(),
            terms.is_some_and(|terms| advertisers.contains(&terms.advertiser)),
        ) && of(
            !campaigns.is_empty(),
            terms.is_some_and(|terms| campaigns.contains(&terms.campaign)),
        )
    };
    let known = stock.terms.keys().chain(&filter.line_items).copied();
    let mut found: Vec<_> = known.filter(is_in).collect();
    found.sort_unstable();
    found.dedup();
    Some(found)
}

/// What ids are called.
struct Names {
    site: Arc<Site>,
    stock: Arc<Stock>,
    placements: Arc<Vec<Placement>>,
    sections: Arc<Tree>,
}

impl Names {
    fn key(&self, dimension: AdDimension, sum: &Sum) -> Key {
        let (value, label) = self.named(dimension, sum);
        Key {
            dimension,
            label: label.unwrap_or_else(|| value.clone()),
            value,
        }
    }

    /// The value of a dimension, and its name where it has another.
    #[expect(clippy::too_many_lines, reason = "one table of all dimensions")]
    fn named(&self, dimension: AdDimension, sum: &Sum) -> (String, Option<String>) {
        let terms = self.stock.terms.get(&sum.line_item_id);
        let nothing = (String::new(), None);
        match dimension {
            AdDimension::Day => {
                let hour = sum.hour.map_or(0, |hour| hour.0);
                (
                    self.site
                        .day_of(crate::platform::clock::Instant(hour))
                        .to_string(),
                    None,
                )
            }
            AdDimension::Hour => {
                let hour = sum.hour.map_or(0, |hour| hour.0);
                (self.site.time_zone.local_iso(hour), None)
            }
            _ if is_nothing(dimension, sum) => nothing,
            AdDimension::LineItem => (
                sum.line_item_id.to_string(),
                terms.map(|terms| terms.name.clone()),
            ),
            AdDimension::Campaign => terms.map_or(nothing, |terms| {
                (
                    terms.campaign.to_string(),
                    Some(terms.campaign_name.clone()),
                )
            }),
            AdDimension::Advertiser => terms.map_or(nothing, |terms| {
                (
                    terms.advertiser.to_string(),
                    Some(terms.advertiser_name.clone()),
                )
            }),
            AdDimension::Creative => sum.creative_id.map_or(nothing, |id| {
                (id.to_string(), self.stock.creatives.get(&id).cloned())
            }),
            AdDimension::Placement => sum.placement_id.map_or(nothing, |id| {
                let known = self.placements.iter().find(|one| one.id == id);
                (id.to_string(), known.map(|one| one.name.clone()))
            }),
            AdDimension::Section => sum.section_id.map_or(nothing, |id| {
                let name = self.sections.get(id).and_then(|one| {
                    let text = one.texts.get(&self.site.default_locale);
                    text.map(|text| text.name.clone())
                });
                (id.to_string(), name)
            }),
            AdDimension::Locale => (
                sum.locale
                    .map(|locale| locale.to_string())
                    .unwrap_or_default(),
                None,
            ),
            AdDimension::ArticleKind => (sum.article_kind.clone().unwrap_or_default(), None),
            AdDimension::Device => (
                sum.device
                    .map(|device| device.to_string())
                    .unwrap_or_default(),
                None,
            ),
        }
    }

    /// Adds counts and what they cost; a price by the day is added elsewhere where `tells_days`.
    fn add(&self, metrics: &mut Metrics, sum: &Sum, tells_days: bool) {
        let counts = Counts {
            requests: sum.requests,
            decisions: sum.decisions,
            impressions: sum.impressions,
            measurable: sum.measurable,
            viewable: sum.viewable,
            clicks: sum.clicks,
            invalid: sum.invalid,
        };
        metrics.counts += counts;
        let Some(terms) = self.stock.terms.get(&sum.line_item_id) else {
            return;
        };
        match (cost(terms, &counts), &terms.currency) {
            (Some(micros), Some(currency)) => {
                *metrics.revenue.entry(currency.clone()).or_default() += micros;
            }
            _ => metrics.is_partly_priced |= terms.price_model == PriceModel::Cpd && !tells_days,
        }
    }

    /// Adds the price of one day.
    fn add_day(&self, metrics: &mut Metrics, sum: &Sum) {
        let terms = self.stock.terms.get(&sum.line_item_id);
        let price = terms.and_then(|terms| terms.price_micros.zip(terms.currency.clone()));
        if let Some((micros, currency)) = price {
            *metrics.revenue.entry(currency).or_default() += micros;
        }
    }
}

/// Whether a page, or a slot that got nothing, has none of it.
fn is_nothing(dimension: AdDimension, sum: &Sum) -> bool {
    match dimension {
        AdDimension::LineItem | AdDimension::Campaign | AdDimension::Advertiser => {
            sum.line_item_id.0.is_nil()
        }
        AdDimension::Creative => sum.creative_id.is_some_and(|id| id.0.is_nil()),
        AdDimension::Section => sum.section_id.is_some_and(|id| id.0.is_nil()),
        _ => false,
    }
}
