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
    let mut line = Line::open(address).await?;
    let mut times = Vec::new();
    // Spread over the requests, so that connections do not ask for the same at the same time.
    let mut next = number * 7_919;
    while Instant::now() < end {
        let began = Instant::now();
        let request = &requests[next % requests.len()];
        line.ask(request).await?;
        times.push(began.elapsed());
        next += 1;
    }
    Ok(times)
}

/// An open connection.
pub struct Line {
    stream: TcpStream,
    buffer: Vec<u8>,
}

impl Line {
    /// Connects.
    pub async fn open(address: SocketAddr) -> Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        let buffer = Vec::with_capacity(1 << 17);
        Ok(Self { stream, buffer })
    }

    /// Asks, and gives the body of the answer.
    pub async fn ask(&mut self, request: &[u8]) -> Result<&[u8]> {
        let Self { stream, buffer } = self;
        stream.write_all(request).await?;
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
            let length = length(text).unwrap_or("0").parse::<usize>()?;
            while buffer.len() < head + 4 + length {
                ensure!(stream.read_buf(buffer).await? > 0, "the server hung up");
            }
            return Ok(&buffer[head + 4..]);
        }
    }
}

/// What the head says of the body's length.
fn length(head: &str) -> Option<&str> {
    field(head, ["content-length:", "Content-Length:"])
}

/// A field of a head, however its name is written (RFC 9110, 5.1).
fn field<'h>(head: &'h str, names: [&str; 2]) -> Option<&'h str> {
    let at = names
        .into_iter()
        .find_map(|name| memchr::memmem::find(head.as_bytes(), name.as_bytes()));
    let (_, value) = head[at?..].lines().next()?.split_once(':')?;
    Some(value.trim())
}

/// One answer's body.
pub async fn exchange(address: SocketAddr, request: &[u8]) -> Result<Vec<u8>> {
    Ok(Line::open(address).await?.ask(request).await?.to_vec())
}

/// The validator of an answer.
pub async fn validator(address: SocketAddr, request: &[u8]) -> Result<String> {
    let mut line = Line::open(address).await?;
    line.ask(request).await?;
    let head = memchr::memmem::find(&line.buffer, b"\r\n\r\n").context("a head")?;
    let head = std::str::from_utf8(&line.buffer[..head])?;
    let tag = field(head, ["etag:", "ETag:"]).context("a validator")?;
    Ok(tag.to_owned())
}
