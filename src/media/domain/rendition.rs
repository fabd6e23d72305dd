//! Renditions: a picture in one of a few widths, shapes and formats.
//!
//! The address of a rendition says all that it is made of: asset, width, shape, the point kept in
//! view, and format. So what an address gives never changes, and since each is signed, nobody can
//! make us draw others than we have offered.

use std::fmt;
use std::str::FromStr;

use super::asset::Asset;
use crate::platform::ids::AssetId;
use crate::vocabulary::{AssetKind, ImageAspect, ImageFormat};

/// Widths that renditions have, in pixels: few, so that caches stay small.
pub const LADDER: [u32; 9] = [320, 480, 640, 800, 1080, 1280, 1600, 1920, 2560];

/// A width and a height, in pixels.
pub type Area = (u32, u32);

/// Everything that decides what a rendition shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rendition {
    /// The picture.
    pub asset: AssetId,
    /// Its width, in pixels.
    pub width: u32,
    /// Its shape.
    pub aspect: ImageAspect,
    /// The point kept in view, in thousandths of width and height; the middle where nothing is cut
    /// off.
    pub focus: (u32, u32),
    /// Its format.
    pub format: ImageFormat,
}

/// Where a shape is cut out of a picture: left, top, width and height, in pixels.
pub type Cut = (u32, u32, u32, u32);

impl ImageAspect {
    /// Width to height; `None` of the picture's own.
    pub const fn ratio(self) -> Option<Area> {
        match self {
            Self::Original => None,
            Self::Wide16_9 => Some((16, 9)),
            Self::Classic4_3 => Some((4, 3)),
            Self::Photo3_2 => Some((3, 2)),
            Self::Square => Some((1, 1)),
            Self::Portrait4_5 => Some((4, 5)),
            Self::Social191_100 => Some((191, 100)),
        }
    }

    /// The largest area of this shape that a picture of `area` has, round `focus`, which is given in
    /// thousandths.
    pub fn cut(self, area: Area, focus: (u32, u32)) -> Cut {
        let (width, height) = area;
        let Some((across, down)) = self.ratio() else {
            return (0, 0, width, height);
        };
        let scaled = |side: u32, by: u32, to: u32| {
            let scaled = u64::from(side) * u64::from(by) / u64::from(to);
            u32::try_from(scaled).unwrap_or(side)
        };
        // Compared as products, so that nothing is rounded before the choice.
        let is_wider = u64::from(width) * u64::from(down) > u64::from(height) * u64::from(across);
        let (kept_width, kept_height) = match is_wider {
            true => (scaled(height, across, down).clamp(1, width), height),
            false => (width, scaled(width, down, across).clamp(1, height)),
        };
        let start = |side: u32, kept: u32, focus: u32| {
            let middle = scaled(side, focus, 1_000);
            middle.saturating_sub(kept / 2).min(side - kept)
        };
        let (x, y) = focus;
        let left = start(width, kept_width, x);
        (left, start(height, kept_height, y), kept_width, kept_height)
    }
}

impl Asset {
    /// The renditions of a picture in one shape and format, from the narrowest: the ladder up to the
    /// picture's own width, and that width itself. None of what is no still picture.
    pub fn renditions(&self, aspect: ImageAspect, format: ImageFormat) -> Vec<Rendition> {
        let is_still = self.kind == AssetKind::Image && !self.is_animated;
        let (Some(area), true) = (self.area(), is_still) else {
            return Vec::new();
        };
        let own = self.own_width(area, aspect);
        let steps = LADDER.into_iter().filter(|width| *width < own);
        let rendition = |width| Rendition {
            asset: self.id,
            width,
            aspect,
            focus: self.focus_of(aspect),
            format,
        };
        steps.chain([own]).map(rendition).collect()
    }

    /// Width and height after orientation.
    pub fn area(&self) -> Option<Area> {
        let side = |px: Option<i32>| u32::try_from(px?).ok().filter(|px| *px > 0);
        Some((side(self.width_px)?, side(self.height_px)?))
    }

    /// The widest that a shape gets: the picture is never drawn larger than it is.
    fn own_width(&self, area: Area, aspect: ImageAspect) -> u32 {
        let (_, _, width, _) = aspect.cut(area, self.focus_of(aspect));
        width.min(LADDER[LADDER.len() - 1])
    }

    fn focus_of(&self, aspect: ImageAspect) -> (u32, u32) {
        if aspect.ratio().is_none() {
            return (500, 500);
        }
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "fractions of 0 to 1"
        )]
        let thousandths = |part: f64| (part.clamp(0.0, 1.0) * 1_000.0).round() as u32;
        let focus = self.focus();
        (thousandths(focus.x), thousandths(focus.y))
    }

    /// Whether a rendition is one that the picture has, whatever its focal point is now.
    pub fn offers(&self, wanted: &Rendition) -> bool {
        let known = self.renditions(wanted.aspect, wanted.format);
        known.iter().any(|one| one.width == wanted.width)
    }
}

/// Formats, with their endings in addresses and their media types; what `AUTO` gives, the client
/// decides, and JPEG is what everybody takes.
const FORMATS: [(ImageFormat, &str, &str); 5] = [
    (ImageFormat::Auto, "auto", "image/jpeg"),
    (ImageFormat::Avif, "avif", "image/avif"),
    (ImageFormat::Webp, "webp", "image/webp"),
    (ImageFormat::Jpeg, "jpg", "image/jpeg"),
    (ImageFormat::Png, "png", "image/png"),
];

