//! What assets are given, and what they are found by.

use async_graphql::{ID, InputObject, MaybeUndefined};

use crate::api::graphql::desk::input::article::CreditInput;
use crate::api::graphql::desk::localized::{LocalizedTextInput, by_locale};
use crate::api::graphql::desk::outcome::named;
use crate::api::graphql::desk::patch::patch;
use crate::api::graphql::error::{Fault, Result};
use crate::api::graphql::scalars::BigInt;
use crate::app;
use crate::media::{self, AssetFilter, FocalPoint, Rights};
use crate::platform::clock::Instant;
use crate::platform::ids::UserId;
use crate::platform::locale::Locale;
use crate::vocabulary::{AssetKind, AssetState, AssetUse, LicenceKind};

/// All given conditions must hold.
#[derive(InputObject)]
#[graphql(name = "AssetFilter")]
pub struct AssetFilterInput {
    kinds: Option<Vec<AssetKind>>,
    licences: Option<Vec<LicenceKind>>,
    /// When the rights must hold.
    usable_on: Option<Instant>,
    uploaded_by_ids: Option<Vec<ID>>,
    /// Without it, all but those that are out of use.
    states: Option<Vec<AssetState>>,
}

impl AssetFilterInput {
    pub(super) fn read(self) -> Result<AssetFilter> {
        let by = self.uploaded_by_ids.map(|ids| {
            let ids = ids.iter().map(|id| id.parse::<UserId>());
            ids.collect::<Result<Vec<_>, _>>()
        });
        let by = by.transpose();
        let by =
            by.map_err(|_| Fault::bad_input("uploadedByIds holds what is no id of an account"));
        Ok(AssetFilter {
            kinds: self.kinds,
            licences: self.licences,
            usable_on: self.usable_on,
            uploaded_by: by?,
            states: self.states,
        })
    }
}

/// What is about to be sent; checksum is SHA-256 hex.
#[derive(InputObject)]
pub struct AssetBeginUploadInput {
    pub(super) file_name: String,
    pub(super) mime_type: String,
    pub(super) byte_size: BigInt,
    pub(super) checksum: String,
}

/// Words, focal point and rights.
#[derive(InputObject)]
pub struct AssetUpdateInput {
    /// The whole set.
    titles: Option<Vec<LocalizedTextInput>>,
    /// The whole set.
    alt_texts: Option<Vec<LocalizedTextInput>>,
    credit: MaybeUndefined<CreditInput>,
    /// Null = the centre.
    focal_point: MaybeUndefined<FocalPointInput>,
    rights: Option<AssetRightsInput>,
    /// The whole list.
    keywords: Option<Vec<String>>,
    /// The picture that is shown before a video or recording plays; null = none.
    poster_id: MaybeUndefined<ID>,
    /// Captions and subtitles of a video or recording, one a language; the whole list.
    text_tracks: Option<Vec<TextTrackInput>>,
}

/// Captions or subtitles: an asset of WebVTT.
#[derive(InputObject)]
pub struct TextTrackInput {
    locale: Locale,
    asset_id: ID,
}

impl AssetUpdateInput {
    pub(super) fn read(self) -> app::Result<media::AssetInput> {
        let credit = |credit: CreditInput| media::Credit {
            kind: credit.kind,
            name: credit.name,
            url: credit.url.map(|url| url.0),
        };
        let point = |point: FocalPointInput| FocalPoint {
            x: point.x,
            y: point.y,
        };
        let poster = match self.poster_id {
            MaybeUndefined::Undefined => None,
            MaybeUndefined::Null => Some(None),
            MaybeUndefined::Value(id) => Some(Some(named(&["input", "posterId"], &id)?)),
        };
        let track = |one: TextTrackInput| -> app::Result<media::TextTrack> {
            Ok(media::TextTrack {
                locale: one.locale,
                asset: named(&["input", "textTracks"], &one.asset_id)?,
            })
        };
        let tracks = self
            .text_tracks
            .map(|all| all.into_iter().map(track).collect::<app::Result<Vec<_>>>());
        Ok(media::AssetInput {
            poster,
            tracks: tracks.transpose()?,
            titles: by_locale("titles", self.titles)?,
            alt_texts: by_locale("altTexts", self.alt_texts)?,
            credit: patch(self.credit.map_value(credit)),
            focal_point: patch(self.focal_point.map_value(point)),
            rights: self.rights.map(Into::into),
            keywords: self.keywords,
        })
    }
}

/// Fractions, 0..1.
#[derive(InputObject)]
pub struct FocalPointInput {
    x: f64,
    y: f64,
}

/// Replaces the rights record.
#[derive(InputObject)]
pub struct AssetRightsInput {
    licence: LicenceKind,
    holder: Option<String>,
    source: Option<String>,
    valid_from: Option<Instant>,
    valid_until: Option<Instant>,
    uses: Vec<AssetUse>,
    /// IPTC digital source type, e.g. `trainedAlgorithmicMedia`.
    digital_source_type: Option<String>,
    note: Option<String>,
}

impl From<AssetRightsInput> for Rights {
    fn from(input: AssetRightsInput) -> Self {
        Self {
            licence: input.licence,
            holder: input.holder,
            source: input.source,
            valid_from: input.valid_from,
            valid_until: input.valid_until,
            uses: input.uses,
            digital_source_type: input.digital_source_type,
            note: input.note,
        }
    }
}
