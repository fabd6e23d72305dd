//! What was read of one edition so far, how more is read, and what is noted of it.

use super::lists::Lists;
use super::{DaysRead, Reader};
use crate::api::graphql::known::Known;
use crate::app::Result;
use crate::articles::{self, Archive, Content, Correction, Publication, StoryKey, Version};
use crate::authors::{self, Author};
use crate::media::{self, Asset};
use crate::platform::calendar::Day;
use crate::platform::ids::{ArticleId, AssetId, AuthorId, PublicationId, TagId, TranslationId};
use crate::tags::{self, Tag};

/// What was read of one edition: shared by the parts of an answer.
#[derive(Default)]
pub(super) struct Shelf {
    pub(super) publications: Known<ArticleId, Publication>,
    pub(super) contents: Known<PublicationId, Content>,
    pub(super) versions: Known<ArticleId, Vec<Version>>,
    pub(super) corrections: Known<TranslationId, Vec<Correction>>,
    pub(super) authors: Known<AuthorId, Author>,
    pub(super) tags: Known<TagId, Tag>,
    pub(super) assets: Known<AssetId, Asset>,
    pub(super) archives: Known<Day, Archive>,
    pub(super) lists: Lists,
}

impl Reader {
    pub(super) fn trace_story(&self, id: ArticleId) {
        let shown = articles::in_edition(id, self.locale());
        self.trace.shown(id, shown);
    }

    /// A story that was looked for, found or not.
    pub(super) fn trace_key(&self, key: &StoryKey) {
        match key {
            StoryKey::Number(number) => self.trace.name(number.to_string()),
            StoryKey::Slug(slug) | StoryKey::Page(slug) => self.trace.name(slug.as_str()),
            StoryKey::Id(id) => self.trace_story(*id),
            StoryKey::Translation(id) => self.trace.thing(*id),
        }
    }

    /// The days that tell where the archives around a day begin, end and go on.
    pub(super) fn trace_archive(&self, day: Day, archive: &Archive) {
        let locale = self.locale();
        let (before, after) = (archive.before, archive.after);
        let gaps = [(before, Some(day)), (Some(day), after)];
        for (from, to) in gaps {
            self.trace.days(DaysRead { locale, from, to });
        }
        for locale in &self.addresses.locales {
            let first = archive.first.get(locale).copied();
            self.trace.days(DaysRead {
                locale: *locale,
                from: None,
                to: first,
            });
        }
    }

    pub(super) async fn read_publications(
        &self,
        ids: impl IntoIterator<Item = ArticleId>,
    ) -> Result<()> {
        let (call, locale) = (&self.call, self.locale());
        let load = async |ids: Vec<_>| articles::published(call, locale, &ids).await;
        self.shelf.publications.fill(ids, load).await
    }

    pub(super) async fn read_contents(
        &self,
        ids: impl IntoIterator<Item = PublicationId>,
    ) -> Result<()> {
        let load = async |ids: Vec<_>| articles::contents(&self.call, &ids).await;
        self.shelf.contents.fill(ids, load).await
    }

    pub(super) async fn read_versions(
        &self,
        ids: impl IntoIterator<Item = ArticleId>,
    ) -> Result<()> {
        let load = async |ids: Vec<_>| articles::versions(&self.call, &ids).await;
        self.shelf.versions.fill(ids, load).await
    }

    pub(super) async fn read_corrections(
        &self,
        ids: impl IntoIterator<Item = TranslationId>,
    ) -> Result<()> {
        let now = self.call.now();
        let load = async |ids: Vec<_>| {
            let mut found = articles::corrections(&self.call, &ids).await?;
            found
                .values_mut()
                .for_each(|notes| notes.retain(|note| note.is_public_at(now)));
            Ok(found)
        };
        self.shelf.corrections.fill(ids, load).await
    }

    pub(super) async fn read_authors(&self, ids: impl IntoIterator<Item = AuthorId>) -> Result<()> {
        let (call, by_ids) = (&self.call, authors::by_ids);
        let load = async |ids| call.held(ids, async |ids| by_ids(call, &ids).await).await;
        self.shelf.authors.fill(ids, load).await
    }

    pub(super) async fn read_tags(&self, ids: impl IntoIterator<Item = TagId>) -> Result<()> {
        let (call, by_ids) = (&self.call, tags::by_ids);
        let load = async |ids| call.held(ids, async |ids| by_ids(call, &ids).await).await;
        self.shelf.tags.fill(ids, load).await
    }

    pub(super) async fn read_assets(&self, ids: impl IntoIterator<Item = AssetId>) -> Result<()> {
        let (call, shown) = (&self.call, media::shown);
        let load = async |ids| call.held(ids, async |ids| shown(call, &ids).await).await;
        self.shelf.assets.fill(ids, load).await
    }
}
