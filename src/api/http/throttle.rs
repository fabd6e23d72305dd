//! How often somebody may try to sign in.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};

use crate::platform::clock::Instant;
use crate::platform::secrets::sha256_hex;

/// How many attempts may fail within one span.
const ATTEMPTS: u32 = 5;
/// How long a span lasts, from its first attempt: fifteen minutes.
const SPAN_MS: i64 = 15 * 60_000;
/// How many pairs of an address and a machine are remembered.
const REMEMBERED: usize = 10_000;

/// Counts attempts to sign in, by e-mail address and machine. An attempt counts when it begins, so
/// that many at once count too, and a successful one wipes the slate.
#[derive(Default)]
pub struct Throttle(Mutex<HashMap<String, Span>>);

#[derive(Clone, Copy)]
struct Span {
    began_at: Instant,
    attempts: u32,
}

impl Span {
    const fn ends_at(self) -> Instant {
        self.began_at.plus_ms(SPAN_MS)
    }
}

/// The pair that attempts are counted for. Its size does not depend on what was sent.
pub fn pair(email: &str, machine: IpAddr) -> String {
    sha256_hex(format!("{machine} {}", email.trim().to_lowercase()))
}

impl Throttle {
    /// Counts an attempt.
    ///
    /// # Errors
    /// The seconds to wait, when there have been too many.
    pub fn attempt(&self, pair: &str, now: Instant) -> Result<(), i64> {
        let mut spans = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let fresh = Span {
            began_at: now,
            attempts: 0,
        };
        let known = spans.get(pair).copied().filter(|span| now < span.ends_at());
        let span = known.unwrap_or(fresh);
        if span.attempts >= ATTEMPTS {
            return Err((span.ends_at().0 - now.0 + 999) / 1000);
        }
        if spans.len() >= REMEMBERED && !spans.contains_key(pair) {
            make_room(&mut spans, now);
        }
        let attempts = span.attempts + 1;
        spans.insert(pair.to_owned(), Span { attempts, ..span });
        Ok(())
    }

    /// Forgets the attempts of somebody who has proved to be the right one.
    pub fn succeeded(&self, pair: &str) {
        let mut spans = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        spans.remove(pair);
    }
}

/// Forgets the spans that are over, or else the oldest.
fn make_room(spans: &mut HashMap<String, Span>, now: Instant) {
    spans.retain(|_, span| now < span.ends_at());
    if spans.len() >= REMEMBERED
        && let Some((oldest, _)) = spans.iter().min_by_key(|(_, span)| span.began_at)
    {
        let oldest = oldest.clone();
        spans.remove(&oldest);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::clock::{Clock, ManualClock};

    const HERE: IpAddr = IpAddr::V4(std::net::Ipv4Addr::LOCALHOST);

    fn clock() -> ManualClock {
        ManualClock::new(Instant(1_783_756_680_000))
    }

    fn fail(throttle: &Throttle, pair: &str, times: u32, now: Instant) {
        for _ in 0..times {
            assert_eq!(throttle.attempt(pair, now), Ok(()));
        }
    }

    #[test]
    fn the_sixth_attempt_waits_until_the_span_is_over() {
        let (throttle, clock) = (Throttle::default(), clock());
        let pair = pair("anna@example.org", HERE);
        fail(&throttle, &pair, ATTEMPTS, clock.now());

        clock.advance(1_500);
        assert_eq!(throttle.attempt(&pair, clock.now()), Err(899));
        clock.advance(SPAN_MS - 1_500);
        assert_eq!(throttle.attempt(&pair, clock.now()), Ok(()));
    }

    #[test]
    fn other_addresses_and_machines_are_counted_apart() {
        let (throttle, now) = (Throttle::default(), clock().now());
        fail(&throttle, &pair("anna@example.org", HERE), ATTEMPTS, now);

        let elsewhere = "192.0.2.1".parse().unwrap();
        assert!(
            throttle
                .attempt(&pair("anna@example.org", elsewhere), now)
                .is_ok()
        );
        assert!(
            throttle
                .attempt(&pair("olha@example.org", HERE), now)
                .is_ok()
        );
        assert!(
            throttle
                .attempt(&pair(" Anna@Example.org", HERE), now)
                .is_err()
        );
    }

    #[test]
    fn success_wipes_the_slate() {
        let (throttle, now) = (Throttle::default(), clock().now());
        let pair = pair("anna@example.org", HERE);
        fail(&throttle, &pair, ATTEMPTS, now);

        throttle.succeeded(&pair);

        assert_eq!(throttle.attempt(&pair, now), Ok(()));
    }

    #[test]
    fn the_oldest_is_forgotten_when_there_are_too_many() {
        let (throttle, clock) = (Throttle::default(), clock());
        fail(&throttle, "first", ATTEMPTS, clock.now());
        for number in 0..REMEMBERED {
            clock.advance(1);
            fail(&throttle, &number.to_string(), 1, clock.now());
        }

        let spans = throttle.0.lock().unwrap();
        assert_eq!(spans.len(), REMEMBERED);
        assert!(!spans.contains_key("first"));
    }
}
