//! Readers: connections that ask as fast as they are answered.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// Requests as they go over the line.
pub type Requests = Arc<Vec<Vec<u8>>>;

/// What readers met.
pub struct Met {
    /// Answers a second.
    pub per_second: f64,
    /// Middle answer time.
    pub p50: Duration,
    /// The answer time that one in a hundred is longer than.
    pub p99: Duration,
}

/// Asks over so many connections for as long as `span`, each connection for all requests by turns.
pub fn ask(
    address: SocketAddr,
    requests: &Requests,
    connections: usize,
    span: Duration,
) -> Result<Met> {
    let requests = Arc::clone(requests);
    // A thread of their own, so that readers do not wait behind the server's work.
    let readers = std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        runtime.block_on(async {
            let end = Instant::now() + span;
            let began = Instant::now();
            let each = (0..connections)
                .map(|number| tokio::spawn(read(address, Arc::clone(&requests), number, end)));
            let mut times = Vec::new();
            for reader in each.collect::<Vec<_>>() {
                times.extend(reader.await??);
            }
            anyhow::Ok((times, began.elapsed()))
        })
    });
    let (mut times, took) = readers
        .join()
        .map_err(|_| anyhow::anyhow!("a reader fell"))??;
    times.sort_unstable();
    let at = |part: usize| times.get(times.len() * part / 100).copied();
    #[expect(clippy::cast_precision_loss, reason = "figures for people")]
    let per_second = times.len() as f64 / took.as_secs_f64();
    Ok(Met {
        per_second,
        p50: at(50).context("no answer")?,
        p99: at(99).context("no answer")?,
    })
}

async fn read(
    address: SocketAddr,
    requests: Requests,
    number: usize,
    end: Instant,
) -> Result<Vec<Duration>> {
    let mut stream = TcpStream::connect(address).await?;
    stream.set_nodelay(true)?;
    let mut buffer = Vec::with_capacity(1 << 17);
    let mut times = Vec::new();
    // Spread over the requests, so that connections do not ask for the same at the same time.
    let mut next = number * 7_919;
    while Instant::now() < end {
        let began = Instant::now();
        let request = &requests[next % requests.len()];
        stream.write_all(request).await?;
        answer(&mut stream, &mut buffer).await?;
        times.push(began.elapsed());
        next += 1;
    }
    Ok(times)
}

/// Reads one answer; its body is left in the buffer's end. Tells where the body begins.
async fn answer(stream: &mut TcpStream, buffer: &mut Vec<u8>) -> Result<usize> {
    buffer.clear();
    loop {
        ensure!(stream.read_buf(buffer).await? > 0, "the server hung up");
        // As quick as it gets: what readers take is taken from the server.
        let Some(head) = memchr::memmem::find(buffer, b"\r\n\r\n") else {
            continue;
        };
        let text = std::str::from_utf8(&buffer[..head])?;
        let status = text.split(' ').nth(1).unwrap_or_default();
        ensure!(matches!(status, "200" | "304"), "{text}");
        let length = memchr::memmem::find(text.as_bytes(), b"content-length:");
        let length = length.and_then(|at| text[at..].lines().next()?.split_once(':'));
        let length = length.map(|(_, length)| length.trim());
        let length: usize = length.unwrap_or("0").parse()?;
        while buffer.len() < head + 4 + length {
            ensure!(stream.read_buf(buffer).await? > 0, "the server hung up");
        }
        return Ok(head + 4);
    }
}

/// One answer's body.
pub async fn exchange(address: SocketAddr, request: &[u8]) -> Result<Vec<u8>> {
    let mut stream = TcpStream::connect(address).await?;
    stream.write_all(request).await?;
    let mut buffer = Vec::new();
    let body = answer(&mut stream, &mut buffer).await?;
    Ok(buffer.split_off(body))
}
