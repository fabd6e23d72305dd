//! Draws renditions.

use std::io::Cursor;

use anyhow::{Context, Result};
use fast_image_resize::{FilterType, ResizeAlg, ResizeOptions, Resizer};
use image::codecs::avif::AvifEncoder;
use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngEncoder;
use image::{DynamicImage, ImageDecoder, ImageReader};

use super::opaque::on_white;
use super::picture::limits;
use super::rendition::Rendition;
use crate::vocabulary::ImageFormat;

/// 0 to 100, where WebP stops looking worse than the original at arm's length.
const WEBP_QUALITY: f32 = 78.0;
/// The same for JPEG.
const JPEG_QUALITY: u8 = 80;
/// The same for AVIF.
const AVIF_QUALITY: u8 = 62;
/// 1 to 10: from here on AVIF gains little and takes much longer.
const AVIF_SPEED: u8 = 9;

/// Draws a rendition of a picture, whose bytes are given without metadata. This takes as long as
/// decoding and encoding do, so it belongs on a thread that may block.
///
/// # Errors
/// When the picture cannot be decoded, or the rendition not be encoded.
pub fn render(bytes: &[u8], wanted: &Rendition) -> Result<Vec<u8>> {
    let picture = upright(bytes)?;
    let area = (picture.width(), picture.height());
    let (left, top, width, height) = wanted.aspect.cut(area, wanted.focus);
    let drawn = drawn_height((width, height), wanted.width);
    let mut small = DynamicImage::new(wanted.width, drawn, picture.color());
    let cut = [left, top, width, height].map(f64::from);
    let options = ResizeOptions::new()
        .resize_alg(ResizeAlg::Convolution(FilterType::Lanczos3))
        .crop(cut[0], cut[1], cut[2], cut[3]);
    Resizer::new().resize(&picture, &mut small, &options)?;
    encode(&small, wanted.format)
}

/// The height that keeps the proportions of an area at another width.
fn drawn_height((width, height): (u32, u32), wanted: u32) -> u32 {
    let scaled = (u64::from(height) * u64::from(wanted) + u64::from(width) / 2) / u64::from(width);
    u32::try_from(scaled).unwrap_or(height).max(1)
}

/// The picture as it is seen, of 8 bits a colour, with alpha where there is some.
fn upright(bytes: &[u8]) -> Result<DynamicImage> {
    let mut reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format()?;
    reader.limits(limits());
    let mut decoder = reader.into_decoder()?;
    let orientation = decoder.orientation()?;
    let mut picture = DynamicImage::from_decoder(decoder)?;
    picture.apply_orientation(orientation);
    let has_alpha = picture.color().has_alpha() && {
        let alpha = picture.to_rgba8();
        alpha.pixels().any(|pixel| pixel.0[3] < u8::MAX)
    };
    Ok(match has_alpha {
        true => picture.into_rgba8().into(),
        false => picture.into_rgb8().into(),
    })
}

fn encode(picture: &DynamicImage, format: ImageFormat) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    match format {
        ImageFormat::Avif => {
            let encoder = AvifEncoder::new_with_speed_quality(&mut bytes, AVIF_SPEED, AVIF_QUALITY)
                .with_num_threads(Some(1));
            picture.write_with_encoder(encoder)?;
        }
        ImageFormat::Webp => bytes = webp(picture)?,
        ImageFormat::Png => picture.write_with_encoder(PngEncoder::new(&mut bytes))?,
        // Whoever is named no format takes what everybody takes.
        ImageFormat::Jpeg | ImageFormat::Auto => {
            let encoder = JpegEncoder::new_with_quality(&mut bytes, JPEG_QUALITY);
            // JPEG knows nothing of what can be seen through.
            match picture {
                DynamicImage::ImageRgba8(pixels) => on_white(pixels).write_with_encoder(encoder)?,
                opaque => opaque.write_with_encoder(encoder)?,
            }
        }
    }
    Ok(bytes)
}

fn webp(picture: &DynamicImage) -> Result<Vec<u8>> {
    let (width, height) = (picture.width(), picture.height());
    let encoded = match picture {
        DynamicImage::ImageRgba8(pixels) => {
            webp::Encoder::from_rgba(pixels, width, height).encode(WEBP_QUALITY)
        }
        other => webp::Encoder::from_rgb(&other.to_rgb8(), width, height).encode(WEBP_QUALITY),
    };
    (!encoded.is_empty())
        .then(|| encoded.to_vec())
        .context("WebP gives nothing")
}

