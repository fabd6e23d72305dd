//! What a front is: zones with rules, and stories pinned to their positions.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::addresses::Path;
use crate::platform::clock::Instant;
use crate::platform::ids::{ArticleId, AssetId, FrontId, PinId, SectionId, TagId, UserId};
use crate::platform::locale::Locale;
use crate::policy::{Subject, TAXONOMY};
use crate::vocabulary::{ArticleKind, HeadlineEmphasis, ZoneLayout};

/// The front at an edition's own address.
pub const HOME: &str = "home";

/// A curated page of one edition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Front {
    /// Its id.
    pub id: FrontId,
    /// Its name, the same in all editions.
    pub key: String,
    /// Its edition.
    pub locale: Locale,
    /// Grows with every arrangement.
    pub version: i32,
    /// What readers read above it.
    pub title: String,
    /// When it was last arranged.
    pub published_at: Instant,
    /// Its bands, from the top.
    pub zones: Vec<Zone>,
}

/// One band of a front.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Zone {
    /// Its name, unique within the front.
    pub key: String,
    /// Its place on the page, from 0.
    pub position: i32,
    /// What readers read above it.
    pub title: Option<String>,
    /// How it is set.
    pub layout: ZoneLayout,
    /// Where readers find more of the same.
    pub more_url: Option<String>,
    /// How many stories it shows at most.
    pub size: i32,
    /// What fills the positions without a pin.
    pub rule: Rule,
}

/// Which stories fill the positions without a pin: the newest of those that match all of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase", default)]
pub struct Rule {
    /// Of any of these sections, those below them included; empty = of all.
    pub sections: Vec<SectionId>,
    /// About any of these; empty = about anything.
    pub tags: Vec<TagId>,
    /// Of any of these kinds; empty = of all that lists show.
    pub kinds: Vec<ArticleKind>,
    /// Listed no longer ago than this, in milliseconds.
    pub max_age_ms: Option<i64>,
    /// Whether a section appears once in the zone; pinned stories count.
    pub one_per_section: bool,
}

/// A story held at a position.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pin {
    /// Its id.
    pub id: PinId,
    /// The zone.
    pub zone_key: String,
    /// The place in the zone, from 1.
    pub position: i32,
    /// The story.
    pub article: ArticleId,
    /// The zone's own wording, instead of the story's.
    pub headline: Option<String>,
    /// The zone's own picture, instead of the story's.
    pub image: Option<AssetId>,
    /// Weight of its headline.
    pub emphasis: HeadlineEmphasis,
    /// Stories named below it.
    pub sublinks: Vec<ArticleId>,
    /// From when it holds.
    pub starts_at: Option<Instant>,
    /// Until when it holds; then the position goes back to the rule.
    pub expires_at: Option<Instant>,
    /// Who pinned it.
    pub pinned_by: UserId,
}

impl Pin {
    /// Whether it holds at `now`, or will.
    pub fn is_ahead(&self, now: Instant) -> bool {
        self.expires_at.is_none_or(|end| now < end)
    }

    /// Whether it holds at `now`.
    pub fn holds_at(&self, now: Instant) -> bool {
        self.starts_at.is_none_or(|start| start <= now) && self.is_ahead(now)
    }

    /// When it begins to hold, and when it ceases.
    pub fn turns(&self) -> impl Iterator<Item = Instant> + use<> {
        self.starts_at.into_iter().chain(self.expires_at)
    }

    /// Whether both hold the same story in the same way, whoever put them there.
    pub fn says_the_same(&self, other: &Self) -> bool {
        let by_other = Self {
            id: other.id,
            pinned_by: other.pinned_by,
            ..self.clone()
        };
        by_other == *other
    }
}

/// All fronts of all editions.
#[derive(Debug, Clone, Default)]
pub struct Fronts {
    by_key: BTreeMap<(String, Locale), Arc<Front>>,
}

impl Fronts {
    /// Puts fronts together.
    pub fn new(fronts: impl IntoIterator<Item = Front>) -> Self {
        let keyed = fronts.into_iter().map(|front| {
            let key = (front.key.clone(), front.locale);
            (key, Arc::new(front))
        });
        Self {
            by_key: keyed.collect(),
        }
    }

    /// The front of an edition with this name.
    pub fn by_key(&self, locale: Locale, key: &str) -> Option<&Arc<Front>> {
        self.by_key.get(&(key.to_owned(), locale))
    }

    /// The front with this id.
    pub fn get(&self, id: FrontId) -> Option<&Arc<Front>> {
        self.iter().find(|front| front.id == id)
    }

    /// All of them, by name and language.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<Front>> {
        self.by_key.values()
    }

    /// How many rules name this tag.
    pub fn rules_with_tag(&self, tag: TagId) -> usize {
        let zones = self.iter().flat_map(|front| &front.zones);
        zones.filter(|zone| zone.rule.tags.contains(&tag)).count()
    }
}

impl Front {
    /// The path of its page.
    pub fn path(&self) -> Path {
        match self.key.as_str() {
            HOME => Path::Home,
            key => Path::Front(key.to_owned()),
        }
    }

    /// What the policy must know of it.
    pub fn subject(&self) -> Subject {
        subject(self.id, &self.key, self.locale)
    }
}

/// What the policy must know of a front.
pub fn subject(id: FrontId, key: &str, locale: Locale) -> Subject {
    Subject {
        locales: vec![locale],
        seen_with: TAXONOMY,
        ..Subject::of(id, format!("{key} {locale}"))
    }
}
