//! Days of readers, robots and forgers, made up from a seed, with what each event must become.

use std::collections::BTreeMap;

use masthead::ads::events::{self, Claims, Door, Facets, HOUR_MS};
use masthead::app::Keys;
use masthead::platform::clock::Instant;
use masthead::platform::ids::{
    CreativeId, DecisionId, LineItemId, PlacementId, SectionId, VariantId,
};
use masthead::vocabulary::{AdEventKind, ArticleKind, DeviceClass};
use serde_json::{Value as Json, json};
use uuid::Uuid;

use AdEventKind::{Click, Impression, Viewable};

/// The most events of one report.
const TOGETHER: usize = 100;
const REPORT: &str = "mutation($events: [AdEventInput!]!) {
    adEventsReport(events: $events) { accepted rejected userErrors { message } } }";

/// One thing that happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct What {
    pub decision: Uuid,
    /// As the log has it.
    pub kind: &'static str,
}

impl What {
    fn of(decision: DecisionId, kind: AdEventKind) -> Self {
        Self {
            decision: decision.0,
            kind: kind.as_str(),
        }
    }

    pub fn impression(decision: Uuid) -> Self {
        Self::of(DecisionId(decision), Impression)
    }

    pub fn is_impression(&self) -> bool {
        self.kind == Impression.as_str()
    }
}

/// Who tells of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Client {
    Reader,
    Robot,
    /// A browser that renders ahead of its reader.
    Ahead,
    /// A program that is no browser.
    Program,
}

impl Client {
    const ALL: [Self; 4] = [Self::Reader, Self::Robot, Self::Ahead, Self::Program];

    /// Its lines in the head of a request.
    pub const fn head(self) -> &'static str {
        const FIREFOX: &str = "user-agent: Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0\r\n";
        match self {
            Self::Reader => FIREFOX,
            Self::Robot => {
                "user-agent: Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)\r\n"
            }
            Self::Ahead => {
                "user-agent: Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0\r\nsec-purpose: prefetch;prerender\r\n"
            }
            Self::Program => "user-agent: NetNews/3.1\r\n",
        }
    }
}

/// An event on its way.
#[derive(Debug, Clone)]
struct Told {
    /// `None` of what is to be turned away.
    what: Option<What>,
    client: Client,
    token: String,
    kind: AdEventKind,
    at: Instant,
}

/// One request, with what it tells.
#[derive(Debug, Clone)]
pub struct Request {
    pub line: String,
    pub client: Client,
    pub body: String,
    pub whats: Vec<What>,
    pub rejected: usize,
}

impl Request {
    /// Several events of one client.
    fn report(client: Client, told: &[Told]) -> Self {
        let events: Vec<Json> = told
            .iter()
            .map(|one| json!({ "token": one.token, "kind": one.kind.as_str(), "at": one.at.to_string() }))
            .collect();
        let whats: Vec<_> = told.iter().filter_map(|one| one.what).collect();
        Self {
            line: "POST /graphql".to_owned(),
            client,
            body: json!({ "query": REPORT, "variables": { "events": events } }).to_string(),
            rejected: told.len() - whats.len(),
            whats,
        }
    }
}

/// Everything that is told, and what must come of it.
pub struct Day {
    pub requests: Vec<Request>,
    /// Some of it told again, as of another day.
    pub replays: Vec<Request>,
    /// The reason that each thing must have, empty of what counts; `None` of a viewable one, which
    /// goes as its impression goes.
    pub wanted: BTreeMap<What, Option<&'static str>>,
}

/// Random numbers that one seed always gives again (splitmix64).
pub struct Dice(pub u64);

impl Dice {
    pub fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % sides
    }

    /// Whether one of so many times of a hundred has come.
    fn is(&mut self, percent: u64) -> bool {
        self.roll(100) < percent
    }

    fn one<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.roll(of.len() as u64) as usize]
    }

    fn ms(&mut self, hours: i64) -> i64 {
        self.roll((hours * HOUR_MS) as u64) as i64
    }

    pub fn shuffle<T>(&mut self, all: &mut [T]) {
        for place in (1..all.len()).rev() {
            all.swap(place, self.roll(place as u64 + 1) as usize);
        }
    }
}

