//! Renditions of the demo's pictures: drawn for the first time, and given again beside the same
//! bytes from a plain file. Ratios of one run on one machine.
//!
//! ```sh
//! cargo bench --bench renditions
//! ```
//!
//! Nothing is asserted but that answers are right. Server and clients are this one process, on
//! loopback.

#[path = "../serve/load.rs"]
#[expect(
    dead_code,
    reason = "the bench of kept answers tells more of what readers met"
)]
mod load;
#[path = "../pages/place.rs"]
#[expect(dead_code, reason = "the bench of pages asks more of a place")]
mod place;

use std::net::SocketAddr;
use std::path::Path as Folder;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use axum::Router;
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::routing::get;
use clap::Parser;
use load::{Line, Requests, ask};
use masthead::app::{App, Call};
use masthead::media::{self, Asset, AssetFilter};
use masthead::newsroom::Source;
use masthead::platform::page::Page;
use masthead::vocabulary::{AssetKind, ImageAspect, ImageFormat};
use place::Place;
use tokio::net::TcpListener;
use tokio::runtime::Runtime;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Connections of the comparison.
const CONNECTIONS: usize = 16;
/// Width of the renditions, as a phone shows them.
const WIDTH: u32 = 800;

/// Measures renditions.
#[derive(Parser)]
struct Asked {
    /// Pictures that are drawn.
    #[arg(long, default_value_t = 24)]
    pictures: u32,
    /// Length of one measurement.
    #[arg(long, default_value_t = 1_000)]
    milliseconds: u64,
    /// How often all measurements are gone through, by turns.
    #[arg(long, default_value_t = 5)]
    rounds: usize,
    /// What `cargo bench` adds of its own.
    #[arg(long, hide = true)]
    bench: bool,
}

fn main() -> Result<()> {
    let asked = Asked::parse();
    let folder = tempfile::tempdir()?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    let place = Place::at(folder.path(), "renditions", None)?;
    let (app, pictures) = runtime.block_on(filled(&place, asked.pictures))?;
    let live = serve(&runtime, masthead::api::router(&app)?)?;
    let files = folder.path().join("plain");
    std::fs::create_dir_all(&files)?;
    let plain = serve(&runtime, from(&files))?;
    println!("{} pictures at {WIDTH} pixels across, 16:9", pictures.len());
    for format in [ImageFormat::Jpeg, ImageFormat::Webp, ImageFormat::Avif] {
        let how = (ImageAspect::Wide16_9, format);
        let paths = pictures
            .iter()
            .filter_map(|picture| media::path_of_width(&app.keys, picture, Some(WIDTH), how));
        let paths: Vec<_> = paths.collect();
        let (cold, bytes) = runtime.block_on(drawn(live, &paths))?;
        let mut same = Vec::new();
        for (number, bytes) in bytes.iter().enumerate() {
            std::fs::write(files.join(number.to_string()), bytes)?;
            same.push(request(&format!("/{number}")));
        }
        let same: Requests = Arc::new(same);
        let kept: Requests = Arc::new(paths.iter().map(|path| request(path)).collect());
        let span = Duration::from_millis(asked.milliseconds);
        let (mut ratios, mut rates) = (Vec::new(), Vec::new());
        for _ in 0..asked.rounds {
            let file = ask(plain, &same, CONNECTIONS, span)?.per_second;
            let own = ask(live, &kept, CONNECTIONS, span)?.per_second;
            ratios.push(own / file);
            rates.push(own);
        }
        let rate = median(rates)?;
        println!("{format}");
        println!("    {cold:>8.1} a second, drawn for the first time, one by one");
        println!("    {rate:>8.0} a second, kept, over {CONNECTIONS} connections");
        println!("    {:>8.2} × a plain file", median(ratios)?);
        println!("    {:>8.5} × kept, for the first time", cold / rate);
    }
    Ok(())
}

/// The demo's newsroom in a fresh database, and its largest pictures.
async fn filled(place: &Place, most: u32) -> Result<(Arc<App>, Vec<Asset>)> {
    place.renew().await?;
    let app = place.open().await?;
    let call = Call::system(&app, "import");
    let records = Folder::new(env!("CARGO_MANIFEST_DIR")).join("examples/newsroom");
    let report = masthead::newsroom::import(&call, &Source::at(&records)?).await?;
    anyhow::ensure!(report.is_clean(), "{report}");
    let only = AssetFilter {
        kinds: Some(vec![AssetKind::Image]),
        ..AssetFilter::default()
    };
    let found = media::list(&call, None, &only, &Page::first(most)).await?;
    let mut pictures = found.items;
    pictures.retain(|one| one.width_px.is_some_and(|px| px >= 800));
    anyhow::ensure!(!pictures.is_empty(), "no picture is that wide");
    Ok((app, pictures))
}

/// Asks for each once: how many a second, and the bytes.
async fn drawn(live: SocketAddr, paths: &[String]) -> Result<(f64, Vec<Vec<u8>>)> {
    let mut line = Line::open(live).await?;
    let mut bytes = Vec::with_capacity(paths.len());
    let began = Instant::now();
    for path in paths {
        bytes.push(line.ask(&request(path)).await?.to_vec());
    }
    #[expect(clippy::cast_precision_loss, reason = "a figure for people")]
    let rate = paths.len() as f64 / began.elapsed().as_secs_f64();
    Ok((rate, bytes))
}

fn request(path: &str) -> Vec<u8> {
    format!("GET {path} HTTP/1.1\r\nhost: localhost\r\naccept: image/*\r\n\r\n").into_bytes()
}

/// A server of plain files, which reads each when it is asked for.
fn from(folder: &Folder) -> Router {
    let answer = async |State(folder): State<Arc<Folder>>, Path(name): Path<u32>| {
        let read = tokio::fs::read(folder.join(name.to_string())).await;
        let found = read.map_err(|_| StatusCode::NOT_FOUND)?;
        Ok::<_, StatusCode>(([(header::CONTENT_TYPE, "image/jpeg")], found))
    };
    Router::new()
        .route("/{name}", get(answer))
        .with_state(Arc::from(folder))
}

/// Serves on a free port of this machine until the process ends.
fn serve(runtime: &Runtime, router: Router) -> Result<SocketAddr> {
    let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0"))?;
    let address = listener.local_addr()?;
    let forever = std::future::pending();
    runtime.spawn(masthead::api::serve(listener, router, forever));
    Ok(address)
}

/// The one in the middle.
fn median(mut all: Vec<f64>) -> Result<f64> {
    all.sort_by(f64::total_cmp);
    all.get(all.len() / 2).copied().context("no figure")
}
