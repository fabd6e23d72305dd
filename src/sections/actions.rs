//! What people do with sections, and how an import brings them in.
//!
//! Stories stand in sections, so retiring one begins in `articles`: the half that is here takes its
//! transaction and leaves the commit to it.

use serde_json::json;

use super::domain::{Section, SectionInput, Tree};
use super::store;
use crate::addresses::{
    self, Changed, Holding, Moved, Path, Redirect, SlugPreview, SlugState, Target,
};
use crate::app::{Call, CreationKey, Error, Permit, Problem, Result, Tx, refuse_if_any};
use crate::editions::{self, Site};
use crate::platform::ids::{SectionId, TypedId};
use crate::platform::locale::Locale;
use crate::policy::{Action, Subject, TAXONOMY};
use crate::vocabulary::{EventType, RedirectReason, SlugNamespace};

fn subject(id: SectionId, section: Option<&Section>, site: &Site) -> Subject {
    let label = section.map_or("", |section| section.label(site.default_locale));
    Subject {
        seen_with: TAXONOMY,
        ..Subject::of(id, label)
    }
}

/// Adds a section below another, or at the top.
///
/// # Errors
/// [`Error::Refused`] with all problems of the input: words, address words that are taken, a place
/// where it cannot stand; [`Error::Denied`] without SECTION_MANAGE.
pub async fn create(
    call: &Call,
    input: &SectionInput,
    request_id: Option<CreationKey>,
) -> Result<Section> {
    let site = editions::site(call).await?;
    let tx = call.begin().await?;
    let tree = store::lock(tx.conn()).await?;
    let before = Section::new(call.new_id());
    let after = before.with(input, &site);
    let id = after.id;
    let permit = tx.authorize(Action::SectionCreate, &subject(id, Some(&after), &site))?;
    if let Some(key) = request_id
        && let Some(made) = key.claim(&permit, id).await?
    {
        return tree.get(made).cloned().ok_or(Error::NotFound);
    }
    refuse_if_any(problems(&permit, &tree, (&before, &after), input, &site).await?)?;
    let next = tree.with(after, input.position);
    let (next, _) = put(&permit, &tree, next, RedirectReason::SlugChanged).await?;
    let made = next.get(id).cloned().ok_or(Error::NotFound)?;
    permit.changed_members(&before, &made)?;
    tx.commit().await?;
    Ok(made)
}

/// Changes a section's words, place or state. Addresses of it and of those below it that become
/// others leave redirects behind.
///
/// # Errors
/// [`Error::Refused`] for an unknown id, an outdated version, or problems as of [`create`];
/// [`Error::Denied`] without SECTION_MANAGE.
pub async fn update(
    call: &Call,
    id: SectionId,
    expected_version: i32,
    input: &SectionInput,
) -> Result<Changed<Section>> {
    let site = editions::site(call).await?;
    let tx = call.begin().await?;
    let tree = store::lock(tx.conn()).await?;
    let permit = tx.authorize(Action::SectionUpdate, &subject(id, tree.get(id), &site))?;
    let before = tree.get(id).ok_or_else(|| Error::missing(["id"], id))?;
    if before.version != expected_version {
        return Err(Error::outdated(before.version));
    }
    let after = before.with(input, &site);
    refuse_if_any(problems(&permit, &tree, (before, &after), input, &site).await?)?;
    let is_moved = after.parent != before.parent;
    let next = tree.with(after, input.position);
    if next.get(id) == Some(before) {
        return Ok(Changed::in_place(before.clone()));
    }
    let reason = if is_moved {
        RedirectReason::SectionMoved
    } else {
        RedirectReason::SlugChanged
    };
    let (next, redirects) = put(&permit, &tree, next, reason).await?;
    let thing = next.get(id).cloned().ok_or(Error::NotFound)?;
    permit.changed_members(before, &thing)?;
    tx.commit().await?;
    Ok(Changed { thing, redirects })
}

