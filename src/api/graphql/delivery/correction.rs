//! Public notes on changes after publication.

use std::borrow::Cow;
use std::sync::Arc;

use async_graphql::{ID, Object};

use super::instant::LocalizedInstant;
use super::rich_text::RichText;
use crate::api::graphql::door::directives::cost;
use crate::api::graphql::error::Result;
use crate::api::graphql::reader::Reader;
use crate::articles::{self, Publication};
use crate::vocabulary::{CorrectionKind, CorrectionPlacement};

/// A public note on a change after publication. Never deleted silently.
pub struct Correction {
    reader: Arc<Reader>,
    story: Arc<Publication>,
    note: articles::Correction,
}

impl Correction {
    /// A note on a story.
    pub fn new(
        reader: &Arc<Reader>,
        story: &Arc<Publication>,
        note: &articles::Correction,
    ) -> Self {
        Self {
            reader: Arc::clone(reader),
            story: Arc::clone(story),
            note: note.clone(),
        }
    }
}

/// A public note on a change after publication. Never deleted silently.
#[Object(directive = cost::apply("0"))]
impl Correction {
    /// What it says of the story.
    async fn kind(&self) -> CorrectionKind {
        self.note.kind
    }

    /// When it was issued.
    async fn at(&self) -> LocalizedInstant {
        LocalizedInstant::new(&self.reader, self.note.issued_at)
    }

    /// Its words.
    async fn text(&self) -> Result<RichText<'_>> {
        Ok(RichText::of(&self.reader, Cow::Borrowed(&self.note.text)).await?)
    }

    /// Where it stands on the page.
    async fn placement(&self) -> CorrectionPlacement {
        self.note.placement
    }

    /// The block it is about, when still present.
    async fn block_id(&self) -> Result<Option<ID>> {
        let Some(id) = &self.note.block_id else {
            return Ok(None);
        };
        let content = self.reader.content(&self.story).await?;
        let is_there = content.blocks.iter().any(|block| block.id() == id);
        Ok(is_there.then(|| ID::from(id)))
    }
}
