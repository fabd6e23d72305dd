//! Writing: one transaction per action, and a permit for each thing that it changes.
//!
//! Store functions that write ask for a [`Permit`], and only [`Tx::authorize`] makes one. The audit
//! entry, the events and the version of the facts are written at [`Tx::commit`], in the same
//! transaction as the change.

use std::sync::{Mutex, MutexGuard, PoisonError};

use sea_orm::sea_query::{Expr, ExprTrait, Query};
use sea_orm::{ConnectionTrait, DatabaseTransaction, DeriveIden};
use serde::Serialize;
use serde_json::{Value as Json, json};
use uuid::Uuid;

use super::changes::{self, Change, Changed, changes_everything};
use super::trail::{self, Record};
use super::{Call, Error, Problem, Remedy, Result};
use crate::platform::ids::{EventId, TypedId, UserId};
use crate::policy::{Action, Actor, Subject, Verdict};
use crate::vocabulary::{EventType, UserErrorCode};

/// The account `Import`, which cannot sign in: the demo's, the migration's and the importer's.
pub const BUILT_IN_ACCOUNT: UserId =
    UserId(Uuid::from_u128(0x0000_0000_0000_7000_8000_0000_0000_0001));

/// A transaction of one call.
pub struct Tx {
    call: Call,
    tx: DatabaseTransaction,
    log: Mutex<Log>,
}

/// What is written beside the change itself.
#[derive(Default)]
struct Log {
    entries: Vec<Entry>,
    events: Vec<(EventType, Uuid, Json)>,
    touches_facts: bool,
    /// What becomes different for readers.
    changes: Vec<Change>,
    changes_everything: bool,
}

impl Log {
    /// What readers are given that is not what it was; `None` when it is.
    fn changed(&mut self) -> Option<Changed> {
        if self.changes_everything {
            return Some(Changed::Everything);
        }
        let changes = std::mem::take(&mut self.changes);
        let is_any = self.touches_facts || !changes.is_empty();
        is_any.then(|| Changed::things(changes, self.touches_facts))
    }
}

struct Entry {
    /// The part of Masthead that acts; `None` = whoever calls.
    system: Option<&'static str>,
    action: Action,
    subject: (&'static str, Uuid),
    label: String,
    changes: Vec<Json>,
    reason: Option<String>,
}

/// Proof that the actor may do what is being done.
pub struct Permit<'tx> {
    tx: &'tx Tx,
    entry: usize,
}

impl Tx {
    pub(super) async fn begin(call: Call) -> Result<Self> {
        let tx = call.app().db.begin().await?;
        Ok(Self {
            call,
            tx,
            log: Mutex::default(),
        })
    }

    /// Where reads of this transaction go.
    pub const fn conn(&self) -> &DatabaseTransaction {
        &self.tx
    }

    /// The call that it belongs to.
    pub const fn call(&self) -> &Call {
        &self.call
    }

    /// Asks the policy, and opens the audit entry of the action.
    ///
    /// # Errors
    /// [`Error::NotFound`] of a subject that the actor may not see, [`Error::Denied`] of one that
    /// it may.
    pub fn authorize(&self, action: Action, subject: &Subject) -> Result<Permit<'_>> {
        match self.call.actor().may(action, subject) {
            Verdict::Allowed => {}
            Verdict::Denied(needed) => {
                let locale = subject
                    .locales
                    .first()
                    .copied()
                    .filter(|_| subject.locales.len() == 1);
                return Err(Error::Denied { needed, locale });
            }
            Verdict::Own => return Err(own(action)),
            Verdict::Unseen => return Err(Error::NotFound),
            Verdict::Anonymous => return Err(Error::Unauthenticated),
        }
        Ok(self.open_entry(None, action, subject))
    }

    /// Opens the audit entry of what the part `name` of Masthead does on its own in the middle of
    /// somebody's action: what was planned and is due.
    ///
    /// # Errors
    /// [`Error::Denied`] of an action that people may do: those are theirs to answer for.
    pub fn by_itself(
        &self,
        name: &'static str,
        action: Action,
        subject: &Subject,
    ) -> Result<Permit<'_>> {
        match action.belongs_to() {
            None => Ok(self.open_entry(Some(name), action, subject)),
            Some(needed) => Err(Error::Denied {
                needed,
                locale: None,
            }),
        }
    }

    fn open_entry(
        &self,
        system: Option<&'static str>,
        action: Action,
        subject: &Subject,
    ) -> Permit<'_> {
        let mut log = self.log();
        log.changes_everything |= changes_everything(action);
        log.entries.push(Entry {
            system,
            action,
            subject: (subject.prefix, subject.id),
            label: subject.label.clone(),
            changes: Vec::new(),
            reason: None,
        });
        Permit {
            tx: self,
            entry: log.entries.len() - 1,
        }
    }

    /// Writes audit and events, and makes everything durable.
    ///
    /// # Errors
    /// Those of the database; then nothing has happened.
    pub async fn commit(self) -> Result<()> {
        let mut log = self
            .log
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner);
        write_events(&self.call, &self.tx, &log.events).await?;
        let changed = log.changed();
        let row: EventId = self.call.new_id();
        if let Some(changed) = &changed {
            changes::write(&self.tx, row.uuid(), self.call.now(), changed).await?;
        }
        if log.touches_facts {
            let next = Expr::col(Facts::Version).add(1);
            let bump = Query::update()
                .table(Facts::Table)
                .value(Facts::Version, next)
                .to_owned();
            self.tx.execute(&bump).await?;
        }
        // Last, so that the end of the chain is held no longer than it must be.
        let kept = records(&self.call, log.entries)?;
        trail::append(&self.tx, &kept).await?;
        self.tx.commit().await?;
        if let Some(changed) = changed {
            self.call.app().changes.note(row.uuid(), changed);
        }
        self.call.forget_facts().await;
        Ok(())
    }

    fn log(&self) -> MutexGuard<'_, Log> {
        self.log.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Why nobody does `action` to what they made themselves.
