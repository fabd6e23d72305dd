//! What can go wrong, told apart by who must do something about it.

use serde_json::Value as Json;

use crate::platform::clock::Instant;
use crate::platform::ids::UserId;
use crate::platform::locale::Locale;
use crate::platform::page::PageError;
use crate::policy::Permission;
use crate::vocabulary::{
    CheckCode, CheckSeverity, DraftState, LiveState, LocalTimeProblem, SlugOwnerKind,
    TranslationActionKind, UserErrorCode,
};

/// The result of everything that can fail.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// A failure.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The caller's input or the state of things forbids it; all findings at once. In GraphQL the
    /// `userErrors` of a payload.
    #[error("the input is not acceptable")]
    Refused(Vec<Problem>),
    /// A query's argument is of the wrong form.
    #[error("{0}")]
    BadInput(String),
    /// Nobody is signed in, or no longer.
    #[error("sign in first")]
    Unauthenticated,
    /// A permission is missing; `locale` when it is missing for one language.
    #[error("the permission {} is needed", needed.as_str())]
    Denied {
        /// The first permission that is missing.
        needed: Permission,
        /// The language it is missing for.
        locale: Option<Locale>,
    },
    /// Nothing there that this caller may see.
    #[error("not found")]
    NotFound,
    /// More than the caller's share.
    #[error("too many requests")]
    Limited,
    /// A bug or an outage: the details go to the log, never to the caller.
    #[error("internal error")]
    Internal(#[source] anyhow::Error),
}

/// One thing that is wrong with an input, and what can be done about it.
#[derive(Debug, Clone, PartialEq)]
pub struct Problem {
    /// What sort of thing.
    pub code: UserErrorCode,
    /// Where in the input; empty when it is about no single input.
    pub path: Vec<String>,
    /// A sentence for the user.
    pub message: String,
    /// The facts that help out of it.
    pub remedy: Remedy,
}

/// Facts that come with a [`Problem`].
#[derive(Debug, Clone, PartialEq)]
pub enum Remedy {
    /// Nothing beyond the message.
    None,
    /// The id that means nothing to the caller.
    Missing(String),
    /// The permission that is missing.
    Permission(Permission, Option<Locale>),
    /// Somebody saved in between.
    VersionConflict(Box<VersionConflict>),
    /// Not possible from this state.
    Transition(DraftState, LiveState, Vec<TranslationActionKind>),
    /// Somebody else holds the editing lease.
    Locked(Lease),
    /// The address is occupied.
    SlugTaken(SlugOwner, Vec<String>),
    /// Checks stop the publication of a language, or of the whole story.
    Blocked(Option<Locale>, Vec<Check>),
    /// A wall-clock time that cannot be planned with, and the moments that may be meant.
    LocalTime(LocalTimeProblem, Vec<Instant>),
    /// Something still points here.
    InUse(Box<InUse>),
    /// The id of what exists already.
    Duplicate(String),
}

/// The right to edit a text undisturbed, for a while.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lease {
    /// Who has it.
    pub holder: UserId,
    /// Since when.
    pub acquired_at: Instant,
    /// Until when, exclusive, unless it is renewed.
    pub expires_at: Instant,
}

/// What somebody else changed meanwhile.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct VersionConflict {
    /// The version to start from now.
    pub current_version: i32,
    /// Who made it.
    pub changed_by: Option<UserId>,
    /// Fields and block ids changed since the version that the caller had.
    pub changed_paths: Vec<String>,
    /// Blocks that both sides changed.
    pub conflicts: Vec<BlockConflict>,
}

/// One block in three versions, in the shape of the API's `BlockInput`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BlockConflict {
    /// The block.
    pub block_id: String,
    /// As both sides had it before.
    pub base: Option<Json>,
    /// As it is stored now.
    pub theirs: Option<Json>,
    /// As the refused save wanted it.
    pub mine: Option<Json>,
}

/// What occupies an address word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SlugOwner {
    /// How it occupies it.
    pub kind: SlugOwnerKind,
    /// Its title.
    pub title: String,
    /// Path of its page within the edition, when it has one.
    pub path: Option<String>,
    /// The edition.
    pub locale: Locale,
}

/// One finding of the checks before publication.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// How grave it is.
    pub severity: CheckSeverity,
    /// What it is.
    pub code: CheckCode,
    /// A sentence for the user.
    pub message: String,
    /// Where in the content.
    pub path: Vec<String>,
}

