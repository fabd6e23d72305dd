//! Rows of documents, of the builds that send them, and of how often.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict, Query};
use sea_orm::{ActiveValue::Set, ConnectionTrait, QueryOrder, QuerySelect};

use super::domain::{Build, Client, Document, Graph, NewDocument, Registered, Use};
use crate::app::{Call, Permit, Result, Tx};
use crate::platform::clock::Instant;
use crate::platform::ids::ClientId;

/// Rows that one INSERT carries: 6 columns at most, below the 32 766 parameters that SQLite takes.
const ROWS_PER_INSERT: usize = 1_000;

mod document {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "documents")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub hash: String,
        pub graph: String,
        pub operation: String,
        pub name: Option<String>,
        pub text: String,
        pub registered_at: Instant,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

mod client {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "document_clients")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: ClientId,
        pub name: String,
        pub version: String,
        pub registered_at: Instant,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

mod sends {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "client_documents")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub client_id: ClientId,
        #[sea_orm(primary_key, auto_increment = false)]
        pub hash: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

mod used {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "document_uses")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub hash: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub client: String,
        pub requests: i64,
        pub last_used_at: Instant,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// All registered documents, from memory while nothing has changed.
///
/// # Errors
/// Those of the database.
pub async fn registered(call: &Call) -> Result<Arc<Registered>> {
    call.snapshot(|| load(call)).await
}

async fn load(call: &Call) -> Result<Registered> {
    let names: HashMap<ClientId, Client> = client::Entity::find()
        .all(call.db())
        .await?
        .into_iter()
        .map(|row| (row.id, row.into()))
        .collect();
    let mut senders: HashMap<String, BTreeSet<Client>> = HashMap::new();
    for row in sends::Entity::find().all(call.db()).await? {
        let of_document = senders.entry(row.hash).or_default();
        of_document.extend(names.get(&row.client_id).cloned());
    }
    let rows = document::Entity::find()
        .order_by_asc(document::Column::Operation)
        .order_by_asc(document::Column::Hash)
        .all(call.db())
        .await?;
    let documents = rows.into_iter().map(|row| Document {
        clients: senders.remove(&row.hash).unwrap_or_default(),
        graph: graph(&row.graph),
        hash: row.hash,
        operation: row.operation,
        name: row.name,
        text: row.text.into(),
    });
    Ok(Registered {
        documents: documents.collect(),
        clients: names.values().map(ToString::to_string).collect(),
    })
}

impl From<client::Model> for Client {
    fn from(row: client::Model) -> Self {
        Self {
            name: row.name,
            version: row.version,
        }
    }
}

fn graph(name: &str) -> Graph {
    let known = Graph::ALL.into_iter().find(|graph| graph.name() == name);
    known.unwrap_or(Graph::Desk)
}

/// The build with this name, locked.
pub(super) async fn lock(tx: &Tx, of: &Client) -> Result<Option<Build>> {
    let row = client::Entity::find()
        .filter(client::Column::Name.eq(&of.name))
        .filter(client::Column::Version.eq(&of.version))
        .lock_exclusive()
        .one(tx.conn())
        .await?;
    let Some(row) = row else { return Ok(None) };
    let sent = sends::Entity::find()
        .filter(sends::Column::ClientId.eq(row.id))
        .all(tx.conn())
        .await?;
    Ok(Some(Build {
        id: row.id,
        hashes: sent.into_iter().map(|row| row.hash).collect(),
        client: row.into(),
    }))
}

/// Writes a new build.
pub(super) async fn insert_build(permit: &Permit<'_>, id: ClientId, of: &Client) -> Result<()> {
    let row = client::ActiveModel {
        id: Set(id),
        name: Set(of.name.clone()),
        version: Set(of.version.clone()),
        registered_at: Set(permit.call().now()),
    };
    client::Entity::insert(row)
        .exec_without_returning(permit.conn())
        .await?;
    Ok(())
}

/// Those of `hashes` that are registered.
pub(super) async fn known(tx: &Tx, hashes: &[String]) -> Result<HashSet<String>> {
    let mut known = HashSet::new();
    for hashes in hashes.chunks(ROWS_PER_INSERT) {
        let rows = document::Entity::find()
            .filter(document::Column::Hash.is_in(hashes))
            .all(tx.conn())
            .await?;
        known.extend(rows.into_iter().map(|row| row.hash));
    }
    Ok(known)
}

