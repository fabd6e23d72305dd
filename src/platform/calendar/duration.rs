//! ISO 8601 durations. A day is 24 hours and a week seven of them; years and months, which have no
//! fixed length, are refused.

/// Why a text is no duration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DurationError {
    /// Not written as ISO 8601 asks.
    #[error("a duration is written as in ISO 8601, for example P1DT2H or PT2M30S")]
    Malformed,
    /// Years or months.
    #[error("a duration in years or months has no fixed length")]
    Calendar,
    /// Longer than the program can count.
    #[error("the duration is too long")]
    TooLong,
}

/// The units in the order in which they may follow one another, in milliseconds.
const DATE_UNITS: [(char, i64); 2] = [('W', 604_800_000), ('D', 86_400_000)];
const TIME_UNITS: [(char, i64); 3] = [('H', 3_600_000), ('M', 60_000), ('S', 1000)];

/// Reads a duration such as `P1DT2H`, `PT0.5S`, `P2W` or `-PT40M` as signed milliseconds.
///
/// # Errors
/// [`DurationError`] when it is malformed, counts years or months, or is too long.
pub fn parse_duration(text: &str) -> Result<i64, DurationError> {
    let (sign, unsigned) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text),
    };
    let body = unsigned.strip_prefix('P').ok_or(DurationError::Malformed)?;
    let (date, time) = match body.split_once('T') {
        Some((_, "")) => return Err(DurationError::Malformed),
        Some((date, time)) => (date, time),
        None if body.is_empty() => return Err(DurationError::Malformed),
        None => (body, ""),
    };
    if date.contains(['Y', 'M']) {
        return Err(DurationError::Calendar);
    }
    let days = sum(date, &DATE_UNITS)?;
    let hours = sum(time, &TIME_UNITS)?;
    days.checked_add(hours)
        .map(|ms| sign * ms)
        .ok_or(DurationError::TooLong)
}

/// Adds up parts such as `2H30M`, each of a later unit than the one before.
fn sum(mut parts: &str, mut units: &[(char, i64)]) -> Result<i64, DurationError> {
    let mut total = 0_i64;
    while !parts.is_empty() {
        let end = parts
            .find(|c: char| c.is_ascii_alphabetic())
            .ok_or(DurationError::Malformed)?;
        let (number, tail) = parts.split_at(end);
        let place = units
            .iter()
            .position(|(letter, _)| tail.starts_with(*letter));
        let place = place.ok_or(DurationError::Malformed)?;
        let (letter, unit_ms) = units[place];
        let ms = count(number, unit_ms, letter == 'S')?;
        total = total.checked_add(ms).ok_or(DurationError::TooLong)?;
        units = &units[place + 1..];
        parts = &tail[1..];
    }
    Ok(total)
}

/// Reads a whole number of a unit; seconds may have a fraction, of which three digits count.
fn count(number: &str, unit_ms: i64, may_have_fraction: bool) -> Result<i64, DurationError> {
    let (whole, fraction) = match number.split_once(['.', ',']) {
        Some((whole, fraction)) if may_have_fraction && !fraction.is_empty() => (whole, fraction),
        Some(_) => return Err(DurationError::Malformed),
        None => (number, "0"),
    };
    let is_number = |digits: &str| !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    if !is_number(whole) || !is_number(fraction) {
        return Err(DurationError::Malformed);
    }
    let whole: i64 = whole.parse().map_err(|_| DurationError::TooLong)?;
    let thousandths = format!("{fraction:0<3.3}")
        .parse::<i64>()
        .map_err(|_| DurationError::Malformed)?;
    whole
        .checked_mul(unit_ms)
        .and_then(|ms| ms.checked_add(thousandths))
        .ok_or(DurationError::TooLong)
}

/// Writes seconds as a duration: `PT2M30S`, `P1DT1H`, `-PT40M`, and `PT0S` for none.
pub fn format_seconds(seconds: i64) -> String {
    let sign = if seconds < 0 { "-" } else { "" };
    let total = seconds.unsigned_abs();
    let part = |count: u64, unit: char| match count {
        0 => String::new(),
        _ => format!("{count}{unit}"),
    };
    let date = part(total / 86_400, 'D');
    let hours = part(total / 3600 % 24, 'H');
    let time = hours + &part(total / 60 % 60, 'M') + &part(total % 60, 'S');
    match (date.as_str(), time.as_str()) {
        ("", "") => "PT0S".to_owned(),
        (_, "") => format!("{sign}P{date}"),
        _ => format!("{sign}P{date}T{time}"),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn durations_are_read_as_milliseconds() {
        let vectors = [
            ("P1DT2H", 93_600_000),
            ("PT40M", 2_400_000),
            ("PT2M30S", 150_000),
            ("-PT40M", -2_400_000),
            ("P2W", 1_209_600_000),
            ("PT0S", 0),
            ("PT0.5S", 500),
            ("PT1,2345S", 1234),
            ("PT36H", 129_600_000),
            ("PT90S", 90_000),
        ];
        for (text, ms) in vectors {
            assert_eq!(parse_duration(text), Ok(ms), "{text}");
        }
    }

    #[test]
    fn malformed_durations_are_refused() {
        let texts = [
            "",
            "P",
            "PT",
            "P1DT",
            "1D",
            "P1",
            "PD",
            "P1H",
            "PT1D",
            "PT1M1H",
            "PT1M1M",
            "PT1.5M",
            "PT.5S",
            "PT1.S",
            "P-1D",
            "P1D ",
            "pt1m",
            "--P1D",
            "P1DT1HT1M",
            "P٣D",
        ];
        for text in texts {
            assert_eq!(
                parse_duration(text),
                Err(DurationError::Malformed),
                "{text}"
            );
        }
    }

    #[test]
    fn years_and_months_are_refused() {
        assert_eq!(parse_duration("P1Y"), Err(DurationError::Calendar));
        assert_eq!(parse_duration("P1M"), Err(DurationError::Calendar));
    }

    #[test]
    fn endless_durations_are_refused() {
        assert_eq!(
            parse_duration("P99999999999999999999D"),
            Err(DurationError::TooLong)
        );
        assert_eq!(
            parse_duration("P9000000000000000W"),
            Err(DurationError::TooLong)
        );
    }

    #[test]
    fn seconds_are_written_as_a_duration() {
        let vectors = [
            (150, "PT2M30S"),
            (0, "PT0S"),
            (3600, "PT1H"),
            (86_400, "P1D"),
            (90_061, "P1DT1H1M1S"),
            (-2400, "-PT40M"),
        ];
        for (seconds, text) in vectors {
            assert_eq!(format_seconds(seconds), text);
        }
    }

    proptest! {
        #[test]
        fn written_seconds_read_the_same(seconds in -9_000_000_000_000_i64..9_000_000_000_000) {
            prop_assert_eq!(parse_duration(&format_seconds(seconds)), Ok(seconds * 1000));
        }

        #[test]
        fn no_text_makes_the_reader_panic(text in "\\PC{0,16}|-?P?[0-9WDTHMSY.,é]{0,12}") {
            let _ = parse_duration(&text);
        }
    }
}
