//! Rows of events, of the counts of hours, of totals and of sightings.

use sea_orm::entity::prelude::*;

use super::super::domain::{Counts, Event, Facets};
use super::super::ledger::{Logged, Sight};
use crate::ads::engine::Sighting;
use crate::platform::clock::Instant;
use crate::platform::ids::{
    CampaignId, CreativeId, DecisionId, LineItemId, PlacementId, SectionId, TypedId, VariantId,
};
use crate::platform::locale::Locale;
use crate::vocabulary::{AdEventKind, DeviceClass, InvalidReason};

pub(super) mod event {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "ad_events")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub decision_id: DecisionId,
        #[sea_orm(primary_key, auto_increment = false)]
        pub kind: AdEventKind,
        pub line_item_id: LineItemId,
        pub creative_id: CreativeId,
        pub variant_id: VariantId,
        pub placement_id: PlacementId,
        pub locale: Locale,
        pub section_id: SectionId,
        pub article_kind: String,
        pub device: DeviceClass,
        pub visitor: Option<i64>,
        pub decided_at: Instant,
        pub at: Instant,
        pub received_at: Instant,
        pub is_measurable: bool,
        pub reason: Option<InvalidReason>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Counts of one hour.
pub(in crate::ads) mod hour {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "ad_hours")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub hour: Instant,
        #[sea_orm(primary_key, auto_increment = false)]
        pub line_item_id: LineItemId,
        #[sea_orm(primary_key, auto_increment = false)]
        pub creative_id: CreativeId,
        #[sea_orm(primary_key, auto_increment = false)]
        pub placement_id: PlacementId,
        #[sea_orm(primary_key, auto_increment = false)]
        pub locale: Locale,
        #[sea_orm(primary_key, auto_increment = false)]
        pub section_id: SectionId,
        #[sea_orm(primary_key, auto_increment = false)]
        pub article_kind: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub device: DeviceClass,
        pub requests: i64,
        pub decisions: i64,
        pub impressions: i64,
        pub measurable: i64,
        pub viewable: i64,
        pub clicks: i64,
        pub invalid: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub(super) mod total {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "ad_totals")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub line_item_id: LineItemId,
        pub impressions: i64,
        pub viewable: i64,
        pub clicks: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub(super) mod sighting {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "ad_sightings")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub decision_id: DecisionId,
        pub visitor: i64,
        pub line_item_id: LineItemId,
        pub campaign_id: CampaignId,
        pub creative_id: CreativeId,
        pub at: Instant,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

impl From<Sight> for sighting::Model {
    fn from(Sight { visitor, sighting }: Sight) -> Self {
        Self {
            decision_id: sighting.decision,
            visitor,
            line_item_id: sighting.line_item,
            campaign_id: sighting.campaign,
            creative_id: sighting.creative,
            at: sighting.at,
        }
    }
}

impl From<sighting::Model> for Sight {
    fn from(row: sighting::Model) -> Self {
        let sighting = Sighting {
            decision: row.decision_id,
            line_item: row.line_item_id,
            campaign: row.campaign_id,
            creative: row.creative_id,
            at: row.at,
            is_seen: true,
        };
        Self {
            visitor: row.visitor,
            sighting,
        }
    }
}

impl event::Model {
    pub(super) fn of(event: Event, visitor: Option<i64>) -> Self {
        let facets = Stored::of(&event.facets);
        Self {
            decision_id: event.decision,
            kind: event.kind,
            line_item_id: facets.line_item,
            creative_id: facets.creative,
            variant_id: event.variant,
            placement_id: event.facets.placement,
            locale: event.facets.locale,
            section_id: facets.section,
            article_kind: facets.article_kind,
            device: event.facets.device,
            visitor,
            decided_at: event.decided_at,
            at: event.at,
            received_at: event.received_at,
            is_measurable: event.is_measurable,
            reason: event.reason,
        }
    }

    pub(super) fn logged(&self) -> Logged {
        Logged {
            facets: Facets {
                line_item: Some(self.line_item_id),
                creative: Some(self.creative_id),
                placement: self.placement_id,
                locale: self.locale,
                section: Some(self.section_id).filter(|section| !section.0.is_nil()),
                article_kind: self.article_kind.parse().ok(),
                device: self.device,
            },
            at: self.at,
            received_at: self.received_at,
            reason: self.reason,
        }
    }
}

/// Facets as they stand in keys: zeros and nothing for what is not there.
struct Stored {
    line_item: LineItemId,
    creative: CreativeId,
    section: SectionId,
    article_kind: String,
}

impl Stored {
    fn of(facets: &Facets) -> Self {
        fn or_zeros<I: TypedId>(id: Option<I>) -> I {
            id.unwrap_or_else(|| I::from_uuid(Uuid::nil()))
        }
        Self {
            line_item: or_zeros(facets.line_item),
            creative: or_zeros(facets.creative),
            section: or_zeros(facets.section),
            article_kind: facets
                .article_kind
                .map(|kind| kind.to_string())
                .unwrap_or_default(),
        }
    }
}

impl hour::Model {
    pub(super) fn of(at: Instant, facets: &Facets, counts: Counts) -> Self {
        let stored = Stored::of(facets);
        Self {
            hour: at,
            line_item_id: stored.line_item,
            creative_id: stored.creative,
            placement_id: facets.placement,
            locale: facets.locale,
            section_id: stored.section,
            article_kind: stored.article_kind,
            device: facets.device,
            requests: counts.requests,
            decisions: counts.decisions,
            impressions: counts.impressions,
            measurable: counts.measurable,
            viewable: counts.viewable,
            clicks: counts.clicks,
            invalid: counts.invalid,
        }
    }
}

impl total::Model {
    pub(super) const fn of(line_item_id: LineItemId, counts: Counts) -> Self {
        Self {
            line_item_id,
            impressions: counts.impressions,
            viewable: counts.viewable,
            clicks: counts.clicks,
        }
    }

    pub(super) fn had(self) -> (LineItemId, Counts) {
        let counts = Counts {
            impressions: self.impressions,
            viewable: self.viewable,
            clicks: self.clicks,
            ..Counts::default()
        };
        (self.line_item_id, counts)
    }
}
