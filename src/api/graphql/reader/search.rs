//! Searching an edition.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::Reader;
use crate::app::Result;
use crate::articles::{self, Fragment, ListQuery, PageRead, Place, Publication, Sought, fragments};
use crate::platform::clock::Instant;
use crate::platform::ids::{ArticleId, PublicationId};
use crate::platform::language::Stems;
use crate::platform::page::{Page, Slice};

/// How long found stories keep their order as they age.
const STEADY_MS: i64 = 3_600_000;

/// Place of a found story, and the moment at which it was worked out: the next page goes by the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct FoundKey(pub i64, pub Place);

/// A page of what a search found.
pub struct Searched {
    /// The stories with their places, the highest first.
    pub stories: Slice<(FoundKey, Arc<Publication>)>,
    /// What was sought.
    pub sought: Sought,
}

impl Reader {
    /// A page of the stories of a list that meet a question.
    ///
    /// # Errors
    /// BAD_USER_INPUT of a question that is too long; those of the database.
    pub async fn search(
        &self,
        list: &ListQuery,
        query: &str,
        page: &Page<FoundKey>,
    ) -> Result<Searched> {
        // Texts are read, of which lists do not tell: whichever story changes, it may be found now.
        self.trace.all::<ArticleId>();
        self.trace.page(&Arc::new(PageRead::whole(list.clone())));
        let Instant(now) = self.call.now();
        let hour = now - now.rem_euclid(STEADY_MS);
        self.trace.ends(self.call.now(), Instant(hour + STEADY_MS));
        let moment = page.after.map_or(hour, |FoundKey(moment, _)| moment);
        let found = articles::search(&self.call, list, query, Instant(moment)).await?;
        let is_after = |place: &Place| page.after.is_none_or(|FoundKey(_, after)| *place < after);
        let hits = found.hits.into_iter().filter(|(place, _)| is_after(place));
        let slice = Slice::of(page, hits.take(page.size as usize + 1).collect());
        let ids: Vec<ArticleId> = slice.items.iter().map(|(_, hit)| hit.article).collect();
        let stories = self.all_published(&ids).await?;
        // Both were read at one moment of the call, so that each has its other.
        let items = slice.items.into_iter().filter_map(|(place, hit)| {
            let story = stories
                .iter()
                .find(|story| story.article_id == hit.article)?;
            Some((FoundKey(moment, place), Arc::clone(story)))
        });
        Ok(Searched {
            stories: Slice {
                items: items.collect(),
                has_next: slice.has_next,
                has_previous: slice.has_previous,
            },
            sought: found.sought,
        })
    }

    /// What of each story shows best what was sought, in the order of `stories`.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn fragments(
        &self,
        stories: &[Arc<Publication>],
        sought: &Sought,
    ) -> Result<Vec<Vec<Fragment>>> {
        let ids: Vec<PublicationId> = stories.iter().map(|story| story.id).collect();
        self.read_contents(ids).await?;
        let stems = Stems::of(self.locale().as_str());
        let mut all = Vec::with_capacity(stories.len());
        for story in stories {
            let content = self.content(story).await?;
            all.push(fragments(&content, sought, &stems));
        }
        Ok(all)
    }
}
