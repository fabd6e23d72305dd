//! Which story stands where: pins at their positions, the rest by the zones' rules.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::domain::{Pin, Zone};
use crate::platform::clock::Instant;
use crate::platform::ids::{ArticleId, AssetId, SectionId, TagId};
use crate::sections::Tree;
use crate::vocabulary::{ArticleKind, HeadlineEmphasis};

/// Which stories a zone needs to be filled: the newest that match.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// The zone.
    pub zone_key: String,
    /// Of any of these sections, those below already among them; empty = of all.
    pub sections: Vec<SectionId>,
    /// About any of these; empty = about anything.
    pub tags: Vec<TagId>,
    /// Of any of these kinds; empty = of all that lists show.
    pub kinds: Vec<ArticleKind>,
    /// Listed at this moment or later.
    pub listed_since: Option<Instant>,
    /// Of one section, no more than this many of the newest are of use.
    pub per_section: Option<u64>,
    /// All together, no more than this many of the newest are of use.
    pub count: u64,
}

/// A story that a rule may show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Candidate {
    /// The story.
    pub article: ArticleId,
    /// Its section.
    pub section: SectionId,
}

/// A story as a zone shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// The story.
    pub article: ArticleId,
    /// The zone's own wording, instead of the story's.
    pub headline: Option<String>,
    /// The zone's own picture, instead of the story's.
    pub image: Option<AssetId>,
    /// The least weight of its headline; the story's own may be greater.
    pub emphasis: HeadlineEmphasis,
    /// Whether it is held here by hand.
    pub is_pinned: bool,
    /// Stories named below it.
    pub sublinks: Vec<ArticleId>,
}

/// What [`fill`] must be given of each zone, in page order, so that it finds all it could use.
pub fn wanted(zones: &[Zone], pins: &[Pin], tree: &Tree, now: Instant) -> Vec<Wanted> {
    let mut above = 0;
    let mut all = Vec::with_capacity(zones.len());
    for (place, zone) in zones.iter().enumerate() {
        let is_below = |pin: &&Pin| zones[place + 1..].iter().any(|z| z.key == pin.zone_key);
        let below = pins.iter().filter(is_below).count() as u64;
        all.push(wanted_of(zone, above + below, tree, now));
        above += size(zone) as u64;
    }
    all
}

/// What one zone needs when as many as `taken` of its stories may stand elsewhere: those above it
/// have taken no more than they have positions, and those below no more than they have pins.
fn wanted_of(zone: &Zone, taken: u64, tree: &Tree, now: Instant) -> Wanted {
    let below = |id: &SectionId| tree.descendants(*id).into_iter().map(|section| section.id);
    let sections: BTreeSet<SectionId> = zone.rule.sections.iter().flat_map(below).collect();
    // Of a section that the zone does not show yet, all but the first free story are passed over.
    let per_section = zone.rule.one_per_section.then_some(taken + 1);
    Wanted {
        zone_key: zone.key.clone(),
        sections: sections.into_iter().collect(),
        tags: zone.rule.tags.clone(),
        kinds: zone.rule.kinds.clone(),
        listed_since: zone.rule.max_age_ms.map(|age| now.plus_ms(-age)),
        per_section,
        count: size(zone) as u64 * per_section.unwrap_or(1) + taken,
    }
}

/// Composes a front: the items of each zone, in page order.
///
/// `live` holds the section of each pinned or named story that readers can open; a pin of another
/// leaves its position to the rule. `candidates` holds, by zone, what [`wanted`] asked for, newest
/// first. A story appears once, as a link below another aside; a pin goes before every rule, and
/// a position that nothing fills is closed up.
pub fn fill(
    zones: &[Zone],
    pins: &[Pin],
    live: &HashMap<ArticleId, SectionId>,
    candidates: &HashMap<String, Vec<Candidate>>,
) -> Vec<Vec<Item>> {
    let mut shown = HashSet::new();
    let held: Vec<Vec<Option<&Pin>>> = zones
        .iter()
        .map(|zone| hold(zone, pins, live, &mut shown))
        .collect();
    let none = Vec::new();
    let filled = zones.iter().zip(held).map(|(zone, positions)| {
        let candidates = candidates.get(&zone.key).unwrap_or(&none);
        fill_zone(zone, &positions, live, candidates, &mut shown)
    });
    filled.collect()
}

/// The pin of each position of a zone.
fn hold<'p>(
    zone: &Zone,
    pins: &'p [Pin],
    live: &HashMap<ArticleId, SectionId>,
    shown: &mut HashSet<ArticleId>,
) -> Vec<Option<&'p Pin>> {
    let mut positions = vec![None; size(zone)];
    for pin in pins.iter().filter(|pin| pin.zone_key == zone.key) {
        let place = usize::try_from(pin.position - 1).ok();
        let Some(position) = place.and_then(|place| positions.get_mut(place)) else {
            continue;
        };
        if position.is_none() && live.contains_key(&pin.article) && shown.insert(pin.article) {
            *position = Some(pin);
        }
    }
    positions
}

