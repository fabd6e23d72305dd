//! The audit trail.

use std::collections::HashMap;
use std::sync::Arc;

use async_graphql::{Context, ID, InputObject, Lookahead, Object, SimpleObject, Union};
use serde_json::Value as Json;
use uuid::Uuid;

use super::reader::{DeskReader, Shown};
use super::staff::{ApiToken, StaffUser};
use crate::api::graphql::connection::{PageInfo, forward};
use crate::api::graphql::door::directives::cost;
use crate::api::graphql::error::{Fault, Result};
use crate::app;
use crate::audit::{self, Entry, Filter};
use crate::platform::clock::Instant;
use crate::platform::ids::{self, AuditId, TokenId};
use crate::platform::page::cursor;
use crate::users;

/// Name of the order in cursors.
const ORDER: &str = "audit";

/// Append-only.
pub struct AuditEntry {
    reader: Arc<DeskReader>,
    entry: Box<Entry>,
    token: Option<Box<users::ApiToken>>,
}

/// Append-only.
#[Object]
impl AuditEntry {
    pub(in crate::api::graphql) async fn id(&self) -> ID {
        self.entry.record.id.to_string().into()
    }

    async fn at(&self) -> Instant {
        self.entry.record.at
    }

    /// Who acted: a person, a program, or Masthead itself. Of a program whose token the caller may
    /// not see, the person who answers for it.
    async fn actor(&self) -> Result<AuditActor> {
        if let Some(name) = &self.entry.record.system {
            let name = name.clone();
            return Ok(AuditActor::SystemActor(SystemActor { name }));
        }
        if let Some(token) = &self.token {
            return Ok(AuditActor::ApiToken(ApiToken::from((**token).clone())));
        }
        let person = self.account().await?;
        let person = person.ok_or_else(|| anyhow::anyhow!("an entry without an actor"))?;
        Ok(AuditActor::StaffUser(person))
    }

    /// The account that answers for it: of a token, its maker; of Masthead itself, the one that it
    /// writes in the name of.
    async fn answerable(&self) -> Result<Option<StaffUser>> {
        self.account().await
    }

    /// What was done, as the mutations are called.
    async fn action(&self) -> &str {
        &self.entry.record.action
    }

    /// What it was done to.
    async fn subject_id(&self) -> ID {
        let record = &self.entry.record;
        ids::print(&record.subject_prefix, record.subject).into()
    }

    /// Its name at that time.
    async fn subject_label(&self) -> &str {
        &self.entry.record.label
    }

    /// Of texts the fields and blocks alone: the words are in the revisions.
    async fn changes(&self) -> Vec<FieldChange> {
        self.entry.record.changes.iter().map(Into::into).collect()
    }

    async fn reason(&self) -> Option<&str> {
        self.entry.record.reason.as_deref()
    }

    /// Name of the request in logs.
    async fn request_id(&self) -> Option<&str> {
        Some(&self.entry.record.request_id)
    }
}

impl AuditEntry {
    async fn account(&self) -> Result<Option<StaffUser>> {
        Ok(StaffUser::find(&self.reader, self.entry.record.user).await?)
    }

    /// The entry with this id, if the caller may see it.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn find(reader: &Arc<DeskReader>, id: AuditId) -> app::Result<Option<Self>> {
        let call = reader.call();
        let Some(entry) = audit::by_ids(call, &[id]).await?.remove(&id) else {
            return Ok(None);
        };
        let shown: Vec<TokenId> = entry.record.token.into_iter().collect();
        let token = users::tokens_by_ids(call, &shown)
            .await?
            .into_values()
            .next();
        Ok(Some(Self {
            reader: Arc::clone(reader),
            entry: Box::new(entry),
            token: token.map(Box::new),
        }))
    }
}

/// Who acted.
#[derive(Union)]
pub enum AuditActor {
    /// A person.
    StaffUser(StaffUser),
    /// A program.
    ApiToken(ApiToken),
    /// Masthead itself.
    SystemActor(SystemActor),
}

/// Masthead itself, e.g. the scheduler.
#[derive(SimpleObject)]
pub struct SystemActor {
    name: String,
}

/// One field, as text.
#[derive(SimpleObject)]
#[graphql(directive = cost::apply("0"))]
pub struct FieldChange {
    /// Its name, as inputs call it.
    pub field: String,
    /// Null where there was nothing.
    pub before: Option<String>,
    /// Null where there is nothing any more.
    pub after: Option<String>,
}

