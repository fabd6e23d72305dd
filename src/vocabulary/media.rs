//! Assets, their rights and their renditions.

use super::{
    ArrayType, ColIdx, ColumnType, DbErr, Nullable, QueryResult, TryGetError, TryGetable,
    UnknownWord, Value, ValueType, ValueTypeErr, unknown,
};

words! {
    /// What an asset is.
    AssetKind {
        /// A picture.
        Image = "IMAGE",
        /// A video.
        Video = "VIDEO",
        /// A recording.
        Audio = "AUDIO",
        /// Any other file.
        Document = "DOCUMENT",
    }

    /// Where an asset stands in its life.
    AssetState {
        /// The bytes are awaited.
        Uploading = "UPLOADING",
        /// Being worked on.
        Processing = "PROCESSING",
        /// Usable.
        Ready = "READY",
        /// Not what it said it was.
        Failed = "FAILED",
        /// Out of use.
        Retired = "RETIRED",
    }

    /// On what ground we may use an asset.
    LicenceKind {
        /// It is ours.
        Own = "OWN",
        /// From an agency we subscribe to.
        Agency = "AGENCY",
        /// From a stock library.
        Stock = "STOCK",
        /// Given to the press.
        Handout = "HANDOUT",
        /// A Creative Commons licence.
        CreativeCommons = "CREATIVE_COMMONS",
        /// Nobody owns it.
        PublicDomain = "PUBLIC_DOMAIN",
        /// Quoted from social media.
        SocialMediaQuote = "SOCIAL_MEDIA_QUOTE",
        /// Not cleared yet.
        Unknown = "UNKNOWN",
    }

    /// Where an asset may be used.
    AssetUse {
        /// The site.
        Web = "WEB",
        /// The apps.
        App = "APP",
        /// Social media.
        Social = "SOCIAL",
        /// Letters to readers.
        Newsletter = "NEWSLETTER",
        /// Partners.
        Syndication = "SYNDICATION",
        /// Ads.
        Advertising = "ADVERTISING",
    }

    /// Shape that a picture is cropped to.
    ImageAspect {
        /// As it is.
        Original = "ORIGINAL",
        /// 16:9.
        Wide16_9 = "WIDE_16_9",
        /// 4:3.
        Classic4_3 = "CLASSIC_4_3",
        /// 3:2.
        Photo3_2 = "PHOTO_3_2",
        /// 1:1.
        Square = "SQUARE",
        /// 4:5.
        Portrait4_5 = "PORTRAIT_4_5",
        /// 1.91:1, for social previews.
        Social191_100 = "SOCIAL_191_100",
    }

    /// What a feed or sitemap is written in.
    FeedFormat {
        /// RSS 2.0.
        Rss = "RSS",
        /// Atom (RFC 4287).
        Atom = "ATOM",
        /// JSON Feed 1.1.
        JsonFeed = "JSON_FEED",
        /// The news of the last two days, for search engines.
        NewsSitemap = "NEWS_SITEMAP",
        /// The index of all sitemaps.
        Sitemap = "SITEMAP",
        /// ninjs 3.1, for agencies and partners.
        Ninjs = "NINJS",
    }

    /// File format of a picture.
    ImageFormat {
        /// The best that the client accepts.
        Auto = "AUTO",
        /// AVIF.
        Avif = "AVIF",
        /// WebP.
        Webp = "WEBP",
        /// JPEG.
        Jpeg = "JPEG",
        /// PNG.
        Png = "PNG",
    }
}