fn fill_zone(
    zone: &Zone,
    positions: &[Option<&Pin>],
    live: &HashMap<ArticleId, SectionId>,
    candidates: &[Candidate],
    shown: &mut HashSet<ArticleId>,
) -> Vec<Item> {
    let pinned = positions.iter().flatten();
    let mut sections: HashSet<SectionId> = pinned
        .filter_map(|pin| live.get(&pin.article).copied())
        .collect();
    let mut newest = candidates.iter();
    let mut items = Vec::with_capacity(positions.len());
    for position in positions {
        if let Some(pin) = position {
            items.push(Item::pinned(pin, live));
            continue;
        }
        let next = newest.find(|candidate| {
            let is_repeated = zone.rule.one_per_section && sections.contains(&candidate.section);
            !is_repeated && !shown.contains(&candidate.article)
        });
        if let Some(candidate) = next {
            shown.insert(candidate.article);
            sections.insert(candidate.section);
            items.push(Item::by_rule(candidate.article));
        }
    }
    items
}

/// How many positions a zone has.
fn size(zone: &Zone) -> usize {
    usize::try_from(zone.size).unwrap_or(0)
}

impl Item {
    fn pinned(pin: &Pin, live: &HashMap<ArticleId, SectionId>) -> Self {
        let named = pin.sublinks.iter().copied();
        Self {
            article: pin.article,
            headline: pin.headline.clone(),
            image: pin.image,
            emphasis: pin.emphasis,
            is_pinned: true,
            sublinks: named.filter(|id| live.contains_key(id)).collect(),
        }
    }

