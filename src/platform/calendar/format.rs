//! Dates as a newspaper prints them: CLDR's names in the house's patterns.

use chrono::{Datelike, NaiveDateTime, Timelike};
use icu_casemap::CaseMapper;
use icu_datetime::DateTimeFormatterPreferences;
use icu_locale_core::Locale;

use super::names::Names;
use super::pattern::{Part, PatternError, parse};
use super::zone::Zone;

/// Writes dates in one language. Building one loads its names, so it is built once per edition
/// and kept.
#[derive(Debug, Clone)]
pub struct Formatter {
    names: Names,
}

/// A language whose dates cannot be written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("there are no date names for `{0}`")]
pub struct FormatterError(String);

impl Formatter {
    /// Loads the names of a locale; `en` is British here: `1:05 pm`, `Sept`.
    ///
    /// # Errors
    /// [`FormatterError`] when the text is no language tag.
    pub fn new(locale: &str) -> Result<Self, FormatterError> {
        let named = if locale == "en" { "en-GB" } else { locale };
        let error = || FormatterError(locale.to_owned());
        let tag = Locale::try_from_str(named).map_err(|_| error())?;
        let names = Names::load(DateTimeFormatterPreferences::from(tag)).ok_or_else(error)?;
        Ok(Self { names })
    }

    /// Writes the wall-clock time of an instant by a pattern, such as `d MMMM y`.
    ///
    /// # Errors
    /// [`PatternError`] when the pattern is not one that
    /// [`validate_pattern`](super::validate_pattern) accepts.
    pub fn format(&self, ms: i64, zone: Zone, pattern: &str) -> Result<String, PatternError> {
        let local = zone.local(ms);
        let mut text = String::new();
        for part in parse(pattern)? {
            self.push(&mut text, &part, local);
        }
        Ok(text)
    }

    fn push(&self, text: &mut String, part: &Part, local: NaiveDateTime) {
        let names = &self.names;
        let mut number = |number: u32, width: usize| names.push_number(text, number, width);
        let year = local.year().unsigned_abs();
        let (is_afternoon, hour) = local.hour12();
        match *part {
            Part::Day(width) => number(local.day(), width),
            Part::Month(width) => number(local.month(), width),
            Part::Year(width) => number(year, width),
            Part::YearOfCentury => number(year % 100, 2),
            Part::Hour(width) => number(local.hour(), width),
            Part::HourOfHalfDay(width) => number(hour, width),
            Part::Minute(width) => number(local.minute(), width),
            Part::Second(width) => number(local.second(), width),
            Part::Literal(c) => text.push(c),
            Part::Weekday(width) => {
                text.push_str(names.weekday(width, local.weekday().num_days_from_monday()));
            }
            Part::MonthName(width) => text.push_str(names.month(width, local.month0())),
            Part::MonthAlone(width) => text.push_str(names.month_alone(width, local.month0())),
            Part::HalfDay => text.push_str(names.half_day(is_afternoon)),
        }
    }
}

/// Makes the first character a capital if it is a letter: CLDR has `субота`, a line starts with
/// `Субота`.
pub fn capitalise_first(text: &str) -> String {
    let mut rest = text.chars();
    let Some(first) = rest.next() else {
        return String::new();
    };
    let capital = CaseMapper::new().simple_titlecase(first);
    format!("{capital}{}", rest.as_str())
}

#[cfg(test)]
mod tests {
    use super::super::zone::utc_ms;
    use super::*;

    const FULL: &str = "EEEE, d MMMM y, HH:mm";

    fn shown(locale: &str, pattern: &str, ms: i64) -> String {
        let formatter = Formatter::new(locale).unwrap();
        formatter
            .format(ms, "Europe/Kyiv".parse().unwrap(), pattern)
            .unwrap()
    }

    fn saturday() -> i64 {
        utc_ms(2026, 7, 11, 7, 58)
    }

    #[test]
    fn full_date_reads_as_newspapers_print_it() {
        let full = |locale| capitalise_first(&shown(locale, FULL, saturday()));

        assert_eq!(full("uk"), "Субота, 11 липня 2026, 10:58");
        assert_eq!(full("ru"), "Суббота, 11 июля 2026, 10:58");
        assert_eq!(full("en"), "Saturday, 11 July 2026, 10:58");
    }

    #[test]
    fn day_carries_the_genitive_and_a_month_alone_the_nominative() {
        assert_eq!(shown("ru", "d MMMM y", saturday()), "11 июля 2026");
        assert_eq!(shown("uk", "LLLL y", saturday()), "липень 2026");
        assert_eq!(
            shown("uk", "d MMMM y, EEEE", saturday()),
            "11 липня 2026, субота"
        );
    }

    #[test]
    fn every_letter_and_length_is_written() {
        let ms = utc_ms(2026, 9, 4, 21, 5) + 7_000;

        assert_eq!(
            shown("en", "E d/M/yy h:mm:ss a", ms),
            "Sat 5/9/26 12:05:07 am"
        );
        assert_eq!(
            shown("en", "EEE dd.MM.yyyy H:m:s", ms),
            "Sat 05.09.2026 0:5:7"
        );
        assert_eq!(shown("en", "MMM LLL hh HH aaa", ms), "Sept Sept 12 00 am");
        assert_eq!(shown("uk", "E, d MMM", ms), "сб, 5 вер.");
        assert_eq!(
            shown("en", "'at' h 'o''clock'", ms + 50_400_000),
            "at 2 o'clock"
        );
    }

    #[test]
    fn apostrophe_of_friday_is_the_letter() {
        assert_eq!(shown("uk", "EEEE", utc_ms(2026, 7, 10, 12, 0)), "пʼятниця");
    }

    #[test]
    fn zone_decides_the_day() {
        let ms = utc_ms(2026, 7, 11, 21, 0);

        assert_eq!(shown("uk", "d MMMM, HH:mm", ms), "12 липня, 00:00");
    }

    #[test]
    fn digits_are_those_of_the_language() {
        assert_eq!(shown("fa", "d/M/y", saturday()), "۱۱/۷/۲۰۲۶");
    }

    #[test]
    fn wrong_patterns_and_locales_are_refused() {
        let formatter = Formatter::new("uk").unwrap();
        let kyiv = "Europe/Kyiv".parse().unwrap();

        assert_eq!(
            formatter.format(0, kyiv, "Q"),
            Err(PatternError::UnknownLetter('Q'))
        );
        assert!(Formatter::new("no locale!").is_err());
        assert!(Formatter::new("tlh").is_ok());
    }

    #[test]
    fn only_a_first_letter_becomes_a_capital() {
        assert_eq!(capitalise_first("субота, 11 липня"), "Субота, 11 липня");
        assert_eq!(capitalise_first("11 липня"), "11 липня");
        assert_eq!(capitalise_first(""), "");
    }
}
