//! IPTC Information Interchange Model, as Photoshop puts it into a JPEG: numbered fields of text
//! (IIM 4.2), inside of image resource 0x0404.

use super::{Embedded, guessed};

/// How the contents of the segment begin.
pub const IN_JPEG: &[u8] = b"Photoshop 3.0\0";

const RESOURCE: &[u8] = b"8BIM";
const IPTC: u16 = 0x0404;
/// What begins a field.
const FIELD: u8 = 0x1C;
/// The coded character set 1:90 of UTF-8 (ISO 2022).
const UTF_8: &[u8] = b"\x1B%G";

/// Reads image resources.
pub fn read(resources: &[u8]) -> Embedded {
    let mut found = Embedded::default();
    let mut rest = resources;
    while let Some((id, data, after)) = resource(rest) {
        if id == IPTC {
            fields(data, &mut found);
        }
        rest = after;
    }
    found
}

/// The resource at the beginning: its number, its data, and what follows it.
fn resource(bytes: &[u8]) -> Option<(u16, &[u8], &[u8])> {
    let rest = bytes.strip_prefix(RESOURCE)?;
    let (id, rest) = rest.split_first_chunk::<2>()?;
    // A name with its length before it, filled up to an even number of bytes.
    let name = usize::from(*rest.first()?) + 1;
    let rest = rest.get(name.next_multiple_of(2)..)?;
    let (size, rest) = rest.split_first_chunk::<4>()?;
    let size = usize::try_from(u32::from_be_bytes(*size)).ok()?;
    let data = rest.get(..size)?;
    let after = rest.get(size.next_multiple_of(2)..).unwrap_or_default();
    Some((u16::from_be_bytes(*id), data, after))
}

fn fields(data: &[u8], found: &mut Embedded) {
    let mut is_utf_8 = false;
    let mut rest = data;
    while let Some((record, number, value, after)) = field(rest) {
        rest = after;
        let text = || match is_utf_8 {
            true => String::from_utf8_lossy(value).into_owned(),
            false => guessed(value),
        };
        match (record, number) {
            (1, 90) => is_utf_8 = value == UTF_8,
            (2, 25) => found.keywords.push(text()),
            (2, 80) => found.creators.push(text()),
            (2, 105) => found.headline = Some(text()),
            (2, 110) => found.credit_line = Some(text()),
            (2, 115) => found.source = Some(text()),
            (2, 116) => found.copyright = Some(text()),
            (2, 120) => found.caption = Some(text()),
            _ => {}
        }
    }
}

/// The field at the beginning: its record, its number, its value, and what follows it. Fields of
/// more than 32 767 bytes, which are written in another way, hold nothing that we read.
fn field(bytes: &[u8]) -> Option<(u8, u8, &[u8], &[u8])> {
    let (head, rest) = bytes.split_first_chunk::<5>()?;
    let [FIELD, record, number, high, low] = *head else {
        return None;
    };
    let length = u16::from_be_bytes([high, low]);
    if length > 0x7FFF {
        return None;
    }
    let length = usize::from(length);
    Some((record, number, rest.get(..length)?, &rest[length..]))
}
