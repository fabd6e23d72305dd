//! Who acts, what it is done to, and the two questions that everything else asks.

use std::collections::BTreeSet;

use super::{Action, Grants, Permission};
use crate::platform::ids::{SectionId, SessionId, TokenId, TypedId, UserId};
use crate::platform::locale::Locale;
use Permission as P;

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
    /// Who made and changed it, where others must approve it.
    pub made_by: Vec<UserId>,
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
    /// The subject may be seen, and it is for others than those who made it.
    Own,
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
            if action.takes_other_eyes() && subject.made_by.contains(&user) {
                return Verdict::Own;
            }
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
