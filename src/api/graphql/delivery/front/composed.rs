//! Which stories stand where on a front at the moment of the request.

use std::collections::HashMap;
use std::sync::Arc;

use super::{FrontItem, picture};
use crate::api::graphql::delivery::article::Article;
use crate::api::graphql::reader::Reader;
use crate::app::Result;
use crate::articles::{self, ListQuery, Publication};
use crate::fronts::{self, Candidate, Front, Item, Pin, Wanted, Zone};
use crate::platform::ids::{ArticleId, AssetId, SectionId};

/// The items of a front, zone by zone, and their stories.
pub struct Composed {
    zones: Vec<Vec<Item>>,
    stories: HashMap<ArticleId, Arc<Publication>>,
}

impl Composed {
    /// Composes a front in three statements: pins, candidates, and the stories that are shown. A
    /// pin that readers cannot open makes it a fourth, for the story that takes its position.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn of(reader: &Reader, front: &Front) -> Result<Self> {
        let pins = reader.pins(front).await?;
        let candidates = candidates(reader, &front.zones, &pins).await?;
        let fill = |live: &HashMap<_, _>| fronts::fill(&front.zones, &pins, live, &candidates);
        let pinned: Vec<_> = pins.iter().flat_map(named_by).collect();
        let mut hoped = named_in(&fill(&all_open(&pinned)));
        hoped.extend(&pinned);
        reader.all_published(&hoped).await?;
        let open = reader.all_published(&pinned).await?;
        let zones = fill(
            &open
                .iter()
                .map(|story| (story.article_id, story.section))
                .collect(),
        );
        let stories = reader.all_published(&named_in(&zones)).await?;
        Ok(Self {
            zones,
            stories: stories
                .into_iter()
                .map(|story| (story.article_id, story))
                .collect(),
        })
    }

    /// The stories in positions.
    pub fn stories(&self) -> Vec<Arc<Publication>> {
        let items = self.zones.iter().flatten();
        items
            .filter_map(|item| self.stories.get(&item.article).cloned())
            .collect()
    }

    /// The stories named below others.
    pub fn sublinks(&self) -> Vec<Arc<Publication>> {
        let named = self.zones.iter().flatten().flat_map(|item| &item.sublinks);
        named
            .filter_map(|id| self.stories.get(id).cloned())
            .collect()
    }

    /// The pictures of the items.
    pub fn pictures(&self) -> Vec<AssetId> {
        let items = self.zones.iter().flatten();
        let pictures = items.filter_map(|item| picture(item, self.stories.get(&item.article)?));
        pictures.collect()
    }

    /// The items of each zone, in page order.
    pub fn into_items(self, reader: &Arc<Reader>) -> Vec<Vec<FrontItem>> {
        let stories = self.stories;
        let article = |id: &ArticleId| Some(Article::new(reader, Arc::clone(stories.get(id)?)));
        let shown = |item: Item| {
            Some(FrontItem {
                reader: Arc::clone(reader),
                story: Arc::clone(stories.get(&item.article)?),
                sublinks: item.sublinks.iter().filter_map(article).collect(),
                item,
            })
        };
        let zones = self.zones.into_iter();
        zones
            .map(|items| items.into_iter().filter_map(shown).collect())
            .collect()
    }
}

/// What the rules of the zones may choose from, in one statement.
async fn candidates(
    reader: &Reader,
    zones: &[Zone],
    pins: &[Pin],
) -> Result<HashMap<String, Vec<Candidate>>> {
    let wanted = fronts::wanted(zones, pins, reader.sections(), reader.now(None));
    let asked = wanted
        .iter()
        .flat_map(|zone| lists(reader, zone).map(move |list| (zone, list)));
    let (zones, lists): (Vec<_>, Vec<_>) = asked.unzip();
    let found = reader.candidates(&lists).await?;
    let mut by_zone: HashMap<String, Vec<articles::Candidate>> = HashMap::new();
    for (zone, list) in zones.into_iter().zip(found) {
        by_zone
            .entry(zone.zone_key.clone())
            .or_default()
            .extend(list);
    }
    Ok(by_zone
        .into_iter()
        .map(|(key, list)| (key, newest_first(list)))
        .collect())
}

/// The lists that a zone is filled from: of each section its own, when only the newest few of a
/// section are of use.
fn lists(reader: &Reader, zone: &Wanted) -> Box<dyn Iterator<Item = (ListQuery, u32)>> {
    let query = ListQuery {
        kinds: zone.kinds.clone(),
        sections: zone.sections.clone(),
        tags: zone.tags.clone(),
        listed_since: zone.listed_since,
        ..ListQuery::all(reader.locale())
    };
    let size = |count: u64| u32::try_from(count).unwrap_or(u32::MAX);
    let Some(per_section) = zone.per_section else {
        return Box::new(std::iter::once((query, size(zone.count))));
    };
    let sections = if zone.sections.is_empty() {
        reader.sections().iter().map(|section| section.id).collect()
    } else {
        zone.sections.clone()
    };
    let of_section = move |section| {
        let sections = vec![section];
        let query = ListQuery {
            sections,
            ..query.clone()
        };
        (query, size(per_section))
    };
    Box::new(sections.into_iter().map(of_section))
}

fn newest_first(mut list: Vec<articles::Candidate>) -> Vec<Candidate> {
    list.sort_by_key(|one| std::cmp::Reverse((one.listed_at, one.number)));
    list.dedup_by_key(|one| one.article);
    let chosen = list.into_iter().map(|one| Candidate {
        article: one.article,
        section: one.section,
    });
    chosen.collect()
}

/// Stories that are pinned or named, as if readers could open them all.
fn all_open(pinned: &[ArticleId]) -> HashMap<ArticleId, SectionId> {
    let nowhere = SectionId(uuid::Uuid::nil());
    pinned.iter().map(|id| (*id, nowhere)).collect()
}

fn named_by(pin: &Pin) -> impl Iterator<Item = ArticleId> {
    std::iter::once(pin.article).chain(pin.sublinks.iter().copied())
}

fn named_in(zones: &[Vec<Item>]) -> Vec<ArticleId> {
    let items = zones.iter().flatten();
    let named = items.flat_map(|item| std::iter::once(item.article).chain(item.sublinks.clone()));
    named.collect()
}
