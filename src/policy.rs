//! Who may do what. One page: the permissions of the contract, the default roles of the newsroom,
//! what each writing action needs, and the two questions that everything else asks:
//! [`Actor::may`] and [`Actor::holds`].

use std::collections::BTreeSet;

use crate::platform::ids::{SectionId, SessionId, TokenId, TypedId, UserId};
use crate::platform::locale::Locale;

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

use Permission as P;

/// How far the limits of an assignment reach into one permission of its role.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reach {
    /// Not at all.
    Everywhere,
    /// In the assignment's locales only.
    Locales,
    /// In the assignment's sections only.
    Sections,
    /// On what the person brought in only, whatever the assignment.
    Own,
}

use Reach::{Everywhere, Locales, Own, Sections};

/// The default roles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    /// Writes.
    Reporter,
    /// Translates.
    Translator,
    /// Edits and reviews.
    Editor,
    /// Runs the desk.
    DutyEditor,
    /// Keeps the pictures.
    PhotoEditor,
    /// Arranges the fronts.
    FrontEditor,
    /// Runs the system.
    Administrator,
    /// Sells ads.
    AdManager,
    /// Checks ads.
    AdApprover,
}

const EDITOR: &[(Permission, Reach)] = &[
    (P::ContentRead, Everywhere),
    (P::ContentWrite, Sections),
    (P::Translate, Locales),
    (P::Review, Sections),
    (P::CorrectionIssue, Sections),
    (P::LivePost, Sections),
    (P::MediaWrite, Everywhere),
    (P::EmbargoRead, Everywhere),
];

const DUTY_EDITOR: &[Permission] = &[
    P::ContentRead,
    P::ContentWrite,
    P::Translate,
    P::Review,
    P::CorrectionIssue,
    P::LivePost,
    P::MediaWrite,
    P::EmbargoRead,
    P::Approve,
    P::Publish,
    P::Unpublish,
    P::Relist,
    P::LockBreak,
    P::TagManage,
    P::AuthorManage,
    P::FrontCurate,
    P::RedirectManage,
    P::EmbargoSet,
];

impl Role {
    /// Every role.
    pub const ALL: &'static [Self] = &[
        Self::Reporter,
        Self::Translator,
        Self::Editor,
        Self::DutyEditor,
        Self::PhotoEditor,
        Self::FrontEditor,
        Self::Administrator,
        Self::AdManager,
        Self::AdApprover,
    ];

    /// The role's name in inputs and in the database.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Reporter => "reporter",
            Self::Translator => "translator",
            Self::Editor => "editor",
            Self::DutyEditor => "dutyEditor",
            Self::PhotoEditor => "photoEditor",
            Self::FrontEditor => "frontEditor",
            Self::Administrator => "admin",
            Self::AdManager => "adManager",
            Self::AdApprover => "adApprover",
        }
    }

    /// The role's name for people.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Reporter => "Reporter",
            Self::Translator => "Translator",
            Self::Editor => "Editor",
            Self::DutyEditor => "Duty editor",
            Self::PhotoEditor => "Photo editor",
            Self::FrontEditor => "Front editor",
            Self::Administrator => "Administrator",
            Self::AdManager => "Ad manager",
            Self::AdApprover => "Ad approver",
        }
    }

    /// The role with this name in inputs.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|role| role.key() == key)
    }

    /// What the role allows where an assignment has no limits.
    pub fn permissions(self) -> Vec<Permission> {
        let mut grants = Grants::default();
        grants.assign(self, None, None);
        grants.permissions()
    }

    fn reaches(self) -> Vec<(Permission, Reach)> {
        let everywhere = |list: &[Permission]| list.iter().map(|p| (*p, Everywhere)).collect();
        match self {
            Self::Reporter => vec![
                (P::ContentRead, Everywhere),
                (P::ContentWrite, Sections),
                (P::LivePost, Sections),
                (P::MediaWrite, Everywhere),
            ],
            Self::Translator => vec![
                (P::ContentRead, Everywhere),
                (P::Translate, Locales),
                (P::LivePost, Locales),
                (P::MediaWrite, Everywhere),
            ],
            Self::Editor => EDITOR.to_vec(),
            Self::DutyEditor => everywhere(DUTY_EDITOR),
            Self::PhotoEditor => everywhere(&[P::ContentRead, P::MediaWrite, P::RightsOverride]),
            Self::FrontEditor => everywhere(&[P::ContentRead, P::FrontCurate]),
            Self::Administrator => Permission::ALL
                .iter()
                .filter(|p| !matches!(p, P::AdsManage | P::AdsApprove))
                .map(|p| (*p, Everywhere))
                .collect(),
            // Of advertisers are the assets that those who sell to them brought in.
            Self::AdManager => vec![
                (P::AdsRead, Everywhere),
                (P::AdsManage, Everywhere),
                (P::AdsReport, Everywhere),
                (P::MediaWrite, Own),
            ],
            Self::AdApprover => everywhere(&[P::AdsRead, P::AdsApprove, P::AdsReport]),
        }
    }
}

