//! Import at size, and the four page documents and search over newsrooms of different sizes, as ratios of one
//! run on one machine; `docs/performance.md` keeps its figures and says what they mean.
//!
//! ```sh
//! cargo bench --bench pages -- --articles 20000
//! cargo bench --bench pages -- --articles 20000 --postgres postgres://localhost/postgres
//! ```
//!
//! Nothing is asserted: a busy machine may be slow. Server and client are this one process, on
//! loopback; the number of requests is fixed by the options.

mod client;
mod clock;
mod import;
mod memory;
#[path = "../../examples/generate_newsroom/newsroom/mod.rs"]
mod newsroom;
mod pages;
mod place;
mod report;

use std::path::{Path, PathBuf};

use anyhow::Result;
use clap::Parser;
use masthead::newsroom::Source;
use newsroom::Size;
use place::Place;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Measures the import, and the four page documents and search over newsrooms of different sizes.
#[derive(Parser)]
struct Asked {
    /// Stories of the large newsroom, each in three languages.
    #[arg(long, default_value_t = 20_000)]
    articles: u64,
    /// Stories of the small newsroom of the same kind: enough to fill every list.
    #[arg(long, default_value_t = 1_000)]
    small: u64,
    /// How often all measurements are gone through; each time every document is asked for by turns.
    #[arg(long, default_value_t = 20)]
    rounds: usize,
    /// Requests for one document of one newsroom in a round.
    #[arg(long, default_value_t = 20)]
    requests: usize,
    /// Address of a PostgreSQL database; three databases, `masthead_bench_…`, are made anew beside
    /// it. Without it: SQLite.
    #[arg(long)]
    postgres: Option<String>,
    /// Where files are made, and stay. Without it: a temporary folder that is removed at the end.
    #[arg(long)]
    folder: Option<PathBuf>,
    /// Bodies of a kilobyte at most, as wire news has them.
    #[arg(long)]
    short: bool,
    /// Measures the import alone.
    #[arg(long)]
    import_only: bool,
    /// Measures the documents alone, over what an earlier run with the same options left in the
    /// folder.
    #[arg(long, requires = "folder", conflicts_with = "import_only")]
    pages_only: bool,
    /// Story pages of the large newsroom that are asked for at random, of the program itself, to see
    /// what it takes up afterwards.
    #[arg(long, default_value_t = 0)]
    served: usize,
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
    let place = |name| Place::at(folder, name, asked.postgres.as_deref());
    let (demo, small, large) = (place("demo")?, place("small")?, place("large")?);
    if !asked.pages_only {
        runtime.block_on(fill(&asked, folder, [&demo, &small, &large]))?;
    }
    if asked.import_only {
        return Ok(());
    }

    let places = [&demo, &small, &large];
    let measured = pages::measured(&runtime, places, asked.rounds, asked.requests)?;
    let names = [
        "the demo".to_owned(),
        format!("{} stories", asked.small),
        format!("{} stories", asked.articles),
    ];
    report::pages(&names, &measured);
    if asked.served > 0 {
        memory::tell(&large, asked.served)?;
    }
    Ok(())
}

/// Brings newsrooms into fresh databases, the large one first and measured.
async fn fill(asked: &Asked, folder: &Path, [demo, small, large]: [&Place; 3]) -> Result<()> {
    let records = newsroom::write(&folder.join("large-records"), size(asked, asked.articles))?;
    large.renew().await?;
    report::import(&import::measured(large, &records).await?);
    if asked.import_only {
        return Ok(());
    }
    let records = newsroom::write(&folder.join("small-records"), size(asked, asked.small))?;
    small.renew().await?;
    import::quietly(small, &Source::at(&records)?).await?;
    let records = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/newsroom");
    demo.renew().await?;
    import::quietly(demo, &Source::at(&records)?).await
}

const fn size(asked: &Asked, stories: u64) -> Size {
    Size {
        stories,
        seed: 1,
        is_short: asked.short,
    }
}
