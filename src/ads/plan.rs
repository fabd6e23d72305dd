//! The plan of one page: which slots it has, in page order. A pure function of the placements, the
//! device and the text, so that slots cache with the page; what is shown in them does not.

mod in_article;

use super::domain::{Placement, Size};
use crate::platform::ids::PlacementId;
use crate::vocabulary::{
    AdBreakRule, AdPageKind, AdServing, AdZone, ArticleKind, BlockKind, DeviceClass, LabelRole,
    Sensitivity,
};

/// The most slots of a page.
const MAX_SLOTS: usize = 25;

/// How many heights of the window away a slot may ask for its ad.
const LAZY_DISTANCE: f64 = 2.0;

/// Zones in the order in which a page has them.
const PAGE_ORDER: &[AdZone] = &[
    AdZone::Top,
    AdZone::InArticle,
    AdZone::EndOfArticle,
    AdZone::Rail,
    AdZone::InFeed,
    AdZone::Footer,
    AdZone::Sticky,
];

/// A page, as far as ads care.
#[derive(Debug, Clone, Copy)]
pub struct Page<'p> {
    /// What page it is.
    pub kind: AdPageKind,
    /// What it is read on.
    pub device: DeviceClass,
    /// The story that it shows, if it is one's.
    pub story: Option<Story<'p>>,
}

/// A story, as far as ads care.
#[derive(Debug, Clone, Copy)]
pub struct Story<'p> {
    /// What sort it is.
    pub kind: ArticleKind,
    /// Its top-level blocks.
    pub blocks: &'p [BlockShape],
    /// The editor's marks.
    pub marks: &'p [AdMark],
    /// Its flags, those of its tags included.
    pub sensitivity: &'p [Sensitivity],
    /// The editor's say.
    pub ad_serving: AdServing,
    /// Whether it has been withdrawn as wrong.
    pub is_retracted: bool,
}

/// A top-level block, as far as ads care.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BlockShape {
    /// Its id.
    pub block_id: String,
    /// Its kind.
    pub kind: BlockKind,
    /// The label that opens it.
    pub label: Option<LabelRole>,
    /// Its length in characters.
    pub chars: usize,
}

/// An editor's mark for ads after a block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AdMark {
    /// The block.
    pub after_block_id: String,
    /// What is asked.
    pub rule: AdBreakRule,
}

/// The slots of a page.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Plan {
    /// In page order, at most 25; none when the page is free of ads.
    pub slots: Vec<Slot>,
}

/// One place for an ad on this page.
#[derive(Debug, Clone, PartialEq)]
pub struct Slot {
    /// Unique on the page: its zone and a number, such as `in-article-2`.
    pub key: String,
    /// Its placement.
    pub placement: PlacementId,
    /// Key of its placement.
    pub placement_key: String,
    /// Region of the page.
    pub zone: AdZone,
    /// Of zone IN_ARTICLE: it stands after this block.
    pub after_block_id: Option<String>,
    /// Space to keep free, so that the text does not jump.
    pub reserve: Size,
    /// Sizes that fit the device, largest first.
    pub sizes: Vec<Size>,
    /// How many heights of the window away it may ask for its ad.
    pub lazy_distance: f64,
}

impl Plan {
    /// Whether the page has ads at all.
    pub fn is_serving(&self) -> bool {
        !self.slots.is_empty()
    }
}

impl Story<'_> {
    /// Whether the story may stand beside ads: not when the editor says so, not a standing page,
    /// and not one that has been withdrawn as wrong.
    fn bears_ads(&self) -> bool {
        self.ad_serving != AdServing::None && self.kind != ArticleKind::Page && !self.is_retracted
    }
}

/// The widest ad that a class of devices takes, in CSS pixels: the billboard and its kin on a
/// desktop's column of 1280, a tablet held upright, and the narrowest of today's phones.
const fn widest(device: DeviceClass) -> i32 {
    match device {
        DeviceClass::Desktop => 1280,
        DeviceClass::Tablet => 768,
        DeviceClass::MobileWeb | DeviceClass::App => 360,
    }
}

/// Plans the slots of a page.
pub fn plan(placements: &[Placement], page: &Page<'_>) -> Plan {
    if page.story.is_some_and(|story| !story.bears_ads()) {
        return Plan::default();
    }
    let mut offers: Vec<_> = placements
        .iter()
        .filter_map(|p| Offer::of(p, page))
        .collect();
    offers.sort_by(|one, other| one.placement.key.cmp(&other.placement.key));
    let mut slots = Vec::new();
    for zone in PAGE_ORDER {
        let of_zone = offers.iter().filter(|offer| offer.placement.zone == *zone);
        let places = places(of_zone, *zone, page);
        slots.extend((1..).zip(places).map(|(number, place)| place.slot(number)));
    }
    slots.truncate(MAX_SLOTS);
    Plan { slots }
}

/// A placement that this page has, and the sizes of it that the device takes.
struct Offer<'p> {
    placement: &'p Placement,
    largest: Size,
    sizes: Vec<Size>,
}

impl<'p> Offer<'p> {
    fn of(placement: &'p Placement, page: &Page<'_>) -> Option<Self> {
        let flags = page.story.map_or(&[][..], |story| story.sensitivity);
        let is_fit = placement.is_active
            && placement.page_kinds.contains(&page.kind)
            && placement.devices.contains(&page.device)
            && !placement
                .blocked_sensitivity
                .iter()
                .any(|flag| flags.contains(flag));
        let sizes = sizes(placement, page.device);
        let largest = sizes.first().copied().filter(|_| is_fit)?;
        Some(Self {
            placement,
            largest,
            sizes,
        })
    }
}

/// Sizes of a placement that a device takes, largest first.
pub(super) fn sizes(placement: &Placement, device: DeviceClass) -> Vec<Size> {
    let taken = placement.sizes.iter();
    let taken = taken.filter(|size| size.width <= widest(device));
    Size::largest_first(taken.copied().collect())
}

/// A slot before it has its number.
struct Place<'o> {
    offer: &'o Offer<'o>,
    after_block: Option<&'o str>,
}

/// The places of one zone, in page order.
fn places<'o>(
    offers: impl Iterator<Item = &'o Offer<'o>>,
    zone: AdZone,
    page: &Page<'o>,
) -> Vec<Place<'o>> {
    match (zone, page.story) {
        (AdZone::InArticle, Some(story)) => {
            let gaps = in_article::gaps(offers, &story).into_iter();
            gaps.map(|(gap, offer)| Place {
                offer,
                after_block: Some(&story.blocks[gap - 1].block_id),
            })
            .collect()
        }
        (AdZone::InArticle | AdZone::EndOfArticle, None) => Vec::new(),
        _ => offers
            .flat_map(|offer| (0..offer.placement.max_per_page).map(move |_| offer))
            .map(|offer| Place {
                offer,
                after_block: None,
            })
            .collect(),
    }
}

impl Place<'_> {
    fn slot(&self, number: usize) -> Slot {
        let Offer {
            placement,
            largest,
            sizes,
        } = self.offer;
        let zone = placement.zone;
        let name = zone.as_str().to_lowercase().replace('_', "-");
        Slot {
            key: format!("{name}-{number}"),
            placement: placement.id,
            placement_key: placement.key.clone(),
            zone,
            after_block_id: self.after_block.map(str::to_owned),
            reserve: *largest,
            sizes: sizes.clone(),
            lazy_distance: if zone == AdZone::Top {
                0.0
            } else {
                LAZY_DISTANCE
            },
        }
    }
}

#[cfg(test)]
mod tests;
