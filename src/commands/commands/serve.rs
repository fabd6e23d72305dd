//! `masthead serve`.

use std::net::SocketAddr;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Context;
use masthead::app::App;
use masthead::platform::config::Config;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};

pub async fn run(config: &Config) -> anyhow::Result<ExitCode> {
    super::log(config);
    let app = masthead::open(config.clone()).await?;
    let listener = listen(config.listen).await?;
    tracing::info!(address = %listener.local_addr()?, "serving");
    until_stopped(&app, listener).await?;
    Ok(ExitCode::SUCCESS)
}

/// Takes an address to listen on.
pub async fn listen(address: SocketAddr) -> anyhow::Result<TcpListener> {
    TcpListener::bind(address).await.with_context(|| format!("cannot listen on {address}"))
}

/// Serves until the process is asked to stop; what has begun is finished.
pub async fn until_stopped(app: &Arc<App>, listener: TcpListener) -> anyhow::Result<()> {
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    let stopped = async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        tracing::info!("stopping: what has begun is finished");
    };
    let service = masthead::api::router(app).into_make_service_with_connect_info::<SocketAddr>();
    axum::serve(listener, service).with_graceful_shutdown(stopped).await?;
    app.db.close().await;
    Ok(())
}
