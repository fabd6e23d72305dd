use proptest::prelude::*;

use super::super::*;
use super::random::*;
use crate::platform::clock::Instant;
use crate::platform::ids::*;
use crate::vocabulary::*;

/// A decision with all that it depends on.
struct Case {
    book: Book,
    page: Page,
    picks: Vec<Pick>,
}

impl Case {
    fn of(sold: Vec<LineItem>, page: Page, viewer: &Viewer, request: u128) -> Self {
        let book = Book::of(sold);
        let history = History::default();
        let seat = Seat::of(&history);
        let ask = Ask {
            request,
            page: &page,
            viewer,
            seat: &seat,
            moment: moment(NOW),
        };
        let picks = decide(&book, &open(&book), ask).picks;
        Self { book, page, picks }
    }

    fn items(&self) -> Vec<&LineItem> {
        self.picks
            .iter()
            .flat_map(|pick| self.book.line_item(pick.number))
            .collect()
    }
}

fn share<T: PartialEq>(one: &[T], other: &[T]) -> bool {
    one.iter().any(|value| other.contains(value))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn a_slot_gets_one_ad_and_a_line_item_comes_once_unless_it_is_a_roadblock(
        (sold, page, viewer, request) in (any_book(), any_page(), any_viewer(), any::<u128>()),
    ) {
        let case = Case::of(sold, page, &viewer, request);

        prop_assert!(case.picks.windows(2).all(|two| two[0].place < two[1].place));
        for item in case.items() {
            let times = case.items().iter().filter(|other| other.id == item.id).count();
            prop_assert!(times == 1 || item.roadblock != RoadblockMode::None);
            prop_assert!(!viewer.shown.contains(&item.id));
        }
    }

    #[test]
    fn rivals_never_meet(
        (sold, page, viewer, request) in (any_book(), any_page(), any_viewer(), any::<u128>()),
    ) {
        let case = Case::of(sold.clone(), page, &viewer, request);
        let shown = sold.iter().filter(|item| viewer.shown.contains(&item.id));
        let on_page: Vec<_> = case.items().into_iter().chain(shown).collect();

        for one in case.items() {
            for other in on_page.iter().filter(|other| other.id != one.id) {
                prop_assert!(!share(&one.exclusivity_groups, &other.exclusivity_groups));
                let rivals = one.advertiser != other.advertiser;
                prop_assert!(!rivals || !share(&one.categories, &other.categories));
            }
        }
    }

    #[test]
    fn a_flagged_page_gets_only_what_accepts_every_flag(
        (sold, page, viewer, request) in (any_book(), any_page(), any_viewer(), any::<u128>()),
    ) {
        let case = Case::of(sold, page, &viewer, request);

        for (pick, item) in case.picks.iter().zip(case.items()) {
            let accepts = |flag| item.accepts_sensitivity.contains(flag);
            prop_assert!(case.page.sensitivity.iter().all(accepts));
            let slot = &case.page.slots[pick.place];
            prop_assert!(!share(&slot.blocked_sensitivity, &case.page.sensitivity));
        }
    }

    #[test]
    fn what_is_shown_was_sold_for_the_page_and_speaks_its_languages(
        (sold, page, viewer, request) in (any_book(), any_page(), any_viewer(), any::<u128>()),
    ) {
        let case = Case::of(sold, page, &viewer, request);
        let page = &case.page;

        for (pick, item) in case.picks.iter().zip(case.items()) {
            let slot = &page.slots[pick.place];
            let is_in = |group: bool, empty: bool| group || empty;
            let (wanted, banned) = (&item.targeting, &item.exclusions);
            prop_assert!(matches!(item.state, LineItemState::Ready | LineItemState::Delivering));
            prop_assert!(page.gate != Gate::Closed);
            prop_assert!(page.gate == Gate::Open || item.tier == LineItemTier::House);
            prop_assert!(is_in(wanted.placements.contains(&slot.placement), wanted.placements.is_empty()));
            prop_assert!(is_in(share(&wanted.tags, &page.tags), wanted.tags.is_empty()));
            prop_assert!(is_in(share(&wanted.sections, &page.sections), wanted.sections.is_empty()));
            prop_assert!(is_in(share(&wanted.keywords, &page.words), wanted.keywords.is_empty()));
            prop_assert!(is_in(wanted.locales.contains(&page.locale), wanted.locales.is_empty()));
            prop_assert!(is_in(wanted.devices.contains(&page.device), wanted.devices.is_empty()));
            prop_assert!(!banned.placements.contains(&slot.placement));
            prop_assert!(!share(&banned.tags, &page.tags) && !share(&banned.sections, &page.sections));
            let creative = item.creatives.iter().find(|one| {
                one.id == pick.creative && one.variants.iter().any(|of| of.id == pick.variant)
            });
            let fits = creative.is_some_and(|creative| creative.variants.iter().any(|variant| {
                variant.id == pick.variant
                    && slot.sizes.contains(&variant.size)
                    && variant.locale.is_none_or(|one| page.ad_locales.contains(&one))
                    && viewer.viewport_width.is_none_or(|most| variant.size.width <= most)
            }));
            prop_assert!(fits);
        }
    }

    #[test]
    fn a_roadblock_of_all_or_none_has_all_of_its_slots(
        (sold, page, viewer, request) in (any_book(), any_page(), any_viewer(), any::<u128>()),
    ) {
        let case = Case::of(sold, page, &viewer, request);

        for item in case.items() {
            if item.roadblock != RoadblockMode::AllOrNone {
                continue;
            }
            for (place, slot) in case.page.slots.iter().enumerate() {
                let aims = &item.targeting.placements;
                let is_wanted = aims.is_empty() || aims.contains(&slot.placement);
                let is_out = item.exclusions.placements.contains(&slot.placement)
                    || share(&slot.blocked_sensitivity, &case.page.sensitivity);
                let is_had = case.picks.iter().any(|pick| {
                    pick.place == place && case.book.line_item(pick.number).map(|one| one.id) == Some(item.id)
                });
                prop_assert_eq!(is_had, is_wanted && !is_out);
            }
        }
    }

    #[test]
    fn the_same_request_is_decided_the_same_and_explained_to_the_letter(
        (sold, page, viewer, request) in (any_book(), any_page(), any_viewer(), any::<u128>()),
    ) {
        let book = Book::of(sold.clone());
        let again = Book::of(sold);
        let history = History::default();
        let seat = Seat::of(&history);
        let ask = Ask { request, page: &page, viewer: &viewer, seat: &seat, moment: moment(NOW) };

        let first = decide(&book, &open(&book), ask);

        prop_assert_eq!(&decide(&again, &open(&again), ask), &first);
        for trace in explain(&book, &open(&book), ask) {
            let pick = first.picks.iter().find(|pick| pick.place == trace.place).copied();
            prop_assert_eq!(trace.pick, pick);
            prop_assert_eq!(trace.candidates.len(), book.len());
            let won: Vec<_> = trace
                .candidates
                .iter()
                .filter(|one| one.outcome == CandidateOutcome::Won)
                .map(|one| one.number)
                .collect();
            prop_assert_eq!(won, pick.map(|pick| pick.number).into_iter().collect::<Vec<_>>());
        }
    }

    /// Page view after page view, seen at once, late or never: what counts stays below each cap.
    #[test]
    fn a_capped_visitor_never_exceeds_a_cap(
        sold in any_book(),
        views in prop::collection::vec((any_page(), any::<u128>(), 0_i64..40, 0_u8..4), 1..20),
    ) {
        let book = Book::of(sold);
        let viewer = Viewer { has_key: true, ..Viewer::default() };
        let mut visitor = Visitor::default();
        let mut now = NOW;
        for (page, request, minutes, seen) in views {
            now = now.plus_ms(minutes * 60_000);
            visitor.look(&book, &page, &viewer, request, now);
            if seen > 0 {
                visitor.see(&book, now.plus_ms(i64::from(seen - 1) * 90_000));
            }
        }
        visitor.check(&book)?;
    }
}

