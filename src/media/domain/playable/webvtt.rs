//! WebVTT, as far as a track has to be right to be shown: its signature, its encoding, and the times
//! of its cues (W3C WebVTT, 4.1).

use crate::media::domain::picture::Flaw;

const SIGNATURE: &str = "WEBVTT";

/// The text behind a byte order mark.
fn text(bytes: &[u8]) -> Option<&str> {
    let text = str::from_utf8(bytes).ok()?;
    Some(text.strip_prefix('\u{FEFF}').unwrap_or(text))
}

/// Whether the bytes begin as a track does.
pub fn is_one(bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let rest = bytes.strip_prefix(SIGNATURE.as_bytes());
    rest.is_some_and(|rest| rest.first().is_none_or(u8::is_ascii_whitespace))
}

/// Whether every cue stands at times that a player can follow, and there is one at all.
///
/// # Errors
/// [`Flaw::Broken`] otherwise.
pub fn check(bytes: &[u8]) -> Result<(), Flaw> {
    let text = text(bytes).filter(|text| !text.contains('\0'));
    let mut lines = text.ok_or(Flaw::Broken)?.lines();
    let mut last = 0;
    let mut cues = 0_usize;
    while let Some(line) = lines.next() {
        let word = line.split_whitespace().next().unwrap_or_default();
        if matches!(word, "NOTE" | "STYLE" | "REGION") {
            // To the next empty line.
            lines.by_ref().find(|line| line.trim().is_empty());
            continue;
        }
        let Some((start, end)) = line.split_once("-->") else {
            continue;
        };
        let start = moment(start.trim()).ok_or(Flaw::Broken)?;
        let end = end.split_whitespace().next().and_then(moment);
        let end = end.ok_or(Flaw::Broken)?;
        if end <= start || start < last {
            return Err(Flaw::Broken);
        }
        last = start;
        cues += 1;
    }
    (cues > 0).then_some(()).ok_or(Flaw::Broken)
}

/// `HH:MM:SS.mmm` or `MM:SS.mmm`, in milliseconds.
fn moment(text: &str) -> Option<u64> {
    let (clock, ms) = text.split_once('.')?;
    let number = |text: &str, digits: std::ops::RangeInclusive<usize>| {
        let is_number = digits.contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
        is_number.then(|| text.parse::<u64>().ok()).flatten()
    };
    let ms = number(ms, 3..=3)?;
    let mut parts = clock.rsplitn(3, ':');
    let seconds = number(parts.next()?, 2..=2).filter(|n| *n < 60)?;
    let minutes = number(parts.next()?, 2..=2).filter(|n| *n < 60)?;
    let hours = parts.next().map_or(Some(0), |text| number(text, 2..=6))?;
    Some(((hours * 60 + minutes) * 60 + seconds) * 1_000 + ms)
}
