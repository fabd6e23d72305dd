//! Money, and how often something may be shown.

use async_graphql::{InputObject, SimpleObject};

use crate::ads;
use crate::ads::engine::Cap;
use crate::api::graphql::scalars::{BigInt, Duration};
use crate::vocabulary::CapScope;

/// Exact money: millionths of the unit.
#[derive(SimpleObject)]
pub struct Money {
    amount_micros: BigInt,
    /// ISO 4217.
    currency: String,
}

impl Money {
    /// Money as it is told.
    pub fn new(money: &ads::Money) -> Self {
        Self {
            amount_micros: BigInt(money.amount_micros),
            currency: money.currency.clone(),
        }
    }
}

/// Exact money: millionths of the unit.
#[derive(InputObject)]
pub struct MoneyInput {
    amount_micros: BigInt,
    /// ISO 4217.
    currency: String,
}

impl From<MoneyInput> for ads::Money {
    fn from(input: MoneyInput) -> Self {
        Self {
            amount_micros: input.amount_micros.0,
            currency: input.currency,
        }
    }
}

/// At most `limit` per visitor per window.
#[derive(SimpleObject)]
pub struct FrequencyCap {
    limit: i32,
    window: Duration,
    scope: CapScope,
}

impl From<&Cap> for FrequencyCap {
    fn from(cap: &Cap) -> Self {
        Self {
            limit: i32::try_from(cap.limit).unwrap_or(i32::MAX),
            window: Duration {
                seconds: cap.window_ms / 1_000,
            },
            scope: cap.scope,
        }
    }
}

/// At most `limit` per visitor per window.
#[derive(InputObject)]
pub struct FrequencyCapInput {
    limit: i32,
    window: Duration,
    #[graphql(default_with = "CapScope::LineItem")]
    scope: CapScope,
}

impl From<FrequencyCapInput> for Cap {
    fn from(input: FrequencyCapInput) -> Self {
        Self {
            // A limit below nothing is refused like one of nothing.
            limit: u32::try_from(input.limit).unwrap_or(0),
            window_ms: input.window.seconds.saturating_mul(1_000),
            scope: input.scope,
        }
    }
}

/// Caps of an input.
pub fn caps(given: Option<Vec<FrequencyCapInput>>) -> Vec<Cap> {
    given
        .unwrap_or_default()
        .into_iter()
        .map(Into::into)
        .collect()
}
