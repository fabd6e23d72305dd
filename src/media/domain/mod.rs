//! What an asset is: its description, its rights, and what its bytes must be.

mod asset;
mod description;
mod metadata;
mod opaque;
mod picture;
mod placeholder;
pub mod playable;
mod render;
mod rendition;
mod retirement;
mod rights;
#[cfg(test)]
pub mod samples;
mod stored;
mod upload;

pub use asset::{
    Asset, AssetFilter, AssetInput, AssetKey, Credit, FocalPoint, MediaSource, Playback, TextTrack,
};
pub use metadata::Embedded;
pub use picture::examine;
pub use render::render;
pub use rendition::Rendition;
pub use retirement::Retirement;
pub use rights::{Rights, WARNING_MS};
pub use stored::{ImportedAsset, ImportedContent, StoredPicture, StoredPlayable};
pub use upload::{MAX_BYTES, NewUpload, TAKEN, UploadGrant, extension, known_type, most_bytes};
