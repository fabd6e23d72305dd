//! What a request reads of those who work on a text together: how languages follow their source,
//! leases and threads.

use std::collections::HashMap;
use std::sync::Arc;

use async_graphql::{Lookahead, SelectionField, Value};

use super::DeskReader;
use super::shown::Shown;
use crate::api::graphql::connection::DEFAULT_PAGE;
use crate::app::Result;
use crate::app::error::Lease;
use crate::articles::{self, Comment, Staleness, Translation};
use crate::platform::ids::{CommentId, TranslationId};
use crate::platform::page::{MAX_PAGE, Page, Slice};

/// The first threads of a translation: all, closed or open ones, and how many.
pub(super) type CommentsOf = (TranslationId, Option<bool>, u32);

impl DeskReader {
    /// How far a translation is behind its source; `None` of a source, and of a text that was
    /// written anew.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn staleness(&self, one: &Arc<Translation>) -> Result<Option<Arc<Staleness>>> {
        self.read_staleness(std::slice::from_ref(one)).await?;
        Ok(self.staleness.get(one.id).await)
    }

    /// Who edits a translation now.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn lease(&self, id: TranslationId) -> Result<Option<Arc<Lease>>> {
        self.read_leases([id]).await?;
        Ok(self.leases.get(id).await)
    }

    /// A page of the threads of the first of `all`; when it is the first page, that of all of them
    /// is read with it.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn comments(
        &self,
        all: &[Arc<Translation>],
        resolved: Option<bool>,
        page: &Page<CommentId>,
    ) -> Result<Slice<Arc<Comment>>> {
        let nothing = || Slice {
            items: Vec::new(),
            has_next: false,
            has_previous: page.after.is_some(),
        };
        let Some(first) = all.first() else {
            return Ok(nothing());
        };
        if page.after.is_some() {
            let mut found = articles::comments(&self.call, &[first.id], resolved, page).await?;
            let slice = found.remove(&first.id);
            return Ok(slice.map_or_else(nothing, |slice| slice.map(Arc::new)));
        }
        let load = async |keys: Vec<CommentsOf>| {
            let ids: Vec<_> = keys.iter().map(|(id, ..)| *id).collect();
            let found = articles::comments(&self.call, &ids, resolved, page).await?;
            let keyed = found
                .into_iter()
                .map(|(id, slice)| ((id, resolved, page.size), slice.map(Arc::new)));
            Ok(keyed.collect::<HashMap<_, _>>())
        };
        let keys = all.iter().map(|one| (one.id, resolved, page.size));
        self.comments.fill(keys, load).await?;
        let found = self.comments.get((first.id, resolved, page.size)).await;
        Ok(found.map_or_else(nothing, |slice| (*slice).clone()))
    }

    /// The source language of a story; `None` when the caller may not see it.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn source_of(&self, one: &Translation) -> Result<Option<Arc<Translation>>> {
        let Some(article) = self.article(one.article_id).await? else {
            return Ok(None);
        };
        let all = self.translations_of(article.id).await?;
        let mut all = all.iter();
        Ok(all.find(|one| one.locale == article.source_locale).cloned())
    }

    pub(super) async fn read_leases(
        &self,
        ids: impl IntoIterator<Item = TranslationId>,
    ) -> Result<()> {
        let load = async |ids: Vec<_>| articles::leases(&self.call, &ids).await;
        self.leases.fill(ids, load).await
    }

    /// Reads how far translations are behind, each with its source.
    pub(super) async fn read_staleness(&self, all: &[Arc<Translation>]) -> Result<()> {
        let load = async |ids: Vec<TranslationId>| {
            let mut pairs = Vec::with_capacity(ids.len());
            for one in all.iter().filter(|one| ids.contains(&one.id)) {
                if let Some(source) = self.source_of(one).await? {
                    pairs.push((Arc::clone(one), source));
                }
            }
            let pairs: Vec<_> = pairs.iter().map(|(one, of)| (&**one, &**of)).collect();
            articles::staleness(&self.call, &pairs).await
        };
        self.staleness
            .fill(all.iter().map(|one| one.id), load)
            .await
    }

    /// What is shown below translations of those who work on them.
    pub(super) async fn below_together<'l>(
        &self,
        all: &[Arc<Translation>],
        ahead: &Lookahead<'l>,
    ) -> Result<Vec<Shown<'l>>> {
        let staleness = ahead.field("staleness");
        let mut issuers = Vec::new();
        if staleness.exists() {
            self.read_staleness(all).await?;
            for one in all {
                let behind = self.staleness.get(one.id).await;
                let notes = behind.iter().flat_map(|behind| &behind.notes);
                issuers.extend(notes.map(|note| note.issued_by));
            }
        }
        let threads = self.first_comments(all, ahead).await?;
        let thread = ahead.field("comments").field("edges").field("node");
        let leases = self.leases.all(all.iter().map(|one| one.id)).await;
        let holders = leases.iter().map(|lease| lease.holder).collect();
        Ok(vec![
            Shown::Users(issuers, staleness.field("sourceNotes").field("by")),
            Shown::Comments(threads, thread),
            Shown::Users(holders, ahead.field("lock").field("holder")),
        ])
    }

    /// What is shown below threads.
    pub(super) async fn below_comments<'l>(
        &self,
        all: &[Arc<Comment>],
        ahead: &Lookahead<'l>,
    ) -> Result<Vec<Shown<'l>>> {
        if ahead.field("anchor").exists() {
            let ids = all.iter().map(|thread| thread.translation_id);
            let of = self.translations.all(ids).await;
            self.read_contents(of).await?;
        }
        let authors = all.iter().map(|thread| thread.author);
        let closers = all.iter().filter_map(|thread| Some(thread.resolved?.1));
        let answers = all.iter().flat_map(|thread| &thread.replies);
        let answerers = answers.map(|reply| reply.author);
        Ok(vec![
            Shown::Users(authors.collect(), ahead.field("author")),
            Shown::Users(closers.collect(), ahead.field("resolvedBy")),
            Shown::Users(answerers.collect(), ahead.field("replies").field("author")),
        ])
    }

    /// The first threads of translations, for each set of arguments that the selection gives.
    async fn first_comments(
        &self,
        all: &[Arc<Translation>],
        ahead: &Lookahead<'_>,
    ) -> Result<Vec<Arc<Comment>>> {
        let mut threads = Vec::new();
        for field in ahead.field("comments").selection_fields() {
            let Some((resolved, size)) = first_page(&field) else {
                continue;
            };
            let page = Page::first(size);
            self.comments(all, resolved, &page).await?;
            for one in all {
                let known = self.comments.get((one.id, resolved, size)).await;
                threads.extend(known.iter().flat_map(|slice| slice.items.iter().cloned()));
            }
        }
        Ok(threads)
    }
}

/// The arguments of a field of threads that asks for the first page; `None` of any other page.
fn first_page(field: &SelectionField<'_>) -> Option<(Option<bool>, u32)> {
    let (mut resolved, mut size) = (None, DEFAULT_PAGE);
    for (name, value) in field.arguments().ok()? {
        match (name.as_str(), value) {
            ("resolved", Value::Boolean(only)) => resolved = Some(only),
            ("first", Value::Number(first)) => size = u32::try_from(first.as_u64()?).ok()?,
            ("after", Value::String(_)) => return None,
            _ => {}
        }
    }
    (1..=MAX_PAGE).contains(&size).then_some((resolved, size))
}