/// The name of a shape in addresses: `16x9`, or `original`.
fn name_of(aspect: ImageAspect) -> String {
    match aspect.ratio() {
        Some((across, down)) => format!("{across}x{down}"),
        None => "original".to_owned(),
    }
}

impl Rendition {
    /// What it is made of, without its format: `640-16x9-500x320`, or `640-original`.
    fn stem(&self) -> String {
        let (width, focus, name) = (self.width, self.focus, name_of(self.aspect));
        match self.aspect.ratio() {
            Some(_) => format!("{width}-{name}-{}x{}", focus.0, focus.1),
            None => format!("{width}-{name}"),
        }
    }

    fn words(&self) -> (&'static str, &'static str) {
        let known = FORMATS.iter().find(|(format, ..)| *format == self.format);
        known.map_or(("auto", "image/jpeg"), |(_, ending, mime)| (ending, mime))
    }

    /// Its media type.
    pub fn mime_type(&self) -> &'static str {
        self.words().1
    }

    /// Where it is kept once it has been drawn: the asset, and what it is made of.
    pub fn key(&self) -> String {
        format!("{}/{self}", self.asset)
    }
}

impl fmt::Display for Rendition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.stem(), self.words().0)
    }
}

impl Rendition {
    /// The rendition of an asset with this name, as [`Rendition`] is printed; `None` of any other.
    pub fn parse(asset: AssetId, name: &str) -> Option<Self> {
        let (stem, ending) = name.split_once('.')?;
        let mut parts = stem.split('-');
        let width = whole(parts.next()?)?;
        let name = parts.next()?;
        let mut shapes = ImageAspect::ALL.iter().copied();
        let aspect = shapes.find(|aspect| name_of(*aspect) == name)?;
        let focus = match aspect.ratio() {
            None => (500, 500),
            Some(_) => {
                let (x, y) = parts.next()?.split_once('x')?;
                (whole(x)?, whole(y)?)
            }
        };
        let (format, ..) = *FORMATS.iter().find(|(_, own, _)| *own == ending)?;
        let is_whole = parts.next().is_none() && focus.0 <= 1_000 && focus.1 <= 1_000;
        is_whole.then_some(Self {
            asset,
            width,
            aspect,
            focus,
            format,
        })
    }
}

/// A number as it is printed: one way only to write it, so that one rendition has one name.
fn whole(text: &str) -> Option<u32> {
    let number = u32::from_str(text).ok()?;
    (number.to_string() == text).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::clock::Instant;
    use crate::platform::ids::UserId;
    use uuid::Uuid;

    const ID: AssetId = AssetId(Uuid::from_u128(7));

    fn picture(id: AssetId, (width, height): (i32, i32)) -> Asset {
        Asset {
            width_px: Some(width),
            height_px: Some(height),
            ..Asset::announced(id, UserId(Uuid::nil()), Instant(0))
        }
    }

    #[test]
    fn a_shape_is_cut_round_the_focal_point_and_stays_inside() {
        let wide = ImageAspect::Wide16_9;

        assert_eq!(wide.cut((1600, 1200), (500, 500)), (0, 150, 1600, 900));
        assert_eq!(wide.cut((1600, 1200), (500, 0)), (0, 0, 1600, 900));
        assert_eq!(wide.cut((1600, 1200), (500, 1_000)), (0, 300, 1600, 900));
        let square = ImageAspect::Square;
        assert_eq!(square.cut((1600, 1200), (1_000, 500)), (400, 0, 1200, 1200));
        assert_eq!(square.cut((3, 1), (0, 0)), (0, 0, 1, 1));
        let original = ImageAspect::Original;
        assert_eq!(original.cut((1600, 1200), (0, 0)), (0, 0, 1600, 1200));
    }

    #[test]
    fn a_picture_is_offered_on_the_ladder_and_never_larger_than_it_is() {
        let widths = |width, height, aspect| -> Vec<u32> {
            let asset = picture(ID, (width, height));
            let all = asset.renditions(aspect, ImageFormat::Auto);
            all.iter().map(|one| one.width).collect()
        };

        let own = [320, 480, 640, 700];
        assert_eq!(widths(700, 500, ImageAspect::Original), own);
        assert_eq!(widths(700, 500, ImageAspect::Square), [320, 480, 500]);
        assert_eq!(widths(200, 100, ImageAspect::Original), [200]);
        assert_eq!(widths(640, 400, ImageAspect::Original), [320, 480, 640]);
        assert_eq!(widths(9_000, 5_000, ImageAspect::Original), LADDER);
    }

    #[test]
    fn a_name_is_read_as_it_was_printed_and_in_no_other_way() {
        let asset = picture(ID, (1_000, 800));
        for aspect in ImageAspect::ALL.iter().copied() {
            for (format, ..) in FORMATS {
                for one in asset.renditions(aspect, format) {
                    assert_eq!(Rendition::parse(ID, &one.to_string()), Some(one));
                }
            }
        }
        let others = [
            "",
            "640.jpg",
            "640-original.gif",
            "0640-original.jpg",
            "640-original-500x500.jpg",
            "640-16x9.jpg",
            "640-16x9-500x1001.jpg",
            "640-16x9-500x500-1.jpg",
            "+640-original.jpg",
        ];
        for name in others {
            assert_eq!(Rendition::parse(ID, name), None, "{name}");
        }
    }
}
