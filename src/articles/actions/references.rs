//! Whether what a story points at exists.

use std::collections::BTreeSet;

use super::locked::Around;
use crate::app::{Call, Problem, Result};
use crate::articles::domain::{Article, References};
use crate::articles::store::read;
use crate::platform::ids::TagId;
use crate::vocabulary::{AssetState, TagState};
use crate::{authors, media, tags};

/// Ids of a content that mean nothing; paths start with `input`.
pub(super) async fn missing_of_content(
    call: &Call,
    around: &Around,
    found: &References,
) -> Result<Vec<Problem>> {
    let mut problems = missing_tags(call, &found.tags, "blocks").await?;
    let assets: Vec<_> = found.assets.iter().copied().collect();
    let known = media::by_ids(call, &assets).await?;
    let usable = |id| {
        known
            .get(id)
            .is_some_and(|asset| asset.state == AssetState::Ready)
    };
    let lost = assets.iter().filter(|id| !usable(id));
    problems.extend(lost.map(|id| Problem::missing(["input", "blocks"], id)));
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
    Ok(problems)
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
/// the caller has made sure.
pub(super) async fn missing_of_article(
    call: &Call,
    around: &Around,
    article: &Article,
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
        let known = media::by_ids(call, &[lead.asset_id]).await?;
        if !known.values().any(|asset| asset.state == AssetState::Ready) {
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
