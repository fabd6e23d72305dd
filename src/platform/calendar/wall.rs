//! What the newsroom's clock shows, and which instant that is.

use std::fmt;
use std::str::FromStr;

use chrono::{LocalResult, NaiveDateTime, Offset, TimeDelta, TimeZone, Timelike};
use chrono_tz::GapInfo;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::day::has_shape;
use super::zone::Zone;

/// A wall-clock time without offset, `YYYY-MM-DDTHH:MM[:SS]`; it means nothing without a zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LocalTime(NaiveDateTime);

/// A text that is no wall-clock time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a wall-clock time is written YYYY-MM-DDTHH:MM[:SS]")]
pub struct NotALocalTime;

/// What to do with a time that the clock shows twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum OnAmbiguous {
    /// Ask: both instants are offered.
    #[default]
    Reject,
    /// Take the first.
    Earlier,
    /// Take the second.
    Later,
}

/// Why a wall-clock time is no instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum LocalProblemKind {
    /// The clock is put forward over it in spring.
    Nonexistent,
    /// The clock shows it twice in autumn.
    Ambiguous,
}

/// A wall-clock time that is no instant, and the instants that may be meant.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", match .kind {
    LocalProblemKind::Nonexistent => "the clock never shows this time on this day",
    LocalProblemKind::Ambiguous => "the clock shows this time twice on this day",
})]
pub struct LocalTimeProblem {
    /// What is wrong.
    pub kind: LocalProblemKind,
    /// Unix milliseconds, earliest first: of a time that does not exist, by the offset after the
    /// change and by the one before it.
    pub candidates: Vec<i64>,
}

impl LocalTime {
    /// The wall-clock time of an instant in a zone, in whole seconds.
    pub fn at(ms: i64, zone: Zone) -> Self {
        let local = zone.local(ms);
        Self(local.with_nanosecond(0).unwrap_or(local))
    }
}

/// Finds the instant, in Unix milliseconds, at which clocks in the zone show the time.
///
/// # Errors
/// [`LocalTimeProblem`] when they never do, or do so twice and `on_ambiguous` rejects that.
pub fn resolve(
    local: LocalTime,
    zone: Zone,
    on_ambiguous: OnAmbiguous,
) -> Result<i64, LocalTimeProblem> {
    let (earlier, later) = match zone.tz().from_local_datetime(&local.0) {
        LocalResult::Single(instant) => return Ok(instant.timestamp_millis()),
        LocalResult::Ambiguous(a, b) => (a.timestamp_millis(), b.timestamp_millis()),
        LocalResult::None => return Err(nonexistent(local, zone)),
    };
    match on_ambiguous {
        OnAmbiguous::Earlier => Ok(earlier.min(later)),
        OnAmbiguous::Later => Ok(earlier.max(later)),
        OnAmbiguous::Reject => Err(LocalTimeProblem {
            kind: LocalProblemKind::Ambiguous,
            candidates: sorted(vec![earlier, later]),
        }),
    }
}

/// The time taken by the offsets on either side of the gap.
/// The instant that a wall clock shows which was found to be `was` by other rules of its zone. Where
/// it is none or two by now, the one that lies nearest counts: nobody is there to be asked.
pub fn resolve_anew(local: LocalTime, zone: Zone, was: i64) -> i64 {
    match resolve(local, zone, OnAmbiguous::Reject) {
        Ok(ms) => ms,
        Err(problem) => {
            let candidates = problem.candidates.into_iter();
            let nearest = candidates.min_by_key(|ms| ms.abs_diff(was));
            nearest.unwrap_or(was)
        }
    }
}

fn nonexistent(local: LocalTime, zone: Zone) -> LocalTimeProblem {
    let gap = GapInfo::new(&local.0, &zone.tz());
    let (begin, end) = gap.map_or((None, None), |gap| (gap.begin, gap.end));
    let before = begin.map(|(_, offset)| offset.fix());
    let after = end.map(|instant| instant.offset().fix());
    let by_offset = |offset: chrono::FixedOffset| {
        let seconds = TimeDelta::seconds(i64::from(offset.local_minus_utc()));
        (local.0.and_utc() - seconds).timestamp_millis()
    };
    let candidates = [before, after].into_iter().flatten().map(by_offset);
    LocalTimeProblem {
        kind: LocalProblemKind::Nonexistent,
        candidates: sorted(candidates.collect()),
    }
}

fn sorted(mut candidates: Vec<i64>) -> Vec<i64> {
    candidates.sort_unstable();
    candidates
}

impl FromStr for LocalTime {
    type Err = NotALocalTime;

    fn from_str(text: &str) -> Result<Self, NotALocalTime> {
        let pattern = if has_shape(text, "dddd-dd-ddTdd:dd") {
            "%Y-%m-%dT%H:%M"
        } else if has_shape(text, "dddd-dd-ddTdd:dd:dd") {
            "%Y-%m-%dT%H:%M:%S"
        } else {
            return Err(NotALocalTime);
        };
        let local = NaiveDateTime::parse_from_str(text, pattern).map_err(|_| NotALocalTime)?;
        // chrono reads a leap second as the nanoseconds of the one before.
        let is_leap_second = local.nanosecond() > 0;
        if is_leap_second || text.starts_with("0000") {
            Err(NotALocalTime)
        } else {
            Ok(Self(local))
        }
    }
}