#[cfg(test)]
mod tests {
    use image::{Rgb, RgbImage, Rgba, RgbaImage};
    use uuid::Uuid;

    use super::*;
    use crate::media::domain::samples;
    use crate::platform::ids::AssetId;
    use crate::vocabulary::ImageAspect;

    const FORMATS: [ImageFormat; 3] = [ImageFormat::Webp, ImageFormat::Jpeg, ImageFormat::Png];

    fn wanted(width: u32, aspect: ImageAspect, focus: (u32, u32)) -> Rendition {
        Rendition {
            asset: AssetId(Uuid::nil()),
            width,
            aspect,
            focus,
            format: ImageFormat::Png,
        }
    }

    /// A picture that is red at its left and blue at its right.
    fn two_colours() -> Vec<u8> {
        let image = RgbImage::from_fn(90, 30, |x, _| match x {
            0..30 => Rgb([200, 0, 0]),
            60.. => Rgb([0, 0, 200]),
            _ => Rgb([0, 200, 0]),
        });
        let mut bytes = Cursor::new(Vec::new());
        let format = image::ImageFormat::Png;
        image.write_to(&mut bytes, format).unwrap();
        bytes.into_inner()
    }

    fn shown(bytes: &[u8]) -> RgbImage {
        image::load_from_memory(bytes).unwrap().to_rgb8()
    }

    #[test]
    fn the_focal_point_decides_what_is_kept() {
        let square = |x| {
            let wanted = wanted(10, ImageAspect::Square, (x, 500));
            let image = shown(&render(&two_colours(), &wanted).unwrap());
            assert_eq!(image.dimensions(), (10, 10));
            image.get_pixel(5, 5).0
        };

        assert_eq!(square(0), [200, 0, 0]);
        assert_eq!(square(500), [0, 200, 0]);
        assert_eq!(square(1_000), [0, 0, 200]);
    }

    #[test]
    fn a_picture_stands_as_its_camera_was_held() {
        // Turned by 90 degrees: what is 40 wide and 20 high is seen 20 wide.
        let bytes = samples::jpeg_with_metadata(6);

        let image = shown(&render(&bytes, &wanted(10, ImageAspect::Original, (0, 0))).unwrap());

        assert_eq!(image.dimensions(), (10, 20));
        // Its gradient goes down then, from the dark left edge of the file.
        let [top, bottom] = [1, 18].map(|y| image.get_pixel(5, y).0[0]);
        assert!(top < 60 && bottom > 190, "{top} {bottom}");
    }

    #[test]
    fn every_format_comes_out_in_its_size_and_nearly_its_colours() {
        let bytes = samples::picture(image::ImageFormat::Png, 64, 48);
        for format in FORMATS {
            let wanted = Rendition {
                format,
                ..wanted(32, ImageAspect::Original, (0, 0))
            };

            let drawn = render(&bytes, &wanted).unwrap();

            let expected = match format {
                ImageFormat::Webp => image::ImageFormat::WebP,
                ImageFormat::Png => image::ImageFormat::Png,
                _ => image::ImageFormat::Jpeg,
            };
            assert_eq!(image::guess_format(&drawn).unwrap(), expected);
            let image = shown(&drawn);
            assert_eq!(image.dimensions(), (32, 24));
            let middle = image.get_pixel(16, 12).0;
            for (is, should) in middle.into_iter().zip([130, 130, 90]) {
                assert!(is.abs_diff(should) < 14, "{format:?} {middle:?}");
            }
        }
        let avif = Rendition {
            format: ImageFormat::Avif,
            ..wanted(32, ImageAspect::Original, (0, 0))
        };
        assert_eq!(&render(&bytes, &avif).unwrap()[4..12], b"ftypavif");
    }

    #[test]
    fn what_can_be_seen_through_is_white_where_a_format_has_no_alpha() {
        let image = RgbaImage::from_pixel(8, 8, Rgba([0, 0, 0, 0]));
        let mut bytes = Cursor::new(Vec::new());
        image.write_to(&mut bytes, image::ImageFormat::Png).unwrap();
        let jpeg = Rendition {
            format: ImageFormat::Jpeg,
            ..wanted(4, ImageAspect::Original, (0, 0))
        };

        let drawn = shown(&render(&bytes.into_inner(), &jpeg).unwrap());

        assert!(drawn.pixels().all(|pixel| pixel.0 == [255, 255, 255]));
    }
}
