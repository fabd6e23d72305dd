//! What is found by its name or its place, rather than by its id.

use std::sync::Arc;

use super::Reader;
use crate::addresses::{self, Redirect, folded_path};
use crate::ads::advertiser::{self, Advertiser};
use crate::ads::{self, PageContext, Placement};
use crate::app::Result;
use crate::articles::{self, Candidate, ListQuery, PageRead, StoryKey, Version, Withdrawal};
use crate::authors::{self, Author};
use crate::fronts::{self, Front, Fronts, Pin};
use crate::platform::clock::Instant;
use crate::platform::ids::{AdvertiserId, ArticleId, AuthorId, TagId, TranslationId};
use crate::platform::page::{Page, Slice};
use crate::tags::{self, Tag};

impl Reader {
    /// The tag with an address word, if readers of the edition meet it.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn tag_by_slug(&self, slug: &str) -> Result<Option<Arc<Tag>>> {
        let found = tags::by_slug(&self.call, self.locale(), slug).await?;
        match &found {
            Some(tag) => self.trace.thing(tag.id),
            None => self.trace.name(slug),
        }
        let is_public = |tag: &Tag| tag.is_public(self.locale());
        Ok(found.filter(is_public).map(Arc::new))
    }

    /// The author whose page has an address word, if readers of the edition meet them.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn author_by_slug(&self, slug: &str) -> Result<Option<Arc<Author>>> {
        let found = authors::by_slug(&self.call, self.locale(), slug).await?;
        match &found {
            Some(author) => self.trace.thing(author.id),
            None => self.trace.name(slug),
        }
        let is_public = |author: &Author| author.is_public(self.locale());
        Ok(found.filter(is_public).map(Arc::new))
    }

    /// Those who write for the paper, in the order of their names, each with its sort key.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn writers(
        &self,
        page: &Page<(String, AuthorId)>,
    ) -> Result<Slice<(String, Arc<Author>)>> {
        self.trace.all::<AuthorId>();
        let found = authors::list(&self.call, self.locale(), page).await?;
        Ok(found.map(|(name, author)| (name, Arc::new(author))))
    }

    /// How many stories a list has in all.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn count(&self, query: &ListQuery) -> Result<i64> {
        self.trace.page(&Arc::new(PageRead::whole(query.clone())));
        articles::count(&self.call, query).await
    }

    /// Terms that stand beside a tag in its newest stories, the most frequent first.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn beside(&self, tag: TagId, most: u64) -> Result<Vec<uuid::Uuid>> {
        let list = PageRead::whole(self.under_tag(tag));
        self.trace.page(&Arc::new(list));
        articles::beside(&self.call, self.locale(), tag, most).await
    }

    /// Where an old path leads.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn redirect(&self, path: &str) -> Result<Option<Redirect>> {
        self.trace.name(folded_path(path));
        let found = addresses::by_path(&self.call, self.locale(), path).await?;
        if let Some(redirect) = &found {
            self.trace.thing(redirect.id);
        }
        Ok(found)
    }

    /// The live version that a translation is; `None` when readers cannot open it.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn version_of(&self, id: TranslationId) -> Result<Option<Version>> {
        self.trace.thing(id);
        articles::version_of(&self.call, id).await
    }

    /// What a takedown says of a story at an old address.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn withdrawn(&self, key: &StoryKey) -> Result<Option<(ArticleId, Withdrawal)>> {
        self.trace_key(key);
        let found = articles::withdrawn(&self.call, self.locale(), key).await?;
        if let Some((article, _)) = &found {
            self.trace.thing(*article);
        }
        Ok(found)
    }

    /// All fronts; whoever shows one finds it by [`Reader::front`].
    ///
    /// # Errors
    /// Those of the database.
    pub async fn fronts(&self) -> Result<Arc<Fronts>> {
        fronts::fronts(&self.call).await
    }

    /// The edition's front with a name.
    pub fn front(&self, fronts: &Fronts, key: &str) -> Option<Arc<Front>> {
        self.trace.name(key);
        let found = fronts.by_key(self.locale(), key)?;
        self.trace.thing(found.id);
        Some(Arc::clone(found))
    }

    /// The pins of a front that hold now.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn pins(&self, front: &Front) -> Result<Vec<Pin>> {
        self.trace.thing(front.id);
        let now = self.call.now();
        let mut pins = fronts::coming_pins(&self.call, front.id).await?;
        for pin in &pins {
            self.trace.thing(pin.article);
            pin.turns().for_each(|turn| self.trace.ends(now, turn));
        }
        pins.retain(|pin| pin.holds_at(now));
        Ok(pins)
    }

    /// The newest stories of several lists, at most so many of each, in one statement.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn candidates(&self, wanted: &[(ListQuery, u32)]) -> Result<Vec<Vec<Candidate>>> {
        let found = articles::candidates(&self.call, wanted).await?;
        let now = self.call.now();
        for ((query, size), candidates) in wanted.iter().zip(&found) {
            let last = candidates
                .last()
                .filter(|_| candidates.len() >= *size as usize);
            let page = Page::first(*size);
            let last = last.map(|last| last.key());
            self.trace.page(&Arc::new(PageRead::of(query, &page, last)));
            for candidate in candidates {
                self.trace_story(candidate.article);
                if let Some(since) = query.listed_since {
                    let age = now.0.saturating_sub(since.0);
                    let Instant(listed_at) = candidate.listed_at;
                    self.trace.ends(now, Instant(listed_at + age + 1));
                }
            }
        }
        Ok(found)
    }

    /// All placements.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn placements(&self) -> Result<Arc<Vec<Placement>>> {
        ads::placements(&self.call).await
    }

    /// Who pays for a story.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn payer(&self, id: AdvertiserId) -> Result<Option<Advertiser>> {
        self.trace.thing(id);
        advertiser::payer(&self.call, id).await
    }

    /// The sealed context of a page.
    ///
    /// # Errors
    /// When it cannot be sealed.
    pub fn page_token(&self, context: PageContext) -> Result<String> {
        let now = self.call.now();
        let sealed = ads::page_token(&self.call.app().keys, context, now)?;
        self.trace.ends(now, sealed.changes_at);
        Ok(sealed.token)
    }
}
