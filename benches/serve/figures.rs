//! Kept pages beside the same bytes from memory.

use std::time::Duration;

use anyhow::Result;
use tokio::runtime::Runtime;

use super::found::Newsroom;
use super::load::{Requests, ask};
use super::median;

/// Connections of the comparison.
const CONNECTIONS: usize = 16;

/// Measures by turns, and tells.
pub fn tell(runtime: &Runtime, newsroom: &Newsroom, rounds: usize, span: Duration) -> Result<()> {
    let held = newsroom.held(runtime)?;
    let kinds: [(&str, &Requests, &Requests); 3] = [
        ("StoryPage", &newsroom.story[0], &newsroom.story[1]),
        ("HomePage", &newsroom.home[0], &newsroom.home[1]),
        ("StoryPage, held", &held, &newsroom.story[1]),
    ];
    let mut ratios: [Vec<f64>; 3] = Default::default();
    let mut rates: [Vec<f64>; 3] = Default::default();
    for _ in 0..rounds {
        for (place, (_, live, kept)) in kinds.iter().enumerate() {
            let memory = ask(newsroom.kept, kept, CONNECTIONS, span)?;
            let own = ask(newsroom.live, live, CONNECTIONS, span)?;
            ratios[place].push(own.per_second / memory.per_second);
            rates[place].push(own.per_second);
        }
    }
    println!("Kept answers, {CONNECTIONS} connections, to the same bytes from memory");
    for (((name, ..), ratios), rates) in kinds.iter().zip(ratios).zip(rates) {
        println!(
            "    {:>8.2} × {name} ({:.0} a second)",
            median(ratios)?,
            median(rates)?
        );
    }
    println!("Connections to a kept StoryPage");
    for connections in [1, 16, 64, 512] {
        let met = ask(newsroom.live, &newsroom.story[0], connections, span)?;
        println!(
            "    {connections:>8}: {:>8.0} a second, p50 {:.2} ms, p99 {:.2} ms",
            met.per_second,
            met.p50.as_secs_f64() * 1_000.0,
            met.p99.as_secs_f64() * 1_000.0
        );
    }
    Ok(())
}