/// One permission within its limits; no limit means everywhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    /// What is allowed.
    pub permission: Permission,
    /// In which languages.
    pub locales: Option<BTreeSet<Locale>>,
    /// In which sections, those below them included.
    pub sections: Option<BTreeSet<SectionId>>,
    /// On what the person brought in only.
    pub is_own: bool,
}

/// All that somebody is allowed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Grants(Vec<Grant>);

impl Grants {
    /// Adds what `role` allows within the limits of an assignment.
    pub fn assign(
        &mut self,
        role: Role,
        locales: Option<&BTreeSet<Locale>>,
        sections: Option<&BTreeSet<SectionId>>,
    ) {
        self.0
            .extend(role.reaches().into_iter().map(|(permission, reach)| Grant {
                permission,
                locales: if reach == Locales {
                    locales.cloned()
                } else {
                    None
                },
                sections: if reach == Sections {
                    sections.cloned()
                } else {
                    None
                },
                is_own: reach == Own,
            }));
    }

    /// What is left of these when only `permissions`, and only `locales`, count: the rights of a
    /// token are never more than those of its owner.
    #[must_use]
    pub fn narrowed(&self, permissions: &[Permission], locales: Option<&BTreeSet<Locale>>) -> Self {
        let kept = self
            .0
            .iter()
            .filter(|grant| permissions.contains(&grant.permission));
        Self(
            kept.map(|grant| Grant {
                locales: match (&grant.locales, locales) {
                    (Some(own), Some(limit)) => Some(own.intersection(limit).copied().collect()),
                    (own, limit) => own.clone().or_else(|| limit.cloned()),
                },
                ..grant.clone()
            })
            .collect(),
        )
    }

    /// Whether `permission` is held, anywhere.
    pub fn hold(&self, permission: Permission) -> bool {
        self.0.iter().any(|grant| grant.permission == permission)
    }

    /// Whether `permission`, held by `user`, reaches `subject`.
    fn reach(&self, permission: Permission, user: UserId, subject: &Subject) -> bool {
        self.0.iter().any(|grant| {
            grant.permission == permission
                && (!grant.is_own || subject.owner == Some(user))
                && grant.locales.as_ref().is_none_or(|own| {
                    !subject.locales.is_empty() && subject.locales.iter().all(|l| own.contains(l))
                })
                && grant
                    .sections
                    .as_ref()
                    .is_none_or(|own| subject.sections.iter().any(|section| own.contains(section)))
        })
    }

    /// The permissions, each once, in the contract's order.
    pub fn permissions(&self) -> Vec<Permission> {
        let held: BTreeSet<_> = self.0.iter().map(|grant| grant.permission).collect();
        held.into_iter().collect()
    }

    /// Languages that all of it is limited to; `None` when something reaches everywhere.
    pub fn locales(&self) -> Option<BTreeSet<Locale>> {
        self.0
            .iter()
            .map(|grant| grant.locales.clone())
            .collect::<Option<Vec<_>>>()
            .and_then(|limits| {
                limits
                    .into_iter()
                    .reduce(|all, one| all.union(&one).copied().collect())
            })
    }

    /// Sections that anything of it is limited to; `None` when nothing is.
    pub fn sections(&self) -> Option<BTreeSet<SectionId>> {
        let limits = self.0.iter().filter_map(|grant| grant.sections.clone());
        limits.reduce(|all, one| all.union(&one).copied().collect())
    }
}

/// Who is calling.
#[derive(Debug, Clone)]
pub enum Actor {
    /// A reader.
    Anonymous,
    /// Somebody of the staff, signed in.
    Staff {
        /// The account.
        user: UserId,
        /// The session, so that it can be ended.
        session: SessionId,
        /// What the roles allow.
        grants: Grants,
    },
    /// A program with a token of a staff account.
    Token {
        /// The account that made the token: it is answerable.
        user: UserId,
        /// The token.
        token: TokenId,
        /// What is left of the account's rights.
        grants: Grants,
    },
    /// Masthead itself: the command line, an import, a worker.
    System {
        /// Which part of it.
        name: &'static str,
        /// The account in whose name it writes.
        user: UserId,
    },
}

/// How far a permission to read reaches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Readable {
    /// Not held.
    Nothing,
    /// Held in these languages.
    Locales(BTreeSet<Locale>),
    /// Held everywhere.
    All,
}

