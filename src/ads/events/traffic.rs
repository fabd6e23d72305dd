//! General filtration of invalid traffic (MRC, Invalid Traffic Detection and Filtration Standards
//! Addendum, 2020): what can be told by lists and plain rules. Nothing more is claimed: traffic that
//! is made to look like readers is not found here.

use std::collections::HashMap;
use std::hash::Hash;
use std::net::IpAddr;
use std::sync::{LazyLock, Mutex, PoisonError};

use ipnet::IpNet;
use isbot::Bots;

use super::domain::HOUR_MS;
use super::token::Claims;
use crate::platform::clock::Instant;
use crate::platform::networks::{Networks, is_near};
use crate::vocabulary::{DeviceClass, InvalidReason};

/// How much a client's clock may be behind ours: an event that is that much earlier than its
/// decision is taken for one of its moment.
const CLOCKS_MS: i64 = 60_000;

/// Length of the span in which events are counted for the limits.
const SPAN_MS: i64 = 60_000;
/// Events of one visitor in a span; who reads fast meets a tenth of it.
const PER_VISITOR: u32 = 120;
/// Events of one network (/24 of IPv4, /48 of IPv6) in a span; whole providers stand behind one.
const PER_NETWORK: u32 = 6_000;
/// How many visitors and networks are remembered at once.
const REMEMBERED: usize = 100_000;

static ROBOTS: LazyLock<Bots> = LazyLock::new(Bots::default);

/// What is known of the request that an event came by.
#[derive(Debug, Clone, Default)]
pub struct Signs {
    /// What it calls itself.
    pub user_agent: Option<String>,
    /// Where it came from.
    pub peer: Option<IpAddr>,
    /// Whether the browser says that nobody looks: it loads ahead (`Sec-Purpose`).
    pub is_ahead: bool,
    /// Whether what was rendered has no size to speak of.
    pub is_unseen: bool,
}

/// How often visitors and networks told of events lately.
#[derive(Debug, Default)]
pub struct Rates(Mutex<Spans>);

#[derive(Debug, Default)]
struct Spans {
    began: Option<Instant>,
    visitors: HashMap<i64, u32>,
    networks: HashMap<IpNet, u32>,
}

impl Rates {
    /// Counts an event, and says whether it is one too many.
    fn is_too_many(&self, visitor: Option<i64>, peer: Option<IpAddr>, now: Instant) -> bool {
        let mut spans = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let is_over = |began: Instant| now < began || began.plus_ms(SPAN_MS) <= now;
        if spans.began.is_none_or(is_over) {
            *spans = Spans {
                began: Some(now),
                ..Spans::default()
            };
        }
        let network = peer.and_then(network);
        let of_visitor = visitor.is_some_and(|one| counts(&mut spans.visitors, one, PER_VISITOR));
        let of_network = network.is_some_and(|one| counts(&mut spans.networks, one, PER_NETWORK));
        of_visitor || of_network
    }
}

/// Counts one more, and says whether that is beyond the limit. Where too many are remembered, others
/// are not counted until the span is over.
fn counts<K: Hash + Eq>(counted: &mut HashMap<K, u32>, key: K, limit: u32) -> bool {
    if counted.len() >= REMEMBERED && !counted.contains_key(&key) {
        return false;
    }
    let count = counted.entry(key).or_default();
    *count += 1;
    *count > limit
}

fn network(address: IpAddr) -> Option<IpNet> {
    let address = address.to_canonical();
    let length = if address.is_ipv4() { 24 } else { 48 };
    // Programs nearby, such as a server that renders pages, are no readers' network.
    let network = IpNet::new(address, length).ok()?.trunc();
    (!is_near(address)).then_some(network)
}

/// Why an event does not count, as far as it can be told from the request and the token; `None` when
/// nothing speaks against it. The event happened at `at` and was heard of at `now`.
pub fn check(
    claims: &Claims,
    signs: &Signs,
    (networks, rates): (&Networks, &Rates),
    (at, now): (Instant, Instant),
) -> Option<InvalidReason> {
    // Counted whatever else is found: a flood is one in any dress.
    let is_too_many = rates.is_too_many(claims.visitor, signs.peer, now);
    let agent = signs.user_agent.as_deref().unwrap_or_default();
    // Apps call themselves what they like.
    let is_app = claims.facets.device == DeviceClass::App;
    let is_browser = agent.starts_with("Mozilla/") || agent.starts_with("Opera/");
    let found = [
        (claims.is_staff, InvalidReason::Staff),
        (signs.is_ahead, InvalidReason::Prefetch),
        (!is_app && ROBOTS.is_bot(agent), InvalidReason::Robot),
        (!is_app && !is_browser, InvalidReason::NotABrowser),
        (
            signs.peer.is_some_and(|peer| networks.contains(peer)),
            InvalidReason::DataCentre,
        ),
        (signs.is_unseen, InvalidReason::Unseen),
        (is_too_many, InvalidReason::TooMany),
        (
            at.plus_ms(CLOCKS_MS) < claims.issued,
            InvalidReason::BeforeDecision,
        ),
        (at >= claims.expires, InvalidReason::Expired),
    ];
    found
        .into_iter()
        .find_map(|(is_so, reason)| is_so.then_some(reason))
}

/// How long decisions are good for: an hour on the web, a day in an app that may be offline.
pub const fn validity_ms(device: DeviceClass) -> i64 {
    match device {
        DeviceClass::App => 24 * HOUR_MS,
        _ => HOUR_MS,
    }
}

#[cfg(test)]
mod tests;
