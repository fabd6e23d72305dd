//! The database: one writer and several readers on SQLite, one pool on PostgreSQL.

use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use anyhow::{Context, Result};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::sqlx;
use sea_orm::sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sea_orm::sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions};
use sea_orm::{
    DatabaseConnection, DatabaseTransaction, DbBackend, SqliteTransactionMode,
    SqlxPostgresConnector, SqlxSqliteConnector, Statement, TransactionOptions, TransactionTrait,
};

/// Lets a newtype stand in a column as the value inside it.
macro_rules! column {
    ($name:ident as $inner:ty, $variant:ident) => {
        impl From<$name> for sea_orm::Value {
            fn from(value: $name) -> Self {
                sea_orm::Value::$variant(Some(value.0))
            }
        }
        impl sea_orm::TryGetable for $name {
            fn try_get_by<I: sea_orm::ColIdx>(
                row: &sea_orm::QueryResult,
                index: I,
            ) -> Result<Self, sea_orm::TryGetError> {
                <$inner>::try_get_by(row, index).map(Self)
            }
        }
        impl sea_orm::sea_query::ValueType for $name {
            fn try_from(value: sea_orm::Value) -> Result<Self, sea_orm::sea_query::ValueTypeErr> {
                <$inner as sea_orm::sea_query::ValueType>::try_from(value).map(Self)
            }
            fn type_name() -> String {
                stringify!($name).to_owned()
            }
            fn array_type() -> sea_orm::sea_query::ArrayType {
                <$inner as sea_orm::sea_query::ValueType>::array_type()
            }
            fn column_type() -> sea_orm::sea_query::ColumnType {
                <$inner as sea_orm::sea_query::ValueType>::column_type()
            }
        }
        impl sea_orm::sea_query::Nullable for $name {
            fn null() -> sea_orm::Value {
                sea_orm::Value::$variant(None)
            }
        }
        impl sea_orm::TryFromU64 for $name {
            fn try_from_u64(_: u64) -> Result<Self, sea_orm::DbErr> {
                Err(sea_orm::DbErr::ConvertFromU64(stringify!($name)))
            }
        }
    };
}
pub(crate) use column;

/// Lets a type stand in a text column through its `Display` and `FromStr`.
macro_rules! text_column {
    ($name:ident) => {
        impl From<$name> for sea_orm::Value {
            fn from(value: $name) -> Self {
                sea_orm::Value::String(Some(value.to_string()))
            }
        }
        impl sea_orm::TryGetable for $name {
            fn try_get_by<I: sea_orm::ColIdx>(
                row: &sea_orm::QueryResult,
                index: I,
            ) -> Result<Self, sea_orm::TryGetError> {
                let text = String::try_get_by(row, index)?;
                text.parse().map_err(|_| {
                    let why = format!("{} cannot be {text:?}", stringify!($name));
                    sea_orm::TryGetError::DbErr(sea_orm::DbErr::Type(why))
                })
            }
        }
        impl sea_orm::sea_query::ValueType for $name {
            fn try_from(value: sea_orm::Value) -> Result<Self, sea_orm::sea_query::ValueTypeErr> {
                let text = <String as sea_orm::sea_query::ValueType>::try_from(value)?;
                text.parse().map_err(|_| sea_orm::sea_query::ValueTypeErr)
            }
            fn type_name() -> String {
                stringify!($name).to_owned()
            }
            fn array_type() -> sea_orm::sea_query::ArrayType {
                sea_orm::sea_query::ArrayType::String
            }
            fn column_type() -> sea_orm::sea_query::ColumnType {
                sea_orm::sea_query::ColumnType::Text
            }
        }
        impl sea_orm::sea_query::Nullable for $name {
            fn null() -> sea_orm::Value {
                sea_orm::Value::String(None)
            }
        }
        impl sea_orm::TryFromU64 for $name {
            fn try_from_u64(_: u64) -> Result<Self, sea_orm::DbErr> {
                Err(sea_orm::DbErr::ConvertFromU64(stringify!($name)))
            }
        }
    };
}
pub(crate) use text_column;

/// A value kept as JSON in a column: an object or a list, never a bare scalar, because SQLite would
/// take a bare number out of its text.
#[derive(Debug, Clone, PartialEq, Eq, Default, serde::Deserialize)]
#[serde(transparent)]
pub struct Json<T>(pub T);

impl<T: serde::Serialize> From<Json<T>> for sea_orm::Value {
    fn from(value: Json<T>) -> Self {
        // Only maps with keys that are not strings fail here, and no stored type has one.
        let json = serde_json::to_value(value.0).unwrap_or_default();
        Self::Json(Some(Box::new(json)))
    }
}

// Read from the bytes of the row at once, with no tree of values in between.
impl<T: serde::de::DeserializeOwned> sea_orm::TryGetableFromJson for Json<T> {}

/// JSON that is text already, as the value of a JSON column. [`Json`] makes a tree of values first,
/// which many long texts pay for dearly.
pub fn json_text(backend: DbBackend, text: String) -> Expr {
    let text = Expr::val(text);
    match backend {
        DbBackend::Postgres => text.cast_as("jsonb"),
        _ => text,
    }
}

impl<T: serde::de::DeserializeOwned> sea_orm::sea_query::ValueType for Json<T> {
    fn try_from(value: sea_orm::Value) -> Result<Self, sea_orm::sea_query::ValueTypeErr> {
        let json = <serde_json::Value as sea_orm::sea_query::ValueType>::try_from(value)?;
        serde_json::from_value(json)
            .map(Self)
            .map_err(|_| sea_orm::sea_query::ValueTypeErr)
    }
    fn type_name() -> String {
        "Json".to_owned()
    }
    fn array_type() -> sea_orm::sea_query::ArrayType {
        sea_orm::sea_query::ArrayType::Json
    }
    fn column_type() -> sea_orm::sea_query::ColumnType {
        sea_orm::sea_query::ColumnType::JsonBinary
    }
}

