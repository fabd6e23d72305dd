//! Authors across languages.

use std::sync::Arc;

use async_graphql::{Context, ID, InputObject, MaybeUndefined, Object, SimpleObject};

use super::asset::DeskAsset;
use super::localized::{
    LocalizedSlug, LocalizedSlugInput, LocalizedText, LocalizedTextInput, by_locale,
};
use super::outcome::{named, request_key, settle};
use super::patch::named_patch;
use super::permission::requires_permission;
use super::reader::{DeskReader, Shown};
use super::redirect::DeskRedirect;
use super::settings::SocialLinkInput;
use super::staff::StaffUser;
use super::user_error::UserError;
use crate::addresses::Changed;
use crate::api::graphql::connection::{Connection, forward};
use crate::api::graphql::delivery::menu::SocialLink;
use crate::api::graphql::door::directives::{list_size, paged};
use crate::api::graphql::error::Result;
use crate::app::{self, Call};
use crate::authors::{self, Author};
use crate::fronts;
use crate::platform::ids::AuthorId;
use crate::policy::Permission;

const MANAGE: &[Permission] = &[Permission::AuthorManage];

/// An author across languages.
pub struct DeskAuthor {
    reader: Arc<DeskReader>,
    author: Arc<Author>,
}

impl DeskAuthor {
    /// An author as the desk sees it.
    pub fn new(reader: &Arc<DeskReader>, author: impl Into<Arc<Author>>) -> Self {
        Self {
            reader: Arc::clone(reader),
            author: author.into(),
        }
    }
}

/// An author across languages.
#[Object]
impl DeskAuthor {
    pub(in crate::api::graphql) async fn id(&self) -> ID {
        self.author.id.to_string().into()
    }

    /// Grows with every change; send it back as `expectedVersion`.
    async fn version(&self) -> i32 {
        self.author.version
    }

    async fn names(&self) -> Vec<LocalizedText> {
        LocalizedText::all(&self.author.texts, |text| Some(&text.name))
    }

    /// Form after a role label, where the language declines names.
    async fn names_after_role(&self) -> Vec<LocalizedText> {
        LocalizedText::all(&self.author.texts, |text| text.name_after_role.as_deref())
    }

    async fn slugs(&self) -> Vec<LocalizedSlug> {
        LocalizedSlug::all(&self.author.texts, |text| &text.slug)
    }

    async fn job_titles(&self) -> Vec<LocalizedText> {
        LocalizedText::all(&self.author.texts, |text| text.job_title.as_deref())
    }

    async fn bios(&self) -> Vec<LocalizedText> {
        LocalizedText::all(&self.author.texts, |text| text.bio.as_deref())
    }

    async fn photo(&self, ctx: &Context<'_>) -> Result<Option<DeskAsset>> {
        DeskAsset::shown(&self.reader, ctx, self.author.photo).await
    }

    async fn links(&self) -> Vec<SocialLink> {
        self.author.links.iter().map(Into::into).collect()
    }

    /// Account of the same person, when on staff.
    async fn account(&self, ctx: &Context<'_>) -> Result<Option<StaffUser>> {
        let ids = self.author.account.into_iter().collect();
        self.reader
            .prefetch(ctx, Shown::Users(ids, ctx.look_ahead()))
            .await?;
        Ok(StaffUser::find(&self.reader, self.author.account).await?)
    }

    /// Whether still writing for the paper.
    async fn is_active(&self) -> bool {
        self.author.is_active
    }
}

/// An author in its languages.
#[derive(InputObject)]
pub struct AuthorInput {
    /// The whole set.
    names: Option<Vec<LocalizedTextInput>>,
    /// Forms after a role label; the whole set.
    names_after_role: Option<Vec<LocalizedTextInput>>,
    /// A language left out keeps its own; a new one gets one made from its name.
    slugs: Option<Vec<LocalizedSlugInput>>,
    /// The whole set.
    job_titles: Option<Vec<LocalizedTextInput>>,
    /// The whole set.
    bios: Option<Vec<LocalizedTextInput>>,
    photo_id: MaybeUndefined<ID>,
    /// The whole list.
    links: Option<Vec<SocialLinkInput>>,
    account_id: MaybeUndefined<ID>,
    is_active: Option<bool>,
}

impl AuthorInput {
    fn read(self) -> app::Result<authors::AuthorInput> {
        let links = self
            .links
            .map(|links| links.into_iter().map(Into::into).collect());
        Ok(authors::AuthorInput {
            names: by_locale("names", self.names)?,
            names_after_role: by_locale("namesAfterRole", self.names_after_role)?,
            slugs: by_locale("slugs", self.slugs)?,
            job_titles: by_locale("jobTitles", self.job_titles)?,
            bios: by_locale("bios", self.bios)?,
            photo: named_patch(&["input", "photoId"], &self.photo_id)?,
            links,
            account: named_patch(&["input", "accountId"], &self.account_id)?,
            is_active: self.is_active,
        })
    }
}

