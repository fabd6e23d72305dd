//! A capped visitor, whichever node serves them.

use std::collections::BTreeMap;

use masthead::ads::engine::Cap;
use masthead::ads::events::{HOUR_MS, Verdict};
use masthead::ads::serving::Decision;
use masthead::platform::clock::Instant;
use masthead::platform::ids::{DecisionId, LineItemId};
use masthead::vocabulary::{AdEventKind, CapScope, InvalidReason};
use sea_orm::{ConnectionTrait, Statement};
use uuid::Uuid;

use super::Nodes;
use crate::ad_serving::sold::{Offer, offer, order};
use crate::ad_volume::Dice;
use crate::support::{Newsroom, TestApp};
use crate::workflow_properties::seed;

const VISITORS: [&str; 5] = ["a", "b", "c", "d", "e"];
const STEPS: usize = 400;

/// What is capped, by the numbers of line items: those of one order share its cap.
struct Rule {
    of: Vec<u128>,
    cap: Cap,
}

/// Caps of line items and of an order, some drawn by lot.
async fn sell(app: &TestApp, dice: &mut Dice) -> Vec<Rule> {
    let mut cap = |scope| Cap {
        limit: 1 + dice.roll(3) as u32,
        window_ms: HOUR_MS / 2 * (1 + dice.roll(12) as i64),
        scope,
    };
    let (first, second, both) = (
        cap(CapScope::LineItem),
        cap(CapScope::LineItem),
        cap(CapScope::Campaign),
    );
    order(&app.app, 2, Vec::new()).await;
    order(&app.app, 3, vec![both]).await;
    offer(&app.app, Offer::remnant(4, 2, vec![first])).await;
    offer(&app.app, Offer::remnant(5, 3, vec![second])).await;
    // It may be shown as often as its order allows.
    offer(&app.app, Offer::remnant(6, 3, Vec::new())).await;
    let rule = |of: &[u128], cap| Rule {
        of: of.to_vec(),
        cap,
    };
    vec![rule(&[4], first), rule(&[5], second), rule(&[5, 6], both)]
}

/// What a visitor was shown.
type Shown = BTreeMap<DecisionId, (&'static str, LineItemId)>;

/// Readers come and go, at any node, and what they are shown is told late, twice or never.
async fn live(nodes: &Nodes, app: &TestApp, dice: &mut Dice) -> (Shown, usize) {
    let mut shown = Shown::new();
    let mut waiting: Vec<Decision> = Vec::new();
    let mut over = 0;
    for _ in 0..STEPS {
        let visitor = VISITORS[dice.roll(VISITORS.len() as u64) as usize];
        let came = match dice.roll(10) {
            // Two tabs at the same moment, each at its own node.
            0..3 => {
                let (one, other) = (nodes.some(dice), nodes.some(dice));
                let (one, other) = tokio::join!(
                    nodes.view(one, Some(visitor)),
                    nodes.view(other, Some(visitor))
                );
                [one, other].concat()
            }
            3..5 => nodes.view(nodes.some(dice), Some(visitor)).await,
            5..9 if !waiting.is_empty() => {
                dice.shuffle(&mut waiting);
                let (first, second) = (&waiting[0], &waiting[waiting.len() - 1]);
                let (at_first, at_second) = (nodes.some(dice), nodes.some(dice));
                let (first, second) =
                    tokio::join!(nodes.show(at_first, first), nodes.show(at_second, second));
                let is_over = |one| one == Verdict::Invalid(InvalidReason::OverCap);
                over += usize::from(is_over(first)) + usize::from(is_over(second));
                waiting.pop();
                Vec::new()
            }
            _ => {
                app.clock.advance(dice.roll(20 * 60_000) as i64);
                Vec::new()
            }
        };
        for one in came {
            shown.insert(one.id, (visitor, one.line_item));
            waiting.push(one);
        }
    }
    (shown, over)
}

/// What counts of the log, in the order of time.
async fn counted(app: &TestApp, shown: &Shown) -> Vec<(&'static str, LineItemId, Instant)> {
    let conn = app.app.db.reader();
    let sql = format!(
        "SELECT decision_id, at FROM ad_events WHERE kind = '{}' AND reason IS NULL ORDER BY at",
        AdEventKind::Impression
    );
    let rows = conn
        .query_all_raw(Statement::from_string(conn.get_database_backend(), sql))
        .await
        .unwrap();
    let of = |row: &sea_orm::QueryResult| {
        let decision = DecisionId(row.try_get_by::<Uuid, _>(0).unwrap());
        let (visitor, line_item) = shown[&decision];
        (visitor, line_item, Instant(row.try_get_by(1).unwrap()))
    };
    rows.iter().map(of).collect()
}

async fn keep_caps(app: TestApp, count: u64) {
    let seed = seed();
    println!("again: MASTHEAD_TEST_SEED={seed:016x}");
    let mut dice = Dice(seed);
    let rules = sell(&app, &mut dice).await;
    let nodes = Nodes::of(&app, count).await;

    let (shown, over) = live(&nodes, &app, &mut dice).await;

    let counted = counted(&app, &shown).await;
    let mut reached = 0;
    for visitor in VISITORS {
        for Rule { of, cap } in &rules {
            let of: Vec<LineItemId> = of
                .iter()
                .map(|number| crate::ad_serving::sold::id(*number))
                .collect();
            let times: Vec<_> = counted
                .iter()
                .filter(|(who, what, _)| *who == visitor && of.contains(what))
                .map(|(.., at)| *at)
                .collect();
            for at in &times {
                let within = |one: &&Instant| **one <= *at && one.plus_ms(cap.window_ms) > *at;
                let had = times.iter().filter(within).count();
                assert!(
                    had <= cap.limit as usize,
                    "{visitor}: {had} of {cap:?} at {at}, seed {seed:016x}"
                );
                reached += usize::from(had == cap.limit as usize);
            }
        }
    }
    // The caps were at work, and on two nodes there was something for the log to turn away.
    assert!(reached > 0, "no cap was ever reached, seed {seed:016x}");
    println!(
        "{} counted, {reached} at a cap, {over} turned away",
        counted.len()
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_visitor_is_never_counted_beyond_a_cap_on_one_node() {
    keep_caps(TestApp::sqlite(Newsroom::Demo).await, 1).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_visitor_is_never_counted_beyond_a_cap_on_two_nodes() {
    if let Some(app) = TestApp::postgres(Newsroom::Demo).await {
        keep_caps(app, 2).await;
    }
}