/// Moves a section in the tree, with all that stand below it; their addresses leave redirects
/// behind.
///
/// # Errors
/// [`Error::Refused`] for an unknown id, and for a place where it cannot stand;
/// [`Error::Denied`] without SECTION_MANAGE.
pub async fn move_to(
    call: &Call,
    id: SectionId,
    parent: Option<SectionId>,
    position: i32,
) -> Result<Changed<Section>> {
    let site = editions::site(call).await?;
    let tx = call.begin().await?;
    let tree = store::lock(tx.conn()).await?;
    let permit = tx.authorize(Action::SectionMove, &subject(id, tree.get(id), &site))?;
    let before = tree.get(id).ok_or_else(|| Error::missing(["id"], id))?;
    let after = Section {
        parent,
        ..before.clone()
    };
    refuse_if_any(tree.placement_problems(&after, Some(position)))?;
    let next = tree.with(after, Some(position));
    if next.get(id) == Some(before) {
        return Ok(Changed::in_place(before.clone()));
    }
    let (next, redirects) = put(&permit, &tree, next, RedirectReason::SectionMoved).await?;
    let thing = next.get(id).cloned().ok_or(Error::NotFound)?;
    permit.changed_members(before, &thing)?;
    tx.commit().await?;
    Ok(Changed { thing, redirects })
}

/// Closes a section; its addresses lead to `into_id`. The caller moves its stories there.
///
/// A section that is closed already is left alone.
///
/// # Errors
/// [`Error::Refused`] for an unknown id, for a target that is not another open section, and while
/// open sections stand below it; [`Error::Denied`] without SECTION_MANAGE.
pub async fn retire_within<'tx>(
    tx: &'tx Tx,
    site: &Site,
    id: SectionId,
    into_id: SectionId,
) -> Result<(Permit<'tx>, Changed<Section>)> {
    let tree = store::lock(tx.conn()).await?;
    let permit = tx.authorize(Action::SectionRetire, &subject(id, tree.get(id), site))?;
    refuse_if_any(tree.retirement_problems(id, into_id))?;
    let before = tree.get(id).ok_or_else(|| Error::missing(["id"], id))?;
    if !before.is_active {
        return Ok((permit, Changed::in_place(before.clone())));
    }
    let next = tree.with(
        Section {
            is_active: false,
            ..before.clone()
        },
        None,
    );
    let (next, _) = put(&permit, &tree, next, RedirectReason::SectionMoved).await?;
    let thing = next.get(id).cloned().ok_or(Error::NotFound)?;
    let left = before.texts.keys().filter_map(|locale| {
        let (target, from) = (Target::Section(into_id), tree.path(*locale, id)?);
        Some(Moved {
            target,
            locale: *locale,
            from,
            to: None,
        })
    });
    let left: Vec<Moved> = left.collect();
    addresses::retarget(&permit, id, into_id).await?;
    let redirects = addresses::follow(&permit, RedirectReason::SectionMoved, &left).await?;
    permit.changed_members(before, &thing)?;
    Ok((permit, Changed { thing, redirects }))
}

/// Brings sections in, or changes those that have come before; unchanged ones are left alone. A
/// new one is open unless it says otherwise. Gives how many were written.
///
/// # Errors
/// [`Error::Refused`] with the problems of all of them, each path below the section's id; those of
/// the database.
pub async fn import(
    permit: &Permit<'_>,
    site: &Site,
    sections: &[(SectionId, SectionInput)],
) -> Result<usize> {
    let tree = store::lock(permit.conn()).await?;
    let mut next = tree.clone();
    let mut problems = Vec::new();
    for (id, input) in parents_first(sections) {
        let before = next.get(*id).cloned();
        let is_active = input.is_active.is_none();
        let new = || Section {
            is_active,
            ..Section::new(*id)
        };
        let before = before.unwrap_or_else(new);
        let after = before.with(input, site);
        let placement = next.placement_problems(&after, input.position).into_iter();
        let mut found = after.problems(&before, input, site);
        found.extend(placement.map(|problem| problem.below(["input"])));
        problems.extend(
            found
                .into_iter()
                .map(|problem| problem.below([id.to_string()])),
        );
        next = next.with(after, input.position);
    }
    refuse_if_any(problems)?;
    let is_named = |section: &&Section| sections.iter().any(|(id, _)| *id == section.id);
    let written = next
        .changed_since(&tree)
        .into_iter()
        .filter(is_named)
        .count();
    put(permit, &tree, next, RedirectReason::SectionMoved).await?;
    Ok(written)
}

/// Sections in the order of their places, each after the one above it if that comes along too.
fn parents_first(sections: &[(SectionId, SectionInput)]) -> Vec<&(SectionId, SectionInput)> {
    let mut waiting: Vec<_> = sections.iter().collect();
    waiting.sort_by_key(|(_, input)| input.position.unwrap_or(i32::MAX));
    let mut sorted = Vec::new();
    while !waiting.is_empty() {
        let ids: Vec<SectionId> = waiting.iter().map(|(id, _)| *id).collect();
        let waits = |(_, input): &&(SectionId, SectionInput)| {
            input
                .parent
                .flatten()
                .is_some_and(|parent| ids.contains(&parent))
        };
        let (later, mut now): (Vec<_>, Vec<_>) = waiting.into_iter().partition(waits);
        waiting = later;
        if now.is_empty() {
            // They wait for each other: their placement is refused.
            now.append(&mut waiting);
        }
        sorted.append(&mut now);
    }
    sorted
}

