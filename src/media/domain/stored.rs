//! Assets whose content has come: a picture that is kept, or a video that plays elsewhere.

use super::asset::{Asset, AssetInput, Playback};
use super::description::is_web;
use super::metadata::Embedded;
use super::picture::Picture;
use super::playable::Playable;
use super::upload::base_name;
use crate::app::{Error, Problem, Result};
use crate::editions::Site;
use crate::platform::calendar::Zone;
use crate::platform::clock::Instant;
use crate::platform::ids::{AssetId, UserId};
use crate::platform::secrets::sha256_hex;
use crate::vocabulary::{AssetKind, AssetState, UserErrorCode};

/// Facts about a picture whose original and public bytes are kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredPicture {
    /// Its media type.
    pub mime_type: String,
    /// Size of the original, in bytes.
    pub byte_size: i64,
    /// SHA-256 of the original.
    pub checksum: String,
    /// SHA-256 of what readers get.
    pub public_checksum: String,
    /// Width after orientation, in pixels.
    pub width_px: i32,
    /// Height after orientation, in pixels.
    pub height_px: i32,
    /// Whether it moves.
    pub is_animated: bool,
    /// Tiny placeholder (BlurHash).
    pub blur_hash: String,
    /// The colour that most of it has, as `#rrggbb`.
    pub dominant_color: String,
    /// When it was taken.
    pub taken_at: Option<Instant>,
    /// What it says of itself.
    pub embedded: Option<Embedded>,
}

/// Facts about a video, a recording or a text track whose original and public bytes are kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredPlayable {
    /// What the container tells.
    pub told: Playable,
    /// Size of the original, in bytes; the public file has as many.
    pub byte_size: i64,
    /// SHA-256 of the original.
    pub checksum: String,
    /// SHA-256 of what readers get.
    pub public_checksum: String,
}

/// An asset as an import brings it.
#[derive(Debug, Clone, PartialEq)]
pub struct ImportedAsset {
    /// Its id: the same again changes the same asset.
    pub id: AssetId,
    /// What there is to see.
    pub content: ImportedContent,
    /// Its words and rights.
    pub input: AssetInput,
}

/// What there is to see of an imported asset.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ImportedContent {
    /// A picture that is kept already, and the name of its file.
    Picture(String, Box<StoredPicture>),
    /// A video on another host.
    Video(Playback),
}

impl StoredPicture {
    /// The facts of a picture, after its original and its public bytes have been kept under these
    /// checksums. A camera's clock that names no offset is taken for the newsroom's.
    pub fn new(picture: Picture, byte_size: i64, kept: (String, String), zone: Zone) -> Self {
        let (checksum, public_checksum) = kept;
        Self {
            mime_type: picture.mime_type.to_owned(),
            byte_size,
            checksum,
            public_checksum,
            width_px: picture.width_px,
            height_px: picture.height_px,
            is_animated: picture.is_animated,
            blur_hash: picture.blur_hash,
            dominant_color: picture.dominant_color,
            taken_at: picture.taken.and_then(|taken| taken.moment(zone)),
            embedded: picture.embedded,
        }
    }

    /// The facts that an asset has taken over; `None` of one that is no picture, or not yet.
    pub fn of(asset: &Asset) -> Option<Self> {
        Some(Self {
            mime_type: asset.mime_type.clone(),
            byte_size: asset.byte_size,
            checksum: asset.checksum.clone(),
            public_checksum: asset.public_checksum.clone()?,
            width_px: asset.width_px?,
            height_px: asset.height_px?,
            is_animated: asset.is_animated,
            blur_hash: asset.blur_hash.clone()?,
            dominant_color: asset.dominant_color.clone()?,
            taken_at: asset.taken_at,
            embedded: asset.embedded.clone(),
        })
    }
}

