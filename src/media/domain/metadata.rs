//! Metadata of pictures. Cameras write where and by whom a picture was taken, and editors what they
//! did to it: readers get none of that, and not a byte that the picture does not need to be drawn.
//! Its pixels stay as they are coded.

mod embedded;

use bytes::Bytes;
use gif::{DecodeOptions, Encoder};
use image::ImageFormat;
use image::metadata::Orientation;
use img_parts::ImageEXIF;
use img_parts::jpeg::{Jpeg, JpegSegment, markers};
use img_parts::png::Png;
use img_parts::riff::RiffContent;
use img_parts::webp::{self, WebP};

pub use embedded::Embedded;

use crate::platform::calendar::{OnAmbiguous, Zone, resolve};
use crate::platform::clock::Instant;

/// A picture without its metadata, and what of that is worth keeping.
pub struct Stripped {
    /// The bytes for readers.
    pub public: Bytes,
    /// When it was taken.
    pub taken: Option<Taken>,
    /// What it says of itself.
    pub embedded: Option<Embedded>,
}

/// What the camera's clock showed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// `YYYY-MM-DDTHH:MM:SS`
    pub local: String,
    /// `+HH:MM` from UTC, when the camera knew.
    pub offset: Option<String>,
}

impl Taken {
    /// The moment, by the camera's offset or else by the newsroom's zone.
    pub fn moment(&self, zone: Zone) -> Option<Instant> {
        let by_offset = self.offset.as_ref().and_then(|offset| {
            let text = format!("{}{offset}", self.local);
            Instant::parse(&text)
        });
        by_offset.or_else(|| {
            let local = self.local.parse().ok()?;
            resolve(local, zone, OnAmbiguous::Earlier).ok().map(Instant)
        })
    }
}

/// Takes the metadata off; `None` when the file is not put together as its format asks.
pub fn strip(bytes: Bytes, format: ImageFormat, orientation: Orientation) -> Option<Stripped> {
    match format {
        ImageFormat::Jpeg => {
            let jpeg = Jpeg::from_bytes(bytes).ok()?;
            let (taken, embedded) = (taken(&jpeg), Embedded::of_jpeg(&jpeg));
            let jpeg = bare_jpeg(jpeg)?;
            Some(Stripped {
                public: upright(jpeg, orientation).encoder().bytes(),
                taken,
                embedded,
            })
        }
        ImageFormat::Png => {
            let png = Png::from_bytes(bytes).ok()?;
            let (taken, embedded) = (taken(&png), Embedded::of_png(&png));
            let png = bare_png(png)?;
            Some(Stripped {
                public: upright(png, orientation).encoder().bytes(),
                taken,
                embedded,
            })
        }
        ImageFormat::WebP => {
            let webp = WebP::from_bytes(bytes).ok()?;
            let (taken, embedded) = (taken(&webp), Embedded::of_webp(&webp));
            let webp = bare_webp(webp);
            Some(Stripped {
                public: upright(webp, orientation).encoder().bytes(),
                taken,
                embedded,
            })
        }
        ImageFormat::Gif => Some(Stripped {
            public: bare_gif(&bytes).ok()?.into(),
            taken: None,
            embedded: None,
        }),
        _ => None,
    }
}

/// A picture that is to be turned when it is drawn still says so, and nothing else: an Exif block
/// (TIFF, big-endian) with the one tag 0x0112.
fn upright<P: ImageEXIF>(mut picture: P, orientation: Orientation) -> P {
    let mut exif = *b"MM\0\x2A\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\0\0\0\0\0\0\0";
    exif[19] = orientation.to_exif();
    let turned = orientation != Orientation::NoTransforms;
    picture.set_exif(turned.then(|| Bytes::copy_from_slice(&exif)));
    picture
}

fn taken(picture: &impl ImageEXIF) -> Option<Taken> {
    let exif = exif::Reader::new().read_raw(picture.exif()?.into()).ok()?;
    let text = |tag| match &exif.get_field(tag, exif::In::PRIMARY)?.value {
        exif::Value::Ascii(lines) => lines.first().map(Vec::as_slice),
        _ => None,
    };
    let time = exif::DateTime::from_ascii(text(exif::Tag::DateTimeOriginal)?).ok()?;
    let exif::DateTime {
        year,
        month,
        day,
        hour,
        minute,
        second,
        ..
    } = time;
    let offset = text(exif::Tag::OffsetTimeOriginal).and_then(|text| str::from_utf8(text).ok());
    Some(Taken {
        local: format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}"),
        offset: offset.map(str::to_owned),
    })
}

