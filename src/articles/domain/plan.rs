//! What is planned to happen to a translation, and what it is once that has happened.

use serde::{Deserialize, Serialize};

use super::translation::{Translation, Withdrawal};
use crate::platform::calendar::{Day, LocalTime, Zone, resolve_anew};
use crate::platform::clock::Instant;
use crate::platform::ids::{RevisionId, UserId};
use crate::vocabulary::{DraftState, LiveState, ScheduledAction, UnpublishReason};

/// The planned changes of a live lane.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// The draft goes live; there exactly while the draft lane is SCHEDULED.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub publish: Option<Planned>,
    /// What is live then is taken down.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unpublish: Option<Planned>,
}

/// One planned change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Planned {
    /// The moment.
    pub at: Instant,
    /// What the clock shows then, as it was typed.
    pub local: LocalTime,
    /// Where that clock hangs.
    pub time_zone: Zone,
    /// The text concerned.
    pub revision_id: RevisionId,
    /// Its number.
    pub revision: i32,
    /// Who planned it.
    pub by: UserId,
    /// The day of the moment in the site's zone.
    pub day: Day,
    /// Whether the instant was given, and the clock merely shows it.
    #[serde(default)]
    pub is_exact: bool,
    /// Whether the text is breaking news.
    pub is_breaking: bool,
}

/// How a text goes live.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GoingLive {
    /// When.
    pub at: Instant,
    /// The text.
    pub revision: RevisionId,
    /// The time that readers are told, where it differs; counts at the first publication alone.
    pub display: Option<Instant>,
    /// The day of the time that readers are told; counts at the first publication alone.
    pub day: Day,
    /// Whether readers should see it as an update.
    pub marks_update: bool,
    /// Whether the text is breaking news.
    pub is_breaking: bool,
}

impl Planned {
    /// Moves to the instant that its wall clock shows by the rules of now, and not before
    /// `earliest`; what was given as an exact instant stays.
    pub fn follow_clock(&mut self, earliest: Instant) {
        if self.is_exact {
            return;
        }
        let now = Instant(resolve_anew(self.local, self.time_zone, self.at.0));
        if now != self.at {
            self.at = now.max(earliest);
        }
    }

    const fn going_live(&self) -> GoingLive {
        GoingLive {
            at: self.at,
            revision: self.revision_id,
            display: None,
            day: self.day,
            marks_update: false,
            is_breaking: self.is_breaking,
        }
    }
}

impl Plan {
    /// Everything planned, the publication first.
    pub fn all(&self) -> impl Iterator<Item = (ScheduledAction, &Planned)> {
        let publish = self.publish.iter();
        let unpublish = self.unpublish.iter();
        publish
            .map(|planned| (ScheduledAction::Publish, planned))
            .chain(unpublish.map(|planned| (ScheduledAction::Unpublish, planned)))
    }

    /// Whether nothing is planned.
    pub const fn is_empty(&self) -> bool {
        self.publish.is_none() && self.unpublish.is_none()
    }

    /// Whether anything should have happened by `now`.
    pub fn is_due(&self, now: Instant) -> bool {
        self.all().any(|(_, planned)| planned.at <= now)
    }

    /// Until when a text stays that is live from now on, or from the planned publication on.
    pub fn end(&self) -> Instant {
        self.unpublish
            .as_ref()
            .map_or(Instant::FOREVER, |planned| planned.at)
    }
}

impl Translation {
    /// The translation as it is at `now`: what was planned and is due has happened, whether anything
    /// has written that down yet or not.
    #[must_use]
    pub fn at(mut self, now: Instant) -> Self {
        if let Some(planned) = self.plan.publish.take_if(|planned| planned.at <= now) {
            self.close_draft();
            self.after_review_since = None;
            self.go_live(planned.going_live());
        }
        if let Some(planned) = self.plan.unpublish.take_if(|planned| planned.at <= now) {
            self.go_off(Withdrawal {
                at: planned.at,
                reason: UnpublishReason::Editorial,
                notice: None,
            });
        }
        self
    }

    /// Moves the live lane of a text that goes live.
    pub fn go_live(&mut self, how: GoingLive) {
        if !self.was_published() {
            self.first_published_at = Some(how.at);
            self.display_published_at = how.display;
            self.published_on = Some(how.day);
            self.listed_at = how.display.or(Some(how.at));
        }
        if self.live_state != LiveState::Archived {
            self.live_state = LiveState::Live;
        }
        self.live_revision_id = Some(how.revision);
        self.last_published_at = Some(how.at);
        self.withdrawal = None;
        self.version += 1;
        if how.marks_update {
            self.updated_at = Some(how.at);
            self.shows_update = true;
        }
        if how.is_breaking {
            self.breaking_since = self.breaking_since.or(Some(how.at));
        }
    }

    /// Takes the live lane down.
    pub fn go_off(&mut self, withdrawal: Withdrawal) {
        self.live_state = LiveState::Unpublished;
        self.withdrawal = Some(withdrawal);
        self.version += 1;
    }

    /// Ends the draft lane, with whatever waited in it.
    pub fn close_draft(&mut self) {
        self.draft_state = DraftState::None;
        self.draft_revision_id = None;
        self.reviewer = None;
        self.plan.publish = None;
    }
}

#[cfg(test)]
mod tests {
    use super::super::translation::tests::translation;
    use super::*;
    use uuid::Uuid;

    const NOW: Instant = Instant(1_783_756_680_000);

    fn planned(at: Instant) -> Planned {
        Planned {
            at,
            local: "2026-07-11T12:00".parse().unwrap(),
            time_zone: Zone::UTC,
            revision_id: RevisionId(Uuid::from_u128(3)),
            revision: 3,
            by: UserId(Uuid::nil()),
            day: "2026-07-11".parse().unwrap(),
            is_exact: false,
            is_breaking: true,
        }
    }

    #[test]
    fn a_planned_text_is_live_from_its_moment_on_and_no_sooner() {
        let mut one = translation(DraftState::Scheduled, LiveState::NeverPublished);
        one.plan.publish = Some(planned(NOW));
        one.plan.unpublish = Some(planned(NOW.plus_ms(1_000)));

        let before = one.clone().at(NOW.plus_ms(-1));
        let then = one.clone().at(NOW);
        let after = one.clone().at(NOW.plus_ms(1_000));

        assert_eq!(before, one);
        assert_eq!(
            (then.draft_state, then.live_state),
            (DraftState::None, LiveState::Live)
        );
        assert_eq!(then.first_published_at, Some(NOW));
        assert_eq!(then.breaking_since, Some(NOW));
        assert_eq!(then.version, one.version + 1);
        assert_eq!(then.plan.end(), NOW.plus_ms(1_000));
        assert_eq!(after.live_state, LiveState::Unpublished);
        assert_eq!(
            after.withdrawal.map(|taken| taken.at),
            Some(NOW.plus_ms(1_000))
        );
        assert!(after.plan.is_empty());
    }

    #[test]
    fn a_second_publication_moves_neither_day_nor_place() {
        let mut one = translation(DraftState::Scheduled, LiveState::Live);
        let first = NOW.plus_ms(-86_400_000);
        one.first_published_at = Some(first);
        one.listed_at = Some(first);
        one.published_on = Some("2026-07-10".parse().unwrap());
        one.plan.publish = Some(planned(NOW));

        let one = one.at(NOW);

        assert_eq!(one.first_published_at, Some(first));
        assert_eq!(one.listed_at, Some(first));
        assert_eq!(one.published_on, Some("2026-07-10".parse().unwrap()));
        assert_eq!(one.last_published_at, Some(NOW));
    }
}
