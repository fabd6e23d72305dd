//! Calendar days.

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime, TimeZone};
use chrono_tz::{GapInfo, Tz};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::zone::Zone;

/// A calendar day without a zone, `YYYY-MM-DD`, of the years 0001 to 9999.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Day(NaiveDate);

crate::platform::db::text_column!(Day);

/// A text that is no day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a day is written YYYY-MM-DD")]
pub struct NotADay;

impl Day {
    /// Makes a day from its numbers, when there is such a day.
    pub fn new(year: i32, month: u32, day: u32) -> Option<Self> {
        NaiveDate::from_ymd_opt(year, month, day).and_then(Self::in_range)
    }

    /// The year, 1 to 9999.
    pub fn year(self) -> i32 {
        self.0.year()
    }

    /// The month, 1 to 12.
    pub fn month(self) -> u32 {
        self.0.month()
    }

    /// The day of the month, 1 to 31.
    pub fn day(self) -> u32 {
        self.0.day()
    }

    /// The day before; `None` before 0001-01-01.
    pub fn previous(self) -> Option<Self> {
        self.0.pred_opt().and_then(Self::in_range)
    }

    /// The day after; `None` after 9999-12-31.
    pub fn next(self) -> Option<Self> {
        self.0.succ_opt().and_then(Self::in_range)
    }

    /// The first instant of the day in a zone, and the first of the next day: 23 or 25 hours
    /// apart when the clocks change, none when the zone left the day out.
    pub fn bounds(self, zone: Zone) -> (i64, i64) {
        let next = self.0.succ_opt().unwrap_or(self.0);
        (
            first_instant(self.0, zone.tz()),
            first_instant(next, zone.tz()),
        )
    }

    fn in_range(date: NaiveDate) -> Option<Self> {
        (1..=9999).contains(&date.year()).then_some(Self(date))
    }
}

/// The first midnight of the date, or the end of the gap that swallows it.
fn first_instant(date: NaiveDate, tz: Tz) -> i64 {
    let midnight = date.and_time(NaiveTime::MIN);
    if let Some(first) = tz.from_local_datetime(&midnight).earliest() {
        return first.timestamp_millis();
    }
    end_of_gap(midnight, tz).unwrap_or(midnight.and_utc().timestamp_millis())
}

fn end_of_gap(local: NaiveDateTime, tz: Tz) -> Option<i64> {
    let end = GapInfo::new(&local, &tz)?.end?;
    Some(end.timestamp_millis())
}

/// Tells whether the text has the digits and signs of `shape`, where `d` is a digit.
pub(super) fn has_shape(text: &str, shape: &str) -> bool {
    let fits = |(byte, wanted): (u8, u8)| match wanted {
        b'd' => byte.is_ascii_digit(),
        _ => byte == wanted,
    };
    text.len() == shape.len() && text.bytes().zip(shape.bytes()).all(fits)
}

impl From<NaiveDate> for Day {
    /// Takes a date; years outside 1 to 9999 become the nearest day inside.
    fn from(date: NaiveDate) -> Self {
        let first = NaiveDate::from_ymd_opt(1, 1, 1).unwrap_or(date);
        let last = NaiveDate::from_ymd_opt(9999, 12, 31).unwrap_or(date);
        Self(date.clamp(first, last))
    }
}

impl From<Day> for NaiveDate {
    fn from(day: Day) -> Self {
        day.0
    }
}

impl FromStr for Day {
    type Err = NotADay;

    fn from_str(text: &str) -> Result<Self, NotADay> {
        if !has_shape(text, "dddd-dd-dd") {
            return Err(NotADay);
        }
        let date = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok();
        date.and_then(Self::in_range).ok_or(NotADay)
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{:04}-{:02}-{:02}",
            self.year(),
            self.month(),
            self.day()
        )
    }
}

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Day {
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

    const HOUR: i64 = 3_600_000;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn zone(name: &str) -> Zone {
        name.parse().unwrap()
    }

    fn hours(text: &str, name: &str) -> i64 {
        let (start, end) = day(text).bounds(zone(name));
        (end - start) / HOUR
    }

    #[test]
    fn day_is_written_as_it_is_read() {
        for text in ["2026-07-11", "0001-01-01", "9999-12-31", "2028-02-29"] {
            assert_eq!(day(text).to_string(), text);
            assert_eq!(
                serde_json::to_string(&day(text)).unwrap(),
                format!("\"{text}\"")
            );
        }
    }

    #[test]
    fn other_texts_are_no_days() {
        for text in [
            "",
            "2026-7-11",
            "2026-02-29",
            "0000-01-01",
            "+026-07-11",
            "2026-07-11 ",
            "20260711",
        ] {
            assert_eq!(text.parse::<Day>(), Err(NotADay), "{text}");
        }
    }

    #[test]
    fn neighbours_cross_months_and_stop_at_the_ends() {
        assert_eq!(day("2026-08-01").previous(), Some(day("2026-07-31")));
        assert_eq!(day("2026-12-31").next(), Some(day("2027-01-01")));
        assert_eq!(day("0001-01-01").previous(), None);
        assert_eq!(day("9999-12-31").next(), None);
    }

    #[test]
    fn ordinary_day_has_24_hours_and_starts_at_local_midnight() {
        let (start, end) = day("2026-07-12").bounds(zone("Europe/Kyiv"));

        assert_eq!(start, utc_ms(2026, 7, 11, 21, 0));
        assert_eq!(end, utc_ms(2026, 7, 12, 21, 0));
    }

    #[test]
    fn days_of_the_clock_change_have_23_and_25_hours() {
        assert_eq!(hours("2027-03-28", "Europe/Kyiv"), 23);
        assert_eq!(hours("2026-10-25", "Europe/Kyiv"), 25);
    }

    #[test]
    fn day_without_midnight_starts_when_the_gap_ends() {
        let (start, end) = day("2018-11-04").bounds(zone("America/Sao_Paulo"));

        assert_eq!(start, utc_ms(2018, 11, 4, 3, 0));
        assert_eq!((end - start) / HOUR, 23);
        assert_eq!(hours("2018-11-03", "America/Sao_Paulo"), 24);
        assert_eq!(hours("2018-02-17", "America/Sao_Paulo"), 25);
        assert_eq!(hours("2026-03-29", "Asia/Beirut"), 23);
    }

    #[test]
    fn day_that_a_zone_left_out_is_empty() {
        let (start, end) = day("2011-12-30").bounds(zone("Pacific/Apia"));

        assert_eq!(start, end);
        assert_eq!(hours("2011-12-29", "Pacific/Apia"), 24);
        assert_eq!(hours("2011-12-31", "Pacific/Apia"), 24);
    }

    #[test]
    fn last_and_first_day_of_the_calendar_have_bounds() {
        for text in ["0001-01-01", "9999-12-31"] {
            let (start, end) = day(text).bounds(zone("Europe/Kyiv"));
            assert_eq!(end - start, 24 * HOUR);
        }
    }

    proptest! {
        #[test]
        fn instant_lies_within_the_bounds_of_its_day(
            ms in 0_i64..4_102_444_800_000,
            name in prop::sample::select(vec![
                "Europe/Kyiv", "America/Sao_Paulo", "Asia/Beirut", "Pacific/Apia",
                "Australia/Lord_Howe", "Africa/Cairo", "Etc/UTC",
            ]),
        ) {
            let day = zone(name).day_of(ms);
            let (start, end) = day.bounds(zone(name));
            prop_assert!(start <= ms && ms < end);
            prop_assert_eq!(day.next().unwrap().bounds(zone(name)).0, end);
        }
    }
}
