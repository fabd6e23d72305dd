//! `masthead documents`.

use std::collections::HashMap;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, bail};
use clap::{Args, Subcommand, ValueEnum};
use masthead::api::graphql::{check, shipped};
use masthead::app::{Call, Error};
use masthead::documents::{self, Client, Document, Graph, NewDocument, Use};
use masthead::platform::config::Config;

#[derive(Subcommand)]
pub enum Documents {
    /// Registers the documents that a build of a client sends.
    ///
    /// Each is checked against the schema; if one does not fit, none is registered. Running servers
    /// take them within a second. Registered documents may be sent by their hash
    /// (`documentId=sha256:…`, or Apollo's `extensions.persistedQuery`), are exempt from the limit of
    /// cost, and are the only ones taken where `trusted_documents` is `only`.
    Push(Push),
    /// Lists the registered documents with the builds that send them.
    List(List),
    /// Takes documents back from a build; those that no other build sends are gone.
    Remove(Remove),
}

#[derive(Args)]
pub struct Push {
    /// Files: `.graphql`, each with one document that gets the address `/v1/NAME` of the JSON API,
    /// or a manifest in JSON, of GraphQL Code Generator's client preset or of Apollo's
    /// `generate-persisted-query-manifest`.
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// The build, such as web@1.4.
    #[arg(long)]
    client: Client,
    /// The graph that the documents ask.
    #[arg(long, default_value = "delivery")]
    graph: Name,
}

#[derive(Args)]
pub struct List {
    /// Those of one build only.
    #[arg(long)]
    client: Option<Client>,
    /// Tells how often each was asked for, by which build and when last; those that come with
    /// Masthead too.
    #[arg(long)]
    usage: bool,
}

#[derive(Args)]
pub struct Remove {
    /// Hashes or names of documents; without any, all of the build.
    documents: Vec<String>,
    /// The build, such as web@1.4.
    #[arg(long)]
    client: Client,
}

#[derive(Clone, Copy, ValueEnum)]
enum Name {
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

impl Documents {
    pub async fn run(self, config: &Config) -> anyhow::Result<ExitCode> {
        let app = masthead::open(config.clone()).await?;
        let call = Call::system(&app, "documents");
        match self {
            Self::Push(push) => push.run(&call).await?,
            Self::List(list) => list.run(&call).await?,
            Self::Remove(remove) => remove.run(&call).await?,
        }
        app.db.close().await;
        Ok(ExitCode::SUCCESS)
    }
}

impl Push {
    async fn run(self, call: &Call) -> anyhow::Result<()> {
        let documents = self.read()?;
        let graph = self.graph.into();
        let fits = async |document: &NewDocument| check(graph, document).await;
        let pushed = documents::push(call, &self.client, graph, &documents, fits).await;
        let pushed = pushed.map_err(|error| told(error, "these documents cannot be registered"))?;
        println!(
            "{}: {} documents, {} of them new",
            self.client,
            pushed.new + pushed.known,
            pushed.new
        );
        let method = match graph {
            Graph::Delivery => "GET",
            Graph::Desk => "POST",
        };
        for name in documents.iter().filter_map(|one| one.name.as_ref()) {
            println!("  {method} /v1/{name}");
        }
        Ok(())
    }

