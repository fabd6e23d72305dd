//! One request held against one book: which line items may be shown in which slots, before they
//! compete. The same rules answer readers and explain themselves to ad managers.

use super::book::{Book, Item};
use super::caps::Seat;
use super::draw::{Draws, Purpose};
use super::lexicon::Set;
use super::pacing::Pace;
use super::page::{Gate, MAX_SLOTS, Moment, Page, Slot, Viewer};
use super::rule::Traits;
use super::sold::Cap;
use crate::platform::ids::CreativeId;
use crate::vocabulary::{CandidateOutcome, CapScope, LineItemTier, NoKeyPolicy};

/// All that one joint decision depends on, besides the book and its paces.
#[derive(Debug, Clone, Copy)]
pub struct Ask<'a> {
    /// Id of the request: what its lots are drawn by.
    pub request: u128,
    /// The page and its slots.
    pub page: &'a Page,
    /// Who looks.
    pub viewer: &'a Viewer,
    /// What the visitor has seen; empty for a reader without a key.
    pub seat: &'a Seat<'a>,
    /// When.
    pub moment: Moment,
}

/// A request in the numbers of a book.
pub(super) struct View<'v> {
    pub book: &'v Book,
    pub ask: Ask<'v>,
    pub draws: Draws,
    paces: &'v [Pace],
    traits: Traits,
    flags: u32,
    edition: u64,
    languages: u64,
    sizes: Vec<u64>,
    /// Slots that stay empty whatever buyers accept.
    blocked: u32,
    /// By line item: the slots of placements that it is for.
    aims: Vec<u32>,
}

/// A line item that may be shown, one bit per slot.
#[derive(Debug, Clone, Copy)]
pub(super) struct Chance {
    pub number: u32,
    /// Slots that it is for.
    pub wanted: u32,
    /// Slots that it has a creative for.
    pub slots: u32,
    /// How much it weighs among equals.
    pub score: f64,
}

/// Why a line item may not be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Dropped(pub CandidateOutcome, pub &'static str);

impl<'v> View<'v> {
    pub fn of(book: &'v Book, paces: &'v [Pace], ask: Ask<'v>) -> Self {
        let page = ask.page;
        let locales = &book.lexica.locales;
        let flag = |all: u32, one: &crate::vocabulary::Sensitivity| all | 1 << *one as u32;
        let flags = page.sensitivity.iter().fold(0, flag);
        let edition: Set = locales.known(&page.locale).into_iter().collect();
        let mut view = Self {
            draws: Draws::of(ask.request),
            traits: Traits::of(page, &book.lexica),
            flags,
            edition: edition.bits(),
            languages: locales.known_of(&page.ad_locales).bits(),
            sizes: Vec::new(),
            blocked: 0,
            aims: vec![0; book.len()],
            book,
            ask,
            paces,
        };
        for (place, slot) in page.slots.iter().take(MAX_SLOTS).enumerate() {
            view.aim(place, slot);
        }
        view
    }

    fn aim(&mut self, place: usize, slot: &Slot) {
        let book = self.book;
        let known = slot
            .sizes
            .iter()
            .filter(|size| self.is_wide_enough(size.width));
        let sizes: Set = known.filter_map(|size| book.sizes.known(size)).collect();
        self.sizes.push(sizes.bits());
        let flag = |all: u32, one: &crate::vocabulary::Sensitivity| all | 1 << *one as u32;
        if slot.blocked_sensitivity.iter().fold(0, flag) & self.flags != 0 {
            self.blocked |= 1 << place;
        }
        for number in book.at.get(&slot.placement).into_iter().flatten() {
            self.aims[*number as usize] |= 1 << place;
        }
        for number in &book.anywhere {
            self.aims[*number as usize] |= 1 << place;
        }
    }

    /// Whether the reader's window has room for something so wide.
    pub fn is_wide_enough(&self, width: i32) -> bool {
        self.ask
            .viewer
            .viewport_width
            .is_none_or(|window| width <= window)
    }

    /// Slots whose placements a line item is for.
    pub fn aim_of(&self, number: u32) -> u32 {
        self.aims[number as usize]
    }

    /// How a line item stands by its numbers.
    pub fn pace(&self, number: u32) -> Pace {
        self.paces.get(number as usize).copied().unwrap_or_default()
    }

    /// Whether a line item may be shown, and where; the first rule that drops it otherwise.
    pub fn chance(&self, number: u32) -> Result<Chance, Dropped> {
        use CandidateOutcome as Why;
        let item = &self.book.items[number as usize];
        let wanted = self.wanted(item, number)?;
        self.check_time(item)?;
        self.check_page(item)?;
        if self.ask.viewer.shown.contains(&item.sold.id) {
            return Err(Dropped(Why::LostLottery, "on this page already"));
        }
        let slots = self.fitting(item, wanted)?;
        self.check_caps(item)?;
        let pace = self.pace(number);
        if pace.is_spent {
            return Err(Dropped(Why::Budget, "goal or budget reached"));
        }
        Ok(Chance {
            number,
            wanted,
            slots,
            score: pace.score,
        })
    }

    /// Whether a line item that may be shown takes part in this page view, by its pace.
    pub fn passes_gate(&self, chance: &Chance) -> bool {
        let gate = self.pace(chance.number).gate;
        let lot = self.book.items[chance.number as usize].lot;
        gate >= 1.0 || self.draws.unit(Purpose::Gate, lot) < gate
    }

