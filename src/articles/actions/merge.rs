//! Moving stories from one tag, author or section to another: the stories' share of merging and
//! retiring those.

use std::collections::BTreeSet;

use super::locked::{Around, Locked};
use crate::app::{Permit, Result, Tx};
use crate::articles::domain::{Article, Card};
use crate::articles::store::write;
use crate::platform::ids::{ArticleId, AuthorId, SectionId, TagId};

/// Gives every story of tag `from` the tag `into` instead; the primary tag follows. Returns how many
/// stories changed.
///
/// # Errors
/// Those of the database.
pub async fn move_tag(tx: &Tx, permit: &Permit<'_>, from: TagId, into: TagId) -> Result<usize> {
    let swap = |article: &mut Article| {
        replace(&mut article.tags, from, Some(into));
        article.primary_tag = article
            .primary_tag
            .map(|tag| if tag == from { into } else { tag });
    };
    each(tx, permit, write::articles_tagged(tx, from).await?, swap).await
}

/// Whether a story carries a tag, whoever may know of it, as things stand in a transaction.
///
/// # Errors
/// Those of the database.
pub async fn has_tagged(tx: &Tx, tag: TagId) -> Result<bool> {
    write::is_tagged(tx, tag).await
}

/// Takes a tag off every story; the primary tag falls to the next.
///
/// # Errors
/// Those of the database.
pub async fn detach_tag(tx: &Tx, permit: &Permit<'_>, tag: TagId) -> Result<usize> {
    let drop = |article: &mut Article| {
        replace(&mut article.tags, tag, None);
        article.primary_tag = article.primary_tag.filter(|primary| *primary != tag);
    };
    each(tx, permit, write::articles_tagged(tx, tag).await?, drop).await
}

/// Puts author `into` in the place of `from` in every byline.
///
/// # Errors
/// Those of the database.
pub async fn move_author(
    tx: &Tx,
    permit: &Permit<'_>,
    from: AuthorId,
    into: AuthorId,
) -> Result<usize> {
    let swap = |article: &mut Article| {
        let mut seen = BTreeSet::new();
        for part in &mut article.contributions {
            if part.author_id == from {
                part.author_id = into;
            }
        }
        article
            .contributions
            .retain(|part| seen.insert((part.author_id, part.role)));
    };
    each(tx, permit, write::articles_by(tx, from).await?, swap).await
}

/// Moves every story of section `from` to `into`.
///
/// # Errors
/// Those of the database.
pub async fn move_section(
    tx: &Tx,
    permit: &Permit<'_>,
    from: SectionId,
    into: SectionId,
) -> Result<usize> {
    let swap = |article: &mut Article| {
        if article.section == from {
            article.section = into;
        }
        replace(&mut article.secondary_sections, from, Some(into));
        let primary = article.section;
        article
            .secondary_sections
            .retain(|section| *section != primary);
    };
    each(tx, permit, write::articles_in(tx, from).await?, swap).await
}

/// Puts `into` in the place of `from`, once.
fn replace<T: Copy + PartialEq>(list: &mut Vec<T>, from: T, into: Option<T>) {
    let has_it = into.is_some_and(|into| list.contains(&into));
    match into.filter(|_| !has_it) {
        Some(into) => list
            .iter_mut()
            .filter(|one| **one == from)
            .for_each(|one| *one = into),
        None => list.retain(|one| *one != from),
    }
}

/// Changes stories and what readers get of them.
async fn each(
    tx: &Tx,
    permit: &Permit<'_>,
    ids: Vec<ArticleId>,
    change: impl Fn(&mut Article),
) -> Result<usize> {
    let around = Around::within(tx).await?;
    for id in &ids {
        let Some(mut locked) = Locked::by_id(tx, &around, *id).await? else {
            continue;
        };
        change(&mut locked.article);
        locked.article.version += 1;
        locked.article.changed_at = permit.call().now();
        write::update(permit, &locked.article).await?;
        let translations: Vec<_> = locked.translations.iter().map(|one| one.id).collect();
        let article = locked.article.clone();
        locked
            .reopen(tx, permit, &translations, |publication, content| {
                publication.section = article.section;
                publication.card = Card::of(&article, content);
            })
            .await?;
    }
    Ok(ids.len())
}
