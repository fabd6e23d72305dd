//! What an import has done.

use std::collections::BTreeMap;
use std::fmt;

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
        for problem in &problems {
            self.note(record.fault(problem));
        }
    }

    /// Whether everything was taken.
    pub const fn is_clean(&self) -> bool {
        self.fault_count == 0
    }

    /// What was made or changed, in words: `66 stories in 196 texts, 27 tags`.
    pub fn summary(&self) -> String {
        let named = [
            (Kind::Article, "stories"),
            (Kind::Tag, "tags"),
            (Kind::Author, "authors"),
            (Kind::Section, "sections"),
            (Kind::Asset, "pictures and videos"),
        ];
        let told = named.into_iter().filter_map(|(kind, name)| {
            let written = self.counts.get(&kind)?.written();
            let texts = match kind {
                Kind::Article => format!(" in {} texts", self.translations),
                _ => String::new(),
            };
            (written > 0).then(|| format!("{written} {name}{texts}"))
        });
        told.collect::<Vec<_>>().join(", ")
    }

    /// Whether anything was made or changed.
    pub fn has_changes(&self) -> bool {
        self.counts.values().any(|counts| counts.written() > 0)
    }
}

impl Counts {
    /// Made or changed.
    pub const fn written(&self) -> usize {
        self.made + self.changed
    }
}

/// A table by type, and what was wrong.
impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{:<14}{:>9}{:>9}{:>11}{:>8}",
            "", "made", "changed", "unchanged", "failed"
        )?;
        for (kind, counts) in &self.counts {
            let Counts {
                made,
                changed,
                unchanged,
                failed,
            } = counts;
            writeln!(
                f,
                "{:<14}{made:>9}{changed:>9}{unchanged:>11}{failed:>8}",
                kind.as_str()
            )?;
        }
        for fault in &self.faults {
            writeln!(f, "{fault}")?;
        }
        match self.fault_count - self.faults.len() {
            0 => Ok(()),
            more => writeln!(f, "and {more} faults more"),
        }
    }
}