/// Writes documents, each with what its operation is called; those that are there stay, but one
/// that turns out to be delivery's is taken by both graphs from now on.
pub(super) async fn insert_documents(
    permit: &Permit<'_>,
    graph: Graph,
    documents: &[(&NewDocument, String, String)],
) -> Result<()> {
    let renew = match graph {
        Graph::Delivery => OnConflict::column(document::Column::Hash)
            .update_column(document::Column::Graph)
            .to_owned(),
        Graph::Desk => OnConflict::column(document::Column::Hash)
            .do_nothing()
            .to_owned(),
    };
    for documents in documents.chunks(ROWS_PER_INSERT) {
        let rows = documents
            .iter()
            .map(|(new, hash, operation)| document::ActiveModel {
                hash: Set(hash.clone()),
                graph: Set(graph.name().to_owned()),
                operation: Set(operation.clone()),
                name: Set(None),
                text: Set(new.text.clone()),
                registered_at: Set(permit.call().now()),
            });
        document::Entity::insert_many(rows)
            .on_conflict(renew.clone())
            .exec_without_returning(permit.conn())
            .await?;
    }
    Ok(())
}

/// Gives a name to one document, taking it from the one that had it.
pub(super) async fn set_name(permit: &Permit<'_>, name: &str, hash: &str) -> Result<()> {
    document::Entity::update_many()
        .col_expr(document::Column::Name, Expr::val(Option::<String>::None))
        .filter(document::Column::Name.eq(name))
        .filter(document::Column::Hash.ne(hash))
        .exec(permit.conn())
        .await?;
    document::Entity::update_many()
        .col_expr(document::Column::Name, Expr::val(name))
        .filter(document::Column::Hash.eq(hash))
        .exec(permit.conn())
        .await?;
    Ok(())
}

/// Notes that a build sends these documents.
pub(super) async fn insert_sent(
    permit: &Permit<'_>,
    build: ClientId,
    hashes: &[String],
) -> Result<()> {
    let once = OnConflict::columns([sends::Column::ClientId, sends::Column::Hash])
        .do_nothing()
        .to_owned();
    for hashes in hashes.chunks(ROWS_PER_INSERT) {
        let rows = hashes.iter().map(|hash| sends::ActiveModel {
            client_id: Set(build),
            hash: Set(hash.clone()),
        });
        sends::Entity::insert_many(rows)
            .on_conflict(once.clone())
            .exec_without_returning(permit.conn())
            .await?;
    }
    Ok(())
}

/// Takes documents from a build; tells how many are gone because no other sends them.
pub(super) async fn delete(permit: &Permit<'_>, build: &Build, hashes: &[String]) -> Result<u64> {
    let conn = permit.conn();
    sends::Entity::delete_many()
        .filter(sends::Column::ClientId.eq(build.id))
        .filter(sends::Column::Hash.is_in(hashes))
        .exec(conn)
        .await?;
    let sent = Query::select()
        .column(sends::Column::Hash)
        .from(sends::Entity)
        .to_owned();
    let gone = document::Entity::delete_many()
        .filter(document::Column::Hash.is_in(hashes))
        .filter(document::Column::Hash.not_in_subquery(sent.clone()))
        .exec(conn)
        .await?;
    used::Entity::delete_many()
        .filter(used::Column::Hash.is_in(hashes))
        .filter(used::Column::Hash.not_in_subquery(sent))
        .exec(conn)
        .await?;
    if hashes.len() == build.hashes.len() {
        client::Entity::delete_many()
            .filter(client::Column::Id.eq(build.id))
            .exec(conn)
            .await?;
    }
    Ok(gone.rows_affected)
}

/// How often documents were asked for, the busiest first.
///
/// # Errors
/// Those of the database.
pub async fn uses(call: &Call) -> Result<Vec<Use>> {
    let rows = used::Entity::find()
        .order_by_desc(used::Column::Requests)
        .order_by_asc(used::Column::Hash)
        .order_by_asc(used::Column::Client)
        .all(call.db())
        .await?;
    let told = rows.into_iter().map(|row| Use {
        hash: row.hash,
        client: row.client,
        requests: row.requests,
        last_used_at: row.last_used_at,
    });
    Ok(told.collect())
}

/// Adds to the counts.
pub(super) async fn add_uses(permit: &Permit<'_>, uses: Vec<Use>) -> Result<()> {
    for use_ in uses {
        let sum = Expr::col((used::Entity, used::Column::Requests)).add(use_.requests);
        let add = OnConflict::columns([used::Column::Hash, used::Column::Client])
            .value(used::Column::Requests, sum)
            .update_column(used::Column::LastUsedAt)
            .to_owned();
        let insert = Query::insert()
            .into_table(used::Entity)
            .columns([
                used::Column::Hash,
                used::Column::Client,
                used::Column::Requests,
                used::Column::LastUsedAt,
            ])
            .values_panic([
                Expr::val(use_.hash),
                Expr::val(use_.client),
                Expr::val(use_.requests),
                Expr::val(use_.last_used_at),
            ])
            .on_conflict(add)
            .to_owned();
        permit.conn().execute(&insert).await?;
    }
    Ok(())
}
