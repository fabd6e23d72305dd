//! WebM: elements of EBML (RFC 8794) with an id, a size and contents, some of which are elements
//! again.

use std::ops::Range;

use super::{Told, without};
use crate::media::domain::picture::Flaw;

const HEADER: u32 = 0x1A45_DFA3;
const DOC_TYPE: u32 = 0x4282;
const SEGMENT: u32 = 0x1853_8067;
const INFO: u32 = 0x1549_A966;
const SCALE: u32 = 0x2A_D7B1;
const DURATION: u32 = 0x4489;
const TITLE: u32 = 0x7BA9;
const DATE: u32 = 0x4461;
const TRACKS: u32 = 0x1654_AE6B;
const TRACK: u32 = 0xAE;
const TRACK_TYPE: u32 = 0x83;
const VIDEO: u32 = 0xE0;
const WIDTH: u32 = 0xB0;
const HEIGHT: u32 = 0xBA;
const CLUSTER: u32 = 0x1F43_B675;
const TAGS: u32 = 0x1254_C367;
const ATTACHMENTS: u32 = 0x1941_A469;
const VOID: u32 = 0xEC;

/// The most elements that are looked at; those inside of clusters are not.
const ELEMENTS: usize = 200_000;

/// Whether the bytes begin as such a file does.
pub fn is_one(bytes: &[u8]) -> bool {
    bytes.starts_with(&HEADER.to_be_bytes())
}

struct Element {
    id: u32,
    whole: Range<usize>,
    inner: Range<usize>,
    /// Whether its size is not known, and its contents go on where it begins.
    is_open: bool,
}

struct Film<'b> {
    bytes: &'b [u8],
    left: usize,
    notes: Vec<Range<usize>>,
}

/// What a film tells, and the same film with its notes blanked.
///
/// # Errors
/// [`Flaw::Type`] for another sort of EBML, [`Flaw::Broken`] for what is not whole, [`Flaw::Data`]
/// for tracks that are neither picture, sound nor text.
pub fn read(bytes: &[u8]) -> Result<(Told, Vec<u8>), Flaw> {
    let mut film = Film {
        bytes,
        left: ELEMENTS,
        notes: Vec::new(),
    };
    let mut told = Told::default();
    for one in film.elements(0..bytes.len())? {
        match one.id {
            HEADER => {
                let inside = film.elements(one.inner)?;
                let kind = inside.iter().find(|one| one.id == DOC_TYPE);
                let kind = kind.and_then(|one| bytes.get(one.inner.clone()));
                if kind != Some(b"webm") {
                    return Err(Flaw::Type);
                }
            }
            SEGMENT => film.segment(one.inner, &mut told)?,
            VOID => film.notes.push(one.whole),
            _ => return Err(Flaw::Broken),
        }
    }
    Ok((told, without(bytes, film.notes, blank)))
}

/// An element becomes room that nothing stands in: a Void of the same size.
fn blank(note: &mut [u8]) {
    note.fill(0);
    let length = note.len();
    // The size in one byte where it fits, else in eight.
    let head: &[u8] = match length {
        2..=128 => &[0xEC, 0x80 | u8::try_from(length - 2).unwrap_or_default()],
        _ => {
            let size = u64::try_from(length.saturating_sub(9)).unwrap_or_default();
            let mut head = [0xEC; 9];
            head[1..].copy_from_slice(&(size | 1 << 56).to_be_bytes());
            if let Some(start) = note.get_mut(..9) {
                start.copy_from_slice(&head);
            }
            return;
        }
    };
    if let Some(start) = note.get_mut(..2) {
        start.copy_from_slice(head);
    }
}

