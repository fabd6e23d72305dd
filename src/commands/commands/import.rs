//! `masthead import`.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Subcommand;
use masthead::platform::config::Config;

#[derive(Subcommand)]
pub enum Import {
    /// Brings a newsroom in: a folder, or one .ndjson file, of the format in
    /// examples/newsroom/README.md. Repeating it changes what has changed and nothing else.
    Newsroom {
        /// The folder or file.
        path: PathBuf,
    },
}

impl Import {
    pub async fn run(self, config: &Config) -> anyhow::Result<ExitCode> {
        super::log(config);
        let Self::Newsroom { path } = self;
        let app = masthead::open(config.clone()).await?;
        let report = masthead::newsroom::import(&app, &path).await?;
        print!("{report}");
        Ok(if report.problems.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}
