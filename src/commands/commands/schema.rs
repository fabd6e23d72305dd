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
    /// Rewrites schema/delivery.graphql and schema/desk.graphql.
    Write,
}

#[derive(Clone, Copy, ValueEnum)]
pub enum Name {
    /// What readers ask.
    Delivery,
    /// What the staff asks.
    Desk,
}

impl Schema {
    pub fn run(&self) -> anyhow::Result<ExitCode> {
        match self {
            Self::Print { graph: Name::Delivery } => print!("{}", sdl(Graph::Delivery)),
            Self::Print { graph: Name::Desk } => print!("{}", sdl(Graph::Desk)),
            Self::Write => {
                for (file, graph) in
                    [("schema/delivery.graphql", Graph::Delivery), ("schema/desk.graphql", Graph::Desk)]
                {
                    std::fs::write(file, sdl(graph)).with_context(|| file.to_owned())?;
                }
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}
