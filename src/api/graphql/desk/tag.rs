//! Tags across languages.

use std::sync::Arc;

use async_graphql::{Context, ID, InputObject, MaybeUndefined, Object, SimpleObject};

use super::asset::DeskAsset;
use super::localized::{
    LocalizedSlug, LocalizedSlugInput, LocalizedText, LocalizedTextInput, by_locale,
    lists_by_locale,
};
use super::outcome::{named, request_key, settle};
use super::patch::{named_patch, patch};
use super::permission::requires_permission;
use super::reader::{DeskReader, Shown};
use super::redirect::DeskRedirect;
use super::sales::LineItem;
use super::tag_usage::TagUsage;
use super::user_error::UserError;
use crate::addresses::Changed;
use crate::ads::line_item;
use crate::api::graphql::connection::{Connection, forward};
use crate::api::graphql::door::directives::{assumed, cost, list_size, paged};
use crate::api::graphql::error::Result;
use crate::app::{self, Call, Error};
use crate::fronts;
use crate::platform::ids::TagId;
use crate::policy::{ADS, Permission};
use crate::tags::{self, Tag};
use crate::vocabulary::{Sensitivity, TagKind, TagState};

const MANAGE: &[Permission] = &[Permission::TagManage];

/// A tag across languages.
pub struct DeskTag {
    reader: Arc<DeskReader>,
    tag: Arc<Tag>,
}

impl DeskTag {
    /// A tag as the desk sees it.
    pub fn new(reader: &Arc<DeskReader>, tag: impl Into<Arc<Tag>>) -> Self {
        Self {
            reader: Arc::clone(reader),
            tag: tag.into(),
        }
    }

    /// Tags as the desk sees them.
    pub fn all(reader: &Arc<DeskReader>, tags: Vec<Arc<Tag>>) -> Vec<Self> {
        tags.into_iter().map(|tag| Self::new(reader, tag)).collect()
    }
}

/// A tag across languages.
#[Object]
impl DeskTag {
    pub(in crate::api::graphql) async fn id(&self) -> ID {
        self.tag.id.to_string().into()
    }

    /// Grows with every change; send it back as `expectedVersion`.
    async fn version(&self) -> i32 {
        self.tag.version
    }

    async fn kind(&self) -> TagKind {
        self.tag.kind
    }

    async fn names(&self) -> Vec<LocalizedText> {
        LocalizedText::all(&self.tag.texts, |text| Some(&text.name))
    }

    async fn slugs(&self) -> Vec<LocalizedSlug> {
        LocalizedSlug::all(&self.tag.texts, |text| &text.slug)
    }

    async fn descriptions(&self) -> Vec<LocalizedText> {
        LocalizedText::all(&self.tag.texts, |text| text.description.as_deref())
    }

    async fn image(&self, ctx: &Context<'_>) -> Result<Option<DeskAsset>> {
        DeskAsset::shown(&self.reader, ctx, self.tag.image).await
    }

    /// Other spellings, for search and autocomplete: declined forms, apostrophe variants,
    /// transliterations.
    async fn aliases(&self) -> Vec<LocalizedText> {
        let each = self.tag.texts.iter().flat_map(|(locale, text)| {
            text.aliases.iter().map(|alias| LocalizedText {
                locale: *locale,
                text: alias.clone(),
            })
        });
        each.collect()
    }

    /// Flags that its stories take over.
    async fn sensitivity(&self) -> &[Sensitivity] {
        &self.tag.sensitivity
    }

    /// Item of Wikidata, e.g. `Q1899`.
    async fn wikidata_id(&self) -> Option<&str> {
        self.tag.wikidata_id.as_deref()
    }

    /// Concept of the IPTC Media Topics, e.g. `medtop:20000002`.
    async fn media_topic_id(&self) -> Option<&str> {
        self.tag.media_topic_id.as_deref()
    }

    async fn ad_categories(&self) -> &[String] {
        &self.tag.ad_categories
    }

    async fn state(&self) -> TagState {
        self.tag.state
    }