impl Asset {
    /// The asset once its bytes have come.
    #[must_use]
    pub fn showing(self, picture: StoredPicture) -> Self {
        Self {
            kind: AssetKind::Image,
            mime_type: picture.mime_type,
            byte_size: picture.byte_size,
            checksum: picture.checksum,
            public_checksum: Some(picture.public_checksum),
            width_px: Some(picture.width_px),
            height_px: Some(picture.height_px),
            is_animated: picture.is_animated,
            blur_hash: Some(picture.blur_hash),
            dominant_color: Some(picture.dominant_color),
            taken_at: picture.taken_at,
            embedded: picture.embedded,
            ..self
        }
    }

    /// The asset once the bytes of a video, a recording or a text track have come.
    #[must_use]
    pub fn holding(self, file: StoredPlayable) -> Self {
        let told = file.told;
        let playback = self.playback.unwrap_or_default();
        // Half a second more is a second.
        let seconds = told.duration_ms.map(|ms| ((ms + 500) / 1_000).max(1));
        Self {
            kind: told.kind,
            mime_type: told.mime_type.to_owned(),
            byte_size: file.byte_size,
            checksum: file.checksum,
            public_checksum: Some(file.public_checksum),
            width_px: told.size.map(|(width, _)| width),
            height_px: told.size.map(|(_, height)| height),
            playback: (told.kind != AssetKind::Document).then_some(Playback {
                duration_seconds: seconds,
                ..playback
            }),
            ..self
        }
    }

    /// The asset with a video on another host. It has no bytes here: its checksum is that of the
    /// player's address, so that the same video is found again.
    fn playing(self, playback: Playback) -> Self {
        let address = playback.embed_url.clone().unwrap_or_default();
        Self {
            kind: AssetKind::Video,
            mime_type: "text/html".to_owned(),
            byte_size: 0,
            checksum: sha256_hex(&address),
            file_name: address,
            playback: Some(playback),
            ..self
        }
    }
}

impl ImportedAsset {
    /// What `before`, or a new asset, becomes with it.
    ///
    /// # Errors
    /// All problems of its words and rights, or a video without an address.
    pub fn applied(
        self,
        before: Option<&Asset>,
        by: UserId,
        now: Instant,
        site: &Site,
    ) -> Result<Asset> {
        let id = self.id;
        let base = before
            .cloned()
            .unwrap_or_else(|| Asset::announced(id, by, now));
        let base = match self.content {
            ImportedContent::Picture(file_name, picture) => Asset {
                file_name: base_name(&file_name),
                playback: None,
                ..base.showing(*picture)
            },
            ImportedContent::Video(playback) => base.playing(playable(playback)?),
        };
        // What was taken out of use stays so, whoever brings it again.
        let state = match base.state {
            AssetState::Retired => AssetState::Retired,
            _ => AssetState::Ready,
        };
        let base = Asset { state, ..base };
        let next = base.changed(self.input, site)?;
        let version = before.map_or(1, |before| before.version + i32::from(*before != next));
        Ok(Asset { version, ..next })
    }
}

fn playable(playback: Playback) -> Result<Playback> {
    let addresses = playback.sources.iter().map(|source| &source.url);
    let mut addresses = addresses.chain(&playback.embed_url).peekable();
    if addresses.peek().is_none() || !addresses.all(|address| is_web(address)) {
        let why = "a video plays at an absolute http or https address";
        let path = ["input", "video", "embedUrl"];
        return Err(Error::problem(Problem::at(
            path,
            UserErrorCode::Invalid,
            why,
        )));
    }
    Ok(playback)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn playback(address: &str) -> Playback {
        Playback {
            embed_url: Some(address.to_owned()),
            ..Playback::default()
        }
    }

    #[test]
    fn a_video_plays_at_a_web_address_only() {
        assert!(playable(playback("https://video.example/embed/1")).is_ok());
        assert!(playable(playback("javascript:alert(1)")).is_err());
        assert!(playable(Playback::default()).is_err());
    }
}
