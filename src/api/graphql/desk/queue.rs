//! Work lists: what waits for whom.

use std::sync::Arc;

use async_graphql::{Context, Object, SimpleObject};

use super::permission::requires_permission;
use super::reader::{DeskReader, Shown};
use super::translation::DeskTranslation;
use crate::api::graphql::connection::{PageInfo, forward};
use crate::api::graphql::door::directives::{cost, list_size, paged};
use crate::api::graphql::error::{Fault, Result};
use crate::articles::{self, QueueKey, Translation, Waiting};
use crate::platform::locale::Locale;
use crate::platform::page::{Slice, cursor};
use crate::policy::STORIES;
use crate::vocabulary::QueueKind;

/// A page of a work list.
pub struct DeskTranslationConnection {
    reader: Arc<DeskReader>,
    slice: Slice<(QueueKey, Arc<Translation>)>,
    waiting: Waiting,
}

/// One translation, and its place.
#[derive(SimpleObject)]
pub struct DeskTranslationEdge {
    cursor: String,
    node: DeskTranslation,
}

impl DeskTranslationConnection {
    /// A page of a work list, with what is selected on its translations.
    ///
    /// # Errors
    /// BAD_USER_INPUT for a page that cannot be given; those of the database.
    async fn read(
        ctx: &Context<'_>,
        waiting: Waiting,
        first: Option<i32>,
        after: Option<String>,
    ) -> Result<Self> {
        let reader = DeskReader::of(ctx).await?;
        let page = forward(first, after, waiting.kind.as_str())?;
        let slice = articles::queue(reader.call(), waiting, &page).await?;
        let slice = slice.map(|(key, one)| (key, Arc::new(one)));
        let all = slice.items.iter().map(|(_, one)| Arc::clone(one)).collect();
        let ahead = ctx.look_ahead().field("edges").field("node");
        reader
            .prefetch(ctx, Shown::Translations(all, ahead))
            .await?;
        Ok(Self {
            reader,
            slice,
            waiting,
        })
    }
}

/// A page of a work list.
#[Object]
impl DeskTranslationConnection {
    async fn edges(&self) -> Vec<DeskTranslationEdge> {
        let edge = |(key, one): &(QueueKey, Arc<Translation>)| DeskTranslationEdge {
            cursor: cursor(self.waiting.kind.as_str(), key),
            node: DeskTranslation::new(&self.reader, Arc::clone(one)),
        };
        self.slice.items.iter().map(edge).collect()
    }

    async fn page_info(&self) -> PageInfo {
        PageInfo::of(&self.slice, self.waiting.kind.as_str(), |(key, _)| *key)
    }

    /// Exact; counted only when selected.
    #[graphql(directive = cost::apply("10"))]
    async fn total_count(&self) -> Result<i32> {
        let count = articles::queue_count(self.reader.call(), self.waiting).await?;
        Ok(i32::try_from(count).unwrap_or(i32::MAX))
    }
}

/// What the desk reads of work lists.
#[derive(Default)]
pub struct QueueReads;

#[Object]
impl QueueReads {
    /// Work lists: what waits for whom. What has waited longest stands first, but of one's own
    /// drafts the last changed, of what is planned the next, of missing translations the newest
    /// story, and of expiring rights those that end first. `mine`: asked of the caller, or of the caller's own; of TO_APPROVE what others
    /// wrote.
    #[graphql(
        directive = requires_permission::apply(STORIES),
        directive = list_size::apply(paged("first"))
    )]
    async fn queue(
        &self,
        ctx: &Context<'_>,
        kind: QueueKind,
        locale: Option<Locale>,
        #[graphql(default)] mine: bool,
        first: Option<i32>,
        after: Option<String>,
    ) -> Result<DeskTranslationConnection> {
        if kind == QueueKind::MissingTranslations && locale.is_none() {
            return Err(Fault::bad_input("say in which language they are missing"));
        }
        let reader = DeskReader::of(ctx).await?;
        let own = mine || kind == QueueKind::MyDrafts;
        let waiting = Waiting {
            kind,
            locale,
            mine: reader.call().actor().user().filter(|_| own),
        };
        DeskTranslationConnection::read(ctx, waiting, first, after).await
    }
}
