//! The book of one moment: all line items, compiled and indexed. It never changes; when something
//! is sold, approved or paused, the next book takes its place.

use std::collections::HashMap;

use super::super::domain::Size;
use super::draw::fold;
use super::lexicon::{Lexicon, Set, bit};
use super::rule::{Lexica, Rule};
use super::sold::{Cap, Daypart, LineItem};
use crate::platform::ids::{LineItemId, PlacementId};
use crate::vocabulary::{CapScope, LineItemState};

/// All line items, ready to be decided among.
#[derive(Debug, Default)]
pub struct Book {
    pub(super) items: Vec<Item>,
    pub(super) lexica: Lexica,
    pub(super) sizes: Lexicon<Size>,
    /// By placement: the line items that name it.
    pub(super) at: HashMap<PlacementId, Vec<u32>>,
    /// Line items that name no placement.
    pub(super) anywhere: Vec<u32>,
    by_id: HashMap<LineItemId, u32>,
}

/// One line item, compiled.
#[derive(Debug)]
pub(super) struct Item {
    pub sold: LineItem,
    /// What lots are drawn by.
    pub lot: u64,
    pub targeting: Rule,
    pub exclusions: Rule,
    pub not_at: Vec<PlacementId>,
    /// One bit per flag that the buyer does not accept.
    pub refuses: u32,
    /// One bit per hour, one number per weekday, Monday first.
    pub hours: [u32; 7],
    pub groups: Set,
    pub categories: Set,
    pub is_on: bool,
    /// Languages and sizes of its creatives, coarsely.
    pub fits: Box<[Fit]>,
    /// Caps that count the line item or its campaign.
    pub caps: Box<[Cap]>,
    /// Caps that count one creative.
    pub creative_caps: Box<[Cap]>,
}

/// Sizes that a line item has for some editions in some language. Bits are those of
/// [`super::lexicon::bit`]: what they promise is checked again when the creative is chosen.
#[derive(Debug, PartialEq)]
pub(super) struct Fit {
    /// Editions; all ones for any.
    pub editions: u64,
    /// The language; all ones for a creative without words.
    pub language: u64,
    pub sizes: u64,
}

impl Book {
    /// Compiles a book.
    pub fn of(sold: Vec<LineItem>) -> Self {
        let mut book = Self::default();
        let (mut groups, mut products) = (Lexicon::default(), Lexicon::default());
        for line_item in sold {
            let number = book.items.len() as u32;
            book.index(&line_item, number);
            let groups = groups.learn_all(&line_item.exclusivity_groups);
            let categories = products.learn_all(&line_item.categories);
            let item = book.compile(line_item, groups, categories);
            book.items.push(item);
        }
        book
    }

    /// How many line items it has.
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// The line items, by their numbers in this book.
    pub fn line_items(&self) -> impl ExactSizeIterator<Item = &LineItem> {
        self.items.iter().map(|item| &item.sold)
    }

    /// The line item of a number.
    pub fn line_item(&self, number: u32) -> Option<&LineItem> {
        self.items.get(number as usize).map(|item| &item.sold)
    }

    /// The number of a line item.
    pub fn number(&self, id: LineItemId) -> Option<u32> {
        self.by_id.get(&id).copied()
    }

    /// Hours of the site's week in which a line item is shown: one bit per hour, one number per
    /// weekday, Monday first.
    pub fn hours(&self, number: u32) -> Option<&[u32; 7]> {
        self.items.get(number as usize).map(|item| &item.hours)
    }

    fn index(&mut self, sold: &LineItem, number: u32) {
        self.by_id.insert(sold.id, number);
        if sold.targeting.placements.is_empty() {
            self.anywhere.push(number);
        }
        for placement in &sold.targeting.placements {
            self.at.entry(*placement).or_default().push(number);
        }
    }

    fn compile(&mut self, sold: LineItem, groups: Set, categories: Set) -> Item {
        let of_creative = |cap: &&Cap| cap.scope == CapScope::Creative;
        let is_live = matches!(sold.state, LineItemState::Ready | LineItemState::Delivering);
        let accepted = sold.accepts_sensitivity.iter();
        Item {
            lot: fold(sold.id.0),
            targeting: Rule::of(&sold.targeting, &mut self.lexica),
            exclusions: Rule::of(&sold.exclusions, &mut self.lexica),
            not_at: sold.exclusions.placements.clone(),
            refuses: !accepted.fold(0, |all, one| all | 1 << *one as u32),
            hours: hours(&sold.flight.dayparts),
            groups,
            categories,
            is_on: is_live && sold.campaign_is_active,
            fits: self.fits(&sold),
            caps: sold
                .caps
                .iter()
                .filter(|cap| !of_creative(cap))
                .copied()
                .collect(),
            creative_caps: sold.caps.iter().filter(of_creative).copied().collect(),
            sold,
        }
    }

    fn fits(&mut self, sold: &LineItem) -> Box<[Fit]> {
        let mut fits: Vec<Fit> = Vec::new();
        for creative in &sold.creatives {
            let editions = match &*creative.locales {
                [] => u64::MAX,
                some => self.lexica.locales.learn_all(some).bits(),
            };
            for variant in &creative.variants {
                let language = variant
                    .locale
                    .map_or(u64::MAX, |locale| bit(self.lexica.locales.learn(&locale)));
                let size = bit(self.sizes.learn(&variant.size));
                let alike = |fit: &&mut Fit| (fit.editions, fit.language) == (editions, language);
                match fits.iter_mut().find(alike) {
                    Some(fit) => fit.sizes |= size,
                    None => fits.push(Fit {
                        editions,
                        language,
                        sizes: size,
                    }),
                }
            }
        }
        fits.into()
    }
}

/// The hours of dayparts; all hours, when there are none.
fn hours(dayparts: &[Daypart]) -> [u32; 7] {
    const ALL_DAY: u32 = (1 << 24) - 1;
    if dayparts.is_empty() {
        return [ALL_DAY; 7];
    }
    let mut hours = [0; 7];
    for part in dayparts {
        let until = (1_u32 << part.to_hour.min(24)) - 1;
        let before = (1_u32 << part.from_hour.min(24)) - 1;
        hours[part.weekday as usize] |= until & !before;
    }
    hours
}
