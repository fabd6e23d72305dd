//! How far a translation is behind its source.

use std::sync::Arc;

use async_graphql::{Context, ID, Object, SimpleObject};

use super::correction::DeskCorrection;
use super::outcome::{named, settle};
use super::permission::requires_permission;
use super::reader::DeskReader;
use super::translation::DeskTranslation;
use super::user_error::UserError;
use crate::api::graphql::door::directives::cost;
use crate::api::graphql::error::Result;
use crate::api::graphql::scalars::BodyDocument;
use crate::app::{self, Call};
use crate::articles::{self, Block, Translation};
use crate::policy::Permission;

/// How far a translation is behind its source.
#[derive(SimpleObject)]
#[graphql(directive = cost::apply("0"))]
pub struct Staleness {
    is_stale: bool,
    /// Source revision this translation was made from.
    based_on_revision: i32,
    /// Source revision that readers see, or last saw.
    source_live_revision: Option<i32>,
    /// Blocks of the source changed, added or removed since. Cosmetic edits are not counted.
    changed_block_ids: Vec<ID>,
    /// The same blocks as the translation knows them, and as they are now.
    changed_blocks: Vec<SourceChange>,
    /// Fields of the source beside its blocks that say something else now, such as `headline`.
    changed_fields: Vec<String>,
    /// Public notes that the source has got since, newest first.
    source_notes: Vec<DeskCorrection>,
}

/// One block of the source, then and now, each in the shape of one [BlockInput].
#[derive(SimpleObject)]
#[graphql(directive = cost::apply("0"))]
pub struct SourceChange {
    block_id: ID,
    /// As in the revision that the translation was made from; null for a new block.
    before: Option<BodyDocument>,
    /// As readers see it; null for one that has gone.
    after: Option<BodyDocument>,
}

impl SourceChange {
    fn of(change: &articles::SourceChange) -> app::Result<Self> {
        let document = |block: &Option<Block>| -> app::Result<_> {
            let block = block.as_ref().map(serde_json::to_value).transpose()?;
            Ok(block.map(BodyDocument))
        };
        Ok(Self {
            block_id: ID(change.block_id.clone()),
            before: document(&change.before)?,
            after: document(&change.after)?,
        })
    }
}

impl Staleness {
    /// How far a translation is behind; `None` for a source.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn of(reader: &Arc<DeskReader>, one: &Arc<Translation>) -> app::Result<Option<Self>> {
        let Some(behind) = reader.staleness(one).await? else {
            return Ok(None);
        };
        let Some(source) = reader.source_of(one).await? else {
            return Ok(None);
        };
        let notes = behind.notes.iter().cloned();
        let desk = |note| DeskCorrection::new(Arc::clone(reader), Arc::clone(&source), note);
        let changes = behind.blocks.iter();
        Ok(Some(Self {
            is_stale: behind.is_stale(),
            based_on_revision: behind.based_on,
            source_live_revision: behind.source_live,
            changed_block_ids: changes
                .clone()
                .map(|change| ID(change.block_id.clone()))
                .collect(),
            changed_blocks: changes.map(SourceChange::of).collect::<app::Result<_>>()?,
            changed_fields: behind.fields.iter().map(ToString::to_string).collect(),
            source_notes: notes.map(desk).collect(),
        }))
    }
}

/// A translation that says what its source says.
#[derive(SimpleObject)]
pub struct TranslationMarkCurrentPayload {
    translation: Option<DeskTranslation>,
    user_errors: Vec<UserError>,
}

/// What is done about falling behind.
#[derive(Default)]
pub struct StalenessMutations;

#[Object]
impl StalenessMutations {
    /// The translator declares the text up to date with this source revision.
    #[graphql(directive = requires_permission::apply(&[Permission::Translate]))]
    async fn translation_mark_current(
        &self,
        ctx: &Context<'_>,
        id: ID,
        source_revision: i32,
    ) -> Result<TranslationMarkCurrentPayload> {
        let call = ctx.data_unchecked::<Call>();
        let mark = Box::pin(async {
            articles::mark_current(call, named(&["id"], &id)?, source_revision).await
        });
        let (done, user_errors) = settle(ctx, mark).await?;
        let translation = DeskTranslation::in_payload(ctx, done).await?;
        Ok(TranslationMarkCurrentPayload {
            translation,
            user_errors,
        })
    }
}
