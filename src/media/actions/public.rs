//! Files that readers get.

use bytes::Bytes;

use crate::app::{Call, Result};
use crate::media::domain::{Asset, extension};
use crate::media::store;
use crate::platform::clock::Instant;

/// A public file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicFile {
    /// Its media type.
    pub mime_type: String,
    /// SHA-256 of its bytes: they never change under it.
    pub checksum: String,
    /// Its bytes.
    pub bytes: Bytes,
}

/// A file that readers get, as long as they may.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// What it shows.
    pub file: PublicFile,
    /// Whether another client might be given another format at the same address.
    pub is_negotiated: bool,
    /// When the rights of the picture end.
    pub until: Option<Instant>,
}

/// A public file that is there, before it is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Its media type.
    pub mime_type: String,
    /// SHA-256 of its bytes: they never change under it.
    pub checksum: String,
    /// Size of the original, in bytes; of what plays, its own.
    pub byte_size: u64,
    /// When the rights to it end.
    pub until: Option<Instant>,
}

/// The public file with this name, `{SHA-256}.{ending}`, as long as readers may get it.
///
/// # Errors
/// Those of the database.
pub async fn public_file(call: &Call, name: &str) -> Result<Option<Found>> {
    let Some((checksum, ending)) = name.split_once('.') else {
        return Ok(None);
    };
    let asset = store::by_public_checksum(call, checksum).await?;
    let is_shown = |asset: &Asset| {
        extension(&asset.mime_type) == Some(ending) && asset.rights.is_valid(call.now())
    };
    let found = |asset: Asset| Found {
        mime_type: asset.mime_type,
        checksum: checksum.to_owned(),
        byte_size: u64::try_from(asset.byte_size).unwrap_or_default(),
        until: asset.rights.valid_until,
    };
    Ok(asset.filter(is_shown).map(found))
}