/// Whether a JPEG cannot be drawn right without this segment. Of the applications' own, those are
/// the file's form (JFIF), the colour profile and Adobe's note on the colour transform.
fn draws_jpeg(marker: u8, contents: &[u8]) -> bool {
    match marker {
        markers::APP0 => contents.starts_with(b"JFIF\0"),
        markers::APP2 => contents.starts_with(b"ICC_PROFILE\0"),
        markers::APP14 => contents.starts_with(b"Adobe"),
        markers::APP1..=markers::APP15 | markers::COM => false,
        _ => true,
    }
}

fn bare_jpeg(mut jpeg: Jpeg) -> Option<Jpeg> {
    let segments = jpeg.segments_mut();
    segments.retain(|segment| draws_jpeg(segment.marker(), segment.contents()));
    let scan = segments.pop()?;
    let (marker, header) = (scan.marker(), scan.contents().clone());
    let coded = scan.clone().encoder().bytes().split_off(scan.len());
    let scans = bare_scans(&coded)?;
    segments.push(JpegSegment::new_with_entropy(marker, header, scans.into()));
    Some(jpeg)
}

/// The coded part of a JPEG, from behind the first scan's header to the end of the image: without
/// notes between the scans, and without what follows the end. `None` when there is no end.
fn bare_scans(coded: &[u8]) -> Option<Vec<u8>> {
    let mut kept = Vec::with_capacity(coded.len());
    let mut rest = coded;
    loop {
        let at = rest.iter().position(|byte| *byte == markers::P)?;
        let marker = *rest.get(at + 1)?;
        let (end, needed) = match marker {
            markers::P => (at + 1, true),
            markers::Z | markers::RST0..=markers::RST7 | markers::EOI => (at + 2, true),
            _ => {
                let length = rest.get(at + 2..at + 4)?;
                let length = usize::from(u16::from_be_bytes([length[0], length[1]]));
                let end = at + 2 + length.max(2);
                (end, draws_jpeg(marker, rest.get(at + 4..end)?))
            }
        };
        kept.extend_from_slice(if needed { &rest[..end] } else { &rest[..at] });
        if marker == markers::EOI {
            return Some(kept);
        }
        rest = &rest[end..];
    }
}

/// Chunks that a PNG is drawn from: its pixels, frames, colours and density.
const PNG_CHUNKS: &[&[u8; 4]] = &[
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"acTL", b"fcTL", b"fdAT", b"cHRM", b"cICP",
    b"gAMA", b"iCCP", b"sBIT", b"sRGB", b"mDCV", b"cLLI", b"bKGD", b"pHYs",
];

fn bare_png(mut png: Png) -> Option<Png> {
    let chunks = png.chunks_mut();
    chunks.retain(|chunk| PNG_CHUNKS.contains(&&chunk.kind()));
    (chunks.last()?.kind() == *b"IEND").then_some(png)
}

/// Chunks that a WebP is drawn from.
const WEBP_CHUNKS: &[[u8; 4]] = &[
    webp::CHUNK_VP8X,
    webp::CHUNK_VP8,
    webp::CHUNK_VP8L,
    webp::CHUNK_ALPH,
    webp::CHUNK_ANIM,
    webp::CHUNK_ANMF,
    webp::CHUNK_ICCP,
];

/// The bit of a WebP's header that announces XMP.
const WEBP_XMP: u8 = 0b0000_0100;

fn bare_webp(mut webp: WebP) -> WebP {
    let chunks = webp.chunks_mut();
    chunks.retain(|chunk| WEBP_CHUNKS.contains(&chunk.id()));
    for chunk in chunks
        .iter_mut()
        .filter(|chunk| chunk.id() == webp::CHUNK_VP8X)
    {
        if let RiffContent::Data(data) = chunk.content_mut() {
            let mut header = data.to_vec();
            header
                .iter_mut()
                .take(1)
                .for_each(|flags| *flags &= !WEBP_XMP);
            *data = header.into();
        }
    }
    webp
}

/// Copies frames as they are coded, and how often they repeat.
fn bare_gif(bytes: &[u8]) -> anyhow::Result<Vec<u8>> {
    let mut options = DecodeOptions::new();
    options.skip_frame_decoding(true);
    let mut source = options.read_info(bytes)?;
    let palette = source.global_palette().unwrap_or_default().to_vec();
    let mut bare = Encoder::new(Vec::new(), source.width(), source.height(), &palette)?;
    let mut is_first = true;
    while let Some(frame) = source.read_next_frame()?.cloned() {
        if std::mem::take(&mut is_first) {
            bare.set_repeat(source.repeat())?;
        }
        bare.write_lzw_pre_encoded_frame(&frame)?;
    }
    Ok(bare.into_inner()?)
}

#[cfg(test)]
mod tests;
