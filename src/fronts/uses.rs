//! Merging and retiring tags, authors and sections together with their uses in stories, fronts and
//! menus: one transaction, or nothing.

use super::store;
use crate::addresses::Changed;
use crate::app::error::InUse;
use crate::app::{Call, Error, Problem, Remedy, Result};
use crate::articles;
use crate::authors::{self, Author};
use crate::editions::{self, MenuTarget, Site};
use crate::platform::ids::{AuthorId, SectionId, TagId};
use crate::sections::{self, Section};
use crate::tags::{self, Tag};
use crate::vocabulary::UserErrorCode;

/// Stories that a refusal names.
const EXAMPLES: u64 = 5;

/// Merges a tag into another, in every story, rule and menu; gives the tag that is left.
///
/// # Errors
/// As [`tags::merge_within`].
pub async fn merge_tags(call: &Call, id: TagId, into_id: TagId) -> Result<Changed<Tag>> {
    let site = editions::site(call).await?;
    let tx = call.begin().await?;
    let (permit, left) = tags::merge_within(&tx, &site, id, into_id).await?;
    let stories = articles::move_tag(&tx, &permit, id, into_id).await?;
    store::move_tag(&permit, id, into_id).await?;
    let (from, into) = (MenuTarget::Tag(id), MenuTarget::Tag(into_id));
    editions::retarget_menus(&permit, &from, &into).await?;
    permit.changed("stories", 0, stories);
    tx.commit().await?;
    Ok(left)
}

/// Takes a tag out of use that nothing uses; with `detaches`, its stories lose it first.
///
/// # Errors
/// [`Error::Refused`] for a tag in use, with where and some of the stories; as
/// [`tags::retire_within`].
pub async fn retire_tag(call: &Call, id: TagId, detaches: bool) -> Result<Changed<Tag>> {
    let site = editions::site(call).await?;
    let tx = call.begin().await?;
    let (permit, retired) = tags::retire_within(&tx, &site, id).await?;
    let usage = usage(call, &site, id).await?;
    let has_stories = usage.articles > 0 && !detaches;
    if has_stories || usage.fronts > 0 || usage.menus > 0 {
        let why = "the tag is in use: merge it, hide it, or detach it first";
        let problem = Problem::at(["id"], UserErrorCode::InUse, why);
        return Err(Error::problem(problem.with(Remedy::InUse(Box::new(usage)))));
    }
    let stories = articles::detach_tag(&tx, &permit, id).await?;
    permit.changed("stories", stories, 0);
    tx.commit().await?;
    Ok(retired)
}

async fn usage(call: &Call, site: &Site, id: TagId) -> Result<InUse> {
    // Stories count though the caller may not know of them: they would lose the tag.
    let everything = call.by_system("uses");
    let counted = articles::tag_usage(&everything, &[id]).await?.remove(&id);
    let (articles, live_articles) = counted.unwrap_or_default();
    let leads_here = |(_, target): &(_, &MenuTarget)| **target == MenuTarget::Tag(id);
    let menus = site.menus.iter();
    let menus = menus.filter(|menu| menu.targets().iter().any(leads_here));
    let fronts = super::fronts(call).await?.rules_with_tag(id);
    Ok(InUse {
        articles,
        live_articles,
        fronts: i64::try_from(fronts).unwrap_or(i64::MAX),
        menus: i64::try_from(menus.count()).unwrap_or(i64::MAX),
        examples: articles::examples_of_tag(call, id, EXAMPLES).await?,
    })
}

/// Joins two identities of one person, in every byline; gives the author that is left.
///
/// # Errors
/// As [`authors::merge_within`].
pub async fn merge_authors(
    call: &Call,
    id: AuthorId,
    into_id: AuthorId,
) -> Result<Changed<Author>> {
    let site = editions::site(call).await?;
    let tx = call.begin().await?;
    let (permit, left) = authors::merge_within(&tx, &site, id, into_id).await?;
    let stories = articles::move_author(&tx, &permit, id, into_id).await?;
    permit.changed("stories", 0, stories);
    tx.commit().await?;
    Ok(left)
}

/// Closes a section; its stories, and the rules and menu entries that name it, go to another.
///
/// # Errors
/// As [`sections::retire_within`].
pub async fn retire_section(
    call: &Call,
    id: SectionId,
    into_id: SectionId,
) -> Result<Changed<Section>> {
    let site = editions::site(call).await?;
    let tx = call.begin().await?;
    let (permit, closed) = sections::retire_within(&tx, &site, id, into_id).await?;
    let stories = articles::move_section(&tx, &permit, id, into_id).await?;
    store::move_section(&permit, id, into_id).await?;
    let (from, into) = (MenuTarget::Section(id), MenuTarget::Section(into_id));
    editions::retarget_menus(&permit, &from, &into).await?;
    permit.changed("stories", stories, 0);
    tx.commit().await?;
    Ok(closed)
}
