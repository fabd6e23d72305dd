//! `masthead migrate`.

use std::process::ExitCode;

use masthead::platform::config::Config;

pub async fn run(config: &Config) -> anyhow::Result<ExitCode> {
    super::log(config)?;
    let steps = masthead::prepare(config).await?;
    match steps.as_slice() {
        [] => println!("The database is up to date."),
        steps => println!("Brought the database up to date: {}.", steps.join(", ")),
    }
    Ok(ExitCode::SUCCESS)
}
