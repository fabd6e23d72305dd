//! The audit trail as it is written: each entry is sealed with the hash of the one before it, in
//! the same transaction as the change that it tells of.
//!
//! An entry goes to the end of a *lane*, which its transaction holds until it is committed, so the
//! order of a lane is that of the commits. SQLite, where one transaction writes at a time, has one
//! lane. PostgreSQL has several, so that transactions need not wait for one another's commit to
//! reach the disk: each takes a lane that nobody holds.

use sea_orm::sea_query::{Expr, ExprTrait, LockBehavior, LockType, Query};
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbBackend, DeriveIden, Value};
use serde_json::{Map, Value as Json, json};
use uuid::Uuid;

use super::Result;
use crate::platform::clock::Instant;
use crate::platform::ids::{AuditId, TokenId, UserId};
use crate::platform::secrets::sha256_hex;

/// Entries that one INSERT carries: 17 columns, below the 32 766 parameters that SQLite takes.
const ROWS_PER_INSERT: usize = 500;

/// One line of the audit trail: who did what to what.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// Its id.
    pub id: AuditId,
    /// The moment of the call that did it.
    pub at: Instant,
    /// `STAFF`, `TOKEN` or `SYSTEM`.
    pub actor_kind: String,
    /// The account that answers for it.
    pub user: Option<UserId>,
    /// The token that was shown.
    pub token: Option<TokenId>,
    /// Which part of Masthead acted.
    pub system: Option<String>,
    /// What was done.
    pub action: String,
    /// What stands before the subject's id outside.
    pub subject_prefix: String,
    /// What it was done to.
    pub subject: Uuid,
    /// Its name at that time.
    pub label: String,
    /// The fields that changed, each `{field, before, after}`.
    pub changes: Vec<Json>,
    /// Why.
    pub reason: Option<String>,
    /// The request that it came with.
    pub request_id: String,
}

/// Place of an entry: its lane, and its number there, from 1 without gaps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The lane.
    pub lane: i32,
    /// The number in it.
    pub position: i64,
}

impl Record {
    /// The seal of the entry at `place`, behind an entry with the seal `previous`; empty before the
    /// first.
    ///
    /// # Errors
    /// Never in practice: all of it can be written as JSON.
    pub fn seal(&self, place: Place, previous: &str) -> Result<String> {
        let told = json!([
            place.lane,
            place.position,
            previous,
            self.id,
            self.at.0,
            self.actor_kind,
            self.user,
            self.token,
            self.system,
            self.action,
            self.subject_prefix,
            self.subject.to_string(),
            self.label,
            self.changes.iter().map(ordered).collect::<Vec<_>>(),
            self.reason,
            self.request_id,
        ]);
        Ok(sha256_hex(serde_json::to_vec(&told)?))
    }
}

/// The same value with the members of objects in the order of their names: PostgreSQL keeps them in
/// one of its own.
fn ordered(value: &Json) -> Json {
    match value {
        Json::Object(members) => {
            let mut sorted: Vec<_> = members.iter().collect();
            sorted.sort_unstable_by_key(|(name, _)| *name);
            let sorted = sorted
                .into_iter()
                .map(|(name, of)| (name.clone(), ordered(of)));
            Json::Object(sorted.collect::<Map<_, _>>())
        }
        Json::Array(items) => items.iter().map(ordered).collect(),
        plain => plain.clone(),
    }
}

#[derive(DeriveIden)]
enum AuditLanes {
    Table,
    Lane,
    Length,
    Seal,
}

#[derive(DeriveIden)]
enum Audit {
    Table,
    Id,
    At,
    ActorKind,
    UserId,
    TokenId,
    SystemName,
    Action,
    SubjectPrefix,
    SubjectId,
    SubjectLabel,
    Changes,
    Reason,
    RequestId,
    Lane,
    Position,
    Seal,
}

/// Writes entries to the end of a lane.
///
/// # Errors
/// Those of the database.
pub(super) async fn append(tx: &DatabaseTransaction, records: &[Record]) -> Result<()> {
    let Some(first) = records.first() else {
        return Ok(());
    };
    let (lane, mut position, mut seal) = hold(tx, first.id).await?;
    for chunk in records.chunks(ROWS_PER_INSERT) {
        let mut insert = Query::insert();
        insert.into_table(Audit::Table).columns(COLUMNS);
        for record in chunk {
            position += 1;
            let place = Place { lane, position };
            seal = record.seal(place, &seal)?;
            insert.values_panic(row(record, place, &seal).map(Expr::val));
        }
        tx.execute(&insert).await?;
    }
    let end = Query::update()
        .table(AuditLanes::Table)
        .value(AuditLanes::Length, position)
        .value(AuditLanes::Seal, seal)
        .and_where(Expr::col(AuditLanes::Lane).eq(lane))
        .to_owned();
    tx.execute(&end).await?;
    Ok(())
}

