//! One call: who asks, when, and of which application.

use std::sync::Arc;

use sea_orm::{ConnectionTrait, DatabaseConnection, Statement};
use tokio::sync::Mutex;

use super::{App, Error, Result, Tx};
use crate::platform::clock::Instant;
use crate::platform::ids::TypedId;
use crate::platform::locale::Locale;
use crate::policy::{Actor, Permission, Readable};

/// The context of one request, job or command. Its time stands still, so that all parts of an
/// answer show the same moment.
#[derive(Clone)]
pub struct Call(Arc<Inner>);

struct Inner {
    app: Arc<App>,
    actor: Actor,
    request_id: String,
    made_at: Instant,
    now: Instant,
    facts: Arc<Mutex<Option<i64>>>,
    /// Who asks for another moment than the present.
    asker: Option<Actor>,
}

impl Call {
    /// A call of `actor`, at the present moment.
    pub fn new(app: &Arc<App>, actor: Actor, request_id: String) -> Self {
        let now = app.clock.now();
        let app = Arc::clone(app);
        Self(Arc::new(Inner {
            app,
            actor,
            request_id,
            made_at: now,
            now,
            facts: Arc::default(),
            asker: None,
        }))
    }

    /// A call of Masthead itself, in the name of the built-in account.
    pub fn system(app: &Arc<App>, name: &'static str) -> Self {
        let user = super::tx::BUILT_IN_ACCOUNT;
        Self::new(app, Actor::System { name, user }, name.to_owned())
    }

    /// The same call, at the same moment, by `actor`: once a request has proved who it is.
    #[must_use]
    pub fn by(&self, actor: Actor) -> Self {
        Self(Arc::new(Inner {
            app: Arc::clone(&self.0.app),
            actor,
            request_id: self.0.request_id.clone(),
            made_at: self.0.made_at,
            now: self.0.now,
            facts: Arc::default(),
            asker: None,
        }))
    }

    /// The same call by Masthead itself: for what happens before anybody is signed in.
    #[must_use]
    pub fn by_system(&self, name: &'static str) -> Self {
        let user = super::tx::BUILT_IN_ACCOUNT;
        self.by(Actor::System { name, user })
    }

    /// The call of a reader who stands at `moment`, past or future: it reads what readers were
    /// given then, or will be given as things are planned.
    #[must_use]
    pub fn as_of(&self, moment: Instant) -> Self {
        Self(Arc::new(Inner {
            app: Arc::clone(&self.0.app),
            actor: Actor::Anonymous,
            request_id: self.0.request_id.clone(),
            made_at: self.0.made_at,
            now: moment,
            facts: Arc::clone(&self.0.facts),
            asker: Some(self.0.actor.clone()),
        }))
    }

    /// Who of the newsroom looks at a moment to come, and when: not all of what is planned is theirs
    /// to know.
    pub fn looks_ahead(&self) -> Option<(&Actor, Instant)> {
        let ahead = self.0.now > self.0.made_at;
        let asker = self.0.asker.as_ref().filter(|_| ahead)?;
        Some((asker, self.0.made_at))
    }

    /// Whether it asks for what was, so that what is held in memory of the present does not serve.
    pub fn looks_back(&self) -> bool {
        self.0.now < self.0.made_at
    }

    /// Whether it asks for another moment than the present.
    pub fn stands_elsewhere(&self) -> bool {
        self.0.asker.is_some()
    }

    /// The application.
    pub fn app(&self) -> &Arc<App> {
        &self.0.app
    }

    /// Who asks.
    pub fn actor(&self) -> &Actor {
        &self.0.actor
    }

    /// The moment of the call.
    pub fn now(&self) -> Instant {
        self.0.now
    }

    /// Name of the call in logs, answers and the audit trail.
    pub fn request_id(&self) -> &str {
        &self.0.request_id
    }

    /// Where reads go.
    pub fn db(&self) -> &DatabaseConnection {
        self.0.app.db.reader()
    }

    /// A new id.
    pub fn new_id<I: TypedId>(&self) -> I {
        I::from_uuid(self.0.app.ids.next(self.0.now))
    }

    /// Begins a write.
    ///
    /// # Errors
    /// [`Error::Unauthenticated`] for a reader; the database's own.
    pub async fn begin(&self) -> Result<Tx> {
        if matches!(self.0.actor, Actor::Anonymous) {
            return Err(Error::Unauthenticated);
        }
        Tx::begin(self.clone()).await
    }

    /// Lets holders of any of `permissions` pass.
    ///
    /// # Errors
    /// [`Error::Unauthenticated`] for a reader, [`Error::Denied`] for others.
    pub fn demand(&self, permissions: &[Permission]) -> Result<()> {
        if self.0.actor.holds(permissions) {
            return Ok(());
        }
        match (&self.0.actor, permissions.first()) {
            (Actor::Anonymous, _) | (_, None) => Err(Error::Unauthenticated),
            (_, Some(needed)) => Err(Error::Denied {
                needed: *needed,
                locale: None,
            }),
        }
    }

    /// Lets holders of `permission` pass, where it reaches texts of `locale`.
    ///
    /// # Errors
    /// As [`Call::demand`].
    pub fn demand_in(&self, permission: Permission, locale: Locale) -> Result<()> {
        self.demand(&[permission])?;
        match self.0.actor.readable(permission) {
            Readable::Locales(own) if !own.contains(&locale) => Err(Error::Denied {
                needed: permission,
                locale: Some(locale),
            }),
            _ => Ok(()),
        }
    }

    /// Version of what is held in memory, read once a call.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn facts_version(&self) -> Result<i64> {
        let mut known = self.0.facts.lock().await;
        if let Some(version) = *known {
            return Ok(version);
        }
        let changes = &self.app().changes;
        let heard_of = changes.facts();
        if let Some(version) = self.heard_version(heard_of) {
            *known = Some(version);
            return Ok(version);
        }
        let backend = self.db().get_database_backend();
        let statement = Statement::from_string(backend, "SELECT version FROM facts WHERE id = 1");
        let row = self.db().query_one_raw(statement).await?;
        let row = row.ok_or_else(|| anyhow::anyhow!("the facts row is gone"))?;
        let version: i64 = row.try_get_by(0)?;
        self.app().snapshots.hear(heard_of, version);
        *known = Some(version);
        Ok(version)
    }

    /// The version for readers, as long as the writes of all nodes are heard of: no statement is
    /// needed to learn that nothing has changed.
    fn heard_version(&self, heard_of: u64) -> Option<i64> {
        let is_reader = matches!(self.actor(), Actor::Anonymous);
        let may = is_reader && self.app().changes.are_followed();
        let (of, version) = self.app().snapshots.heard()?;
        (may && of == heard_of).then_some(version)
    }

    /// Makes the call see what it has itself changed.
    pub(super) async fn forget_facts(&self) {
        *self.0.facts.lock().await = None;
    }
}
