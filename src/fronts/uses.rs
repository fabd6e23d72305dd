//! Merging and retiring tags, authors and sections together with their uses in stories, fronts and
//! menus: one transaction, or nothing.

use super::store;
use crate::addresses::Changed;
use crate::app::error::InUse;
use crate::app::{Call, Error, Problem, Remedy, Result};
use crate::articles;
use crate::authors::{self, Author};
use crate::editions::{self, MenuTarget};
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
    let stories = articles::has_tagged(&tx, id).await?;
    let fronts = store::rules_with_tag(&tx, id).await?;
    let menus = editions::menus_to(&tx, &MenuTarget::Tag(id)).await?;
    if (stories && !detaches) || fronts > 0 || menus > 0 {
        let why = "the tag is in use: merge it, hide it, or detach it first";
        let problem = Problem::at(["id"], UserErrorCode::InUse, why);
        let usage = usage(call, id, (fronts, menus)).await?;
        return Err(Error::problem(problem.with(Remedy::InUse(Box::new(usage)))));
    }
    let stories = articles::detach_tag(&tx, &permit, id).await?;
    permit.changed("stories", stories, 0);
    tx.commit().await?;
    Ok(retired)
}

/// Where a tag is in use, as far as the caller may know: stories count though they may not, since
/// they would lose the tag, but are not told of.
async fn usage(call: &Call, id: TagId, (fronts, menus): (usize, usize)) -> Result<InUse> {
    let counted = articles::tag_usage(call, &[id]).await?.remove(&id);
    let (articles, live_articles) = counted.unwrap_or_default();
    Ok(InUse {
        tag: id,
        articles,
        live_articles,
        fronts: i64::try_from(fronts).unwrap_or(i64::MAX),
        menus: i64::try_from(menus).unwrap_or(i64::MAX),
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
