//! What makes a placement acceptable.

use serde::{Deserialize, Serialize};

use super::{InArticleRule, Placement, Size};
use crate::app::{Problem, Result, refuse_if_any};
use crate::platform::ids::PlacementId;
use crate::platform::language::{clean_text, is_slug};
use crate::vocabulary::{AdPageKind, AdZone, DeviceClass, Sensitivity, UserErrorCode};

/// The most characters of a name.
const NAME_LENGTH: usize = 120;

/// The most sizes of a placement, and the longest side of one in CSS pixels.
const SIZES: usize = 20;
const LONGEST_SIDE: i32 = 4096;

/// The most slots of one placement on a page.
const PER_PAGE: i32 = 10;

/// The longest distance of a rule, in blocks or characters.
const DISTANCE: i32 = 100_000;

/// All rules of a placement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct PlacementInput {
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
    /// Accepted sizes.
    pub sizes: Vec<Size>,
    /// How many slots of it a page has at most.
    #[serde(default = "one")]
    pub max_per_page: i32,
    /// Where slots may fall between paragraphs.
    #[serde(default)]
    pub in_article: Option<InArticleRule>,
    /// Stories with any of these are skipped.
    #[serde(default)]
    pub blocked_sensitivity: Vec<Sensitivity>,
    /// Whether pages have it at all.
    #[serde(default = "yes")]
    pub is_active: bool,
}

const fn one() -> i32 {
    1
}

const fn yes() -> bool {
    true
}

impl Placement {
    /// The placement as `input` makes it.
    ///
    /// # Errors
    /// All problems of the input at once.
    pub fn of(id: PlacementId, version: i32, input: PlacementInput) -> Result<Self> {
        refuse_if_any(input.problems())?;
        let is_in_article = input.zone == AdZone::InArticle;
        Ok(Self {
            id,
            version,
            key: input.key,
            name: clean_text(&input.name, None),
            page_kinds: each_once(input.page_kinds),
            zone: input.zone,
            devices: each_once(input.devices),
            sizes: Size::largest_first(input.sizes),
            max_per_page: input.max_per_page,
            in_article: is_in_article.then(|| input.in_article.unwrap_or_default()),
            blocked_sensitivity: each_once(input.blocked_sensitivity),
            is_active: input.is_active,
        })
    }

    /// The placement as another `input` makes it; `None` when nothing changes.
    ///
    /// # Errors
    /// All problems of the input at once.
    pub fn changed(&self, input: PlacementInput) -> Result<Option<Self>> {
        let same = Self::of(self.id, self.version, input)?;
        Ok((same != *self).then(|| Self {
            version: self.version + 1,
            ..same
        }))
    }
}

impl From<Placement> for PlacementInput {
    fn from(placement: Placement) -> Self {
        Self {
            key: placement.key,
            name: placement.name,
            page_kinds: placement.page_kinds,
            zone: placement.zone,
            devices: placement.devices,
            sizes: placement.sizes,
            max_per_page: placement.max_per_page,
            in_article: placement.in_article,
            blocked_sensitivity: placement.blocked_sensitivity,
            is_active: placement.is_active,
        }
    }
}

impl PlacementInput {
    fn problems(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        let mut at = |field, code, why| problems.push(Problem::at(["input", field], code, why));
        if !is_slug(&self.key) {
            let why = "lower-case ASCII words joined by single hyphens, 1 to 96 characters";
            at("key", UserErrorCode::Invalid, why);
        }
        let name = clean_text(&self.name, None);
        if name.is_empty() {
            at("name", UserErrorCode::Required, "a name is needed");
        }
        if name.chars().count() > NAME_LENGTH {
            at("name", UserErrorCode::TooLong, "at most 120 characters");
        }
        if self.page_kinds.is_empty() {
            at(
                "pageKinds",
                UserErrorCode::Required,
                "at least one kind of page",
            );
        }
        if self.devices.is_empty() {
            at(
                "devices",
                UserErrorCode::Required,
                "at least one class of devices",
            );
        }
        if self.sizes.is_empty() {
            at("sizes", UserErrorCode::Required, "at least one size");
        }
        if self.sizes.len() > SIZES {
            at("sizes", UserErrorCode::TooMany, "at most 20 sizes");
        }
        let is_side = |px: i32| (1..=LONGEST_SIDE).contains(&px);
        if !self
            .sizes
            .iter()
            .all(|size| is_side(size.width) && is_side(size.height))
        {
            at("sizes", UserErrorCode::Invalid, "sides of 1 to 4096 pixels");
        }
        if !(1..=PER_PAGE).contains(&self.max_per_page) {
            at("maxPerPage", UserErrorCode::Invalid, "1 to 10 slots");
        }
        if self.in_article.is_some() && self.zone != AdZone::InArticle {
            at(
                "inArticle",
                UserErrorCode::Invalid,
                "a rule of zone IN_ARTICLE alone",
            );
        }
        problems.extend(self.in_article.iter().flat_map(InArticleRule::problems));
        problems
    }
}

