//! What the bytes of a video or a recording show: its container, taken apart as far as its length,
//! its size and its tracks are told there. Nothing is decoded.

mod ebml;
mod mp4;
mod sound;
mod webvtt;

use std::ops::Range;

use bytes::Bytes;

use super::picture::Flaw;
use crate::vocabulary::AssetKind;

/// The most bytes of a video, a recording, or a text track: longer ones belong on a host that
/// streams.
pub const MAX_PLAYABLE_BYTES: usize = 100 * 1024 * 1024;
pub const MAX_TRACK_BYTES: usize = 1024 * 1024;

/// The longest that anything plays: a week. What says more is broken.
const MAX_MS: u64 = 7 * 24 * 3_600_000;
/// The most pixels of a side.
const MAX_SIDE: u32 = 16_384;

/// Facts about a video, a recording or a text track.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Playable {
    /// What it is: a text track is a document.
    pub kind: AssetKind,
    /// Its media type.
    pub mime_type: &'static str,
    /// Width and height of a video as it is seen, in pixels.
    pub size: Option<(i32, i32)>,
    /// How long it plays, in milliseconds, when the container tells.
    pub duration_ms: Option<i64>,
    /// What readers get: the same without where and by whom it was taken.
    pub public: Bytes,
}

/// What a container tells.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Told {
    size: Option<(u32, u32)>,
    duration_ms: Option<u64>,
    has_video: bool,
    has_sound: bool,
}

/// Reads the bytes of what plays. Large files are copied, so it belongs on a thread that may block.
///
/// # Errors
/// [`Flaw`] when they are nothing that we take.
pub fn examine(bytes: &Bytes) -> Result<Playable, Flaw> {
    if webvtt::is_one(bytes) {
        return text_track(bytes);
    }
    if bytes.len() > MAX_PLAYABLE_BYTES {
        return Err(Flaw::TooLong);
    }
    if mp4::is_one(bytes) {
        let (told, public) = mp4::read(bytes)?;
        return told.playable("video/mp4", "audio/mp4", public.into());
    }
    if ebml::is_one(bytes) {
        let (told, public) = ebml::read(bytes)?;
        return told.playable("video/webm", "audio/webm", public.into());
    }
    let (mime_type, told) = sound::read(bytes)?;
    told.playable(mime_type, mime_type, bytes.clone())
}

fn text_track(bytes: &Bytes) -> Result<Playable, Flaw> {
    if bytes.len() > MAX_TRACK_BYTES {
        return Err(Flaw::TooLong);
    }
    webvtt::check(bytes)?;
    Ok(Playable {
        kind: AssetKind::Document,
        mime_type: "text/vtt",
        size: None,
        duration_ms: None,
        public: bytes.clone(),
    })
}

impl Told {
    /// A recording has to say how long it is, a video how large.
    fn playable(
        self,
        video: &'static str,
        sound: &'static str,
        public: Bytes,
    ) -> Result<Playable, Flaw> {
        let too_long = self.duration_ms.is_some_and(|ms| ms == 0 || ms > MAX_MS);
        let duration_ms = self.duration_ms.and_then(|ms| i64::try_from(ms).ok());
        let side = |px: u32| {
            i32::try_from(px)
                .ok()
                .filter(|_| (1..=MAX_SIDE).contains(&px))
        };
        let size = self.size.and_then(|(w, h)| Some((side(w)?, side(h)?)));
        let is_whole = match (self.has_video, self.has_sound) {
            (true, _) => size.is_some(),
            (false, true) => duration_ms.is_some(),
            (false, false) => false,
        };
        if too_long || !is_whole {
            return Err(Flaw::Broken);
        }
        let (kind, mime_type) = match self.has_video {
            true => (AssetKind::Video, video),
            false => (AssetKind::Audio, sound),
        };
        Ok(Playable {
            kind,
            mime_type,
            size: size.filter(|_| self.has_video),
            duration_ms,
            public,
        })
    }
}

/// The same film with its notes blanked: nothing moves, since it is played by places in the file.
fn without(bytes: &[u8], notes: Vec<Range<usize>>, blank: fn(&mut [u8])) -> Vec<u8> {
    let mut public = bytes.to_vec();
    for note in notes {
        if let Some(note) = public.get_mut(note) {
            blank(note);
        }
    }
    public
}

#[cfg(test)]
pub mod samples;
#[cfg(test)]
mod tests;
