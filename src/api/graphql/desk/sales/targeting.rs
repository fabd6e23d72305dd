//! Pages and readers that something is for.

use std::sync::Arc;

use async_graphql::{Context, ID, InputObject, Object};

use crate::ads::engine;
use crate::api::graphql::desk::outcome::all_named;
use crate::api::graphql::desk::placement::Placement;
use crate::api::graphql::desk::reader::{DeskReader, Shown};
use crate::api::graphql::desk::section::DeskSection;
use crate::api::graphql::desk::tag::DeskTag;
use crate::api::graphql::error::Result;
use crate::app;
use crate::platform::locale::Locale;
use crate::vocabulary::{AdPageKind, ArticleKind, DeviceClass};

/// Groups are joined by AND, values inside a group by OR, an empty group means any.
pub struct Targeting(pub(super) engine::Targeting);

/// Groups are joined by AND, values inside a group by OR, an empty group means any.
#[Object]
impl Targeting {
    async fn placements(&self, ctx: &Context<'_>) -> Result<Vec<Placement>> {
        let reader = DeskReader::of(ctx).await?;
        Ok(Placement::all(reader.call(), &self.0.placements).await?)
    }

    async fn locales(&self) -> &[Locale] {
        &self.0.locales
    }

    /// Those below them included.
    async fn sections(&self, ctx: &Context<'_>) -> Result<Vec<DeskSection>> {
        let reader = DeskReader::of(ctx).await?;
        let ids = self.0.sections.iter();
        Ok(ids
            .filter_map(|id| DeskSection::find(&reader, *id))
            .collect())
    }

    /// Where a tag was merged into another, the other one counts.
    async fn tags(&self, ctx: &Context<'_>) -> Result<Vec<DeskTag>> {
        let reader: Arc<DeskReader> = DeskReader::of(ctx).await?;
        let tags = reader.all_tags(&self.0.tags).await?;
        let shown = Shown::Tags(tags.clone(), ctx.look_ahead());
        reader.prefetch(ctx, shown).await?;
        Ok(DeskTag::all(&reader, tags))
    }

    async fn kinds(&self) -> &[ArticleKind] {
        &self.0.kinds
    }

    async fn devices(&self) -> &[DeviceClass] {
        &self.0.devices
    }

    async fn page_kinds(&self) -> &[AdPageKind] {
        &self.0.page_kinds
    }

    /// One of several words asks for all of them on the page.
    async fn keywords(&self) -> &[String] {
        &self.0.keywords
    }

    /// IAB Content Taxonomy ids.
    async fn content_categories(&self) -> &[String] {
        &self.0.content_categories
    }
}

/// Groups are joined by AND, values inside a group by OR.
#[derive(InputObject, Default)]
pub struct TargetingInput {
    placement_ids: Option<Vec<ID>>,
    locales: Option<Vec<Locale>>,
    /// Those below them included.
    section_ids: Option<Vec<ID>>,
    tag_ids: Option<Vec<ID>>,
    kinds: Option<Vec<ArticleKind>>,
    devices: Option<Vec<DeviceClass>>,
    page_kinds: Option<Vec<AdPageKind>>,
    /// One of several words asks for all of them on the page.
    keywords: Option<Vec<String>>,
    /// IAB Content Taxonomy ids.
    content_categories: Option<Vec<String>>,
}

impl TargetingInput {
    /// The targeting that stands in `field` of the input.
    ///
    /// # Errors
    /// [`app::Error::Refused`] with ids that name nothing of their kind.
    pub fn read(self, field: &str) -> app::Result<engine::Targeting> {
        let path = |group: &'static str| ["input", field, group];
        let ids = |given: Option<Vec<ID>>| given.unwrap_or_default();
        Ok(engine::Targeting {
            placements: all_named(&path("placementIds"), &ids(self.placement_ids))?,
            locales: self.locales.unwrap_or_default(),
            sections: all_named(&path("sectionIds"), &ids(self.section_ids))?,
            tags: all_named(&path("tagIds"), &ids(self.tag_ids))?,
            kinds: self.kinds.unwrap_or_default(),
            devices: self.devices.unwrap_or_default(),
            page_kinds: self.page_kinds.unwrap_or_default(),
            keywords: self.keywords.unwrap_or_default(),
            content_categories: self.content_categories.unwrap_or_default(),
        })
    }
}
