//! Time zones.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, FixedOffset, Offset, TimeZone, Utc};
use chrono_tz::Tz;
use icu_time::zone::iana::IanaParserExtended;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::day::Day;

/// 0001-01-03 and 9999-12-29: any zone's local year of an instant between has four digits.
const EARLIEST_MS: i64 = -62_135_424_000_000;
const LATEST_MS: i64 = 253_402_041_600_000;

/// A time zone of the IANA database, by its canonical name: `Europe/Kyiv`, not `Europe/Kiev`.
///
/// Instants before the year 1 and after 9999 count as the first and the last of these years.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Zone(Tz);

/// A text that names no time zone.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a time zone of the IANA database")]
pub struct UnknownZone(String);

/// The version of the IANA database that the rules are of, e.g. `2026b`.
pub const RULES: &str = chrono_tz::IANA_TZDB_VERSION;

impl Zone {
    /// Coordinated Universal Time.
    pub const UTC: Self = Self(Tz::Etc__UTC);

    /// The canonical IANA name.
    pub fn as_str(self) -> &'static str {
        self.0.name()
    }

    /// The offset at an instant, such as `+03:00`; old offsets with seconds are rounded.
    pub fn offset_at(self, ms: i64) -> String {
        self.rounded_offset(instant(ms)).to_string()
    }

    /// The wall-clock time at an instant with its offset (RFC 3339), such as
    /// `2026-07-11T10:58:00+03:00`; milliseconds are left out.
    pub fn local_iso(self, ms: i64) -> String {
        let utc = instant(ms);
        let local = utc.with_timezone(&self.rounded_offset(utc));
        local.format("%Y-%m-%dT%H:%M:%S%:z").to_string()
    }

    /// By how many milliseconds its clocks are ahead of UTC at an instant.
    pub fn ahead_ms(self, ms: i64) -> i64 {
        let utc = instant(ms);
        i64::from(
            self.0
                .offset_from_utc_datetime(&utc.naive_utc())
                .fix()
                .local_minus_utc(),
        ) * 1_000
    }

    /// The calendar day at an instant.
    pub fn day_of(self, ms: i64) -> Day {
        Day::from(self.local(ms).date())
    }

    /// The wall-clock time at an instant.
    pub(super) fn local(self, ms: i64) -> chrono::NaiveDateTime {
        instant(ms).with_timezone(&self.0).naive_local()
    }

    pub(super) fn tz(self) -> Tz {
        self.0
    }

    fn rounded_offset(self, utc: DateTime<Utc>) -> FixedOffset {
        let offset = self.0.offset_from_utc_datetime(&utc.naive_utc()).fix();
        let seconds = offset.local_minus_utc();
        let minutes = (seconds + 30).div_euclid(60);
        FixedOffset::east_opt(minutes * 60).unwrap_or(offset)
    }
}

/// The instant, moved into the years that every zone can show.
pub(super) fn instant(ms: i64) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(ms.clamp(EARLIEST_MS, LATEST_MS)).unwrap_or_default()
}

impl FromStr for Zone {
    type Err = UnknownZone;

    /// Reads a name or an alias, in any case.
    fn from_str(text: &str) -> Result<Self, UnknownZone> {
        let known = IanaParserExtended::new().parse(text);
        // The two databases are of different years: the newest name that both know is taken.
        let names = [known.canonical, known.normalized, text];
        names
            .into_iter()
            .find_map(|name| name.parse().ok())
            .map(Self)
            .ok_or_else(|| UnknownZone(text.to_owned()))
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for Zone {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Zone {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// The instant of a time in UTC.
#[cfg(test)]
pub(super) fn utc_ms(year: i32, month: u32, day: u32, hour: u32, minute: u32) -> i64 {
    let date = chrono::NaiveDate::from_ymd_opt(year, month, day).unwrap();
    let time = date.and_hms_opt(hour, minute, 0).unwrap();
    time.and_utc().timestamp_millis()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kyiv() -> Zone {
        "Europe/Kyiv".parse().unwrap()
    }

    #[test]
    fn aliases_are_stored_by_their_canonical_name() {
        let names = [
            ("Europe/Kyiv", "Europe/Kyiv"),
            ("Europe/Kiev", "Europe/Kyiv"),
            ("Europe/Uzhgorod", "Europe/Kyiv"),
            ("europe/kyiv", "Europe/Kyiv"),
            ("Asia/Calcutta", "Asia/Kolkata"),
            ("US/Eastern", "America/New_York"),
            ("UTC", "Etc/UTC"),
            ("America/New_York", "America/New_York"),
        ];
        for (given, stored) in names {
            assert_eq!(given.parse::<Zone>().unwrap().to_string(), stored);
        }
    }

    #[test]
    fn canonical_name_of_every_zone_reads_as_itself() {
        for tz in chrono_tz::TZ_VARIANTS {
            let zone: Zone = tz.name().parse().unwrap();
            assert_eq!(zone.as_str().parse(), Ok(zone), "{tz}");
        }
    }

    #[test]
    fn other_texts_are_no_zones() {
        for text in [
            "",
            "Kyiv",
            "Europe/Atlantis",
            "+03:00",
            "Etc/Unknown",
            "Europe/Kyiv ",
        ] {
            assert!(text.parse::<Zone>().is_err(), "{text}");
        }
    }

    #[test]
    fn zone_is_a_string_in_json() {
        let zone: Zone = serde_json::from_str("\"Europe/Kiev\"").unwrap();

        assert_eq!(serde_json::to_string(&zone).unwrap(), "\"Europe/Kyiv\"");
    }

    #[test]
    fn offset_and_local_time_follow_the_season() {
        let summer = utc_ms(2026, 7, 11, 7, 58);
        let winter = utc_ms(2026, 1, 11, 7, 58);

        assert_eq!(kyiv().offset_at(summer), "+03:00");
        assert_eq!(kyiv().offset_at(winter), "+02:00");
        assert_eq!(kyiv().local_iso(summer + 999), "2026-07-11T10:58:00+03:00");
        assert_eq!(Zone::UTC.local_iso(summer), "2026-07-11T07:58:00+00:00");
        assert_eq!(
            "Asia/Kolkata".parse::<Zone>().unwrap().offset_at(summer),
            "+05:30"
        );
        assert_eq!(
            "America/St_Johns"
                .parse::<Zone>()
                .unwrap()
                .offset_at(summer),
            "-02:30"
        );
    }

    #[test]
    fn old_offset_with_seconds_is_rounded_and_still_names_the_instant() {
        let ms = utc_ms(1900, 1, 1, 0, 0);

        let iso = kyiv().local_iso(ms);

        assert_eq!(iso, "1900-01-01T02:02:00+02:02");
        assert_eq!(
            DateTime::parse_from_rfc3339(&iso)
                .unwrap()
                .timestamp_millis(),
            ms
        );
    }

    #[test]
    fn evening_in_utc_is_the_next_day_in_kyiv() {
        assert_eq!(
            kyiv().day_of(utc_ms(2026, 7, 11, 20, 59)).to_string(),
            "2026-07-11"
        );
        assert_eq!(
            kyiv().day_of(utc_ms(2026, 7, 11, 21, 0)).to_string(),
            "2026-07-12"
        );
    }

    #[test]
    fn instants_outside_the_calendar_are_held_at_its_ends() {
        assert_eq!(kyiv().day_of(i64::MIN).to_string(), "0001-01-03");
        assert_eq!(kyiv().day_of(i64::MAX).to_string(), "9999-12-29");
    }
}
