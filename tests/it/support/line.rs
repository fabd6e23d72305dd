//! One connection to a server program, which may be taken away at any moment.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;

/// Sends one request, and gives the status and the body of its answer; `None` when the server went
/// away.
pub fn exchange(stream: &mut BufReader<TcpStream>, request: &str) -> Option<(u16, Vec<u8>)> {
    stream.get_mut().write_all(request.as_bytes()).ok()?;
    let mut status = String::new();
    stream.read_line(&mut status).ok()?;
    let status = status.split(' ').nth(1)?.parse().ok()?;
    let mut length = 0;
    loop {
        let mut line = String::new();
        stream.read_line(&mut line).ok()?;
        if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().ok()?;
        }
        if line == "\r\n" {
            break;
        }
    }
    let mut body = vec![0; length];
    stream.read_exact(&mut body).ok()?;
    Some((status, body))
}
