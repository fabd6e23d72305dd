//! What changed between two revisions.

use std::sync::Arc;

use async_graphql::{Context, ID, Object, SimpleObject};

use super::audit::FieldChange;
use super::content::edition;
use super::reader::DeskReader;
use crate::api::graphql::delivery::blocks::{ArticleBody, Block};
use crate::api::graphql::door::directives::{assumed, cost, list_size};
use crate::api::graphql::error::{Fault, Result};
use crate::app::Error;
use crate::articles::{self, Content, Translation};
use crate::vocabulary::{BlockChangeKind, WordChangeKind};

/// What changed between two revisions.
pub struct RevisionDiff {
    diff: articles::Diff,
    before: Arc<ArticleBody>,
    after: Arc<ArticleBody>,
}

impl RevisionDiff {
    /// What changed in a translation from revision `from` to revision `to`.
    ///
    /// # Errors
    /// BAD_USER_INPUT for a number that no revision has; those of the database.
    pub async fn of(
        ctx: &Context<'_>,
        reader: &Arc<DeskReader>,
        one: &Translation,
        (from, to): (i32, i32),
    ) -> Result<Self> {
        let mut found = articles::revisions_numbered(reader.call(), one.id, &[from, to]).await?;
        let unknown = |number| Fault::bad_input(format!("there is no revision {number}"));
        let after = found.get(&to).cloned().ok_or_else(|| unknown(to))?;
        let before = found.remove(&from).ok_or_else(|| unknown(from))?;
        let diff = articles::diff(&before.content, &after.content)?;
        let story = reader.article(one.article_id).await?;
        let section = story.ok_or(Error::NotFound)?.section;
        let edition = edition(ctx, one.locale).await?;
        let body = async |content: Content| {
            let body = ArticleBody::of(&edition, &Arc::new(content), section).await?;
            Ok::<_, Fault>(Arc::new(body))
        };
        Ok(Self {
            diff,
            before: body(before.content).await?,
            after: body(after.content).await?,
        })
    }
}

/// What changed between two revisions.
#[Object]
impl RevisionDiff {
    /// Fields beside the body.
    async fn fields(&self) -> Vec<FieldChange> {
        let change = |one: &articles::FieldChange| FieldChange {
            field: one.field.clone(),
            before: one.before.clone(),
            after: one.after.clone(),
        };
        self.diff.fields.iter().map(change).collect()
    }

    /// In the order of the later text, removed ones last.
    #[graphql(directive = list_size::apply(assumed(40)))]
    async fn blocks(&self) -> Vec<BlockChange<'_>> {
        let change = |change| BlockChange { change, of: self };
        self.diff.blocks.iter().map(change).collect()
    }
}

/// One block; matched by id.
pub struct BlockChange<'a> {
    change: &'a articles::BlockChange,
    of: &'a RevisionDiff,
}

/// One block; matched by id.
#[Object]
impl<'a> BlockChange<'a> {
    async fn block_id(&self) -> ID {
        ID::from(&*self.change.block_id)
    }

    async fn change(&self) -> BlockChangeKind {
        self.change.kind
    }

    /// Null where it was not there, and where readers would get nothing of it.
    #[graphql(directive = cost::apply("0.1"))]
    async fn before(&self) -> Option<Block<'a>> {
        self.of.before.shown_block(&self.change.block_id)
    }

    /// Null where it is not there, and where readers would get nothing of it.
    #[graphql(directive = cost::apply("0.1"))]
    async fn after(&self) -> Option<Block<'a>> {
        self.of.after.shown_block(&self.change.block_id)
    }

    /// Of a changed block: the words of both texts, in reading order.
    async fn words(&self) -> Vec<WordChange<'a>> {
        let change = |one: &'a articles::WordChange| WordChange {
            kind: one.kind,
            text: &one.text,
        };
        self.change.words.iter().map(change).collect()
    }
}

/// A run of words that stands in both texts, or in one.
#[derive(SimpleObject)]
#[graphql(directive = cost::apply("0"))]
pub struct WordChange<'a> {
    kind: WordChangeKind,
    text: &'a str,
}
