//! What stands in the place of a picture until it has come: its colours in small.

use image::{DynamicImage, Rgb, RgbImage};

use super::opaque::on_white;

/// The longer side of what placeholders are made from, in pixels.
const SIDE: u32 = 32;

/// Components of a BlurHash across and down.
const COMPONENTS: (u32, u32) = (4, 3);

/// A picture scaled down until only its colours are left.
pub struct Thumbnail(RgbImage);

/// Scales a picture down; a smaller one stays as it is.
pub fn scaled_down(image: &DynamicImage) -> DynamicImage {
    if image.width().max(image.height()) <= SIDE {
        return image.clone();
    }
    image.thumbnail(SIDE, SIDE)
}

impl Thumbnail {
    /// The colours of a small picture, what is transparent shown on white.
    pub fn of(small: &DynamicImage) -> Self {
        Self(on_white(&small.to_rgba8()))
    }

    /// The BlurHash; `None` when the picture has no pixels.
    pub fn blur_hash(&self) -> Option<String> {
        let (width, height) = self.0.dimensions();
        let pixels: Vec<u8> = self
            .0
            .pixels()
            .flat_map(|Rgb([r, g, b])| [*r, *g, *b, 255])
            .collect();
        blurhash::encode(COMPONENTS.0, COMPONENTS.1, width, height, &pixels).ok()
    }

    /// The colour that most of the picture has, as `#rrggbb`: the mean of the fullest of 512 equal
    /// parts of the colour space.
    pub fn dominant_color(&self) -> String {
        let mut parts = vec![(0_u32, [0_u32; 3]); 512];
        for Rgb(pixel) in self.0.pixels() {
            let part = pixel
                .iter()
                .fold(0, |part, colour| part << 3 | usize::from(colour >> 5));
            let (count, sums) = &mut parts[part];
            *count += 1;
            for (sum, colour) in sums.iter_mut().zip(pixel) {
                *sum += u32::from(*colour);
            }
        }
        let fullest = parts.into_iter().max_by_key(|(count, _)| *count);
        let (count, sums) = fullest.unwrap_or_default();
        let [red, green, blue] = sums.map(|sum| sum / count.max(1));
        format!("#{red:02x}{green:02x}{blue:02x}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::{Rgba, RgbaImage};

    #[test]
    fn the_dominant_colour_is_that_of_most_pixels_not_their_mean() {
        let image = RgbImage::from_fn(10, 10, |x, _| {
            if x < 7 {
                Rgb([200, 16, 16])
            } else {
                Rgb([0, 0, 255])
            }
        });

        assert_eq!(Thumbnail(image).dominant_color(), "#c81010");
    }

    #[test]
    fn what_is_transparent_counts_as_white() {
        let clear = DynamicImage::ImageRgba8(RgbaImage::from_pixel(4, 4, Rgba([0, 0, 0, 0])));

        assert_eq!(Thumbnail::of(&clear).dominant_color(), "#ffffff");
    }

    #[test]
    fn a_blur_hash_of_4_by_3_components_has_28_characters() {
        let image = DynamicImage::ImageRgb8(RgbImage::from_pixel(640, 480, Rgb([9, 99, 199])));

        let hash = Thumbnail::of(&scaled_down(&image)).blur_hash().unwrap();

        assert_eq!(hash.len(), 28);
    }
}
