//! Moments that people type: an exact instant, or what a wall clock shows.

use super::wall::{LocalTime, LocalTimeProblem, OnAmbiguous, resolve};
use super::zone::Zone;

/// A moment as somebody gave it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Typed {
    /// An exact instant, in Unix milliseconds.
    Exact(i64),
    /// What a wall clock shows.
    Local {
        /// The time.
        time: LocalTime,
        /// Where the clock hangs; at home when absent.
        zone: Option<Zone>,
        /// What to do with a time that the clock shows twice.
        on_ambiguous: OnAmbiguous,
    },
}

/// A moment with the wall clock that it was typed by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    /// The instant, in Unix milliseconds.
    pub ms: i64,
    /// What the clock shows then.
    pub local: LocalTime,
    /// Where that clock hangs.
    pub zone: Zone,
    /// Whether the instant was given, and the clock merely shows it.
    pub is_exact: bool,
}

impl Typed {
    /// Finds the moment; `home` is the zone where none was given.
    ///
    /// # Errors
    /// [`LocalTimeProblem`] of a wall-clock time that is no single instant.
    pub fn moment(self, home: Zone) -> Result<Moment, LocalTimeProblem> {
        match self {
            Self::Exact(ms) => Ok(Moment {
                ms,
                local: LocalTime::at(ms, home),
                zone: home,
                is_exact: true,
            }),
            Self::Local {
                time,
                zone,
                on_ambiguous,
            } => {
                let zone = zone.unwrap_or(home);
                let ms = resolve(time, zone, on_ambiguous)?;
                Ok(Moment {
                    ms,
                    local: time,
                    zone,
                    is_exact: false,
                })
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::zone::utc_ms;
    use super::*;

    #[test]
    fn a_moment_keeps_the_clock_that_it_was_typed_by() {
        let kyiv: Zone = "Europe/Kyiv".parse().unwrap();
        let london: Zone = "Europe/London".parse().unwrap();
        let typed = Typed::Local {
            time: "2026-07-11T10:58".parse().unwrap(),
            zone: Some(london),
            on_ambiguous: OnAmbiguous::Reject,
        };

        let moment = typed.moment(kyiv).unwrap();

        assert_eq!(moment.ms, utc_ms(2026, 7, 11, 9, 58));
        assert_eq!(
            (moment.local.to_string().as_str(), moment.zone),
            ("2026-07-11T10:58", london)
        );
        let exact = Typed::Exact(moment.ms).moment(kyiv).unwrap();
        assert_eq!(
            (exact.local.to_string().as_str(), exact.zone),
            ("2026-07-11T12:58", kyiv)
        );
    }
}
