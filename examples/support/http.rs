//! HTTP for the examples, with nothing but the standard library: one request on one connection.

use std::io::{Read, Write};
use std::net::TcpStream;

use anyhow::{Context, Result, bail};
use serde::Deserialize;
use serde_json::Value as Json;

/// An HTTP answer.
pub struct Answer {
    pub status: u16,
    head: String,
    body: Vec<u8>,
}

/// What went wrong, as the server tells it (RFC 9457).
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Problem {
    status: u16,
    detail: String,
    request_id: String,
    #[serde(default)]
    errors: Vec<Json>,
}

/// The host of a server's address.
pub fn host(base: &str) -> Result<String> {
    let host = base.strip_prefix("http://");
    let host = host.context("the examples speak http only")?;
    Ok(host.trim_end_matches('/').to_owned())
}

/// Sends a request, whose head ends with its last header, and waits for the answer.
pub fn exchange(host: &str, head: &str, body: &[u8]) -> Result<Answer> {
    let mut stream = TcpStream::connect(host).context(host.to_owned())?;
    write!(
        stream,
        "{head}host: {host}\r\naccept: application/json\r\ncontent-length: {}\r\n\
         connection: close\r\n\r\n",
        body.len()
    )?;
    stream.write_all(body)?;
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes)?;
    Answer::of(&bytes)
}

impl Answer {
    fn of(bytes: &[u8]) -> Result<Self> {
        let end = bytes.windows(4).position(|four| four == b"\r\n\r\n");
        let (head, body) = bytes.split_at(end.context("an answer without an end of its head")? + 4);
        let head = String::from_utf8_lossy(head).into_owned();
        let status = head
            .split(' ')
            .nth(1)
            .and_then(|status| status.parse().ok());
        Ok(Self {
            status: status.context("an answer without a status")?,
            head,
            body: body.to_vec(),
        })
    }

    /// A header, when there is one of this name.
    #[allow(dead_code, reason = "not every example looks at headers")]
    pub fn header(&self, wanted: &str) -> Option<&str> {
        let headers = self.head.lines().filter_map(|line| line.split_once(':'));
        let mut named = headers.filter(|(name, _)| name.eq_ignore_ascii_case(wanted));
        named.next().map(|(_, value)| value.trim())
    }

    /// The data; what is no answer is a problem that can be told.
    pub fn read(&self) -> Result<Json> {
        if self.status == 200 {
            return Ok(serde_json::from_slice(&self.body)?);
        }
        let problem: Problem = serde_json::from_slice(&self.body)?;
        let errors: Vec<_> = problem.errors.iter().map(ToString::to_string).collect();
        bail!(
            "{}: {} {} (request {})",
            problem.status,
            problem.detail,
            errors.join(" "),
            problem.request_id
        )
    }
}
