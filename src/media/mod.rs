//! Media: the library of pictures and videos, with their words, credits and rights.
//!
//! An asset is UPLOADING until its bytes have come, and READY once they have shown themselves to
//! be a picture; FAILED bytes were something else. The original is kept private under its SHA-256;
//! readers get the same picture without its metadata, or renditions of it, which are drawn when they
//! are first asked for. A video stands on another host and is READY from the start. A RETIRED asset
//! is shown nowhere; another may stand in its places.

mod actions;
mod collect;
mod domain;
mod renditions;
mod store;

pub use actions::{
    Found, PublicFile, Shown, Upload, begin_upload, complete_upload, import, keep, public_file,
    receive, retire, update,
};
pub use collect::{Collected, collect};
#[cfg(test)]
pub use domain::playable::samples as films;
#[cfg(test)]
pub use domain::samples;
pub use domain::{
    Asset, AssetFilter, AssetInput, AssetKey, Credit, Embedded, FocalPoint, ImportedAsset,
    ImportedContent, MAX_BYTES, MediaSource, NewUpload, Playback, Retirement, Rights,
    StoredPicture, TAKEN, TextTrack, WARNING_MS, known_type, most_bytes,
};
pub use renditions::{Takes, path_of_width, paths, rendition};
pub use store::{by_checksum, by_ids, in_places, list, replaced_by, rights_ending_by, shown};
