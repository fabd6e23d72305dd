//! Address words: what a text would become, and who has it.

use std::sync::Arc;

use async_graphql::{Context, ID, Object, SimpleObject};
use uuid::Uuid;

use super::reader::DeskReader;
use crate::addresses::{self, Path};
use crate::api::graphql::error::{Fault, Result};
use crate::api::graphql::scalars::{Slug, Url};
use crate::app::{self, error};
use crate::platform::ids::{AuthorId, NotAnId, SectionId, TagId, TranslationId, TypedId};
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

/// What already occupies a slug.
#[derive(SimpleObject)]
pub struct SlugOwner {
    kind: SlugOwnerKind,
    title: String,
    url: Option<Url>,
}

impl SlugOwner {
    /// The owner as the desk sees it.
    pub fn of(reader: &Arc<DeskReader>, owner: error::SlugOwner) -> Self {
        let path = owner.path.as_deref().and_then(Path::parse);
        let url = path.map(|path| reader.addresses().url(owner.locale, &path));
        Self { kind: owner.kind, title: owner.title, url: url.map(Url) }
    }
}
