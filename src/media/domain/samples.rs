//! Pictures for tests, made on the spot.

use std::io::Cursor;

use bytes::Bytes;
use exif::{Field, In, Rational, Tag, Value};
use image::codecs::gif::{GifEncoder, Repeat};
use image::{Delay, DynamicImage, Frame, ImageFormat, Rgb, RgbImage, Rgba, RgbaImage};
use img_parts::jpeg::{Jpeg, JpegSegment, markers};
use img_parts::png::{Png, PngChunk};
use img_parts::riff::{RiffChunk, RiffContent};
use img_parts::webp::WebP;
use img_parts::{ImageEXIF, ImageICC};

/// The formats that are taken in.
pub const FORMATS: [ImageFormat; 4] = [
    ImageFormat::Jpeg,
    ImageFormat::Png,
    ImageFormat::Gif,
    ImageFormat::WebP,
];

/// What metadata holds and readers must not get.
pub const SECRET: &str = "50.4501N 30.5234E";

/// A colour profile, as far as its bytes are concerned.
pub const PROFILE: &[u8] = b"a colour profile";

/// A still picture with a gradient.
pub fn picture(format: ImageFormat, width: u32, height: u32) -> Vec<u8> {
    let shade = |n: u32, of: u32| u8::try_from(255 * n / of).unwrap();
    let image = RgbImage::from_fn(width, height, |x, y| {
        Rgb([shade(x, width), shade(y, height), 90])
    });
    let mut bytes = Cursor::new(Vec::new());
    DynamicImage::ImageRgb8(image)
        .write_to(&mut bytes, format)
        .unwrap();
    bytes.into_inner()
}

/// An animation of so many frames, for ever repeated.
pub fn animation(frames: u8) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = GifEncoder::new(&mut bytes);
    encoder.set_repeat(Repeat::Infinite).unwrap();
    for n in 0..frames {
        let image = RgbaImage::from_pixel(8, 6, Rgba([n * 20, 40, 90, 255]));
        let delay = Delay::from_numer_denom_ms(100, 1);
        encoder
            .encode_frame(Frame::from_parts(image, 0, 0, delay))
            .unwrap();
    }
    drop(encoder);
    bytes
}

/// Exif of a camera that knows where it is, and how it was held.
pub fn exif(orientation: u16) -> Bytes {
    let text = |text: &str| Value::Ascii(vec![text.as_bytes().to_vec()]);
    let degrees = Value::Rational(vec![Rational { num: 50, denom: 1 }; 3]);
    let fields = [
        (Tag::Orientation, Value::Short(vec![orientation])),
        (Tag::ImageDescription, text(SECRET)),
        (Tag::DateTimeOriginal, text("2026:07:11 10:58:00")),
        (Tag::OffsetTimeOriginal, text("+03:00")),
        (Tag::GPSLatitudeRef, text("N")),
        (Tag::GPSLatitude, degrees),
    ]
    .map(|(tag, value)| Field {
        tag,
        ifd_num: In::PRIMARY,
        value,
    });
    let mut writer = exif::experimental::Writer::new();
    fields.iter().for_each(|field| writer.push_field(field));
    let mut bytes = Cursor::new(Vec::new());
    writer.write(&mut bytes, false).unwrap();
    bytes.into_inner().into()
}

/// A JPEG with all that cameras and editors write into it.
pub fn jpeg_with_metadata(orientation: u16) -> Vec<u8> {
    let mut jpeg = Jpeg::from_bytes(picture(ImageFormat::Jpeg, 40, 20).into()).unwrap();
    jpeg.set_icc_profile(Some(PROFILE.into()));
    jpeg.set_exif(Some(exif(orientation)));
    let note = |prefix: &str| Bytes::from(format!("{prefix}{SECRET}"));
    for (marker, contents) in [
        (markers::APP1, note("http://ns.adobe.com/xap/1.0/\0")),
        (markers::APP2, note("MPF\0")),
        (markers::APP13, note("Photoshop 3.0\0")),
        (markers::COM, note("")),
    ] {
        jpeg.segments_mut()
            .insert(1, JpegSegment::new_with_contents(marker, contents));
    }
    jpeg.encoder().bytes().into()
}

/// A PNG with all that cameras and editors write into it.
pub fn png_with_metadata(orientation: u16) -> Vec<u8> {
    let mut png = Png::from_bytes(picture(ImageFormat::Png, 40, 20).into()).unwrap();
    png.set_icc_profile(Some(PROFILE.into()));
    png.set_exif(Some(exif(orientation)));
    for kind in [*b"tEXt", *b"iTXt", *b"zTXt", *b"tIME", *b"prVt"] {
        let contents = Bytes::from(format!("Comment\0{SECRET}"));
        png.chunks_mut().insert(1, PngChunk::new(kind, contents));
    }
    png.encoder().bytes().into()
}

/// A WebP with all that cameras and editors write into it.
pub fn webp_with_metadata(orientation: u16) -> Vec<u8> {
    let mut webp = WebP::from_bytes(picture(ImageFormat::WebP, 40, 20).into()).unwrap();
    webp.set_icc_profile(Some(PROFILE.into()));
    webp.set_exif(Some(exif(orientation)));
    for id in [*b"XMP ", *b"NOTE"] {
        let contents = RiffContent::Data(SECRET.into());
        webp.chunks_mut().push(RiffChunk::new(id, contents));
    }
    webp.encoder().bytes().into()
}

/// An animation with a comment in front of its first frame.
pub fn gif_with_comment() -> Vec<u8> {
    let plain = animation(3);
    // The header, the screen and a global table of at most 256 colours, whose size stands in the
    // screen's flags.
    let table = if plain[10] & 0x80 == 0 {
        0
    } else {
        3 << ((plain[10] & 7) + 1)
    };
    let (head, frames) = plain.split_at(13 + table);
    let length = u8::try_from(SECRET.len()).unwrap();
    [head, &[0x21, 0xFE, length], SECRET.as_bytes(), &[0], frames].concat()
}
