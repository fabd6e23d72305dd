//! Expected failures that the user can act on: one type for each remedy.

use std::sync::Arc;

use async_graphql::{ID, Interface, SimpleObject};

use super::article::DeskArticle;
use super::check::PublicationCheck;
use super::lock::EditLock;
use super::reader::DeskReader;
use super::slug::SlugOwner;
use super::staff::StaffUser;
use super::tag_usage::TagUsage;
use crate::api::graphql::door::directives::cost;
use crate::api::graphql::scalars::{BodyDocument, Slug};
use crate::app::error::{self, InUse, VersionConflict};
use crate::app::{Problem, Remedy, Result};
use crate::platform::clock::Instant;
use crate::platform::locale::Locale;
use crate::policy::Permission;
use crate::vocabulary::{
    DraftState, LiveState, LocalTimeProblem, TranslationActionKind, UserErrorCode,
};

/// Declares the types of user errors with what is common to them, and their interface.
macro_rules! user_errors {
    ($($(#[$meta:meta])* $name:ident as $variant:ident {
        $($(#[$fmeta:meta])* $field:ident: $type:ty,)*
    })*) => {
        $($(#[$meta])*
        #[derive(SimpleObject)]
        pub struct $name {
            /// For the user, in the language of the staff account.
            message: String,
            code: UserErrorCode,
            /// Input path, e.g. ["input", "blocks", "3", "quote"]. Null when the failure is not
            /// about one input.
            path: Option<Vec<String>>,
            $($(#[$fmeta])* $field: $type,)*
        })*

        /// An expected failure the user can act on. New concrete types may appear; always select
        /// `message`.
        #[derive(Interface)]
        #[graphql(
            field(
                name = "message",
                ty = "&String",
                desc = "For the user, in the language of the staff account."
            ),
            field(name = "code", ty = "&UserErrorCode"),
            field(
                name = "path",
                ty = "&Option<Vec<String>>",
                desc = "Input path, e.g. [\"input\", \"blocks\", \"3\", \"quote\"]. Null when the failure is not about one input."
            )
        )]
        pub enum UserError {
            $($(#[$meta])* $variant($name),)*
        }
    };
}

user_errors! {
    /// An input is wrong; `path` says which.
    ValidationError as Validation {}

    /// The id means nothing to this caller.
    NotFoundError as NotFound {
        missing_id: Option<ID>,
    }

    /// Needs this permission for this locale or section.
    PermissionError as Permission {
        needed: Permission,
        locale: Option<Locale>,
    }

    /// Somebody saved in between: show what, offer to merge.
    VersionConflictError as VersionConflict {
        current_version: i32,
        changed_by: Option<StaffUser>,
        /// Fields and block ids changed since `expectedVersion`, by whoever changed them.
        changed_paths: Vec<String>,
        /// Blocks that both sides changed, for a three-way merge; empty when whole fields collide.
        conflicts: Vec<BlockConflict>,
    }

    /// Somebody else holds the lease.
    LockedError as Locked {
        lock: EditLock,
    }

    /// Not possible from this state; `allowed` is.
    TransitionError as Transition {
        draft_state: DraftState,
        live_state: LiveState,
        allowed: Vec<TranslationActionKind>,
    }

    /// Address occupied; pick another.
    SlugTakenError as SlugTaken {
        taken_by: SlugOwner,
        suggestions: Vec<Slug>,
    }

    /// Blockers of publication (`locale` null = of the whole story); warnings can be confirmed with
    /// `acceptWarnings`.
    PublicationBlockedError as PublicationBlocked {
        locale: Option<Locale>,
        checks: Vec<PublicationCheck>,
    }

    /// The wall-clock time does not exist (spring), exists twice (autumn), or has passed.
    LocalTimeError as LocalTime {
        problem: LocalTimeProblem,
        /// The moments that may be meant, earliest first.
        candidates: Vec<Instant>,
    }

    /// Something still points here.
    InUseError as InUse {
        usage: Option<TagUsage>,
        /// Empty for callers without CONTENT_READ.
        examples: Vec<DeskArticle>,
    }

    /// It exists already.
    DuplicateError as Duplicate {
        existing_id: ID,
    }
}

/// One block in three versions, each in the shape of one [BlockInput]; null where that side has no
/// such block.
#[derive(SimpleObject)]
#[graphql(directive = cost::apply("0"))]
pub struct BlockConflict {
    block_id: ID,
    base: Option<BodyDocument>,
    theirs: Option<BodyDocument>,
    mine: Option<BodyDocument>,
}

impl From<error::BlockConflict> for BlockConflict {
    fn from(conflict: error::BlockConflict) -> Self {
        Self {
            block_id: ID(conflict.block_id),
            base: conflict.base.map(BodyDocument),
            theirs: conflict.theirs.map(BodyDocument),
            mine: conflict.mine.map(BodyDocument),
        }
    }
}

/// The problem of a missing permission.
pub fn denied(needed: Permission, locale: Option<Locale>) -> Problem {
    let message = match locale {
        Some(locale) => format!("this needs {} for {locale}", needed.as_str()),
        None => format!("this needs {}", needed.as_str()),
    };
    Problem::at([""; 0], UserErrorCode::Forbidden, message).with(Remedy::Permission(needed, locale))
}

/// The problem of a subject that the caller may not know of.
pub fn not_found() -> Problem {
    Problem::at(
        [""; 0],
        UserErrorCode::NotFound,
        "there is nothing with this id",
    )
}

/// The errors that `problems` become.
///
/// # Errors
/// Those of the database: accounts and stories that they name are read.
pub async fn all(reader: &Arc<DeskReader>, problems: Vec<Problem>) -> Result<Vec<UserError>> {
    let mut errors = Vec::with_capacity(problems.len());
    for problem in problems {
        errors.push(UserError::of(reader, problem).await?);
    }
    Ok(errors)
}

impl UserError {
    #[expect(clippy::too_many_lines, reason = "one arm for each remedy")]
    async fn of(reader: &Arc<DeskReader>, problem: Problem) -> Result<Self> {
        let Problem {
            code,
            message,
            path,
            remedy,
        } = problem;
        let path = Some(path).filter(|path| !path.is_empty());
        Ok(match remedy {
            Remedy::None if code == UserErrorCode::NotFound => Self::NotFound(NotFoundError {
                message,
                code,
                path,
                missing_id: None,
            }),
            Remedy::None => Self::Validation(ValidationError {
                message,
                code,
                path,
            }),
            Remedy::Missing(id) => Self::NotFound(NotFoundError {
                message,
                code,
                path,
                missing_id: Some(ID(id)),
            }),
            Remedy::Permission(needed, locale) => Self::Permission(PermissionError {
                message,
                code,
                path,
                needed,
                locale,
            }),
            Remedy::VersionConflict(conflict) => {
                let VersionConflict {
                    current_version,
                    changed_by,
                    changed_paths,
                    conflicts,
                } = *conflict;
                let changed_by = StaffUser::find(reader, changed_by).await?;
                let conflicts = conflicts.into_iter().map(Into::into).collect();
                Self::VersionConflict(VersionConflictError {
                    message,
                    code,
                    path,
                    current_version,
                    changed_by,
                    changed_paths,
                    conflicts,
                })
            }
            Remedy::Locked(lease) => Self::Locked(LockedError {
                message,
                code,
                path,
                lock: EditLock::of(reader, lease).await?,
            }),
            Remedy::Transition(draft_state, live_state, allowed) => {
                let error = TransitionError {
                    message,
                    code,
                    path,
                    draft_state,
                    live_state,
                    allowed,
                };
                Self::Transition(error)
            }
            Remedy::SlugTaken(owner, suggestions) => Self::SlugTaken(SlugTakenError {
                message,
                code,
                path,
                taken_by: SlugOwner::of(reader, owner),
                suggestions: suggestions.into_iter().map(Into::into).collect(),
            }),
            Remedy::Blocked(locale, checks) => {
                let checks = checks.iter().map(Into::into).collect();
                let error = PublicationBlockedError {
                    message,
                    code,
                    path,
                    locale,
                    checks,
                };
                Self::PublicationBlocked(error)
            }
            Remedy::LocalTime(wrong, candidates) => Self::LocalTime(LocalTimeError {
                message,
                code,
                path,
                problem: wrong,
                candidates,
            }),
            Remedy::InUse(usage) => {
                let InUse { examples, .. } = &*usage;
                let examples = reader.all_articles(examples).await?;
                Self::InUse(InUseError {
                    message,
                    code,
                    path,
                    usage: Some(TagUsage::from(&*usage)),
                    examples: DeskArticle::all(reader, examples),
                })
            }
            Remedy::Duplicate(id) => Self::Duplicate(DuplicateError {
                message,
                code,
                path,
                existing_id: ID(id),
            }),
        })
    }
}
