//! Date patterns in CLDR letters (UTS 35, part 4, "Date Field Symbol Table").

/// How a name is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Width {
    /// `сб`, `лип.`
    Short,
    /// `субота`, `липня`
    Wide,
}

/// One part of a pattern; numbers carry the least count of digits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Part {
    Literal(char),
    Weekday(Width),
    Day(usize),
    Month(usize),
    /// As it stands in a date, in the genitive where the language has one.
    MonthName(Width),
    /// As it stands alone, in the nominative.
    MonthAlone(Width),
    Year(usize),
    YearOfCentury,
    Hour(usize),
    /// 12, 1, 2 to 11.
    HourOfHalfDay(usize),
    Minute(usize),
    Second(usize),
    HalfDay,
}

/// What is wrong with a date pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PatternError {
    /// Nothing at all.
    #[error("the date pattern is empty")]
    Empty,
    /// A letter that stands for nothing supported here.
    #[error("`{0}` is not supported in date patterns; quote words as in 'at'")]
    UnknownLetter(char),
    /// A letter repeated more often than supported.
    #[error("`{0}` cannot be repeated {1} times in a date pattern")]
    UnsupportedLength(char, usize),
    /// A quotation that does not end.
    #[error("a quotation in the date pattern is not closed")]
    UnclosedQuote,
}

/// Checks a date pattern: `E d M L y H h m s a` as CLDR has them, and quoted words.
///
/// # Errors
/// [`PatternError`] for the first thing that is wrong.
pub fn validate_pattern(pattern: &str) -> Result<(), PatternError> {
    parse(pattern).map(|_| ())
}

/// Reads a pattern.
pub(super) fn parse(pattern: &str) -> Result<Vec<Part>, PatternError> {
    if pattern.is_empty() {
        return Err(PatternError::Empty);
    }
    let mut parts = Vec::new();
    let mut rest = pattern;
    while let Some(c) = rest.chars().next() {
        rest = if c == '\'' {
            quotation(&rest[1..], &mut parts)?
        } else if c.is_ascii_alphabetic() {
            let end = rest.find(|other| other != c).unwrap_or(rest.len());
            parts.push(field(c, end)?);
            &rest[end..]
        } else {
            parts.push(Part::Literal(c));
            &rest[c.len_utf8()..]
        };
    }
    Ok(parts)
}

/// Reads what stands behind an opening quote, and answers with what is left. Two quotes are one
/// apostrophe, inside a quotation and outside.
fn quotation<'a>(mut rest: &'a str, parts: &mut Vec<Part>) -> Result<&'a str, PatternError> {
    if let Some(tail) = rest.strip_prefix('\'') {
        parts.push(Part::Literal('\''));
        return Ok(tail);
    }
    loop {
        let (quoted, tail) = rest.split_once('\'').ok_or(PatternError::UnclosedQuote)?;
        parts.extend(quoted.chars().map(Part::Literal));
        let Some(after) = tail.strip_prefix('\'') else {
            return Ok(tail);
        };
        parts.push(Part::Literal('\''));
        rest = after;
    }
}

fn field(letter: char, length: usize) -> Result<Part, PatternError> {
    Ok(match (letter, length) {
        ('E', 1..=3) => Part::Weekday(Width::Short),
        ('E', 4) => Part::Weekday(Width::Wide),
        ('d', 1..=2) => Part::Day(length),
        ('M' | 'L', 1..=2) => Part::Month(length),
        ('M', 3) => Part::MonthName(Width::Short),
        ('M', 4) => Part::MonthName(Width::Wide),
        ('L', 3) => Part::MonthAlone(Width::Short),
        ('L', 4) => Part::MonthAlone(Width::Wide),
        ('y', 2) => Part::YearOfCentury,
        ('y', 1 | 3 | 4) => Part::Year(length),
        ('H', 1..=2) => Part::Hour(length),
        ('h', 1..=2) => Part::HourOfHalfDay(length),
        ('m', 1..=2) => Part::Minute(length),
        ('s', 1..=2) => Part::Second(length),
        ('a', 1..=3) => Part::HalfDay,
        ('E' | 'd' | 'M' | 'L' | 'y' | 'H' | 'h' | 'm' | 's' | 'a', _) => {
            return Err(PatternError::UnsupportedLength(letter, length));
        }
        _ => return Err(PatternError::UnknownLetter(letter)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn house_patterns_are_valid() {
        for pattern in [
            "EEEE, d MMMM y, HH:mm",
            "d MMMM y",
            "d MMMM, HH:mm",
            "HH:mm",
            "d MMMM y, EEEE",
        ] {
            assert_eq!(validate_pattern(pattern), Ok(()), "{pattern}");
        }
    }

    #[test]
    fn quotations_are_literals_and_two_quotes_an_apostrophe() {
        let literals = |pattern: &str| -> String {
            let parts = parse(pattern).unwrap().into_iter();
            parts
                .map(|part| match part {
                    Part::Literal(c) => c,
                    _ => '#',
                })
                .collect()
        };
        assert_eq!(literals("d 'de' MMMM"), "# de #");
        assert_eq!(literals("h 'o''clock' ''a"), "# o'clock '#");
        assert_eq!(literals("d MMMM y р."), "# # # р.");
    }

    #[test]
    fn faults_are_named() {
        assert_eq!(validate_pattern(""), Err(PatternError::Empty));
        assert_eq!(
            validate_pattern("d 'de MMMM"),
            Err(PatternError::UnclosedQuote)
        );
        assert_eq!(
            validate_pattern("d at HH"),
            Err(PatternError::UnknownLetter('t'))
        );
        assert_eq!(
            validate_pattern("dddd"),
            Err(PatternError::UnsupportedLength('d', 4))
        );
        assert_eq!(
            validate_pattern("YYYY"),
            Err(PatternError::UnknownLetter('Y'))
        );
    }
}