    /// The tag that took its place.
    async fn merged_into(&self, ctx: &Context<'_>) -> Result<Option<DeskTag>> {
        let Some(id) = self.tag.merged_into else {
            return Ok(None);
        };
        let tag = self.reader.tag(id).await?;
        let shown = tag.iter().cloned().collect();
        self.reader
            .prefetch(ctx, Shown::Tags(shown, ctx.look_ahead()))
            .await?;
        Ok(tag.map(|tag| Self::new(&self.reader, tag)))
    }

    async fn usage(&self) -> Result<TagUsage> {
        Ok(TagUsage::of(&self.reader, self.tag.id).await?)
    }

    /// Line items that are for pages with this tag and do not accept each of its flags, so that
    /// they are on none of these pages. Empty for a tag without flags.
    #[graphql(
        directive = requires_permission::apply(ADS),
        directive = cost::apply("10"),
        directive = list_size::apply(assumed(25))
    )]
    async fn ad_conflicts(&self, ctx: &Context<'_>) -> Result<Vec<LineItem>> {
        let call = ctx.data_unchecked::<Call>();
        let uses = line_item::tag_uses(call).await?;
        let conflicts = uses.conflicts(self.tag.id, &self.tag.sensitivity);
        Ok(Box::pin(LineItem::by_ids(call, &conflicts)).await?)
    }
}

/// A tag in its languages. Names and slugs replace the whole set.
#[derive(InputObject)]
pub struct TagInput {
    kind: Option<TagKind>,
    names: Option<Vec<LocalizedTextInput>>,
    /// A language left out keeps its own; a new one gets one made from its name.
    slugs: Option<Vec<LocalizedSlugInput>>,
    /// The whole set.
    descriptions: Option<Vec<LocalizedTextInput>>,
    /// The whole set; several in one language are several entries.
    aliases: Option<Vec<LocalizedTextInput>>,
    sensitivity: Option<Vec<Sensitivity>>,
    /// Item of Wikidata, e.g. `Q1899`.
    wikidata_id: MaybeUndefined<String>,
    /// Concept of the IPTC Media Topics, e.g. `medtop:20000002`.
    media_topic_id: MaybeUndefined<String>,
    ad_categories: Option<Vec<String>>,
    /// Whether readers never meet it.
    is_hidden: Option<bool>,
    image_id: MaybeUndefined<ID>,
}

impl TagInput {
    /// The input, once its picture is there.
    async fn read(self, reader: &DeskReader) -> app::Result<tags::TagInput> {
        let image = named_patch(&["input", "imageId"], &self.image_id)?;
        if let Some(Some(id)) = image
            && reader.asset(id).await?.is_none()
        {
            return Err(Error::missing(["input", "imageId"], id));
        }
        Ok(tags::TagInput {
            kind: self.kind,
            names: by_locale("names", self.names)?,
            slugs: by_locale("slugs", self.slugs)?,
            descriptions: by_locale("descriptions", self.descriptions)?,
            aliases: lists_by_locale(self.aliases),
            sensitivity: self.sensitivity,
            wikidata_id: patch(self.wikidata_id),
            media_topic_id: patch(self.media_topic_id),
            ad_categories: self.ad_categories,
            is_hidden: self.is_hidden,
            image,
        })
    }
}

/// A changed tag.
#[derive(SimpleObject)]
pub struct TagPayload {
    tag: Option<DeskTag>,
    /// Old paths that lead to the new ones now.
    redirects: Vec<DeskRedirect>,
    user_errors: Vec<UserError>,
}

/// What the desk reads of tags.
#[derive(Default)]
pub struct TagReads;

#[Object]
impl TagReads {
    async fn tag(&self, ctx: &Context<'_>, id: ID) -> Result<Option<DeskTag>> {
        let Ok(id) = id.parse::<TagId>() else {
            return Ok(None);
        };
        let reader = DeskReader::of(ctx).await?;
        let tag = reader.tag(id).await?;
        let shown = tag.iter().cloned().collect();
        reader
            .prefetch(ctx, Shown::Tags(shown, ctx.look_ahead()))
            .await?;
        Ok(tag.map(|tag| DeskTag::new(&reader, tag)))
    }

