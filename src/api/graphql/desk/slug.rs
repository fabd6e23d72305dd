//! Address words: what a text would become, and who has it.

use async_graphql::{Context, ID, Object, SimpleObject};
use std::str::FromStr;

use super::reader::DeskReader;
use crate::addresses::{self, Path};
use crate::api::graphql::error::{Fault, Result};
use crate::api::graphql::scalars::{Slug, Url};
use crate::app::error;
use crate::platform::ids::NotAnId;
use crate::platform::locale::Locale;
use crate::vocabulary::{SlugNamespace, SlugOwnerKind};
use crate::{articles, authors, sections, tags};

/// What a text becomes as an address.
#[derive(SimpleObject)]
pub struct SlugPreview {
    slug: Slug,
    is_free: bool,
    /// Who has it: live, draft, or kept by a redirect.
    taken_by: Option<SlugOwner>,
    /// Free ones like it, when it is taken.
    suggestions: Vec<Slug>,
}

impl SlugPreview {
    fn of(reader: &DeskReader, preview: addresses::SlugPreview) -> Self {
        Self {
            slug: preview.slug.into(),
            is_free: preview.taken_by.is_none(),
            taken_by: preview.taken_by.map(|owner| SlugOwner::of(reader, owner)),
            suggestions: preview.suggestions.into_iter().map(Into::into).collect(),
        }
    }
}

/// What already occupies a slug.
#[derive(SimpleObject)]
pub struct SlugOwner {
    kind: SlugOwnerKind,
    title: String,
    url: Option<Url>,
}

impl SlugOwner {
    /// The owner as the desk sees it.
    pub fn of(reader: &DeskReader, owner: error::SlugOwner) -> Self {
        let path = owner.path.as_deref().and_then(Path::parse);
        let url = path.map(|path| reader.addresses().url(owner.locale, &path));
        Self {
            kind: owner.kind,
            title: owner.title,
            url: url.map(Url),
        }
    }
}

/// What the desk reads of address words.
#[derive(Default)]
pub struct SlugReads;

#[Object]
impl SlugReads {
    /// What a title would become, before saving.
    async fn slug_preview(
        &self,
        ctx: &Context<'_>,
        text: String,
        locale: Locale,
        #[graphql(default_with = "SlugNamespace::Article")] namespace: SlugNamespace,
        exclude_id: Option<ID>,
    ) -> Result<SlugPreview> {
        let reader = DeskReader::of(ctx).await?;
        let (call, text, except) = (reader.call(), text.as_str(), exclude_id);
        let preview = match namespace {
            SlugNamespace::Article => {
                articles::slug_preview(call, locale, text, excluded(except)?).await
            }
            SlugNamespace::Tag => tags::slug_preview(call, locale, text, excluded(except)?).await,
            SlugNamespace::Section => {
                sections::slug_preview(call, locale, text, excluded(except)?).await
            }
            SlugNamespace::Author => {
                authors::slug_preview(call, locale, text, excluded(except)?).await
            }
        };
        Ok(SlugPreview::of(&reader, preview?))
    }
}

/// The thing whose own words count as free: of stories a translation.
fn excluded<I: FromStr<Err = NotAnId>>(id: Option<ID>) -> Result<Option<I>> {
    let id = id.map(|id| id.parse()).transpose();
    id.map_err(|NotAnId| Fault::bad_input("excludeId is no id of this namespace"))
}