impl InArticleRule {
    fn problems(&self) -> Vec<Problem> {
        let numbers = [
            ("firstAfterBlock", self.first_after_block),
            ("minCharsBetween", self.min_chars_between),
            ("minBlocksBetween", self.min_blocks_between),
            ("minBlocksAfter", self.min_blocks_after),
            ("minArticleChars", self.min_article_chars),
        ];
        let wrong = numbers
            .into_iter()
            .filter(|(_, number)| !(0..=DISTANCE).contains(number));
        wrong
            .map(|(field, _)| {
                let path = ["input", "inArticle", field];
                Problem::at(path, UserErrorCode::Invalid, "0 to 100000")
            })
            .collect()
    }
}

/// A list as a set is kept: in the words' own order, each once.
fn each_once<T: Ord>(mut words: Vec<T>) -> Vec<T> {
    words.sort_unstable();
    words.dedup();
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::Error;
    use crate::platform::ids::TypedId;

    fn input() -> PlacementInput {
        PlacementInput {
            key: "top".to_owned(),
            name: " Top of the page ".to_owned(),
            page_kinds: vec![AdPageKind::Article, AdPageKind::Home, AdPageKind::Article],
            zone: AdZone::Top,
            devices: vec![DeviceClass::Desktop],
            sizes: vec![
                Size {
                    width: 728,
                    height: 90,
                },
                Size {
                    width: 970,
                    height: 250,
                },
            ],
            max_per_page: 1,
            in_article: None,
            blocked_sensitivity: Vec::new(),
            is_active: true,
        }
    }

    fn placement(input: PlacementInput) -> Result<Placement> {
        Placement::of(PlacementId::from_uuid(uuid::Uuid::from_u128(1)), 1, input)
    }

    fn fields(input: PlacementInput) -> Vec<String> {
        match placement(input) {
            Err(Error::Refused(problems)) => problems.iter().map(|p| p.path.join(".")).collect(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn an_input_is_cleaned_and_its_sizes_stand_largest_first() {
        let placement = placement(input()).unwrap();

        assert_eq!(placement.name, "Top of the page");
        assert_eq!(
            placement.page_kinds,
            [AdPageKind::Home, AdPageKind::Article]
        );
        assert_eq!(
            placement.sizes[0],
            Size {
                width: 970,
                height: 250
            }
        );
    }

    #[test]
    fn all_problems_are_named_at_once() {
        let bad = PlacementInput {
            key: "Top Banner".to_owned(),
            name: String::new(),
            page_kinds: Vec::new(),
            devices: Vec::new(),
            sizes: Vec::new(),
            max_per_page: 0,
            ..input()
        };

        let expected = ["key", "name", "pageKinds", "devices", "sizes", "maxPerPage"];
        assert_eq!(fields(bad), expected.map(|field| format!("input.{field}")));
    }

    #[test]
    fn a_rule_stands_in_articles_only_and_its_numbers_are_not_negative() {
        let rule = InArticleRule {
            min_blocks_after: -1,
            ..InArticleRule::default()
        };
        let bad = PlacementInput {
            in_article: Some(rule),
            ..input()
        };

        assert_eq!(
            fields(bad),
            ["input.inArticle", "input.inArticle.minBlocksAfter"]
        );
    }

    #[test]
    fn a_placement_between_paragraphs_has_the_default_rule_unless_it_brings_its_own() {
        let between = PlacementInput {
            zone: AdZone::InArticle,
            ..input()
        };

        let placement = placement(between).unwrap();

        assert_eq!(placement.in_article, Some(InArticleRule::default()));
    }

    #[test]
    fn the_same_input_again_changes_nothing() {
        let placement = placement(input()).unwrap();
        let other = PlacementInput {
            is_active: false,
            ..input()
        };

        assert_eq!(placement.changed(input()).unwrap(), None);
        assert_eq!(placement.changed(other).unwrap().unwrap().version, 2);
    }
}