/// Each writing action, and what else is decided by permission.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Action {
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
    /// Hold a story at a position of a front.
    FrontPin,
    /// Give a position of a front back to its zone's rule.
    FrontUnpin,
    /// Arrange a front.
    FrontArrange,
    /// Open the home page of an edition.
    FrontOpen,
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
}

impl Action {
    /// Every action.
    pub const ALL: &'static [Self] = &[
        Self::ArticleCreate,
        Self::ArticleUpdate,
        Self::ArticleUpdateLive,
        Self::ArticlePublish,
        Self::ArticleUnpublish,
        Self::TranslationCreate,
        Self::TranslationSave,
        Self::TranslationMarkCurrent,
        Self::LockAcquire,
        Self::LockRenew,
        Self::LockRelease,
        Self::LockBreak,
        Self::CommentAdd,
        Self::CommentReply,
        Self::CommentResolve,
        Self::CommentReopen,
        Self::TranslationChangeSlug,
        Self::TranslationPublish,
        Self::TranslationBackdate,
        Self::TranslationUnpublish,
        Self::CorrectionIssue,
        Self::ArticleSetEmbargo,
        Self::ArticleTrash,
        Self::TranslationSubmit,
        Self::TranslationRequestChanges,
        Self::TranslationApprove,
        Self::TranslationApproveOwn,
        Self::TranslationSchedule,
        Self::TranslationUnschedule,
        Self::TranslationOverrideEmbargo,
        Self::TranslationOverrideRights,
        Self::TranslationArchive,
        Self::TranslationUnarchive,
        Self::TranslationDiscardDraft,
        Self::TranslationRevert,
        Self::TranslationRelist,
        Self::TranslationGoLive,
        Self::TranslationGoOff,
        Self::CorrectionWithdraw,
        Self::PreviewLinkCreate,
        Self::TagCreate,
        Self::TagUpdate,
        Self::TagMerge,
        Self::TagRetire,
        Self::SectionCreate,
        Self::SectionUpdate,
        Self::SectionMove,
        Self::SectionRetire,
        Self::AuthorCreate,
        Self::AuthorUpdate,
        Self::AuthorMerge,
        Self::AssetBeginUpload,
        Self::AssetCompleteUpload,
        Self::AssetUpdate,
        Self::FrontPin,
        Self::FrontUnpin,
        Self::FrontArrange,
        Self::FrontOpen,
        Self::RedirectCreate,
        Self::RedirectDelete,
        Self::MenuSave,
        Self::CallToActionCreate,
        Self::CallToActionUpdate,
        Self::SettingsUpdate,
        Self::PlacementCreate,
        Self::PlacementUpdate,
        Self::ApiTokenCreate,
        Self::ApiTokenRevoke,
        Self::UserCreate,
        Self::UserInvite,
        Self::UserAccept,
        Self::UserSetAssignments,
        Self::UserSuspend,
        Self::SessionBegin,
        Self::SessionRefresh,
        Self::SessionEnd,
        Self::ApiTokenUse,
        Self::NewsroomImport,
        Self::DocumentsPush,
        Self::DocumentsRemove,
        Self::DocumentsUse,
        Self::ArticlePurge,
        Self::TranslationPrune,
        Self::TranslationReschedule,
        Self::ClockRulesAdopt,
        Self::AuditTrim,
    ];

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
                | Self::LockAcquire
                | Self::LockRenew
                | Self::LockRelease
                | Self::TranslationPrune
        )
    }

    /// The first permission that it takes; `None` when only Masthead itself may.
    pub const fn belongs_to(self) -> Option<Permission> {
        match self.needs() {
            [[first, ..], ..] => Some(*first),
            _ => None,
        }
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
            | Self::FrontOpen => &[],
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
            Self::AssetBeginUpload | Self::AssetCompleteUpload | Self::AssetUpdate => {
                &[&[P::MediaWrite]]
            }
            Self::FrontPin | Self::FrontUnpin | Self::FrontArrange => &[&[P::FrontCurate]],
            Self::RedirectCreate | Self::RedirectDelete => &[&[P::RedirectManage]],
            Self::MenuSave
            | Self::CallToActionCreate
            | Self::CallToActionUpdate
            | Self::SettingsUpdate
            | Self::DocumentsPush
            | Self::DocumentsRemove => &[&[P::SiteManage]],
            Self::PlacementCreate | Self::PlacementUpdate => &[&[P::AdsApprove]],
            Self::ApiTokenCreate | Self::ApiTokenRevoke => &[&[P::TokenManage]],
            Self::UserCreate | Self::UserInvite | Self::UserSetAssignments | Self::UserSuspend => {
                &[&[P::UserManage]]
            }
            Self::UserAccept
            | Self::SessionBegin
            | Self::SessionRefresh
            | Self::SessionEnd
            | Self::ApiTokenUse
            | Self::DocumentsUse => &[],
            Self::NewsroomImport => &[&[P::ImportExport]],
        }
    }
}

