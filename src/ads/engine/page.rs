//! A page view as decisions see it.

use serde::{Deserialize, Serialize};

use super::super::domain::Size;
use crate::platform::clock::Instant;
use crate::platform::ids::{LineItemId, PlacementId, SectionId, TagId};
use crate::platform::locale::Locale;
use crate::vocabulary::{AdPageKind, ArticleKind, DeviceClass, Sensitivity, Weekday};

/// Whether the page has ads at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Gate {
    /// All tiers.
    Open,
    /// The paper's own promotions only.
    HouseOnly,
    /// None.
    Closed,
}

/// The page, and its slots that want an ad.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Page {
    /// Whether it has ads at all.
    pub gate: Gate,
    /// The edition.
    pub locale: Locale,
    /// Languages that its ads may be in, the preferred one first.
    pub ad_locales: Vec<Locale>,
    /// What it is read on.
    pub device: DeviceClass,
    /// What page it is.
    pub page_kind: AdPageKind,
    /// What sort of story it shows.
    pub kind: Option<ArticleKind>,
    /// Its sections and those above them.
    pub sections: Vec<SectionId>,
    /// Its tags.
    pub tags: Vec<TagId>,
    /// Its flags, those of its tags included.
    pub sensitivity: Vec<Sensitivity>,
    /// Folded words of the headline, the tags and the client.
    pub words: Vec<String>,
    /// IAB Content Taxonomy ids of its tags.
    pub categories: Vec<String>,
    /// In page order, at most [`MAX_SLOTS`].
    pub slots: Vec<Slot>,
}

/// The most slots that are decided together.
pub const MAX_SLOTS: usize = 25;

/// One slot that wants an ad.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Slot {
    /// Unique on the page.
    pub key: String,
    /// What kind of place it is.
    pub placement: PlacementId,
    /// Sizes that it takes.
    pub sizes: Vec<Size>,
    /// Pages with any of these flags leave it empty, whatever buyers accept.
    pub blocked_sensitivity: Vec<Sensitivity>,
}

/// When the page is seen, in UTC and on the site's clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Moment {
    /// The moment.
    pub at: Instant,
    /// The day in the site's zone.
    pub weekday: Weekday,
    /// The hour in the site's zone, 0..=23.
    pub hour: u8,
}

/// What a decision knows of who looks.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Viewer {
    /// Whether the reader has a key and has agreed to its use.
    pub has_key: bool,
    /// Width of the window in CSS pixels.
    pub viewport_width: Option<i32>,
    /// Line items that this page view already shows.
    pub shown: Vec<LineItemId>,
}
