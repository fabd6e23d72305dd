//! What a front is to be, and what makes that acceptable.

use std::collections::{BTreeSet, HashMap};

use super::domain::{Pin, Zone};
use crate::app::Problem;
use crate::platform::clock::Instant;
use crate::platform::language::is_slug;
use crate::platform::locale::Locale;
use crate::platform::web::is_url;
use crate::vocabulary::UserErrorCode;

/// The most zones of a front, positions of a zone, pins of a front and links below a pin.
const MOST_ZONES: usize = 30;
const MOST_POSITIONS: i32 = 50;
pub(super) const MOST_PINS: usize = 500;
const MOST_SUBLINKS: usize = 10;
/// The most characters of a title, and of a pin's own headline.
pub(super) const TITLE_LENGTH: usize = 120;
const HEADLINE_LENGTH: usize = 200;

/// A whole front: what it is to be.
#[derive(Debug, Clone)]
pub struct Arrangement {
    /// Its name, the same in all editions.
    pub key: String,
    /// Its edition.
    pub locale: Locale,
    /// What readers read above it.
    pub title: String,
    /// Its bands, from the top; the list says their places.
    pub zones: Vec<Zone>,
    /// Stories held at positions, now or later.
    pub pins: Vec<Pin>,
}

impl Arrangement {
    /// The zones with their places on the page, as the list has them.
    pub fn placed_zones(&self) -> Vec<Zone> {
        let placed = (0..).zip(&self.zones);
        let placed = placed.map(|(position, zone)| Zone {
            position,
            ..zone.clone()
        });
        placed.collect()
    }

    /// All that is wrong with it, by itself; a pin's path leads through its zone.
    pub fn problems(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        let mut note =
            |field: &str, code, why: &str| problems.push(Problem::at([field], code, why));
        if !is_slug(&self.key) {
            note(
                "key",
                UserErrorCode::Invalid,
                "lower-case ASCII words joined by single hyphens",
            );
        }
        if self.title.is_empty() || self.title.chars().count() > TITLE_LENGTH {
            note("title", UserErrorCode::Invalid, "1 to 120 characters");
        }
        if self.zones.len() > MOST_ZONES {
            note("zones", UserErrorCode::TooMany, "at most 30 zones");
        }
        if self.pins.len() > MOST_PINS {
            note("zones", UserErrorCode::TooMany, "at most 500 pins");
            return problems;
        }
        let mut keys = BTreeSet::new();
        for (place, zone) in self.zones.iter().enumerate() {
            let mut found = zone.problems();
            if !keys.insert(zone.key.as_str()) {
                let why = "another zone has this name";
                found.push(Problem::at(["key"], UserErrorCode::Duplicate, why));
            }
            let path = ["zones", &place.to_string()];
            problems.extend(found.into_iter().map(|problem| problem.below(path)));
        }
        problems.extend(self.pin_problems());
        problems
    }

    /// Keeps pins that stand already, where nothing else is to stand.
    pub fn keep(&mut self, standing: Vec<Pin>) {
        for pin in standing {
            self.pins.push(pin);
            if !self.problems_of_pin(self.pins.len() - 1).is_empty() {
                self.pins.pop();
            }
        }
    }

    fn pin_problems(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        let mut places: HashMap<&str, usize> = HashMap::new();
        for (place, pin) in self.pins.iter().enumerate() {
            let Some(zone) = self.zones.iter().position(|zone| zone.key == pin.zone_key) else {
                let why = format!("there is no zone `{}`", pin.zone_key);
                problems.push(Problem::at(["zones"], UserErrorCode::NotFound, why));
                continue;
            };
            let own = places.entry(&pin.zone_key).or_default();
            let path = ["zones", &zone.to_string(), "pins", &own.to_string()];
            *own += 1;
            let found = self.problems_of_pin(place).into_iter();
            problems.extend(found.map(|problem| problem.below(path)));
        }
        problems
    }

