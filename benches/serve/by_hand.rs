//! A handler as somebody writes it by hand for one page: the statements of the page, prepared, sent
//! over the same pool of the same driver; every column read; JSON columns parsed; the answer written
//! in one pass from a tree of values.
//!
//! It composes nothing: which rows a page needs and what its answer is were noted when Masthead
//! answered. So it does less than any handler that could take Masthead's place, and a ratio to it is
//! a bound from below.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Context, Result, bail};
use axum::Router;
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use masthead::app::App;
use sea_orm::sqlx::{self, AssertSqlSafe, Database, Decode, Encode, Row, Type, ValueRef};
use sea_orm::{DatabaseConnection, DbBackend, Statement, Value};
use serde_json::Value as Json;
use tokio::runtime::Runtime;

use super::found::{plain, serve};
use super::load::{Requests, exchange};

/// Pages that a handler answers.
pub struct ByHand {
    pages: Vec<Page>,
    db: DatabaseConnection,
}

/// What one page reads, and its answer.
struct Page {
    statements: Vec<Statement>,
    answer: Json,
}

/// Hears which statements Masthead sends.
pub struct Ear {
    listens: Arc<AtomicBool>,
    heard: Arc<Mutex<Vec<Statement>>>,
}

impl Ear {
    /// Hears nothing until it is asked to.
    pub fn of(app: &App) -> Self {
        let own = Self {
            listens: Arc::default(),
            heard: Arc::default(),
        };
        let (listens, heard) = (Arc::clone(&own.listens), Arc::clone(&own.heard));
        app.db.listen(move |statement| {
            if listens.load(Ordering::Acquire) {
                let mut heard = heard.lock().unwrap_or_else(PoisonError::into_inner);
                heard.push(statement.clone());
            }
        });
        own
    }

    /// What is sent while `act` acts.
    fn during<T>(&self, act: impl FnOnce() -> Result<T>) -> Result<(T, Vec<Statement>)> {
        self.listens.store(true, Ordering::Release);
        let done = act();
        self.listens.store(false, Ordering::Release);
        let mut heard = self.heard.lock().unwrap_or_else(PoisonError::into_inner);
        let heard = std::mem::take(&mut *heard);
        Ok((done?, heard))
    }
}

/// Notes what Masthead does for each request, and serves the same by hand. Gives the requests for it.
pub fn serving(
    runtime: &Runtime,
    app: &Arc<App>,
    ear: &Ear,
    (live, asked): (SocketAddr, &Requests),
) -> Result<(SocketAddr, Requests)> {
    let mut pages = Vec::with_capacity(asked.len());
    for request in asked.iter() {
        // The first time, what stays in memory is read as well.
        runtime.block_on(exchange(live, request))?;
        let (answer, statements) = ear.during(|| runtime.block_on(exchange(live, request)))?;
        let answer = serde_json::from_slice(&answer)?;
        pages.push(Page { statements, answer });
    }
    let requests = (0..pages.len()).map(|number| plain(&format!("/{number}")));
    let requests = Arc::new(requests.collect());
    let db = app.db.reader().clone();
    let router = Router::new()
        .route("/{number}", get(answer))
        .with_state(Arc::new(ByHand { pages, db }));
    Ok((serve(runtime, router)?, requests))
}

async fn answer(State(all): State<Arc<ByHand>>, Path(number): Path<usize>) -> Response {
    let read = match all.db.get_database_backend() {
        DbBackend::Postgres => postgres(&all, number).await,
        _ => sqlite(&all, number).await,
    };
    match read {
        Ok(body) => ([(header::CONTENT_TYPE, "application/json")], body).into_response(),
        Err(error) => (StatusCode::INTERNAL_SERVER_ERROR, error.to_string()).into_response(),
    }
}

async fn sqlite(all: &ByHand, number: usize) -> Result<Vec<u8>> {
    let page = all.pages.get(number).context("no such page")?;
    let mut line = all.db.get_sqlite_connection_pool().acquire().await?;
    for statement in &page.statements {
        let mut query = sqlx::query::<sqlx::Sqlite>(AssertSqlSafe(statement.sql.as_str()));
        for value in values(statement) {
            query = bound(query, value)?;
        }
        for row in query.fetch_all(&mut *line).await? {
            for column in 0..row.len() {
                let value = row.try_get_raw(column)?;
                match value.type_info().to_string().as_str() {
                    "INTEGER" => drop(std::hint::black_box(<i64 as Decode<sqlx::Sqlite>>::decode(
                        value,
                    ))),
                    "NULL" => {}
                    _ => parsed(<&[u8] as Decode<sqlx::Sqlite>>::decode(value))?,
                }
            }
        }
    }
    Ok(serde_json::to_vec(&page.answer)?)
}

async fn postgres(all: &ByHand, number: usize) -> Result<Vec<u8>> {
    let page = all.pages.get(number).context("no such page")?;
    let mut line = all.db.get_postgres_connection_pool().acquire().await?;
    for statement in &page.statements {
        let mut query = sqlx::query::<sqlx::Postgres>(AssertSqlSafe(statement.sql.as_str()));
        for value in values(statement) {
            query = bound(query, value)?;
        }
        for row in query.fetch_all(&mut *line).await? {
            for column in 0..row.len() {
                let value = row.try_get_raw(column)?;
                if !value.is_null() {
                    // The first byte of jsonb is its version.
                    parsed(
                        value
                            .as_bytes()
                            .map(|bytes| bytes.strip_prefix(&[1]).unwrap_or(bytes)),
                    )?;
                }
            }
        }
    }
    Ok(serde_json::to_vec(&page.answer)?)
}

/// Reads a column: JSON as JSON, all else as a copy of its bytes.
fn parsed(bytes: std::result::Result<&[u8], sqlx::error::BoxDynError>) -> Result<()> {
    let bytes = bytes.map_err(|error| anyhow::anyhow!("{error}"))?;
    match bytes {
        [b'{' | b'[', ..] => drop(std::hint::black_box(serde_json::from_slice::<Json>(bytes)?)),
        _ => drop(std::hint::black_box(bytes.to_vec())),
    }
    Ok(())
}

fn values(statement: &Statement) -> impl Iterator<Item = &Value> {
    statement.values.iter().flat_map(|values| values.0.iter())
}

type Query<'q, DB> = sqlx::query::Query<'q, DB, <DB as Database>::Arguments>;

fn bound<'q, DB>(query: Query<'q, DB>, value: &Value) -> Result<Query<'q, DB>>
where
    DB: Database,
    Option<bool>: Encode<'q, DB> + Type<DB>,
    Option<i32>: Encode<'q, DB> + Type<DB>,
    Option<i64>: Encode<'q, DB> + Type<DB>,
    Option<String>: Encode<'q, DB> + Type<DB>,
    Option<Vec<u8>>: Encode<'q, DB> + Type<DB>,
    Option<uuid::Uuid>: Encode<'q, DB> + Type<DB>,
{
    Ok(match value.clone() {
        Value::Bool(value) => query.bind(value),
        Value::Int(value) => query.bind(value),
        Value::BigInt(value) => query.bind(value),
        Value::BigUnsigned(value) => query.bind(value.map(i64::try_from).transpose()?),
        Value::String(value) => query.bind(value),
        Value::Bytes(value) => query.bind(value),
        Value::Uuid(value) => query.bind(value),
        other => bail!("a value of a page that is not known here: {other:?}"),
    })
}
