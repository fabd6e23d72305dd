//! Rows of the trail. [`crate::app::trail`] writes them; here they are read, and the oldest removed.

pub(super) mod anchors;

use std::collections::{BTreeSet, HashMap};

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Condition, Expr, ExprTrait};
use sea_orm::{QueryOrder, QuerySelect};

use crate::app::trail::{Place, Record};
use crate::app::{Call, Result};
use crate::articles;
use crate::audit::domain::{Entry, EntryKey, Filter, Lane, Sealed};
use crate::platform::clock::Instant;
use crate::platform::db::Json;
use crate::platform::ids::{self, ArticleId, AuditId, TokenId, TranslationId, TypedId, UserId};
use crate::platform::page::{Page, Slice};
use crate::policy::{AUDIT, STORIES};

/// What stands before the ids of stories and of their texts.
const OF_STORIES: [&str; 2] = [ArticleId::PREFIX, TranslationId::PREFIX];

mod entry {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "audit")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub seq: i64,
        pub id: AuditId,
        pub at: Instant,
        pub actor_kind: String,
        pub user_id: Option<UserId>,
        pub token_id: Option<TokenId>,
        pub system_name: Option<String>,
        pub action: String,
        pub subject_prefix: String,
        pub subject_id: Uuid,
        pub subject_label: String,
        pub changes: Json<Vec<serde_json::Value>>,
        pub reason: Option<String>,
        pub request_id: String,
        pub lane: Option<i32>,
        pub position: Option<i64>,
        pub seal: Option<String>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

mod lane {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "audit_lanes")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub lane: i32,
        pub length: i64,
        pub seal: String,
        pub unsealed_to: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

impl From<entry::Model> for Entry {
    fn from(row: entry::Model) -> Self {
        Self {
            key: EntryKey(row.at.0, row.seq),
            record: row.into(),
        }
    }
}

impl From<entry::Model> for Record {
    fn from(row: entry::Model) -> Self {
        Self {
            id: row.id,
            at: row.at,
            actor_kind: row.actor_kind,
            user: row.user_id,
            token: row.token_id,
            system: row.system_name,
            action: row.action,
            subject_prefix: row.subject_prefix,
            subject: row.subject_id,
            label: row.subject_label,
            changes: row.changes.0,
            reason: row.reason,
            request_id: row.request_id,
        }
    }
}

/// Entries that the caller may see: all for those who read the trail, those of stories for those
/// who read stories; of which stories, whoever asks has made sure. What was done to a story that an
/// embargo keeps from the caller is nobody's business either: its label tells what it is about.
fn visible(call: &Call) -> Select<entry::Entity> {
    let mut find = entry::Entity::find();
    if let Some(secret) = articles::kept_from(call) {
        let subject = Expr::col((entry::Entity, entry::Column::SubjectId));
        find = find.filter(subject.not_in_subquery(secret));
    }
    match call.actor() {
        actor if actor.holds(AUDIT) => find,
        actor if actor.holds(STORIES) => {
            find.filter(entry::Column::SubjectPrefix.is_in(OF_STORIES))
        }
        _ => find.filter(Expr::val(false)),
    }
}

impl Filter {
    fn conditions(&self) -> Condition {
        use entry::Column as C;
        let mut all = Condition::all();
        if !self.subjects.is_empty() {
            all = all.add(C::SubjectId.is_in(self.subjects.iter().copied()));
        }
        if !self.actions.is_empty() {
            all = all.add(C::Action.is_in(self.actions.iter().map(String::as_str)));
        }
        if !self.actors.is_empty() {
            let actors = || self.actors.iter().copied();
            let either = C::UserId.is_in(actors()).or(C::TokenId.is_in(actors()));
            all = all.add(either);
        }
        all.add_option(self.from.map(|from| C::At.gte(from)))
            .add_option(self.to.map(|to| C::At.lt(to)))
    }
}

/// Entries by their time, newest first, in one statement.
///
/// # Errors
/// Those of the database.
pub async fn list(call: &Call, filter: &Filter, page: &Page<EntryKey>) -> Result<Slice<Entry>> {
    use entry::Column as C;
    let mut find = visible(call).filter(filter.conditions());
    if let Some(EntryKey(at, seq)) = page.after {
        let place = Expr::tuple([Expr::col(C::At), Expr::col(C::Seq)]);
        find = find.filter(place.lt(Expr::tuple([Expr::val(at), Expr::val(seq)])));
    }
    let rows = find
        .order_by_desc(C::At)
        .order_by_desc(C::Seq)
        .limit(u64::from(page.size) + 1)
        .all(call.db())
        .await?;
    let mut slice = Slice::of(page, rows).map(Entry::from);
    leave_out_secrets(call, slice.items.iter_mut().map(|entry| &mut entry.record)).await?;
    Ok(slice)
}