impl From<&Json> for FieldChange {
    fn from(change: &Json) -> Self {
        Self {
            field: text(&change["field"]).unwrap_or_default(),
            before: text(&change["before"]),
            after: text(&change["after"]),
        }
    }
}

/// A value as people read it.
fn text(value: &Json) -> Option<String> {
    match value {
        Json::Null => None,
        Json::String(text) => Some(text.clone()),
        other => Some(other.to_string()),
    }
}

/// A page of the trail, newest first.
#[derive(SimpleObject)]
pub struct AuditConnection {
    edges: Vec<AuditEdge>,
    page_info: PageInfo,
}

/// One entry, and its place.
#[derive(SimpleObject)]
pub struct AuditEdge {
    cursor: String,
    node: AuditEntry,
}

impl AuditConnection {
    /// A page of the trail with those who acted: a statement for each kind of thing; without a
    /// filter nothing.
    ///
    /// # Errors
    /// BAD_USER_INPUT for a page that cannot be given; those of the database.
    pub async fn read(
        ctx: &Context<'_>,
        filter: Option<Filter>,
        first: Option<i32>,
        after: Option<String>,
    ) -> Result<Self> {
        let page = forward(first, after, ORDER)?;
        let Some(filter) = filter else {
            return Ok(Self {
                edges: Vec::new(),
                page_info: PageInfo::default(),
            });
        };
        let reader = DeskReader::of(ctx).await?;
        let slice = audit::list(reader.call(), &filter, &page).await?;
        let page_info = PageInfo::of(&slice, ORDER, |entry| entry.key);
        let ahead = ctx.look_ahead().field("edges").field("node");
        let tokens = read_actors(ctx, &reader, &slice.items, &ahead).await?;
        let edge = |entry: Entry| AuditEdge {
            cursor: cursor(ORDER, entry.key),
            node: AuditEntry {
                reader: Arc::clone(&reader),
                token: entry
                    .record
                    .token
                    .and_then(|id| tokens.get(&id).cloned().map(Box::new)),
                entry: Box::new(entry),
            },
        };
        Ok(Self {
            edges: slice.items.into_iter().map(edge).collect(),
            page_info,
        })
    }
}

/// Reads whoever acted, as far as it is asked for.
async fn read_actors(
    ctx: &Context<'_>,
    reader: &DeskReader,
    entries: &[Entry],
    ahead: &Lookahead<'_>,
) -> Result<HashMap<TokenId, users::ApiToken>> {
    let people = || {
        entries
            .iter()
            .filter_map(|entry| entry.record.user)
            .collect()
    };
    for field in ["actor", "answerable"] {
        let shown = Shown::Users(people(), ahead.field(field));
        reader.prefetch(ctx, shown).await?;
    }
    if !ahead.field("actor").exists() {
        return Ok(HashMap::new());
    }
    let tokens: Vec<TokenId> = entries
        .iter()
        .filter_map(|entry| entry.record.token)
        .collect();
    Ok(users::tokens_by_ids(reader.call(), &tokens).await?)
}

/// All given conditions must hold.
#[derive(Default, InputObject)]
pub struct AuditFilter {
    /// Accounts that answer for it, or tokens.
    actor_ids: Option<Vec<ID>>,
    /// What it was done to.
    subject_id: Option<ID>,
    /// As the mutations are called, e.g. `translationPublish`.
    actions: Option<Vec<String>>,
    from: Option<Instant>,
    /// Before this moment.
    to: Option<Instant>,
}

impl AuditFilter {
    /// The filter as the trail takes it. A list that is given and empty matches nothing.
    ///
    /// # Errors
    /// BAD_USER_INPUT for what is no id.
    pub fn read(self) -> Result<Option<Filter>> {
        let is_empty = self.actor_ids.as_ref().is_some_and(Vec::is_empty)
            || self.actions.as_ref().is_some_and(Vec::is_empty);
        if is_empty {
            return Ok(None);
        }
        let actors = self.actor_ids.unwrap_or_default();
        Ok(Some(Filter {
            actors: actors.iter().map(any_id).collect::<Result<_>>()?,
            subjects: self.subject_id.iter().map(any_id).collect::<Result<_>>()?,
            actions: self.actions.unwrap_or_default(),
            from: self.from,
            to: self.to,
        }))
    }
}

fn any_id(id: &ID) -> Result<Uuid> {
    let found = ids::parse_any(id.as_str());
    let found = found.map(|(_, id)| id);
    found.ok_or_else(|| Fault::bad_input(format!("{} is no id", id.as_str())))
}
