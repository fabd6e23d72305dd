//! The words of the trade that everything else shares: kinds, states, roles of the contract.
//!
//! Each is declared once and is the same in the database, in Rust, in GraphQL and in files; this is
//! why they carry their GraphQL names although nothing else below `api` knows of GraphQL
//! (`docs/decisions/0003-words-are-declared-once.md`).

use sea_orm::sea_query::{ArrayType, ColumnType, Nullable, ValueType, ValueTypeErr};
use sea_orm::{ColIdx, DbErr, QueryResult, TryGetError, TryGetable, Value};

/// Declares an enumeration with one spelling for the database, JSON and GraphQL.
macro_rules! words {
    ($($(#[$meta:meta])* $name:ident { $($(#[$vmeta:meta])* $variant:ident = $text:literal,)* })*) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[derive(async_graphql::Enum, serde::Serialize, serde::Deserialize)]
        pub enum $name {
            $($(#[$vmeta])* #[graphql(name = $text)] #[serde(rename = $text)] $variant,)*
        }

        impl $name {
            /// Every word of this list, in its declared order.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The word as it is written everywhere.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text,)* }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = UnknownWord;
            fn from_str(text: &str) -> Result<Self, UnknownWord> {
                match text { $($text => Ok(Self::$variant),)* _ => Err(UnknownWord) }
            }
        }

        impl From<$name> for Value {
            fn from(word: $name) -> Self {
                word.as_str().into()
            }
        }

        impl TryGetable for $name {
            fn try_get_by<I: ColIdx>(row: &QueryResult, index: I) -> Result<Self, TryGetError> {
                let text = String::try_get_by(row, index)?;
                text.parse().map_err(|_| unknown(stringify!($name), &text))
            }
        }

        impl ValueType for $name {
            fn try_from(value: Value) -> Result<Self, ValueTypeErr> {
                let text = <String as ValueType>::try_from(value)?;
                text.parse().map_err(|_| ValueTypeErr)
            }
            fn type_name() -> String { stringify!($name).to_owned() }
            fn array_type() -> ArrayType { ArrayType::String }
            fn column_type() -> ColumnType { ColumnType::Text }
        }

        impl Nullable for $name {
            fn null() -> Value { Value::String(None) }
        }

        impl sea_orm::TryFromU64 for $name {
            fn try_from_u64(_: u64) -> Result<Self, DbErr> {
                Err(DbErr::ConvertFromU64(stringify!($name)))
            }
        }
    )*};
}

/// A text that is none of the words of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("unknown word")]
pub struct UnknownWord;

fn unknown(list: &str, text: &str) -> TryGetError {
    TryGetError::DbErr(DbErr::Type(format!("{list} has no word {text:?}")))
}

// Below the macro, which they use.
mod ads;
mod media;
mod text;
mod workflow;

pub use ads::*;
pub use media::*;
pub use text::*;
pub use workflow::*;

words! {
    /// Editor's mark for ads after a block.
    AdBreakRule {
        /// Asks for a slot.
        Here = "HERE",
        /// Forbids one.
        Never = "NEVER",
    }

    /// Editor's say on ads for a story.
    AdServing {
        /// Placement and sensitivity rules decide.
        Automatic = "AUTOMATIC",
        /// Own promotions only.
        HouseOnly = "HOUSE_ONLY",
        /// No ads.
        None = "NONE",
    }

    /// Class of the reader's device.
    DeviceClass {
        /// Large screen.
        Desktop = "DESKTOP",
        /// Medium screen.
        Tablet = "TABLET",
        /// Small screen, in a browser.
        MobileWeb = "MOBILE_WEB",
        /// A native app.
        App = "APP",
    }

    /// What a reader agreed to.
    AdConsent {
        /// Nobody has asked yet.
        Unknown = "UNKNOWN",
        /// To nothing.
        Denied = "DENIED",
        /// To counting alone.
        MeasurementOnly = "MEASUREMENT_ONLY",
        /// To all.
        Full = "FULL",
    }

    /// Kind of page that ads stand on.
    AdPageKind {
        /// A front.
        Home = "HOME",
        /// A story.
        Article = "ARTICLE",
        /// A section's list.
        Section = "SECTION",
        /// A tag's list.
        Tag = "TAG",
        /// A day of the archive.
        Day = "DAY",
        /// An author's page.
        Author = "AUTHOR",
        /// Search results.
        Search = "SEARCH",
        /// Running coverage.
        LiveBlog = "LIVE_BLOG",
    }

    /// Region of the page.
    AdZone {
        /// Above everything.
        Top = "TOP",
        /// Beside the text.
        Rail = "RAIL",
        /// Between paragraphs.
        InArticle = "IN_ARTICLE",
        /// After the text.
        EndOfArticle = "END_OF_ARTICLE",
        /// Between the items of a list.
        InFeed = "IN_FEED",
        /// Below everything.
        Footer = "FOOTER",
        /// Stays on screen.
        Sticky = "STICKY",
    }

    /// How a zone of a front is set.
    ZoneLayout {
        /// One large story.
        Hero = "HERO",
        /// A lead and a list.
        LeadList = "LEAD_LIST",
        /// Cards with pictures.
        Cards = "CARDS",
        /// Headlines alone.
        Headlines = "HEADLINES",
        /// Columns with their authors.
        Opinions = "OPINIONS",
        /// A strip of videos.
        VideoStrip = "VIDEO_STRIP",
        /// A strip of pictures.
        PhotoStrip = "PHOTO_STRIP",
        /// Running coverage.
        Live = "LIVE",
    }

    /// What translations wait for.
    QueueKind {
        /// To be gone on with by the caller, who wrote the last words.
        MyDrafts = "MY_DRAFTS",
        /// To be read by a reviewer.
        ToReview = "TO_REVIEW",
        /// To be approved, live ones that nobody had approved among them.
        ToApprove = "TO_APPROVE",
        /// To go live at their time.
        Scheduled = "SCHEDULED",
        /// To be brought up to date: translations that are behind their source.
        StaleTranslations = "STALE_TRANSLATIONS",
        /// To be made: live stories without a text in a language, each by its source.
        MissingTranslations = "MISSING_TRANSLATIONS",
        /// To be changed as a reviewer asked.
        ChangesRequested = "CHANGES_REQUESTED",
        /// To get another picture: what readers see, or will as it is planned, shows something whose
        /// rights end within 14 days or have ended.
        ExpiringRights = "EXPIRING_RIGHTS",
    }

    /// What happened to a block between two texts.
    BlockChangeKind {
        /// It came.
        Added = "ADDED",
        /// It went.
        Removed = "REMOVED",
        /// Its words or its form are others.
        Changed = "CHANGED",
        /// It stands elsewhere.
        Moved = "MOVED",
    }

    /// In which of two texts words stand.
    WordChangeKind {
        /// In both.
        Same = "SAME",
        /// In the later one.
        Added = "ADDED",
        /// In the earlier one.
        Removed = "REMOVED",
    }

    /// Where an account stands in its life.
    UserState {
        /// Has not signed in yet.
        Invited = "INVITED",
        /// May sign in.
        Active = "ACTIVE",
        /// May not sign in any more.
        Suspended = "SUSPENDED",
    }

    /// What happened, for those who follow the change feed.
    EventType {
        /// A story went live.
        ArticlePublished = "ARTICLE_PUBLISHED",
        /// A live story changed.
        ArticleUpdated = "ARTICLE_UPDATED",
        /// A story was taken down.
        ArticleUnpublished = "ARTICLE_UNPUBLISHED",
        /// A story has a moment to go live at.
        ArticleScheduled = "ARTICLE_SCHEDULED",
        /// A note was published.
        ArticleCorrected = "ARTICLE_CORRECTED",
        /// A reviewer is awaited.
        ArticleReviewRequested = "ARTICLE_REVIEW_REQUESTED",
        /// A translation fell behind its source.
        TranslationStale = "TRANSLATION_STALE",
        /// A draft was created or changed.
        DraftSaved = "DRAFT_SAVED",
        /// An editing lease changed hands.
        LockChanged = "LOCK_CHANGED",
        /// A thread on a draft was started, answered, closed or opened.
        CommentChanged = "COMMENT_CHANGED",
        /// A tag changed.
        TagChanged = "TAG_CHANGED",
        /// Two tags became one.
        TagMerged = "TAG_MERGED",
        /// A section changed.
        SectionChanged = "SECTION_CHANGED",
        /// An author changed.
        AuthorChanged = "AUTHOR_CHANGED",
        /// A front was arranged anew.
        FrontPublished = "FRONT_PUBLISHED",
        /// An asset became usable or was described anew.
        AssetReady = "ASSET_READY",
        /// An asset was taken out of use.
        AssetRetired = "ASSET_RETIRED",
        /// The rights to an asset end soon.
        AssetRightsExpiring = "ASSET_RIGHTS_EXPIRING",
        /// Settings, menus, calls to action, redirects or placements changed.
        SettingsChanged = "SETTINGS_CHANGED",
        /// An account or one of its tokens changed.
        AccessChanged = "ACCESS_CHANGED",
        /// A line item moved on in its life.
        LineItemStateChanged = "LINE_ITEM_STATE_CHANGED",
        /// An advertiser, a campaign, a line item or a creative changed.
        AdsChanged = "ADS_CHANGED",
    }

    /// What is wrong with an input.
    UserErrorCode {
        /// Not of the right form.
        Invalid = "INVALID",
        /// Missing.
        Required = "REQUIRED",
        /// Longer than allowed.
        TooLong = "TOO_LONG",
        /// More than allowed.
        TooMany = "TOO_MANY",
        /// The id means nothing to this caller.
        NotFound = "NOT_FOUND",
        /// A permission is missing.
        Forbidden = "FORBIDDEN",
        /// Somebody saved in between.
        VersionConflict = "VERSION_CONFLICT",
        /// Somebody else holds the lease.
        Locked = "LOCKED",
        /// Not possible from this state.
        TransitionNotAllowed = "TRANSITION_NOT_ALLOWED",
        /// The address is occupied.
        SlugTaken = "SLUG_TAKEN",
        /// Checks stop the publication.
        PublicationBlocked = "PUBLICATION_BLOCKED",
        /// The wall clock never shows that time, or shows it twice.
        LocalTimeInvalid = "LOCAL_TIME_INVALID",
        /// Something still points here.
        InUse = "IN_USE",
        /// It exists already.
        Duplicate = "DUPLICATE",
        /// Not built here yet, or not for this kind.
        Unsupported = "UNSUPPORTED",
        /// More than the caller's share.
        Quota = "QUOTA",
    }
}
