//! What stories are made of: kinds, blocks and the words around them.

use super::{
    ArrayType, ColIdx, ColumnType, DbErr, Nullable, QueryResult, TryGetError, TryGetable,
    UnknownWord, Value, ValueType, ValueTypeErr, unknown,
};

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
}
