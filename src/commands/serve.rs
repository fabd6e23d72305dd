//! `masthead serve`.

use std::net::SocketAddr;
use std::process::ExitCode;

use anyhow::Context;
use axum::Router;
use masthead::app::App;
use masthead::platform::config::Config;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};

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

/// Answers until the process is asked to stop.
pub async fn until_stopped(app: &App, router: Router, listener: TcpListener) -> anyhow::Result<()> {
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    let stop = async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        tracing::info!("stopping: what has begun is finished");
    };
    masthead::api::serve(listener, router, stop).await;
    app.db.close().await;
    Ok(())
}
