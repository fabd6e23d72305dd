//! What people do with tags, and how an import brings them in.
//!
//! Stories carry tags, so whatever touches both begins in `articles`: the halves that are here end
//! in `_within`, take its transaction and leave the commit to it.

use serde_json::json;

use super::domain::{Tag, TagInput};
use super::store;
use crate::addresses::{
    self, Changed, Clash, Holding, Moved, Redirect, SlugPreview, SlugState, Target,
};
use crate::app::{Call, CreationKey, Error, Permit, Problem, Remedy, Result, Tx, refuse_if_any};
use crate::editions::{self, Site};
use crate::platform::ids::{TagId, TypedId};
use crate::platform::locale::Locale;
use crate::policy::{Action, Subject, TAXONOMY};
use crate::vocabulary::{EventType, RedirectReason, SlugNamespace, TagState, UserErrorCode};

/// A tag before and after a change; a new one was blank before.
struct Change {
    before: Tag,
    after: Tag,
}

impl Change {
    fn holding(&self) -> Holding {
        Holding {
            owner: self.after.id.uuid(),
            state: match self.after.state {
                TagState::Hidden => SlugState::Draft,
                TagState::Active | TagState::Merged | TagState::Retired => SlugState::Live,
            },
            before: self.before.slugs(),
            words: self.after.slugs(),
        }
    }

    /// Pages whose address word became another.
    fn moved(&self) -> impl Iterator<Item = Moved> {
        let target = Target::Tag(self.after.id);
        self.before.texts.keys().filter_map(move |locale| {
            let (from, to) = (self.before.path(*locale)?, self.after.path(*locale)?);
            let target = target.clone();
            (from != to).then_some(Moved {
                target,
                locale: *locale,
                from,
                to: Some(to),
            })
        })
    }
}

fn subject(id: TagId, tag: Option<&Tag>, site: &Site) -> Subject {
    let label = tag.map_or("", |tag| tag.label(site.default_locale));
    Subject {
        seen_with: TAXONOMY,
        ..Subject::of(id, label)
    }
}

/// Creates a tag. That its picture exists, the caller has made sure.
///
/// # Errors
/// [`Error::Refused`] for a name that another tag of the kind has, a taken address word, or other
/// problems of the input; [`Error::Denied`] without TAG_MANAGE.
pub async fn create(call: &Call, input: &TagInput, request_id: Option<CreationKey>) -> Result<Tag> {
    let site = editions::site(call).await?;
    let tx = call.begin().await?;
    let before = Tag::new(call.new_id());
    let after = before.with(input, &site);
    let permit = tx.authorize(Action::TagCreate, &subject(after.id, Some(&after), &site))?;
    if let Some(key) = request_id
        && let Some(made) = key.claim(&permit, after.id).await?
    {
        return store::by_ids(call, &[made])
            .await?
            .remove(&made)
            .ok_or(Error::NotFound);
    }
    let mut problems = problems(&permit, &after, input, &site).await?;
    problems.extend(input.kind_problem());
    refuse_if_any(problems)?;
    let made = put_one(&permit, before, after).await?;
    tx.commit().await?;
    Ok(made.thing)
}

/// Changes a tag. An address word that becomes another leaves a redirect behind, and ends the one
/// that led away from it. That its picture exists, the caller has made sure.
///
/// # Errors
/// [`Error::Refused`] for an unknown id, an outdated version, a merged tag, or problems as of
/// [`create`]; [`Error::Denied`] without TAG_MANAGE.
pub async fn update(
    call: &Call,
    id: TagId,
    expected_version: i32,
    input: &TagInput,
) -> Result<Changed<Tag>> {
    let site = editions::site(call).await?;
    let tx = call.begin().await?;
    let found = store::lock(tx.conn(), &[id]).await?.remove(&id);
    let permit = tx.authorize(Action::TagUpdate, &subject(id, found.as_ref(), &site))?;
    let before = found.ok_or_else(|| Error::missing(["id"], id))?;
    refuse_merged(&before)?;
    if before.version != expected_version {
        return Err(Error::outdated(before.version));
    }
    let mut after = before.with(input, &site);
    refuse_if_any(problems(&permit, &after, input, &site).await?)?;
    if after == before {
        return Ok(Changed::in_place(before));
    }
    after.version += 1;
    let changed = put_one(&permit, before, after).await?;
    tx.commit().await?;
    Ok(changed)
}

