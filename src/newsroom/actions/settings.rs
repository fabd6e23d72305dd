//! Bringing in what changes rarely: the site with its editions, menus, calls to action, placements.

use super::fresh::Fresh;
use super::{Import, permits, refusal};
use crate::ads;
use crate::app::{Error, Permit, Problem, Result, Tx};
use crate::editions::{self, CallToActionInput, EditionInput, Menu, SettingsInput};
use crate::newsroom::domain::Kind;
use crate::newsroom::domain::record::typed;
use crate::platform::ids::CallToActionId;
use crate::vocabulary::UserErrorCode;

impl Import<'_> {
    /// Writes the site and its editions in one step, all or none of them: the default edition must
    /// be one of those that are open.
    pub(super) async fn save_site(&mut self, fresh: Vec<Fresh>) -> Result<()> {
        let input = match settings(&fresh)? {
            Ok(input) => input,
            Err(problems) => return self.refuse_site(&fresh, &problems),
        };
        let tx = self.call.begin().await?;
        let permits = permits(&tx, &fresh)?;
        let Some(permit) = permits.first() else {
            return Ok(());
        };
        match editions::import(permit, &input).await {
            Ok(_) => {
                self.finish(&permits, &fresh).await?;
                drop(permits);
                tx.commit().await
            }
            Err(Error::Refused(problems)) => {
                let told: Vec<_> = problems.into_iter().map(|p| told_by(&fresh, p)).collect();
                self.refuse_site(&fresh, &told)
            }
            Err(error) => Err(error),
        }
    }

    /// Reports what is wrong with the records of the site; the others among them cannot come alone.
    fn refuse_site(&mut self, fresh: &[Fresh], problems: &[(usize, Problem)]) -> Result<()> {
        for (place, one) in fresh.iter().enumerate() {
            let own = problems.iter().filter(|(of, _)| *of == place);
            let mut own: Vec<_> = own.map(|(_, problem)| problem.clone()).collect();
            if own.is_empty() {
                let none: [&str; 0] = [];
                let why = "the site and its editions come together, and something else is wrong";
                own.push(Problem::at(none, UserErrorCode::Invalid, why));
            }
            self.report.refuse(&one.record, own);
        }
        Ok(())
    }

    /// Writes menus.
    pub(super) async fn save_menus(&mut self, fresh: Vec<Fresh>) -> Result<()> {
        let site = editions::site(self.call).await?;
        self.save(fresh, async |_: &Tx, permit: &Permit<'_>, one: &Fresh| {
            let menu: Menu = typed(one.record.body.clone(), &[])?;
            editions::import_menus(permit, &site, vec![menu])
                .await
                .map(drop)
        })
        .await
    }

    /// Writes calls to action.
    pub(super) async fn save_calls_to_action(&mut self, fresh: Vec<Fresh>) -> Result<()> {
        let site = editions::site(self.call).await?;
        self.save(fresh, async |_: &Tx, permit: &Permit<'_>, one: &Fresh| {
            let body = one.record.body.clone();
            let input: CallToActionInput = typed(body, &[])?;
            let call = (CallToActionId(one.id), input);
            editions::import_calls_to_action(permit, &site, vec![call])
                .await
                .map(drop)
        })
        .await
    }

    /// Writes placements.
    pub(super) async fn save_placements(&mut self, fresh: Vec<Fresh>) -> Result<()> {
        self.save(fresh, async |_: &Tx, permit: &Permit<'_>, one: &Fresh| {
            let input = typed(one.record.body.clone(), &[])?;
            ads::import(permit, vec![input]).await.map(drop)
        })
        .await
    }
}

/// What the records set, and what is wrong with them, each with the place of its record.
type Read = std::result::Result<SettingsInput, Vec<(usize, Problem)>>;

fn settings(fresh: &[Fresh]) -> Result<Read> {
    let mut input = SettingsInput::default();
    let mut locales = Vec::new();
    let mut problems = Vec::new();
    for (place, one) in fresh.iter().enumerate() {
        let body = one.record.body.clone();
        let read = match one.record.kind {
            Kind::Site => typed(body, &[]).map(|site| input = site),
            _ => typed(body, &[]).map(|edition: EditionInput| {
                let is_enabled = edition.is_enabled.or(Some(true));
                locales.push(EditionInput {
                    is_enabled,
                    ..edition
                });
            }),
        };
        let found = refusal(read)?.err().unwrap_or_default();
        problems.extend(found.into_iter().map(|problem| (place, problem)));
    }
    input.locales.extend(locales);
    Ok(if problems.is_empty() {
        Ok(input)
    } else {
        Err(problems)
    })
}

/// The record that a problem of the settings is about: the edition that its path counts, else the
/// site, else the first.
fn told_by(fresh: &[Fresh], mut problem: Problem) -> (usize, Problem) {
    problem.path.retain(|step| step != "input");
    let is_edition = |one: &Fresh| one.record.kind == Kind::Edition;
    let counted = match problem.path.as_slice() {
        [field, place, ..] if field == "locales" => place.parse::<usize>().ok(),
        _ => None,
    };
    let of = |place: usize| {
        (0..fresh.len())
            .filter(|i| is_edition(&fresh[*i]))
            .nth(place)
    };
    if let Some(place) = counted.and_then(of) {
        problem.path.drain(..2);
        return (place, problem);
    }
    (
        fresh.iter().position(|one| !is_edition(one)).unwrap_or(0),
        problem,
    )
}
