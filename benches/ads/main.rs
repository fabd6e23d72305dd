//! What decisions on ads cost: `cargo bench --bench ads`. With `-- plot` it writes the picture of
//! the simulated four weeks to standard output instead.

#[path = "../pages/clock.rs"]
#[expect(dead_code, reason = "the bench of pages asks more of a clock")]
mod clock;
mod plot;
mod simulation;

use std::hint::black_box;

use masthead::ads::engine::{Ask, Book, History, LineItem, Moment, Pace, Seat, Viewer, decide};
use masthead::vocabulary::{DeviceClass, LineItemTier, Weekday};

use clock::Watch;
use simulation::sold::{line_item, page, section};
use simulation::{Dice, START, Weeks};

/// The kinds of places.
const PLACES: [&str; 3] = ["top", "in-article", "rail"];

fn main() -> Result<(), std::fmt::Error> {
    if std::env::args().any(|word| word == "plot") {
        print!("{}", plot::svg(&Weeks::live(1))?);
        return Ok(());
    }
    for count in [100, 1_000, 10_000] {
        measure(count);
    }
    Ok(())
}

/// Line items of a busy paper: a third for all places, some for one section, all with creatives.
fn sold(count: usize) -> Vec<LineItem> {
    let mut dice = Dice(count as u64);
    let tiers = LineItemTier::ALL;
    let one = |number| {
        let places = match (dice.roll() * 3.0) as usize {
            0 => &PLACES[..],
            1 => &PLACES[1..],
            _ => &PLACES[1..2],
        };
        let mut sold = line_item(number, tiers[(dice.roll() * 4.0) as usize], places);
        sold.goal.share_of_voice = Some(0.001);
        if dice.roll() < 0.5 {
            sold.targeting.sections = vec![section((dice.roll() * 4.0) as u128)];
        }
        sold
    };
    (1..=count as u128).map(one).collect()
}

fn measure(count: usize) {
    let before = resident();
    let book = Book::of(sold(count));
    let memory = resident().saturating_sub(before);
    let pace = Pace {
        gate: 0.3,
        score: 0.01,
        is_spent: false,
        quota: u64::MAX,
    };
    let paces = vec![pace; count];
    let page = page(section(1), DeviceClass::Desktop, &SLOTS);
    let (history, viewer) = (History::default(), Viewer::default());
    let seat = Seat::of(&history);
    let moment = Moment {
        at: START,
        weekday: Weekday::Monday,
        hour: 10,
    };
    let rounds = 2_000_000 / count as u128;
    let mut filled = 0;
    let watch = Watch::start();
    for request in 0..rounds {
        let ask = Ask {
            request,
            page: &page,
            viewer: &viewer,
            seat: &seat,
            moment,
        };
        filled += black_box(decide(&book, &paces, ask)).picks.len();
    }
    let each = watch.took().cpu.as_secs_f64() * 1e6 / rounds as f64;
    println!(
        "{count:>6} line items, 6 slots: {each:7.1} us of processor time a decision, {:.1} slots filled, {:.1} MiB",
        filled as f64 / rounds as f64,
        memory as f64 / 1024.0
    );
}

/// The places of the slots of a story.
const SLOTS: [&str; 6] = [
    "top",
    "in-article",
    "in-article",
    "in-article",
    "rail",
    "rail",
];

/// Memory of this process in KiB, where the system tells it.
fn resident() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok())
        .unwrap_or(0)
}
