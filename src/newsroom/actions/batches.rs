//! Cutting what is read into batches, each written in one transaction.

use std::collections::BTreeSet;
use std::path::Path;

use tokio::sync::mpsc::{Receiver, Sender, channel};

use crate::app::{Error, Problem, Result};
use crate::newsroom::domain::item::Item;
use crate::newsroom::domain::{Fault, Kind, Record};
use crate::newsroom::source::{Read, Source};
use crate::vocabulary::UserErrorCode;

/// Records of a file of lines that one transaction writes.
const RECORDS_PER_BATCH: usize = 500;

/// Batches that wait while another is written.
const BATCHES_AHEAD: usize = 1;

/// Records of one stage, written together, and what was found wrong while reading them.
#[derive(Debug, Default)]
pub struct Batch {
    /// The records.
    pub items: Vec<Item>,
    /// Faults of those that are none.
    pub faults: Vec<(Option<Kind>, Fault)>,
}

impl Batch {
    fn has(&self, record: &Record) -> bool {
        let same = |item: &Item| item.record.kind == record.kind && item.record.key == record.key;
        self.items.iter().any(same)
    }

    /// Takes what was read; a file that the record names is read too.
    fn take(&mut self, read: Read, source: &Source) {
        match read {
            Ok(record) => {
                let kind = record.kind;
                match item(record, source) {
                    Ok(item) => self.items.push(item),
                    Err(fault) => self.faults.push((Some(kind), fault)),
                }
            }
            Err(fault) => self.faults.push((None, fault)),
        }
    }
}

fn item(record: Record, source: &Source) -> std::result::Result<Item, Fault> {
    let named = record.body.get("file").and_then(|file| file.as_str());
    let Some(named) = named.filter(|_| record.kind == Kind::Asset) else {
        return Item::of(record, None);
    };
    match source.bytes(&record.place.file, named) {
        Ok(bytes) => Item::of(record, Some(&bytes)),
        Err(error) => {
            let why = format!("cannot read {named}: {error:#}");
            Err(record.refused(&Error::invalid(["file"], why)))
        }
    }
}

/// The batches of a folder: one for each stage, in the order of import.
///
/// # Errors
/// When a file cannot be read.
pub fn of_folder(source: &Source) -> Result<Vec<Batch>> {
    let mut records = Vec::new();
    let mut batch = Batch::default();
    let mut names = BTreeSet::new();
    for read in source.read_folder()? {
        match read {
            Ok(record) if !names.insert((record.kind, record.key.clone())) => {
                let none: [&str; 0] = [];
                let why = "another record of this folder has the same type and key";
                let fault = record.fault(&Problem::at(none, UserErrorCode::Duplicate, why));
                batch.faults.push((Some(record.kind), fault));
            }
            Ok(record) => records.push(record),
            Err(fault) => batch.faults.push((None, fault)),
        }
    }
    records.sort_by_key(|record| record.kind);
    let mut batches = Vec::new();
    for record in records {
        let stage = |item: &Item| item.record.kind.stage();
        if batch
            .items
            .last()
            .is_some_and(|last| stage(last) != record.kind.stage())
        {
            batches.push(std::mem::take(&mut batch));
        }
        batch.take(Ok(record), source);
    }
    batches.push(batch);
    Ok(batches)
}

/// The batches of a file of lines, read and taken apart while others are written: consecutive
/// records of one stage, none of them twice.
///
/// # Errors
/// When the file cannot be opened; the receiver tells of what comes later.
pub fn of_lines(path: &Path, source: &Source) -> Result<Receiver<Result<Batch>>> {
    let lines = Source::read_lines(path)?;
    let source = source.clone();
    let (sender, receiver) = channel(BATCHES_AHEAD);
    tokio::task::spawn_blocking(move || {
        let mut batch = Batch::default();
        for read in lines {
            let read = match read {
                Ok(read) => read,
                Err(error) => return send(&sender, Err(error.into())),
            };
            if ends_before(&batch, &read) && !send(&sender, Ok(std::mem::take(&mut batch))) {
                return false;
            }
            batch.take(read, &source);
        }
        send(&sender, Ok(batch))
    });
    Ok(receiver)
}

/// Tells whether anybody still waits for batches.
fn send(sender: &Sender<Result<Batch>>, batch: Result<Batch>) -> bool {
    sender.blocking_send(batch).is_ok()
}

fn ends_before(batch: &Batch, read: &Read) -> bool {
    let (Some(last), Ok(next)) = (batch.items.last(), read) else {
        return batch.faults.len() >= RECORDS_PER_BATCH;
    };
    batch.items.len() >= RECORDS_PER_BATCH
        || last.record.kind.stage() != next.kind.stage()
        || batch.has(next)
}
