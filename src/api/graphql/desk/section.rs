//! Sections across languages.

use std::sync::Arc;

use async_graphql::{Context, ID, InputObject, MaybeUndefined, Object, SimpleObject};

use super::localized::{
    LocalizedSlug, LocalizedSlugInput, LocalizedText, LocalizedTextInput, by_locale,
};
use super::outcome::{named, request_key, settle};
use super::patch::named_patch;
use super::permission::requires_permission;
use super::reader::{DeskReader, Shown};
use super::redirect::DeskRedirect;
use super::user_error::UserError;
use crate::addresses::Changed;
use crate::api::graphql::door::directives::{assumed, cost, list_size};
use crate::api::graphql::error::Result;
use crate::app::{self, Call};
use crate::fronts;
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
        Some(Self {
            reader: Arc::clone(reader),
            section,
        })
    }

    /// A section as an action left it.
    pub fn new(reader: &Arc<DeskReader>, section: Section) -> Self {
        Self {
            reader: Arc::clone(reader),
            section,
        }
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
    pub(in crate::api::graphql) async fn id(&self) -> ID {
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
        reader
            .prefetch(ctx, Shown::Sections(ids.clone(), ctx.look_ahead()))
            .await?;
        Ok(ids
            .into_iter()
            .filter_map(|id| DeskSection::find(&reader, id))
            .collect())
    }
}

impl SectionPayload {
    async fn of(
        ctx: &Context<'_>,
        action: impl Future<Output = app::Result<Changed<Section>>>,
    ) -> Result<Self> {
        let (changed, user_errors) = settle(ctx, action).await?;
        let reader = DeskReader::of(ctx).await?;
        let Some(Changed { thing, redirects }) = changed else {
            return Ok(Self {
                section: None,
                redirects: Vec::new(),
                user_errors,
            });
        };
        Ok(Self {
            section: Some(DeskSection::new(&reader, thing)),
            redirects: DeskRedirect::all(&reader, redirects),
            user_errors,
        })
    }
}

/// What is done with sections.
#[derive(Default)]
pub struct SectionMutations;

#[Object]
impl SectionMutations {
    /// Add a section below `parentId`, or at the top.
    #[graphql(directive = requires_permission::apply(MANAGE))]
    async fn section_create(
        &self,
        ctx: &Context<'_>,
        input: SectionInput,
        request_id: Option<ID>,
    ) -> Result<SectionPayload> {
        let call = ctx.data_unchecked::<Call>();
        let create = Box::pin(async {
            let key = request_key(request_id)?;
            sections::create(call, &input.read()?, key)
                .await
                .map(Changed::in_place)
        });
        SectionPayload::of(ctx, create).await
    }

    /// Change names, slugs or state.
    #[graphql(directive = requires_permission::apply(MANAGE))]
    async fn section_update(
        &self,
        ctx: &Context<'_>,
        id: ID,
        expected_version: i32,
        input: SectionInput,
    ) -> Result<SectionPayload> {
        let call = ctx.data_unchecked::<Call>();
        let update = Box::pin(async {
            let id = named(&["id"], &id)?;
            sections::update(call, id, expected_version, &input.read()?).await
        });
        SectionPayload::of(ctx, update).await
    }

    /// Move in the tree; addresses below follow with redirects. Cycles are a ValidationError.
    #[graphql(directive = requires_permission::apply(MANAGE))]
    async fn section_move(
        &self,
        ctx: &Context<'_>,
        id: ID,
        parent_id: Option<ID>,
        position: i32,
    ) -> Result<SectionPayload> {
        let call = ctx.data_unchecked::<Call>();
        let move_it = Box::pin(async {
            let parent = parent_id.map(|id| named(&["parentId"], &id)).transpose()?;
            sections::move_to(call, named(&["id"], &id)?, parent, position).await
        });
        SectionPayload::of(ctx, move_it).await
    }

    /// Close a section; its articles go to another.
    #[graphql(directive = requires_permission::apply(MANAGE))]
    async fn section_retire(
        &self,
        ctx: &Context<'_>,
        id: ID,
        move_articles_to_id: ID,
    ) -> Result<SectionPayload> {
        let call = ctx.data_unchecked::<Call>();
        let retire = Box::pin(async {
            let into = named(&["moveArticlesToId"], &move_articles_to_id)?;
            fronts::retire_section(call, named(&["id"], &id)?, into).await
        });
        SectionPayload::of(ctx, retire).await
    }
}
