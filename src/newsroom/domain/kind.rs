//! The types of records, and which field of a record names which type.

use crate::platform::ids::{
    AdvertiserId, ArticleId, AssetId, AuthorId, CallToActionId, CampaignId, CreativeId, EditionId,
    FrontId, LineItemId, PlacementId, RedirectId, SectionId, TagId, TypedId,
};

/// Declares the types in the order in which they are brought in: each after those that it names.
macro_rules! kinds {
    ($($(#[$meta:meta])* $variant:ident = $name:literal,)*) => {
        /// A type of record.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Kind {
            $($(#[$meta])* $variant,)*
        }

        impl Kind {
            /// Every type, in the order of import.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The member of a record that names its type.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }
        }
    };
}

kinds! {
    /// What the editions share.
    Site = "site",
    /// The portal in one language.
    Edition = "edition",
    /// A section.
    Section = "section",
    /// A picture or video.
    Asset = "asset",
    /// A byline identity.
    Author = "author",
    /// A tag.
    Tag = "tag",
    /// An appeal to the reader.
    CallToAction = "callToAction",
    /// A kind of place for ads.
    Placement = "placement",
    /// Who pays for ads.
    Advertiser = "advertiser",
    /// An order of ads.
    Campaign = "campaign",
    /// What is shown as an ad.
    Creative = "creative",
    /// What was sold of an order.
    LineItem = "lineItem",
    /// A story in all its languages.
    Article = "article",
    /// A curated page.
    Front = "front",
    /// A menu of one edition.
    Menu = "menu",
    /// An old path.
    Redirect = "redirect",
}

impl Kind {
    /// The type of this name.
    pub fn of(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.as_str() == name)
    }

    /// What stands before the id of such a thing outside. Site and menus are told by their editions.
    pub const fn prefix(self) -> &'static str {
        match self {
            Self::Site | Self::Edition | Self::Menu => EditionId::PREFIX,
            Self::Section => SectionId::PREFIX,
            Self::Asset => AssetId::PREFIX,
            Self::Author => AuthorId::PREFIX,
            Self::Tag => TagId::PREFIX,
            Self::CallToAction => CallToActionId::PREFIX,
            Self::Placement => PlacementId::PREFIX,
            Self::Advertiser => AdvertiserId::PREFIX,
            Self::Campaign => CampaignId::PREFIX,
            Self::Creative => CreativeId::PREFIX,
            Self::LineItem => LineItemId::PREFIX,
            Self::Article => ArticleId::PREFIX,
            Self::Front => FrontId::PREFIX,
            Self::Redirect => RedirectId::PREFIX,
        }
    }

    /// The step of the import that brings the type in. The site and its editions come together: the
    /// default edition must be one of them.
    pub const fn stage(self) -> Self {
        match self {
            Self::Edition => Self::Site,
            kind => kind,
        }
    }

    /// The type of the records that a field of this name names; `None` of any other field.
    pub fn named_by(field: &str) -> Option<Self> {
        Some(match field {
            "section" | "sections" | "secondarySections" | "parent" | "sectionId" => Self::Section,
            "asset" | "assetId" | "photo" | "image" | "imageOverride" | "poster"
            | "socialImageId" | "logo" => Self::Asset,
            "author" | "authorId" => Self::Author,
            "tag" | "tags" | "primaryTag" | "tagId" => Self::Tag,
            "article" | "articleId" | "articleIds" | "related" | "sublinks" => Self::Article,
            "advertiser" | "sponsor" => Self::Advertiser,
            "campaign" => Self::Campaign,
            "creative" => Self::Creative,
            _ => return None,
        })
    }
}

impl std::fmt::Display for Kind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}
