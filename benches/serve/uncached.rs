//! Pages of which nothing is kept, beside a handler written by hand.

use std::sync::Arc;
use std::time::Duration;

use anyhow::Result;
use masthead::app::App;
use tokio::runtime::Runtime;

use super::by_hand::{self, Ear};
use super::found::Newsroom;
use super::load::{Met, Requests, ask};
use super::median;
use super::others::Other;

/// Connections of the comparison.
const CONNECTIONS: usize = 16;

/// Measures by turns, and tells. To be asked before anything is kept.
pub fn tell(
    runtime: &Runtime,
    app: &Arc<App>,
    newsroom: &Newsroom,
    (rounds, span): (usize, Duration),
) -> Result<()> {
    println!("Nothing kept, {CONNECTIONS} connections, to the same answers by hand");
    let ear = Ear::of(app);
    let few = newsroom
        .stories
        .iter()
        .step_by(newsroom.stories.len().div_ceil(48));
    let stories: Requests = Arc::new(few.cloned().collect());
    for (name, live) in [("StoryPage", &stories), ("HomePage", &newsroom.home[0])] {
        let (hand, requests) = by_hand::serving(runtime, app, &ear, (newsroom.live, live))?;
        let (mut ratios, mut rates, mut spread) = (Vec::new(), Vec::new(), Vec::new());
        for _ in 0..rounds {
            let by_hand = ask(hand, &requests, CONNECTIONS, span)?;
            let own = ask(newsroom.live, live, CONNECTIONS, span)?;
            ratios.push(own.per_second / by_hand.per_second);
            rates.push(own.per_second);
        }
        for connections in [1, 64] {
            let met = ask(newsroom.live, live, connections, span)?;
            spread.push(met.p99.as_secs_f64() / met.p50.as_secs_f64());
        }
        println!(
            "    {:>8.2} × {name} ({:.0} a second; p99 to p50 {:.1} with 1 connection, {:.1} with 64)",
            median(ratios)?,
            median(rates)?,
            spread[0],
            spread[1],
        );
    }
    Ok(())
}

/// Measures home pages beside PostGraphile's, and tells.
pub fn beside(newsroom: &Newsroom, other: &Other, (rounds, span): (usize, Duration)) -> Result<()> {
    println!(
        "Nothing kept, {CONNECTIONS} connections, to PostGraphile ({})",
        other.told
    );
    let home = &newsroom.home[0];
    let (mut ratios, mut rates) = (Vec::new(), Vec::new());
    for _ in 0..rounds {
        let theirs = ask(other.address, &other.requests, CONNECTIONS, span)?;
        let own = ask(newsroom.live, home, CONNECTIONS, span)?;
        ratios.push(own.per_second / theirs.per_second);
        rates.push(own.per_second);
    }
    let spread = |met: &Met| met.p99.as_secs_f64() / met.p50.as_secs_f64();
    let (own, theirs) = (
        ask(newsroom.live, home, 64, span)?,
        ask(other.address, &other.requests, 64, span)?,
    );
    println!(
        "    {:>8.2} × HomePage ({:.0} a second; p99 to p50 with 64 connections {:.1}, its own {:.1})",
        median(ratios)?,
        median(rates)?,
        spread(&own),
        spread(&theirs),
    );
    Ok(())
}