/// A changed author.
#[derive(SimpleObject)]
pub struct AuthorPayload {
    author: Option<DeskAuthor>,
    /// Old paths that lead to the new ones now.
    redirects: Vec<DeskRedirect>,
    user_errors: Vec<UserError>,
}

/// Name of the order in cursors.
const ORDER: &str = "name";

/// What the desk reads of authors.
#[derive(Default)]
pub struct AuthorReads;

#[Object]
impl AuthorReads {
    async fn author(&self, ctx: &Context<'_>, id: ID) -> Result<Option<DeskAuthor>> {
        let Ok(id) = id.parse::<AuthorId>() else {
            return Ok(None);
        };
        let reader = DeskReader::of(ctx).await?;
        let author = reader.author(id).await?;
        let shown = author.iter().cloned().collect();
        reader
            .prefetch(ctx, Shown::Authors(shown, ctx.look_ahead()))
            .await?;
        Ok(author.map(|author| DeskAuthor::new(&reader, author)))
    }

    /// By name in the default language; `query` is part of a name.
    #[graphql(directive = list_size::apply(paged("first")))]
    async fn authors(
        &self,
        ctx: &Context<'_>,
        query: Option<String>,
        first: Option<i32>,
        after: Option<String>,
    ) -> Result<Connection<DeskAuthor>> {
        let reader = DeskReader::of(ctx).await?;
        let page = forward(first, after, ORDER)?;
        let (call, default) = (reader.call(), reader.site().default_locale);
        let found = authors::search(call, default, query.as_deref(), &page).await?;
        let found = found.map(|(key, author)| (key, Arc::new(author)));
        let shown = found
            .items
            .iter()
            .map(|(_, author)| Arc::clone(author))
            .collect();
        let ahead = ctx.look_ahead().field("edges").field("node");
        reader.prefetch(ctx, Shown::Authors(shown, ahead)).await?;
        let key = |(key, author): &(String, Arc<Author>)| (key.clone(), author.id);
        Ok(Connection::of(found, ORDER, key, |(_, author)| {
            DeskAuthor::new(&reader, author)
        }))
    }
}

impl AuthorPayload {
    async fn of(
        ctx: &Context<'_>,
        action: impl Future<Output = app::Result<Changed<Author>>>,
    ) -> Result<Self> {
        let (changed, user_errors) = settle(ctx, action).await?;
        let reader = DeskReader::of(ctx).await?;
        let Some(Changed { thing, redirects }) = changed else {
            return Ok(Self {
                author: None,
                redirects: Vec::new(),
                user_errors,
            });
        };
        Ok(Self {
            author: Some(DeskAuthor::new(&reader, thing)),
            redirects: DeskRedirect::all(&reader, redirects),
            user_errors,
        })
    }
}

/// What is done with authors.
#[derive(Default)]
pub struct AuthorMutations;

#[Object]
impl AuthorMutations {
    /// Add a byline identity; an account is optional.
    #[graphql(directive = requires_permission::apply(MANAGE))]
    async fn author_create(
        &self,
        ctx: &Context<'_>,
        input: AuthorInput,
        request_id: Option<ID>,
    ) -> Result<AuthorPayload> {
        let call = ctx.data_unchecked::<Call>();
        let create = Box::pin(async {
            let key = request_key(request_id)?;
            authors::create(call, &input.read()?, key)
                .await
                .map(Changed::in_place)
        });
        AuthorPayload::of(ctx, create).await
    }

    /// Change names, texts or photo in any language.
    #[graphql(directive = requires_permission::apply(MANAGE))]
    async fn author_update(
        &self,
        ctx: &Context<'_>,
        id: ID,
        expected_version: i32,
        input: AuthorInput,
    ) -> Result<AuthorPayload> {
        let call = ctx.data_unchecked::<Call>();
        let update = Box::pin(async {
            let id = named(&["id"], &id)?;
            authors::update(call, id, expected_version, &input.read()?).await
        });
        AuthorPayload::of(ctx, update).await
    }

    /// Join two identities of one person; bylines and addresses follow.
    #[graphql(directive = requires_permission::apply(MANAGE))]
    async fn author_merge(&self, ctx: &Context<'_>, id: ID, into_id: ID) -> Result<AuthorPayload> {
        let call = ctx.data_unchecked::<Call>();
        let merge = Box::pin(async {
            let (id, into_id) = (named(&["id"], &id)?, named(&["intoId"], &into_id)?);
            fronts::merge_authors(call, id, into_id).await
        });
        AuthorPayload::of(ctx, merge).await
    }
}
