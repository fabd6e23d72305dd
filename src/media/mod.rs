//! Media: the library of pictures and videos, with their words, credits and rights.
//!
//! An asset is UPLOADING until its bytes have come, and READY once they have shown themselves to
//! be a picture; FAILED bytes were something else. The original is kept private under its SHA-256;
//! readers get the same picture without its metadata. A video stands on another host and is READY
//! from the start.

mod domain;

pub use domain::{Asset, AssetInput, Credit, FocalPoint, MediaSource, Playback, Rights};