    fn read(&self) -> anyhow::Result<Vec<NewDocument>> {
        let mut read = Vec::new();
        let mut faults = Vec::new();
        for file in &self.files {
            let path = file.display();
            let text = std::fs::read_to_string(file).with_context(|| path.to_string())?;
            match documents::read(file, &text) {
                Ok(found) => read.extend(found),
                Err(wrong) => faults.extend(wrong.iter().map(|why| format!("{path}: {why}"))),
            }
        }
        if faults.is_empty() {
            Ok(read)
        } else {
            bail!("these files cannot be read:\n  {}", faults.join("\n  "))
        }
    }
}

impl List {
    async fn run(self, call: &Call) -> anyhow::Result<()> {
        let registered = documents::registered(call).await?;
        let is_asked = |one: &&Document| {
            let client = self.client.as_ref();
            client.is_none_or(|client| one.clients.contains(client))
        };
        let asked: Vec<_> = registered.documents.iter().filter(is_asked).collect();
        if self.usage {
            let uses = documents::uses(call).await?;
            self.print_uses(&asked, &uses);
            return Ok(());
        }
        for one in &asked {
            let clients: Vec<_> = one.clients.iter().map(ToString::to_string).collect();
            let (graph, address) = (one.graph.name(), address(one));
            println!(
                "{}  {graph:<8}  {}{address}  {}",
                one.hash,
                one.operation,
                clients.join(" ")
            );
        }
        if asked.is_empty() {
            println!("No document is registered.");
        }
        Ok(())
    }

    /// The uses, the busiest first, and then what nobody has asked for.
    fn print_uses(&self, asked: &[&Document], uses: &[Use]) {
        let shipped = match &self.client {
            Some(_) => Vec::new(),
            None => shipped(Graph::Desk)
                .named()
                .map(|one| {
                    let hash = one.id.trim_start_matches("sha256:").to_owned();
                    (hash, one.name.clone().unwrap_or_default())
                })
                .collect(),
        };
        let mut names: HashMap<&str, &str> = HashMap::new();
        names.extend(
            shipped
                .iter()
                .map(|(hash, name)| (hash.as_str(), name.as_str())),
        );
        names.extend(
            asked
                .iter()
                .map(|one| (one.hash.as_str(), one.operation.as_str())),
        );
        let own = self.client.as_ref().map(ToString::to_string);
        println!(
            "{:>12}  {:<24}  {:<16}  operation",
            "requests", "last used", "client"
        );
        for one in uses {
            let Some(name) = names.get(one.hash.as_str()) else {
                continue;
            };
            if own.as_ref().is_some_and(|own| *own != one.client) {
                continue;
            }
            let client = if one.client.is_empty() {
                "-"
            } else {
                &one.client
            };
            println!(
                "{:>12}  {:<24}  {client:<16}  {name}",
                one.requests, one.last_used_at
            );
        }
        let is_used = |hash: &str| uses.iter().any(|one| one.hash == hash);
        let mut unused: Vec<_> = names.iter().filter(|(hash, _)| !is_used(hash)).collect();
        unused.sort_by_key(|(_, name)| **name);
        for (_, name) in unused {
            println!("{:>12}  {:<24}  {:<16}  {name}", 0, "never", "-");
        }
    }
}

impl Remove {
    async fn run(self, call: &Call) -> anyhow::Result<()> {
        let registered = documents::registered(call).await?;
        let hash = |wanted: &String| {
            let mut all = registered.documents.iter();
            let named = all.find(|one| one.name.as_ref() == Some(wanted));
            named.map_or_else(
                || wanted.trim_start_matches("sha256:").to_owned(),
                |one| one.hash.clone(),
            )
        };
        let only: Vec<_> = self.documents.iter().map(hash).collect();
        let gone = documents::remove(call, &self.client, &only).await;
        let gone = gone.map_err(|error| told(error, "these documents cannot be taken back"))?;
        println!("{}: {gone} documents are gone", self.client);
        Ok(())
    }
}

fn address(document: &Document) -> String {
    let name = document.name.as_ref();
    name.map_or_else(String::new, |name| format!("  /v1/{name}"))
}

/// All that is wrong, a line each.
fn told(error: Error, what: &'static str) -> anyhow::Error {
    let Error::Refused(problems) = error else {
        return error.into();
    };
    let lines = problems.iter().map(|problem| {
        let at = problem.path.join(".");
        format!("\n  {at}: {}", problem.message)
    });
    anyhow::anyhow!("{what}:{}", lines.collect::<String>())
}