    const fn by_rule(article: ArticleId) -> Self {
        Self {
            article,
            headline: None,
            image: None,
            emphasis: HeadlineEmphasis::Normal,
            is_pinned: false,
            sublinks: Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::super::domain::Rule;
    use super::*;
    use crate::platform::ids::{PinId, UserId};
    use crate::vocabulary::ZoneLayout;

    const NOW: Instant = Instant(1_783_756_680_000);

    fn article(n: u8) -> ArticleId {
        ArticleId(Uuid::from_u128(u128::from(n)))
    }

    fn section(n: u8) -> SectionId {
        SectionId(Uuid::from_u128(u128::from(n)))
    }

    fn zone(key: &str, size: i32) -> Zone {
        Zone {
            key: key.to_owned(),
            position: 0,
            title: None,
            layout: ZoneLayout::Cards,
            more_url: None,
            size,
            rule: Rule::default(),
        }
    }

    fn pin(zone_key: &str, position: i32, n: u8) -> Pin {
        Pin {
            id: PinId(Uuid::from_u128(u128::from(n))),
            zone_key: zone_key.to_owned(),
            position,
            article: article(n),
            headline: None,
            image: None,
            emphasis: HeadlineEmphasis::Normal,
            sublinks: Vec::new(),
            starts_at: None,
            expires_at: None,
            pinned_by: UserId(Uuid::nil()),
        }
    }

    /// Stories 1 to 9, each of its own section, newest first, as candidates of each zone.
    fn all_for(zones: &[Zone]) -> HashMap<String, Vec<Candidate>> {
        let stories = (1..=9).map(|n| Candidate {
            article: article(n),
            section: section(n),
        });
        let stories: Vec<_> = stories.collect();
        let lists = zones.iter().map(|zone| (zone.key.clone(), stories.clone()));
        lists.collect()
    }

    fn live(stories: impl IntoIterator<Item = u8>) -> HashMap<ArticleId, SectionId> {
        let sections = stories.into_iter().map(|n| (article(n), section(n)));
        sections.collect()
    }

    fn shown(front: &[Vec<Item>]) -> Vec<Vec<u128>> {
        let number = |item: &Item| item.article.0.as_u128();
        let numbers = front.iter().map(|items| items.iter().map(number).collect());
        numbers.collect()
    }

    #[test]
    fn pins_stand_at_their_positions_and_the_newest_fill_the_rest() {
        let zones = [zone("top", 3), zone("more", 2)];
        let pins = [pin("top", 2, 7), pin("more", 1, 1)];

        let front = fill(&zones, &pins, &live([7, 1]), &all_for(&zones));

        assert_eq!(shown(&front), [vec![2, 7, 3], vec![1, 4]]);
        assert!(front[0][1].is_pinned && !front[0][0].is_pinned);
    }

    #[test]
    fn a_pinned_story_that_is_not_live_leaves_its_position_to_the_rule() {
        let zones = [zone("top", 2)];

        let front = fill(&zones, &[pin("top", 1, 7)], &live([]), &all_for(&zones));

        assert_eq!(shown(&front), [vec![1, 2]]);
    }

    #[test]
    fn positions_that_nothing_fills_are_closed_up() {
        let zones = [zone("top", 4)];

        let front = fill(&zones, &[pin("top", 3, 7)], &live([7]), &HashMap::new());

        assert_eq!(shown(&front), [vec![7]]);
    }

    #[test]
    fn sublinks_are_live_stories_and_may_stand_elsewhere_too() {
        let zones = [zone("top", 2)];
        let mut lead = pin("top", 1, 7);
        lead.sublinks = vec![article(1), article(8)];

        let front = fill(&zones, &[lead], &live([7, 1]), &all_for(&zones));

        assert_eq!(shown(&front), [vec![7, 1]]);
        assert_eq!(front[0][0].sublinks, [article(1)]);
    }

    #[test]
    fn a_section_appears_once_where_the_rule_says_so() {
        let mut zones = [zone("top", 3)];
        zones[0].rule.one_per_section = true;
        let of = |n, of| Candidate {
            article: article(n),
            section: section(of),
        };
        let stories = vec![of(1, 1), of(2, 1), of(3, 7), of(4, 2)];
        let candidates = HashMap::from([("top".to_owned(), stories)]);

        let front = fill(&zones, &[pin("top", 1, 7)], &live([7]), &candidates);

        assert_eq!(shown(&front), [vec![7, 1, 4]]);
    }

    #[test]
    fn a_zone_wants_what_those_above_may_take_and_those_below_hold() {
        let mut zones = [zone("top", 3), zone("more", 2), zone("last", 5)];
        zones[1].rule.max_age_ms = Some(1_000);
        zones[2].rule.one_per_section = true;
        let pins = [pin("top", 1, 1), pin("last", 1, 2), pin("last", 2, 3)];

        let wanted = wanted(&zones, &pins, &Tree::default(), NOW);

        let counts: Vec<_> = wanted.iter().map(|w| (w.per_section, w.count)).collect();
        assert_eq!(counts, [(None, 5), (None, 7), (Some(6), 35)]);
        assert_eq!(wanted[1].listed_since, Some(NOW.plus_ms(-1_000)));
    }

    /// The newest of `all` that a statement with the limits of `wanted` answers.
    fn limited(all: &[Candidate], wanted: &Wanted) -> Vec<Candidate> {
        let mut seen: HashMap<SectionId, u64> = HashMap::new();
        let of_use = all.iter().copied().filter(|candidate| {
            let rank = seen.entry(candidate.section).or_default();
            *rank += 1;
            wanted.per_section.is_none_or(|most| *rank <= most)
        });
        of_use
            .take(usize::try_from(wanted.count).unwrap())
            .collect()
    }

    prop_compose! {
        fn any_zone()(size in 0..6, one_per_section: bool) -> Zone {
            let mut zone = zone("", size);
            zone.rule.one_per_section = one_per_section;
            zone
        }
    }

    prop_compose! {
        fn any_front()(
            zones in prop::collection::vec(any_zone(), 1..5),
            pins in prop::collection::vec((0..5_usize, 1..7, 0..40_u8), 0..8),
        ) -> (Vec<Zone>, Vec<Pin>) {
            let named = zones.into_iter().enumerate();
            let named = named.map(|(n, zone)| Zone { key: n.to_string(), ..zone });
            let pins = pins.into_iter().map(|(n, place, story)| pin(&n.to_string(), place, story));
            (named.collect(), pins.collect())
        }
    }

    proptest! {
        #[test]
        fn what_was_wanted_fills_a_front_as_all_stories_would(
            (zones, pins) in any_front(),
            sections in prop::collection::vec(0..4_u8, 40),
            matches in prop::collection::vec(any::<u8>(), 40),
            opened in prop::collection::vec(any::<bool>(), 40),
        ) {
            let stories: Vec<(u8, SectionId)> =
                (0..40).zip(sections).map(|(n, of)| (n, section(of))).collect();
            let live = stories.iter().filter(|(n, _)| opened[usize::from(*n)]);
            let live = live.map(|(n, of)| (article(*n), *of)).collect();
            let all: HashMap<String, Vec<Candidate>> = zones.iter().enumerate().map(|(n, zone)| {
                let of_zone = stories.iter().filter(|(story, _)| {
                    opened[usize::from(*story)] && matches[usize::from(*story)] >> n & 1 == 1
                });
                let list = of_zone.map(|(n, of)| Candidate { article: article(*n), section: *of });
                (zone.key.clone(), list.collect())
            }).collect();
            let few = wanted(&zones, &pins, &Tree::default(), NOW).into_iter().map(|wanted| {
                let few = limited(&all[&wanted.zone_key], &wanted);
                (wanted.zone_key, few)
            }).collect();

            let front = fill(&zones, &pins, &live, &few);

            prop_assert_eq!(&front, &fill(&zones, &pins, &live, &all));
            let items = front.iter().flatten().map(|item| item.article);
            let distinct: HashSet<_> = items.clone().collect();
            prop_assert_eq!(distinct.len(), items.count());
            for (zone, items) in zones.iter().zip(&front) {
                prop_assert!(items.len() <= size(zone));
                prop_assert!(items.iter().all(|item| !item.is_pinned || live.contains_key(&item.article)));
            }
        }
    }
}
