//! Pictures that can be seen through, where nothing knows of that.

use image::{Rgb, RgbImage, RgbaImage};

/// A picture as it looks on white.
pub fn on_white(picture: &RgbaImage) -> RgbImage {
    let (width, height) = picture.dimensions();
    RgbImage::from_fn(width, height, |x, y| {
        let [red, green, blue, alpha] = picture.get_pixel(x, y).0.map(u16::from);
        let shown = |colour: u16| {
            let mixed = (colour * alpha + 255 * (255 - alpha)) / 255;
            u8::try_from(mixed).unwrap_or(u8::MAX)
        };
        Rgb([red, green, blue].map(shown))
    })
}
