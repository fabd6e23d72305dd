//! Bringing a newsroom in, and what it is compared with.

use std::path::Path;

use anyhow::{Result, ensure};
use masthead::app::Call;
use masthead::newsroom::{self, Kind, Report, Source};
use masthead::platform::db::Db;
use sea_orm::ConnectionTrait;

use super::clock::{Took, Watch};
use super::place::{Place, statement};

/// An import of many stories.
pub struct Imported {
    /// What it did.
    pub report: Report,
    /// Bytes of the records.
    pub record_bytes: u64,
    /// Bytes of the database afterwards.
    pub database_bytes: u64,
    /// The import.
    pub first: Took,
    /// The same records again, which change nothing.
    pub again: Took,
    /// Reading and parsing every record, and nothing else.
    pub parsing: Took,
    /// SQLite alone writing the same rows into another file, without one check.
    pub copy: Option<Took>,
}

/// Brings records in twice.
pub async fn measured(place: &Place, records: &Path) -> Result<Imported> {
    let source = Source::at(records)?;
    let parsing = parsing(records)?;
    let (report, first) = timed(place, &source).await?;
    let (unchanged, again) = timed(place, &source).await?;
    ensure!(
        !unchanged.has_changes(),
        "the same records changed something"
    );
    Ok(Imported {
        report,
        record_bytes: std::fs::metadata(records)?.len(),
        database_bytes: place.bytes().await?,
        first,
        again,
        parsing,
        copy: copy(place).await?,
    })
}

/// Brings records in.
pub async fn quietly(place: &Place, source: &Source) -> Result<()> {
    timed(place, source).await.map(drop)
}

async fn timed(place: &Place, source: &Source) -> Result<(Report, Took)> {
    let app = place.open().await?;
    let watch = Watch::start();
    let report = newsroom::import(&Call::system(&app, "import"), source).await?;
    let took = watch.took();
    ensure!(report.is_clean(), "{report}");
    app.db.close().await;
    Ok((report, took))
}

fn parsing(records: &Path) -> Result<Took> {
    let watch = Watch::start();
    for record in Source::read_lines(records)? {
        record?.map_err(|fault| anyhow::anyhow!("{fault}"))?;
    }
    Ok(watch.took())
}

async fn copy(place: &Place) -> Result<Option<Took>> {
    let Some(file) = place.file() else {
        return Ok(None);
    };
    let copy = format!("{file}.copy");
    let db = Db::connect(place.url(), 1).await?;
    let vacuum = statement(&db, &format!("VACUUM INTO '{copy}'"));
    let watch = Watch::start();
    db.writer().execute_raw(vacuum).await?;
    let took = watch.took();
    db.close().await;
    std::fs::remove_file(copy)?;
    Ok(Some(took))
}

/// How many stories came in.
pub fn stories(report: &Report) -> usize {
    let counts = report.counts.get(&Kind::Article);
    counts.map_or(0, |counts| counts.written())
}
