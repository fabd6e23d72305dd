//! `masthead serve`.

use std::net::SocketAddr;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Context;
use axum::Router;
use masthead::app::App;
use masthead::platform::config::Config;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;

pub async fn run(config: &Config) -> anyhow::Result<ExitCode> {
    super::log(config)?;
    let app = masthead::open(config.clone()).await?;
    let listener = listen(config.listen).await?;
    tracing::info!(address = %listener.local_addr()?, "serving");
    until_stopped(&app, masthead::api::router(&app)?, listener).await?;
    Ok(ExitCode::SUCCESS)
}

/// Takes an address to listen on.
pub async fn listen(address: SocketAddr) -> anyhow::Result<TcpListener> {
    TcpListener::bind(address)
        .await
        .with_context(|| format!("cannot listen on {address}"))
}

/// Answers and works until the process is asked to stop. The door is closed first, then the worker
/// rests, then the database is let go.
pub async fn until_stopped(
    app: &Arc<App>,
    router: Router,
    listener: TcpListener,
) -> anyhow::Result<()> {
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    let stop = async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        tracing::info!("stopping: what has begun is finished");
    };
    let (rest, stops) = watch::channel(false);
    let worker = tokio::spawn(masthead::worker::run(Arc::clone(app), stops));
    masthead::api::serve(listener, router, stop).await;
    rest.send_replace(true);
    if let Err(error) = worker.await {
        tracing::error!(%error, "the worker broke off");
    }
    app.db.close().await;
    Ok(())
}
