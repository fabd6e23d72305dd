//! Address words: what a text would become, and who has it.

use std::sync::Arc;

use async_graphql::SimpleObject;

use super::reader::DeskReader;
use crate::addresses::Path;
use crate::api::graphql::scalars::{Slug, Url};
use crate::app::error;
use crate::vocabulary::SlugOwnerKind;

/// What a text becomes as an address.
#[derive(SimpleObject)]
pub struct SlugPreview {
    pub slug: Slug,
    pub is_free: bool,
    /// Who has it: live, draft, or kept by a redirect.
    pub taken_by: Option<SlugOwner>,
    /// Free ones like it, when it is taken.
    pub suggestions: Vec<Slug>,
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
        Self {
            kind: owner.kind,
            title: owner.title,
            url: url.map(Url),
        }
    }
}