/// Holds the end of a free lane until the transaction ends; where all are held, that of the lane on
/// which the entry's id falls.
async fn hold(tx: &DatabaseTransaction, id: AuditId) -> Result<(i32, i64, String)> {
    let mut any = Query::select();
    any.columns([AuditLanes::Lane, AuditLanes::Length, AuditLanes::Seal])
        .from(AuditLanes::Table)
        .limit(1);
    let mut free = any.clone();
    if tx.get_database_backend() == DbBackend::Postgres {
        free.lock_with_behavior(LockType::NoKeyUpdate, LockBehavior::SkipLocked);
    }
    let mut found = tx.query_one(&free).await?;
    if found.is_none() {
        let lanes = Query::select()
            .expr(Expr::col(AuditLanes::Lane).max())
            .from(AuditLanes::Table)
            .to_owned();
        let most = tx.query_one(&lanes).await?;
        let most: i32 = most.map_or(Ok(None), |row| row.try_get_by(0))?.unwrap_or(1);
        let lane = 1 + i32::from(id.0.as_bytes()[15]) % most;
        any.and_where(Expr::col(AuditLanes::Lane).eq(lane))
            .lock(LockType::NoKeyUpdate);
        found = tx.query_one(&any).await?;
    }
    let found = found.ok_or_else(|| anyhow::anyhow!("the lanes of the audit trail are gone"))?;
    Ok((
        found.try_get_by(0)?,
        found.try_get_by(1)?,
        found.try_get_by(2)?,
    ))
}

const COLUMNS: [Audit; 16] = [
    Audit::Id,
    Audit::At,
    Audit::ActorKind,
    Audit::UserId,
    Audit::TokenId,
    Audit::SystemName,
    Audit::Action,
    Audit::SubjectPrefix,
    Audit::SubjectId,
    Audit::SubjectLabel,
    Audit::Changes,
    Audit::Reason,
    Audit::RequestId,
    Audit::Lane,
    Audit::Position,
    Audit::Seal,
];

fn row(record: &Record, place: Place, seal: &str) -> [Value; 16] {
    [
        record.id.into(),
        record.at.into(),
        record.actor_kind.as_str().into(),
        record.user.into(),
        record.token.into(),
        record.system.clone().into(),
        record.action.as_str().into(),
        record.subject_prefix.as_str().into(),
        record.subject.into(),
        record.label.as_str().into(),
        Json::Array(record.changes.clone()).into(),
        record.reason.clone().into(),
        record.request_id.as_str().into(),
        place.lane.into(),
        place.position.into(),
        seal.into(),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record() -> Record {
        Record {
            id: AuditId(Uuid::from_u128(1)),
            at: Instant(1_783_756_680_000),
            actor_kind: "STAFF".to_owned(),
            user: Some(UserId(Uuid::from_u128(2))),
            token: None,
            system: None,
            action: "tagUpdate".to_owned(),
            subject_prefix: "tag".to_owned(),
            subject: Uuid::from_u128(3),
            label: "Київ".to_owned(),
            changes: vec![
                json!({ "field": "name", "before": null, "after": { "b": 1, "a": 0.5 } }),
            ],
            reason: None,
            request_id: "req_1".to_owned(),
        }
    }

    const PLACE: Place = Place {
        lane: 1,
        position: 1,
    };

    #[test]
    fn a_seal_does_not_depend_on_the_order_of_members() {
        let other = Record {
            changes: vec![
                json!({ "after": { "a": 0.5, "b": 1 }, "before": null, "field": "name" }),
            ],
            ..record()
        };

        assert_eq!(
            record().seal(PLACE, "").unwrap(),
            other.seal(PLACE, "").unwrap()
        );
    }

    #[test]
    fn a_seal_depends_on_all_that_is_told_and_on_what_stands_before() {
        let seal = record().seal(PLACE, "").unwrap();
        let others = [
            Record {
                label: "Kyiv".to_owned(),
                ..record()
            },
            Record {
                changes: Vec::new(),
                ..record()
            },
            Record {
                user: None,
                ..record()
            },
            Record {
                reason: Some(String::new()),
                ..record()
            },
        ];

        for other in others {
            assert_ne!(other.seal(PLACE, "").unwrap(), seal);
        }
        assert_ne!(record().seal(PLACE, &seal).unwrap(), seal);
        let moved = Place {
            position: 2,
            ..PLACE
        };
        assert_ne!(record().seal(moved, "").unwrap(), seal);
    }
}