impl Film<'_> {
    fn elements(&mut self, within: Range<usize>) -> Result<Vec<Element>, Flaw> {
        let mut found = Vec::new();
        let mut at = within.start;
        while at < within.end {
            self.left = self.left.checked_sub(1).ok_or(Flaw::Broken)?;
            let one = self.element(at..within.end).ok_or(Flaw::Broken)?;
            // Of a cluster without a size, what is inside follows on the same level.
            at = match one.is_open && one.id == CLUSTER {
                true => one.inner.start,
                false => one.whole.end,
            };
            found.push(one);
        }
        Ok(found)
    }

    fn element(&self, within: Range<usize>) -> Option<Element> {
        let start = within.start;
        let bytes = self.bytes.get(within.clone())?;
        let (id, id_length) = number(bytes, 4, true)?;
        let (size, size_length) = number(bytes.get(id_length..)?, 8, false)?;
        let head = id_length + size_length;
        let is_open = size == (1 << (7 * size_length)) - 1;
        let end = match is_open {
            true => within.end,
            false => start
                .checked_add(head)?
                .checked_add(usize::try_from(size).ok()?)?,
        };
        let id = u32::try_from(id).ok()?;
        let may_be_open = matches!(id, SEGMENT | CLUSTER);
        if end > within.end || (is_open && !may_be_open) {
            return None;
        }
        Some(Element {
            id,
            whole: start..end,
            inner: start + head..end,
            is_open,
        })
    }

    fn segment(&mut self, within: Range<usize>, told: &mut Told) -> Result<(), Flaw> {
        for one in self.elements(within)? {
            match one.id {
                INFO => told.duration_ms = self.info(one.inner)?,
                TRACKS => {
                    for track in self.elements(one.inner)? {
                        if track.id == TRACK {
                            self.track(track.inner, told)?;
                        }
                    }
                }
                TAGS | ATTACHMENTS | VOID => self.notes.push(one.whole),
                _ => {}
            }
        }
        Ok(())
    }

    fn info(&mut self, within: Range<usize>) -> Result<Option<u64>, Flaw> {
        let (mut scale, mut length) = (1_000_000, None);
        for one in self.elements(within)? {
            match one.id {
                SCALE => scale = self.whole_number(&one).ok_or(Flaw::Broken)?,
                DURATION => length = self.fraction(&one),
                TITLE | DATE | VOID => self.notes.push(one.whole),
                _ => {}
            }
        }
        let Some(length) = length.filter(|length| length.is_finite() && *length > 0.0) else {
            return Ok(None);
        };
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            clippy::cast_precision_loss,
            reason = "a duration in milliseconds; larger ones are refused afterwards"
        )]
        let ms = (length * scale as f64 / 1e6) as u64;
        Ok(Some(ms.max(1)))
    }

    fn track(&mut self, within: Range<usize>, told: &mut Told) -> Result<(), Flaw> {
        let (mut kind, mut size) = (None, (None, None));
        for one in self.elements(within)? {
            match one.id {
                TRACK_TYPE => kind = self.whole_number(&one),
                VIDEO => {
                    for part in self.elements(one.inner)? {
                        let side = |film: &Self| u32::try_from(film.whole_number(&part)?).ok();
                        match part.id {
                            WIDTH => size.0 = side(self),
                            HEIGHT => size.1 = side(self),
                            _ => {}
                        }
                    }
                }
                _ => {}
            }
        }
        match kind.ok_or(Flaw::Broken)? {
            1 => {
                told.has_video = true;
                told.size = told.size.or(size.0.zip(size.1));
            }
            2 => told.has_sound = true,
            17 => {}
            _ => return Err(Flaw::Data),
        }
        Ok(())
    }

    fn whole_number(&self, one: &Element) -> Option<u64> {
        let bytes = self.bytes.get(one.inner.clone())?;
        let add = |number: u64, byte: &u8| number << 8 | u64::from(*byte);
        (bytes.len() <= 8).then(|| bytes.iter().fold(0, add))
    }

    fn fraction(&self, one: &Element) -> Option<f64> {
        let bytes = self.bytes.get(one.inner.clone())?;
        match bytes.len() {
            4 => Some(f32::from_be_bytes(*bytes.first_chunk()?).into()),
            8 => Some(f64::from_be_bytes(*bytes.first_chunk()?)),
            _ => None,
        }
    }
}

/// A number whose first byte tells its length by the zeros before its first one; of an id that one
/// belongs to it.
fn number(bytes: &[u8], most: usize, keeps_marker: bool) -> Option<(u64, usize)> {
    let first = *bytes.first()?;
    let length = usize::try_from(first.leading_zeros()).ok()? + 1;
    if length > most {
        return None;
    }
    let start = match keeps_marker || length == 8 {
        true if keeps_marker => u64::from(first),
        true => 0,
        false => u64::from(first & (0xFF >> length)),
    };
    let rest = bytes.get(1..length)?;
    let add = |number: u64, byte: &u8| number << 8 | u64::from(*byte);
    Some((rest.iter().fold(start, add), length))
}
