//! `masthead schema`.

use std::process::ExitCode;

use anyhow::Context;
use clap::{Subcommand, ValueEnum};
use masthead::api::graphql::{Graph, sdl};

#[derive(Subcommand)]
pub enum Schema {
    /// Prints the schema of a graph.
    Print {
        /// Which graph.
        graph: Name,
    },
    /// Rewrites schema/delivery.graphql and schema/desk.graphql below the working folder.
    Write,
}

#[derive(Clone, Copy, ValueEnum)]
pub enum Name {
    /// What readers ask.
    Delivery,
    /// What the staff asks.
    Desk,
}

impl From<Name> for Graph {
    fn from(name: Name) -> Self {
        match name {
            Name::Delivery => Self::Delivery,
            Name::Desk => Self::Desk,
        }
    }
}

impl Schema {
    pub fn run(&self) -> anyhow::Result<ExitCode> {
        match self {
            Self::Print { graph } => print!("{}", sdl((*graph).into())),
            Self::Write => {
                for graph in Graph::ALL {
                    let file = format!("schema/{}.graphql", graph.name());
                    std::fs::write(&file, sdl(graph)).context(file)?;
                }
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}
