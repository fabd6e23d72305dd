//! What an asset is, and what makes its description acceptable.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::metadata::Embedded;
use super::retirement::Retirement;
use super::rights::Rights;
use crate::editions::Edition;
use crate::platform::clock::Instant;
use crate::platform::ids::{AssetId, UserId};
use crate::platform::locale::Locale;
use crate::vocabulary::{AssetKind, AssetState, CreditKind, LicenceKind};

/// A picture, video, recording or document of the library, with its words and rights.
#[derive(Debug, Clone, PartialEq)]
pub struct Asset {
    /// Its id.
    pub id: AssetId,
    /// Grows with every change.
    pub version: i32,
    /// What it is.
    pub kind: AssetKind,
    /// Where it stands in its life.
    pub state: AssetState,
    /// Name of the file that was sent.
    pub file_name: String,
    /// Media type: as announced while the bytes are awaited, then as the bytes show it.
    pub mime_type: String,
    /// Size of the original, in bytes.
    pub byte_size: i64,
    /// SHA-256 of the original, in 64 hexadecimal digits.
    pub checksum: String,
    /// SHA-256 of what readers get: the original without its metadata. `None` when there is no
    /// file to get.
    pub public_checksum: Option<String>,
    /// Width after orientation, in pixels.
    pub width_px: Option<i32>,
    /// Height after orientation, in pixels.
    pub height_px: Option<i32>,
    /// Whether the picture moves.
    pub is_animated: bool,
    /// Point kept in view when cropping; `None` stands for the centre.
    pub focal_point: Option<FocalPoint>,
    /// Tiny placeholder (BlurHash).
    pub blur_hash: Option<String>,
    /// The colour that most of the picture has, as `#rrggbb`.
    pub dominant_color: Option<String>,
    /// How a video or recording plays.
    pub playback: Option<Playback>,
    /// Titles by language.
    pub titles: BTreeMap<Locale, String>,
    /// Accessible texts by language.
    pub alt_texts: BTreeMap<Locale, String>,
    /// Who made or supplied it.
    pub credit: Option<Credit>,
    /// What we may do with it.
    pub rights: Rights,
    /// Words to find it by.
    pub keywords: Vec<String>,
    /// When it was taken, as the file says.
    pub taken_at: Option<Instant>,
    /// What the file says of itself: offered to whoever describes it.
    pub embedded: Option<Embedded>,
    /// When and why it was taken out of use.
    pub retirement: Option<Retirement>,
    /// Who sent it.
    pub uploaded_by: UserId,
    /// When the upload began.
    pub uploaded_at: Instant,
}

/// A point of a picture, in fractions of its width and height from the top left.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FocalPoint {
    /// 0 at the left, 1 at the right.
    pub x: f64,
    /// 0 at the top, 1 at the bottom.
    pub y: f64,
}

/// Who made or supplied an asset.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Credit {
    /// How it came to us.
    pub kind: CreditKind,
    /// Who made or supplied it.
    pub name: String,
    /// His, her or its address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

/// How a video or recording plays.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Playback {
    /// Address of a player on another host.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub embed_url: Option<String>,
    /// How long it plays, in seconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duration_seconds: Option<i64>,
    /// The picture shown before it plays.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub poster: Option<AssetId>,
    /// Files or streams on other hosts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<MediaSource>,
    /// Captions and subtitles.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tracks: Vec<TextTrack>,
}

/// Captions or subtitles in one language: another asset, of WebVTT.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TextTrack {
    /// The language.
    pub locale: Locale,
    /// The text.
    pub asset: AssetId,
}

/// One playable file or manifest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct MediaSource {
    /// Where it is.
    pub url: String,
    /// Its media type.
    pub mime_type: String,
    /// Width in pixels.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub width: Option<i32>,
    /// Height in pixels.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub height: Option<i32>,
    /// Bits per second.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bitrate: Option<i32>,
}

/// How an asset is described anew; absent fields stay as they are.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct AssetInput {
    /// Titles; the whole set.
    pub titles: Option<BTreeMap<Locale, String>>,
    /// Accessible texts; the whole set.
    pub alt_texts: Option<BTreeMap<Locale, String>>,
    /// Who made or supplied it; an inner `None` clears it.
    pub credit: Option<Option<Credit>>,
    /// Point kept in view; an inner `None` puts it back to the centre.
    pub focal_point: Option<Option<FocalPoint>>,
    /// The rights record, whole.
    pub rights: Option<Rights>,
    /// Words to find it by; the whole set.
    pub keywords: Option<Vec<String>>,
    /// The picture shown before a video plays; an inner `None` takes it away.
    pub poster: Option<Option<AssetId>>,
    /// Captions and subtitles of a video; the whole set.
    pub tracks: Option<Vec<TextTrack>>,
}

/// What a list of assets is narrowed to; all that is given must hold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AssetFilter {
    /// What they are.
    pub kinds: Option<Vec<AssetKind>>,
    /// On what ground we use them.
    pub licences: Option<Vec<LicenceKind>>,
    /// When their rights must hold.
    pub usable_on: Option<Instant>,
    /// Who sent them.
    pub uploaded_by: Option<Vec<UserId>>,
    /// Where they stand in their lives; without it all but those that are out of use.
    pub states: Option<Vec<AssetState>>,
}

/// Place of an asset in the library, which goes from the newest to the oldest.
pub type AssetKey = (Instant, AssetId);

impl FocalPoint {
    /// The middle of the picture.
    pub const CENTRE: Self = Self { x: 0.5, y: 0.5 };
}

impl Asset {
    /// The point kept in view when cropping.
    pub fn focus(&self) -> FocalPoint {
        self.focal_point.unwrap_or(FocalPoint::CENTRE)
    }

    /// Title in the edition's language, else in one that its names may be borrowed from.
    pub fn title(&self, edition: &Edition) -> Option<(Locale, &str)> {
        in_language(&self.titles, edition)
    }

    /// Accessible text in the edition's language, else in one that it may be borrowed from; and
    /// that language, for the reader's `lang`.
    pub fn alt_text(&self, edition: &Edition) -> Option<(Locale, &str)> {
        in_language(&self.alt_texts, edition)
    }

    /// Its place in the library.
    pub const fn key(&self) -> AssetKey {
        (self.uploaded_at, self.id)
    }

    /// A name for lists of the newsroom.
    pub fn label(&self) -> &str {
        &self.file_name
    }

    /// The asset's own file as a source, at the address that readers get it from: of a video or
    /// recording whose bytes are here.
    pub fn own_source(&self, url: String) -> MediaSource {
        let seconds = self.playback.as_ref().and_then(|one| one.duration_seconds);
        let bits = self.byte_size.saturating_mul(8);
        let bitrate = seconds
            .filter(|seconds| *seconds > 0)
            .map(|seconds| bits / seconds);
        MediaSource {
            url,
            mime_type: self.mime_type.clone(),
            width: self.width_px,
            height: self.height_px,
            bitrate: bitrate.and_then(|bits| i32::try_from(bits).ok()),
        }
    }

    /// Path of the file that readers get.
    pub fn public_path(&self) -> Option<String> {
        let checksum = self.public_checksum.as_ref()?;
        Some(format!(
            "/media/{checksum}.{}",
            super::upload::extension(&self.mime_type)?
        ))
    }
}

fn in_language<'t>(
    texts: &'t BTreeMap<Locale, String>,
    edition: &Edition,
) -> Option<(Locale, &'t str)> {
    std::iter::once(&edition.locale)
        .chain(&edition.name_fallback)
        .find_map(|locale| Some((*locale, texts.get(locale)?.as_str())))
}
