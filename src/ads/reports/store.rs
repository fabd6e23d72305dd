//! Counts by the hour, added up by the database as far as a report allows.

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{FromQueryResult, QuerySelect};

use super::domain::Filter;
use crate::ads::events::store::hour;
use crate::app::{Call, Result};
use crate::platform::clock::Instant;
use crate::platform::ids::{CreativeId, LineItemId, PlacementId, SectionId};
use crate::platform::locale::Locale;
use crate::vocabulary::{AdDimension, DeviceClass};

/// The columns that are added up.
const COUNTS: [hour::Column; 7] = [
    hour::Column::Requests,
    hour::Column::Decisions,
    hour::Column::Impressions,
    hour::Column::Measurable,
    hour::Column::Viewable,
    hour::Column::Clicks,
    hour::Column::Invalid,
];

/// Counts of one combination; columns that the report does not break down by are absent.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Sum {
    /// Beginning of the hour (UTC).
    pub hour: Option<Instant>,
    /// Zeros for slots that got nothing.
    pub line_item_id: LineItemId,
    /// Zeros likewise.
    pub creative_id: Option<CreativeId>,
    /// Kind of place.
    pub placement_id: Option<PlacementId>,
    /// Edition.
    pub locale: Option<Locale>,
    /// Zeros for a page without one.
    pub section_id: Option<SectionId>,
    /// Empty for a page without one.
    pub article_kind: Option<String>,
    /// Class of device.
    pub device: Option<DeviceClass>,
    /// Slots that asked.
    pub requests: i64,
    /// Slots that got something.
    pub decisions: i64,
    /// Times shown.
    pub impressions: i64,
    /// Of them measurable.
    pub measurable: i64,
    /// Times seen.
    pub viewable: i64,
    /// Clicks.
    pub clicks: i64,
    /// What does not count.
    pub invalid: i64,
}

/// The sums of a period, by what the dimensions need; always by line item, which prices go by.
/// `line_items` are those that the filter's advertisers and orders come to.
pub(super) async fn sums(
    call: &Call,
    (from, to): (Instant, Instant),
    dimensions: &[AdDimension],
    filter: &Filter,
    line_items: Option<Vec<LineItemId>>,
) -> Result<Vec<Sum>> {
    use hour::Column as C;
    let mut find = hour::Entity::find()
        .select_only()
        .filter(C::Hour.gte(from))
        .filter(C::Hour.lt(to));
    let mut columns = vec![C::LineItemId];
    columns.extend(dimensions.iter().filter_map(column));
    columns.sort_by_key(|column| column.to_string());
    columns.dedup_by_key(|column| column.to_string());
    for column in columns {
        find = find.column(column).group_by(column);
    }
    for column in COUNTS {
        // PostgreSQL adds big integers up to decimals.
        let sum = ExprTrait::sum(Expr::col(column)).cast_as("bigint");
        find = find.column_as(sum, column.to_string());
    }
    if let Some(line_items) = line_items {
        find = find.filter(C::LineItemId.is_in(line_items));
    }
    if !filter.placements.is_empty() {
        find = find.filter(C::PlacementId.is_in(filter.placements.iter().copied()));
    }
    if !filter.locales.is_empty() {
        find = find.filter(C::Locale.is_in(filter.locales.iter().copied()));
    }
    if !filter.devices.is_empty() {
        find = find.filter(C::Device.is_in(filter.devices.iter().copied()));
    }
    Ok(find.into_model::<Sum>().all(call.db()).await?)
}

/// The hours of a period in which these line items were shown.
pub(super) async fn shown(
    call: &Call,
    (from, to): (Instant, Instant),
    line_items: Vec<LineItemId>,
) -> Result<Vec<Sum>> {
    use hour::Column as C;
    if line_items.is_empty() {
        return Ok(Vec::new());
    }
    let mut find = hour::Entity::find()
        .select_only()
        .filter(C::Hour.gte(from))
        .filter(C::Hour.lt(to))
        .filter(C::LineItemId.is_in(line_items))
        .filter(C::Impressions.gt(0));
    for column in [C::Hour, C::LineItemId] {
        find = find.column(column).group_by(column);
    }
    // What it counts is told by the sums already.
    for count in COUNTS {
        find = find.column_as(Expr::val(0_i64), count.to_string());
    }
    Ok(find.into_model::<Sum>().all(call.db()).await?)
}

fn column(dimension: &AdDimension) -> Option<hour::Column> {
    use hour::Column as C;
    match dimension {
        AdDimension::Day | AdDimension::Hour => Some(C::Hour),
        AdDimension::Advertiser | AdDimension::Campaign | AdDimension::LineItem => None,
        AdDimension::Creative => Some(C::CreativeId),
        AdDimension::Placement => Some(C::PlacementId),
        AdDimension::Locale => Some(C::Locale),
        AdDimension::Section => Some(C::SectionId),
        AdDimension::ArticleKind => Some(C::ArticleKind),
        AdDimension::Device => Some(C::Device),
    }
}
