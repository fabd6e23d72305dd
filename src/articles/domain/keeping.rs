//! Which texts are kept, and for how long.
//!
//! A save by hand is kept for good. Autosaves of one person within ten minutes of the clock leave
//! one revision, the last of them: each takes the place of the one before it. After
//! the days of the setting autosaves go; published, corrected and all other texts stay.

use crate::platform::clock::Instant;
use crate::platform::ids::{RevisionId, UserId};
use crate::vocabulary::RevisionReason;

/// Autosaves of one person within one such stretch leave one revision.
const STRETCH_MS: i64 = 10 * 60_000;

/// What is known of the newest revision of a translation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Newest {
    /// Its id.
    pub id: RevisionId,
    /// Its number.
    pub number: i32,
    /// Why it was kept.
    pub reason: RevisionReason,
    /// When.
    pub created_at: Instant,
    /// By whom.
    pub created_by: UserId,
    /// Whether its maker said something of it.
    pub is_labelled: bool,
}

impl Newest {
    /// Whether an autosave by `who` at `now` takes its place.
    pub fn gives_way(&self, who: UserId, now: Instant) -> bool {
        let stretch = |at: Instant| at.0.div_euclid(STRETCH_MS);
        self.reason == RevisionReason::AutosaveCheckpoint
            && !self.is_labelled
            && self.created_by == who
            && stretch(self.created_at) == stretch(now)
    }
}

/// Autosaves from before this moment go.
pub const fn autosaves_kept_since(now: Instant, days: i32) -> Instant {
    now.plus_ms(-(days as i64) * 86_400_000)
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    const WHO: UserId = UserId(Uuid::from_u128(1));
    /// Begins a stretch.
    const NOON: Instant = Instant(1_783_756_800_000);

    fn newest() -> Newest {
        Newest {
            id: RevisionId(Uuid::nil()),
            number: 3,
            reason: RevisionReason::AutosaveCheckpoint,
            created_at: NOON,
            created_by: WHO,
            is_labelled: false,
        }
    }

    #[test]
    fn an_autosave_gives_way_to_the_next_of_the_same_person() {
        assert!(newest().gives_way(WHO, NOON.plus_ms(STRETCH_MS - 1)));
    }

    #[test]
    fn it_stays_for_another_person_another_stretch_and_when_it_was_no_autosave() {
        let other = UserId(Uuid::from_u128(2));
        let by_hand = Newest {
            reason: RevisionReason::Manual,
            ..newest()
        };
        let labelled = Newest {
            is_labelled: true,
            ..newest()
        };

        assert!(!newest().gives_way(other, NOON));
        assert!(!newest().gives_way(WHO, NOON.plus_ms(STRETCH_MS)));
        assert!(!by_hand.gives_way(WHO, NOON));
        assert!(!labelled.gives_way(WHO, NOON));
    }
}
