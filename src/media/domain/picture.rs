//! What the bytes of a picture show. Nothing that a client says about them counts: the type is read
//! from the bytes, and only what decodes whole, within bounds, is a picture.

use std::io::Cursor;

use bytes::Bytes;
use image::codecs::gif::GifDecoder;
use image::codecs::jpeg::JpegDecoder;
use image::codecs::png::PngDecoder;
use image::codecs::webp::WebPDecoder;
use image::metadata::Orientation;
use image::{
    AnimationDecoder, DynamicImage, ImageDecoder, ImageError, ImageFormat, ImageResult, Limits,
};

use super::metadata::{self, Embedded, Taken};
use super::placeholder;
use crate::app::Problem;
use crate::vocabulary::UserErrorCode;

/// The most pixels of a picture: 50 megapixels.
const MAX_PIXELS: u64 = 50_000_000;

/// The most pixels of all frames of an animation together.
const MAX_ANIMATION_PIXELS: u64 = 500_000_000;

/// The most bytes that a decoder may hold: 50 megapixels of red, green, blue and alpha.
const MAX_DECODER_BYTES: u64 = 256 * 1024 * 1024;

/// Facts about a picture.
#[derive(Debug, Clone, PartialEq)]
pub struct Picture {
    /// Its media type.
    pub mime_type: &'static str,
    /// Width after orientation, in pixels.
    pub width_px: i32,
    /// Height after orientation, in pixels.
    pub height_px: i32,
    /// Whether it moves.
    pub is_animated: bool,
    /// Tiny placeholder (BlurHash).
    pub blur_hash: String,
    /// The colour that most of it has, as `#rrggbb`.
    pub dominant_color: String,
    /// When it was taken, as its metadata says.
    pub taken: Option<Taken>,
    /// What its metadata says of it.
    pub embedded: Option<Embedded>,
    /// The same picture without its metadata: all that readers get.
    pub public: Bytes,
}

/// Why bytes are nothing that we take.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Flaw {
    /// Another sort of file.
    #[error("{}", super::upload::TAKEN)]
    Type,
    /// Damaged, or cut off.
    #[error("the file is damaged or cut off and cannot be read whole")]
    Broken,
    /// More than may be decoded.
    #[error("a picture has at most 50 megapixels, an animation 500 in all its frames")]
    TooLarge,
    /// A film or a track of more bytes than are taken.
    #[error("a video or recording has at most 100 MiB, a text track 1 MiB")]
    TooLong,
    /// A film with tracks that nobody sees or hears.
    #[error("the video carries a track of data beside picture, sound and text: send it without")]
    Data,
}

impl Flaw {
    /// The flaw as a problem of the whole input.
    pub fn problem(self) -> Problem {
        let code = match self {
            Self::Type => UserErrorCode::Unsupported,
            Self::Broken | Self::TooLarge | Self::TooLong | Self::Data => UserErrorCode::Invalid,
        };
        let no_path: [&str; 0] = [];
        Problem::at(no_path, code, self.to_string())
    }
}

/// A decoded picture as it is drawn, scaled down, and its size as it is seen.
struct Decoded {
    thumbnail: DynamicImage,
    size: (u32, u32),
    orientation: Orientation,
    frames: u32,
}

/// Reads the bytes of a picture. This takes as long as decoding does, so it belongs on a thread
/// that may block.
///
/// # Errors
/// [`Flaw`] when they are no picture that we take.
pub fn examine(bytes: Bytes) -> Result<Picture, Flaw> {
    let format = image::guess_format(&bytes).map_err(|_| Flaw::Type)?;
    let mime_type = super::upload::known_type(format.to_mime_type()).ok_or(Flaw::Type)?;
    let decoded = decode(&bytes, format)?;
    let stripped = metadata::strip(bytes, format, decoded.orientation).ok_or(Flaw::Broken)?;
    let side = |px: u32| i32::try_from(px).map_err(|_| Flaw::TooLarge);
    let thumbnail = placeholder::Thumbnail::of(&decoded.thumbnail);
    Ok(Picture {
        mime_type,
        width_px: side(decoded.size.0)?,
        height_px: side(decoded.size.1)?,
        is_animated: decoded.frames > 1,
        blur_hash: thumbnail.blur_hash().ok_or(Flaw::Broken)?,
        dominant_color: thumbnail.dominant_color(),
        taken: stripped.taken,
        embedded: stripped.embedded,
        public: stripped.public,
    })
}