impl fmt::Display for LocalTime {
    /// Writes the seconds only when there are any.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let pattern = if self.0.second() == 0 {
            "%Y-%m-%dT%H:%M"
        } else {
            "%Y-%m-%dT%H:%M:%S"
        };
        self.0.format(pattern).fmt(f)
    }
}

impl Serialize for LocalTime {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for LocalTime {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::zone::utc_ms;
    use super::*;

    fn kyiv() -> Zone {
        "Europe/Kyiv".parse().unwrap()
    }

    fn local(text: &str) -> LocalTime {
        text.parse().unwrap()
    }

    #[test]
    fn ordinary_time_is_one_instant() {
        let instant = resolve(local("2026-07-11T10:58"), kyiv(), OnAmbiguous::Reject);

        assert_eq!(instant, Ok(utc_ms(2026, 7, 11, 7, 58)));
    }

    #[test]
    fn time_that_spring_skips_does_not_exist() {
        for policy in [
            OnAmbiguous::Reject,
            OnAmbiguous::Earlier,
            OnAmbiguous::Later,
        ] {
            let problem = resolve(local("2027-03-28T03:30"), kyiv(), policy).unwrap_err();

            assert_eq!(problem.kind, LocalProblemKind::Nonexistent);
            let candidates = vec![utc_ms(2027, 3, 28, 0, 30), utc_ms(2027, 3, 28, 1, 30)];
            assert_eq!(problem.candidates, candidates);
        }
    }

    #[test]
    fn edges_of_the_gap_exist() {
        let change = utc_ms(2027, 3, 28, 1, 0);

        assert_eq!(
            resolve(local("2027-03-28T04:00"), kyiv(), OnAmbiguous::Reject),
            Ok(change)
        );
        let before = resolve(local("2027-03-28T02:59:59"), kyiv(), OnAmbiguous::Reject);
        assert_eq!(before, Ok(change - 1000));
        assert!(resolve(local("2027-03-28T03:00"), kyiv(), OnAmbiguous::Reject).is_err());
    }

    #[test]
    fn time_that_autumn_repeats_is_rejected_or_chosen() {
        let time = local("2026-10-25T03:30");
        let (first, second) = (utc_ms(2026, 10, 25, 0, 30), utc_ms(2026, 10, 25, 1, 30));

        let problem = resolve(time, kyiv(), OnAmbiguous::default()).unwrap_err();
        assert_eq!(problem.kind, LocalProblemKind::Ambiguous);
        assert_eq!(problem.candidates, vec![first, second]);
        assert_eq!(resolve(time, kyiv(), OnAmbiguous::Earlier), Ok(first));
        assert_eq!(resolve(time, kyiv(), OnAmbiguous::Later), Ok(second));
    }

    #[test]
    fn a_clock_whose_rules_changed_is_read_anew_and_near_what_it_meant() {
        let anew = |text, was| resolve_anew(local(text), kyiv(), was);
        // By rules without summer time the clock showed ten an hour later.
        let plain = utc_ms(2026, 7, 11, 7, 0);
        assert_eq!(anew("2026-07-11T10:00", utc_ms(2026, 7, 11, 8, 0)), plain);
        assert_eq!(anew("2026-07-11T10:00", plain), plain);
        let (first, second) = (utc_ms(2026, 10, 25, 0, 30), utc_ms(2026, 10, 25, 1, 30));
        assert_eq!(anew("2026-10-25T03:30", first), first);
        assert_eq!(anew("2026-10-25T03:30", second), second);
        let skipped = utc_ms(2027, 3, 28, 1, 30);
        assert_eq!(anew("2027-03-28T03:30", skipped), skipped);
    }

    #[test]
    fn time_on_a_day_left_out_has_a_candidate_on_either_side() {
        let apia: Zone = "Pacific/Apia".parse().unwrap();

        let problem = resolve(local("2011-12-30T12:00"), apia, OnAmbiguous::Reject).unwrap_err();

        let candidates = vec![utc_ms(2011, 12, 29, 22, 0), utc_ms(2011, 12, 30, 22, 0)];
        assert_eq!(problem.candidates, candidates);
    }

    #[test]
    fn time_is_written_as_it_is_read() {
        for text in [
            "2026-07-11T10:58",
            "2026-07-11T10:58:07",
            "0001-01-01T00:00",
        ] {
            assert_eq!(local(text).to_string(), text);
        }
        assert_eq!(local("2026-07-11T10:58:00").to_string(), "2026-07-11T10:58");
        let json = serde_json::to_string(&local("2026-07-11T10:58")).unwrap();
        assert_eq!(json, "\"2026-07-11T10:58\"");
    }

    #[test]
    fn other_texts_are_no_times() {
        let texts = [
            "",
            "2026-07-11",
            "2026-07-11 10:58",
            "2026-07-11T10:58Z",
            "2026-07-11T24:00",
            "2026-07-11T10:58:60",
            "2026-07-11T10:58:00.5",
            "2026-02-30T10:58",
            "0000-01-01T00:00",
        ];
        for text in texts {
            assert_eq!(text.parse::<LocalTime>(), Err(NotALocalTime), "{text}");
        }
    }

    proptest! {
        #[test]
        fn instant_is_among_those_of_its_own_wall_clock(seconds in 0_i64..4_102_444_800) {
            let ms = seconds * 1000;
            let time = LocalTime::at(ms, kyiv());
            let earlier = resolve(time, kyiv(), OnAmbiguous::Earlier).unwrap();
            let later = resolve(time, kyiv(), OnAmbiguous::Later).unwrap();
            prop_assert!(ms == earlier || ms == later);
        }
    }
}