/// Where something is in use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InUse {
    /// What it is.
    pub tag: crate::platform::ids::TagId,
    /// Stories of any state.
    pub articles: i64,
    /// Stories that readers see.
    pub live_articles: i64,
    /// Pins and rules of fronts.
    pub fronts: i64,
    /// Menu entries.
    pub menus: i64,
    /// Some of the stories.
    pub examples: Vec<crate::platform::ids::ArticleId>,
}

impl Problem {
    /// A problem of one input, named by its path below `input`.
    pub fn at<P: AsRef<str>>(
        path: impl IntoIterator<Item = P>,
        code: UserErrorCode,
        message: impl Into<String>,
    ) -> Self {
        let path = path
            .into_iter()
            .map(|step| step.as_ref().to_owned())
            .collect();
        Self {
            code,
            path,
            message: message.into(),
            remedy: Remedy::None,
        }
    }

    /// An id at `path` that means nothing to the caller.
    pub fn missing<P: AsRef<str>>(
        path: impl IntoIterator<Item = P>,
        id: impl std::fmt::Display,
    ) -> Self {
        Self::at(
            path,
            UserErrorCode::NotFound,
            "there is nothing with this id",
        )
        .with(Remedy::Missing(id.to_string()))
    }

    /// Something at `path` that is not of the right form, below the value that was read.
    pub fn misshapen(path: &serde_path_to_error::Path) -> Self {
        use serde_path_to_error::Segment;
        let steps = path.iter().filter_map(|step| match step {
            Segment::Seq { index } => Some(index.to_string()),
            Segment::Map { key } => Some(key.clone()),
            Segment::Enum { variant } => Some(variant.clone()),
            Segment::Unknown => None,
        });
        let steps: Vec<String> = steps.collect();
        Self::at(
            steps,
            UserErrorCode::Invalid,
            "this is not of the right form",
        )
    }

    /// The same problem with facts that help out of it.
    #[must_use]
    pub fn with(mut self, remedy: Remedy) -> Self {
        self.remedy = remedy;
        self
    }

    /// The same problem, its path below `steps`.
    #[must_use]
    pub fn below<P: AsRef<str>>(mut self, steps: impl IntoIterator<Item = P>) -> Self {
        let above = steps.into_iter().map(|step| step.as_ref().to_owned());
        self.path = above.chain(std::mem::take(&mut self.path)).collect();
        self
    }
}

impl Error {
    /// One problem.
    pub fn problem(problem: Problem) -> Self {
        Self::Refused(vec![problem])
    }

    /// One problem of one input.
    pub fn invalid<P: AsRef<str>>(
        path: impl IntoIterator<Item = P>,
        message: impl Into<String>,
    ) -> Self {
        Self::problem(Problem::at(path, UserErrorCode::Invalid, message))
    }

    /// An `expectedVersion` that is no longer the current one, of a thing whose earlier versions are
    /// not kept.
    pub fn outdated(current_version: i32) -> Self {
        let path = ["expectedVersion"];
        let why = "somebody changed it meanwhile";
        let conflict = VersionConflict {
            current_version,
            changed_by: None,
            changed_paths: Vec::new(),
            conflicts: Vec::new(),
        };
        let problem = Problem::at(path, UserErrorCode::VersionConflict, why);
        Self::problem(problem.with(Remedy::VersionConflict(Box::new(conflict))))
    }

    /// An id argument that means nothing to the caller.
    pub fn missing<P: AsRef<str>>(
        path: impl IntoIterator<Item = P>,
        id: impl std::fmt::Display,
    ) -> Self {
        Self::problem(Problem::missing(path, id))
    }
}

/// `Ok` when nothing was found, else all of it.
///
/// # Errors
/// [`Error::Refused`] with the problems.
pub fn refuse_if_any(problems: Vec<Problem>) -> Result<()> {
    if problems.is_empty() {
        Ok(())
    } else {
        Err(Error::Refused(problems))
    }
}

impl From<anyhow::Error> for Error {
    fn from(error: anyhow::Error) -> Self {
        Self::Internal(error)
    }
}

impl From<sea_orm::DbErr> for Error {
    fn from(error: sea_orm::DbErr) -> Self {
        Self::Internal(error.into())
    }
}

impl From<serde_json::Error> for Error {
    fn from(error: serde_json::Error) -> Self {
        Self::Internal(error.into())
    }
}

impl From<std::io::Error> for Error {
    fn from(error: std::io::Error) -> Self {
        Self::Internal(error.into())
    }
}

impl From<PageError> for Error {
    fn from(error: PageError) -> Self {
        Self::BadInput(error.to_string())
    }
}
