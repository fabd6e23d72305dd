//! What happens to stories: states, plans, checks, addresses and the languages' rules.

use super::{
    ArrayType, ColIdx, ColumnType, DbErr, Nullable, QueryResult, TryGetError, TryGetable,
    UnknownWord, Value, ValueType, ValueTypeErr, unknown,
};

words! {
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
}
