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

words! {
    /// What sort of story an article is.
    ArticleKind {
        /// Short report; the default.
        News = "NEWS",
        /// Long read, analysis, investigation.
        Article = "ARTICLE",
        /// Questions and answers with one or more people.
        Interview = "INTERVIEW",
        /// Column or blog: someone's view, marked as such.
        Opinion = "OPINION",
        /// A story told by its pictures.
        PhotoStory = "PHOTO_STORY",
        /// A story told by its video.
        Video = "VIDEO",
        /// Running coverage in dated entries.
        LiveBlog = "LIVE_BLOG",
        /// An audio episode.
        Podcast = "PODCAST",
        /// Standing page (about, rules, contacts): never in lists, feeds or news sitemaps.
        Page = "PAGE",
    }

    /// Weight of a headline in lists.
    HeadlineEmphasis {
        /// As any other.
        Normal = "NORMAL",
        /// Set in bold.
        Strong = "STRONG",
        /// Breaking news; becomes STRONG three hours after it first went out as breaking.
        Breaking = "BREAKING",
    }

    /// What a suffix after the headline announces.
    HeadlineMarkerKind {
        /// The story has a gallery or many pictures.
        Photo = "PHOTO",
        /// The story has a video.
        Video = "VIDEO",
        /// The story has a recording.
        Audio = "AUDIO",
        /// Running coverage.
        Live = "LIVE",
        /// Nobody else has it.
        Exclusive = "EXCLUSIVE",
        /// The story has a chart or map.
        Infographic = "INFOGRAPHIC",
        /// The story shows a document.
        Document = "DOCUMENT",
        /// Paid content.
        Advertorial = "ADVERTORIAL",
    }

    /// A person's part in a story.
    ContributionRole {
        /// Wrote it.
        Author = "AUTHOR",
        /// Edited it.
        Editor = "EDITOR",
        /// Translated it.
        Translator = "TRANSLATOR",
        /// Took the pictures.
        Photographer = "PHOTOGRAPHER",
        /// Shot the video.
        Videographer = "VIDEOGRAPHER",
        /// Drew the pictures.
        Illustrator = "ILLUSTRATOR",
        /// Asked the questions.
        Interviewer = "INTERVIEWER",
        /// Writes a regular column.
        Columnist = "COLUMNIST",
        /// Added to it.
        Contributor = "CONTRIBUTOR",
        /// A news agency.
        Agency = "AGENCY",
    }

    /// What a tag stands for.
    TagKind {
        /// A human being.
        Person = "PERSON",
        /// A company, party, office or other body.
        Organisation = "ORGANISATION",
        /// Somewhere on the map.
        Place = "PLACE",
        /// Something that happens once or each year.
        Event = "EVENT",
        /// Anything else that stories are about.
        Topic = "TOPIC",
    }

    /// Where a tag stands in its life.
    TagState {
        /// Public.
        Active = "ACTIVE",
        /// For the newsroom only: no name, page or list for readers.
        Hidden = "HIDDEN",
        /// Another tag took its place.
        Merged = "MERGED",
        /// Out of use.
        Retired = "RETIRED",
    }

    /// Editorial and commercial flag; desk only, because some values (LEGAL_RISK) must not reach readers.
    Sensitivity {
        /// Somebody died or was hurt.
        DeathOrInjury = "DEATH_OR_INJURY",
        /// War and armed conflict.
        MilitaryConflict = "MILITARY_CONFLICT",
        /// Acts of terror.
        Terrorism = "TERRORISM",
        /// Crimes and trials.
        Crime = "CRIME",
        /// Children are concerned.
        Children = "CHILDREN",
        /// Suicide and self-harm.
        Suicide = "SUICIDE",
        /// Sexual violence.
        SexualViolence = "SEXUAL_VIOLENCE",
        /// Catastrophes of nature or technology.
        Disaster = "DISASTER",
        /// The lawyers asked for care.
        LegalRisk = "LEGAL_RISK",
        /// For adults.
        Adult = "ADULT",
    }

    /// What a public note after publication says.
    CorrectionKind {
        /// A factual error was fixed.
        Correction = "CORRECTION",
        /// Wording was misleading, not false.
        Clarification = "CLARIFICATION",
        /// New facts were added; drives `updatedAt` and the `Updated` label.
        Update = "UPDATE",
        /// The story is withdrawn as wrong; text and page stay, headline is marked.
        Retraction = "RETRACTION",
        /// Any other word of the editors to the readers.
        EditorsNote = "EDITORS_NOTE",
    }

    /// Where a note stands.
    CorrectionPlacement {
        /// Above the text.
        Top = "TOP",
        /// Below the text.
        Bottom = "BOTTOM",
        /// In feeds and interchange formats alone.
        FeedOnly = "FEED_ONLY",
    }

    /// Why one headline is related to another.
    RelatedReason {
        /// Picked by hand.
        Editor = "EDITOR",
        /// Another report of the same story.
        SameStory = "SAME_STORY",
        /// About the same things.
        SharedTags = "SHARED_TAGS",
    }

    /// What stands behind an entry of the language switcher.
    LanguageTarget {
        /// The same content in that language.
        Translation = "TRANSLATION",
        /// No published translation: the edition's home page.
        EditionHome = "EDITION_HOME",
    }

    /// Writing direction of an edition.
    TextDirection {
        /// Left to right.
        Ltr = "LTR",
        /// Right to left.
        Rtl = "RTL",
    }

    /// How a moment is printed. Patterns come from site settings per locale (CLDR gives the month
    /// and weekday names, the house style the order).
    DateStyle {
        /// `Субота, 11 липня 2026, 10:58`
        Full = "FULL",
        /// `11 липня 2026`
        Day = "DAY",
        /// `11 липня, 10:58`
        Short = "SHORT",
        /// `10:58`
        Time = "TIME",
    }

    /// Where an account of the paper or of a person stands.
    SocialNetwork {
        /// Facebook.
        Facebook = "FACEBOOK",
        /// Instagram.
        Instagram = "INSTAGRAM",
        /// Threads.
        Threads = "THREADS",
        /// X, once Twitter.
        X = "X",
        /// Telegram.
        Telegram = "TELEGRAM",
        /// Viber.
        Viber = "VIBER",
        /// WhatsApp.
        Whatsapp = "WHATSAPP",
        /// YouTube.
        Youtube = "YOUTUBE",
        /// TikTok.
        Tiktok = "TIKTOK",
        /// Bluesky.
        Bluesky = "BLUESKY",
        /// LinkedIn.
        Linkedin = "LINKEDIN",
        /// A feed.
        Rss = "RSS",
        /// Anything else.
        Other = "OTHER",
    }

    /// How a picture came to us.
    CreditKind {
        /// Our photographer's or an agency's.
        Photo = "PHOTO",
        /// From a stock library.
        StockPhoto = "STOCK_PHOTO",
        /// From an archive.
        ArchivePhoto = "ARCHIVE_PHOTO",
        /// Drawn.
        Illustration = "ILLUSTRATION",
        /// Taken off a screen.
        Screenshot = "SCREENSHOT",
        /// From somebody's post.
        SocialMedia = "SOCIAL_MEDIA",
        /// Given to the press.
        Handout = "HANDOUT",
        /// A frame of a video, or the video.
        Video = "VIDEO",
        /// A chart or map.
        Infographic = "INFOGRAPHIC",
        /// Made by a machine.
        AiGenerated = "AI_GENERATED",
    }

    /// Inline mark of words.
    TextStyle {
        /// Important.
        Strong = "STRONG",
        /// Stressed.
        Emphasis = "EMPHASIS",
        /// Underlined.
        Underline = "UNDERLINE",
        /// No longer right.
        Strikethrough = "STRIKETHROUGH",
        /// Below the line.
        Subscript = "SUBSCRIPT",
        /// Above the line.
        Superscript = "SUPERSCRIPT",
        /// Computer text.
        Code = "CODE",
        /// Marked.
        Highlight = "HIGHLIGHT",
    }

    /// What opens a labelled paragraph.
    LabelRole {
        /// Where the news comes from.
        Source = "SOURCE",
        /// More facts.
        Details = "DETAILS",
        /// Word for word.
        Literally = "LITERALLY",
        /// What will happen.
        WhatNext = "WHAT_NEXT",
        /// What happened before.
        Reminder = "REMINDER",
        /// An explanation.
        Reference = "REFERENCE",
        /// When the text was last changed.
        UpdatedAt = "UPDATED_AT",
    }

    /// How a quotation is set.
    QuoteStyle {
        /// Labelled, with additions of the same speaker.
        News = "NEWS",
        /// Indented.
        Block = "BLOCK",
        /// Large, repeated from the text.
        Pull = "PULL",
    }

    /// How wide a picture stands in the text.
    FigureWidth {
        /// As the text.
        Column = "COLUMN",
        /// Wider than the text.
        Wide = "WIDE",
        /// From edge to edge.
        Full = "FULL",
        /// Beside the text, where lines start.
        FloatStart = "FLOAT_START",
        /// Beside the text, where lines end.
        FloatEnd = "FLOAT_END",
    }

    /// Where a live blog stands.
    LiveBlogStatus {
        /// Announced.
        Planned = "PLANNED",
        /// Going on.
        Live = "LIVE",
        /// To be taken up again.
        Paused = "PAUSED",
        /// Over.
        Closed = "CLOSED",
    }

    /// Who hosts embedded content.
    EmbedProvider {
        /// YouTube.
        Youtube = "YOUTUBE",
        /// Telegram.
        Telegram = "TELEGRAM",
        /// X, once Twitter.
        X = "X",
        /// Facebook.
        Facebook = "FACEBOOK",
        /// Instagram.
        Instagram = "INSTAGRAM",
        /// TikTok.
        Tiktok = "TIKTOK",
        /// Bluesky.
        Bluesky = "BLUESKY",
        /// Datawrapper.
        Datawrapper = "DATAWRAPPER",
        /// Flourish.
        Flourish = "FLOURISH",
        /// A map service.
        Map = "MAP",
        /// A document viewer.
        Document = "DOCUMENT",
        /// A provider of a later version.
        Other = "OTHER",
    }

    /// What a fact check found.
    FactVerdict {
        /// True.
        True = "TRUE",
        /// Mostly true.
        MostlyTrue = "MOSTLY_TRUE",
        /// True and false parts.
        Mixed = "MIXED",
        /// Mostly false.
        MostlyFalse = "MOSTLY_FALSE",
        /// False.
        False = "FALSE",
        /// Nobody can tell.
        Unproven = "UNPROVEN",
        /// Never meant to be believed.
        Satire = "SATIRE",
    }

    /// The kind of a body block.
    BlockKind {
        /// Plain paragraph.
        Paragraph = "PARAGRAPH",
        /// Subheading.
        Heading = "HEADING",
        /// Paragraph with a standing label.
        Labelled = "LABELLED",
        /// Quotation.
        Quote = "QUOTE",
        /// Background list.
        Background = "BACKGROUND",
        /// Bullets or numbers.
        List = "LIST",
        /// Picture or video.
        Figure = "FIGURE",
        /// Several pictures.
        Gallery = "GALLERY",
        /// Third-party content.
        Embed = "EMBED",
        /// Table.
        Table = "TABLE",
        /// Question with answer.
        QuestionAnswer = "QUESTION_ANSWER",
        /// Links to other stories.
        ReadAlso = "READ_ALSO",
        /// Verdict on a claim.
        FactCheck = "FACT_CHECK",
        /// Appeal to the reader.
        CallToAction = "CALL_TO_ACTION",
        /// Break between parts.
        Divider = "DIVIDER",
    }

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

    /// What readers see of a translation.
    LiveState {
        /// Nothing yet.
        NeverPublished = "NEVER_PUBLISHED",
        /// Published.
        Live = "LIVE",
        /// Taken down: 410, or 451 for a legal order.
        Unpublished = "UNPUBLISHED",
        /// Kept and readable, out of lists, feeds and search.
        Archived = "ARCHIVED",
    }

    /// What is being prepared of a translation.
    DraftState {
        /// No draft open.
        None = "NONE",
        /// Being written.
        Draft = "DRAFT",
        /// Waits for a reviewer.
        InReview = "IN_REVIEW",
        /// Sent back with a note.
        ChangesRequested = "CHANGES_REQUESTED",
        /// Ready to go out.
        Approved = "APPROVED",
        /// Goes out at a set moment.
        Scheduled = "SCHEDULED",
    }

    /// What is planned to happen to a translation.
    ScheduledAction {
        /// The draft goes live.
        Publish = "PUBLISH",
        /// The live text is taken down.
        Unpublish = "UNPUBLISH",
    }

    /// Why a wall-clock time cannot be planned with.
    LocalTimeProblem {
        /// The clock is put forward over it in spring.
        Nonexistent = "NONEXISTENT",
        /// The clock shows it twice in autumn.
        Ambiguous = "AMBIGUOUS",
        /// It has passed.
        Past = "PAST",
    }

    /// What to do with a wall-clock time that the clock shows twice.
    AmbiguousTime {
        /// Ask: both moments are offered.
        Reject = "REJECT",
        /// Take the first.
        Earlier = "EARLIER",
        /// Take the second.
        Later = "LATER",
    }

    /// What somebody may do with a translation.
    TranslationActionKind {
        /// Change the text.
        Edit = "EDIT",
        /// Hand in for review.
        Submit = "SUBMIT",
        /// Send back.
        RequestChanges = "REQUEST_CHANGES",
        /// Accept.
        Approve = "APPROVE",
        /// Set a moment.
        Schedule = "SCHEDULE",
        /// Take the moment back.
        Unschedule = "UNSCHEDULE",
        /// Make live.
        Publish = "PUBLISH",
        /// Take down.
        Unpublish = "UNPUBLISH",
        /// Keep readable, out of lists.
        Archive = "ARCHIVE",
        /// Throw the draft away.
        DiscardDraft = "DISCARD_DRAFT",
        /// Open a draft from an old revision.
        Revert = "REVERT",
        /// Change the address.
        ChangeSlug = "CHANGE_SLUG",
        /// Publish a note.
        IssueCorrection = "ISSUE_CORRECTION",
        /// Move in lists.
        Relist = "RELIST",
        /// Take the editing lease over.
        BreakLock = "BREAK_LOCK",
    }

    /// How grave a finding is.
    CheckSeverity {
        /// Stops publication.
        Blocker = "BLOCKER",
        /// Must be accepted by name.
        Warning = "WARNING",
        /// Worth knowing.
        Info = "INFO",
    }

    /// What the checks before publication find.
    CheckCode {
        /// No headline.
        MissingTitle = "MISSING_TITLE",
        /// No lede where the kind asks for one.
        MissingLede = "MISSING_LEDE",
        /// The section is missing or closed.
        MissingSection = "MISSING_SECTION",
        /// A picture without accessible text.
        MissingAltText = "MISSING_ALT_TEXT",
        /// A picture without a credit.
        MissingCredit = "MISSING_CREDIT",
        /// The rights to a picture have ended or not begun.
        RightsExpired = "RIGHTS_EXPIRED",
        /// The rights to a picture do not cover the web.
        RightsScope = "RIGHTS_SCOPE",
        /// The embargo has not passed.
        Embargoed = "EMBARGOED",
        /// The source has changed since.
        StaleTranslation = "STALE_TRANSLATION",
        /// The source language is not live.
        SourceNotLive = "SOURCE_NOT_LIVE",
        /// The required language is not live.
        LanguageParity = "LANGUAGE_PARITY",
        /// The same headline is live or on its way.
        DuplicateTitle = "DUPLICATE_TITLE",
        /// A word mixes Latin and Cyrillic letters.
        MixedScript = "MIXED_SCRIPT",
        /// Another character stands for the apostrophe.
        WrongApostrophe = "WRONG_APOSTROPHE",
        /// A link leads nowhere.
        BrokenLink = "BROKEN_LINK",
        /// Threads are open.
        UnresolvedComments = "UNRESOLVED_COMMENTS",
        /// Something linked to is not live.
        UnpublishedReference = "UNPUBLISHED_REFERENCE",
        /// The text seems to need a flag.
        SensitiveWithoutFlag = "SENSITIVE_WITHOUT_FLAG",
        /// Cut on most surfaces.
        TitleTooLong = "TITLE_TOO_LONG",
        /// The label of paid content is missing.
        MissingLegalLabel = "MISSING_LEGAL_LABEL",
    }

    /// How somebody has a story open.
    PresenceMode {
        /// To read.
        Viewing = "VIEWING",
        /// To write.
        Editing = "EDITING",
    }

    /// Why a revision was kept.
    RevisionReason {
        /// Saved by hand.
        Manual = "MANUAL",
        /// Handed in.
        Submitted = "SUBMITTED",
        /// Accepted.
        Approved = "APPROVED",
        /// Made live.
        Published = "PUBLISHED",
        /// Made live with a note.
        Corrected = "CORRECTED",
        /// Copied from an older one.
        Reverted = "REVERTED",
        /// Brought in.
        Imported = "IMPORTED",
        /// Kept while being written.
        AutosaveCheckpoint = "AUTOSAVE_CHECKPOINT",
    }

    /// Why a story was taken down.
    UnpublishReason {
        /// The editors decided so.
        Editorial = "EDITORIAL",
        /// It should not have gone out.
        Error = "ERROR",
        /// A court or office ordered it: answered with 451.
        LegalOrder = "LEGAL_ORDER",
        /// The rights ended.
        Rights = "RIGHTS",
        /// Somebody's privacy.
        Privacy = "PRIVACY",
        /// The same story stands elsewhere.
        Duplicate = "DUPLICATE",
    }

    /// How much of the source a new translation starts with.
    Prefill {
        /// Nothing.
        Empty = "EMPTY",
        /// Blocks and their ids, without words.
        Skeleton = "SKELETON",
        /// Everything, to be overwritten.
        SourceText = "SOURCE_TEXT",
    }

    /// What has an address word of its own.
    SlugNamespace {
        /// Stories.
        Article = "ARTICLE",
        /// Tags.
        Tag = "TAG",
        /// Sections.
        Section = "SECTION",
        /// Authors.
        Author = "AUTHOR",
    }

    /// What holds an address word.
    SlugOwnerKind {
        /// Something readers can open.
        Live = "LIVE",
        /// Something on its way.
        Draft = "DRAFT",
        /// A renamed thing.
        Redirect = "REDIRECT",
        /// The portal itself.
        ReservedWord = "RESERVED_WORD",
    }

    /// Why an old path leads elsewhere.
    RedirectReason {
        /// The address was changed.
        SlugChanged = "SLUG_CHANGED",
        /// Two tags or authors became one.
        TagMerged = "TAG_MERGED",
        /// The section moved in the tree.
        SectionMoved = "SECTION_MOVED",
        /// It came from another system.
        Imported = "IMPORTED",
        /// Somebody asked for it.
        Manual = "MANUAL",
    }

    /// How letters become ASCII.
    TransliterationScheme {
        /// Resolution 55 of Ukraine's Cabinet of Ministers, 2010.
        UkrainianKmu55_2010 = "UKRAINIAN_KMU55_2010",
        /// ICAO Doc 9303 for Russian.
        RussianIcao9303 = "RUSSIAN_ICAO_9303",
        /// Accents dropped.
        AsciiFold = "ASCII_FOLD",
    }

    /// How strictly languages keep pace.
    ParityMode {
        /// Not at all.
        Off = "OFF",
        /// With a warning.
        Warn = "WARN",
        /// By refusal.
        Enforce = "ENFORCE",
    }

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
        /// The rights to an asset end soon.
        AssetRightsExpiring = "ASSET_RIGHTS_EXPIRING",
        /// Settings, menus, calls to action, redirects or placements changed.
        SettingsChanged = "SETTINGS_CHANGED",
        /// An account or one of its tokens changed.
        AccessChanged = "ACCESS_CHANGED",
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