fn own(action: Action) -> Error {
    let why = "somebody else than those who made or changed it has to do this";
    let problem = Problem::at([""; 0], UserErrorCode::Forbidden, why);
    let needed = action.belongs_to();
    let remedy = needed.map_or(Remedy::None, |needed| Remedy::Permission(needed, None));
    Error::problem(problem.with(remedy))
}

impl Permit<'_> {
    /// Where the writes of this transaction go.
    pub const fn conn(&self) -> &DatabaseTransaction {
        &self.tx.tx
    }

    /// The call that it belongs to.
    pub const fn call(&self) -> &Call {
        &self.tx.call
    }

    /// What is being done.
    pub(super) fn action(&self) -> Action {
        self.tx.log().entries[self.entry].action
    }

    /// Notes a changed field for the audit trail; an unchanged one is passed over.
    pub fn changed(&self, field: &str, before: impl Into<Json>, after: impl Into<Json>) {
        let (before, after) = (before.into(), after.into());
        if before != after {
            let change = json!({ "field": field, "before": before, "after": after });
            self.tx.log().entries[self.entry].changes.push(change);
        }
    }

    /// Notes for the audit trail each member in which a thing became different.
    ///
    /// # Errors
    /// When the thing cannot be written as JSON.
    pub fn changed_members<T: Serialize>(&self, before: &T, after: &T) -> Result<()> {
        let (before, after) = (serde_json::to_value(before)?, serde_json::to_value(after)?);
        for (field, value) in after.as_object().into_iter().flatten() {
            self.changed(field, before[field].clone(), value.clone());
        }
        Ok(())
    }

    /// Notes why, for the audit trail.
    pub fn because(&self, reason: &str) {
        self.tx.log().entries[self.entry].reason = Some(reason.to_owned());
    }

    /// Puts an event into the change feed. Its payload holds ids and numbers only.
    pub fn emit(&self, kind: EventType, subject: impl TypedId, payload: Json) {
        self.tx.log().events.push((kind, subject.uuid(), payload));
    }

    /// Tells every node that what it holds in memory is out of date, and with it whatever it keeps
    /// of what readers are given.
    pub fn touch_facts(&self) {
        let mut log = self.tx.log();
        log.touches_facts = true;
        log.changes_everything = true;
    }

    /// Tells every node that what it holds in memory is out of date. What of it readers are given
    /// is told apart by [`Permit::changes`].
    pub fn renew_facts(&self) {
        self.tx.log().touches_facts = true;
    }

    /// Tells every node what becomes different for readers.
    pub fn changes(&self, change: impl FnOnce() -> Change) {
        let mut log = self.tx.log();
        if !log.changes_everything {
            log.changes.push(change());
        }
    }
}

#[derive(DeriveIden)]
enum Facts {
    Table,
    Version,
}

#[derive(DeriveIden)]
enum Events {
    Table,
    Id,
    Kind,
    SubjectId,
    Payload,
    At,
}

/// Rows that one INSERT carries: below the 32 766 parameters that SQLite takes.
const ROWS_PER_INSERT: usize = 500;

async fn write_events(
    call: &Call,
    tx: &DatabaseTransaction,
    events: &[(EventType, Uuid, Json)],
) -> Result<()> {
    for chunk in events.chunks(ROWS_PER_INSERT) {
        let mut insert = Query::insert();
        insert.into_table(Events::Table).columns([
            Events::Id,
            Events::Kind,
            Events::SubjectId,
            Events::Payload,
            Events::At,
        ]);
        for (kind, subject, payload) in chunk {
            let id: EventId = call.new_id();
            insert.values_panic([
                Expr::val(id),
                Expr::val(*kind),
                Expr::val(*subject),
                Expr::val(payload.clone()),
                Expr::val(call.now()),
            ]);
        }
        tx.execute(&insert).await?;
    }
    Ok(())
}

/// The audit entries of a transaction. What happens every minute is left out.
fn records(call: &Call, entries: Vec<Entry>) -> Result<Vec<Record>> {
    let caller = match call.actor() {
        Actor::Anonymous => return Err(Error::Unauthenticated),
        Actor::Staff { user, .. } => ("STAFF", *user, None, None),
        Actor::Token { user, token, .. } => ("TOKEN", *user, Some(*token), None),
        Actor::System { name, user } => ("SYSTEM", *user, None, Some(*name)),
    };
    let audited = entries
        .into_iter()
        .filter(|entry| entry.action.is_audited());
    let record = |entry: Entry| {
        let (kind, user, token, system) = match entry.system {
            Some(name) => ("SYSTEM", BUILT_IN_ACCOUNT, None, Some(name)),
            None => caller,
        };
        Record {
            id: call.new_id(),
            at: call.now(),
            actor_kind: kind.to_owned(),
            user: Some(user),
            token,
            system: system.map(ToOwned::to_owned),
            action: entry.action.name(),
            subject_prefix: entry.subject.0.to_owned(),
            subject: entry.subject.1,
            label: entry.label,
            changes: entry.changes,
            reason: entry.reason,
            request_id: call.request_id().to_owned(),
        }
    };
    Ok(audited.map(record).collect())
}
