//! The permissions of the contract.

macro_rules! permissions {
    ($($(#[$meta:meta])* $variant:ident = $text:literal,)*) => {
        /// What a role or token may be allowed to do.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[derive(async_graphql::Enum, serde::Serialize, serde::Deserialize)]
        pub enum Permission {
            $($(#[$meta])* #[graphql(name = $text)] #[serde(rename = $text)] $variant,)*
        }

        impl Permission {
            /// Every permission.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// As the contract writes it.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text,)* }
            }
        }
    };
}

permissions! {
    /// Read stories of any state.
    ContentRead = "CONTENT_READ",
    /// Write stories and change what their languages share.
    ContentWrite = "CONTENT_WRITE",
    /// Write languages other than the source.
    Translate = "TRANSLATE",
    /// Ask for changes.
    Review = "REVIEW",
    /// Accept for publication.
    Approve = "APPROVE",
    /// Accept one's own text.
    SelfApprove = "SELF_APPROVE",
    /// Make live.
    Publish = "PUBLISH",
    /// Take down.
    Unpublish = "UNPUBLISH",
    /// Read stories under embargo.
    EmbargoRead = "EMBARGO_READ",
    /// Set an embargo.
    EmbargoSet = "EMBARGO_SET",
    /// Publish in spite of an embargo.
    EmbargoOverride = "EMBARGO_OVERRIDE",
    /// Take an editing lease over.
    LockBreak = "LOCK_BREAK",
    /// Move stories in lists.
    Relist = "RELIST",
    /// Publish corrections.
    CorrectionIssue = "CORRECTION_ISSUE",
    /// Write in live blogs.
    LivePost = "LIVE_POST",
    /// Manage tags.
    TagManage = "TAG_MANAGE",
    /// Manage sections.
    SectionManage = "SECTION_MANAGE",
    /// Manage authors.
    AuthorManage = "AUTHOR_MANAGE",
    /// Upload and describe assets.
    MediaWrite = "MEDIA_WRITE",
    /// Use assets in spite of their rights.
    RightsOverride = "RIGHTS_OVERRIDE",
    /// Arrange fronts.
    FrontCurate = "FRONT_CURATE",
    /// Change settings, menus and calls to action.
    SiteManage = "SITE_MANAGE",
    /// Manage redirects.
    RedirectManage = "REDIRECT_MANAGE",
    /// Import and export.
    ImportExport = "IMPORT_EXPORT",
    /// Manage accounts.
    UserManage = "USER_MANAGE",
    /// Manage API tokens.
    TokenManage = "TOKEN_MANAGE",
    /// Manage webhooks.
    WebhookManage = "WEBHOOK_MANAGE",
    /// Read the audit trail.
    AuditRead = "AUDIT_READ",
    /// Read ad sales.
    AdsRead = "ADS_READ",
    /// Sell ads.
    AdsManage = "ADS_MANAGE",
    /// Approve ads and define their places.
    AdsApprove = "ADS_APPROVE",
    /// Read ad reports.
    AdsReport = "ADS_REPORT",
}
