//! `masthead media`.

use std::process::ExitCode;

use clap::Subcommand;
use masthead::app::Call;
use masthead::media;
use masthead::platform::config::Config;

#[derive(Subcommand)]
pub enum Media {
    /// Lets go of uploads that were never completed, files that belong to no asset, and renditions
    /// that can be drawn again.
    ///
    /// The server may go on meanwhile, and does the same by itself once a day.
    Gc {
        /// Only tells what would go.
        #[arg(long)]
        dry_run: bool,
    },
}

impl Media {
    pub async fn run(self, config: &Config) -> anyhow::Result<ExitCode> {
        let Self::Gc { dry_run } = self;
        super::log(config)?;
        let app = masthead::open(config.clone()).await?;
        let call = Call::system(&app, "media gc");
        let done = media::collect(&call, dry_run).await?;
        app.db.close().await;
        let verb = if dry_run { "would go" } else { "went" };
        println!(
            "{} uploads, {} files and {} renditions {verb}: {} bytes.",
            done.uploads, done.files, done.renditions, done.bytes
        );
        Ok(ExitCode::SUCCESS)
    }
}
