//! Recordings: MP3, Ogg, WAV and FLAC.

use std::io::Cursor;

use lofty::config::{ParseOptions, ParsingMode};
use lofty::file::{AudioFile, FileType};
use lofty::probe::Probe;

use super::Told;
use crate::media::domain::picture::Flaw;

/// What a recording is and how long, by its first bytes and its frames.
///
/// # Errors
/// [`Flaw::Type`] for another sort of file, [`Flaw::Broken`] for one that is not whole.
pub fn read(bytes: &[u8]) -> Result<(&'static str, Told), Flaw> {
    let (kind, mime_type) = kind(bytes).ok_or(Flaw::Type)?;
    let options = ParseOptions::new()
        .parsing_mode(ParsingMode::Relaxed)
        .read_tags(false)
        .read_cover_art(false);
    let file = Probe::with_file_type(Cursor::new(bytes), kind).options(options);
    let file = file.read().map_err(|_| Flaw::Broken)?;
    let duration = u64::try_from(file.properties().duration().as_millis());
    let told = Told {
        duration_ms: Some(duration.map_err(|_| Flaw::Broken)?),
        has_sound: true,
        ..Told::default()
    };
    Ok((mime_type, told))
}

/// The sort of file that begins so. Nothing may stand before it, so that it is no other file too.
fn kind(bytes: &[u8]) -> Option<(FileType, &'static str)> {
    if bytes.starts_with(b"OggS") {
        let head = bytes.get(..512).unwrap_or(bytes);
        let holds = |name: &[u8]| head.windows(name.len()).any(|part| part == name);
        return match () {
            () if holds(b"OpusHead") => Some((FileType::Opus, "audio/ogg")),
            () if holds(b"\x01vorbis") => Some((FileType::Vorbis, "audio/ogg")),
            () => None,
        };
    }
    if bytes.starts_with(b"RIFF") {
        let is_wave = bytes.get(8..12) == Some(b"WAVE");
        return is_wave.then_some((FileType::Wav, "audio/wav"));
    }
    if bytes.starts_with(b"fLaC") {
        return Some((FileType::Flac, "audio/flac"));
    }
    // Eleven ones, then a version and layer III.
    let is_frame = matches!(bytes, [0xFF, second, ..] if second & 0xE6 == 0xE2);
    (is_frame || bytes.starts_with(b"ID3")).then_some((FileType::Mpeg, "audio/mpeg"))
}
