//! Records of what is put together by hand: fronts and old paths.

use serde::Deserialize;
use serde_json::Value as Json;

use super::record::typed;
use crate::app::{Error, Result};
use crate::fronts::{Arrangement, Pin, Rule, Zone};
use crate::platform::calendar::parse_duration;
use crate::platform::clock::Instant;
use crate::platform::ids::{ArticleId, AssetId, AuthorId, PinId, SectionId, TagId, UserId};
use crate::platform::locale::Locale;
use crate::vocabulary::{ArticleKind, HeadlineEmphasis, ZoneLayout};

/// A front as its record tells it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct FrontRecord {
    key: String,
    locale: Locale,
    title: String,
    zones: Vec<ZoneRecord>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct ZoneRecord {
    key: String,
    title: Option<String>,
    layout: ZoneLayout,
    size: i32,
    more_url: Option<String>,
    #[serde(default)]
    rule: RuleRecord,
    #[serde(default)]
    pins: Vec<PinRecord>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase", default)]
struct RuleRecord {
    sections: Vec<SectionId>,
    tags: Vec<TagId>,
    kinds: Vec<ArticleKind>,
    max_age: Option<String>,
    one_per_section: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct PinRecord {
    position: i32,
    article: ArticleId,
    headline_override: Option<String>,
    image_override: Option<AssetId>,
    #[serde(default = "normal")]
    emphasis: HeadlineEmphasis,
    #[serde(default)]
    sublinks: Vec<ArticleId>,
    starts_at: Option<Instant>,
    expires_at: Option<Instant>,
}

const fn normal() -> HeadlineEmphasis {
    HeadlineEmphasis::Normal
}

/// Reads a front. `next_id` makes ids for its pins, which `by` has put there.
///
/// # Errors
/// [`Error::Refused`]: where the record is of another form.
pub fn front(body: Json, by: UserId, mut next_id: impl FnMut() -> PinId) -> Result<Arrangement> {
    let record: FrontRecord = typed(body, &[])?;
    let (mut zones, mut pins) = (Vec::new(), Vec::new());
    for (position, zone) in (0..).zip(record.zones) {
        let max_age_ms = max_age(&zone)?;
        pins.extend(zone.pins.into_iter().map(|pin| Pin {
            id: next_id(),
            zone_key: zone.key.clone(),
            position: pin.position,
            article: pin.article,
            headline: pin.headline_override,
            image: pin.image_override,
            emphasis: pin.emphasis,
            sublinks: pin.sublinks,
            starts_at: pin.starts_at,
            expires_at: pin.expires_at,
            pinned_by: by,
        }));
        zones.push(Zone {
            key: zone.key,
            position,
            title: zone.title,
            layout: zone.layout,
            more_url: zone.more_url,
            size: zone.size,
            rule: Rule {
                sections: zone.rule.sections,
                tags: zone.rule.tags,
                kinds: zone.rule.kinds,
                max_age_ms,
                one_per_section: zone.rule.one_per_section,
            },
        });
    }
    Ok(Arrangement {
        key: record.key,
        locale: record.locale,
        title: record.title,
        zones,
        pins,
    })
}

fn max_age(zone: &ZoneRecord) -> Result<Option<i64>> {
    let Some(text) = &zone.rule.max_age else {
        return Ok(None);
    };
    let path = ["zones", &zone.key, "rule", "maxAge"];
    let ms = parse_duration(text).map_err(|error| Error::invalid(path, error.to_string()))?;
    Ok(Some(ms))
}

/// An old path as its record tells it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct RedirectRecord {
    /// The edition that it holds in; absent in all.
    pub locale: Option<Locale>,
    /// The old path, with the edition's prefix.
    pub from_path: String,
    /// To a story, in this edition.
    pub article: Option<ArticleId>,
    /// To a tag.
    pub tag: Option<TagId>,
    /// To a section.
    pub section: Option<SectionId>,
    /// To an author.
    pub author: Option<AuthorId>,
    /// To an address outside.
    pub url: Option<String>,
    /// 301, 302, 307 or 308.
    #[serde(default = "moved")]
    pub status: i32,
}

const fn moved() -> i32 {
    301
}
