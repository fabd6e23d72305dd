//! Which ads a page view shows: one joint decision for all of its slots.
//!
//! A decision is a pure function of the book (what is sold), the paces (how delivery stands), the
//! page, the viewer with what he has seen, the moment and the id of the request. It reads no clock
//! and no database, so it can be made again from those to the letter, which is what `explain` does.

mod book;
mod caps;
mod creative;
mod draw;
mod fill;
mod lease;
mod lexicon;
mod pacing;
mod page;
mod profile;
mod rule;
mod sold;
mod trace;
mod view;

pub use book::Book;
pub use caps::{History, RESERVATION_MS, Seat, Seen, Sighting};
pub use fill::Pick;
pub use lease::Pool;
pub use pacing::{Pace, Progress, Supply, TICK_MS, pace, planned};
pub use page::{Gate, MAX_SLOTS, Moment, Page, Slot, Viewer};
pub use profile::{Curve, Profile};
pub use sold::{Cap, Creative, Daypart, Flight, Goal, LineItem, Targeting, Variant};
pub use trace::{Candidate, SlotTrace, explain};
pub use view::Ask;

/// The choices for one page view.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Choice {
    /// In page order; slots without a pick stay empty.
    pub picks: Vec<Pick>,
    /// Line items that could have been shown and were asked whether their pace allows it: what
    /// pacing counts as opportunities.
    pub opportunities: Vec<u32>,
    /// Those of them that their pace let through.
    pub passes: Vec<u32>,
}

/// Decides all slots of a page together.
pub fn decide(book: &Book, paces: &[Pace], ask: Ask<'_>) -> Choice {
    if ask.page.gate == Gate::Closed || ask.page.slots.is_empty() {
        return Choice::default();
    }
    let view = view::View::of(book, paces, ask);
    let numbers = 0..book.len() as u32;
    let chances: Vec<_> = numbers
        .filter_map(|number| view.chance(number).ok())
        .collect();
    let joining: Vec<_> = chances
        .iter()
        .filter(|one| view.passes_gate(one))
        .copied()
        .collect();
    Choice {
        picks: fill::fill(&view, &joining),
        opportunities: chances.iter().map(|one| one.number).collect(),
        passes: joining.iter().map(|one| one.number).collect(),
    }
}

#[cfg(test)]
mod tests;
