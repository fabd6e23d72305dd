//! Events are heard of here.

use std::sync::Arc;

use super::domain::{Event, HELD_MS, HOUR_MS, LATE_MS, Verdict};
use super::store;
use super::token::{Claims, Door, open};
use super::traffic::{Rates, Signs, check};
use super::writer::Writer;
use crate::ads::serving;
use crate::app::{App, Call, Result};
use crate::platform::clock::Instant;
use crate::policy::{Action, Subject};
use crate::vocabulary::AdEventKind;

/// Milliseconds of the longest window of a cap.
pub const LONGEST_CAP_MS: i64 = 31 * 24 * HOUR_MS;

/// An event as it is told.
#[derive(Debug, Clone)]
pub struct Sign<'s> {
    /// The token of its address.
    pub token: &'s str,
    /// What is said to have happened.
    pub kind: AdEventKind,
    /// When, of a client that tells late; `None` = now.
    pub at: Option<Instant>,
    /// Whether the client can tell what is seen.
    pub is_measurable: bool,
    /// What is known of the request.
    pub signs: &'s Signs,
}

/// Takes an event in: it is on the disk, counted or marked, when this answers. Gives with it what
/// the token says; `None` of a forged one.
///
/// # Errors
/// Those of the database; then nothing has happened.
pub async fn record(call: &Call, sign: Sign<'_>) -> Result<(Verdict, Option<Claims>)> {
    let now = call.now();
    let claims = open(&call.app().keys, sign.token);
    let Some(claims) = claims.filter(|claims| claims.door == Door::Event(sign.kind)) else {
        return Ok((Verdict::Forged, None));
    };
    let at = sign.at.unwrap_or(now).min(now);
    // What is said to be a little earlier than its decision happened with it.
    let counts_at = at.max(claims.issued);
    if now >= claims.expires.plus_ms(LATE_MS) || now >= counts_at.plus_ms(LATE_MS) {
        return Ok((Verdict::TooLate, Some(claims)));
    }
    let (networks, rates) = (
        &call.app().config.data_centres,
        call.app().memory::<Rates>(),
    );
    let reason = check(&claims, sign.signs, (networks, &rates), (at, now));
    let event = Event {
        decision: claims.decision,
        kind: sign.kind,
        facets: claims.facets,
        variant: claims.variant,
        visitor: claims.visitor,
        decided_at: claims.issued,
        at: counts_at,
        received_at: now,
        is_measurable: sign.is_measurable,
        reason,
        capped: serving::caps_of(call, &claims, sign.kind).await?,
    };
    let verdict = Writer::tell(call.app(), event).await?;
    Ok((verdict, Some(claims)))
}

/// Writes a batch down in one transaction.
pub(super) async fn write(app: &Arc<App>, batch: Vec<Event>) -> Result<Vec<Verdict>> {
    let call = Call::system(app, "ads");
    let tx = call.begin().await?;
    let permit = tx.authorize(Action::AdEventsRecord, &Subject::default())?;
    let salted = |visitor, at| daily(app, visitor, at);
    let told = batch.clone();
    let verdicts = store::record(&permit, batch, LONGEST_CAP_MS, salted).await?;
    tx.commit().await?;
    let told: Vec<_> = told.into_iter().zip(verdicts.iter().copied()).collect();
    serving::note(app, &told);
    Ok(verdicts)
}

/// The visitor that a key stands for: a hash that nobody outside can make.
pub fn visitor(app: &App, key: &str) -> i64 {
    number(app.keys.digest("visitor", key))
}

/// The hash that a visitor has in the log on the day (UTC) of a moment.
pub fn daily(app: &App, visitor: i64, at: Instant) -> i64 {
    let day = at.0.div_euclid(24 * HOUR_MS);
    number(
        app.keys
            .digest("visitor of a day", &format!("{day} {visitor}")),
    )
}

fn number(digest: [u8; 32]) -> i64 {
    let mut first = [0; 8];
    first.copy_from_slice(&digest[..8]);
    i64::from_be_bytes(first)
}

/// Marks what has waited in vain, and lets go of raw events that were kept for `event_days`; the
/// counts stay. Tells how much it did.
///
/// # Errors
/// Those of the database.
pub async fn sweep(call: &Call, event_days: i32) -> Result<usize> {
    let now = call.now();
    let tx = call.begin().await?;
    let permit = tx.authorize(Action::AdEventsRecord, &Subject::default())?;
    let lapsed = store::lapse(&permit, now.plus_ms(-HELD_MS)).await?;
    let kept = i64::from(event_days) * 24 * HOUR_MS;
    // Not before an event can come a second time no more.
    let events = now.plus_ms(-kept.max(LATE_MS + 2 * 24 * HOUR_MS));
    let gone = store::forget(&permit, events, now.plus_ms(-LONGEST_CAP_MS)).await?;
    tx.commit().await?;
    Ok(lapsed + gone)
}
