//! Opening Masthead on a database.

use std::sync::Arc;

use anyhow::{Context, bail};

use crate::app::{App, Call, Keys};
use crate::platform::clock::{Clock, SystemClock};
use crate::platform::config::Config;
use crate::platform::db::Db;
use crate::platform::files::Files;
use crate::platform::ids::RandomIds;
use crate::platform::migrate::{Standing, migrate, standing};
use crate::users;

/// Opens Masthead on the database of `config`, whose schema must be up to date.
///
/// # Errors
/// When the database or the place of media does not answer, or the database is behind or ahead of
/// this program.
pub async fn open(config: Config) -> anyhow::Result<Arc<App>> {
    let db = connect(&config).await?;
    match standing(&db).await? {
        Standing::Current => {}
        Standing::Behind(steps) => bail!(
            "the database is behind this program ({}): run `masthead migrate`",
            steps.join(", ")
        ),
        Standing::Ahead(why) => bail!("the database is newer than this program: {why}"),
    }
    let keys = Keys::open(&db, SystemClock.now()).await?;
    let app = put_together(config, db, keys)?;
    let answers = app.files.check().await;
    answers.with_context(|| format!("media cannot be kept in {}", app.config.media))?;
    Ok(app)
}

/// Brings the database of `config` up to date and tells which steps it took.
///
/// # Errors
/// When the database does not answer, is ahead of this program, or a step fails.
pub async fn prepare(config: &Config) -> anyhow::Result<Vec<String>> {
    let db = connect(config).await?;
    let steps = migrate(&db).await?;
    let app = put_together(config.clone(), db, Keys::in_memory()?)?;
    users::ensure_built_in(&Call::system(&app, "migrate")).await?;
    app.db.close().await;
    Ok(steps)
}

/// Opens Masthead with keys that live in memory alone: what they sign works nowhere else.
///
/// # Errors
/// As [`open`].
pub async fn open_in_memory_keys(config: Config) -> anyhow::Result<Arc<App>> {
    let db = connect(&config).await?;
    put_together(config, db, Keys::in_memory()?)
}

async fn connect(config: &Config) -> anyhow::Result<Db> {
    std::fs::create_dir_all(&config.data_dir)
        .with_context(|| format!("cannot make the folder {}", config.data_dir.display()))?;
    Db::connect(&config.database_url, config.readers).await
}

fn put_together(config: Config, db: Db, keys: Keys) -> anyhow::Result<Arc<App>> {
    let files = Files::at(&config.media)
        .with_context(|| format!("media cannot be kept in {}", config.media))?;
    let (clock, ids) = (Arc::new(SystemClock), Arc::new(RandomIds::default()));
    Ok(App::new(config, db, clock, ids, files, keys))
}