fn decode(bytes: &[u8], format: ImageFormat) -> Result<Decoded, Flaw> {
    let source = Cursor::new(bytes);
    let decoded = match format {
        ImageFormat::Jpeg => JpegDecoder::new(source).map(still),
        ImageFormat::Gif => GifDecoder::new(source).map(moving),
        ImageFormat::Png => PngDecoder::with_limits(source, limits()).and_then(|png| {
            if !png.is_apng()? {
                return Ok(still(png));
            }
            let size = bounded(&png);
            png.apng().map(|frames| all_frames(frames, size?))
        }),
        ImageFormat::WebP => WebPDecoder::new(source).map(|webp| {
            if webp.has_animation() {
                moving(webp)
            } else {
                still(webp)
            }
        }),
        _ => return Err(Flaw::Type),
    };
    decoded.map_err(|error| flaw(&error))?
}

fn still(mut decoder: impl ImageDecoder) -> Result<Decoded, Flaw> {
    let (width, height) = bounded(&decoder)?;
    let read = |decoder: &mut _| -> ImageResult<_> {
        ImageDecoder::set_limits(decoder, limits())?;
        ImageDecoder::orientation(decoder)
    };
    let orientation = read(&mut decoder).map_err(|error| flaw(&error))?;
    let image = DynamicImage::from_decoder(decoder).map_err(|error| flaw(&error))?;
    let mut thumbnail = placeholder::scaled_down(&image);
    thumbnail.apply_orientation(orientation);
    let turned = orientation.to_exif() >= Orientation::Rotate90FlipH.to_exif();
    Ok(Decoded {
        thumbnail,
        size: if turned {
            (height, width)
        } else {
            (width, height)
        },
        orientation,
        frames: 1,
    })
}

fn moving<'d>(mut decoder: impl ImageDecoder + AnimationDecoder<'d>) -> Result<Decoded, Flaw> {
    let size = bounded(&decoder)?;
    decoder.set_limits(limits()).map_err(|error| flaw(&error))?;
    all_frames(decoder, size)
}

/// Decodes every frame, so that an animation is as sure to be whole as a still picture.
fn all_frames<'d>(decoder: impl AnimationDecoder<'d>, size: (u32, u32)) -> Result<Decoded, Flaw> {
    let pixels = u64::from(size.0) * u64::from(size.1);
    let mut first = None;
    let mut frames = 0;
    for frame in decoder.into_frames() {
        let frame = frame.map_err(|error| flaw(&error))?;
        frames += 1;
        if pixels * u64::from(frames) > MAX_ANIMATION_PIXELS {
            return Err(Flaw::TooLarge);
        }
        first.get_or_insert_with(|| {
            placeholder::scaled_down(&DynamicImage::ImageRgba8(frame.into_buffer()))
        });
    }
    Ok(Decoded {
        thumbnail: first.ok_or(Flaw::Broken)?,
        size,
        orientation: Orientation::NoTransforms,
        frames,
    })
}

/// Width and height of what is about to be decoded, when that is within bounds.
fn bounded(decoder: &impl ImageDecoder) -> Result<(u32, u32), Flaw> {
    let (width, height) = decoder.dimensions();
    let pixels = u64::from(width) * u64::from(height);
    match pixels {
        0 => Err(Flaw::Broken),
        1..=MAX_PIXELS if decoder.total_bytes() <= MAX_DECODER_BYTES => Ok((width, height)),
        _ => Err(Flaw::TooLarge),
    }
}

/// What a decoder may hold.
pub(super) fn limits() -> Limits {
    let mut limits = Limits::no_limits();
    limits.max_alloc = Some(MAX_DECODER_BYTES);
    limits
}

const fn flaw(error: &ImageError) -> Flaw {
    match error {
        ImageError::Limits(_) => Flaw::TooLarge,
        _ => Flaw::Broken,
    }
}

#[cfg(test)]
mod tests;