/// Makes up a day.
struct Maker<'m> {
    dice: Dice,
    keys: &'m Keys,
    forger: Keys,
    sold: &'m [LineItemId],
    now: Instant,
    told: Vec<Told>,
    at_doors: Vec<Request>,
    wanted: BTreeMap<What, Option<&'static str>>,
}

impl Day {
    /// So many events of the last days before `now`, about what was sold.
    pub fn live(
        seed: u64,
        (keys, sold): (&Keys, &[LineItemId]),
        now: Instant,
        events: usize,
    ) -> Self {
        let mut maker = Maker {
            dice: Dice(seed),
            keys,
            forger: Keys::in_memory().unwrap(),
            sold,
            now,
            told: Vec::with_capacity(events + 16),
            at_doors: Vec::new(),
            wanted: BTreeMap::new(),
        };
        let mut number = 0;
        while maker.told.len() + maker.at_doors.len() < events {
            number += 1;
            if number % 40 == 0 {
                maker.visit(number);
            } else {
                maker.decision(number);
            }
        }
        maker.day()
    }
}

impl Maker<'_> {
    fn claims(&mut self, number: u128, device: DeviceClass, issued: Instant) -> Claims {
        let id = |kind: u128, number: u64| Uuid::from_u128(kind << 64 | u128::from(number));
        let hours = if device == DeviceClass::App { 24 } else { 1 };
        let dice = &mut self.dice;
        Claims {
            door: Door::Event(Impression),
            decision: DecisionId(Uuid::from_u128(9 << 64 | number)),
            facets: Facets {
                line_item: Some(dice.one(self.sold)),
                creative: Some(CreativeId(id(2, dice.roll(5)))),
                placement: PlacementId(id(3, dice.roll(4))),
                locale: dice.one(&["uk", "ru", "en"]).parse().unwrap(),
                section: dice.is(80).then(|| SectionId(id(4, dice.roll(6)))),
                article_kind: dice
                    .is(70)
                    .then(|| dice.one(&[ArticleKind::News, ArticleKind::Opinion])),
                device,
            },
            variant: VariantId(id(5, dice.roll(9))),
            visitor: dice.is(30).then(|| dice.roll(2_000) as i64),
            issued,
            expires: issued.plus_ms(hours * HOUR_MS),
            is_staff: dice.is(1),
        }
    }

    fn token(&self, claims: &Claims, kind: AdEventKind) -> String {
        let door = Door::Event(kind);
        events::seal(self.keys, &Claims { door, ..*claims }).unwrap()
    }

    /// A decision of the last days, and all that is told of it by reports.
    fn decision(&mut self, number: u128) {
        let device = self.dice.one(&[
            DeviceClass::Desktop,
            DeviceClass::MobileWeb,
            DeviceClass::App,
        ]);
        let is_too_late = self.dice.is(2);
        let ago = if is_too_late {
            // Longer than a week after the last hour in which it was good.
            9 * 24 * HOUR_MS + self.dice.ms(24)
        } else {
            26 * HOUR_MS + self.dice.ms(4 * 24)
        };
        let issued = self.now.plus_ms(-ago);
        let claims = self.claims(number, device, issued);
        let client = match self.dice.roll(100) {
            0..5 => Client::Robot,
            5..8 => Client::Ahead,
            8..10 => Client::Program,
            _ => Client::Reader,
        };
        let is_expired = self.dice.is(4);
        let at = if is_expired {
            claims.expires.plus_ms(1_000 + self.dice.ms(1))
        } else {
            issued.plus_ms(self.dice.ms(1) * 9 / 10)
        };
        let is_known = |what| Some(what).filter(|_| !is_too_late);
        let own = reason(&claims, client, is_expired);
        let tell = |maker: &mut Self, kind, at, wanted| {
            let what = What::of(claims.decision, kind);
            let token = maker.token(&claims, kind);
            let one = Told {
                what: is_known(what),
                client,
                token,
                kind,
                at,
            };
            if is_known(what).is_some() {
                maker.wanted.insert(what, wanted);
            }
            maker.push(one);
        };
        let is_shown = !self.dice.is(1);
        if is_shown {
            tell(self, Impression, at, Some(own));
        }
        if self.dice.is(50) || !is_shown {
            let wanted = Some(own).filter(|own| !own.is_empty());
            tell(self, Viewable, at, wanted);
        }
        if self.dice.is(4) {
            tell(self, Click, at, Some(own));
        }
        self.forge(&claims, client, at);
    }

    /// Tokens of other keys, and one that is told as something else than it is.
    fn forge(&mut self, claims: &Claims, client: Client, at: Instant) {
        let told = |token, kind| Told {
            what: None,
            client,
            token,
            kind,
            at,
        };
        if self.dice.is(3) {
            let token = events::seal(&self.forger, claims).unwrap();
            self.push(told(token, Impression));
        }
        if self.dice.is(1) {
            let token = self.token(claims, Impression);
            self.push(told(token, Click));
        }
    }

    /// Something to tell, twice or three times if it comes so.
    fn push(&mut self, told: Told) {
        while self.dice.is(30) {
            self.told.push(told.clone());
        }
        self.told.push(told);
    }

    /// A decision of this moment, told at the addresses that browsers ask.
    fn visit(&mut self, number: u128) {
        let claims = self.claims(number, DeviceClass::Desktop, self.now);
        let client = self
            .dice
            .one(&[Client::Reader, Client::Reader, Client::Ahead, Client::Robot]);
        let own = reason(&claims, client, false);
        let (query, own) = match self.dice.roll(10) {
            0 if own.is_empty() => ("?w=1&h=1", "UNSEEN"),
            1..4 => ("?m=0", own),
            _ => ("?w=300&h=250", own),
        };
        let what = What::of(claims.decision, Impression);
        let line = format!("GET /ads/i/{}{query}", self.token(&claims, Impression));
        self.wanted.insert(what, Some(own));
        let of = |line, what| Request {
            line,
            client,
            body: String::new(),
            whats: vec![what],
            rejected: 0,
        };
        self.at_doors.push(of(line, what));
        if self.dice.is(50) {
            let seen = What::of(claims.decision, Viewable);
            let line = format!("POST /ads/v/{}", self.token(&claims, Viewable));
            let own = reason(&claims, client, false);
            self.wanted
                .insert(seen, Some(own).filter(|own| !own.is_empty()));
            self.at_doors.push(of(line, seen));
        }
    }

    fn day(mut self) -> Day {
        self.dice.shuffle(&mut self.told);
        let mut requests = std::mem::take(&mut self.at_doors);
        let mut replays = Vec::new();
        for client in Client::ALL {
            let of: Vec<_> = self
                .told
                .iter()
                .filter(|one| one.client == client)
                .cloned()
                .collect();
            requests.extend(
                of.chunks(TOGETHER)
                    .map(|some| Request::report(client, some)),
            );
            let later = of.iter().filter(|one| one.what.is_some()).step_by(10);
            let later: Vec<_> = later
                .map(|one| Told {
                    at: one.at.plus_ms(24 * HOUR_MS),
                    ..one.clone()
                })
                .collect();
            replays.extend(
                later
                    .chunks(TOGETHER)
                    .map(|some| Request::report(client, some)),
            );
        }
        self.dice.shuffle(&mut requests);
        Day {
            requests,
            replays,
            wanted: self.wanted,
        }
    }
}

/// What speaks against an event, told by itself.
fn reason(claims: &Claims, client: Client, is_expired: bool) -> &'static str {
    let is_app = claims.facets.device == DeviceClass::App;
    match client {
        _ if claims.is_staff => "STAFF",
        Client::Ahead => "PREFETCH",
        Client::Robot if !is_app => "ROBOT",
        Client::Program if !is_app => "NOT_A_BROWSER",
        _ if is_expired => "EXPIRED",
        _ => "",
    }
}
