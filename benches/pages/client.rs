//! A client of one connection that keeps out of the way of what is measured.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};

use anyhow::{Context, Result, ensure};

/// An open connection.
pub struct Client {
    address: SocketAddr,
    connection: BufReader<TcpStream>,
}

impl Client {
    /// Connects to a server of this machine.
    pub fn connect(address: SocketAddr) -> Result<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        let connection = BufReader::with_capacity(1 << 16, stream);
        Ok(Self {
            address,
            connection,
        })
    }

    /// Posts JSON and gives the answer's body, which must come with 200 and its length.
    pub fn post(&mut self, path: &str, body: &str) -> Result<Vec<u8>> {
        let request = format!(
            "POST {path} HTTP/1.1\r\nhost: localhost\r\naccept: application/json\r\n\
             content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
            body.len()
        );
        let sent = self.connection.get_mut().write_all(request.as_bytes());
        let mut status = sent.map_err(Into::into).and_then(|()| self.line());
        if status.as_ref().is_ok_and(String::is_empty) || status.is_err() {
            // While others were asked, the server has hung up.
            *self = Self::connect(self.address)?;
            self.connection.get_mut().write_all(request.as_bytes())?;
            status = self.line();
        }
        let status = status?;
        let mut length = None;
        loop {
            let line = self.line()?;
            let Some((name, value)) = line.split_once(':') else {
                break;
            };
            if name.eq_ignore_ascii_case("content-length") {
                length = Some(value.trim().parse::<usize>()?);
            }
        }
        let mut answer = vec![0; length.context("an answer without its length")?];
        self.connection.read_exact(&mut answer)?;
        ensure!(
            status.contains(" 200 "),
            "{status}: {}",
            String::from_utf8_lossy(&answer)
        );
        Ok(answer)
    }

    fn line(&mut self) -> Result<String> {
        let mut line = String::new();
        self.connection.read_line(&mut line)?;
        Ok(line.trim_end().to_owned())
    }
}
