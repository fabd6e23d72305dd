//! The editing lease: who writes a translation, and until when others leave it to them. It is a
//! courtesy. A save is accepted or refused by its version, whoever holds the lease.

use super::article::Article;
use super::offer::Offer;
use super::translation::Translation;
use crate::app::error::Lease;
use crate::app::{Problem, Remedy};
use crate::platform::clock::Instant;
use crate::platform::ids::{SectionId, UserId};
use crate::policy::{Action, Actor, Verdict};
use crate::vocabulary::{TranslationActionKind, UserErrorCode};

/// How long a lease lasts after it was last renewed: 90 seconds.
pub const LEASE_MS: i64 = 90_000;

impl Lease {
    /// The lease that `user` takes or renews at `now`.
    ///
    /// # Errors
    /// The lease that somebody else holds.
    pub fn taken(standing: Option<&Self>, user: UserId, now: Instant) -> Result<Self, Self> {
        match standing.filter(|standing| standing.holds_at(now)) {
            Some(other) if other.holder != user => Err(*other),
            Some(own) => Ok(Self {
                expires_at: now.plus_ms(LEASE_MS),
                ..*own
            }),
            None => Ok(Self::new(user, now)),
        }
    }

    /// A lease that begins at `now`.
    pub const fn new(holder: UserId, now: Instant) -> Self {
        Self {
            holder,
            acquired_at: now,
            expires_at: now.plus_ms(LEASE_MS),
        }
    }

    /// Whether it still holds.
    pub fn holds_at(&self, now: Instant) -> bool {
        now < self.expires_at
    }

    /// The problem of whoever comes second.
    pub fn problem(self) -> Problem {
        let why = "somebody else is editing this";
        Problem::at(["translationId"], UserErrorCode::Locked, why).with(Remedy::Locked(self))
    }
}

impl Translation {
    /// Whether `actor` may take the lease over now; `sections` are those of its story with those
    /// above.
    pub fn lease_offer(
        &self,
        actor: &Actor,
        article: &Article,
        sections: &[SectionId],
        lease: Option<&Lease>,
    ) -> Offer {
        let subject = article.subject_of(self, sections.to_vec());
        let others = lease.is_some_and(|lease| Some(lease.holder) != actor.user());
        let refusal = match actor.may(Action::LockBreak, &subject) {
            Verdict::Allowed if others => None,
            Verdict::Allowed => Some("nobody else is editing it".to_owned()),
            Verdict::Denied(needed) => Some(format!("this needs {}", needed.as_str())),
            Verdict::Own => Some("somebody else has to do this".to_owned()),
            Verdict::Unseen | Verdict::Anonymous => Some("sign in first".to_owned()),
        };
        Offer {
            kind: TranslationActionKind::BreakLock,
            refusal,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    const NOW: Instant = Instant(1_783_756_680_000);

    fn user(number: u128) -> UserId {
        UserId(Uuid::from_u128(number))
    }

    #[test]
    fn a_lease_is_renewed_by_its_holder_and_refused_to_others() {
        let first = Lease::taken(None, user(1), NOW).unwrap();

        let later = NOW.plus_ms(30_000);
        let renewed = Lease::taken(Some(&first), user(1), later).unwrap();

        assert_eq!(renewed.acquired_at, NOW);
        assert_eq!(renewed.expires_at, later.plus_ms(LEASE_MS));
        assert_eq!(Lease::taken(Some(&first), user(2), later), Err(first));
    }

    #[test]
    fn a_lapsed_lease_is_free_from_its_last_moment() {
        let first = Lease::new(user(1), NOW);

        let taken = Lease::taken(Some(&first), user(2), first.expires_at).unwrap();

        assert_eq!(taken, Lease::new(user(2), first.expires_at));
        assert!(Lease::taken(Some(&first), user(2), first.expires_at.plus_ms(-1)).is_err());
    }
}
