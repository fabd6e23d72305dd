//! Rows of the keys under which records came in.

use std::collections::HashMap;

use sea_orm::sea_query::{Expr, ExprTrait, OnConflict, Query};
use sea_orm::{ConnectionTrait, DeriveIden};
use uuid::Uuid;

use crate::app::{Call, Permit, Result};

#[derive(DeriveIden)]
enum ExternalIds {
    Table,
    System,
    Value,
    SubjectId,
    ContentHash,
}

/// Keys that one statement carries: below the 32 766 parameters that SQLite takes.
const KEYS_PER_STATEMENT: usize = 2_000;

/// What a record became when it came in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// The thing that it is here.
    pub id: Uuid,
    /// Fingerprint of the record at that time.
    pub fingerprint: Option<String>,
}

/// A key to be remembered.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The list of keys that it is one of.
    pub list: &'static str,
    /// The key.
    pub key: String,
    /// The thing that it names.
    pub id: Uuid,
    /// Fingerprint of what was brought in under it.
    pub fingerprint: String,
}

fn system(list: &str) -> String {
    format!("newsroom:{list}")
}

/// Those of `keys` that came in before.
///
/// # Errors
/// Those of the database.
pub async fn known(call: &Call, list: &str, keys: &[&str]) -> Result<HashMap<String, Known>> {
    let mut found = HashMap::with_capacity(keys.len());
    for chunk in keys.chunks(KEYS_PER_STATEMENT) {
        let query = Query::select()
            .columns([
                ExternalIds::Value,
                ExternalIds::SubjectId,
                ExternalIds::ContentHash,
            ])
            .from(ExternalIds::Table)
            .and_where(Expr::col(ExternalIds::System).eq(system(list)))
            .and_where(Expr::col(ExternalIds::Value).is_in(chunk.iter().copied()))
            .to_owned();
        for row in call.db().query_all(&query).await? {
            let known = Known {
                id: row.try_get_by(1)?,
                fingerprint: row.try_get_by(2)?,
            };
            found.insert(row.try_get_by(0)?, known);
        }
    }
    Ok(found)
}

/// Remembers keys and what came in under them.
///
/// # Errors
/// Those of the database.
pub async fn remember(permit: &Permit<'_>, entries: &[Entry]) -> Result<()> {
    for chunk in entries.chunks(KEYS_PER_STATEMENT) {
        let mut insert = Query::insert();
        insert
            .into_table(ExternalIds::Table)
            .columns([
                ExternalIds::System,
                ExternalIds::Value,
                ExternalIds::SubjectId,
                ExternalIds::ContentHash,
            ])
            .on_conflict(
                OnConflict::columns([ExternalIds::System, ExternalIds::Value])
                    .update_columns([ExternalIds::SubjectId, ExternalIds::ContentHash])
                    .to_owned(),
            );
        for entry in chunk {
            insert.values_panic([
                Expr::val(system(entry.list)),
                Expr::val(entry.key.as_str()),
                Expr::val(entry.id),
                Expr::val(entry.fingerprint.as_str()),
            ]);
        }
        permit.conn().execute(&insert).await?;
    }
    Ok(())
}