/// Merges a tag into another: its names become other spellings there, its addresses lead there,
/// and a language that the other lacks comes over whole. The caller moves the uses.
///
/// Gives the tag that is left. A tag that was merged into it before is left alone.
///
/// # Errors
/// [`Error::Refused`] for an unknown id, a tag merged elsewhere, a target that is not active or of
/// another kind; [`Error::Denied`] without TAG_MANAGE.
pub async fn merge_within<'tx>(
    tx: &'tx Tx,
    site: &Site,
    id: TagId,
    into_id: TagId,
) -> Result<(Permit<'tx>, Changed<Tag>)> {
    let found = store::lock(tx.conn(), &[id, into_id]).await?;
    let permit = tx.authorize(Action::TagMerge, &subject(id, found.get(&id), site))?;
    let (tag, target) = addresses::pair(&found, id, into_id)?;
    if tag.merged_into == Some(into_id) {
        return Ok((permit, Changed::in_place(target.clone())));
    }
    if let Some(problem) = tag.merge_problem(target) {
        return Err(Error::problem(problem));
    }
    let (merged, left) = tag.merged(target);
    permit.changed_members(tag, &merged)?;
    store::save(&permit, &[merged, left.clone()]).await?;
    store::flatten(&permit, id, into_id).await?;
    let redirects = hand_over_addresses(&permit, tag, target, &left).await?;
    permit.emit(
        EventType::TagMerged,
        id,
        json!({ "tag": id, "into": into_id }),
    );
    Ok((
        permit,
        Changed {
            thing: left,
            redirects,
        },
    ))
}

/// Lets the addresses of a merged tag lead to the one that is left, or stand for it.
async fn hand_over_addresses(
    permit: &Permit<'_>,
    tag: &Tag,
    target: &Tag,
    left: &Tag,
) -> Result<Vec<Redirect>> {
    let taken_over = Change {
        before: target.clone(),
        after: left.clone(),
    };
    let shared = tag
        .texts
        .keys()
        .filter(|locale| target.texts.contains_key(locale));
    let pages = shared.filter_map(|locale| Some((*locale, tag.path(*locale)?, left.path(*locale))));
    let (words, to) = (taken_over.holding(), Target::Tag(left.id));
    addresses::hand_over(
        permit,
        SlugNamespace::Tag,
        (tag.id, target.id),
        words,
        (&to, pages),
    )
    .await
}

/// Takes a tag out of use; its names are free for others, its addresses stay its own. The caller
/// has made sure that nothing uses it, or removes the uses.
///
/// # Errors
/// [`Error::Refused`] for an unknown id or a merged tag; [`Error::Denied`] without TAG_MANAGE.
pub async fn retire_within<'tx>(
    tx: &'tx Tx,
    site: &Site,
    id: TagId,
) -> Result<(Permit<'tx>, Changed<Tag>)> {
    let found = store::lock(tx.conn(), &[id]).await?.remove(&id);
    let permit = tx.authorize(Action::TagRetire, &subject(id, found.as_ref(), site))?;
    let before = found.ok_or_else(|| Error::missing(["id"], id))?;
    refuse_merged(&before)?;
    if before.state == TagState::Retired {
        return Ok((permit, Changed::in_place(before)));
    }
    let version = before.version + 1;
    let after = Tag {
        state: TagState::Retired,
        version,
        ..before.clone()
    };
    let changed = put_one(&permit, before, after).await?;
    Ok((permit, changed))
}

/// Brings tags in, or changes those that have come before; unchanged ones are left alone. Gives
/// how many were written.
///
/// # Errors
/// [`Error::Refused`] with the problems of all of them, each path below the tag's id; those of the
/// database.
pub async fn import(permit: &Permit<'_>, site: &Site, tags: &[(TagId, TagInput)]) -> Result<usize> {
    let ids: Vec<TagId> = tags.iter().map(|(id, _)| *id).collect();
    let mut known = store::lock(permit.conn(), &ids).await?;
    let (mut changes, mut problems) = (Vec::new(), Vec::new());
    for (id, input) in tags {
        let before = known.remove(id);
        let mut found: Vec<Problem> = Vec::new();
        if before.is_none() {
            found.extend(input.kind_problem());
        }
        let version = before.as_ref().map_or(1, |before| before.version + 1);
        let before = before.unwrap_or_else(|| Tag::new(*id));
        let after = before.with(input, site);
        found.extend(after.problems(input, site));
        problems.extend(
            found
                .into_iter()
                .map(|problem| problem.below([id.to_string()])),
        );
        if after != before {
            changes.push(Change {
                before,
                after: Tag { version, ..after },
            });
        }
    }
    let after: Vec<&Tag> = changes.iter().map(|change| &change.after).collect();
    let namesakes = namesake_problems(permit, &after).await?;
    problems.extend(
        namesakes
            .into_iter()
            .map(|(id, problem)| problem.below([id.to_string()])),
    );
    refuse_if_any(problems)?;
    put(permit, &mut changes).await?;
    Ok(changes.len())
}

