//! The loop that takes connections, with the two limits that keep it healthy: a client that does
//! not send its headers is let go, and a server that is asked to stop finishes what it has begun.

use std::io;
use std::net::SocketAddr;
use std::pin::pin;
use std::time::Duration;

use axum::extract::ConnectInfo;
use axum::{Extension, Router};
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tower::Layer;

/// How long the headers of a request may take to come.
const HEADERS: Duration = Duration::from_secs(10);
/// How long requests that have begun may take once the server is asked to stop.
const LAST_REQUESTS: Duration = Duration::from_secs(20);
/// How long nothing is accepted after the system had no socket to give.
const OUT_OF_SOCKETS: Duration = Duration::from_secs(1);

/// Answers what comes to `listener` until `stop` is ready, and then finishes what has begun.
pub async fn serve(listener: TcpListener, router: Router, stop: impl Future<Output = ()>) {
    let connections = GracefulShutdown::new();
    let mut stop = pin!(stop);
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, peer)) => {
                    let router = router.clone();
                    tokio::spawn(answer(stream, peer, router, connections.watcher()));
                }
                Err(error) => rest_after(&error).await,
            },
            () = &mut stop => break,
        }
    }
    drop(listener);
    if tokio::time::timeout(LAST_REQUESTS, connections.shutdown())
        .await
        .is_err()
    {
        tracing::warn!("some requests took too long and were broken off");
    }
}

/// Answers the requests of one connection.
async fn answer(stream: TcpStream, peer: SocketAddr, router: Router, watcher: Watcher) {
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(%error, "a connection keeps its delay");
    }
    let service = Extension(ConnectInfo(peer)).layer(router);
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEADERS)
        .serve_connection(TokioIo::new(stream), TowerToHyperService::new(service));
    if let Err(error) = watcher.watch(connection).await {
        tracing::debug!(%error, %peer, "a connection ended early");
    }
}

/// A client that went away before it was accepted is no reason to wait; having no sockets is.
#[expect(
    clippy::disallowed_methods,
    reason = "the operating system is waited for, not the newsroom's clock"
)]
async fn rest_after(error: &io::Error) {
    let is_of_client = matches!(
        error.kind(),
        io::ErrorKind::ConnectionAborted
            | io::ErrorKind::ConnectionReset
            | io::ErrorKind::ConnectionRefused
    );
    if !is_of_client {
        tracing::error!(%error, "no connection can be accepted");
        tokio::time::sleep(OUT_OF_SOCKETS).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::routing::get;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::sync::oneshot;

    const REQUEST: &[u8] = b"GET / HTTP/1.1\r\nhost: test\r\n\r\n";

    /// A server whose one page waits for `go`, the word to stop it, and its end.
    async fn slow_server() -> (
        SocketAddr,
        std::sync::Arc<tokio::sync::Notify>,
        oneshot::Sender<()>,
        tokio::task::JoinHandle<()>,
    ) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let go = std::sync::Arc::new(tokio::sync::Notify::new());
        let wait = std::sync::Arc::clone(&go);
        let page = get(move || async move {
            wait.notify_one();
            wait.notified().await;
            "done"
        });
        let (stop, stopped) = oneshot::channel();
        let router = Router::new().route("/", page);
        let end = tokio::spawn(serve(listener, router, async { stopped.await.unwrap() }));
        (address, go, stop, end)
    }

    #[tokio::test]
    async fn a_request_that_has_begun_is_finished_after_the_word_to_stop() {
        let (address, go, stop, end) = slow_server().await;
        let mut client = TcpStream::connect(address).await.unwrap();
        client.write_all(REQUEST).await.unwrap();
        go.notified().await;

        stop.send(()).unwrap();
        tokio::task::yield_now().await;
        go.notify_one();
        let mut answer = String::new();
        client.read_to_string(&mut answer).await.unwrap();
        end.await.unwrap();

        assert!(answer.starts_with("HTTP/1.1 200") && answer.ends_with("done"));
        assert!(TcpStream::connect(address).await.is_err());
    }
}
