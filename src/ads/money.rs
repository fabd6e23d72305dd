//! Exact money, and how often something may be shown.

use serde::{Deserialize, Serialize};

use super::engine::Cap;
use super::events::LONGEST_CAP_MS;
use super::findings::Findings;

/// Exact money: millionths of the unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Money {
    /// Millionths of the currency's unit.
    pub amount_micros: i64,
    /// ISO 4217 code.
    pub currency: String,
}

impl Money {
    /// An amount of a currency, when both are there.
    pub(super) fn of(amount_micros: Option<i64>, currency: Option<String>) -> Option<Self> {
        let (amount_micros, currency) = (amount_micros?, currency?);
        Some(Self {
            amount_micros,
            currency,
        })
    }

    pub(super) fn check(&self, path: &str, found: &mut Findings) {
        if self.amount_micros <= 0 {
            found.invalid([path, "amountMicros"], "more than nothing");
        }
        let code = self.currency.as_bytes();
        if code.len() != 3 || !code.iter().all(u8::is_ascii_uppercase) {
            found.invalid([path, "currency"], "three capital letters (ISO 4217)");
        }
    }
}

/// The most caps of one thing, and the most times of one.
const MAX_CAPS: usize = 5;
const MAX_LIMIT: u32 = 1_000;
/// The shortest window, in milliseconds: a minute.
const SHORTEST_CAP_MS: i64 = 60_000;

/// Checks caps.
pub(super) fn check_caps(caps: &[Cap], found: &mut Findings) {
    found.count(["frequencyCaps"], caps.len(), MAX_CAPS);
    for (place, cap) in caps.iter().enumerate() {
        let place = place.to_string();
        if !(1..=MAX_LIMIT).contains(&cap.limit) {
            found.invalid(["frequencyCaps", &place, "limit"], "1 to 1000 times");
        }
        if !(SHORTEST_CAP_MS..=LONGEST_CAP_MS).contains(&cap.window_ms) {
            let why = "a minute to 31 days";
            found.invalid(["frequencyCaps", &place, "window"], why);
        }
    }
}
