//! Lists of stories: whole pages are remembered, and several first pages are read together.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

use super::Reader;
use crate::app::Result;
use crate::articles::{self, ListKey, ListOrder, ListQuery, PageRead, Publication, by_shared_tags};
use crate::platform::ids::{ArticleId, AuthorId, SectionId, TagId};
use crate::platform::page::{Page, Slice};
use crate::tags::Tag;
use crate::vocabulary::RelatedReason;

/// A page of a list.
pub type Stories = Slice<Arc<Publication>>;

/// Stories of a tag block unless the field says otherwise, and of related ones.
pub const BLOCK_SIZE: u32 = 5;

/// The most stories of such a block.
pub const MAX_BLOCK: u32 = 20;

/// How many lists are asked for in one statement: a compound SELECT of SQLite takes 500 parts, and
/// a list under 20 tags is made of 21.
const LISTS_AT_ONCE: usize = 20;

/// A list and the page that is asked of it.
pub(super) type Asked = (ListQuery, Page<ListKey>);

/// Pages that were read.
#[derive(Default)]
pub(super) struct Lists(Mutex<Vec<Listed>>);

/// What was asked, what was found, and what was looked at for it.
type Listed = (Asked, Arc<Stories>, Arc<PageRead>);

impl Lists {
    fn get(&self, asked: &Asked) -> Option<(Arc<Stories>, Arc<PageRead>)> {
        let pages = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let found = pages.iter().find(|(known, ..)| known == asked);
        found.map(|(_, stories, read)| (Arc::clone(stories), Arc::clone(read)))
    }

    fn put(&self, asked: Asked, stories: Arc<Stories>, read: Arc<PageRead>) {
        let mut pages = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        pages.push((asked, stories, read));
    }
}

