//! The table `changes`: how the nodes of one newsroom, and commands beside them, hear of each
//! other's writes.

use std::collections::HashSet;

use sea_orm::sea_query::{Expr, Query};
use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, DeriveIden, Statement};
use uuid::Uuid;

use super::Changed;
use crate::app::Result;
use crate::platform::clock::Instant;

#[derive(DeriveIden)]
enum Rows {
    #[sea_orm(iden = "changes")]
    Table,
    Id,
    At,
    Body,
}

/// Writes what a transaction changed.
pub(in crate::app) async fn write(
    tx: &impl ConnectionTrait,
    row: Uuid,
    at: Instant,
    changed: &Changed,
) -> Result<()> {
    let insert = Query::insert()
        .into_table(Rows::Table)
        .columns([Rows::Id, Rows::At, Rows::Body])
        .values_panic([
            Expr::val(row),
            Expr::val(at),
            Expr::val(serde_json::to_string(changed)?),
        ])
        .to_owned();
    tx.execute(&insert).await?;
    Ok(())
}

/// How far the table was read. On PostgreSQL numbers are not in the order of commits: a row that
/// appears later belongs to a transaction that was running then, so that all rows of the oldest
/// such transaction and later ones are read again, and those that were seen passed over.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Place {
    /// Rows from here on may be new: a transaction of PostgreSQL, a row's number on SQLite.
    from: i64,
    seen: HashSet<Uuid>,
}

/// Where the table ends now.
pub(super) async fn end(db: &DatabaseConnection) -> Result<Place> {
    let (from, _) = ahead(db, i64::MAX).await?;
    let (_, rows) = ahead(db, from).await?;
    let seen = rows.into_iter().map(|(id, _)| id).collect();
    Ok(Place { from, seen })
}

/// What was written since, and the place after it.
pub(super) async fn read(
    db: &DatabaseConnection,
    place: &Place,
) -> Result<(Vec<(Uuid, Changed)>, Place)> {
    let (from, rows) = ahead(db, place.from).await?;
    let mut new = Vec::new();
    let mut seen = HashSet::with_capacity(rows.len());
    for (id, body) in rows {
        seen.insert(id);
        if !place.seen.contains(&id) {
            // What a newer program writes may be more than is understood here.
            let changed = serde_json::from_str(&body).unwrap_or(Changed::Everything);
            new.push((id, changed));
        }
    }
    Ok((new, Place { from, seen }))
}

/// The rows from a place on, and the place from which the next may come.
async fn ahead(db: &DatabaseConnection, from: i64) -> Result<(i64, Vec<(Uuid, String)>)> {
    // One statement, so that the place and the rows are of one moment.
    let sql = match db.get_database_backend() {
        DbBackend::Postgres => {
            "SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint AS next, id, body \
             FROM (SELECT 1) AS one LEFT JOIN changes ON tx >= $1::text::xid8"
        }
        _ => {
            "SELECT (SELECT coalesce(max(seq), 0) + 1 FROM changes) AS next, id, body \
             FROM (SELECT 1) AS one LEFT JOIN changes ON seq >= CAST($1 AS INTEGER)"
        }
    };
    let values = [from.to_string().into()];
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, values);
    let mut next = from;
    let mut rows = Vec::new();
    for row in db.query_all_raw(statement).await? {
        next = row.try_get_by(0)?;
        if let Some(id) = row.try_get_by::<Option<Uuid>, _>(1)? {
            rows.push((id, row.try_get_by(2)?));
        }
    }
    Ok((next, rows))
}

/// Removes rows that every node has read long ago.
pub(super) async fn prune(db: &impl ConnectionTrait, before: Instant) -> Result<()> {
    let delete = Query::delete()
        .from_table(Rows::Table)
        .and_where(sea_orm::sea_query::ExprTrait::lt(
            Expr::col(Rows::At),
            before,
        ))
        .to_owned();
    db.execute(&delete).await?;
    Ok(())
}
