//! What was promised, through the real stock, events and leases, in one long day of readers. Four
//! weeks of them are lived through in memory (`ads_delivery.rs`).

use std::collections::BTreeMap;

use masthead::ads::events::Verdict;
use masthead::ads::serving::Decision;
use masthead::platform::ids::LineItemId;
use masthead::vocabulary::{GoalMetric, LineItemTier, Pacing};

use super::Nodes;
use crate::ad_serving::sold::{Offer, offer, order};
use crate::ad_volume::Dice;
use crate::support::{Newsroom, START, TestApp};

/// Minutes of the flight.
const MINUTES: usize = 300;
/// Page views of a minute on average.
const VIEWS: f64 = 15.0;
/// Ads of a hundred that are shown.
const SHOWN: u64 = 90;

const EVEN: i64 = 900;
const FRONT: i64 = 800;
const ASAP: i64 = 500;
const SHARE: f64 = 0.3;

async fn sell(app: &TestApp) -> [LineItemId; 4] {
    order(&app.app, 2, Vec::new()).await;
    let end = START.plus_ms(MINUTES as i64 * 60_000);
    let sold = |number, tier, goal, pacing| Offer {
        tier,
        goal,
        pacing,
        flight: (START, Some(end)),
        ..Offer::remnant(number, 2, Vec::new())
    };
    let quantity = |number, quantity, pacing| {
        let goal = (GoalMetric::Impressions, Some(quantity), None);
        sold(number, LineItemTier::Standard, goal, pacing)
    };
    let share = (GoalMetric::ShareOfVoice, None, Some(SHARE));
    let sponsor = sold(11, LineItemTier::Sponsorship, share, Pacing::Even);
    // Whatever nobody paid for goes to what promises nothing.
    offer(&app.app, Offer::remnant(15, 2, Vec::new())).await;
    [
        offer(&app.app, sponsor).await,
        offer(&app.app, quantity(12, EVEN, Pacing::Even)).await,
        offer(&app.app, quantity(13, FRONT, Pacing::Frontloaded)).await,
        offer(&app.app, quantity(14, ASAP, Pacing::Asap)).await,
    ]
}

/// What came of it.
#[derive(Default)]
struct Course {
    views: u64,
    /// Choices and counted impressions.
    chosen: BTreeMap<LineItemId, i64>,
    counted: BTreeMap<LineItemId, i64>,
    /// Counted in the first half of the readers.
    by_half: BTreeMap<LineItemId, i64>,
}

async fn live(nodes: &Nodes, app: &TestApp) -> Course {
    let mut dice = Dice(2026);
    let mut course = Course::default();
    let mut due = 0.0;
    for minute in 0..MINUTES {
        // More readers at midday than at its ends; the nodes know nothing of it beforehand.
        let wave = (minute as f64 / MINUTES as f64 * std::f64::consts::PI).sin();
        due += VIEWS * (0.6 + 0.63 * wave);
        let mut shown: Vec<Decision> = Vec::new();
        while due >= 1.0 {
            due -= 1.0;
            course.views += 1;
            for one in nodes.view(nodes.some(&mut dice), None).await {
                *course.chosen.entry(one.line_item).or_default() += 1;
                if dice.roll(100) < SHOWN {
                    shown.push(one);
                }
            }
        }
        // A browser tells whichever node it reaches.
        let told = shown
            .iter()
            .map(|one| nodes.show(nodes.some(&mut dice), one));
        let told: Vec<_> = told.collect();
        app.clock.advance(30_000);
        let told = async_graphql::futures_util::future::join_all(told).await;
        for (one, verdict) in shown.iter().zip(told) {
            assert_eq!(verdict, Verdict::Counted);
            *course.counted.entry(one.line_item).or_default() += 1;
        }
        app.clock.advance(30_000);
        if minute == MINUTES / 2 {
            course.by_half = course.counted.clone();
        }
    }
    course
}

async fn keep_promises(app: TestApp, count: u64) {
    let [sponsor, even, front, asap] = sell(&app).await;
    let nodes = Nodes::of(&app, count).await;

    let course = live(&nodes, &app).await;

    let had = |of: &BTreeMap<LineItemId, i64>, id: LineItemId| of.get(&id).copied().unwrap_or(0);
    for (name, id, goal) in [
        ("even", even, EVEN),
        ("front", front, FRONT),
        ("asap", asap, ASAP),
    ] {
        let counted = had(&course.counted, id);
        println!(
            "{count} nodes, {name}: {counted} of {goal}, {} by half",
            had(&course.by_half, id)
        );
        assert!(counted <= goal, "{name}: {counted} of {goal}");
        assert!(
            counted as f64 >= 0.98 * goal as f64,
            "{name}: {counted} of {goal}"
        );
    }
    // So few page views are drawn a percent to one side or the other.
    let share = had(&course.chosen, sponsor) as f64 / course.views as f64;
    println!(
        "{count} nodes, share of voice: {share:.4} of {} views",
        course.views
    );
    assert!((share - SHARE).abs() <= 0.015, "share of voice: {share}");
    let of_half = |id, goal| had(&course.by_half, id) as f64 / goal as f64;
    assert!(
        (of_half(even, EVEN) - 0.5).abs() <= 0.05,
        "{}",
        of_half(even, EVEN)
    );
    assert!(
        (of_half(front, FRONT) - 0.625).abs() <= 0.05,
        "{}",
        of_half(front, FRONT)
    );
    assert!(of_half(asap, ASAP) >= 0.98, "{}", of_half(asap, ASAP));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_node_keeps_what_was_promised() {
    keep_promises(TestApp::sqlite(Newsroom::Demo).await, 1).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_nodes_keep_what_was_promised_together() {
    if let Some(app) = TestApp::postgres(Newsroom::Demo).await {
        keep_promises(app, 2).await;
    }
}
