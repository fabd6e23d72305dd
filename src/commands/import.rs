//! `masthead import`.

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use clap::Subcommand;
use masthead::app::Call;
use masthead::newsroom::{self, Kind, Report, Source};
use masthead::platform::config::Config;

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
    },
}

impl Import {
    pub async fn run(self, config: &Config) -> anyhow::Result<ExitCode> {
        super::log(config)?;
        let Self::Newsroom { path } = self;
        let source = Source::at(&path)?;
        let app = masthead::open(config.clone()).await?;
        let began = Instant::now();
        let report = newsroom::import(&Call::system(&app, "import"), &source).await?;
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
