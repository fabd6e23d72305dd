//! Schema steps: plain SQL files of `migrations/`, embedded and run in order by sea-orm-migration.

use anyhow::{Result, bail};
use sea_orm::{ConnectionTrait, DbBackend};
use sea_orm_migration::prelude::{
    DbErr, MigrationName, MigrationTrait, MigratorTrait, SchemaManager,
};

use super::db::Db;

/// One step: its name, and its SQL for either database.
struct Step {
    name: &'static str,
    sqlite: &'static str,
    postgres: &'static str,
}

macro_rules! same {
    ($name:literal) => {
        Step {
            name: $name,
            sqlite: include_str!(concat!("../../migrations/", $name, ".sql")),
            postgres: include_str!(concat!("../../migrations/", $name, ".sql")),
        }
    };
}

macro_rules! pair {
    ($name:literal) => {
        Step {
            name: $name,
            sqlite: include_str!(concat!("../../migrations/", $name, ".sqlite.sql")),
            postgres: include_str!(concat!("../../migrations/", $name, ".postgres.sql")),
        }
    };
}

static STEPS: &[Step] = &[
    same!("0001_people"),
    same!("0002_site"),
    same!("0003_taxonomy"),
    same!("0004_media"),
    same!("0005_articles"),
    pair!("0006_lists"),
    same!("0007_fronts"),
    same!("0008_placements"),
    pair!("0009_log"),
];

impl MigrationName for &'static Step {
    fn name(&self) -> &str {
        self.name
    }
}

#[sea_orm_migration::async_trait::async_trait]
impl MigrationTrait for &'static Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let sql = match manager.get_database_backend() {
            DbBackend::Postgres => self.postgres,
            _ => self.sqlite,
        };
        manager
            .get_connection()
            .execute_unprepared(sql)
            .await
            .map(|_| ())
    }
}

struct Migrator;

impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        STEPS
            .iter()
            .map(|step| Box::new(step) as Box<dyn MigrationTrait>)
            .collect()
    }
}

/// Any number that no other program would take for its own advisory lock.
const LOCK: i64 = 0x6d61_7374_6865_6164;

/// Brings the schema up to date and tells which steps it ran. On PostgreSQL an advisory lock keeps
/// other nodes waiting meanwhile.
///
/// # Errors
/// When a step fails; what it had done is undone.
pub async fn migrate(db: &Db) -> Result<Vec<String>> {
    use sea_orm::TransactionTrait;

    let pending = pending(db).await?;
    if pending.is_empty() {
        return Ok(pending);
    }
    match db.writer().get_database_backend() {
        DbBackend::Postgres => {
            let tx = db.writer().begin().await?;
            tx.execute_unprepared(&format!("SELECT pg_advisory_xact_lock({LOCK})"))
                .await?;
            Migrator::up(&tx, None).await?;
            tx.commit().await?;
        }
        _ => Migrator::up(db.writer(), None).await?,
    }
    Ok(pending)
}

/// Names of the steps that this program knows and the database has not seen.
///
/// # Errors
/// When the database was written by a newer program, or does not answer.
pub async fn pending(db: &Db) -> Result<Vec<String>> {
    match Migrator::get_pending_migrations_read_only(db.reader()).await {
        Ok(pending) => Ok(pending.iter().map(|step| step.name().to_owned()).collect()),
        Err(DbErr::Custom(why)) => bail!("the database is newer than this program: {why}"),
        Err(error) => Err(error.into()),
    }
}
