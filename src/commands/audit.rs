//! `masthead audit`.

use std::process::ExitCode;

use clap::Subcommand;
use masthead::app::Call;
use masthead::audit::{self, Fault, Verdict};
use masthead::platform::config::Config;

#[derive(Subcommand)]
pub enum Audit {
    /// Holds the seals of the audit trail against its entries.
    ///
    /// Exit code 1 when an entry was changed, removed or slipped in; the first such entry is named.
    /// Keep the printed head elsewhere, now and then: a later trail that was rewritten as a whole,
    /// seals and all, cannot show it again.
    Verify,
}

impl Audit {
    pub async fn run(self, config: &Config) -> anyhow::Result<ExitCode> {
        let Self::Verify = self;
        let app = masthead::open(config.clone()).await?;
        let verdict = audit::verify(&Call::system(&app, "audit verify")).await?;
        app.db.close().await;
        Ok(told(&verdict))
    }
}

fn told(verdict: &Verdict) -> ExitCode {
    match verdict {
        Verdict::Whole { entries, head } => {
            println!("{entries} entries, all as they were written. Head: {head}");
            return ExitCode::SUCCESS;
        }
        Verdict::Stray(entry) => {
            println!("{entry} was added by something other than Masthead: it has no place");
        }
        Verdict::Broken {
            entry,
            place,
            fault,
        } => {
            let at = format!("lane {}, position {}", place.lane, place.position);
            match entry {
                Some(entry) => println!("{entry} ({at}): {fault}"),
                None if *fault == Fault::Untold => println!("{at}: {fault}"),
                None => println!("{at}: the last entries of this lane are gone"),
            }
        }
    }
    ExitCode::FAILURE
}
