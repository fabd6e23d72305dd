//! Sections across languages.

use std::sync::Arc;

use async_graphql::{Context, ID, InputObject, MaybeUndefined, Object, SimpleObject};

use super::localized::{
    LocalizedSlug, LocalizedSlugInput, LocalizedText, LocalizedTextInput, by_locale,
};
use super::patch::named_patch;
use super::permission::requires_permission;
use super::reader::{DeskReader, Shown};
use super::redirect::DeskRedirect;
use super::user_error::UserError;
use crate::api::graphql::door::directives::{assumed, cost, list_size};
use crate::api::graphql::error::Result;
use crate::app::{self, Call};
use crate::platform::ids::SectionId;
use crate::policy::Permission;
use crate::sections::{self, Section};

const MANAGE: &[Permission] = &[Permission::SectionManage];

/// A section across languages.
pub struct DeskSection {
    reader: Arc<DeskReader>,
    section: Section,
}

impl DeskSection {
    /// The section with this id, if there is one.
    pub fn find(reader: &Arc<DeskReader>, id: SectionId) -> Option<Self> {
        let section = reader.sections().get(id)?.clone();
        Some(Self { reader: Arc::clone(reader), section })
    }

    /// A section as an action left it.
    pub fn new(reader: &Arc<DeskReader>, section: Section) -> Self {
        Self { reader: Arc::clone(reader), section }
    }

    /// The section that something says it is of.
    ///
    /// # Errors
    /// Sections are never deleted, so a missing one is our own fault.
    pub fn known(reader: &Arc<DeskReader>, id: SectionId) -> app::Result<Self> {
        Ok(Self::find(reader, id).ok_or_else(|| anyhow::anyhow!("there is no section {id}"))?)
    }
}

/// A section across languages.
#[Object]
impl DeskSection {
    async fn id(&self) -> ID {
        self.section.id.to_string().into()
    }

    /// Grows with every change; send it back as `expectedVersion`.
    async fn version(&self) -> i32 {
        self.section.version
    }

    async fn names(&self) -> Vec<LocalizedText> {
        LocalizedText::all(&self.section.texts, |text| Some(&text.name))
    }

    async fn slugs(&self) -> Vec<LocalizedSlug> {
        LocalizedSlug::all(&self.section.texts, |text| &text.slug)
    }

    async fn descriptions(&self) -> Vec<LocalizedText> {
        LocalizedText::all(&self.section.texts, |text| text.description.as_deref())
    }

    async fn parent(&self) -> Option<Self> {
        Self::find(&self.reader, self.section.parent?)
    }

    /// Place among those beside it, from 0.
    async fn position(&self) -> i32 {
        self.section.position
    }

    /// Whether it is open: has a page, and may hold stories.
    async fn is_active(&self) -> bool {
        self.section.is_active
    }

    /// Stories of any state whose primary section it is.
    #[graphql(directive = cost::apply("5"))]
    async fn article_count(&self) -> Result<i32> {
        let count = self.reader.section_count(self.section.id).await?;
        Ok(i32::try_from(count).unwrap_or(i32::MAX))
    }
}

/// A section in its languages.
#[derive(InputObject)]
pub struct SectionInput {
    /// The whole set.
    names: Option<Vec<LocalizedTextInput>>,
    /// A language left out keeps its own; a new one gets one made from its name.
    slugs: Option<Vec<LocalizedSlugInput>>,
    /// The whole set.
    descriptions: Option<Vec<LocalizedTextInput>>,
    /// Null = at the top.
    parent_id: MaybeUndefined<ID>,
    /// Place among those beside it, from 0.
    position: Option<i32>,
    is_active: Option<bool>,
}

impl SectionInput {
    fn read(self) -> app::Result<sections::SectionInput> {
        Ok(sections::SectionInput {
            names: by_locale("names", self.names)?,
            slugs: by_locale("slugs", self.slugs)?,
            descriptions: by_locale("descriptions", self.descriptions)?,
            parent: named_patch(&["input", "parentId"], &self.parent_id)?,
            position: self.position,
            is_active: self.is_active,
        })
    }
}

/// A changed section.
#[derive(SimpleObject)]
pub struct SectionPayload {
    section: Option<DeskSection>,
    /// Old paths that lead to the new ones now.
    redirects: Vec<DeskRedirect>,
    user_errors: Vec<UserError>,
}

/// What the desk reads of sections.
#[derive(Default)]
pub struct SectionReads;

#[Object]
impl SectionReads {
    /// All sections, closed ones too, in tree order.
    #[graphql(directive = list_size::apply(assumed(60)))]
    async fn sections(&self, ctx: &Context<'_>) -> Result<Vec<DeskSection>> {
        let reader = DeskReader::of(ctx).await?;
        let ids: Vec<SectionId> = reader.sections().iter().map(|section| section.id).collect();
        reader.prefetch(ctx, Shown::Sections(ids.clone(), ctx.look_ahead())).await?;
        Ok(ids.into_iter().filter_map(|id| DeskSection::find(&reader, id)).collect())
    }
}
