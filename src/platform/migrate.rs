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
    same!("0010_workflow"),
    same!("0011_staleness"),
    pair!("0013_audit_lanes"),
    same!("0014_history"),
    same!("0016_together"),
    pair!("0018_plans"),
    same!("0019_board"),
    same!("0021_withdrawals"),
    pair!("0022_retention"),
    same!("0023_clock_rules"),
    same!("0024_documents"),
    same!("0026_sales"),
    same!("0027_ad_events"),
    pair!("0030_search"),
    pair!("0036_changes"),
    pair!("0037_behind"),
    same!("0040_advertiser_logo"),
    same!("0050_media"),
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

/// How the schema of a database stands to this program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// It is this program's own.
    Current,
    /// These steps are missing.
    Behind(Vec<String>),
    /// A newer program has changed it; the reason names a step that is not known here.
    Ahead(String),
}

/// Brings the schema up to date and tells which steps it ran. On PostgreSQL an advisory lock keeps
/// other nodes waiting meanwhile.
///
/// # Errors
/// When the database is ahead of this program, or a step fails; what it had done is undone.
pub async fn migrate(db: &Db) -> Result<Vec<String>> {
    use sea_orm::TransactionTrait;

    let pending = match standing(db).await? {
        Standing::Current => return Ok(Vec::new()),
        Standing::Behind(pending) => pending,
        Standing::Ahead(why) => bail!("the database is newer than this program: {why}"),
    };
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

/// Compares the schema with what this program knows; nothing is written.
///
/// # Errors
/// When the database does not answer.
pub async fn standing(db: &Db) -> Result<Standing> {
    match Migrator::get_pending_migrations_read_only(db.reader()).await {
        Ok(pending) if pending.is_empty() => Ok(Standing::Current),
        Ok(pending) => {
            let names = pending.iter().map(|step| step.name().to_owned());
            Ok(Standing::Behind(names.collect()))
        }
        Err(DbErr::Custom(why)) => Ok(Standing::Ahead(why)),
        Err(error) => Err(error.into()),
    }
}
