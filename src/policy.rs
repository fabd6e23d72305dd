//! Who may do what. One page: the permissions of the contract, the default roles of the newsroom,
//! what each writing action needs, and the two questions that everything else asks:
//! [`Actor::may`] and [`Actor::holds`].

mod actor;
mod grants;
mod permission;
mod role;

pub use actor::{
    ACCOUNTS, ADS, AUDIT, Actor, Readable, STORIES, Subject, TAXONOMY, TOKENS, Verdict,
};
pub use grants::{Grant, Grants};
pub use permission::Permission;
pub use role::Role;

use Permission as P;

/// Declares the actions, and the list of all of them.
macro_rules! actions {
    ($($(#[$meta:meta])* $name:ident,)*) => {
        /// Each writing action, and what else is decided by permission.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Action {
            $($(#[$meta])* $name,)*
        }

        impl Action {
            /// Every action.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];
        }
    };
}

actions! {
    /// Start a story.
    ArticleCreate,
    /// Change shared facts while nothing is live.
    ArticleUpdate,
    /// Change shared facts that readers see at once.
    ArticleUpdateLive,
    /// Publish several languages.
    ArticlePublish,
    /// Take several languages down.
    ArticleUnpublish,
    /// Open another language.
    TranslationCreate,
    /// Save the working copy, whole or by blocks.
    TranslationSave,
    /// Declare a translation up to date with its source.
    TranslationMarkCurrent,
    /// Take the editing lease.
    LockAcquire,
    /// Hold it longer.
    LockRenew,
    /// Give it back.
    LockRelease,
    /// Take it over.
    LockBreak,
    /// Start a thread on a draft.
    CommentAdd,
    /// Answer in a thread.
    CommentReply,
    /// Close a thread.
    CommentResolve,
    /// Open a closed thread again.
    CommentReopen,
    /// Change the address.
    TranslationChangeSlug,
    /// Publish one language.
    TranslationPublish,
    /// Publish with another display time.
    TranslationBackdate,
    /// Take one language down.
    TranslationUnpublish,
    /// Publish a note.
    CorrectionIssue,
    /// Set, move or lift an embargo.
    ArticleSetEmbargo,
    /// Throw a story away that was never published.
    ArticleTrash,
    /// Hand a text in for review.
    TranslationSubmit,
    /// Send a text back.
    TranslationRequestChanges,
    /// Accept somebody else's text.
    TranslationApprove,
    /// Accept a text that one changed last oneself.
    TranslationApproveOwn,
    /// Plan the publication of one language.
    TranslationSchedule,
    /// Take what is planned back.
    TranslationUnschedule,
    /// Publish in spite of an embargo.
    TranslationOverrideEmbargo,
    /// Publish in spite of the rights to an asset.
    TranslationOverrideRights,
    /// Take a story out of lists, and keep its page.
    TranslationArchive,
    /// Put an archived story back into lists.
    TranslationUnarchive,
    /// Throw a draft away.
    TranslationDiscardDraft,
    /// Open a draft from an old text.
    TranslationRevert,
    /// Move a story in lists.
    TranslationRelist,
    /// Carry out a planned publication.
    TranslationGoLive,
    /// Carry out a planned takedown.
    TranslationGoOff,
    /// Withdraw a note.
    CorrectionWithdraw,
    /// Make a link that opens a text to whoever has it.
    PreviewLinkCreate,
    /// Create a tag.
    TagCreate,
    /// Change a tag.
    TagUpdate,
    /// Merge two tags.
    TagMerge,
    /// Retire a tag.
    TagRetire,
    /// Create a section.
    SectionCreate,
    /// Change a section.
    SectionUpdate,
    /// Move a section in the tree.
    SectionMove,
    /// Retire a section.
    SectionRetire,
    /// Create an author.
    AuthorCreate,
    /// Change an author.
    AuthorUpdate,
    /// Merge two authors.
    AuthorMerge,
    /// Reserve an upload.
    AssetBeginUpload,
    /// Take the uploaded bytes in.
    AssetCompleteUpload,
    /// Describe an asset.
    AssetUpdate,
    /// Take an asset out of use.
    AssetRetire,
    /// Hold a story at a position of a front.
    FrontPin,
    /// Give a position of a front back to its zone's rule.
    FrontUnpin,
    /// Arrange a front.
    FrontArrange,
    /// Open the home page of an edition.
    FrontOpen,
    /// Give back the positions of stories that went off.
    FrontFree,
    /// Create a redirect.
    RedirectCreate,
    /// Delete a redirect.
    RedirectDelete,
    /// Replace a menu.
    MenuSave,
    /// Create a call to action.
    CallToActionCreate,
    /// Change a call to action.
    CallToActionUpdate,
    /// Change settings.
    SettingsUpdate,
    /// Create a placement.
    PlacementCreate,
    /// Change a placement.
    PlacementUpdate,
    /// Register an advertiser.
    AdvertiserCreate,
    /// Change an advertiser.
    AdvertiserUpdate,
    /// Open a campaign.
    CampaignCreate,
    /// Change a campaign.
    CampaignUpdate,
    /// Stop all of a campaign.
    CampaignPause,
    /// Let a campaign compete again.
    CampaignResume,
    /// Close a campaign.
    CampaignArchive,
    /// Plan a line item.
    LineItemCreate,
    /// Change a line item.
    LineItemUpdate,
    /// Hand a line item in for approval.
    LineItemSubmit,
    /// Approve somebody else's line item.
    LineItemApprove,
    /// Hold a line item back.
    LineItemPause,
    /// Let a line item compete again.
    LineItemResume,
    /// Close a line item.
    LineItemArchive,
    /// Add a creative.
    CreativeCreate,
    /// Change a creative.
    CreativeUpdate,
    /// Approve somebody else's creative.
    CreativeApprove,
    /// Stop a creative.
    CreativeReject,
    /// Create an API token.
    ApiTokenCreate,
    /// Revoke an API token.
    ApiTokenRevoke,
    /// Create an account.
    UserCreate,
    /// Invite a person.
    UserInvite,
    /// Come in by an invitation.
    UserAccept,
    /// Replace the roles of an account.
    UserSetAssignments,
    /// Stop an account.
    UserSuspend,
    /// Open a session for whoever has proved to be its account.
    SessionBegin,
    /// Exchange a refresh token for the next.
    SessionRefresh,
    /// End a session.
    SessionEnd,
    /// Note that a token was used.
    ApiTokenUse,
    /// Bring a newsroom in.
    NewsroomImport,
    /// Register the documents that a build of a client sends.
    DocumentsPush,
    /// Take documents back from a build.
    DocumentsRemove,
    /// Write down how often documents were asked for.
    DocumentsUse,
    /// Write down what happened to ads that were handed out.
    AdEventsRecord,
    /// Let go of a story that has been in the trash for long enough.
    ArticlePurge,
    /// Let go of old autosaves.
    TranslationPrune,
    /// Move what is planned by a wall clock along with the rules of its time zone.
    TranslationReschedule,
    /// Take up new rules of time zones.
    ClockRulesAdopt,
    /// Let go of the oldest entries of the audit trail.
    AuditTrim,
    /// Write the search index anew.
    SearchRebuild,
    /// Let go of uploads that never became assets.
    UploadsForget,
}

impl Action {
    /// The action's name in the audit trail.
    pub fn name(self) -> String {
        let name = format!("{self:?}");
        let mut letters = name.chars();
        letters.next().map_or_else(String::new, |first| {
            first.to_ascii_lowercase().to_string() + letters.as_str()
        })
    }

    /// Whether the audit trail keeps it; what happens every minute would bury the rest.
    pub const fn is_audited(self) -> bool {
        !matches!(
            self,
            Self::SessionRefresh
                | Self::ApiTokenUse
                | Self::DocumentsUse
                | Self::AdEventsRecord
                | Self::LockAcquire
                | Self::LockRenew
                | Self::LockRelease
                | Self::TranslationPrune
                | Self::SearchRebuild
        )
    }

    /// The first permission that it takes; `None` when only Masthead itself may.
    pub const fn belongs_to(self) -> Option<Permission> {
        match self.needs() {
            [[first, ..], ..] => Some(*first),
            _ => None,
        }
    }

    /// Whether nobody does it to what they made or changed themselves, whatever they hold.
    const fn takes_other_eyes(self) -> bool {
        matches!(self, Self::LineItemApprove | Self::CreativeApprove)
    }

    /// What it takes: all permissions of at least one of the lists. Where there is no list, only
    /// Masthead itself may.
    ///
    /// TRANSLATE counts for texts that are not of the story's source language only.
    #[expect(clippy::too_many_lines, reason = "one table of all actions")]
    const fn needs(self) -> &'static [&'static [Permission]] {
        match self {
            Self::ArticleCreate
            | Self::ArticleUpdate
            | Self::ArticleTrash
            | Self::TranslationChangeSlug
            | Self::TranslationRevert => &[&[P::ContentWrite]],
            Self::ArticleUpdateLive => &[&[P::ContentWrite, P::Publish]],
            Self::ArticlePublish
            | Self::TranslationPublish
            | Self::TranslationSchedule
            | Self::TranslationUnschedule
            | Self::TranslationArchive
            | Self::TranslationUnarchive => &[&[P::Publish]],
            Self::TranslationBackdate => &[&[P::Publish, P::Relist]],
            Self::ArticleUnpublish | Self::TranslationUnpublish => &[&[P::Unpublish]],
            Self::TranslationCreate
            | Self::TranslationSave
            | Self::TranslationSubmit
            | Self::TranslationDiscardDraft
            | Self::LockAcquire
            | Self::LockRenew
            | Self::LockRelease => &[&[P::ContentWrite], &[P::Translate]],
            Self::CorrectionIssue | Self::CorrectionWithdraw => &[&[P::CorrectionIssue]],
            Self::ArticleSetEmbargo => &[&[P::EmbargoSet]],
            Self::TranslationRequestChanges => &[&[P::Review]],
            Self::TranslationApprove => &[&[P::Approve]],
            Self::TranslationApproveOwn => &[&[P::Approve, P::SelfApprove]],
            Self::TranslationOverrideEmbargo => &[&[P::Publish, P::EmbargoOverride]],
            Self::TranslationOverrideRights => &[&[P::Publish, P::RightsOverride]],
            Self::TranslationRelist => &[&[P::Relist]],
            Self::TranslationGoLive
            | Self::TranslationGoOff
            | Self::ArticlePurge
            | Self::TranslationPrune
            | Self::TranslationReschedule
            | Self::ClockRulesAdopt
            | Self::AuditTrim
            | Self::SearchRebuild
            | Self::UploadsForget
            | Self::FrontOpen
            | Self::FrontFree => &[],
            Self::TranslationMarkCurrent => &[&[P::Translate]],
            Self::LockBreak => &[&[P::LockBreak]],
            Self::CommentAdd | Self::CommentReply | Self::CommentResolve | Self::CommentReopen => {
                &[&[P::ContentRead]]
            }
            Self::PreviewLinkCreate => &[&[P::ContentRead]],
            Self::TagCreate | Self::TagUpdate | Self::TagMerge | Self::TagRetire => {
                &[&[P::TagManage]]
            }
            Self::SectionCreate | Self::SectionUpdate | Self::SectionMove | Self::SectionRetire => {
                &[&[P::SectionManage]]
            }
            Self::AuthorCreate | Self::AuthorUpdate | Self::AuthorMerge => &[&[P::AuthorManage]],
            Self::AssetBeginUpload
            | Self::AssetCompleteUpload
            | Self::AssetUpdate
            | Self::AssetRetire => &[&[P::MediaWrite]],
            Self::FrontPin | Self::FrontUnpin | Self::FrontArrange => &[&[P::FrontCurate]],
            Self::RedirectCreate | Self::RedirectDelete => &[&[P::RedirectManage]],
            Self::MenuSave
            | Self::CallToActionCreate
            | Self::CallToActionUpdate
            | Self::SettingsUpdate
            | Self::DocumentsPush
            | Self::DocumentsRemove => &[&[P::SiteManage]],
            Self::PlacementCreate
            | Self::PlacementUpdate
            | Self::LineItemApprove
            | Self::CreativeApprove
            | Self::CreativeReject => &[&[P::AdsApprove]],
            Self::AdvertiserCreate
            | Self::AdvertiserUpdate
            | Self::CampaignCreate
            | Self::CampaignUpdate
            | Self::CampaignPause
            | Self::CampaignResume
            | Self::CampaignArchive
            | Self::LineItemCreate
            | Self::LineItemUpdate
            | Self::LineItemSubmit
            | Self::LineItemPause
            | Self::LineItemResume
            | Self::LineItemArchive
            | Self::CreativeCreate
            | Self::CreativeUpdate => &[&[P::AdsManage]],
            Self::ApiTokenCreate | Self::ApiTokenRevoke => &[&[P::TokenManage]],
            Self::UserCreate | Self::UserInvite | Self::UserSetAssignments | Self::UserSuspend => {
                &[&[P::UserManage]]
            }
            Self::UserAccept
            | Self::SessionBegin
            | Self::SessionRefresh
            | Self::SessionEnd
            | Self::ApiTokenUse
            | Self::DocumentsUse
            | Self::AdEventsRecord => &[],
            Self::NewsroomImport => &[&[P::ImportExport]],
        }
    }
}