    /// All that is wrong with the pin at `place` of the list, by itself and beside those before it;
    /// paths start at the pin.
    pub fn problems_of_pin(&self, place: usize) -> Vec<Problem> {
        let pin = &self.pins[place];
        let Some(zone) = self.zones.iter().find(|zone| zone.key == pin.zone_key) else {
            let why = "the front has no such zone";
            return vec![Problem::at(["zoneKey"], UserErrorCode::NotFound, why)];
        };
        let mut problems = pin.problems(zone);
        let before = || self.pins[..place].iter().filter(|other| pin.meets(other));
        if before().any(|other| other.stands_with(pin)) {
            let why = "another story is held here at the same time";
            problems.push(Problem::at(["position"], UserErrorCode::Duplicate, why));
        }
        if before().any(|other| other.article == pin.article) {
            let why = "a story is held once on a front at a time";
            problems.push(Problem::at(["articleId"], UserErrorCode::Duplicate, why));
        }
        problems
    }
}

impl Zone {
    fn problems(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        let mut wrong = |field: &str, why: &str| {
            problems.push(Problem::at([field], UserErrorCode::Invalid, why));
        };
        if !is_slug(&self.key) {
            wrong("key", "lower-case ASCII words joined by single hyphens");
        }
        let title = self.title.as_ref().map(|title| title.chars().count());
        if title.is_some_and(|length| !(1..=TITLE_LENGTH).contains(&length)) {
            wrong("title", "1 to 120 characters, or none at all");
        }
        if self.more_url.as_deref().is_some_and(|url| !is_url(url)) {
            wrong("moreUrl", "an absolute https address");
        }
        if !(1..=MOST_POSITIONS).contains(&self.size) {
            wrong("size", "1 to 50 positions");
        }
        if self.rule.max_age_ms.is_some_and(|age| age <= 0) {
            let why = "longer than nothing";
            problems.push(Problem::at(["rule", "maxAge"], UserErrorCode::Invalid, why));
        }
        problems
    }
}

impl Pin {
    fn problems(&self, zone: &Zone) -> Vec<Problem> {
        let mut problems = Vec::new();
        let mut wrong = |field: &str, why: &str| {
            problems.push(Problem::at([field], UserErrorCode::Invalid, why));
        };
        if !(1..=zone.size).contains(&self.position) {
            wrong("position", "a position of the zone, from 1");
        }
        let headline = self
            .headline
            .as_ref()
            .map(|headline| headline.chars().count());
        if headline.is_some_and(|length| !(1..=HEADLINE_LENGTH).contains(&length)) {
            wrong("headlineOverride", "1 to 200 characters, or none at all");
        }
        let ends_early = |start| self.expires_at.is_some_and(|end| end <= start);
        if self.starts_at.is_some_and(ends_early) {
            wrong("expiresAt", "it expires after it starts");
        }
        let named: BTreeSet<_> = self.sublinks.iter().collect();
        if named.len() < self.sublinks.len() || named.contains(&self.article) {
            wrong("sublinkIds", "other stories, each once");
        }
        if self.sublinks.len() > MOST_SUBLINKS {
            let path = ["sublinkIds"];
            problems.push(Problem::at(
                path,
                UserErrorCode::TooMany,
                "at most 10 links",
            ));
        }
        problems
    }

    /// Whether two pins hold at the same time.
    fn meets(&self, other: &Self) -> bool {
        let start = |pin: &Self| pin.starts_at.unwrap_or(Instant::BEGINNING);
        let end = |pin: &Self| pin.expires_at.unwrap_or(Instant::FOREVER);
        start(self) < end(other) && start(other) < end(self)
    }

