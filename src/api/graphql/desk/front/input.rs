//! What the front desk sends.

use async_graphql::{ID, InputObject, MaybeUndefined};

use crate::api::graphql::desk::outcome::{all_named, named};
use crate::api::graphql::desk::patch::patch;
use crate::api::graphql::scalars::{Duration, Url};
use crate::app::{Error, Problem, Result, refuse_if_any};
use crate::fronts::{self, FrontPatch, PinInput, Rule, ZonePatch};
use crate::platform::clock::Instant;
use crate::vocabulary::{ArticleKind, HeadlineEmphasis, ZoneLayout};

/// A story at a position.
#[derive(InputObject)]
pub struct FrontPinInput {
    /// The zone; within a zone, its own.
    zone_key: String,
    /// From 1 to the zone's size.
    position: i32,
    article_id: ID,
    /// Instead of the story's own.
    headline_override: Option<String>,
    /// Instead of the story's own.
    image_override_id: Option<ID>,
    /// The least weight of the headline. Default NORMAL.
    emphasis: Option<HeadlineEmphasis>,
    /// Stories named below it. At most 10.
    sublink_ids: Option<Vec<ID>>,
    /// Default: at once.
    starts_at: Option<Instant>,
    /// Default: it stays until it is taken away.
    expires_at: Option<Instant>,
}

/// A whole zone. What is left out stays as it stands.
#[derive(InputObject)]
pub struct FrontZoneInput {
    /// A name that the front does not have adds a zone, which needs `layout` and `size`.
    zone_key: String,
    /// Null = none.
    title: MaybeUndefined<String>,
    layout: Option<ZoneLayout>,
    /// Null = none.
    more_url: MaybeUndefined<Url>,
    /// How many stories it shows at most, from 1 to 50.
    size: Option<i32>,
    /// Replaces the rule.
    rule: Option<ZoneRuleInput>,
    /// All of its pins: one that is not among them goes, one that stands so already stays.
    pins: Vec<FrontPinInput>,
}

/// What fills positions without a pin. What is left out is no condition.
#[derive(InputObject)]
pub struct ZoneRuleInput {
    /// Of any of these, those below them included.
    section_ids: Option<Vec<ID>>,
    /// About any of these.
    tag_ids: Option<Vec<ID>>,
    /// Of any of these.
    kinds: Option<Vec<ArticleKind>>,
    /// Listed no longer ago than this.
    max_age: Option<Duration>,
    /// A section appears once in the zone; pinned stories count.
    one_per_section: Option<bool>,
}

/// Gathers what is wrong with several inputs.
fn all<T>(read: impl Iterator<Item = Result<T>>) -> Result<Vec<T>> {
    let (mut good, mut problems) = (Vec::new(), Vec::new());
    for one in read {
        match one {
            Ok(one) => good.push(one),
            Err(Error::Refused(found)) => problems.extend(found),
            Err(failure) => return Err(failure),
        }
    }
    refuse_if_any(problems)?;
    Ok(good)
}

fn below<T>(read: Result<T>, steps: &[&str]) -> Result<T> {
    let put = |problem: Problem| problem.below(steps);
    read.map_err(|error| match error {
        Error::Refused(problems) => Error::Refused(problems.into_iter().map(put).collect()),
        failure => failure,
    })
}

impl FrontPinInput {
    /// What it asks for; paths start at it.
    ///
    /// # Errors
    /// [`Error::Refused`] for ids that mean nothing.
    pub fn read(self) -> Result<PinInput> {
        let image = self.image_override_id;
        let image = image.map(|id| named(&["imageOverrideId"], &id));
        Ok(PinInput {
            zone_key: self.zone_key,
            position: self.position,
            article: named(&["articleId"], &self.article_id)?,
            headline: self.headline_override,
            image: image.transpose()?,
            emphasis: self.emphasis.unwrap_or(HeadlineEmphasis::Normal),
            sublinks: all_named(&["sublinkIds"], &self.sublink_ids.unwrap_or_default())?,
            starts_at: self.starts_at,
            expires_at: self.expires_at,
        })
    }

    /// The same, with paths that start at the field's arguments.
    ///
    /// # Errors
    /// As [`FrontPinInput::read`].
    pub fn read_as_input(self) -> Result<PinInput> {
        below(self.read(), &["input"])
    }
}

impl FrontZoneInput {
    /// A whole front; paths start at the field's arguments.
    ///
    /// # Errors
    /// [`Error::Refused`] with all ids that mean nothing.
    pub fn read_all(title: Option<String>, zones: Vec<Self>) -> Result<FrontPatch> {
        let zones = zones.into_iter().enumerate();
        let zones = zones.map(|(place, zone)| below(zone.read(), &["zones", &place.to_string()]));
        let zones = all(zones)?;
        Ok(FrontPatch { title, zones })
    }

    fn read(self) -> Result<ZonePatch> {
        let pins = self.pins.into_iter().enumerate();
        let pins = pins.map(|(place, pin)| below(pin.read(), &["pins", &place.to_string()]));
        let more_url = patch(self.more_url);
        Ok(ZonePatch {
            key: self.zone_key,
            title: patch(self.title),
            layout: self.layout,
            more_url: more_url.map(|given| given.map(|url| url.0)),
            size: self.size,
            rule: self.rule.map(ZoneRuleInput::read).transpose()?,
            pins: all(pins)?,
        })
    }
}

impl ZoneRuleInput {
    fn read(self) -> Result<Rule> {
        let age = self.max_age.map(|age| age.seconds.saturating_mul(1000));
        Ok(fronts::Rule {
            sections: all_named(
                &["rule", "sectionIds"],
                &self.section_ids.unwrap_or_default(),
            )?,
            tags: all_named(&["rule", "tagIds"], &self.tag_ids.unwrap_or_default())?,
            kinds: self.kinds.unwrap_or_default(),
            max_age_ms: age,
            one_per_section: self.one_per_section.unwrap_or_default(),
        })
    }
}
