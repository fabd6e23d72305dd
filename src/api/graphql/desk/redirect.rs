//! Old paths and where they go now.

use std::sync::Arc;

use async_graphql::{Context, ID, InputObject, Object, OneofObject, SimpleObject, Union};

use super::author::DeskAuthor;
use super::outcome::{named, settle};
use super::permission::requires_permission;
use super::reader::{DeskReader, Shown};
use super::section::DeskSection;
use super::tag::DeskTag;
use super::translation::DeskTranslation;
use super::user_error::UserError;
use crate::addresses::{self, NewRedirect, Redirect, Target};
use crate::api::graphql::connection::{Connection, forward};
use crate::api::graphql::door::directives::{list_size, paged};
use crate::api::graphql::error::Result;
use crate::api::graphql::scalars::Url;
use crate::app::{self, Call, Error};
use crate::platform::clock::Instant;
use crate::platform::ids::RedirectId;
use crate::platform::locale::Locale;
use crate::policy::Permission;
use crate::vocabulary::RedirectReason;

const MANAGE: &[Permission] = &[Permission::RedirectManage];

/// An old path and where it goes now.
pub struct DeskRedirect {
    reader: Arc<DeskReader>,
    redirect: Redirect,
}

impl DeskRedirect {
    /// A redirect as the desk sees it.
    pub fn new(reader: &Arc<DeskReader>, redirect: Redirect) -> Self {
        Self {
            reader: Arc::clone(reader),
            redirect,
        }
    }

    /// Redirects as the desk sees them.
    pub fn all(reader: &Arc<DeskReader>, redirects: Vec<Redirect>) -> Vec<Self> {
        redirects
            .into_iter()
            .map(|redirect| Self::new(reader, redirect))
            .collect()
    }
}

/// An old path and where it goes now.
#[Object]
impl DeskRedirect {
    pub(in crate::api::graphql) async fn id(&self) -> ID {
        self.redirect.id.to_string().into()
    }

    /// With the prefix of its edition; one that holds in all editions has none.
    async fn from_path(&self) -> String {
        let (path, addresses) = (&self.redirect.from_path, self.reader.addresses());
        match self.redirect.locale {
            Some(locale) if locale != addresses.default_locale => format!("/{locale}{path}"),
            _ => path.clone(),
        }
    }

    async fn target(&self) -> Result<RedirectTarget> {
        Ok(RedirectTarget::of(&self.reader, &self.redirect.target).await?)
    }

    /// 301, 302, 307 or 308.
    async fn status(&self) -> i32 {
        self.redirect.status
    }

    async fn reason(&self) -> RedirectReason {
        self.redirect.reason
    }

    async fn created_at(&self) -> Instant {
        self.redirect.created_at
    }
}

/// Where a redirect leads.
#[derive(Union)]
pub enum RedirectTarget {
    /// A story in one language.
    Translation(DeskTranslation),
    /// A tag.
    Tag(DeskTag),
    /// A section.
    Section(DeskSection),
    /// An author.
    Author(DeskAuthor),
    /// An address outside.
    External(ExternalTarget),
}

impl RedirectTarget {
    async fn of(reader: &Arc<DeskReader>, target: &Target) -> app::Result<Self> {
        let found = match target {
            Target::Translation(id) => {
                let found = reader.translation(*id).await?;
                found.map(|one| Self::Translation(DeskTranslation::new(reader, one)))
            }
            Target::Tag(id) => {
                let found = reader.tag(*id).await?;
                found.map(|tag| Self::Tag(DeskTag::new(reader, tag)))
            }
            Target::Section(id) => DeskSection::find(reader, *id).map(Self::Section),
            Target::Author(id) => {
                let found = reader.author(*id).await?;
                found.map(|author| Self::Author(DeskAuthor::new(reader, author)))
            }
            Target::Url(url) => Some(Self::External(ExternalTarget {
                url: Url(url.clone()),
            })),
        };
        found.ok_or(Error::NotFound)
    }
}

/// An address outside the CMS.
#[derive(SimpleObject)]
pub struct ExternalTarget {
    url: Url,
}

/// An old path and its new place.
#[derive(InputObject)]
pub struct RedirectInput {
    /// The edition that it holds in; absent = all.
    locale: Option<Locale>,
    /// Without the edition's prefix.
    from_path: String,
    to: RedirectToInput,
    /// 301, 302, 307 or 308.
    #[graphql(default = 301)]
    status: i32,
}

/// Exactly one target.
#[derive(OneofObject)]
pub enum RedirectToInput {
    /// A story in one language.
    TranslationId(ID),
    /// A tag.
    TagId(ID),
    /// A section.
    SectionId(ID),
    /// An author.
    AuthorId(ID),
    /// An address outside.
    Url(Url),
}

