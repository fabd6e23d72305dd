//! What makes a creative acceptable.

use std::collections::HashMap;

use serde::Deserialize;

use super::domain::{Content, Variant};
use crate::ads::advertiser::Advertiser;
use crate::ads::domain::Size;
use crate::ads::findings::{Findings, NAME_LENGTH, said};
use crate::app::Result;
use crate::editions::Site;
use crate::media::Asset;
use crate::platform::ids::{AdvertiserId, AssetId, VariantId};
use crate::platform::language::clean_text;
use crate::platform::locale::Locale;
use crate::platform::web::is_url;
use crate::vocabulary::{AssetKind, AssetState, UserErrorCode};

/// The most variants.
const MAX_VARIANTS: usize = 50;
/// The most that a variant weighs, in bytes: 200 kB.
pub(super) const MAX_BYTES: usize = 200_000;
/// The longest side, in CSS pixels.
const LONGEST_SIDE: i32 = 4096;
/// By how much of itself a picture's shape may differ from its size: two per cent.
const SHAPE: f64 = 0.02;
/// The most characters of an address, of an alternative text, of the parts of a native ad.
const URL_LENGTH: usize = 2_000;
const ALT_LENGTH: usize = 250;
const HEADLINE_LENGTH: usize = 90;
const BODY_LENGTH: usize = 250;
const BUTTON_LENGTH: usize = 30;

/// All variants of a creative.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CreativeInput {
    /// Who pays.
    pub advertiser: AdvertiserId,
    /// Its name.
    pub name: String,
    /// Its sizes and languages.
    pub variants: Vec<VariantInput>,
}

/// One size in one language.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct VariantInput {
    /// The language of its words; `None` when it has none.
    #[serde(default)]
    pub locale: Option<Locale>,
    /// Its size.
    pub size: Size,
    /// What it is made of.
    pub content: Content,
    /// Where a click leads.
    pub landing_url: String,
}

/// What is around a creative that is made or changed.
pub(super) struct Around<'a> {
    /// Who pays.
    pub advertiser: &'a Advertiser,
    /// The site.
    pub site: &'a Site,
    /// Pictures that it names, those that there are.
    pub assets: &'a HashMap<AssetId, Asset>,
}

impl CreativeInput {
    /// Pictures that it names.
    pub fn assets(&self) -> Vec<AssetId> {
        let each = self.variants.iter();
        each.filter_map(|one| one.content.image()).collect()
    }

    /// Its variants, with ids of `new`.
    ///
    /// # Errors
    /// All problems of the input at once.
    pub(super) fn read(
        self,
        around: &Around<'_>,
        mut new: impl FnMut() -> VariantId,
    ) -> Result<(String, Vec<Variant>)> {
        let mut found = Findings::default();
        found.text(["name"], &self.name, NAME_LENGTH);
        if self.variants.is_empty() {
            let why = "at least one size";
            found.note(["variants"], UserErrorCode::Required, why);
        }
        found.count(["variants"], self.variants.len(), MAX_VARIANTS);
        for (place, one) in self.variants.iter().enumerate() {
            let is_same =
                |other: &VariantInput| (other.size, other.locale) == (one.size, one.locale);
            let place_text = place.to_string();
            if self.variants[..place].iter().any(is_same) {
                let why = "one variant for each size and language";
                found.note(["variants", &place_text], UserErrorCode::Duplicate, why);
            }
            one.check(&place_text, around, &mut found);
        }
        found.finish()?;
        let variants = self.variants.into_iter().map(|one| {
            let byte_size = i32::try_from(one.bytes(around)).unwrap_or(i32::MAX);
            Variant {
                id: new(),
                locale: one.locale,
                size: one.size,
                content: cleaned(one.content),
                landing_url: one.landing_url,
                byte_size,
                approved_at: None,
            }
        });
        Ok((clean_text(&self.name, None), variants.collect()))
    }
}

impl VariantInput {
    fn check(&self, place: &str, around: &Around<'_>, found: &mut Findings) {
        let is_known = |locale: &Locale| around.site.any_edition(*locale).is_some();
        if !self.locale.as_ref().is_none_or(is_known) {
            let why = "the site has no such edition";
            found.invalid(["variants", place, "locale"], why);
        }
        let is_side = |px: i32| (1..=LONGEST_SIDE).contains(&px);
        if !is_side(self.size.width) || !is_side(self.size.height) {
            let why = "sides of 1 to 4096 pixels";
            found.invalid(["variants", place, "size"], why);
        }
        let path = ["variants", place, "landingUrl"];
        if !is_url(&self.landing_url) || self.landing_url.len() > URL_LENGTH {
            found.invalid(path, "an absolute https address");
        } else if !around.advertiser.may_lead_to(&self.landing_url) {
            let why = "this is no host of the advertiser";
            found.invalid(path, why);
        }
        self.check_content(place, around, found);
        if self.bytes(around) > MAX_BYTES {
            let why = "at most 200 000 bytes";
            found.note(["variants", place, "content"], UserErrorCode::TooLong, why);
        }
    }

