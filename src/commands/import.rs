//! `masthead import`.

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::Context;
use clap::Subcommand;
use masthead::app::{App, Call};
use masthead::newsroom::{self, Kind, Report, Source};
use masthead::platform::config::Config;
use masthead::policy::Actor;
use masthead::users;

#[derive(Subcommand)]
pub enum Import {
    /// Brings a newsroom in: a folder, or one .ndjson file, of the format in
    /// examples/newsroom/README.md.
    ///
    /// Repeating it changes what has changed and nothing else. A record with something wrong is left
    /// out and told at the end; then the exit code is 1.
    Newsroom {
        /// The folder or file.
        path: PathBuf,
        /// E-mail address of the account in whose name it is brought in; without it the built-in
        /// account `Import`.
        #[arg(long = "as", value_name = "EMAIL")]
        by: Option<String>,
    },
}

impl Import {
    pub async fn run(self, config: &Config) -> anyhow::Result<ExitCode> {
        super::log(config)?;
        let Self::Newsroom { path, by } = self;
        let source = Source::at(&path)?;
        let app = masthead::open(config.clone()).await?;
        let call = caller(&app, by.as_deref()).await?;
        let began = Instant::now();
        let report = newsroom::import(&call, &source).await?;
        let took = began.elapsed();
        app.db.close().await;
        print!("{report}");
        println!("{}", rate(&report, took));
        let code = if report.is_clean() {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        };
        Ok(code)
    }
}

/// The import, in the name of the account with this address.
async fn caller(app: &Arc<App>, email: Option<&str>) -> anyhow::Result<Call> {
    let call = Call::system(app, "import");
    let Some(email) = email else { return Ok(call) };
    let user = users::by_email(&call, email).await?;
    let user = user.with_context(|| format!("there is no account with the address {email}"))?;
    let actor = Actor::System {
        name: "import",
        user: user.id,
    };
    Ok(call.by(actor))
}

/// How fast stories came in.
fn rate(report: &Report, took: Duration) -> String {
    let seconds = took.as_secs_f64();
    match report
        .counts
        .get(&Kind::Article)
        .map_or(0, |counts| counts.written())
    {
        0 => format!("in {seconds:.1} s"),
        stories => {
            let texts = report.translations;
            #[expect(clippy::cast_precision_loss, reason = "a rate for people")]
            let a_second = stories as f64 / seconds.max(0.001);
            format!("{stories} articles in {texts} texts in {seconds:.1} s: {a_second:.0} a second")
        }
    }
}
