//! The command line of Masthead.

// As in `lib.rs`: an optimised build looks into the desk's mutations from here too.
#![recursion_limit = "256"]

mod commands;

use clap::Parser;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    let asked = commands::Masthead::parse();
    match commands::run(asked) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("masthead: {error:#}");
            std::process::ExitCode::FAILURE
        }
    }
}
