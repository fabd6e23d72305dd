//! Bringing a newsroom in.

mod articles;
mod batches;
mod fresh;

use crate::app::{Call, Error, Permit, Problem, Result, Tx};
use crate::newsroom::domain::{Kind, Report};
use crate::newsroom::source::Source;
use crate::newsroom::store;
use crate::policy::Action;
use batches::Batch;
use fresh::Fresh;

/// Brings in what is new or has changed in `source`, and leaves the rest alone. Each batch is one
/// transaction; a record with something wrong is left out and reported.
///
/// # Errors
/// When the source cannot be read, or those of the database; batches before stay.
pub async fn import(call: &Call, source: &Source) -> Result<Report> {
    let mut import = Import { call, source, report: Report::default() };
    match source {
        Source::Lines(path) => {
            let mut batches = batches::of_lines(path, source)?;
            while let Some(batch) = batches.recv().await {
                import.take(batch?).await?;
            }
        }
        Source::Folder(_) | Source::Embedded(_) => {
            for batch in batches::of_folder(source)? {
                import.take(batch).await?;
            }
        }
    }
    Ok(import.report)
}

/// An import under way.
struct Import<'a> {
    call: &'a Call,
    source: &'a Source,
    report: Report,
}

impl Import<'_> {
    async fn take(&mut self, batch: Batch) -> Result<()> {
        for (kind, fault) in batch.faults {
            if let Some(kind) = kind {
                self.report.of(kind).failed += 1;
            }
            self.report.note(fault);
        }
        let Some(first) = batch.items.first() else { return Ok(()) };
        let stage = first.record.kind.stage();
        let is_ordered = matches!(self.source, Source::Lines(_));
        let fresh = fresh::select(self.call, batch.items, is_ordered, &mut self.report).await?;
        if fresh.is_empty() {
            return Ok(());
        }
        match stage {
            Kind::Article => self.save_articles(fresh).await,
            _ => Ok(()),
        }
    }

    /// Writes records in one transaction. `write` gives problems with the id of the record at the
    /// start of the path; then what they are about is left out, and the rest is written.
    async fn save(
        &mut self,
        mut fresh: Vec<Fresh>,
        write: impl AsyncFn(&Tx, &[Permit<'_>], &[Fresh]) -> Result<()>,
    ) -> Result<()> {
        while !fresh.is_empty() {
            let tx = self.call.begin().await?;
            let permits = permits(&tx, &fresh)?;
            match write(&tx, &permits, &fresh).await {
                Ok(()) => {
                    self.finish(&permits, &fresh).await?;
                    drop(permits);
                    return tx.commit().await;
                }
                Err(Error::Refused(problems)) => self.leave_out(&mut fresh, problems),
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    /// Remembers what is written, and counts it.
    async fn finish(&mut self, permits: &[Permit<'_>], fresh: &[Fresh]) -> Result<()> {
        let Some(permit) = permits.first() else { return Ok(()) };
        let entries: Vec<_> = fresh.iter().flat_map(Fresh::entries).collect();
        store::remember(permit, &entries).await?;
        for one in fresh {
            let counts = self.report.of(one.record.kind);
            if one.is_new {
                counts.made += 1;
            } else {
                counts.changed += 1;
            }
            self.report.translations += one.texts.len();
        }
        Ok(())
    }

    /// Reports refused records and drops them; problems of no single one are about all.
    fn leave_out(&mut self, fresh: &mut Vec<Fresh>, problems: Vec<Problem>) {
        let is_of = |problem: &Problem, one: &Fresh| {
            problem.path.first().is_some_and(|step| *step == one.record.key)
        };
        let about_all = !problems.iter().any(|problem| fresh.iter().any(|one| is_of(problem, one)));
        fresh.retain(|one| {
            let own = problems.iter().filter(|problem| about_all || is_of(problem, one));
            let own: Vec<_> = own.cloned().collect();
            if own.is_empty() {
                return true;
            }
            self.report.refuse(&one.record, own);
            false
        });
        fresh::drop_stranded(fresh, &mut self.report);
    }
}

/// One permit, and so one line of the audit trail, for each record.
fn permits<'tx>(tx: &'tx Tx, fresh: &[Fresh]) -> Result<Vec<Permit<'tx>>> {
    let permit = |one: &Fresh| tx.authorize(Action::NewsroomImport, &one.subject());
    fresh.iter().map(permit).collect()
}
