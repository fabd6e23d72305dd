//! What an asset is: its description, its rights, and what its bytes must be.

mod asset;
mod rights;
mod upload;

pub use asset::{Asset, AssetInput, Credit, FocalPoint, MediaSource, Playback};
pub use rights::Rights;