    /// By name in the default language; `query` is part of a name or of another spelling.
    #[graphql(directive = list_size::apply(paged("first")))]
    async fn tags(
        &self,
        ctx: &Context<'_>,
        query: Option<String>,
        kinds: Option<Vec<TagKind>>,
        first: Option<i32>,
        after: Option<String>,
    ) -> Result<Connection<DeskTag>> {
        let reader = DeskReader::of(ctx).await?;
        let page = forward(first, after, ORDER)?;
        let narrowed = (query.as_deref(), kinds.as_deref().unwrap_or_default());
        let default = reader.site().default_locale;
        let found = tags::list(reader.call(), default, narrowed, &page).await?;
        let found = found.map(Arc::new);
        let ahead = ctx.look_ahead().field("edges").field("node");
        reader
            .prefetch(ctx, Shown::Tags(found.items.clone(), ahead))
            .await?;
        let key = |tag: &Arc<Tag>| (tag.sort_key(default), tag.id);
        Ok(Connection::of(found, ORDER, key, |tag| {
            DeskTag::new(&reader, tag)
        }))
    }
}

/// Name of the order in cursors.
const ORDER: &str = "name";

impl TagPayload {
    async fn of(
        ctx: &Context<'_>,
        action: impl Future<Output = app::Result<Changed<Tag>>>,
    ) -> Result<Self> {
        let (changed, user_errors) = settle(ctx, action).await?;
        let reader = DeskReader::of(ctx).await?;
        let Some(Changed { thing, redirects }) = changed else {
            return Ok(Self {
                tag: None,
                redirects: Vec::new(),
                user_errors,
            });
        };
        Ok(Self {
            tag: Some(DeskTag::new(&reader, thing)),
            redirects: DeskRedirect::all(&reader, redirects),
            user_errors,
        })
    }
}

/// What is done with tags.
#[derive(Default)]
pub struct TagMutations;

#[Object]
impl TagMutations {
    /// Add a tag; a near-duplicate by folded name is a DuplicateError.
    #[graphql(directive = requires_permission::apply(MANAGE))]
    async fn tag_create(
        &self,
        ctx: &Context<'_>,
        input: TagInput,
        request_id: Option<ID>,
    ) -> Result<TagPayload> {
        let call = ctx.data_unchecked::<Call>();
        let create = Box::pin(async {
            call.demand(MANAGE)?;
            let input = input.read(&*DeskReader::of(ctx).await?).await?;
            let key = request_key(request_id)?;
            tags::create(call, &input, key).await.map(Changed::in_place)
        });
        TagPayload::of(ctx, create).await
    }

    /// Change a tag; slug changes leave redirects.
    #[graphql(directive = requires_permission::apply(MANAGE))]
    async fn tag_update(
        &self,
        ctx: &Context<'_>,
        id: ID,
        expected_version: i32,
        input: TagInput,
    ) -> Result<TagPayload> {
        let call = ctx.data_unchecked::<Call>();
        let update = Box::pin(async {
            call.demand(MANAGE)?;
            let id = named(&["id"], &id)?;
            let input = input.read(&*DeskReader::of(ctx).await?).await?;
            tags::update(call, id, expected_version, &input).await
        });
        TagPayload::of(ctx, update).await
    }

    /// Move every use of `id` to `intoId` in every language, leave redirects, keep the names as
    /// aliases.
    #[graphql(directive = requires_permission::apply(MANAGE))]
    async fn tag_merge(&self, ctx: &Context<'_>, id: ID, into_id: ID) -> Result<TagPayload> {
        let call = ctx.data_unchecked::<Call>();
        let merge = Box::pin(async {
            let (id, into_id) = (named(&["id"], &id)?, named(&["intoId"], &into_id)?);
            fronts::merge_tags(call, id, into_id).await
        });
        TagPayload::of(ctx, merge).await
    }

    /// Retire an unused tag; a used one must be merged, hidden or detached first.
    #[graphql(directive = requires_permission::apply(MANAGE))]
    async fn tag_retire(
        &self,
        ctx: &Context<'_>,
        id: ID,
        #[graphql(default = false)] detach: bool,
    ) -> Result<TagPayload> {
        let call = ctx.data_unchecked::<Call>();
        let retire =
            Box::pin(async { fronts::retire_tag(call, named(&["id"], &id)?, detach).await });
        TagPayload::of(ctx, retire).await
    }
}
