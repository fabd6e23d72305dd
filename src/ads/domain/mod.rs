//! What a placement is.

mod input;

pub use input::PlacementInput;

use serde::{Deserialize, Serialize};

use crate::platform::ids::PlacementId;
use crate::vocabulary::{AdPageKind, AdZone, BlockKind, DeviceClass, Sensitivity};

/// A kind of place for ads on a kind of page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placement {
    /// Its id.
    pub id: PlacementId,
    /// Grows with every change.
    pub version: i32,
    /// Its name in slots and decisions, in kebab case.
    pub key: String,
    /// Its name for people.
    pub name: String,
    /// Pages that have it.
    pub page_kinds: Vec<AdPageKind>,
    /// Region of the page.
    pub zone: AdZone,
    /// Devices that have it.
    pub devices: Vec<DeviceClass>,
    /// Accepted sizes, largest first.
    pub sizes: Vec<Size>,
    /// How many slots of it a page has at most.
    pub max_per_page: i32,
    /// Where slots may fall between paragraphs; of zone IN_ARTICLE alone.
    pub in_article: Option<InArticleRule>,
    /// Stories with any of these are skipped.
    pub blocked_sensitivity: Vec<Sensitivity>,
    /// Whether pages have it at all.
    pub is_active: bool,
}

/// A size in CSS pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Size {
    /// Width.
    pub width: i32,
    /// Height.
    pub height: i32,
}

/// Where an in-article slot may fall, counted in top-level blocks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase", default)]
pub struct InArticleRule {
    /// Blocks before the first slot.
    pub first_after_block: i32,
    /// Characters between two slots.
    pub min_chars_between: i32,
    /// Blocks between two slots.
    pub min_blocks_between: i32,
    /// Blocks after the last slot.
    pub min_blocks_after: i32,
    /// Kinds of blocks that no slot stands beside; of headings, that none stands below.
    pub not_next_to: Vec<BlockKind>,
    /// Characters of a story that is long enough for a slot.
    pub min_article_chars: i32,
}

impl Default for InArticleRule {
    /// What suits a text of news length.
    fn default() -> Self {
        Self {
            first_after_block: 2,
            min_chars_between: 900,
            min_blocks_between: 3,
            min_blocks_after: 1,
            not_next_to: Self::NOT_NEXT_TO.to_vec(),
            min_article_chars: 800,
        }
    }
}

impl Size {
    /// Sizes in the order in which they are offered: by area, then by width; each once.
    pub fn largest_first(mut sizes: Vec<Self>) -> Vec<Self> {
        let area = |size: &Self| i64::from(size.width) * i64::from(size.height);
        sizes.sort_by_key(|size| std::cmp::Reverse((area(size), size.width)));
        sizes.dedup();
        sizes
    }
}

impl InArticleRule {
    /// Blocks that no slot stands beside unless a rule says otherwise.
    pub const NOT_NEXT_TO: &'static [BlockKind] = &[
        BlockKind::Quote,
        BlockKind::Background,
        BlockKind::List,
        BlockKind::Heading,
        BlockKind::Figure,
        BlockKind::Embed,
        BlockKind::Gallery,
        BlockKind::CallToAction,
    ];
}
