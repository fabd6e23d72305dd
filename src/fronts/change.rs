//! What the front desk asks of a front that stands.

use super::domain::{Front, Pin, Rule, Zone};
use crate::app::Problem;
use crate::platform::clock::Instant;
use crate::platform::ids::{ArticleId, AssetId, PinId, UserId};
use crate::vocabulary::{HeadlineEmphasis, UserErrorCode, ZoneLayout};

/// A story to be held at a position.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PinInput {
    /// The zone.
    pub zone_key: String,
    /// The place in the zone, from 1.
    pub position: i32,
    /// The story; one that readers cannot open yet waits there.
    pub article: ArticleId,
    /// The zone's own wording, instead of the story's.
    pub headline: Option<String>,
    /// The zone's own picture, instead of the story's.
    pub image: Option<AssetId>,
    /// Weight of its headline.
    pub emphasis: HeadlineEmphasis,
    /// Stories named below it.
    pub sublinks: Vec<ArticleId>,
    /// From when it holds; none = at once.
    pub starts_at: Option<Instant>,
    /// Until when it holds; none = until it is taken away.
    pub expires_at: Option<Instant>,
}

/// A zone as it is to be; what is left out stays as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ZonePatch {
    /// Its name; one that the front does not have adds a zone.
    pub key: String,
    /// What readers read above it.
    pub title: Option<Option<String>>,
    /// How it is set.
    pub layout: Option<ZoneLayout>,
    /// Where readers find more of the same.
    pub more_url: Option<Option<String>>,
    /// How many stories it shows at most.
    pub size: Option<i32>,
    /// What fills the positions without a pin.
    pub rule: Option<Rule>,
    /// All of its pins.
    pub pins: Vec<PinInput>,
}

/// A front as it is to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FrontPatch {
    /// What readers read above it; left out, it stays.
    pub title: Option<String>,
    /// All of its zones, from the top.
    pub zones: Vec<ZonePatch>,
}

impl PinInput {
    /// The pin that it becomes.
    pub fn into_pin(self, id: PinId, by: UserId) -> Pin {
        Pin {
            id,
            zone_key: self.zone_key,
            position: self.position,
            article: self.article,
            headline: self.headline,
            image: self.image,
            emphasis: self.emphasis,
            sublinks: self.sublinks,
            starts_at: self.starts_at,
            expires_at: self.expires_at,
            pinned_by: by,
        }
    }

    /// What is wrong with it at `now`, wherever it is put; paths start at it.
    pub fn problems(&self, now: Instant) -> Vec<Problem> {
        if self.expires_at.is_none_or(|end| now < end) {
            return Vec::new();
        }
        let why = "this moment is over";
        vec![Problem::at(["expiresAt"], UserErrorCode::Invalid, why)]
    }
}

impl FrontPatch {
    /// The zones that a front has after it, in their order.
    ///
    /// # Errors
    /// What a new zone lacks, and pins that name another zone than the one that they are in.
    pub fn zones_of(&self, front: &Front) -> Result<Vec<Zone>, Vec<Problem>> {
        let (mut zones, mut problems) = (Vec::new(), Vec::new());
        for (place, patch) in self.zones.iter().enumerate() {
            let path = ["zones", &place.to_string()];
            let standing = front.zones.iter().find(|zone| zone.key == patch.key);
            match patch.zone(standing) {
                Ok(zone) => zones.push(zone),
                Err(found) => {
                    problems.extend(found.into_iter().map(|problem| problem.below(path)));
                }
            }
            let found = patch.misplaced().into_iter();
            problems.extend(found.map(|problem| problem.below(path)));
        }
        if problems.is_empty() {
            Ok(zones)
        } else {
            Err(problems)
        }
    }
}

impl ZonePatch {
    fn zone(&self, standing: Option<&Zone>) -> Result<Zone, Vec<Problem>> {
        let layout = self.layout.or(standing.map(|zone| zone.layout));
        let size = self.size.or(standing.map(|zone| zone.size));
        let (Some(layout), Some(size)) = (layout, size) else {
            let missing = [("layout", layout.is_none()), ("size", size.is_none())];
            let missing = missing.into_iter().filter(|(_, is_missing)| *is_missing);
            let why = "a new zone needs it";
            let problem = |(field, _)| Problem::at([field], UserErrorCode::Required, why);
            return Err(missing.map(problem).collect());
        };
        let was = |read: fn(&Zone) -> Option<String>| standing.and_then(read);
        let rule = self.rule.clone();
        Ok(Zone {
            key: self.key.clone(),
            position: 0,
            title: self
                .title
                .clone()
                .unwrap_or_else(|| was(|zone| zone.title.clone())),
            layout,
            more_url: self
                .more_url
                .clone()
                .unwrap_or_else(|| was(|zone| zone.more_url.clone())),
            size,
            rule: rule
                .or_else(|| standing.map(|zone| zone.rule.clone()))
                .unwrap_or_default(),
        })
    }

    /// Pins that name another zone.
    fn misplaced(&self) -> Vec<Problem> {
        let pins = self.pins.iter().enumerate();
        let wrong = pins.filter(|(_, pin)| pin.zone_key != self.key);
        let problem = |(place, _): (usize, _)| {
            let path = ["pins", &place.to_string(), "zoneKey"];
            Problem::at(path, UserErrorCode::Invalid, "the zone that it is in")
        };
        wrong.map(problem).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::ids::FrontId;

    fn zone(key: &str) -> Zone {
        Zone {
            key: key.to_owned(),
            position: 0,
            title: Some("News".to_owned()),
            layout: ZoneLayout::Cards,
            more_url: Some("https://mayak.example/news".to_owned()),
            size: 4,
            rule: Rule {
                one_per_section: true,
                ..Rule::default()
            },
        }
    }

    fn patch(key: &str) -> ZonePatch {
        ZonePatch {
            key: key.to_owned(),
            title: None,
            layout: None,
            more_url: None,
            size: None,
            rule: None,
            pins: Vec::new(),
        }
    }

    fn after(zones: Vec<ZonePatch>) -> Result<Vec<Zone>, Vec<Vec<String>>> {
        let front = Front {
            id: FrontId(uuid::Uuid::nil()),
            key: "home".to_owned(),
            locale: "uk".parse().unwrap(),
            version: 1,
            title: "Home".to_owned(),
            published_at: Instant(0),
            zones: vec![zone("lead"), zone("top")],
        };
        let patch = FrontPatch { title: None, zones };
        let paths = |problems: Vec<Problem>| problems.into_iter().map(|one| one.path).collect();
        patch.zones_of(&front).map_err(paths)
    }

    #[test]
    fn what_is_left_out_stays_and_the_order_is_that_of_the_list() {
        assert_eq!(
            after(vec![patch("top"), patch("lead")]),
            Ok(vec![zone("top"), zone("lead")])
        );
    }

    #[test]
    fn null_clears_what_a_zone_may_lack() {
        let bare = ZonePatch {
            title: Some(None),
            more_url: Some(None),
            size: Some(2),
            ..patch("top")
        };

        let expected = Zone {
            title: None,
            more_url: None,
            size: 2,
            ..zone("top")
        };
        assert_eq!(after(vec![bare]), Ok(vec![expected]));
    }

    #[test]
    fn a_new_zone_says_how_it_is_set_and_how_large_it_is() {
        let path = |field: &str| ["zones", "1", field].map(ToOwned::to_owned).to_vec();

        let found = after(vec![patch("lead"), patch("new")]);

        assert_eq!(found, Err(vec![path("layout"), path("size")]));
    }
}