/// Leaves out the changes that name a story which an embargo keeps from the caller: a pin of a front,
/// or what is related to another story.
async fn leave_out_secrets<'a>(
    call: &Call,
    records: impl Iterator<Item = &'a mut Record>,
) -> Result<()> {
    let mut records: Vec<_> = records.collect();
    let mut named = BTreeSet::new();
    for record in &records {
        record
            .changes
            .iter()
            .for_each(|change| collect_named(change, &mut named));
    }
    let secret = articles::kept_secret(call, &named).await?;
    if secret.is_empty() {
        return Ok(());
    }
    for record in &mut records {
        record.changes.retain(|change| {
            let mut named = BTreeSet::new();
            collect_named(change, &mut named);
            named.is_disjoint(&secret)
        });
    }
    Ok(())
}

/// The stories and texts that a value names by their ids.
fn collect_named(value: &serde_json::Value, found: &mut BTreeSet<Uuid>) {
    use serde_json::Value;
    match value {
        Value::String(text) => {
            let named = ids::parse_any(text);
            let named = named.filter(|(prefix, _)| OF_STORIES.contains(prefix));
            found.extend(named.map(|(_, id)| id));
        }
        Value::Array(items) => items.iter().for_each(|item| collect_named(item, found)),
        Value::Object(members) => members.values().for_each(|item| collect_named(item, found)),
        _ => {}
    }
}

/// Entries by id, in one statement; unknown ones are left out, and all for those who do not read the
/// whole trail.
///
/// # Errors
/// Those of the database.
pub async fn by_ids(call: &Call, ids: &[AuditId]) -> Result<HashMap<AuditId, Entry>> {
    // By its id alone an entry might be of a story that the caller may not know of.
    if ids.is_empty() || !call.actor().holds(AUDIT) {
        return Ok(HashMap::new());
    }
    let rows = visible(call)
        .filter(entry::Column::Id.is_in(ids.iter().copied()))
        .all(call.db())
        .await?;
    let mut found: HashMap<AuditId, Entry> =
        rows.into_iter().map(|row| (row.id, row.into())).collect();
    leave_out_secrets(call, found.values_mut().map(|entry| &mut entry.record)).await?;
    Ok(found)
}

/// The ends of all lanes.
pub(in crate::audit) async fn lanes(call: &Call) -> Result<Vec<Lane>> {
    let rows = lane::Entity::find()
        .order_by_asc(lane::Column::Lane)
        .all(call.db())
        .await?;
    let lane = |row: lane::Model| Lane {
        lane: row.lane,
        length: row.length,
        seal: row.seal,
        unsealed_to: row.unsealed_to,
    };
    Ok(rows.into_iter().map(lane).collect())
}

/// Entries of a lane from a place on, up to position `last`, in order.
pub(in crate::audit) async fn sealed_from(
    call: &Call,
    from: Place,
    last: i64,
    most: u64,
) -> Result<Vec<Sealed>> {
    use entry::Column as C;
    let rows = visible(call)
        .filter(C::Lane.eq(from.lane))
        .filter(C::Position.between(from.position, last))
        .order_by_asc(C::Position)
        .limit(most)
        .all(call.db())
        .await?;
    let sealed = |row: entry::Model| Sealed {
        place: Place {
            lane: from.lane,
            position: row.position.unwrap_or_default(),
        },
        seal: row.seal.clone().unwrap_or_default(),
        record: row.into(),
    };
    Ok(rows.into_iter().map(sealed).collect())
}

/// The first entry that stands in none of the lanes and is newer than those from before the seals.
pub(in crate::audit) async fn stray(call: &Call, lanes: &[Lane]) -> Result<Option<AuditId>> {
    use entry::Column as C;
    let old = lanes.iter().map(|lane| lane.unsealed_to).max();
    let known = lanes.iter().map(|lane| lane.lane);
    let row = visible(call)
        .filter(C::Lane.is_null().or(C::Lane.is_not_in(known)))
        .filter(C::Seq.gt(old.unwrap_or_default()))
        .order_by_asc(C::Seq)
        .one(call.db())
        .await?;
    Ok(row.map(|row| row.id))
}
