//! What can be asked on the command line; one file a command.

mod audit;
mod config;
mod demo;
mod documents;
mod import;
mod media;
mod migrate;
mod schema;
mod search;
mod serve;
mod user;

use std::process::ExitCode;

use anyhow::Context;
use clap::{Parser, Subcommand};
use masthead::platform::config::Config;
use tracing_subscriber::EnvFilter;

/// The headless CMS for news: stories, authors, tags, sections, translations, media and ads over
/// GraphQL, in one binary.
///
/// Without a command it starts the demo newsroom on this machine.
#[derive(Parser)]
#[command(
    version,
    after_help = "Settings come from the environment and from masthead.toml: see `masthead config show`."
)]
pub struct Masthead {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    /// Starts a demo newsroom in three languages, for this machine alone.
    Demo(demo::Demo),
    /// Serves the newsroom of the configured database.
    Serve,
    /// Brings the database up to date.
    Migrate,
    /// Manages staff accounts.
    #[command(subcommand)]
    User(user::User),
    /// Brings content in.
    #[command(subcommand)]
    Import(import::Import),
    /// Registers the GraphQL documents that clients send.
    #[command(subcommand)]
    Documents(documents::Documents),
    /// Looks after the audit trail.
    #[command(subcommand)]
    Audit(audit::Audit),
    /// Looks after the search index.
    #[command(subcommand)]
    Search(search::Search),
    /// Looks after the files of media.
    #[command(subcommand)]
    Media(media::Media),
    /// Prints the schemas of the API.
    #[command(subcommand)]
    Schema(schema::Schema),
    /// Shows the settings in force.
    #[command(subcommand)]
    Config(config::Show),
}

/// Runs what was asked.
///
/// # Errors
/// When it cannot be done; the chain of causes is for the operator.
pub fn run(asked: Masthead) -> anyhow::Result<ExitCode> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        match asked
            .command
            .unwrap_or_else(|| Command::Demo(demo::Demo::default()))
        {
            Command::Demo(demo) => demo.run().await,
            Command::Serve => serve::run(&settings()?).await,
            Command::Migrate => migrate::run(&settings()?).await,
            Command::User(user) => user.run(&settings()?).await,
            Command::Import(import) => import.run(&settings()?).await,
            Command::Documents(documents) => documents.run(&settings()?).await,
            Command::Audit(audit) => audit.run(&settings()?).await,
            Command::Search(search) => search.run(&settings()?).await,
            Command::Media(media) => media.run(&settings()?).await,
            Command::Schema(schema) => schema.run(),
            Command::Config(show) => show.run(&settings()?),
        }
    })
}

/// The settings of the environment and of `masthead.toml` in the working folder.
fn settings() -> anyhow::Result<Config> {
    let file = match std::fs::read_to_string("masthead.toml") {
        Ok(text) => Some(text),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
        Err(error) => return Err(anyhow::Error::new(error).context("masthead.toml")),
    };
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place that reads the environment"
    )]
    let environment = |name: &str| std::env::var(name).ok();
    Ok(Config::read(&environment, file.as_deref())?)
}

/// Starts logging to standard error, as the settings say.
fn log(config: &Config) -> anyhow::Result<()> {
    let filter = EnvFilter::try_new(&config.log)
        .with_context(|| format!("log (MASTHEAD_LOG): {} is no filter", config.log))?;
    // Colours are for people; a file or a collector gets plain text.
    let is_terminal = std::io::IsTerminal::is_terminal(&std::io::stderr());
    let lines = tracing_subscriber::fmt()
        .with_ansi(is_terminal)
        .with_env_filter(filter)
        .with_writer(std::io::stderr);
    if config.log_json {
        lines.json().init();
    } else {
        lines.init();
    }
    Ok(())
}