/// What `text` would become as an address word of a section; words of `except` count as free.
///
/// # Errors
/// [`Error::BadInput`] for a text without a letter that can be spelled; [`Error::Denied`] for
/// readers.
pub async fn slug_preview(
    call: &Call,
    locale: Locale,
    text: &str,
    except: Option<SectionId>,
) -> Result<SlugPreview> {
    call.demand(TAXONOMY)?;
    let site = editions::site(call).await?;
    let slug = site.address_word(locale, text)?;
    let word = (locale, SlugNamespace::Section, slug.as_str());
    let clash = addresses::clash(call.db(), word, except.map(TypedId::uuid)).await?;
    let Some(clash) = clash else {
        return Ok(SlugPreview::free(slug));
    };
    let tree = super::tree(call).await?;
    let holder = owner_words(&tree, SectionId(clash.taken.owner), locale);
    Ok(clash.preview(holder))
}

/// Title and page of what holds an address word.
fn owner_words(tree: &Tree, id: SectionId, locale: Locale) -> (String, Option<Path>) {
    let title = tree
        .get(id)
        .map_or("", |section| section.label(locale))
        .to_owned();
    let path = tree.path(locale, id).filter(|_| tree.is_public(locale, id));
    (title, path)
}

/// Everything that is wrong with what `input` made.
async fn problems(
    permit: &Permit<'_>,
    tree: &Tree,
    (before, after): (&Section, &Section),
    input: &SectionInput,
    site: &Site,
) -> Result<Vec<Problem>> {
    let mut problems = after.problems(before, input, site);
    let placement = tree.placement_problems(after, input.position).into_iter();
    problems.extend(placement.map(|problem| problem.below(["input"])));
    if let Some(typed) = &input.slugs {
        let namespace = SlugNamespace::Section;
        let clashes = addresses::clashes(permit.conn(), namespace, after.id, typed).await?;
        problems.extend(clashes.into_iter().map(|clash| {
            let holder = owner_words(tree, SectionId(clash.taken.owner), clash.locale);
            clash.problem(holder)
        }));
    }
    Ok(problems)
}

fn holding(before: Option<&Section>, after: &Section) -> Holding {
    let was_open = before.is_some_and(|before| before.is_active);
    Holding {
        owner: after.id.uuid(),
        state: match (was_open, after.is_active) {
            (_, true) => SlugState::Live,
            (true, false) => SlugState::Redirect,
            (false, false) => SlugState::Draft,
        },
        before: before.map(Section::slugs).unwrap_or_default(),
        words: after.slugs(),
    }
}

/// Gives changed sections their address words, writes them, lets old addresses lead to the new
/// ones, and tells of it. Gives the tree as it is then, and the new redirects.
async fn put(
    permit: &Permit<'_>,
    before: &Tree,
    mut next: Tree,
    reason: RedirectReason,
) -> Result<(Tree, Vec<Redirect>)> {
    let changed: Vec<SectionId> = next
        .changed_since(before)
        .iter()
        .map(|one| one.id)
        .collect();
    let holdings = changed
        .iter()
        .filter_map(|id| Some(holding(before.get(*id), next.get(*id)?)));
    let mut holdings: Vec<Holding> = holdings.collect();
    addresses::settle(permit, SlugNamespace::Section, &mut holdings).await?;
    for holding in holdings {
        next.take_slugs(SectionId(holding.owner), holding.words);
    }
    let sections: Vec<Section> = changed
        .iter()
        .filter_map(|id| next.get(*id).cloned())
        .collect();
    store::save(permit, &sections).await?;
    for (locale, path) in next.opened_since(before) {
        addresses::release(permit, locale, &path.to_string()).await?;
    }
    let redirects = addresses::follow(permit, reason, &next.moved_since(before)).await?;
    for section in &sections {
        let payload = json!({ "section": section.id, "version": section.version });
        permit.emit(EventType::SectionChanged, section.id, payload);
    }
    permit.touch_facts();
    Ok((next, redirects))
}
