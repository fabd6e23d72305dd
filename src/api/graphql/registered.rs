//! The registered documents as a door knows them: looked for at most once a second, so that a push
//! anywhere is heard of within a second, and counted.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::door::documents::{Waited, document_id};
use super::door::{Documents, Refusal, Registry, TrustedDocument};
use crate::app::{App, Call};
use crate::documents::{self, Graph};
use crate::platform::clock::Instant;

/// How long what is held may be used without a look at the database.
const LOOKED_EVERY_MS: i64 = 1_000;

/// Different documents that are not trusted and counted each for itself.
const COUNTED: usize = 1_024;

/// The registered documents of one graph.
pub struct Registered {
    app: Arc<App>,
    graph: Graph,
    held: Mutex<Held>,
    /// How often documents that are not trusted came, by their hash.
    let_through: Mutex<HashMap<String, u64>>,
    looking: tokio::sync::Mutex<()>,
}

#[derive(Default)]
struct Held {
    looked: Option<Instant>,
    of: Option<Arc<documents::Registered>>,
    documents: Arc<Documents>,
}

impl Registered {
    /// Those of a graph, none of them read yet.
    pub fn new(app: &Arc<App>, graph: Graph) -> Self {
        Self {
            app: Arc::clone(app),
            graph,
            held: Mutex::default(),
            let_through: Mutex::default(),
            looking: tokio::sync::Mutex::default(),
        }
    }

    fn held(&self) -> MutexGuard<'_, Held> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What is held, unless it is time to look.
    fn fresh(&self, now: Instant) -> Option<Arc<Documents>> {
        let held = self.held();
        let looked = held.looked?;
        (now < looked.plus_ms(LOOKED_EVERY_MS)).then(|| Arc::clone(&held.documents))
    }

    async fn look(&self) -> Result<Arc<Documents>, Refusal> {
        let now = self.app.clock.now();
        if let Some(held) = self.fresh(now) {
            return Ok(held);
        }
        // One look at a time; who waited for it uses what it found.
        let _looking = self.looking.lock().await;
        if let Some(held) = self.fresh(now) {
            return Ok(held);
        }
        let call = Call::system(&self.app, "documents");
        match documents::registered(&call).await {
            Ok(found) => Ok(self.hold(found, now)),
            Err(error) => {
                tracing::error!(?error, "the registered documents cannot be read");
                let held = self.held();
                match held.of {
                    Some(_) => Ok(Arc::clone(&held.documents)),
                    None => Err(Refusal::internal()),
                }
            }
        }
    }

    fn hold(&self, found: Arc<documents::Registered>, now: Instant) -> Arc<Documents> {
        let mut held = self.held();
        held.looked = Some(now);
        if !held.of.as_ref().is_some_and(|of| Arc::ptr_eq(of, &found)) {
            let is_taken = |one: &&documents::Document| one.graph <= self.graph;
            let taken = found.documents.iter().filter(is_taken);
            let taken = taken.map(|one| (one.name.clone(), Arc::clone(&one.text)));
            held.documents = Arc::new(held.documents.renewed(taken));
            held.of = Some(found);
        }
        Arc::clone(&held.documents)
    }

    /// A client's name as it is counted: that of a registered build, or none.
    fn known_client<'c>(&self, client: Option<&'c str>) -> &'c str {
        let held = self.held();
        let clients: Option<&HashSet<String>> = held.of.as_ref().map(|of| &of.clients);
        client
            .filter(|client| clients.is_some_and(|known| known.contains(*client)))
            .unwrap_or_default()
    }
}

impl Registry for Registered {
    fn documents(&self) -> Waited<'_, Result<Arc<Documents>, Refusal>> {
        Box::pin(self.look())
    }

    fn used(&self, document: &TrustedDocument, client: Option<&str>) {
        let client = self.known_client(client);
        let hash = document.id.trim_start_matches("sha256:");
        self.app.uses.count(hash, client, self.app.clock.now());
    }

    fn let_through(&self, text: &str, client: Option<&str>) {
        let hash = document_id(text);
        let mut counted = self
            .let_through
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if !counted.contains_key(&hash) && counted.len() == COUNTED {
            counted.clear();
        }
        let count = counted.entry(hash.clone()).or_default();
        *count += 1;
        // The first, and then ever more rarely, so that a busy document does not fill the log.
        if count.is_power_of_two() {
            let client = client
                .filter(|client| client.len() <= 128)
                .unwrap_or("unknown");
            let begins: String = text.chars().take(60).collect();
            tracing::warn!(
                hash,
                begins,
                client,
                count,
                "a document that is not registered: `trusted_documents = only` would refuse it"
            );
        }
    }
}
