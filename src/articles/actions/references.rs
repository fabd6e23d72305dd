//! Whether what a story points at exists.

use std::collections::BTreeSet;

use super::locked::Around;
use crate::app::{Call, Problem, Result};
use crate::articles::domain::{Article, References};
use crate::articles::store::read;
use crate::platform::ids::{AssetId, TagId};
use crate::vocabulary::{AssetState, TagState};
use crate::{authors, media, tags};

/// What a content points at in vain.
pub(super) struct Missing {
    problems: Vec<Problem>,
    /// Assets out of use that nothing has replaced: those that stand in a text already may stay.
    retired: Vec<AssetId>,
}

impl Missing {
    /// The problems of a text that held `kept` before; paths start with `input`.
    pub fn beside(self, kept: &References) -> Vec<Problem> {
        let mut problems = self.problems;
        let new = self.retired.iter().filter(|id| !kept.assets.contains(id));
        problems.extend(new.map(|id| Problem::missing(["input", "blocks"], id)));
        problems
    }
}

/// Ids of a content that mean nothing.
pub(super) async fn missing_of_content(
    call: &Call,
    around: &Around,
    found: &References,
) -> Result<Missing> {
    let mut problems = missing_tags(call, &found.tags, "blocks").await?;
    let assets: Vec<_> = found.assets.iter().copied().collect();
    let known = media::in_places(call, &assets).await?;
    let stands = |id, state| known.get(id).is_some_and(|asset| asset.state == state);
    let unusable = assets.iter().filter(|id| !stands(id, AssetState::Ready));
    let (retired, lost): (Vec<_>, Vec<_>) =
        unusable.partition(|id| stands(id, AssetState::Retired));
    problems.extend(
        lost.iter()
            .map(|id| Problem::missing(["input", "blocks"], id)),
    );
    let articles: Vec<_> = found.articles.iter().copied().collect();
    let known = read::existing(call, &articles).await?;
    let lost = articles.iter().filter(|id| !known.contains(id));
    problems.extend(lost.map(|id| Problem::missing(["input", "blocks"], id)));
    let authors: Vec<_> = found.authors.iter().copied().collect();
    let known = authors::by_ids(call, &authors).await?;
    let lost = authors.iter().filter(|id| !known.contains_key(id));
    problems.extend(lost.map(|id| Problem::missing(["input", "blocks"], id)));
    let lost = found
        .sections
        .iter()
        .filter(|id| around.tree.get(**id).is_none());
    problems.extend(lost.map(|id| Problem::missing(["input", "blocks"], id)));
    let has = |key: &String| {
        around
            .site
            .calls_to_action
            .iter()
            .any(|call| call.key == *key)
    };
    let lost = found.calls_to_action.iter().filter(|key| !has(key));
    problems.extend(lost.map(|key| Problem::missing(["input", "blocks"], key)));
    Ok(Missing { problems, retired })
}

async fn missing_tags(call: &Call, ids: &BTreeSet<TagId>, field: &str) -> Result<Vec<Problem>> {
    let ids: Vec<_> = ids.iter().copied().collect();
    let known = tags::by_ids(call, &ids).await?;
    let usable = |id: &TagId| {
        known
            .get(id)
            .is_some_and(|tag| matches!(tag.state, TagState::Active | TagState::Hidden))
    };
    let lost = ids.iter().filter(|id| !usable(id));
    Ok(lost
        .map(|id| Problem::missing(["input", field], id))
        .collect())
}

/// Ids of the shared facts that mean nothing; paths start with `input`. That its sponsor is there,
/// the caller has made sure. A lead picture that was out of use `before` may stay.
pub(super) async fn missing_of_article(
    call: &Call,
    around: &Around,
    article: &Article,
    before: Option<&Article>,
) -> Result<Vec<Problem>> {
    let tags: BTreeSet<_> = article.tags.iter().copied().collect();
    let mut problems = missing_tags(call, &tags, "tagIds").await?;
    if !around
        .tree
        .get(article.section)
        .is_some_and(|section| section.is_active)
    {
        problems.push(Problem::missing(["input", "sectionId"], article.section));
    }
    let lost = article
        .secondary_sections
        .iter()
        .filter(|id| around.tree.get(**id).is_none());
    problems.extend(lost.map(|id| Problem::missing(["input", "secondarySectionIds"], id)));
    let byline: Vec<_> = article
        .contributions
        .iter()
        .map(|part| part.author_id)
        .collect();
    let known = authors::by_ids(call, &byline).await?;
    let lost = byline
        .iter()
        .filter(|id| known.get(id).is_none_or(|a| a.merged_into.is_some()));
    problems.extend(lost.map(|id| Problem::missing(["input", "contributions"], id)));
    if let Some(lead) = &article.lead_media {
        let known = media::in_places(call, &[lead.asset_id]).await?;
        let before = before.and_then(|article| article.lead_media.as_ref());
        let is_kept = before.is_some_and(|before| before.asset_id == lead.asset_id);
        let stands = |state| known.values().any(|asset| asset.state == state);
        let is_usable = stands(AssetState::Ready) || is_kept && stands(AssetState::Retired);
        if !is_usable {
            problems.push(Problem::missing(
                ["input", "leadMedia", "assetId"],
                lead.asset_id,
            ));
        }
    }
    let known = read::existing(call, &article.related).await?;
    let lost = article.related.iter().filter(|id| !known.contains(id));
    problems.extend(lost.map(|id| Problem::missing(["input", "relatedIds"], id)));
    Ok(problems)
}
