//! What is kept, as a reader meets it: pages at full load beside the same bytes from memory, more
//! and more connections, and a publication a second. Ratios of one run on one machine;
//! `docs/performance.md` keeps its figures and says what they mean.
//!
//! ```sh
//! cargo bench --bench serve
//! cargo bench --bench serve -- --articles 10000 --postgres postgres://localhost/postgres
//! ```
//!
//! Nothing is asserted but that answers are right. Server and clients are this one process, on
//! loopback.

mod by_hand;
mod figures;
mod found;
mod load;
#[path = "../../examples/generate_newsroom/newsroom/mod.rs"]
mod newsroom;
mod others;
#[path = "../pages/place.rs"]
#[expect(dead_code, reason = "the bench of pages asks more of a place")]
mod place;
mod saves;
mod storm;
mod uncached;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result};
use clap::Parser;
use masthead::app::{App, Call, changes};
use masthead::newsroom::Source;
use newsroom::Size;
use others::{Installed, Other};
use place::Place;
use tokio::runtime::Runtime;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Measures what is kept, at full load.
#[derive(Parser)]
struct Asked {
    /// Stories of the newsroom, each in three languages.
    #[arg(long, default_value_t = 4_000)]
    articles: u64,
    /// Different story pages that readers ask for during the storm.
    #[arg(long, default_value_t = 10_000)]
    pages: usize,
    /// Length of one measurement.
    #[arg(long, default_value_t = 1_000)]
    milliseconds: u64,
    /// How often all measurements are gone through, by turns.
    #[arg(long, default_value_t = 5)]
    rounds: usize,
    /// Seconds of the storm, and of the calm before it.
    #[arg(long, default_value_t = 10)]
    storm_seconds: u64,
    /// Address of a PostgreSQL database; another, `masthead_bench_serve`, is made anew beside it.
    /// Without it: SQLite.
    #[arg(long)]
    postgres: Option<String>,
    /// Where files are made, and stay. Without it: a temporary folder that is removed at the end.
    #[arg(long)]
    folder: Option<PathBuf>,
    #[command(flatten)]
    others: Installed,
    /// What `cargo bench` adds of its own.
    #[arg(long, hide = true)]
    bench: bool,
}

fn main() -> Result<()> {
    let asked = Asked::parse();
    let temporary = tempfile::tempdir()?;
    let folder = asked.folder.as_deref().unwrap_or(temporary.path());
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    let place = Place::at(folder, "serve", asked.postgres.as_deref())?;
    let app = runtime.block_on(filled(&asked, folder, &place))?;
    let span = Duration::from_millis(asked.milliseconds);
    let newsroom = found::Newsroom::open(&runtime, &app, asked.pages)?;
    // Nothing is kept as long as nobody listens for changes.
    uncached::tell(&runtime, &app, &newsroom, (asked.rounds, span))?;
    if let Some(installed) = &asked.others.postgraphile {
        let live = format!("http://{}", newsroom.live);
        let words = [place.url(), live.as_str()];
        let other = Other::start(&asked.others.node, "postgraphile.mjs", installed, &words)?;
        uncached::beside(&newsroom, &other, (asked.rounds, span))?;
    }
    let _follows = follow(&runtime, &app);
    figures::tell(&runtime, &newsroom, asked.rounds, span)?;
    if let (Some(installed), Some(server)) = (&asked.others.directus, &asked.postgres) {
        let database = Place::at(folder, "directus", Some(server))?;
        runtime.block_on(database.empty())?;
        let node = &asked.others.directus_node;
        let other = Other::start(node, "directus.mjs", installed, &[database.url()])?;
        saves::tell(&runtime, &app, newsroom.live, &other, (asked.rounds, span))?;
    }
    storm::tell(
        &runtime,
        &app,
        &newsroom,
        Duration::from_secs(asked.storm_seconds),
    )
}

/// A newsroom in a fresh database.
async fn filled(asked: &Asked, folder: &std::path::Path, place: &Place) -> Result<Arc<App>> {
    let size = Size {
        stories: asked.articles,
        seed: 1,
        is_short: false,
    };
    let records = newsroom::write(&folder.join("serve-records"), size)?;
    place.renew().await?;
    let app = place.open().await?;
    let call = Call::system(&app, "import");
    let report = masthead::newsroom::import(&call, &Source::at(&records)?).await?;
    anyhow::ensure!(report.is_clean(), "{report}");
    Ok(app)
}

/// Lets the server hear of writes, as `masthead serve` does, for as long as what it gives is held.
fn follow(runtime: &Runtime, app: &Arc<App>) -> tokio::sync::watch::Sender<bool> {
    let (stop, stops) = tokio::sync::watch::channel(false);
    runtime.spawn(changes::follow(Arc::clone(app), stops));
    stop
}

/// The one in the middle.
fn median(mut all: Vec<f64>) -> Result<f64> {
    all.sort_by(f64::total_cmp);
    all.get(all.len() / 2).copied().context("no figure")
}