impl RedirectToInput {
    /// The thing that the input names.
    async fn read(self, reader: &Arc<DeskReader>) -> app::Result<Target> {
        let (target, id) = match self {
            Self::Url(url) => return Ok(Target::Url(url.0)),
            Self::TranslationId(id) => (
                Target::Translation(named(&["input", "to", "translationId"], &id)?),
                id,
            ),
            Self::TagId(id) => (Target::Tag(named(&["input", "to", "tagId"], &id)?), id),
            Self::SectionId(id) => (
                Target::Section(named(&["input", "to", "sectionId"], &id)?),
                id,
            ),
            Self::AuthorId(id) => (
                Target::Author(named(&["input", "to", "authorId"], &id)?),
                id,
            ),
        };
        match RedirectTarget::of(reader, &target).await {
            Ok(_) => Ok(target),
            Err(Error::NotFound) => Err(Error::missing(["input", "to"], id.as_str())),
            Err(error) => Err(error),
        }
    }
}

/// A new redirect, or the id of a deleted one.
#[derive(SimpleObject)]
pub struct RedirectPayload {
    redirect: Option<DeskRedirect>,
    deleted_id: Option<ID>,
    user_errors: Vec<UserError>,
}

/// Reads what the redirects of a page lead to, each kind in one statement.
async fn read_targets(
    reader: &DeskReader,
    ctx: &Context<'_>,
    redirects: &[Redirect],
) -> Result<()> {
    let ahead = || {
        ctx.look_ahead()
            .field("edges")
            .field("node")
            .field("target")
    };
    let (mut translations, mut tags, mut authors) = (Vec::new(), Vec::new(), Vec::new());
    for redirect in redirects.iter().filter(|_| ahead().exists()) {
        match &redirect.target {
            Target::Translation(id) => translations.push(*id),
            Target::Tag(id) => tags.push(*id),
            Target::Author(id) => authors.push(*id),
            Target::Section(_) | Target::Url(_) => {}
        }
    }
    let translations = reader.all_translations(&translations).await?;
    reader
        .prefetch(ctx, Shown::Translations(translations, ahead()))
        .await?;
    let tags = reader.all_tags(&tags).await?;
    reader.prefetch(ctx, Shown::Tags(tags, ahead())).await?;
    let authors = reader.all_authors(&authors).await?;
    reader
        .prefetch(ctx, Shown::Authors(authors, ahead()))
        .await?;
    Ok(())
}

/// Name of the order in cursors.
const ORDER: &str = "path";

/// What the desk reads of redirects.
#[derive(Default)]
pub struct RedirectReads;

#[Object]
impl RedirectReads {
    /// By old path; `query` is part of it.
    #[graphql(
        directive = requires_permission::apply(&[Permission::ContentRead]),
        directive = list_size::apply(paged("first"))
    )]
    async fn redirects(
        &self,
        ctx: &Context<'_>,
        query: Option<String>,
        first: Option<i32>,
        after: Option<String>,
    ) -> Result<Connection<DeskRedirect>> {
        let reader = DeskReader::of(ctx).await?;
        let page = forward(first, after, ORDER)?;
        let found = addresses::list(reader.call(), query.as_deref(), &page).await?;
        read_targets(&reader, ctx, &found.items).await?;
        let key = |one: &Redirect| (one.from_path.clone(), one.id);
        Ok(Connection::of(found, ORDER, key, |one| {
            DeskRedirect::new(&reader, one)
        }))
    }
}

/// What is done with redirects.
#[derive(Default)]
pub struct RedirectMutations;

#[Object]
impl RedirectMutations {
    /// Send an old path somewhere. Chains are flattened, loops refused.
    #[graphql(directive = requires_permission::apply(MANAGE))]
    async fn redirect_create(
        &self,
        ctx: &Context<'_>,
        input: RedirectInput,
    ) -> Result<RedirectPayload> {
        let call = ctx.data_unchecked::<Call>();
        let create = Box::pin(async {
            call.demand(MANAGE)?;
            let reader = DeskReader::of(ctx).await?;
            let new = NewRedirect {
                locale: input.locale,
                from_path: input.from_path,
                target: input.to.read(&reader).await?,
                status: input.status,
                reason: RedirectReason::Manual,
            };
            addresses::create(call, new).await
        });
        let (made, user_errors) = settle(ctx, create).await?;
        let reader = DeskReader::of(ctx).await?;
        let redirect = made.map(|made| DeskRedirect::new(&reader, made));
        Ok(RedirectPayload {
            redirect,
            deleted_id: None,
            user_errors,
        })
    }

    /// Remove a manual redirect; those made by slug changes are kept.
    #[graphql(directive = requires_permission::apply(MANAGE))]
    async fn redirect_delete(&self, ctx: &Context<'_>, id: ID) -> Result<RedirectPayload> {
        let call = ctx.data_unchecked::<Call>();
        let delete = Box::pin(async { addresses::delete(call, named(&["id"], &id)?).await });
        let (deleted, user_errors) = settle(ctx, delete).await?;
        let deleted_id = deleted.map(|id: RedirectId| id.to_string().into());
        Ok(RedirectPayload {
            redirect: None,
            deleted_id,
            user_errors,
        })
    }
}
