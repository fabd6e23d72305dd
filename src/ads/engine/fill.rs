//! The competition for the slots of one page: tier by tier, and inside a tier in page order, so
//! that what was guaranteed is never kept out by what was not.

use super::book::{Book, Item};
use super::creative::choose;
use super::draw::Purpose;
use super::view::{Chance, View};
use crate::platform::ids::{CreativeId, VariantId};
use crate::vocabulary::{LineItemTier, RoadblockMode};

/// What was chosen for one slot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pick {
    /// Place of the slot among those that were asked for.
    pub place: usize,
    /// Number of the line item in the book.
    pub number: u32,
    /// The creative.
    pub creative: CreativeId,
    /// Its variant.
    pub variant: VariantId,
}

/// Fills the slots. Tiers choose in their order.
pub(super) fn fill(view: &View<'_>, chances: &[Chance]) -> Vec<Pick> {
    let mut sheet = Sheet::of(view);
    for &tier in LineItemTier::ALL {
        let is_of_tier = |one: &&Chance| view.book.items[one.number as usize].sold.tier == tier;
        let of_tier = chances.iter().filter(is_of_tier);
        if tier == LineItemTier::Sponsorship {
            let slots = view.ask.page.slots.len() as u32;
            sheet.share(of_tier.copied().collect(), slots);
        } else {
            sheet.compete(of_tier);
        }
    }
    sheet.picks.sort_unstable_by_key(|pick| pick.place);
    sheet.picks
}

/// Whether two line items must not meet on a page: they are of one exclusivity group, or of two
/// advertisers of one category.
pub(super) fn compete(book: &Book, one: u32, other: u32) -> bool {
    let (one, other) = (&book.items[one as usize], &book.items[other as usize]);
    let are_rivals =
        one.sold.advertiser != other.sold.advertiser && one.categories.meets(&other.categories);
    one.sold.id != other.sold.id && (are_rivals || one.groups.meets(&other.groups))
}

/// The page as it fills.
struct Sheet<'s, 'v> {
    view: &'s View<'v>,
    picks: Vec<Pick>,
    /// Line items and creatives on the page.
    placed: Vec<(u32, CreativeId)>,
    /// Line items that this page view showed before.
    shown: Vec<u32>,
    free: u32,
}

impl<'s, 'v> Sheet<'s, 'v> {
    fn of(view: &'s View<'v>) -> Self {
        let shown = view.ask.viewer.shown.iter();
        Self {
            view,
            picks: Vec::new(),
            placed: Vec::new(),
            shown: shown.filter_map(|id| view.book.number(*id)).collect(),
            free: u32::MAX >> (32 - view.ask.page.slots.len().clamp(1, super::MAX_SLOTS)),
        }
    }

    fn item(&self, number: u32) -> &'v Item {
        &self.view.book.items[number as usize]
    }

    /// Those who bought a share of voice. Each takes part in one draw per page view, at the first
    /// free slot that it fits, so that a share is a share of page views however many slots match.
    /// Shares below 1 in sum let the rest fall through; above 1 they are scaled down.
    fn share(&mut self, mut waiting: Vec<Chance>, slots: u32) {
        for place in 0..slots.min(super::MAX_SLOTS as u32) {
            if self.free & (1 << place) == 0 {
                continue;
            }
            let is_here = |one: &mut Chance| one.slots & (1 << place) != 0;
            let mut here: Vec<_> = waiting.extract_if(.., is_here).collect();
            here.retain(|one| self.may_join(one.number));
            if let Some(winner) = self.draw_share(place, &here) {
                self.settle(&winner, place as usize);
            }
        }
    }

    fn draw_share(&self, place: u32, here: &[Chance]) -> Option<Chance> {
        let sum: f64 = here.iter().map(|one| one.score).sum();
        let mut lot = self.view.draws.unit(Purpose::Share, u64::from(place)) * sum.max(1.0);
        here.iter().copied().find(|one| {
            lot -= one.score;
            lot < 0.0
        })
    }

    /// All others: ordered once for the page by lots in proportion to their scores. Roadblocks that
    /// want all or nothing are tried first.
    fn compete<'c>(&mut self, chances: impl Iterator<Item = &'c Chance>) {
        if self.free == 0 {
            return;
        }
        let mut order: Vec<_> = chances
            .map(|one| {
                let lot = self.item(one.number).lot;
                (self.view.draws.key(Purpose::Order, lot, one.score), one)
            })
            .collect();
        order.sort_unstable_by(|(key, one), (other_key, other)| {
            key.total_cmp(other_key).then(one.number.cmp(&other.number))
        });
        let is_whole = |one: &Chance| {
            self.view.book.items[one.number as usize].sold.roadblock == RoadblockMode::AllOrNone
        };
        let (whole, single): (Vec<&Chance>, Vec<&Chance>) = order
            .into_iter()
            .map(|(_, one)| one)
            .partition(|one| is_whole(one));
        for one in whole {
            if self.may_join(one.number) {
                self.take_all(one);
            }
        }
        for place in 0..self.view.ask.page.slots.len().min(super::MAX_SLOTS) {
            let mut fitting = single.iter().filter(|one| one.slots & (1 << place) != 0);
            while self.free & (1 << place) != 0
                && let Some(one) = fitting.next()
            {
                if self.may_join(one.number) {
                    self.settle(one, place);
                }
            }
        }
    }

    /// Whether a line item is not on the page yet, nor a rival of it.
    fn may_join(&self, number: u32) -> bool {
        let on_page = self.placed.iter().map(|(number, _)| *number);
        on_page
            .chain(self.shown.iter().copied())
            .all(|other| other != number && !compete(self.view.book, number, other))
    }

    /// Gives a line item this slot, and the others that it is to have with it.
    fn settle(&mut self, one: &Chance, place: usize) {
        match self.item(one.number).sold.roadblock {
            RoadblockMode::None => {
                self.take(one.number, place);
            }
            RoadblockMode::AsManyAsPossible => {
                if self.take(one.number, place) {
                    for other in places(one.slots & self.free) {
                        self.take(one.number, other);
                    }
                }
            }
            RoadblockMode::AllOrNone => self.take_all(one),
        }
    }

    /// Gives a line item all slots that it is for; none, when it cannot have each of them.
    fn take_all(&mut self, one: &Chance) {
        let is_whole = one.wanted == one.slots && one.wanted & self.free == one.wanted;
        if !is_whole {
            return;
        }
        let (picks, placed, free) = (self.picks.len(), self.placed.len(), self.free);
        if !places(one.wanted).all(|place| self.take(one.number, place)) {
            self.picks.truncate(picks);
            self.placed.truncate(placed);
            self.free = free;
        }
    }

    /// Gives a line item a slot, if its caps and creatives allow.
    fn take(&mut self, number: u32, place: usize) -> bool {
        let item = self.item(number);
        if self.view.room(item, &self.placed) == 0 {
            return false;
        }
        let Some((creative, variant)) = choose(self.view, item, place, &self.placed) else {
            return false;
        };
        self.picks.push(Pick {
            place,
            number,
            creative: creative.id,
            variant: variant.id,
        });
        self.placed.push((number, creative.id));
        self.free &= !(1 << place);
        true
    }
}

/// The slots of a mask, in page order.
fn places(mask: u32) -> impl Iterator<Item = usize> {
    (0..u32::BITS as usize).filter(move |place| mask & (1 << place) != 0)
}
