//! Why each slot was decided as it was: the decision made again from what it depended on, with the
//! rule that dropped each candidate.

use super::book::Book;
use super::fill::{Pick, compete, fill};
use super::pacing::Pace;
use super::view::{Ask, Chance, Dropped, View};
use crate::vocabulary::{CandidateOutcome, RoadblockMode};

/// How one slot was decided.
#[derive(Debug, Clone, PartialEq)]
pub struct SlotTrace {
    /// Place of the slot among those that were asked for.
    pub place: usize,
    /// What it shows.
    pub pick: Option<Pick>,
    /// All line items of the book, by number.
    pub candidates: Vec<Candidate>,
}

/// What happened to one line item in one slot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// Its number in the book.
    pub number: u32,
    /// What happened.
    pub outcome: CandidateOutcome,
    /// By what, such as the group of the targeting.
    pub detail: String,
}

/// Decides again, and says of each line item in each slot what happened to it.
pub fn explain(book: &Book, paces: &[Pace], ask: Ask<'_>) -> Vec<SlotTrace> {
    let view = View::of(book, paces, ask);
    let verdicts: Vec<_> = (0..book.len() as u32)
        .map(|number| view.chance(number))
        .collect();
    let joining: Vec<_> = verdicts
        .iter()
        .flatten()
        .filter(|one| view.passes_gate(one))
        .copied()
        .collect();
    let picks = fill(&view, &joining);
    let end = Ending {
        view: &view,
        picks: &picks,
    };
    let slots = 0..ask.page.slots.len().min(super::MAX_SLOTS);
    slots
        .map(|place| SlotTrace {
            place,
            pick: picks.iter().find(|pick| pick.place == place).copied(),
            candidates: (0..)
                .zip(&verdicts)
                .map(|(number, verdict)| {
                    let Dropped(outcome, detail) = end.outcome(place, number, verdict);
                    Candidate {
                        number,
                        outcome,
                        detail: detail.to_owned(),
                    }
                })
                .collect(),
        })
        .collect()
}

/// The page as it was filled.
struct Ending<'e, 'v> {
    view: &'e View<'v>,
    picks: &'e [Pick],
}

impl Ending<'_, '_> {
    fn outcome(&self, place: usize, number: u32, verdict: &Result<Chance, Dropped>) -> Dropped {
        use CandidateOutcome as Why;
        let aims_here = self.view.aim_of(number) & (1 << place) != 0;
        let chance = match verdict {
            Err(why @ Dropped(Why::State | Why::Flight, _)) => return *why,
            _ if !aims_here => return Dropped(Why::Targeting, "placements"),
            Err(why) => return *why,
            Ok(chance) => chance,
        };
        if chance.wanted & (1 << place) == 0 {
            return Dropped(Why::Excluded, "this placement");
        }
        if chance.slots & (1 << place) == 0 {
            return Dropped(Why::NoCreative, "no creative for this slot");
        }
        if !self.view.passes_gate(chance) {
            return Dropped(Why::Paced, "ahead of its plan");
        }
        self.lost(place, number)
    }

    /// Why one that took part does not have this slot, or that it has.
    fn lost(&self, place: usize, number: u32) -> Dropped {
        use CandidateOutcome as Why;
        let book = self.view.book;
        let here = self.picks.iter().find(|pick| pick.place == place);
        if here.is_some_and(|pick| pick.number == number) {
            return Dropped(Why::Won, "");
        }
        if self.picks.iter().any(|pick| pick.number == number) {
            return Dropped(Why::LostLottery, "in another slot of this page");
        }
        let shown = self
            .view
            .ask
            .viewer
            .shown
            .iter()
            .filter_map(|id| book.number(*id));
        let on_page = self.picks.iter().map(|pick| pick.number).chain(shown);
        if on_page
            .into_iter()
            .any(|other| compete(book, number, other))
        {
            return Dropped(Why::Competitor, "a rival is on this page");
        }
        let item = &book.items[number as usize];
        let placed: Vec<_> = self
            .picks
            .iter()
            .map(|pick| (pick.number, pick.creative))
            .collect();
        if self.view.room(item, &placed) == 0 {
            return Dropped(Why::Capped, "by what this page shows");
        }
        let tier = |number: u32| book.items[number as usize].sold.tier as u32;
        match here {
            Some(pick) if tier(pick.number) < tier(number) => Dropped(Why::LostTier, ""),
            Some(_) => Dropped(Why::LostLottery, ""),
            None if item.sold.roadblock == RoadblockMode::AllOrNone => {
                Dropped(Why::LostLottery, "not all of its slots were free")
            }
            None => Dropped(Why::LostLottery, "its share was not drawn"),
        }
    }
}
