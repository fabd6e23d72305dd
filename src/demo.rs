//! The demo: an invented newsroom for one machine, ready in a moment and gone with its folder.
//!
//! It brings in the records of `examples/newsroom/`, which are inside the program, the way that any
//! newsroom comes in; those that came in at an earlier start are left alone. Its accounts are signed
//! in already, with tokens that live as long as the process and work nowhere else, because the keys
//! that sign them are in memory alone. For the same reason it serves nobody but this machine.

use std::fmt;
use std::sync::Arc;

use anyhow::{Result, bail};
use include_dir::{Dir, include_dir};
use serde_json::{Map, Value as Json, json};

use crate::app::{App, Call};
use crate::newsroom::{self, Report, Source};
use crate::platform::config::Config;
use crate::users::{self, DemoToken};

static NEWSROOM: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/examples/newsroom");

/// The demo, ready to be served.
pub struct Demo {
    /// Masthead, open on the demo's database.
    pub app: Arc<App>,
    /// A token for readers and one for each default role.
    pub tokens: Vec<DemoToken>,
    steps: Vec<String>,
    report: Report,
}

/// Makes the demo ready: brings its database up to date, brings in what is new of its newsroom, and
/// signs its accounts in.
///
/// # Errors
/// When others than this machine would reach it, the folder cannot be written, or a record of the
/// newsroom has something wrong.
pub async fn start(config: Config) -> Result<Demo> {
    if !config.listen.ip().is_loopback() {
        bail!("the demo gives its tokens to everybody: it listens on loopback addresses only");
    }
    let steps = crate::prepare(&config).await?;
    let app = crate::open_in_memory_keys(config).await?;
    let call = Call::system(&app, "import");
    let report = newsroom::import(&call, &Source::Embedded(&NEWSROOM)).await?;
    if let Some(fault) = report.faults.first() {
        bail!("the demo newsroom has a fault: {fault}");
    }
    let tokens = users::demo_tokens(&Call::system(&app, "demo")).await?;
    Ok(Demo {
        app,
        tokens,
        steps,
        report,
    })
}

impl Demo {
    fn url(&self) -> &str {
        &self.app.config.public_url
    }

    /// One line for machines: where things are, and a token for each role.
    pub fn ready_line(&self) -> Json {
        let tokens = self
            .tokens
            .iter()
            .map(|one| (one.key.to_owned(), one.token.clone().into()));
        json!({
            "url": self.url(),
            "graphql": format!("{}/graphql", self.url()),
            "desk": format!("{}/desk/graphql", self.url()),
            "tokens": Json::Object(tokens.collect::<Map<_, _>>()),
        })
    }
}

/// A greeting for people: what was done, and where to look.
impl fmt::Display for Demo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (url, folder) = (self.url(), self.app.config.data_dir.display());
        writeln!(
            f,
            "Masthead demo: the newsroom of Mayak in Ukrainian, Russian and English\n"
        )?;
        if !self.steps.is_empty() {
            writeln!(f, "  made a database in {folder}")?;
        }
        match self.report.summary().as_str() {
            "" => writeln!(f, "  found the newsroom in {folder}, as it was left")?,
            summary => writeln!(f, "  brought in {summary}")?,
        }
        writeln!(
            f,
            "  signed in an account for each role; tokens end with this process\n"
        )?;
        writeln!(f, "  Welcome    {url}/")?;
        writeln!(f, "  Explorer   {url}/explorer")?;
        writeln!(f, "  GraphQL    {url}/graphql        for front ends")?;
        writeln!(f, "  Desk       {url}/desk/graphql   for the newsroom")?;
        writeln!(f, "\nTry:\n")?;
        writeln!(
            f,
            "  curl -s {url}/graphql -H 'content-type: application/json' \\"
        )?;
        writeln!(
            f,
            "    -d '{{\"query\":\"{{ edition(locale: \\\"en\\\") {{ front {{ title }} }} }}\"}}'"
        )?;
        write!(f, "\nCtrl-C stops it. Delete {folder} to start afresh.")
    }
}
