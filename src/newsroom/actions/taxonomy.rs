//! Bringing sections, authors and tags in. A record is the whole of its thing: what it leaves out
//! has its default, but for address words, which stay.

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;

use super::fresh::{Fresh, drop_stranded};
use super::{Import, refusal};
use crate::app::{Error, Permit, Problem, Result, Tx};
use crate::authors::{self, AuthorInput};
use crate::editions;
use crate::newsroom::domain::record::typed;
use crate::platform::ids::{AuthorId, SectionId, TagId, TypedId};
use crate::sections::{self, SectionInput};
use crate::tags::{self, TagInput};
use crate::vocabulary::{TagState, UserErrorCode};

impl Import<'_> {
    /// Writes sections. A new one is open unless the record says otherwise.
    pub(super) async fn save_sections(&mut self, fresh: Vec<Fresh>) -> Result<()> {
        let site = editions::site(self.call).await?;
        let (fresh, inputs) =
            self.inputs::<SectionId, SectionInput>(fresh, |input| SectionInput {
                parent: input.parent.or(Some(None)),
                descriptions: input.descriptions.or(Some(BTreeMap::new())),
                ..input
            })?;
        self.save_all(
            fresh,
            async |_: &Tx, permits: &[Permit<'_>], fresh: &[Fresh]| {
                let Some(permit) = permits.first() else {
                    return Ok(Vec::new());
                };
                let written = sections::import(permit, &site, &those_of(&inputs, fresh)).await;
                by_record::<SectionId>(fresh, written.map(drop))
            },
        )
        .await
    }

    /// Writes authors.
    pub(super) async fn save_authors(&mut self, fresh: Vec<Fresh>) -> Result<()> {
        let site = editions::site(self.call).await?;
        let ids: Vec<_> = fresh.iter().map(|one| AuthorId(one.id)).collect();
        let known = authors::by_ids(self.call, &ids).await?;
        let merged = |one: &Fresh| {
            known
                .get(&AuthorId(one.id))
                .is_some_and(|author| author.merged_into.is_some())
        };
        let fresh = self.without(fresh, merged);
        let (fresh, inputs) = self.inputs::<AuthorId, AuthorInput>(fresh, |input| AuthorInput {
            names_after_role: input.names_after_role.or(Some(BTreeMap::new())),
            job_titles: input.job_titles.or(Some(BTreeMap::new())),
            bios: input.bios.or(Some(BTreeMap::new())),
            photo: input.photo.or(Some(None)),
            links: input.links.or(Some(Vec::new())),
            is_active: input.is_active.or(Some(true)),
            ..input
        })?;
        self.save_all(
            fresh,
            async |_: &Tx, permits: &[Permit<'_>], fresh: &[Fresh]| {
                let Some(permit) = permits.first() else {
                    return Ok(Vec::new());
                };
                let written = authors::import(permit, &site, &those_of(&inputs, fresh)).await;
                by_record::<AuthorId>(fresh, written.map(drop))
            },
        )
        .await
    }

    /// Writes tags.
    pub(super) async fn save_tags(&mut self, fresh: Vec<Fresh>) -> Result<()> {
        let site = editions::site(self.call).await?;
        let ids: Vec<_> = fresh.iter().map(|one| TagId(one.id)).collect();
        let known = tags::by_ids(self.call, &ids).await?;
        let is_over = |one: &Fresh| {
            let state = known.get(&TagId(one.id)).map(|tag| tag.state);
            matches!(state, Some(TagState::Merged | TagState::Retired))
        };
        let fresh = self.without(fresh, is_over);
        let (fresh, inputs) = self.inputs::<TagId, TagInput>(fresh, |input| TagInput {
            descriptions: input.descriptions.or(Some(BTreeMap::new())),
            aliases: input.aliases.or(Some(BTreeMap::new())),
            sensitivity: input.sensitivity.or(Some(Vec::new())),
            wikidata_id: input.wikidata_id.or(Some(None)),
            media_topic_id: input.media_topic_id.or(Some(None)),
            is_hidden: input.is_hidden.or(Some(false)),
            image: input.image.or(Some(None)),
            ..input
        })?;
        self.save_all(
            fresh,
            async |_: &Tx, permits: &[Permit<'_>], fresh: &[Fresh]| {
                let Some(permit) = permits.first() else {
                    return Ok(Vec::new());
                };
                let written = tags::import(permit, &site, &those_of(&inputs, fresh)).await;
                by_record::<TagId>(fresh, written.map(drop))
            },
        )
        .await
    }

    /// Reports and drops what the newsroom has merged into another or taken out of use since it
    /// came in.
    fn without(&mut self, fresh: Vec<Fresh>, is_over: impl Fn(&Fresh) -> bool) -> Vec<Fresh> {
        let (over, fresh): (Vec<_>, Vec<_>) = fresh.into_iter().partition(is_over);
        for one in over {
            let none: [&str; 0] = [];
            let why = "it has become part of another since it came in, or is out of use";
            let problem = Problem::at(none, UserErrorCode::TransitionNotAllowed, why);
            self.report.refuse(&one.record, vec![problem]);
        }
        fresh
    }

    /// Reads what the records ask for, `whole`; those of another form are reported and dropped.
    fn inputs<I: TypedId, T: DeserializeOwned>(
        &mut self,
        fresh: Vec<Fresh>,
        whole: impl Fn(T) -> T,
    ) -> Result<(Vec<Fresh>, BTreeMap<I, T>)> {
        let (mut kept, mut inputs) = (Vec::with_capacity(fresh.len()), BTreeMap::new());
        for one in fresh {
            match refusal(typed(one.record.body.clone(), &[]))? {
                Ok(input) => {
                    inputs.insert(I::from_uuid(one.id), whole(input));
                    kept.push(one);
                }
                Err(problems) => self.report.refuse(&one.record, problems),
            }
        }
        drop_stranded(&mut kept, &mut self.report);
        Ok((kept, inputs))
    }
}

/// Ids and inputs of the records, in their order.
fn those_of<I: TypedId, T: Clone>(inputs: &BTreeMap<I, T>, fresh: &[Fresh]) -> Vec<(I, T)> {
    let ids = fresh.iter().map(|one| I::from_uuid(one.id));
    ids.filter_map(|id| Some((id, inputs.get(&id)?.clone())))
        .collect()
}

/// What is wrong with each record, where the paths of the problems start with ids; what is about
/// none of them is about all.
fn by_record<I: TypedId + ToString>(
    fresh: &[Fresh],
    written: Result<()>,
) -> Result<Vec<Vec<Problem>>> {
    let problems = match written {
        Ok(()) => Vec::new(),
        Err(Error::Refused(problems)) => problems,
        Err(error) => return Err(error),
    };
    let ids: Vec<String> = fresh
        .iter()
        .map(|one| I::from_uuid(one.id).to_string())
        .collect();
    let is_of = |problem: &Problem, id: &String| problem.path.first() == Some(id);
    let of = |id: &String| {
        let own = problems
            .iter()
            .filter(|problem| is_of(problem, id) || !ids.iter().any(|other| is_of(problem, other)));
        let told = own.cloned().map(|mut problem| {
            problem.path.retain(|step| step != id);
            problem
        });
        told.collect()
    };
    Ok(ids.iter().map(of).collect())
}