/// What an action is done to, as far as permissions care.
#[derive(Debug, Clone, Default)]
pub struct Subject {
    /// Its id, for the audit trail.
    pub id: uuid::Uuid,
    /// What stands before its id outside, so that the audit trail can name it.
    pub prefix: &'static str,
    /// Its name, for the audit trail.
    pub label: String,
    /// The languages concerned.
    pub locales: Vec<Locale>,
    /// Its section and those above it.
    pub sections: Vec<SectionId>,
    /// Whether the text is of another language than the story's source.
    pub is_translation: bool,
    /// Who brought it in, where that matters.
    pub owner: Option<UserId>,
    /// Who may see it at all: holders of any of these.
    pub seen_with: &'static [Permission],
    /// Of a story under embargo, those who may see it without EMBARGO_READ; `None` of any other.
    pub known_to: Option<Vec<UserId>>,
}

impl Subject {
    /// A thing by its id and its name.
    pub fn of<I: TypedId>(id: I, label: impl Into<String>) -> Self {
        Self {
            id: id.uuid(),
            prefix: I::PREFIX,
            label: label.into(),
            ..Self::default()
        }
    }
}

/// Who may see stories of any state.
pub const STORIES: &[Permission] = &[P::ContentRead];
/// Who may see tags, sections, authors, assets and settings.
pub const TAXONOMY: &[Permission] = &[P::ContentRead, P::AdsRead];
/// Who may see placements.
pub const ADS: &[Permission] = &[P::AdsRead];
/// Who may see tokens.
pub const TOKENS: &[Permission] = &[P::TokenManage];
/// Who may see accounts.
pub const ACCOUNTS: &[Permission] = &[P::UserManage];
/// Who may see the whole audit trail.
pub const AUDIT: &[Permission] = &[P::AuditRead];

/// The answer to [`Actor::may`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Go on.
    Allowed,
    /// The subject may be seen, but this permission is missing for it.
    Denied(Permission),
    /// The subject may not even be known.
    Unseen,
    /// Nobody is signed in.
    Anonymous,
}

impl Actor {
    /// Whether the actor may do `action` to `subject`.
    pub fn may(&self, action: Action, subject: &Subject) -> Verdict {
        let (user, grants) = match self {
            Self::Anonymous => return Verdict::Anonymous,
            Self::System { .. } => return Verdict::Allowed,
            Self::Staff { user, grants, .. } | Self::Token { user, grants, .. } => (*user, grants),
        };
        if !subject.seen_with.is_empty() && !subject.seen_with.iter().any(|p| grants.hold(*p)) {
            return Verdict::Unseen;
        }
        if let Some(known_to) = &subject.known_to
            && !grants.hold(P::EmbargoRead)
            && !known_to.contains(&user)
        {
            return Verdict::Unseen;
        }
        let counts = |p: &Permission| {
            (*p != P::Translate || subject.is_translation) && grants.reach(*p, user, subject)
        };
        let needs = action.needs();
        if needs.iter().any(|list| list.iter().all(counts)) {
            return Verdict::Allowed;
        }
        let missing = needs
            .iter()
            .flat_map(|list| list.iter())
            .find(|p| !counts(p));
        missing.map_or(Verdict::Unseen, |permission| Verdict::Denied(*permission))
    }

    /// Whether the actor holds any of `permissions`, wherever they reach.
    pub fn holds(&self, permissions: &[Permission]) -> bool {
        match self {
            Self::Anonymous => false,
            Self::System { .. } => true,
            Self::Staff { grants, .. } | Self::Token { grants, .. } => permissions
                .iter()
                .any(|permission| grants.hold(*permission)),
        }
    }

    /// How far `permission` lets the actor read.
    pub fn readable(&self, permission: Permission) -> Readable {
        let grants = match self {
            Self::Anonymous => return Readable::Nothing,
            Self::System { .. } => return Readable::All,
            Self::Staff { grants, .. } | Self::Token { grants, .. } => grants,
        };
        let mut reach = Readable::Nothing;
        for grant in grants
            .0
            .iter()
            .filter(|grant| grant.permission == permission)
        {
            reach = match (reach, &grant.locales) {
                (Readable::All, _) | (_, None) => Readable::All,
                (Readable::Nothing, Some(own)) => Readable::Locales(own.clone()),
                (Readable::Locales(all), Some(own)) => {
                    Readable::Locales(all.union(own).copied().collect())
                }
            };
        }
        reach
    }

    /// The account that answers for what is done.
    pub const fn user(&self) -> Option<UserId> {
        match self {
            Self::Anonymous => None,
            Self::Staff { user, .. } | Self::Token { user, .. } | Self::System { user, .. } => {
                Some(*user)
            }
        }
    }
}
