//! `masthead search`.

use std::process::ExitCode;

use clap::Subcommand;
use masthead::app::Call;
use masthead::articles;
use masthead::platform::config::Config;

#[derive(Subcommand)]
pub enum Search {
    /// Writes the search index anew, from the texts that readers have been given.
    ///
    /// The server may go on meanwhile. It is needed once after an upgrade that brings search, or a
    /// change of how words are told apart.
    Rebuild,
}

impl Search {
    pub async fn run(self, config: &Config) -> anyhow::Result<ExitCode> {
        let Self::Rebuild = self;
        super::log(config)?;
        let app = masthead::open(config.clone()).await?;
        let call = Call::system(&app, "search rebuild");
        let done = articles::rebuild_search(&call, |done| tracing::info!(done, "indexed")).await?;
        app.db.close().await;
        println!("{done} publications are in the search index.");
        Ok(ExitCode::SUCCESS)
    }
}
