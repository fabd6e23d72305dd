//! Zones, and what fills them.

use std::sync::Arc;

use async_graphql::{Object, SimpleObject};

use super::pin::FrontPin;
use crate::api::graphql::desk::reader::DeskReader;
use crate::api::graphql::desk::section::DeskSection;
use crate::api::graphql::desk::tag::DeskTag;
use crate::api::graphql::error::Result;
use crate::api::graphql::scalars::{Duration, Url};
use crate::fronts::{Rule, Zone};
use crate::vocabulary::{ArticleKind, ZoneLayout};

/// A zone with its pins and rule.
#[derive(SimpleObject)]
pub struct DeskFrontZone {
    /// Its name, unique within the front.
    key: String,
    /// What readers read above it.
    title: Option<String>,
    layout: ZoneLayout,
    /// Where readers find more of the same.
    more_url: Option<Url>,
    /// How many stories it shows at most.
    size: i32,
    rule: ZoneRule,
    /// Those that hold and those that will, by position and time. Pins of stories that the caller
    /// may not see are left out.
    pins: Vec<FrontPin>,
}

impl DeskFrontZone {
    /// The zones of a front, each with its own of `pins`.
    pub fn all(reader: &Arc<DeskReader>, zones: &[Zone], mut pins: Vec<FrontPin>) -> Vec<Self> {
        let zone = |zone: &Zone| {
            let (own, others) = std::mem::take(&mut pins)
                .into_iter()
                .partition(|pin: &FrontPin| pin.is_in(&zone.key));
            pins = others;
            Self {
                key: zone.key.clone(),
                title: zone.title.clone(),
                layout: zone.layout,
                more_url: zone.more_url.clone().map(Url),
                size: zone.size,
                rule: ZoneRule {
                    reader: Arc::clone(reader),
                    rule: zone.rule.clone(),
                },
                pins: own,
            }
        };
        zones.iter().map(zone).collect()
    }
}

/// Which stories fill the positions without a pin: newest matching, optionally diversified.
pub struct ZoneRule {
    reader: Arc<DeskReader>,
    rule: Rule,
}

/// Which stories fill the positions without a pin: newest matching, optionally diversified.
#[Object]
impl ZoneRule {
    /// Of any of these, those below them included; empty = of all.
    async fn sections(&self) -> Vec<DeskSection> {
        let ids = self.rule.sections.iter();
        ids.filter_map(|id| DeskSection::find(&self.reader, *id))
            .collect()
    }

    /// About any of these; empty = about anything.
    async fn tags(&self) -> Result<Vec<DeskTag>> {
        let tags = self.reader.all_tags(&self.rule.tags).await?;
        let tags = tags.into_iter();
        Ok(tags.map(|tag| DeskTag::new(&self.reader, tag)).collect())
    }

    /// Of any of these; empty = of all that lists show.
    async fn kinds(&self) -> &[ArticleKind] {
        &self.rule.kinds
    }

    /// Listed no longer ago than this.
    async fn max_age(&self) -> Option<Duration> {
        let seconds = self.rule.max_age_ms? / 1000;
        Some(Duration { seconds })
    }

    /// Whether a section appears once in the zone; pinned stories count.
    async fn one_per_section(&self) -> bool {
        self.rule.one_per_section
    }
}