    fn wanted(&self, item: &Item, number: u32) -> Result<u32, Dropped> {
        use CandidateOutcome as Why;
        if !item.is_on {
            return Err(Dropped(
                Why::State,
                "not READY or DELIVERING, or campaign not ACTIVE",
            ));
        }
        let gate = self.ask.page.gate;
        let is_house = item.sold.tier == LineItemTier::House;
        if gate == Gate::Closed || (gate == Gate::HouseOnly && !is_house) {
            return Err(Dropped(Why::Excluded, "the page takes house ads only"));
        }
        let mut wanted = self.aims[number as usize];
        if wanted == 0 {
            return Err(Dropped(Why::Targeting, "placements"));
        }
        for (place, slot) in self.ask.page.slots.iter().take(MAX_SLOTS).enumerate() {
            if item.not_at.contains(&slot.placement) {
                wanted &= !(1 << place);
            }
        }
        if wanted == 0 {
            return Err(Dropped(Why::Excluded, "placements"));
        }
        match wanted & !self.blocked {
            0 => Err(Dropped(Why::Sensitivity, "blocked by the placement")),
            wanted => Ok(wanted),
        }
    }

    fn check_time(&self, item: &Item) -> Result<(), Dropped> {
        let Moment { at, weekday, hour } = self.ask.moment;
        let flight = &item.sold.flight;
        if at < flight.start || flight.end.is_some_and(|end| at >= end) {
            return Err(Dropped(CandidateOutcome::Flight, "outside the flight"));
        }
        if item.hours[weekday as usize] & (1 << hour) == 0 {
            return Err(Dropped(CandidateOutcome::Flight, "outside the dayparts"));
        }
        Ok(())
    }

    fn check_page(&self, item: &Item) -> Result<(), Dropped> {
        if let Some(group) = item.targeting.fails(&self.traits) {
            return Err(Dropped(CandidateOutcome::Targeting, group));
        }
        if let Some(group) = item.exclusions.hits(&self.traits) {
            return Err(Dropped(CandidateOutcome::Excluded, group));
        }
        if self.flags & item.refuses != 0 {
            return Err(Dropped(
                CandidateOutcome::Sensitivity,
                "not accepted by the buyer",
            ));
        }
        Ok(())
    }

    /// Those of the wanted slots that it has a creative for.
    fn fitting(&self, item: &Item, wanted: u32) -> Result<u32, Dropped> {
        let spoken = |(edition, language): (u64, u64)| {
            edition & (self.edition | 1 << 63) != 0 && language & (self.languages | 1 << 63) != 0
        };
        let sizes_if = |speaks: &dyn Fn((u64, u64)) -> bool| {
            let fits = item
                .fits
                .iter()
                .filter(|fit| speaks((fit.editions, fit.language)));
            fits.fold(0, |all, fit| all | fit.sizes)
        };
        let slots_for = |sizes: u64| {
            let places = self.sizes.iter().enumerate();
            let fit = places.filter(|(_, slot)| *slot & sizes != 0);
            fit.fold(0_u32, |all, (place, _)| all | 1 << place) & wanted
        };
        match slots_for(sizes_if(&spoken)) {
            0 if slots_for(sizes_if(&|_| true)) == 0 => Err(Dropped(
                CandidateOutcome::NoCreative,
                "no approved creative of a fitting size",
            )),
            0 => Err(Dropped(
                CandidateOutcome::NoLocaleCreative,
                "none in a language of this edition",
            )),
            slots => Ok(slots),
        }
    }

    fn check_caps(&self, item: &Item) -> Result<(), Dropped> {
        if item.caps.is_empty() && item.creative_caps.is_empty() {
            return Ok(());
        }
        if !self.ask.viewer.has_key && item.sold.when_no_visitor_key == NoKeyPolicy::Skip {
            return Err(Dropped(
                CandidateOutcome::Consent,
                "capped, and the reader has no key",
            ));
        }
        match self.room(item, &[]) {
            0 => Err(Dropped(
                CandidateOutcome::Capped,
                "seen as often as allowed",
            )),
            _ => Ok(()),
        }
    }

    /// How many more of a line item the visitor may get, beside what this page shows already.
    pub fn room(&self, item: &Item, placed: &[(u32, CreativeId)]) -> u32 {
        if self.is_uncapped(item) {
            return u32::MAX;
        }
        let (id, campaign) = (item.sold.id, item.sold.campaign);
        let left = item.caps.iter().map(|cap| {
            let on_page = placed.iter().filter(|(number, _)| {
                let other = &self.book.items[*number as usize].sold;
                match cap.scope {
                    CapScope::Campaign => other.campaign == campaign,
                    _ => other.id == id,
                }
            });
            let seen = self.ask.seat.seen(cap, (id, campaign), self.ask.moment.at);
            cap.limit.saturating_sub(seen + on_page.count() as u32)
        });
        left.min().unwrap_or(u32::MAX)
    }

    /// Whether the visitor may get one more of a creative, beside what this page shows already.
    pub fn has_room_for(
        &self,
        item: &Item,
        creative: CreativeId,
        placed: &[(u32, CreativeId)],
    ) -> bool {
        let on_page = placed
            .iter()
            .filter(|(_, other)| *other == creative)
            .count() as u32;
        let has_room = |cap: &Cap| {
            let seen = self
                .ask
                .seat
                .seen_of_creative(cap, creative, self.ask.moment.at);
            seen + on_page < cap.limit
        };
        self.is_uncapped(item) || item.creative_caps.iter().all(has_room)
    }

    fn is_uncapped(&self, item: &Item) -> bool {
        !self.ask.viewer.has_key && item.sold.when_no_visitor_key == NoKeyPolicy::ServeUncapped
    }
}