/// What `text` would become as an address word of a tag; words of `except` count as free.
///
/// # Errors
/// [`Error::BadInput`] for a text without a letter that can be spelled; [`Error::Denied`] for
/// readers.
pub async fn slug_preview(
    call: &Call,
    locale: Locale,
    text: &str,
    except: Option<TagId>,
) -> Result<SlugPreview> {
    call.demand(TAXONOMY)?;
    let site = editions::site(call).await?;
    let slug = site.address_word(locale, text)?;
    let word = (locale, SlugNamespace::Tag, slug.as_str());
    let clash = addresses::clash(call.db(), word, except.map(TypedId::uuid)).await?;
    let Some(clash) = clash else {
        return Ok(SlugPreview::free(slug));
    };
    let holder = TagId(clash.taken.owner);
    let tag = store::by_ids(call, &[holder]).await?.remove(&holder);
    Ok(clash.preview(owner_words(tag.as_ref(), locale)))
}

/// Title and page of what holds an address word.
fn owner_words(tag: Option<&Tag>, locale: Locale) -> (String, Option<addresses::Path>) {
    let title = tag.map_or("", |tag| tag.label(locale)).to_owned();
    let public = tag.filter(|tag| tag.is_public(locale));
    (title, public.and_then(|tag| tag.path(locale)))
}

/// Everything that is wrong with what `input` made.
async fn problems(
    permit: &Permit<'_>,
    tag: &Tag,
    input: &TagInput,
    site: &Site,
) -> Result<Vec<Problem>> {
    let mut problems = tag.problems(input, site);
    let namesakes = namesake_problems(permit, &[tag]).await?;
    problems.extend(namesakes.into_iter().map(|(_, problem)| problem));
    if let Some(typed) = &input.slugs {
        let clashes = addresses::clashes(permit.conn(), SlugNamespace::Tag, tag.id, typed).await?;
        let ids: Vec<TagId> = clashes
            .iter()
            .map(|clash| TagId(clash.taken.owner))
            .collect();
        let holders = store::by_ids(permit.call(), &ids).await?;
        let told = |clash: Clash| {
            let holder = holders.get(&TagId(clash.taken.owner));
            let words = owner_words(holder, clash.locale);
            clash.problem(words)
        };
        problems.extend(clashes.into_iter().map(told));
    }
    Ok(problems)
}

async fn namesake_problems(permit: &Permit<'_>, tags: &[&Tag]) -> Result<Vec<(TagId, Problem)>> {
    let namesakes = store::namesakes(permit.conn(), tags).await?;
    let told = namesakes.into_iter().map(|found| {
        let path = ["input", "names", found.locale.as_str()];
        let problem = Problem::at(path, UserErrorCode::Duplicate, "another tag has this name");
        (
            found.tag,
            problem.with(Remedy::Duplicate(found.holder.to_string())),
        )
    });
    Ok(told.collect())
}

fn refuse_merged(tag: &Tag) -> Result<()> {
    if tag.state == TagState::Merged {
        return Err(Error::invalid(
            ["id"],
            "this tag has been merged into another one",
        ));
    }
    Ok(())
}

async fn put_one(permit: &Permit<'_>, before: Tag, after: Tag) -> Result<Changed<Tag>> {
    let mut changes = [Change { before, after }];
    let redirects = put(permit, &mut changes).await?;
    let [Change { before, after }] = changes;
    permit.changed_members(&before, &after)?;
    Ok(Changed {
        thing: after,
        redirects,
    })
}

/// Gives changed tags their address words, writes them, and tells of it. Gives the new redirects.
async fn put(permit: &Permit<'_>, changes: &mut [Change]) -> Result<Vec<Redirect>> {
    let mut holdings: Vec<Holding> = changes.iter().map(Change::holding).collect();
    addresses::settle(permit, SlugNamespace::Tag, &mut holdings).await?;
    for (change, holding) in changes.iter_mut().zip(holdings) {
        change.after.take_slugs(holding.words);
    }
    let after: Vec<Tag> = changes.iter().map(|change| change.after.clone()).collect();
    store::save(permit, &after).await?;
    let moved: Vec<Moved> = changes.iter().flat_map(Change::moved).collect();
    let redirects = addresses::follow(permit, RedirectReason::SlugChanged, &moved).await?;
    for tag in after {
        let payload = json!({ "tag": tag.id, "version": tag.version });
        permit.emit(EventType::TagChanged, tag.id, payload);
    }
    Ok(redirects)
}
