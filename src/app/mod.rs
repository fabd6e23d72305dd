//! What every action takes: the application, the call, the transaction and its permits.

mod call;
pub mod changes;
mod creation;
pub mod error;
mod held;
mod keys;
mod memory;
pub mod presence;
mod snapshot;
pub mod tally;
pub mod trail;
mod tx;
pub mod uses;

use std::sync::Arc;

pub use call::Call;
pub use creation::CreationKey;
pub use error::{Error, Problem, Remedy, Result, refuse_if_any};
pub use keys::Keys;
pub use tx::{BUILT_IN_ACCOUNT, Permit, Tx};

use crate::platform::clock::Clock;
use crate::platform::config::Config;
use crate::platform::db::Db;
use crate::platform::files::Files;
use crate::platform::ids::Ids;
use crate::platform::passwords::Passwords;
use changes::Changes;
use held::Held;
use memory::Memory;
use presence::Presences;
use snapshot::Snapshots;
use tally::Tally;
use uses::Uses;

/// Masthead, open on one database: everything that lives as long as the process.
pub struct App {
    /// What the operator set.
    pub config: Config,
    /// The database.
    pub db: Db,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// The maker of ids.
    pub ids: Arc<dyn Ids>,
    /// Stored files.
    pub files: Files,
    /// Keys that sign and seal.
    pub keys: Keys,
    /// The hashing of passwords.
    pub passwords: Passwords,
    /// Who has which story open.
    pub presences: Presences,
    /// How often trusted documents were asked for.
    pub uses: Uses,
    /// What changed of what readers are given.
    pub changes: Changes,
    /// What it has done since it started.
    pub tally: Tally,
    held: Held,
    memory: Memory,
    snapshots: Snapshots,
}

impl App {
    /// Puts the parts together.
    pub fn new(
        config: Config,
        db: Db,
        clock: Arc<dyn Clock>,
        ids: Arc<dyn Ids>,
        files: Files,
        keys: Keys,
    ) -> Arc<Self> {
        Arc::new(Self {
            config,
            db,
            clock,
            ids,
            files,
            keys,
            passwords: Passwords::default(),
            presences: Presences::default(),
            uses: Uses::default(),
            changes: Changes::default(),
            tally: Tally::default(),
            held: Held::default(),
            memory: Memory::default(),
            snapshots: Snapshots::default(),
        })
    }
}
