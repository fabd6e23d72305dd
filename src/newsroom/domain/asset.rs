//! The record of a picture or video.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value as Json;

use super::record::typed;
use crate::app::{Error, Result};
use crate::media::{AssetInput, Credit, FocalPoint, Playback, Rights};
use crate::platform::calendar::parse_duration;
use crate::platform::ids::AssetId;
use crate::platform::locale::Locale;

/// An asset as its record tells it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct AssetRecord {
    file: Option<String>,
    video: Option<VideoRecord>,
    #[serde(default)]
    titles: BTreeMap<Locale, String>,
    #[serde(default)]
    alt_texts: BTreeMap<Locale, String>,
    credit: Option<Credit>,
    focal_point: Option<FocalPoint>,
    rights: Option<Rights>,
    #[serde(default)]
    keywords: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct VideoRecord {
    embed_url: String,
    duration: Option<String>,
    poster: Option<AssetId>,
}

/// What there is to see of an asset.
#[derive(Debug)]
pub enum Shown {
    /// A picture in a file below the record's folder.
    File(String),
    /// A video on another host.
    Video(Playback),
}

/// Reads an asset.
///
/// # Errors
/// [`Error::Refused`]: where the record is of another form.
pub fn asset(body: Json) -> Result<(Shown, AssetInput)> {
    let record: AssetRecord = typed(body, &[])?;
    let shown = match (record.file, record.video) {
        (Some(file), None) => Shown::File(file),
        (None, Some(video)) => Shown::Video(playback(video)?),
        _ => {
            let why = "either a file or a video on another host";
            return Err(Error::invalid(["file"], why));
        }
    };
    let input = AssetInput {
        titles: Some(record.titles),
        alt_texts: Some(record.alt_texts),
        credit: Some(record.credit),
        focal_point: Some(record.focal_point),
        rights: Some(record.rights.unwrap_or_else(Rights::unknown)),
        keywords: Some(record.keywords),
        ..AssetInput::default()
    };
    Ok((shown, input))
}

fn playback(video: VideoRecord) -> Result<Playback> {
    let seconds = match &video.duration {
        Some(text) => {
            let ms = parse_duration(text);
            let path = ["video", "duration"];
            Some(ms.map_err(|error| Error::invalid(path, error.to_string()))? / 1000)
        }
        None => None,
    };
    Ok(Playback {
        embed_url: Some(video.embed_url),
        duration_seconds: seconds,
        poster: video.poster,
        ..Playback::default()
    })
}
