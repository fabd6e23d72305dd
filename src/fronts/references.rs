//! What a change of a front names in other nouns, and what of it there is not.

use std::collections::BTreeSet;

use super::change::{FrontPatch, PinInput};
use crate::app::{Call, Problem, Result};
use crate::platform::ids::{ArticleId, AssetId, SectionId, TagId};
use crate::vocabulary::{AssetKind, AssetState, UserErrorCode};
use crate::{articles, media, sections, tags};

type Path = Vec<String>;

/// Things that an input names, each with its place in the input.
#[derive(Default)]
pub(super) struct References {
    articles: Vec<(Path, ArticleId)>,
    images: Vec<(Path, AssetId)>,
    sections: Vec<(Path, SectionId)>,
    tags: Vec<(Path, TagId)>,
}

fn path(above: &[&str], steps: &[&str]) -> Path {
    above
        .iter()
        .chain(steps)
        .map(|&step| step.to_owned())
        .collect()
}

/// Ids of a list, each with its place.
fn listed<I: Copy>(above: &[&str], field: &str, ids: &[I]) -> Vec<(Path, I)> {
    let ids = ids.iter().enumerate();
    ids.map(|(place, id)| (path(above, &[field, &place.to_string()]), *id))
        .collect()
}

impl References {
    /// Those of a pin that stands at `above` in the input.
    pub fn of_pin(above: &[&str], pin: &PinInput) -> Self {
        let mut articles = vec![(path(above, &["articleId"]), pin.article)];
        articles.extend(listed(above, "sublinkIds", &pin.sublinks));
        let image = pin.image.map(|id| (path(above, &["imageOverrideId"]), id));
        Self {
            articles,
            images: image.into_iter().collect(),
            ..Self::default()
        }
    }

    /// Those of a whole front.
    pub fn of_front(patch: &FrontPatch) -> Self {
        let mut all = Self::default();
        for (place, zone) in patch.zones.iter().enumerate() {
            let place = place.to_string();
            if let Some(rule) = &zone.rule {
                let above = ["zones", &place, "rule"];
                all.sections
                    .extend(listed(&above, "sectionIds", &rule.sections));
                all.tags.extend(listed(&above, "tagIds", &rule.tags));
            }
            for (own, pin) in zone.pins.iter().enumerate() {
                let of_pin = Self::of_pin(&["zones", &place, "pins", &own.to_string()], pin);
                all.articles.extend(of_pin.articles);
                all.images.extend(of_pin.images);
            }
        }
        all
    }

    /// What of it means nothing to the caller, in a statement for each kind of thing.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn missing(&self, call: &Call) -> Result<Vec<Problem>> {
        let stories = articles::existing(call, &ids(&self.articles)).await?;
        let tree = sections::tree(call).await?;
        let named = tags::by_ids(call, &ids(&self.tags)).await?;
        let mut problems = unknown(&self.articles, |id| stories.contains(&id));
        problems.extend(unknown(&self.sections, |id| tree.get(id).is_some()));
        problems.extend(unknown(&self.tags, |id| named.contains_key(&id)));
        let pictures = media::by_ids(call, &ids(&self.images)).await?;
        problems.extend(unknown(&self.images, |id| pictures.contains_key(&id)));
        for (path, id) in &self.images {
            let is_usable =
                |one: &media::Asset| one.kind == AssetKind::Image && one.state == AssetState::Ready;
            if pictures.get(id).is_some_and(|one| !is_usable(one)) {
                let why = "a picture that is ready";
                problems.push(Problem::at(path, UserErrorCode::Invalid, why));
            }
        }
        Ok(problems)
    }
}

fn ids<I: Copy + Ord>(named: &[(Path, I)]) -> Vec<I> {
    let ids: BTreeSet<I> = named.iter().map(|(_, id)| *id).collect();
    ids.into_iter().collect()
}

fn unknown<I: Copy + std::fmt::Display>(
    named: &[(Path, I)],
    is_known: impl Fn(I) -> bool,
) -> Vec<Problem> {
    let unknown = named.iter().filter(|(_, id)| !is_known(*id));
    unknown
        .map(|(path, id)| Problem::missing(path, id))
        .collect()
}
