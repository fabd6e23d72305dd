//! All variants of a creative, as they are given.

use async_graphql::{ID, InputObject, OneofObject};

use crate::ads::Size;
use crate::ads::creative::{self, Content, VariantInput};
use crate::api::graphql::desk::outcome::named;
use crate::api::graphql::desk::placement::AdSizeInput;
use crate::api::graphql::scalars::Url;
use crate::app;
use crate::platform::locale::Locale;

/// All variants of a creative.
#[derive(InputObject)]
pub struct CreativeInput {
    /// A creative stays with its advertiser.
    advertiser_id: ID,
    name: String,
    variants: Vec<CreativeVariantInput>,
}

/// One size in one language; locale null = wordless.
#[derive(InputObject)]
pub struct CreativeVariantInput {
    locale: Option<Locale>,
    size: AdSizeInput,
    content: CreativeContentInput,
    /// On a host of the advertiser.
    landing_url: Url,
}

/// What a variant is made of; at most 200 000 bytes.
#[derive(OneofObject)]
pub enum CreativeContentInput {
    /// A picture with a link.
    Image(ImageCreativeInput),
    /// A document, shown in a frame of its own.
    Html(String),
    /// Parts rendered by the page.
    Native(NativeCreativeInput),
    /// A video, by a VAST document.
    VastXml(String),
    /// A call to action of the paper, by its key.
    HouseKey(String),
}

/// A picture from the library.
#[derive(InputObject)]
pub struct ImageCreativeInput {
    asset_id: ID,
    alt: String,
}

/// Parts rendered by the page.
#[derive(InputObject)]
pub struct NativeCreativeInput {
    headline: String,
    body: Option<String>,
    image_id: Option<ID>,
    button_label: Option<String>,
}

impl CreativeInput {
    /// The creative as it was meant.
    ///
    /// # Errors
    /// [`app::Error::Refused`] with ids that name nothing of their kind.
    pub fn read(self) -> app::Result<creative::CreativeInput> {
        let variants = self.variants.into_iter().enumerate();
        let variants = variants.map(|(place, one)| one.read(&place.to_string()));
        Ok(creative::CreativeInput {
            advertiser: named(&["input", "advertiserId"], &self.advertiser_id)?,
            name: self.name,
            variants: variants.collect::<app::Result<_>>()?,
        })
    }
}

impl CreativeVariantInput {
    fn read(self, place: &str) -> app::Result<VariantInput> {
        Ok(VariantInput {
            locale: self.locale,
            size: Size::from(self.size),
            content: self.content.read(place)?,
            landing_url: self.landing_url.0,
        })
    }
}

impl CreativeContentInput {
    fn read(self, place: &str) -> app::Result<Content> {
        let path = |kind, member| ["input", "variants", place, "content", kind, member];
        Ok(match self {
            Self::Image(image) => Content::Image {
                asset: named(&path("image", "assetId"), &image.asset_id)?,
                alt: image.alt,
            },
            Self::Html(html) => Content::Html(html),
            Self::Native(native) => {
                let path = path("native", "imageId");
                let image = native.image_id.map(|id| named(&path, &id)).transpose()?;
                Content::Native {
                    headline: native.headline,
                    body: native.body,
                    image,
                    button_label: native.button_label,
                }
            }
            Self::VastXml(xml) => Content::VastXml(xml),
            Self::HouseKey(key) => Content::HouseKey(key),
        })
    }
}
