//! How readers are spread over the hours of a week. News traffic is a curve: what is planned along
//! it is planned for readers, not for minutes.

use crate::platform::clock::Instant;

const HOUR_MS: i64 = 3_600_000;
const WEEK_HOURS: usize = 168;
const WEEK_MS: i64 = WEEK_HOURS as i64 * HOUR_MS;
/// 1970-01-01 was a Thursday: this many hours after a Monday began.
const EPOCH_HOUR: i64 = 72;

/// Weights of the hours of the site's week, Monday 00:00 first, 1 on average.
#[derive(Debug, Clone, PartialEq)]
pub struct Profile([f64; WEEK_HOURS]);

impl Profile {
    /// All hours alike: what holds while nothing is known.
    pub const EVEN: Self = Self([1.0; WEEK_HOURS]);

    /// The profile of what was counted in each hour of the week. An hour without readers keeps a
    /// hundredth of the average, so that nothing is ever planned for no time at all.
    pub fn of(counts: &[f64; WEEK_HOURS]) -> Self {
        let sum: f64 = counts.iter().sum();
        if sum <= 0.0 {
            return Self::EVEN;
        }
        let mean = sum / WEEK_HOURS as f64;
        let floored = counts.map(|count| (count / mean).max(0.01));
        let mean = floored.iter().sum::<f64>() / WEEK_HOURS as f64;
        Self(floored.map(|weight| weight / mean))
    }

    /// Number of the hour of the week at a moment of the site's clock.
    pub fn hour_of_week(local: Instant) -> usize {
        (local.0.div_euclid(HOUR_MS) + EPOCH_HOUR).rem_euclid(WEEK_HOURS as i64) as usize
    }

    /// The profile of the hours that are open: one bit per hour, one number per weekday, Monday
    /// first.
    pub fn curve(&self, open: &[u32; 7]) -> Curve {
        let mut until = [0.0; WEEK_HOURS + 1];
        for (hour, weight) in self.0.iter().enumerate() {
            let is_open = open[hour / 24] & (1 << (hour % 24)) != 0;
            until[hour + 1] = until[hour] + if is_open { *weight } else { 0.0 };
        }
        Curve { until }
    }
}

/// Readers from the beginning of the week until each of its hours.
#[derive(Debug, Clone, PartialEq)]
pub struct Curve {
    until: [f64; WEEK_HOURS + 1],
}

impl Curve {
    /// Readers between two moments of the site's clock, in hours of average traffic.
    pub fn mass(&self, from: Instant, to: Instant) -> f64 {
        if to <= from {
            return 0.0;
        }
        self.since_epoch(to) - self.since_epoch(from)
    }

    fn since_epoch(&self, local: Instant) -> f64 {
        let ms = local.0.saturating_add(EPOCH_HOUR * HOUR_MS);
        let hour = Profile::hour_of_week(local);
        let part = ms.rem_euclid(HOUR_MS) as f64 / HOUR_MS as f64;
        let of_hour = self.until[hour + 1] - self.until[hour];
        let weeks = ms.div_euclid(WEEK_MS) as f64;
        weeks * self.until[WEEK_HOURS] + self.until[hour] + part * of_hour
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALWAYS: [u32; 7] = [(1 << 24) - 1; 7];

    /// 2026-07-13T00:00:00, a Monday.
    const MONDAY: Instant = Instant(1_783_900_800_000);

    #[test]
    fn an_even_week_has_as_much_as_it_has_hours() {
        let until = MONDAY.plus_ms(3 * WEEK_MS + HOUR_MS / 2);

        let mass = Profile::EVEN.curve(&ALWAYS).mass(MONDAY, until);

        assert!((mass - (3.0 * 168.0 + 0.5)).abs() < 1e-6, "{mass}");
    }

    #[test]
    fn hours_are_those_of_the_week_and_closed_ones_have_nothing() {
        let mut counts = [1.0; WEEK_HOURS];
        counts[9] = 169.0;
        let profile = Profile::of(&counts);
        let nine = MONDAY.plus_ms(9 * HOUR_MS);
        let mondays_only = [ALWAYS[0], 0, 0, 0, 0, 0, 0];

        assert_eq!(Profile::hour_of_week(nine), 9);
        let busy = profile.curve(&ALWAYS).mass(nine, nine.plus_ms(HOUR_MS));
        let quiet = profile.curve(&ALWAYS).mass(MONDAY, MONDAY.plus_ms(HOUR_MS));
        assert!((busy / quiet - 169.0).abs() < 1e-3);
        let tuesday = MONDAY.plus_ms(24 * HOUR_MS);
        let closed = profile
            .curve(&mondays_only)
            .mass(tuesday, tuesday.plus_ms(HOUR_MS));
        assert!(closed.abs() < 1e-9);
    }
}
