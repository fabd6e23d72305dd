//! Ads: what is sold, how it is shown and what is counted.

use super::{
    ArrayType, ColIdx, ColumnType, DbErr, Nullable, QueryResult, TryGetError, TryGetable,
    UnknownWord, Value, ValueType, ValueTypeErr, unknown,
};

words! {
    /// How a line item stands against others.
    LineItemTier {
        /// Share of voice, sold by time.
        Sponsorship = "SPONSORSHIP",
        /// Guaranteed quantity, paced.
        Standard = "STANDARD",
        /// No guarantee, by price and weight.
        Remnant = "REMNANT",
        /// Own promotions, when nothing else wants the slot.
        House = "HOUSE",
    }

    /// Where a line item stands in its life.
    LineItemState {
        /// Being prepared.
        Draft = "DRAFT",
        /// Waits for another person's approval.
        PendingApproval = "PENDING_APPROVAL",
        /// Approved; its flight has not begun.
        Ready = "READY",
        /// Being shown.
        Delivering = "DELIVERING",
        /// Held back for a time.
        Paused = "PAUSED",
        /// Its flight is over or its goal is met.
        Completed = "COMPLETED",
        /// Put away.
        Archived = "ARCHIVED",
    }

    /// Where an order stands in its life.
    CampaignState {
        /// Being prepared.
        Draft = "DRAFT",
        /// At work.
        Active = "ACTIVE",
        /// Held back for a time.
        Paused = "PAUSED",
        /// Over.
        Completed = "COMPLETED",
        /// Put away.
        Archived = "ARCHIVED",
    }

    /// What a promise is counted in.
    GoalMetric {
        /// Times shown.
        Impressions = "IMPRESSIONS",
        /// Times shown so that it could be seen.
        ViewableImpressions = "VIEWABLE_IMPRESSIONS",
        /// Clicks.
        Clicks = "CLICKS",
        /// A share of page views.
        ShareOfVoice = "SHARE_OF_VOICE",
        /// Nothing is promised.
        None = "NONE",
    }

    /// How a promise is spread over a flight.
    Pacing {
        /// Along the readers.
        Even = "EVEN",
        /// A quarter more than that in the first half.
        Frontloaded = "FRONTLOADED",
        /// As fast as it goes.
        Asap = "ASAP",
    }

    /// What is paid for.
    PriceModel {
        /// A thousand impressions.
        Cpm = "CPM",
        /// A thousand viewable impressions.
        Vcpm = "VCPM",
        /// A click.
        Cpc = "CPC",
        /// A day.
        Cpd = "CPD",
        /// Nothing.
        Free = "FREE",
    }

    /// What a cap counts together.
    CapScope {
        /// One creative.
        Creative = "CREATIVE",
        /// One line item.
        LineItem = "LINE_ITEM",
        /// All line items of the order.
        Campaign = "CAMPAIGN",
    }

    /// What is done with a cap for a reader without a key.
    NoKeyPolicy {
        /// It is not shown.
        Skip = "SKIP",
        /// It is shown without counting.
        ServeUncapped = "SERVE_UNCAPPED",
        /// It is counted within the page view.
        PageViewCap = "PAGE_VIEW_CAP",
    }

    /// Whether a line item takes several slots of a page.
    RoadblockMode {
        /// One slot.
        None = "NONE",
        /// All that are free.
        AsManyAsPossible = "AS_MANY_AS_POSSIBLE",
        /// All that it is for, or none.
        AllOrNone = "ALL_OR_NONE",
    }

    /// What a creative is made of.
    CreativeFormat {
        /// A picture with a link.
        Image = "IMAGE",
        /// A document in a frame of its own.
        Html = "HTML",
        /// Parts that the page shows in its own style.
        Native = "NATIVE",
        /// A call to action of the paper.
        House = "HOUSE",
        /// A video, by VAST.
        VideoVast = "VIDEO_VAST",
    }

    /// Where the check of a creative stands.
    CreativeReviewState {
        /// Waits for a check.
        Pending = "PENDING",
        /// May be shown.
        Approved = "APPROVED",
        /// Must not be shown.
        Rejected = "REJECTED",
    }

    /// How likely a promise is missed.
    DeliveryRisk {
        /// On its way.
        None = "NONE",
        /// Less than promised is to be expected.
        Under = "UNDER",
        /// More than promised is to be expected.
        Over = "OVER",
    }

    /// What a report breaks its counts down by.
    AdDimension {
        /// Day of the site's zone.
        Day = "DAY",
        /// Hour of the site's zone.
        Hour = "HOUR",
        /// Who pays.
        Advertiser = "ADVERTISER",
        /// Order.
        Campaign = "CAMPAIGN",
        /// Line item.
        LineItem = "LINE_ITEM",
        /// Creative.
        Creative = "CREATIVE",
        /// Kind of place.
        Placement = "PLACEMENT",
        /// Edition.
        Locale = "LOCALE",
        /// Section of the page.
        Section = "SECTION",
        /// Sort of story.
        ArticleKind = "ARTICLE_KIND",
        /// Class of device.
        Device = "DEVICE",
    }

    /// Why a page has no ads.
    NoAdsReason {
        /// The editor says so.
        EditorSwitch = "EDITOR_SWITCH",
        /// Its subject forbids.
        SensitiveContent = "SENSITIVE_CONTENT",
        /// It is a legal notice.
        LegalNotice = "LEGAL_NOTICE",
        /// It has been withdrawn as wrong.
        Retracted = "RETRACTED",
        /// It is a preview.
        Preview = "PREVIEW",
        /// The text is too short.
        ArticleTooShort = "ARTICLE_TOO_SHORT",
    }

    /// What happened to a line item in one slot.
    CandidateOutcome {
        /// It is shown.
        Won = "WON",
        /// A higher tier has the slot.
        LostTier = "LOST_TIER",
        /// An equal has the slot, or no lot fell to it.
        LostLottery = "LOST_LOTTERY",
        /// It is for other pages or places.
        Targeting = "TARGETING",
        /// It must not be on this page.
        Excluded = "EXCLUDED",
        /// The page is flagged.
        Sensitivity = "SENSITIVITY",
        /// The visitor has seen it as often as allowed.
        Capped = "CAPPED",
        /// It is ahead of its plan.
        Paced = "PACED",
        /// No approved creative fits the slot.
        NoCreative = "NO_CREATIVE",
        /// No creative speaks a language of the edition.
        NoLocaleCreative = "NO_LOCALE_CREATIVE",
        /// A rival is on the page.
        Competitor = "COMPETITOR",
        /// It is outside its flight or its hours.
        Flight = "FLIGHT",
        /// It is not at work.
        State = "STATE",
        /// Its goal or budget is reached.
        Budget = "BUDGET",
        /// It is capped, and the reader has no key.
        Consent = "CONSENT",
    }

    /// What happened to a shown ad.
    AdEventKind {
        /// The client began to render it.
        Impression = "IMPRESSION",
        /// It could be seen.
        Viewable = "VIEWABLE",
        /// It was clicked.
        Click = "CLICK",
    }

    /// Why an event does not count.
    InvalidReason {
        /// Somebody of the newsroom looked.
        Staff = "STAFF",
        /// A browser loaded ahead of its reader.
        Prefetch = "PREFETCH",
        /// A known robot, a good one or not.
        Robot = "ROBOT",
        /// What asked is no browser.
        NotABrowser = "NOT_A_BROWSER",
        /// It came from a data centre.
        DataCentre = "DATA_CENTRE",
        /// What was rendered has no size to speak of.
        Unseen = "UNSEEN",
        /// More than a reader, or a network of readers, makes.
        TooMany = "TOO_MANY",
        /// It is said to have happened before the choice was made.
        BeforeDecision = "BEFORE_DECISION",
        /// The choice was no longer good.
        Expired = "EXPIRED",
        /// The visitor had seen it as often as allowed.
        OverCap = "OVER_CAP",
        /// Its impression does not count.
        InvalidImpression = "INVALID_IMPRESSION",
        /// No impression came.
        NoImpression = "NO_IMPRESSION",
        /// It waits for its impression.
        Held = "HELD",
    }

    /// Day of the week.
    Weekday {
        /// Monday.
        Monday = "MONDAY",
        /// Tuesday.
        Tuesday = "TUESDAY",
        /// Wednesday.
        Wednesday = "WEDNESDAY",
        /// Thursday.
        Thursday = "THURSDAY",
        /// Friday.
        Friday = "FRIDAY",
        /// Saturday.
        Saturday = "SATURDAY",
        /// Sunday.
        Sunday = "SUNDAY",
    }
}