/// A visitor with what was chosen for him and what he has seen.
#[derive(Default)]
struct Visitor {
    history: History,
    waiting: Vec<Sighting>,
    seen: Vec<Sighting>,
}

impl Visitor {
    fn look(&mut self, book: &Book, page: &Page, viewer: &Viewer, request: u128, now: Instant) {
        let seat = Seat::of(&self.history);
        let ask = Ask {
            request,
            page,
            viewer,
            seat: &seat,
            moment: moment(now),
        };
        let choice = decide(book, &open(book), ask);
        for pick in choice.picks {
            let Some(item) = book.line_item(pick.number) else {
                continue;
            };
            let sighting = Sighting {
                decision: DecisionId(uuid(request.wrapping_add(pick.place as u128))),
                line_item: item.id,
                campaign: item.campaign,
                creative: pick.creative,
                at: now,
                is_seen: false,
            };
            self.history.reserve(sighting);
            self.waiting.push(sighting);
        }
    }

    fn see(&mut self, book: &Book, now: Instant) {
        for mut sighting in std::mem::take(&mut self.waiting) {
            sighting.at = now;
            let Some(item) = book
                .number(sighting.line_item)
                .and_then(|n| book.line_item(n))
            else {
                continue;
            };
            if self.history.see(sighting, &item.caps) == Seen::Counted {
                self.seen.push(sighting);
            }
        }
    }

    fn check(&self, book: &Book) -> Result<(), TestCaseError> {
        for item in book.line_items() {
            for cap in &item.caps {
                for one in self.seen.iter().filter(|one| one.line_item == item.id) {
                    let in_window = self.seen.iter().filter(|other| {
                        let is_same = match cap.scope {
                            CapScope::LineItem => other.line_item == one.line_item,
                            CapScope::Campaign => other.campaign == one.campaign,
                            CapScope::Creative => {
                                other.creative == one.creative && other.line_item == one.line_item
                            }
                        };
                        is_same && other.at <= one.at && other.at.plus_ms(cap.window_ms) > one.at
                    });
                    prop_assert!(in_window.count() <= cap.limit as usize);
                }
            }
        }
        Ok(())
    }
}