    fn check_content(&self, place: &str, around: &Around<'_>, found: &mut Findings) {
        let part = |kind: &'static str, member: &'static str| {
            [
                "variants".to_owned(),
                place.to_owned(),
                "content".to_owned(),
                kind.to_owned(),
            ]
            .into_iter()
            .chain(Some(member.to_owned()).filter(|member| !member.is_empty()))
            .collect::<Vec<_>>()
        };
        let has_words = |kind, found: &mut Findings| {
            if self.locale.is_none() {
                let why = "its words are of some language";
                let path = ["variants", place, "locale"];
                found.note(path, UserErrorCode::Required, &format!("{kind}: {why}"));
            }
        };
        match &self.content {
            Content::Image { asset, alt } => {
                found.text(part("image", "alt"), alt, ALT_LENGTH);
                let path = part("image", "assetId");
                if let Some(picture) = usable(*asset, path.clone(), around, found)
                    && !self.has_shape_of(picture)
                {
                    found.invalid(path, "the picture has another shape than this size");
                }
            }
            Content::Html(html) => {
                if html.trim().is_empty() {
                    let why = "it says something";
                    found.note(part("html", ""), UserErrorCode::Required, why);
                }
            }
            Content::Native {
                headline,
                body,
                image,
                button_label,
            } => {
                has_words("native", found);
                found.text(part("native", "headline"), headline, HEADLINE_LENGTH);
                if let Some(body) = said(body.clone()) {
                    found.text(part("native", "body"), &body, BODY_LENGTH);
                }
                if let Some(label) = said(button_label.clone()) {
                    found.text(part("native", "buttonLabel"), &label, BUTTON_LENGTH);
                }
                if let Some(image) = image {
                    usable(*image, part("native", "imageId"), around, found);
                }
            }
            Content::VastXml(xml) => {
                if let Some(why) = no_vast(xml) {
                    found.invalid(part("vastXml", ""), &why);
                }
            }
            Content::HouseKey(key) => {
                let path = part("houseKey", "");
                let mut calls = around.site.calls_to_action.iter();
                if !around.advertiser.is_house {
                    let why = "calls to action are of the paper's own advertiser";
                    found.invalid(path, why);
                } else if !calls.any(|call| call.key == *key) {
                    found.missing(path, key);
                }
            }
        }
    }

    fn has_shape_of(&self, picture: &Asset) -> bool {
        let (Some(width), Some(height)) = (picture.width_px, picture.height_px) else {
            return false;
        };
        let own = f64::from(self.size.width) / f64::from(self.size.height.max(1));
        let other = f64::from(width) / f64::from(height.max(1));
        (own / other - 1.0).abs() <= SHAPE
    }

    /// What it weighs.
    fn bytes(&self, around: &Around<'_>) -> usize {
        let picture = self.content.image().and_then(|id| around.assets.get(&id));
        let picture = picture.map_or(0, |asset| usize::try_from(asset.byte_size).unwrap_or(0));
        let text = match &self.content {
            Content::Html(text) | Content::VastXml(text) => text.len(),
            Content::Image { .. } | Content::Native { .. } | Content::HouseKey(_) => 0,
        };
        picture + text
    }
}

/// The picture with this id, once it can be shown.
fn usable<'a>(
    id: AssetId,
    path: Vec<String>,
    around: &Around<'a>,
    found: &mut Findings,
) -> Option<&'a Asset> {
    let Some(asset) = around.assets.get(&id) else {
        found.missing(path, id);
        return None;
    };
    if asset.kind != AssetKind::Image || asset.state != AssetState::Ready {
        found.invalid(path, "a picture that is ready");
        return None;
    }
    Some(asset)
}

/// Why a text is no VAST document.
fn no_vast(xml: &str) -> Option<String> {
    let mut reader = quick_xml::Reader::from_str(xml);
    let mut root = None;
    loop {
        match reader.read_event() {
            Ok(quick_xml::events::Event::Eof) => break,
            Ok(quick_xml::events::Event::Start(tag) | quick_xml::events::Event::Empty(tag)) => {
                root.get_or_insert_with(|| tag.local_name().as_ref() == "VAST");
            }
            Ok(_) => {}
            Err(error) => return Some(format!("this is no VAST document: {error}")),
        }
    }
    (root != Some(true)).then(|| "this is no VAST document: its root is another".to_owned())
}

fn cleaned(content: Content) -> Content {
    match content {
        Content::Image { asset, alt } => Content::Image {
            asset,
            alt: clean_text(&alt, None),
        },
        Content::Native {
            headline,
            body,
            image,
            button_label,
        } => Content::Native {
            headline: clean_text(&headline, None),
            body: said(body),
            image,
            button_label: said(button_label),
        },
        other => other,
    }
}
