//! What somebody is allowed, role by role, within the limits of each.

use std::collections::BTreeSet;

use super::role::Reach::{Locales, Own, Sections};
use super::{Permission, Role, Subject};
use crate::platform::ids::{SectionId, UserId};
use crate::platform::locale::Locale;

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
pub struct Grants(pub(super) Vec<Grant>);

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
    pub(super) fn reach(&self, permission: Permission, user: UserId, subject: &Subject) -> bool {
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
