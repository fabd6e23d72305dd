//! The names that a language has for the parts of a date, from CLDR.

use icu_datetime::DateTimeFormatterPreferences;
use icu_datetime::fieldsets::enums::CompositeDateTimeFieldSet;
use icu_datetime::input::{Date, DateTime, Time};
use icu_datetime::pattern::{DateTimePattern, FixedCalendarDateTimeNames};
use writeable::TryWriteable;

use super::pattern::Width;

/// A month, a day of the month and an hour of 2024, whose January starts on a Monday.
type Sample = (u8, u8, u8);

/// A name in both widths.
#[derive(Debug, Clone)]
struct Table {
    short: Vec<String>,
    wide: Vec<String>,
}

/// All names of one language.
#[derive(Debug, Clone)]
pub(super) struct Names {
    weekdays: Table,
    months: Table,
    months_alone: Table,
    half_days: Vec<String>,
    digits: Vec<String>,
}

impl Names {
    /// Loads the names; `None` when ICU has no data, which its compiled data rule out.
    pub(super) fn load(preferences: DateTimeFormatterPreferences) -> Option<Self> {
        let week: Vec<Sample> = (1..=7).map(|day| (1, day, 0)).collect();
        let year: Vec<Sample> = (1..=12).map(|month| (month, 1, 0)).collect();
        let numbers: Vec<Sample> = (1..=9).map(|day| (1, day, 0)).collect();
        let names = |pattern: &str, samples: &[Sample]| shown(preferences, pattern, samples);
        let table = |short: &str, wide: &str, samples: &[Sample]| {
            Some(Table {
                short: names(short, samples)?,
                wide: names(wide, samples)?,
            })
        };
        let mut digits = names("H", &[(1, 1, 0)])?;
        digits.extend(names("d", &numbers)?);
        Some(Self {
            weekdays: table("E", "EEEE", &week)?,
            months: table("MMM", "MMMM", &year)?,
            months_alone: table("LLL", "LLLL", &year)?,
            half_days: names("a", &[(1, 1, 0), (1, 1, 12)])?,
            digits,
        })
    }

    /// A weekday, counted from Monday, 0.
    pub(super) fn weekday(&self, width: Width, index: u32) -> &str {
        self.weekdays.get(width, index)
    }

    /// A month as it stands in a date, counted from January, 0.
    pub(super) fn month(&self, width: Width, index: u32) -> &str {
        self.months.get(width, index)
    }

    /// A month as it stands alone, counted from January, 0.
    pub(super) fn month_alone(&self, width: Width, index: u32) -> &str {
        self.months_alone.get(width, index)
    }

    /// The name of the hours before noon or after it.
    pub(super) fn half_day(&self, is_afternoon: bool) -> &str {
        name_at(&self.half_days, u32::from(is_afternoon))
    }

    /// Writes a number in the language's digits, with zeros up to `width`.
    pub(super) fn push_number(&self, text: &mut String, number: u32, width: usize) {
        let latin = format!("{number:0width$}");
        let digits = latin.chars().filter_map(|c| c.to_digit(10));
        digits.for_each(|digit| text.push_str(name_at(&self.digits, digit)));
    }
}

impl Table {
    fn get(&self, width: Width, index: u32) -> &str {
        match width {
            Width::Short => name_at(&self.short, index),
            Width::Wide => name_at(&self.wide, index),
        }
    }
}

fn name_at(names: &[String], index: u32) -> &str {
    names.get(index as usize).map_or("", String::as_str)
}

/// Formats each sample by a pattern of one field.
fn shown(
    preferences: DateTimeFormatterPreferences,
    pattern: &str,
    samples: &[Sample],
) -> Option<Vec<String>> {
    let pattern = DateTimePattern::try_from_pattern_str(pattern).ok()?;
    let mut names =
        FixedCalendarDateTimeNames::<_, CompositeDateTimeFieldSet>::try_new(preferences).ok()?;
    let formatter = names.include_for_pattern(&pattern).ok()?;
    let show = |&(month, day, hour): &Sample| {
        let date = Date::try_new_gregorian(2024, month, day).ok()?;
        let time = Time::try_new(hour, 0, 0, 0).ok()?;
        let shown = formatter.format(&DateTime { date, time });
        shown
            .try_write_to_string()
            .ok()
            .map(std::borrow::Cow::into_owned)
    };
    samples.iter().map(show).collect()
}