impl<T> sea_orm::sea_query::Nullable for Json<T> {
    fn null() -> sea_orm::Value {
        sea_orm::Value::Json(None)
    }
}

/// Open connections to one database.
#[derive(Clone)]
pub struct Db {
    reader: DatabaseConnection,
    writer: DatabaseConnection,
    statements: Arc<AtomicU64>,
    listener: Arc<OnceLock<Listener>>,
}

/// Whoever hears each statement that is sent.
type Listener = Box<dyn Fn(&Statement) + Send + Sync>;

impl Db {
    /// Connects to `sqlite:PATH` (made when it does not exist) or `postgres://…`.
    ///
    /// # Errors
    /// When the address cannot be read or nothing answers there.
    pub async fn connect(url: &str, readers: u32) -> Result<Self> {
        let (reader, writer) = if let Some(path) = url.strip_prefix("sqlite:") {
            let path = path.strip_prefix("//").unwrap_or(path);
            sqlite(Path::new(path), readers).await?
        } else if url.starts_with("postgres:") || url.starts_with("postgresql:") {
            postgres(url, readers).await?
        } else {
            anyhow::bail!("a database address starts with sqlite: or postgres:");
        };
        Ok(Self::counting(reader, writer))
    }

    fn counting(mut reader: DatabaseConnection, mut writer: DatabaseConnection) -> Self {
        let statements = Arc::new(AtomicU64::new(0));
        let listener = Arc::new(OnceLock::<Listener>::new());
        for connection in [&mut reader, &mut writer] {
            let (count, listener) = (Arc::clone(&statements), Arc::clone(&listener));
            connection.set_metric_callback(move |sent| {
                count.fetch_add(1, Ordering::Relaxed);
                if let Some(hear) = listener.get() {
                    hear(sent.statement);
                }
            });
        }
        Self {
            reader,
            writer,
            statements,
            listener,
        }
    }

    /// Where reads go that follow no write of the same transaction.
    pub const fn reader(&self) -> &DatabaseConnection {
        &self.reader
    }

    /// Where schema changes go.
    pub const fn writer(&self) -> &DatabaseConnection {
        &self.writer
    }

    /// Begins a write. SQLite takes its write lock at once, so that nobody finds out at commit
    /// that somebody else wrote.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn begin(&self) -> Result<DatabaseTransaction, sea_orm::DbErr> {
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        self.writer.begin_with_options(options).await
    }

    /// How many statements have been sent so far.
    pub fn statements(&self) -> u64 {
        self.statements.load(Ordering::Relaxed)
    }

    /// Lets `hear` hear each statement that is sent from now on. Whoever asks first hears; there is
    /// one listener.
    pub fn listen(&self, hear: impl Fn(&Statement) + Send + Sync + 'static) {
        self.listener.get_or_init(|| Box::new(hear));
    }

    /// Closes all connections.
    pub async fn close(&self) {
        for connection in [&self.reader, &self.writer] {
            if let Err(error) = connection.clone().close().await {
                tracing::warn!(%error, "a database connection did not close in order");
            }
        }
    }
}

async fn sqlite(path: &Path, readers: u32) -> Result<(DatabaseConnection, DatabaseConnection)> {
    let options = SqliteConnectOptions::new()
        .filename(path)
        .journal_mode(SqliteJournalMode::Wal)
        // A commit must be on the disk before it is acknowledged.
        .synchronous(sqlx::sqlite::SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(Duration::from_secs(5))
        .pragma("temp_store", "MEMORY")
        .pragma("cache_size", "-65536")
        .statement_cache_capacity(256);
    let writer = SqlitePoolOptions::new()
        .max_connections(1)
        .min_connections(1)
        .idle_timeout(None)
        .max_lifetime(None)
        .connect_with(options.clone().create_if_missing(true))
        .await
        .with_context(|| format!("cannot open the database file {}", path.display()))?;
    let reader = SqlitePoolOptions::new()
        .max_connections(readers)
        .min_connections(1)
        .idle_timeout(None)
        .max_lifetime(None)
        .test_before_acquire(false)
        .connect_with(options.read_only(true).pragma("mmap_size", "8589934592"))
        .await?;
    Ok((
        SqlxSqliteConnector::from_sqlx_sqlite_pool(reader),
        SqlxSqliteConnector::from_sqlx_sqlite_pool(writer),
    ))
}

async fn postgres(url: &str, readers: u32) -> Result<(DatabaseConnection, DatabaseConnection)> {
    let options: PgConnectOptions = url.parse().context("the database address cannot be read")?;
    let options = options
        .application_name("masthead")
        .statement_cache_capacity(256);
    // Two pools, so that writes that look something up can never wait for one another.
    let pool = |size: u32| {
        PgPoolOptions::new()
            .max_connections(size)
            .acquire_timeout(Duration::from_secs(10))
            .test_before_acquire(false)
            .connect_with(options.clone())
    };
    let reader = pool(readers).await.context("PostgreSQL does not answer")?;
    let writer = pool(readers).await.context("PostgreSQL does not answer")?;
    Ok((
        SqlxPostgresConnector::from_sqlx_postgres_pool(reader),
        SqlxPostgresConnector::from_sqlx_postgres_pool(writer),
    ))
}
