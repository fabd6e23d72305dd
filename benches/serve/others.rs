//! Other servers of the same facts, installed outside of the repository: PostGraphile beside the home
//! page, Directus beside a save.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;

use anyhow::{Context, Result};
use serde::Deserialize;

use super::load::Requests;

/// Another server, as long as it is held.
pub struct Other {
    process: Child,
    /// Where it answers.
    pub address: std::net::SocketAddr,
    /// What to ask it.
    pub requests: Requests,
    /// What its script says of itself.
    pub told: String,
}

/// What a script prints when its server is ready.
#[derive(Deserialize)]
struct Ready {
    address: std::net::SocketAddr,
    told: String,
    /// One request by POST for all,
    body: Option<String>,
    /// or many of any kind.
    #[serde(default)]
    requests: Vec<Asked>,
}

#[derive(Deserialize)]
struct Asked {
    method: String,
    path: String,
    authorization: String,
    body: String,
}

impl Other {
    /// Runs a script of `benches/others` with the programs that are installed in `folder`.
    pub fn start(node: &Path, script: &str, folder: &Path, words: &[&str]) -> Result<Self> {
        let scripts = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/others");
        let mut process = Command::new(node)
            .arg(scripts.join(script))
            .arg(folder)
            .args(words)
            .stdout(Stdio::piped())
            .spawn()
            .with_context(|| format!("cannot run {}", node.display()))?;
        let lines = process.stdout.take().context("the output of a script")?;
        let mut lines = BufReader::new(lines).lines();
        let ready = lines.find_map(|line| serde_json::from_str::<Ready>(&line.ok()?).ok());
        let ready = ready.with_context(|| format!("{script} ended before it was ready"))?;
        let by_post = ready.body.into_iter().map(|body| {
            let head = "POST /graphql HTTP/1.1\r\naccept: application/json\r\n";
            request(head, &body)
        });
        let others = ready.requests.iter().map(|one| {
            let (method, path, who) = (&one.method, &one.path, &one.authorization);
            let head = format!("{method} {path} HTTP/1.1\r\nauthorization: {who}\r\n");
            request(&head, &one.body)
        });
        Ok(Self {
            process,
            address: ready.address,
            requests: Arc::new(by_post.chain(others).collect()),
            told: ready.told,
        })
    }
}

fn request(head: &str, body: &str) -> Vec<u8> {
    let length = body.len();
    format!(
        "{head}host: localhost\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n{body}"
    )
    .into_bytes()
}

impl Drop for Other {
    fn drop(&mut self) {
        // It listens for this and takes its own children along.
        let asked = Command::new("kill")
            .arg(self.process.id().to_string())
            .status();
        if asked.is_err() {
            let _ = self.process.kill();
        }
        let _ = self.process.wait();
    }
}

/// Where other servers are installed.
#[derive(clap::Args)]
pub struct Installed {
    /// Folder with PostGraphile (`npm install postgraphile@5`), to be measured beside a home page.
    /// Asks for --postgres.
    #[arg(long, requires = "postgres")]
    pub postgraphile: Option<PathBuf>,
    /// Folder with Directus (`npm install directus@12`), to be measured beside a save. Asks for
    /// --postgres.
    #[arg(long, requires = "postgres")]
    pub directus: Option<PathBuf>,
    /// The Node.js that PostGraphile runs on.
    #[arg(long, default_value = "node")]
    pub node: PathBuf,
    /// The Node.js that Directus runs on.
    #[arg(long, default_value = "node")]
    pub directus_node: PathBuf,
}
