//! Moments in files.

use crate::platform::calendar::parse_duration;
use crate::platform::clock::Instant;

/// Why a text is no moment.
pub const FORM: &str = "a moment is written as in RFC 3339, 2026-07-11T10:58:00+03:00, or as an \
                        ISO 8601 duration before or after the import, -PT40M or P1D";

/// Whether a field of this name holds a moment.
pub fn is_moment(field: &str) -> bool {
    matches!(
        field,
        "publishedAt"
            | "updatedAt"
            | "archivedAt"
            | "at"
            | "startsAt"
            | "endsAt"
            | "expiresAt"
            | "validFrom"
            | "validUntil"
    )
}

/// Reads a moment: an RFC 3339 instant, or a duration counted from `now`.
pub fn read(text: &str, now: Instant) -> Option<Instant> {
    match parse_duration(text) {
        Ok(ms) => Some(now.plus_ms(ms)),
        Err(_) => Instant::parse(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_duration_counts_from_the_import() {
        let now = Instant(1_783_756_680_000);

        assert_eq!(read("-PT40M", now), Some(now.plus_ms(-2_400_000)));
        assert_eq!(read("P1DT2H", now), Some(now.plus_ms(93_600_000)));
    }

    #[test]
    fn an_instant_is_what_it_says_and_anything_else_is_refused() {
        let now = Instant(0);

        assert_eq!(
            read("2026-07-11T10:58:00+03:00", now),
            Instant::parse("2026-07-11T07:58:00Z")
        );
        assert_eq!(read("yesterday", now), None);
        assert_eq!(read("2026-07-11", now), None);
    }
}
