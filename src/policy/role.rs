//! The default roles of the newsroom: what each allows, and how far.

use super::{Grants, Permission};
use Permission as P;

/// How far the limits of an assignment reach into one permission of its role.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reach {
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

    pub(super) fn reaches(self) -> Vec<(Permission, Reach)> {
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
