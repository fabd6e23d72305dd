//! Databases to measure on.

use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, Result};
use masthead::app::App;
use masthead::platform::config::Config;
use masthead::platform::db::Db;
use sea_orm::ConnectionTrait;

/// A database with its folder.
pub struct Place {
    config: Config,
    server: Option<String>,
    name: String,
}

impl Place {
    /// The place of this name: below `folder`, or beside a database of PostgreSQL.
    pub fn at(folder: &Path, name: &str, postgres: Option<&str>) -> Result<Self> {
        let data = folder.join(name);
        let name = format!("masthead_bench_{name}");
        let url = match postgres {
            Some(server) => {
                let mut url = url::Url::parse(server).context("the address of PostgreSQL")?;
                url.set_path(&name);
                url.into()
            }
            None => format!("sqlite:{}", data.join("masthead.sqlite").display()),
        };
        let set = |name: &str| match name {
            "MASTHEAD_DATABASE_URL" => Some(url.clone()),
            "MASTHEAD_DATA_DIR" => Some(data.display().to_string()),
            _ => None,
        };
        Ok(Self {
            config: Config::read(&set, None)?,
            server: postgres.map(ToOwned::to_owned),
            name,
        })
    }

    /// Makes it anew, and empty but for its schema.
    pub async fn renew(&self) -> Result<()> {
        self.empty().await?;
        masthead::prepare(&self.config).await?;
        Ok(())
    }

    /// Makes it anew, and empty.
    pub async fn empty(&self) -> Result<()> {
        match std::fs::remove_dir_all(&self.config.data_dir) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error.into()),
            _ => std::fs::create_dir_all(&self.config.data_dir)?,
        }
        if let Some(server) = &self.server {
            let db = Db::connect(server, 1).await?;
            for text in ["DROP DATABASE IF EXISTS", "CREATE DATABASE"] {
                let text = format!("{text} {}", self.name);
                db.writer().execute_raw(statement(&db, &text)).await?;
            }
            db.close().await;
        }
        Ok(())
    }

    /// Opens Masthead on it.
    pub async fn open(&self) -> Result<Arc<App>> {
        masthead::open_in_memory_keys(self.config.clone()).await
    }

    /// Bytes of the database while nobody has it open; of PostgreSQL, tables and indexes.
    pub async fn bytes(&self) -> Result<u64> {
        match self.file() {
            Some(file) => Ok(std::fs::metadata(file)?.len()),
            None => {
                let db = Db::connect(&self.config.database_url, 1).await?;
                let asked = "SELECT pg_database_size(current_database())";
                let row = db.reader().query_one_raw(statement(&db, asked)).await?;
                let bytes: i64 = row.context("a size")?.try_get_by(0)?;
                db.close().await;
                Ok(u64::try_from(bytes)?)
            }
        }
    }

    /// The file of a database of SQLite.
    pub fn file(&self) -> Option<&str> {
        self.config.database_url.strip_prefix("sqlite:")
    }

    /// Its folder.
    pub fn data_dir(&self) -> &Path {
        &self.config.data_dir
    }

    /// Address of its database.
    pub fn url(&self) -> &str {
        &self.config.database_url
    }
}

/// A statement as it is written here.
pub fn statement(db: &Db, text: &str) -> sea_orm::Statement {
    sea_orm::Statement::from_string(db.writer().get_database_backend(), text)
}
