use uuid::Uuid;

use super::*;
use crate::platform::ids::{PlacementId, VariantId};
use crate::vocabulary::DeviceClass;
use AdEventKind::{Click, Impression, Viewable};

const NOW: Instant = Instant(1_783_756_680_000);

fn event(decision: u128, kind: AdEventKind) -> Event {
    let id = Uuid::from_u128(1);
    Event {
        decision: DecisionId(Uuid::from_u128(decision)),
        kind,
        facets: Facets {
            line_item: Some(LineItemId(id)),
            creative: Some(CreativeId(id)),
            placement: PlacementId(id),
            locale: "uk".parse().unwrap(),
            section: None,
            article_kind: None,
            device: DeviceClass::Desktop,
        },
        variant: VariantId(id),
        visitor: None,
        decided_at: NOW,
        at: NOW,
        received_at: NOW,
        is_measurable: true,
        reason: None,
        capped: None,
    }
}

fn total(ledger: &Ledger) -> Counts {
    let mut sum = Counts::default();
    ledger
        .written
        .counts
        .values()
        .for_each(|counts| sum += *counts);
    sum
}

#[test]
fn the_first_of_a_kind_wins_whatever_comes_after() {
    let mut ledger = Ledger::default();
    let robot = Event {
        reason: Some(InvalidReason::Robot),
        ..event(1, Impression)
    };

    assert_eq!(ledger.take(robot), Verdict::Invalid(InvalidReason::Robot));
    assert_eq!(ledger.take(event(1, Impression)), Verdict::Again);
    assert_eq!(ledger.take(event(1, Click)), Verdict::Counted);
    assert_eq!(ledger.take(event(1, Click)), Verdict::Again);

    let wanted = Counts {
        clicks: 1,
        invalid: 1,
        ..Counts::default()
    };
    assert_eq!(total(&ledger), wanted);
    assert_eq!(ledger.written.events.len(), 2);
}

#[test]
fn what_is_seen_waits_ten_minutes_for_its_impression() {
    let mut ledger = Ledger::default();
    assert_eq!(
        ledger.take(event(1, Viewable)),
        Verdict::Invalid(InvalidReason::Held)
    );
    assert_eq!(total(&ledger), Counts::default());

    let in_time = Event {
        received_at: NOW.plus_ms(HELD_MS),
        ..event(1, Impression)
    };
    assert_eq!(ledger.take(in_time), Verdict::Counted);

    let wanted = Counts {
        impressions: 1,
        measurable: 1,
        viewable: 1,
        ..Counts::default()
    };
    assert_eq!(total(&ledger), wanted);
    assert!(
        ledger
            .written
            .events
            .iter()
            .all(|event| event.reason.is_none())
    );
    assert!(ledger.written.settled.is_empty());
}

#[test]
fn one_of_an_earlier_batch_is_settled_and_a_late_one_is_left() {
    let held = |decision| {
        let event = event(decision, Viewable);
        let logged = Logged {
            facets: event.facets,
            at: NOW,
            received_at: NOW,
            reason: Some(InvalidReason::Held),
        };
        ((event.decision, Viewable), logged)
    };
    let mut ledger = Ledger::of([held(1), held(2), held(3)], Vec::new());

    ledger.take(event(1, Impression));
    ledger.take(Event {
        reason: Some(InvalidReason::Robot),
        ..event(2, Impression)
    });
    ledger.take(Event {
        received_at: NOW.plus_ms(HELD_MS + 1),
        ..event(3, Impression)
    });

    let settled = [
        (event(1, Viewable).decision, None),
        (
            event(2, Viewable).decision,
            Some(InvalidReason::InvalidImpression),
        ),
    ];
    assert_eq!(ledger.written.settled, settled);
    let wanted = Counts {
        impressions: 2,
        measurable: 2,
        viewable: 1,
        invalid: 2,
        ..Counts::default()
    };
    assert_eq!(total(&ledger), wanted);
}

#[test]
fn what_is_seen_of_an_invalid_impression_is_invalid() {
    let mut ledger = Ledger::default();
    ledger.take(Event {
        reason: Some(InvalidReason::Prefetch),
        ..event(1, Impression)
    });

    assert_eq!(
        ledger.take(event(1, Viewable)),
        Verdict::Invalid(InvalidReason::InvalidImpression)
    );
}

#[test]
fn impressions_beyond_a_cap_do_not_count_and_those_of_others_do() {
    let cap = Cap {
        limit: 2,
        window_ms: 1_000,
        scope: CapScope::LineItem,
    };
    let capped = |decision, visitor, at| Event {
        visitor: Some(visitor),
        capped: Some((CampaignId(Uuid::from_u128(1)), vec![cap])),
        at,
        ..event(decision, Impression)
    };
    let mut ledger = Ledger::default();

    assert_eq!(ledger.take(capped(1, 7, NOW)), Verdict::Counted);
    assert_eq!(ledger.take(capped(2, 7, NOW)), Verdict::Counted);
    let over = Verdict::Invalid(InvalidReason::OverCap);
    assert_eq!(ledger.take(capped(3, 7, NOW.plus_ms(999))), over);
    assert_eq!(ledger.take(capped(4, 8, NOW)), Verdict::Counted);
    assert_eq!(
        ledger.take(capped(5, 7, NOW.plus_ms(1_000))),
        Verdict::Counted
    );
    assert_eq!(ledger.written.sightings.len(), 4);

    let mut next = Ledger::of([], std::mem::take(&mut ledger.written.sightings));
    assert_eq!(next.take(capped(6, 7, NOW.plus_ms(500))), over);
}
