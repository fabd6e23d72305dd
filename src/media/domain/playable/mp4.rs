//! MP4 (ISO/IEC 14496-12): boxes with a size, a name and contents, some of which are boxes again.

use std::ops::Range;

use super::{Told, without};
use crate::media::domain::picture::Flaw;

/// The most boxes that are looked at.
const BOXES: usize = 10_000;

/// Brands of files that browsers play; QuickTime's own and pictures are not among them.
const BRANDS: &[&[u8; 4]] = &[
    b"isom", b"iso2", b"iso3", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"dash",
    b"M4A ", b"M4B ", b"M4V ", b"MSNV", b"f4v ", b"av01",
];

/// Boxes that say where, when, by whom and with what a film was made.
const NOTES: &[&[u8; 4]] = &[b"udta", b"meta", b"uuid", b"free", b"skip", b"wide"];

/// Boxes that a film is played from, at the top.
const TOP: &[&[u8; 4]] = &[
    b"ftyp", b"moov", b"mdat", b"moof", b"sidx", b"mfra", b"styp", b"pdin", b"emsg", b"prft",
];

/// Whether the bytes begin as such a file does.
pub fn is_one(bytes: &[u8]) -> bool {
    bytes.get(4..8) == Some(b"ftyp") && bytes.get(8..12).is_some_and(is_brand)
}

fn is_brand(brand: &[u8]) -> bool {
    BRANDS.iter().any(|known| *known == brand)
}

/// A box: its name, where it begins, and where its contents stand.
#[derive(Debug, Clone)]
struct Boxed {
    name: [u8; 4],
    whole: Range<usize>,
    inner: Range<usize>,
}

/// Takes a file apart. A box that reaches behind the end of the file, and bytes that are no boxes,
/// are a broken file.
struct Film<'b> {
    bytes: &'b [u8],
    left: usize,
    notes: Vec<Range<usize>>,
}

/// What a film tells, and the same film with its notes blanked: nothing moves, since it is played
/// by places in the file.
///
/// # Errors
/// [`Flaw::Broken`] for what is not whole, [`Flaw::Data`] for tracks that are neither picture, sound
/// nor text.
pub fn read(bytes: &[u8]) -> Result<(Told, Vec<u8>), Flaw> {
    let mut film = Film {
        bytes,
        left: BOXES,
        notes: Vec::new(),
    };
    let mut told = Told::default();
    let mut has_data = false;
    for one in film.boxes(0..bytes.len())? {
        match &one.name {
            b"moov" => film.movie(&one, &mut told)?,
            b"mdat" => has_data = true,
            name if NOTES.contains(&name) => film.notes.push(one.whole),
            name if TOP.contains(&name) => {}
            _ => film.notes.push(one.whole),
        }
    }
    if !has_data {
        return Err(Flaw::Broken);
    }
    Ok((told, without(bytes, film.notes, blank)))
}

/// A box becomes room that nothing stands in.
fn blank(note: &mut [u8]) {
    // A size of 64 bits stands behind the name.
    let head = match note.get(..4) {
        Some([0, 0, 0, 1]) => 16,
        _ => 8,
    };
    if let Some(name) = note.get_mut(4..8) {
        name.copy_from_slice(b"free");
    }
    if let Some(inner) = note.get_mut(head..) {
        inner.fill(0);
    }
}

