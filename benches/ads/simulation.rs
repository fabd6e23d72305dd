//! Four weeks of a newsroom's traffic, lived through by one node or by several: what the decisions
//! of the engine make of what was sold. Nothing in it depends on the machine or the hour.

use masthead::ads::engine::{
    Ask, Book, Curve, History, Moment, Pace, Page, Pool, Profile, Progress, Seat, Supply, TICK_MS,
    Viewer, decide, pace,
};
use masthead::platform::clock::Instant;
use masthead::vocabulary::{DeviceClass, GoalMetric, Weekday};

#[path = "sold.rs"]
pub mod sold;

/// A Monday, 2026-07-13T00:00:00.
pub const START: Instant = Instant(1_783_900_800_000);
pub const DAYS: i64 = 28;
const HOUR_MS: i64 = 3_600_000;
const DAY_MS: i64 = 24 * HOUR_MS;
/// Page views of an hour of average traffic.
const VIEWS_PER_HOUR: f64 = 600.0;
/// Of the chosen ads, this part comes to be shown.
const SHOWN: f64 = 0.92;
/// Of the shown ones, this part can be seen.
const VIEWABLE: f64 = 0.64;

/// Numbers that look random and are the same in every run (SplitMix64).
pub struct Dice(pub u64);

impl Dice {
    pub fn roll(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let bits = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((bits ^ (bits >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// About normal: mean 0, deviation 1.
    fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.roll()).sum::<f64>() - 6.0
    }
}

/// Readers of each hour of the four weeks: a day's curve, weekends, better and worse days, and one
/// evening of great news.
pub fn traffic(seed: u64) -> Vec<f64> {
    const DAY: [f64; 24] = [
        0.35, 0.22, 0.15, 0.12, 0.14, 0.30, 0.75, 1.25, 1.55, 1.60, 1.50, 1.45, 1.45, 1.40, 1.30,
        1.25, 1.25, 1.30, 1.40, 1.50, 1.45, 1.25, 0.90, 0.57,
    ];
    let mut dice = Dice(seed);
    let mut hours = Vec::new();
    for day in 0..DAYS as usize {
        let weekend = if day % 7 >= 5 { 0.7 } else { 1.1 };
        let luck = (0.15 * dice.normal()).exp();
        for (hour, curve) in DAY.iter().enumerate() {
            let news = if day == 11 && (18..23).contains(&hour) {
                3.0
            } else {
                1.0
            };
            let noise = (0.10 * dice.normal()).exp();
            hours.push(curve * weekend * luck * noise * news);
        }
    }
    hours
}

/// The profile of the four weeks before, which were other weeks.
fn profile() -> Profile {
    let mut counts = [0.0; 168];
    for (hour, views) in traffic(77).into_iter().enumerate() {
        counts[hour % 168] += views;
    }
    Profile::of(&counts)
}

/// What came of one line item.
#[derive(Debug, Clone, Default)]
pub struct Course {
    pub name: &'static str,
    pub goal: Option<u64>,
    /// Units of its goal.
    pub delivered: u64,
    /// Page views that it was chosen for, and that it could have been chosen for.
    pub won: u64,
    pub chances: u64,
    /// `delivered` at the end of each hour.
    pub by_hour: Vec<u64>,
    /// Part of its plan at the end of each hour, were the traffic as the profile says.
    pub planned: Vec<f64>,
}

/// An ad on its way to a screen.
struct OnTheWay {
    number: usize,
    node: usize,
    /// The minute in which it is shown or given up.
    minute: i64,
    units: u64,
}

/// A node: what it may do until the next reckoning.
struct Node {
    paces: Vec<Pace>,
    left: Vec<u64>,
}

/// The four weeks.
pub struct Weeks {
    book: Book,
    curves: Vec<Curve>,
    supplies: Vec<Supply>,
    seen: Vec<[u64; 3]>,
    pools: Vec<Pool>,
    courses: Vec<Course>,
    nodes: Vec<Node>,
    on_the_way: Vec<OnTheWay>,
    dice: Dice,
    requests: u128,
}

impl Weeks {
    /// Lives through them with so many nodes.
    pub fn live(nodes: usize) -> Vec<Course> {
        let (names, items): (Vec<_>, Vec<_>) = sold::all().into_iter().unzip();
        let book = Book::of(items);
        let profile = profile();
        let hours = |number| book.hours(number).copied().unwrap_or_default();
        let numbers = 0..book.len() as u32;
        let mut weeks = Self {
            curves: numbers
                .map(|number| profile.curve(&hours(number)))
                .collect(),
            supplies: vec![Supply::guess(VIEWS_PER_HOUR); book.len()],
            seen: vec![[0; 3]; book.len()],
            pools: book
                .line_items()
                .map(|one| Pool::new(one.goal.quantity.unwrap_or(u64::MAX)))
                .collect(),
            courses: names
                .into_iter()
                .zip(book.line_items())
                .map(|(name, one)| Course {
                    name,
                    goal: one.goal.quantity,
                    ..Course::default()
                })
                .collect(),
            nodes: (0..nodes)
                .map(|_| Node {
                    paces: Vec::new(),
                    left: Vec::new(),
                })
                .collect(),
            on_the_way: Vec::new(),
            dice: Dice(2026),
            requests: 0,
            book,
        };
        for (hour, views) in (0..).zip(traffic(1)) {
            weeks.hour(hour, views * VIEWS_PER_HOUR);
        }
        weeks.courses
    }

    fn hour(&mut self, hour: i64, views: f64) {
        let mut due = 0.0;
        for minute in hour * 60..(hour + 1) * 60 {
            let now = START.plus_ms(minute * TICK_MS);
            self.arrive(minute);
            self.reckon(now);
            due += views / 60.0 * (1.0 + 0.3 * self.dice.normal());
            while due >= 1.0 {
                due -= 1.0;
                self.view(now, minute);
            }
        }
        let until = START.plus_ms((hour + 1) * HOUR_MS);
        for (number, course) in self.courses.iter_mut().enumerate() {
            let Some(flight) = self.book.line_item(number as u32).map(|one| &one.flight) else {
                continue;
            };
            let end = flight.end.unwrap_or(until);
            let curve = &self.curves[number];
            course.by_hour.push(course.delivered);
            course
                .planned
                .push(curve.mass(flight.start, until.min(end)) / curve.mass(flight.start, end));
        }
    }

    /// Ads that are shown in this minute, or are given up.
    fn arrive(&mut self, minute: i64) {
        let here = self.on_the_way.extract_if(.., |one| one.minute <= minute);
        for one in here {
            self.courses[one.number].delivered += one.units;
            self.seen[one.number][2] += one.units;
            self.pools[one.number].count(one.node as u64, one.units);
        }
    }

    /// What each node does once a minute: it learns, reckons the paces and renews its leases.
    fn reckon(&mut self, now: Instant) {
        for number in 0..self.book.len() {
            let Some(sold) = self.book.line_item(number as u32) else {
                continue;
            };
            let [chances, passes, delivered] = std::mem::take(&mut self.seen[number]);
            let mass = self.curves[number].mass(now.plus_ms(-TICK_MS), now);
            if now >= sold.flight.start.plus_ms(TICK_MS) {
                self.supplies[number].learn(mass, chances, passes, delivered);
            }
            let waiting = |node: Option<usize>| {
                let is_of = |one: &&OnTheWay| {
                    one.number == number && node.is_none_or(|node| node == one.node)
                };
                self.on_the_way.iter().filter(is_of).count() as u64
            };
            let progress = Progress {
                delivered: self.courses[number].delivered,
                reserved: waiting(None),
                supply: self.supplies[number],
                is_budget_spent: false,
                ecpm_micros: 1_000_000.0,
            };
            let pace = pace(sold, &self.curves[number], &progress, (now, 0));
            let shares: Vec<_> = (0..self.nodes.len())
                .map(|node| waiting(Some(node)))
                .collect();
            for (node, (own, waits)) in self.nodes.iter_mut().zip(shares).enumerate() {
                let wanted = pace.quota.saturating_add(waits);
                let leased =
                    self.pools[number].take(node as u64, wanted, now, now.plus_ms(2 * TICK_MS));
                own.paces.resize(self.book.len(), Pace::default());
                own.left.resize(self.book.len(), 0);
                own.left[number] = leased.saturating_sub(waits);
                own.paces[number] = Pace {
                    is_spent: pace.is_spent || own.left[number] == 0,
                    ..pace
                };
            }
        }
    }

    /// One reader opens one page.
    fn view(&mut self, now: Instant, minute: i64) {
        self.requests += 1;
        let at = (self.dice.roll() * self.nodes.len() as f64) as usize;
        let page = page(self.dice.roll());
        let history = History::default();
        let seat = Seat::of(&history);
        let viewer = Viewer::default();
        let ask = Ask {
            request: self.requests,
            page: &page,
            viewer: &viewer,
            seat: &seat,
            moment: moment(now),
        };
        let choice = decide(&self.book, &self.nodes[at].paces, ask);
        for number in choice.opportunities {
            self.courses[number as usize].chances += 1;
            self.seen[number as usize][0] += 1;
        }
        for number in choice.passes {
            self.seen[number as usize][1] += 1;
        }
        for pick in choice.picks {
            self.choose(at, pick.number as usize, minute);
        }
    }

    fn choose(&mut self, node: usize, number: usize, minute: i64) {
        self.courses[number].won += 1;
        let own = &mut self.nodes[node];
        own.left[number] = own.left[number].saturating_sub(1);
        own.paces[number].is_spent |= own.left[number] == 0;
        let is_shown = self.dice.roll() < SHOWN;
        let is_seen = self.dice.roll() < VIEWABLE;
        let metric = self
            .book
            .line_item(number as u32)
            .map(|one| one.goal.metric);
        let units = match metric {
            Some(GoalMetric::ViewableImpressions) => is_shown && is_seen,
            _ => is_shown,
        };
        let delay = if is_shown { 1 } else { 2 };
        self.on_the_way.push(OnTheWay {
            number,
            node,
            minute: minute + delay,
            units: u64::from(units),
        });
    }
}

/// A page of one of four sections, on a telephone or a desk.
fn page(lot: f64) -> Page {
    let section = (lot * 4.0) as u128;
    let device = if (lot * 40.0).fract() < 0.7 {
        DeviceClass::MobileWeb
    } else {
        DeviceClass::Desktop
    };
    let slots = ["top", "in-article", "in-article", "rail"];
    sold::page(sold::section(section), device, &slots)
}

fn moment(at: Instant) -> Moment {
    let since = at.0 - START.0;
    let weekday = Weekday::ALL[(since / DAY_MS % 7) as usize];
    Moment {
        at,
        weekday,
        hour: (since / HOUR_MS % 24) as u8,
    }
}
