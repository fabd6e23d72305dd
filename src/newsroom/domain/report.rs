//! What an import has done.

use std::collections::BTreeMap;

use super::kind::Kind;
use super::record::{Fault, Record};
use crate::app::Problem;

/// Faults that are kept for the reader of the report; the others are only counted.
const MOST_FAULTS: usize = 1_000;

/// What an import has done.
#[derive(Debug, Default)]
pub struct Report {
    /// Numbers by type.
    pub counts: BTreeMap<Kind, Counts>,
    /// What was wrong, in the order that it was met; at most the first thousand.
    pub faults: Vec<Fault>,
    /// How many faults there were.
    pub fault_count: usize,
    /// Languages of stories that were made or changed.
    pub translations: usize,
}

/// What became of the records of one type.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Not here before.
    pub made: usize,
    /// Here already, and changed.
    pub changed: usize,
    /// Here already, and left alone.
    pub unchanged: usize,
    /// Not taken, because something is wrong with them.
    pub failed: usize,
}

impl Report {
    /// The numbers of a type.
    pub fn of(&mut self, kind: Kind) -> &mut Counts {
        self.counts.entry(kind).or_default()
    }

    /// Notes something wrong.
    pub fn note(&mut self, fault: Fault) {
        self.fault_count += 1;
        if self.faults.len() < MOST_FAULTS {
            self.faults.push(fault);
        }
    }

    /// Notes that a record is not taken, and why.
    pub fn refuse(&mut self, record: &Record, problems: Vec<Problem>) {
        self.of(record.kind).failed += 1;
        for mut problem in problems {
            // A record is no input of the API.
            problem.path.retain(|step| step != "input");
            self.note(record.fault(problem));
        }
    }

    /// Whether everything was taken.
    pub const fn is_clean(&self) -> bool {
        self.fault_count == 0
    }

    /// Whether anything was made or changed.
    pub fn has_changes(&self) -> bool {
        self.counts.values().any(|counts| counts.made + counts.changed > 0)
    }
}
