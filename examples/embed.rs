//! Masthead inside a program of one's own: beside its two doors stands one more page, made from
//! what readers are given.
//!
//! ```sh
//! cargo run --example embed
//! curl http://127.0.0.1:4001/headlines/uk
//! ```

use std::fmt::Write;
use std::path::Path;
use std::sync::Arc;

use axum::Router;
use axum::extract::{Path as Part, State};
use axum::http::StatusCode;
use axum::routing::get;
use masthead::app::{App, Call};
use masthead::articles::{self, ListQuery};
use masthead::newsroom::{self, Source};
use masthead::platform::config::Config;
use masthead::platform::page::Page;
use masthead::policy::Actor;
use tokio::net::TcpListener;
use tokio::sync::watch;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let data_dir = folder.path().display().to_string();
    let setting = |name: &str| (name == "MASTHEAD_DATA_DIR").then(|| data_dir.clone());
    let config = Config::read(&setting, None)?;
    masthead::prepare(&config).await?;
    let app = masthead::open(config).await?;
    bring_in(&app).await?;

    // Scheduled stories are announced, and kept answers stay right, as long as somebody works.
    let (stop, stops) = watch::channel(false);
    let worker = tokio::spawn(masthead::worker::run(Arc::clone(&app), stops));
    let own = Router::new()
        .route("/headlines/{locale}", get(headlines))
        .with_state(Arc::clone(&app));
    let router = masthead::api::router(&app)?.merge(own);
    let listener = TcpListener::bind("127.0.0.1:4001").await?;
    println!("http://127.0.0.1:4001/headlines/uk");
    masthead::api::serve(listener, router, async {
        // Where the signal cannot be waited for, it serves on.
        let _ = tokio::signal::ctrl_c().await;
    })
    .await;
    stop.send_replace(true);
    worker.await?;
    app.db.close().await;
    Ok(())
}

/// Brings the demo newsroom in.
async fn bring_in(app: &Arc<App>) -> anyhow::Result<()> {
    let records = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/newsroom");
    let call = Call::system(app, "import");
    let report = newsroom::import(&call, &Source::at(&records)?).await?;
    println!("{report}");
    Ok(())
}

/// The newest headlines of an edition, a line each: what a reader would be given, because the call
/// is a reader's.
async fn headlines(
    State(app): State<Arc<App>>,
    Part(locale): Part<String>,
) -> Result<String, StatusCode> {
    let locale = locale.parse().map_err(|_| StatusCode::NOT_FOUND)?;
    let call = Call::new(&app, Actor::Anonymous, "headlines".to_owned());
    let newest = articles::list(&call, &ListQuery::all(locale), &Page::first(10))
        .await
        .map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)?;
    let mut text = String::new();
    for story in newest.items {
        writeln!(text, "{}  {}", story.published_on, story.card.headline)
            .map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)?;
    }
    Ok(text)
}
