//! What a targeting may name.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::ads::engine::Targeting;
use crate::ads::findings::Findings;
use crate::ads::{Placement, placements};
use crate::app::{Call, Result};
use crate::editions::{self, Site};
use crate::platform::ids::TagId;
use crate::sections::{self, Tree};
use crate::tags::{self, Tag};

/// Everything that line items name, at the present moment.
pub struct Known {
    /// The site.
    pub site: Arc<Site>,
    placements: Arc<Vec<Placement>>,
    sections: Arc<Tree>,
    tags: BTreeMap<TagId, Tag>,
}

impl Known {
    /// What there is, and of tags those that are named.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn of<'t>(
        call: &Call,
        targetings: impl IntoIterator<Item = &'t Targeting>,
    ) -> Result<Self> {
        let all = targetings.into_iter();
        let mut named: Vec<TagId> = all.flat_map(|one| one.tags.iter().copied()).collect();
        named.sort_unstable();
        named.dedup();
        Ok(Self {
            site: editions::site(call).await?,
            placements: placements(call).await?,
            sections: sections::tree(call).await?,
            tags: tags::by_ids(call, &named).await?.into_iter().collect(),
        })
    }

    /// The targeting with each merged tag in its place the one that was merged into.
    pub fn followed(&self, targeting: &Targeting) -> Targeting {
        let followed = targeting.tags.iter().map(|id| {
            let into = self.tags.get(id).and_then(|tag| tag.merged_into);
            into.unwrap_or(*id)
        });
        let mut tags: Vec<TagId> = Vec::new();
        for id in followed {
            if !tags.contains(&id) {
                tags.push(id);
            }
        }
        Targeting {
            tags,
            ..targeting.clone()
        }
    }

    /// Names what a targeting names that is not there.
    pub(super) fn check(&self, field: &str, targeting: &Targeting, found: &mut Findings) {
        for (place, id) in targeting.placements.iter().enumerate() {
            if !self.placements.iter().any(|one| one.id == *id) {
                found.missing([field, "placementIds", &place.to_string()], id);
            }
        }
        for (place, id) in targeting.sections.iter().enumerate() {
            if self.sections.get(*id).is_none() {
                found.missing([field, "sectionIds", &place.to_string()], id);
            }
        }
        for (place, id) in targeting.tags.iter().enumerate() {
            if !self.tags.contains_key(id) {
                found.missing([field, "tagIds", &place.to_string()], id);
            }
        }
        let is_known = |locale| self.site.any_edition(locale).is_some();
        found.locales([field, "locales"], &targeting.locales, is_known);
    }
}
