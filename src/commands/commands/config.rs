//! `masthead config`.

use std::process::ExitCode;

use clap::Subcommand;
use masthead::platform::config::Config;

#[derive(Subcommand)]
pub enum Show {
    /// Prints the settings in force, in the form of a masthead.toml.
    Show,
}

impl Show {
    pub fn run(&self, config: &Config) -> anyhow::Result<ExitCode> {
        print!("{}", config.to_toml());
        Ok(ExitCode::SUCCESS)
    }
}
