//! Memory of the program while it serves a newsroom.

use std::net::{SocketAddr, TcpListener};
use std::process::{Child, Command};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use super::client::Client;
use super::pages::{DOCUMENTS, Found};
use super::place::Place;

/// How long the program may take until it answers.
const PATIENCE: Duration = Duration::from_secs(60);

/// Serves a newsroom by the program itself, asks for so many story pages anywhere in the archive, and
/// tells what it takes up before and after.
pub fn tell(place: &Place, pages: usize) -> Result<()> {
    let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
    let address = SocketAddr::from(([127, 0, 0, 1], port));
    let mut server = Server(
        Command::new(env!("CARGO_BIN_EXE_masthead"))
            .arg("serve")
            .env("MASTHEAD_LISTEN", address.to_string())
            .env("MASTHEAD_DATABASE_URL", place.url())
            .env("MASTHEAD_DATA_DIR", place.data_dir())
            .env("MASTHEAD_LOG", "error")
            .spawn()?,
    );
    let began = Instant::now();
    let mut client = connected(address, began)?;
    let ready = began.elapsed();
    let rest = server.memory()?;
    let found = Found::walk(&mut client)?;
    let mut number = 1_u64;
    for _ in 0..pages {
        // Numbers of a linear congruential generator (Knuth, MMIX): any order will do.
        number = number
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        let body = found.story(DOCUMENTS[0].1, usize::try_from(number >> 33)?);
        client.post("/graphql", &body)?;
    }
    let after = server.memory()?;
    println!("\nThe program, of {} story pages", found.count());
    println!("  ready after {:.0} ms", ready.as_secs_f64() * 1e3);
    for (when, memory) in [("at rest", rest), ("after so many", after)] {
        println!(
            "  {:>4} MiB {when}, and with what of the program file is in memory {} MiB",
            memory.own / 1024,
            memory.all / 1024
        );
    }
    println!("  {pages} pages were given at random");
    Ok(())
}

#[expect(
    clippy::disallowed_methods,
    reason = "nothing else goes on in this process"
)]
fn connected(address: SocketAddr, began: Instant) -> Result<Client> {
    loop {
        match Client::connect(address) {
            Err(_) if began.elapsed() < PATIENCE => std::thread::sleep(Duration::from_millis(2)),
            connected => return connected,
        }
    }
}

/// KiB.
struct Memory {
    own: u64,
    all: u64,
}

/// The program, until it is not needed any more.
struct Server(Child);

impl Server {
    fn memory(&mut self) -> Result<Memory> {
        if let Some(status) = self.0.try_wait()? {
            bail!("the server ended: {status}");
        }
        let told = std::fs::read_to_string(format!("/proc/{}/status", self.0.id()))?;
        let field = |name: &str| {
            let line = told.lines().find_map(|line| line.strip_prefix(name));
            let number = line.and_then(|line| line.split_whitespace().next());
            number
                .context("a system with /proc")?
                .parse::<u64>()
                .context("a number")
        };
        Ok(Memory {
            own: field("RssAnon:")?,
            all: field("VmRSS:")?,
        })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It is gone already, or it goes now.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
