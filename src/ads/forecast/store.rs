//! What was asked for in the last weeks.

use std::collections::BTreeSet;

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{FromQueryResult, QuerySelect};

use crate::ads::engine::Targeting;
use crate::ads::events::store::hour;
use crate::app::{Call, Result};
use crate::platform::clock::Instant;
use crate::platform::ids::{PlacementId, SectionId};

/// Slots that asked, by the hour.
#[derive(Debug, FromQueryResult)]
pub struct Hour {
    /// Beginning of the hour (UTC).
    pub hour: Instant,
    /// Slots that asked in it.
    pub requests: i64,
}

/// What is looked for: the groups of a targeting that counts are broken down by.
pub struct Wanted<'a> {
    /// Pages and readers.
    pub targeting: &'a Targeting,
    /// Kinds of places, those of the kinds of pages.
    pub placements: Option<BTreeSet<PlacementId>>,
    /// Sections, those below them included.
    pub sections: Option<BTreeSet<SectionId>>,
    /// What must not be.
    pub exclusions: &'a Targeting,
    /// Sections that must not be, those below them included.
    pub excluded_sections: BTreeSet<SectionId>,
}

/// Slots that asked since a moment, by the hour: those that fit, or all of them for `None`.
pub(super) async fn hours(
    call: &Call,
    since: Instant,
    wanted: Option<&Wanted<'_>>,
) -> Result<Vec<Hour>> {
    use hour::Column as C;
    let sum = ExprTrait::sum(Expr::col(C::Requests)).cast_as("bigint");
    let mut find = hour::Entity::find()
        .select_only()
        .column(C::Hour)
        .column_as(sum, "requests")
        .filter(C::Hour.gte(since))
        .group_by(C::Hour);
    if let Some(wanted) = wanted {
        find = find.filter(wanted.fits());
    }
    Ok(find.into_model::<Hour>().all(call.db()).await?)
}

impl Wanted<'_> {
    fn fits(&self) -> sea_orm::Condition {
        use hour::Column as C;
        let (targeting, out) = (self.targeting, self.exclusions);
        let mut all = sea_orm::Condition::all();
        if let Some(placements) = &self.placements {
            all = all.add(C::PlacementId.is_in(placements.iter().copied()));
        }
        if let Some(sections) = &self.sections {
            all = all.add(C::SectionId.is_in(sections.iter().copied()));
        }
        if !targeting.locales.is_empty() {
            all = all.add(C::Locale.is_in(targeting.locales.iter().copied()));
        }
        if !targeting.devices.is_empty() {
            all = all.add(C::Device.is_in(targeting.devices.iter().copied()));
        }
        if !targeting.kinds.is_empty() {
            let kinds = targeting.kinds.iter().map(|kind| kind.as_str());
            all = all.add(C::ArticleKind.is_in(kinds));
        }
        if !out.placements.is_empty() {
            all = all.add(C::PlacementId.is_not_in(out.placements.iter().copied()));
        }
        if !self.excluded_sections.is_empty() {
            let sections = self.excluded_sections.iter().copied();
            all = all.add(C::SectionId.is_not_in(sections));
        }
        if !out.locales.is_empty() {
            all = all.add(C::Locale.is_not_in(out.locales.iter().copied()));
        }
        if !out.devices.is_empty() {
            all = all.add(C::Device.is_not_in(out.devices.iter().copied()));
        }
        if !out.kinds.is_empty() {
            let kinds = out.kinds.iter().map(|kind| kind.as_str());
            all = all.add(C::ArticleKind.is_not_in(kinds));
        }
        all
    }
}