impl Film<'_> {
    fn boxes(&mut self, within: Range<usize>) -> Result<Vec<Boxed>, Flaw> {
        let mut found = Vec::new();
        let mut at = within.start;
        while at < within.end {
            self.left = self.left.checked_sub(1).ok_or(Flaw::Broken)?;
            let one = self.boxed(at..within.end).ok_or(Flaw::Broken)?;
            at = one.whole.end;
            found.push(one);
        }
        Ok(found)
    }

    fn boxed(&self, within: Range<usize>) -> Option<Boxed> {
        let start = within.start;
        let bytes = self.bytes.get(within.clone())?;
        let short = u32::from_be_bytes(*bytes.first_chunk()?);
        let name: [u8; 4] = *bytes.get(4..)?.first_chunk()?;
        let (head, size) = match short {
            // To the end of the file: at the top only, and only what is played.
            0 if name == *b"mdat" && within.end == self.bytes.len() => (8, bytes.len()),
            0 => return None,
            1 => {
                let long = u64::from_be_bytes(*bytes.get(8..)?.first_chunk()?);
                (16, usize::try_from(long).ok()?)
            }
            size => (8, usize::try_from(size).ok()?),
        };
        let end = start.checked_add(size)?;
        if size < head || end > within.end {
            return None;
        }
        Some(Boxed {
            name,
            whole: start..end,
            inner: start + head..end,
        })
    }

    fn movie(&mut self, movie: &Boxed, told: &mut Told) -> Result<(), Flaw> {
        for one in self.boxes(movie.inner.clone())? {
            match &one.name {
                b"mvhd" => told.duration_ms = self.duration(&one)?,
                b"trak" => self.track(&one, told)?,
                name if NOTES.contains(&name) => self.notes.push(one.whole),
                _ => {}
            }
        }
        Ok(())
    }

    fn track(&mut self, track: &Boxed, told: &mut Told) -> Result<(), Flaw> {
        let (mut size, mut handler) = (None, None);
        for one in self.boxes(track.inner.clone())? {
            match &one.name {
                b"tkhd" => size = self.size(&one),
                b"mdia" => {
                    let parts = self.boxes(one.inner)?;
                    let part = parts.iter().find(|part| part.name == *b"hdlr");
                    let part = part.and_then(|part| self.bytes.get(part.inner.clone()));
                    handler = part.and_then(|part| part.get(8..12));
                }
                name if NOTES.contains(&name) => self.notes.push(one.whole),
                _ => {}
            }
        }
        match handler.ok_or(Flaw::Broken)? {
            b"vide" => {
                told.has_video = true;
                told.size = told.size.or(size);
            }
            b"soun" => told.has_sound = true,
            b"text" | b"sbtl" | b"subt" | b"clcp" | b"tmcd" => {}
            // Cameras write where they are into tracks of their own.
            _ => return Err(Flaw::Data),
        }
        Ok(())
    }

    /// How long it plays; `None` when that is not told, as in a film that came in fragments.
    fn duration(&self, header: &Boxed) -> Result<Option<u64>, Flaw> {
        let read = || {
            let bytes = self.bytes.get(header.inner.clone())?;
            let (scale, units) = match bytes.first()? {
                0 => (bytes.get(12..16)?, u64::from(word(bytes.get(16..20)?)?)),
                _ => {
                    let units = bytes.get(24..32)?.first_chunk()?;
                    (bytes.get(20..24)?, u64::from_be_bytes(*units))
                }
            };
            Some((u64::from(word(scale)?), units))
        };
        let (scale, units) = read().ok_or(Flaw::Broken)?;
        let unknown = units == 0 || units == u64::from(u32::MAX) || units == u64::MAX;
        if scale == 0 {
            return Err(Flaw::Broken);
        }
        let ms = units.saturating_mul(1_000) / scale;
        Ok((!unknown).then_some(ms.max(1)))
    }

    /// Width and height as they are seen: 16.16 fixed point, behind the matrix that turns them.
    fn size(&self, header: &Boxed) -> Option<(u32, u32)> {
        let bytes = self.bytes.get(header.inner.clone())?;
        let matrix = match bytes.first()? {
            0 => 40,
            _ => 52,
        };
        let [a, b] = [0, 4].map(|at| word(bytes.get(matrix + at..matrix + at + 4)?));
        let side = |at: usize| Some(word(bytes.get(at..at + 4)?)? >> 16);
        let (width, height) = (side(matrix + 36)?, side(matrix + 40)?);
        let is_turned = a? == 0 && b? != 0;
        Some(match is_turned {
            true => (height, width),
            false => (width, height),
        })
    }
}

fn word(bytes: &[u8]) -> Option<u32> {
    Some(u32::from_be_bytes(*bytes.first_chunk()?))
}