    /// Whether two pins are of the same position.
    fn stands_with(&self, other: &Self) -> bool {
        self.zone_key == other.zone_key && self.position == other.position
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::fronts::domain::Rule;
    use crate::platform::ids::{ArticleId, PinId, UserId};
    use crate::vocabulary::{HeadlineEmphasis, ZoneLayout};

    fn zone(key: &str, size: i32) -> Zone {
        Zone {
            key: key.to_owned(),
            position: 0,
            title: None,
            layout: ZoneLayout::Cards,
            more_url: None,
            size,
            rule: Rule::default(),
        }
    }

    fn pin(zone_key: &str, position: i32, story: u128) -> Pin {
        Pin {
            id: PinId(Uuid::nil()),
            zone_key: zone_key.to_owned(),
            position,
            article: ArticleId(Uuid::from_u128(story)),
            headline: None,
            image: None,
            emphasis: HeadlineEmphasis::Normal,
            sublinks: Vec::new(),
            starts_at: None,
            expires_at: None,
            pinned_by: UserId(Uuid::nil()),
        }
    }

    fn paths(zones: Vec<Zone>, pins: Vec<Pin>) -> Vec<String> {
        let front = Arrangement {
            key: "home".to_owned(),
            locale: "uk".parse().unwrap(),
            title: "Головна".to_owned(),
            zones,
            pins,
        };
        let problems = front.problems().into_iter();
        problems.map(|problem| problem.path.join(".")).collect()
    }

    #[test]
    fn a_front_of_well_formed_zones_and_pins_is_accepted() {
        let zones = vec![zone("lead", 1), zone("top", 50)];

        assert!(paths(zones, vec![pin("lead", 1, 1), pin("top", 50, 2)]).is_empty());
    }

    #[test]
    fn faults_of_zones_are_told_with_their_places() {
        let mut wrong = zone("Top news", 51);
        wrong.title = Some(String::new());
        wrong.more_url = Some("/more".to_owned());
        wrong.rule.max_age_ms = Some(0);

        let found = paths(vec![zone("top", 1), wrong, zone("top", 0)], Vec::new());

        let expected = [
            "1.key",
            "1.title",
            "1.moreUrl",
            "1.size",
            "1.rule.maxAge",
            "2.size",
            "2.key",
        ];
        assert_eq!(found, expected.map(|path| format!("zones.{path}")));
        assert_eq!(paths(vec![zone("top", 1); 31], Vec::new())[0], "zones");
    }

    #[test]
    fn faults_of_pins_are_told_with_their_places() {
        let mut wrong = pin("top", 3, 2);
        wrong.headline = Some("ф".repeat(201));
        wrong.sublinks = vec![wrong.article];
        (wrong.starts_at, wrong.expires_at) = (Some(Instant(2)), Some(Instant(2)));

        let found = paths(
            vec![zone("lead", 1), zone("top", 2)],
            vec![pin("gone", 1, 3), pin("top", 1, 1), wrong],
        );

        let expected = ["position", "headlineOverride", "expiresAt", "sublinkIds"];
        let expected = expected.map(|field| format!("zones.1.pins.1.{field}"));
        assert_eq!(found[0], "zones");
        assert_eq!(found[1..], expected);
    }

    #[test]
    fn a_position_is_one_storys_and_a_story_stands_once_at_a_time() {
        let zones = || vec![zone("lead", 1), zone("top", 2)];
        let held = |mut pin: Pin, from: i64, until: i64| {
            (pin.starts_at, pin.expires_at) = (Some(Instant(from)), Some(Instant(until)));
            pin
        };

        let position = paths(
            zones(),
            vec![pin("top", 1, 1), held(pin("top", 1, 2), 5, 9)],
        );
        let story = paths(zones(), vec![pin("lead", 1, 1), pin("top", 1, 1)]);
        let relieved = vec![held(pin("top", 1, 1), 1, 5), held(pin("top", 1, 2), 5, 9)];
        let moved = vec![held(pin("lead", 1, 1), 1, 5), held(pin("top", 1, 1), 5, 9)];

        assert_eq!(position, ["zones.1.pins.1.position"]);
        assert_eq!(story, ["zones.1.pins.0.articleId"]);
        assert!(paths(zones(), relieved).is_empty() && paths(zones(), moved).is_empty());
    }
}
