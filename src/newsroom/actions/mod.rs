//! Bringing a newsroom in.

mod articles;
mod batches;
mod fresh;
mod library;
mod placed;
mod settings;
mod sold;
mod taxonomy;

use crate::app::{Call, Error, Permit, Problem, Result, Tx};
use crate::newsroom::domain::{Kind, Report};
use crate::newsroom::source::Source;
use crate::newsroom::store;
use crate::policy::Action;
use batches::Batch;
use fresh::{Fresh, drop_stranded};

/// Brings in what is new or has changed in `source`, and leaves the rest alone. Each batch is one
/// transaction; a record with something wrong is left out and reported.
///
/// # Errors
/// When the source cannot be read, or those of the database; batches before stay.
pub async fn import(call: &Call, source: &Source) -> Result<Report> {
    let mut import = Import {
        call,
        source,
        report: Report::default(),
    };
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
        let Some(first) = batch.items.first() else {
            return Ok(());
        };
        let stage = first.record.kind.stage();
        let is_ordered = matches!(self.source, Source::Lines(_));
        let fresh = fresh::select(self.call, batch.items, is_ordered, &mut self.report).await?;
        if fresh.is_empty() {
            return Ok(());
        }
        match stage {
            Kind::Site | Kind::Edition => self.save_site(fresh).await,
            Kind::Section => self.save_sections(fresh).await,
            Kind::Asset => self.save_assets(fresh).await,
            Kind::Author => self.save_authors(fresh).await,
            Kind::Tag => self.save_tags(fresh).await,
            Kind::CallToAction => self.save_calls_to_action(fresh).await,
            Kind::Placement => self.save_placements(fresh).await,
            Kind::Advertiser => self.save_advertisers(fresh).await,
            Kind::Campaign => self.save_campaigns(fresh).await,
            Kind::Creative => self.save_creatives(fresh).await,
            Kind::LineItem => self.save_line_items(fresh).await,
            Kind::Article => self.save_articles(fresh).await,
            Kind::Front => self.save_fronts(fresh).await,
            Kind::Menu => self.save_menus(fresh).await,
            Kind::Redirect => self.save_redirects(fresh).await,
        }
    }

    /// Writes records in one transaction, one by one. Those that `write` refuses are reported and
    /// left out, and the rest is written anew without them.
    async fn save(
        &mut self,
        fresh: Vec<Fresh>,
        write: impl AsyncFn(&Tx, &Permit<'_>, &Fresh) -> Result<()>,
    ) -> Result<()> {
        self.save_all(
            fresh,
            async |tx: &Tx, permits: &[Permit<'_>], fresh: &[Fresh]| {
                let mut found = Vec::with_capacity(fresh.len());
                for (permit, one) in permits.iter().zip(fresh) {
                    let written = refusal(write(tx, permit, one).await)?;
                    found.push(written.err().unwrap_or_default());
                }
                Ok(found)
            },
        )
        .await
    }

    /// Writes records in one transaction, all at once. `write` gives what is wrong with each; then
    /// those are reported and left out, and the rest is written anew without them.
    async fn save_all(
        &mut self,
        mut fresh: Vec<Fresh>,
        write: impl AsyncFn(&Tx, &[Permit<'_>], &[Fresh]) -> Result<Vec<Vec<Problem>>>,
    ) -> Result<()> {
        while !fresh.is_empty() {
            let tx = self.call.begin().await?;
            let permits = permits(&tx, &fresh)?;
            let found = write(&tx, &permits, &fresh).await?;
            if found.iter().all(Vec::is_empty) {
                self.finish(&permits, &fresh).await?;
                drop(permits);
                return tx.commit().await;
            }
            self.leave_out(&mut fresh, found);
        }
        Ok(())
    }

    /// Remembers what is written, and counts it.
    async fn finish(&mut self, permits: &[Permit<'_>], fresh: &[Fresh]) -> Result<()> {
        let Some(permit) = permits.first() else {
            return Ok(());
        };
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

    /// Reports the records that something was found wrong with, and drops them.
    fn leave_out(&mut self, fresh: &mut Vec<Fresh>, found: Vec<Vec<Problem>>) {
        let mut found = found.into_iter();
        fresh.retain(|one| match found.next() {
            Some(problems) if !problems.is_empty() => {
                self.report.refuse(&one.record, problems);
                false
            }
            _ => true,
        });
        drop_stranded(fresh, &mut self.report);
    }
}

/// One permit, and so one line of the audit trail, for each record.
fn permits<'tx>(tx: &'tx Tx, fresh: &[Fresh]) -> Result<Vec<Permit<'tx>>> {
    let permit = |one: &Fresh| tx.authorize(Action::NewsroomImport, &one.subject());
    fresh.iter().map(permit).collect()
}

/// Tells what is wrong with a record from what went wrong.
fn refusal<T>(result: Result<T>) -> Result<std::result::Result<T, Vec<Problem>>> {
    match result {
        Ok(value) => Ok(Ok(value)),
        Err(Error::Refused(problems)) => Ok(Err(problems)),
        Err(error) => Err(error),
    }
}