impl Reader {
    /// One page of a list.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn list(&self, query: ListQuery, page: Page<ListKey>) -> Result<Arc<Stories>> {
        let stories = self.members(query, page).await?;
        for story in &stories.items {
            self.trace_story(story.article_id);
        }
        Ok(stories)
    }

    /// One page of a list of which it is only asked which stories it holds, and under what they
    /// stand: whoever shows one of them takes note of it.
    async fn members(&self, query: ListQuery, page: Page<ListKey>) -> Result<Arc<Stories>> {
        let asked = (query, page);
        if let Some((stories, read)) = self.shelf.lists.get(&asked) {
            self.trace.page(&read);
            return Ok(stories);
        }
        let (found, read) = articles::page_of(&self.call, &asked.0, &asked.1).await?;
        let (stories, read) = (Arc::new(found.map(Arc::new)), Arc::new(read));
        self.note(&stories.items).await;
        self.trace.page(&read);
        self.shelf.lists.put(asked, Arc::clone(&stories), read);
        Ok(stories)
    }

    /// Reads lists, and the stories in `beside` with them: plain first pages together, others one
    /// by one.
    pub(super) async fn read_lists(
        &self,
        mut asked: Vec<Asked>,
        mut beside: Vec<ArticleId>,
    ) -> Result<()> {
        asked.retain(|one| self.shelf.lists.get(one).is_none());
        let is_plain = |(query, page): &Asked| {
            query.order == ListOrder::Listed && *page == Page::first(page.size)
        };
        let (mut together, mut apart): (Vec<_>, Vec<_>) = asked.into_iter().partition(is_plain);
        if together.len() == 1 {
            apart.append(&mut together);
        }
        for (query, page) in apart {
            self.list(query, page).await?;
        }
        let mut found = Vec::with_capacity(together.len());
        for chunk in together.chunks(LISTS_AT_ONCE) {
            let wanted: Vec<_> = chunk
                .iter()
                .map(|(query, page)| (query.clone(), page.size + 1))
                .collect();
            found.extend(articles::candidates(&self.call, &wanted).await?);
        }
        beside.extend(found.iter().flatten().map(|one| one.article));
        self.read_publications(beside).await?;
        for (asked, candidates) in together.into_iter().zip(found) {
            let rows = self
                .shelf
                .publications
                .all(candidates.iter().map(|one| one.article))
                .await;
            let is_more = candidates.len() > asked.1.size as usize;
            let last = candidates.last().filter(|_| is_more);
            let last = last.map(|last| last.key());
            let read = PageRead::of(&asked.0, &asked.1, last);
            let page = Slice::of(&asked.1, rows);
            self.shelf.lists.put(asked, Arc::new(page), Arc::new(read));
        }
        Ok(())
    }

    /// The list of a tag.
    pub fn under_tag(&self, id: TagId) -> ListQuery {
        ListQuery::under(self.locale(), [id])
    }

    /// The list of an author.
    pub fn under_author(&self, id: AuthorId) -> ListQuery {
        ListQuery::under(self.locale(), [id])
    }

    /// The list of a section and those below it.
    pub fn under_section(&self, id: SectionId) -> ListQuery {
        ListQuery::under(self.locale(), self.with_below(&[id]))
    }

    /// Sections and those below them.
    pub fn with_below(&self, ids: &[SectionId]) -> Vec<SectionId> {
        let below = ids.iter().flat_map(|id| self.sections.descendants(*id));
        let all: BTreeSet<_> = below
            .map(|section| section.id)
            .chain(ids.to_vec())
            .collect();
        all.into_iter().collect()
    }

    /// Notes stories that were read with a list or by their address.
    pub(super) async fn note(&self, stories: &[Arc<Publication>]) {
        let by_id = stories
            .iter()
            .map(|story| (story.article_id, Arc::clone(story)));
        self.shelf.publications.put(by_id).await;
    }

    /// At most `first` stories related to one, and why: those that the editor picked, then those
    /// that share tags with it.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn related(
        &self,
        story: &Publication,
        first: u32,
    ) -> Result<Vec<(Arc<Publication>, RelatedReason)>> {
        let first = first as usize;
        let mut picked = self.all_published(&story.card.related).await?;
        picked.truncate(first);
        let mut related: Vec<_> = picked
            .into_iter()
            .map(|story| (story, RelatedReason::Editor))
            .collect();
        if let Some((query, page)) = sharing(story).filter(|_| related.len() < first) {
            let candidates = self.members(query, page).await?;
            let mut shared = by_shared_tags(&story.card.tags, &candidates.items);
            shared.truncate(first - related.len());
            for story in &shared {
                self.trace_story(story.article_id);
            }
            let shared = shared.into_iter();
            related.extend(shared.map(|story| (story, RelatedReason::SharedTags)));
        }
        Ok(related)
    }

    /// The tag of a story's `All news` block: the editor's choice, else the first that readers
    /// meet.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn primary_tag(&self, story: &Publication) -> Result<Option<Arc<Tag>>> {
        let in_turn: Vec<TagId> = story
            .card
            .primary_tag
            .iter()
            .chain(&story.card.tags)
            .copied()
            .collect();
        Ok(self.all_tags(&in_turn).await?.into_iter().next())
    }

    /// A story's `All news` block: its tag and the newest other stories under it.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn spotlight(
        &self,
        story: &Publication,
        first: u32,
    ) -> Result<Option<(Arc<Tag>, Arc<Stories>)>> {
        let Some(tag) = self.primary_tag(story).await? else {
            return Ok(None);
        };
        let (query, page) = spotlight(story, &tag, first);
        Ok(Some((tag, self.list(query, page).await?)))
    }
}

/// The stories among which those that share tags are sought; `None` when it has no tags.
pub(super) fn sharing(story: &Publication) -> Option<Asked> {
    let (query, size) = ListQuery::sharing_tags(story, &story.card.related)?;
    Some((query, Page::first(size)))
}

/// The list of a story's `All news` block.
pub(super) fn spotlight(story: &Publication, tag: &Tag, first: u32) -> Asked {
    let query = ListQuery {
        exclude: vec![story.article_id],
        ..ListQuery::under(story.locale, [tag.id])
    };
    (query, Page::first(first))
}
