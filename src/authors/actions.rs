//! What people do with authors, and how an import brings them in.
//!
//! Stories are signed by authors, so joining two of them begins in `articles`: the half that is
//! here takes its transaction and leaves the commit to it.

use serde_json::json;

use super::domain::{Author, AuthorInput};
use super::store;
use crate::addresses::{
    self, Changed, Clash, Holding, Moved, Path, Redirect, SlugPreview, SlugState, Target,
};
use crate::app::{Call, CreationKey, Error, Permit, Problem, Result, Tx, refuse_if_any};
use crate::editions::{self, Site};
use crate::platform::ids::{AssetId, AuthorId, TypedId, UserId};
use crate::platform::locale::Locale;
use crate::policy::{Action, Subject, TAXONOMY};
use crate::vocabulary::{EventType, RedirectReason, SlugNamespace};
use crate::{media, users};

/// An author before and after a change; a new one was blank before.
struct Change {
    before: Author,
    after: Author,
}

impl Change {
    fn holding(&self) -> Holding {
        Holding {
            owner: self.after.id.uuid(),
            state: SlugState::Live,
            before: self.before.slugs(),
            words: self.after.slugs(),
        }
    }

    /// Pages whose address word became another.
    fn moved(&self) -> impl Iterator<Item = Moved> {
        let target = Target::Author(self.after.id);
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

fn subject(id: AuthorId, author: Option<&Author>, site: &Site) -> Subject {
    let label = author.map_or("", |author| author.label(site.default_locale));
    Subject {
        seen_with: TAXONOMY,
        ..Subject::of(id, label)
    }
}

/// Adds a byline identity.
///
/// # Errors
/// [`Error::Refused`] with all problems of the input: words, address words that are taken, ids that
/// mean nothing; [`Error::Denied`] without AUTHOR_MANAGE.
pub async fn create(
    call: &Call,
    input: &AuthorInput,
    request_id: Option<CreationKey>,
) -> Result<Author> {
    let site = editions::site(call).await?;
    let strangers = strangers(call, input).await?;
    let tx = call.begin().await?;
    let before = Author::new(call.new_id());
    let after = before.with(input, &site);
    let permit = tx.authorize(
        Action::AuthorCreate,
        &subject(after.id, Some(&after), &site),
    )?;
    if let Some(key) = request_id
        && let Some(made) = key.claim(&permit, after.id).await?
    {
        return store::by_ids(call, &[made])
            .await?
            .remove(&made)
            .ok_or(Error::NotFound);
    }
    let mut problems = problems(&permit, &after, input, &site).await?;
    problems.extend(strangers);
    refuse_if_any(problems)?;
    let made = put_one(&permit, before, after).await?;
    tx.commit().await?;
    Ok(made.thing)
}

/// Changes an author. An address word that becomes another leaves a redirect behind, and ends the
/// one that led away from it.
///
/// # Errors
/// [`Error::Refused`] for an unknown id, an outdated version, a merged author, or problems as of
/// [`create`]; [`Error::Denied`] without AUTHOR_MANAGE.
pub async fn update(
    call: &Call,
    id: AuthorId,
    expected_version: i32,
    input: &AuthorInput,
) -> Result<Changed<Author>> {
    let site = editions::site(call).await?;
    let strangers = strangers(call, input).await?;
    let tx = call.begin().await?;
    let found = store::lock(tx.conn(), &[id]).await?.remove(&id);
    let permit = tx.authorize(Action::AuthorUpdate, &subject(id, found.as_ref(), &site))?;
    let before = found.ok_or_else(|| Error::missing(["id"], id))?;
    if before.merged_into.is_some() {
        return Err(Error::invalid(
            ["id"],
            "this author has been merged into another one",
        ));
    }
    if before.version != expected_version {
        return Err(Error::outdated(before.version));
    }
    let mut after = before.with(input, &site);
    let mut problems = problems(&permit, &after, input, &site).await?;
    problems.extend(strangers);
    refuse_if_any(problems)?;
    if after == before {
        return Ok(Changed::in_place(before));
    }
    after.version += 1;
    let changed = put_one(&permit, before, after).await?;
    tx.commit().await?;
    Ok(changed)
}

/// Joins two identities of one person: addresses lead to the one that is left, and what that lacks
/// comes over. The caller moves the bylines.
///
/// Gives the author that is left. An author that was merged into it before is left alone.
///
/// # Errors
/// [`Error::Refused`] for an unknown id, and for one that was merged elsewhere; [`Error::Denied`]
/// without AUTHOR_MANAGE.
pub async fn merge_within<'tx>(
    tx: &'tx Tx,
    site: &Site,
    id: AuthorId,
    into_id: AuthorId,
) -> Result<(Permit<'tx>, Changed<Author>)> {
    let found = store::lock(tx.conn(), &[id, into_id]).await?;
    let permit = tx.authorize(Action::AuthorMerge, &subject(id, found.get(&id), site))?;
    let (author, target) = addresses::pair(&found, id, into_id)?;
    if author.merged_into == Some(into_id) {
        return Ok((permit, Changed::in_place(target.clone())));
    }
    if let Some(problem) = author.merge_problem(target) {
        return Err(Error::problem(problem));
    }
    let (merged, left) = author.merged(target);
    permit.changed_members(author, &merged)?;
    store::save(&permit, &[merged, left.clone()]).await?;
    store::flatten(&permit, id, into_id).await?;
    let redirects = hand_over_addresses(&permit, author, target, &left).await?;
    permit.emit(
        EventType::AuthorChanged,
        id,
        json!({ "author": id, "into": into_id }),
    );
    Ok((
        permit,
        Changed {
            thing: left,
            redirects,
        },
    ))
}

/// Lets the addresses of a merged author lead to the one that is left, or stand for it.
async fn hand_over_addresses(
    permit: &Permit<'_>,
    author: &Author,
    target: &Author,
    left: &Author,
) -> Result<Vec<Redirect>> {
    let taken_over = Change {
        before: target.clone(),
        after: left.clone(),
    };
    let shared = author
        .texts
        .keys()
        .filter(|locale| target.texts.contains_key(locale));
    let pages =
        shared.filter_map(|locale| Some((*locale, author.path(*locale)?, left.path(*locale))));
    let (words, to) = (taken_over.holding(), Target::Author(left.id));
    addresses::hand_over(
        permit,
        SlugNamespace::Author,
        (author.id, target.id),
        words,
        (&to, pages),
    )
    .await
}

/// Brings authors in, or changes those that have come before; unchanged ones are left alone. That
/// their portraits exist, the caller has made sure. Gives how many were written.
///
/// # Errors
/// [`Error::Refused`] with the problems of all of them, each path below the author's id; those of
/// the database.
pub async fn import(
    permit: &Permit<'_>,
    site: &Site,
    authors: &[(AuthorId, AuthorInput)],
) -> Result<usize> {
    let ids: Vec<AuthorId> = authors.iter().map(|(id, _)| *id).collect();
    let mut known = store::lock(permit.conn(), &ids).await?;
    let (mut changes, mut problems) = (Vec::new(), Vec::new());
    for (id, input) in authors {
        let before = known.remove(id);
        let version = before.as_ref().map_or(1, |before| before.version + 1);
        let before = before.unwrap_or_else(|| Author::new(*id));
        let after = before.with(input, site);
        let found = after.problems(input, site).into_iter();
        problems.extend(found.map(|problem| problem.below([id.to_string()])));
        if after != before {
            changes.push(Change {
                before,
                after: Author { version, ..after },
            });
        }
    }
    refuse_if_any(problems)?;
    put(permit, &mut changes).await?;
    Ok(changes.len())
}

/// What `text` would become as an address word of an author; words of `except` count as free.
///
/// # Errors
/// [`Error::BadInput`] for a text without a letter that can be spelled; [`Error::Denied`] for
/// readers.
pub async fn slug_preview(
    call: &Call,
    locale: Locale,
    text: &str,
    except: Option<AuthorId>,
) -> Result<SlugPreview> {
    call.demand(TAXONOMY)?;
    let site = editions::site(call).await?;
    let slug = site.address_word(locale, text)?;
    let word = (locale, SlugNamespace::Author, slug.as_str());
    let clash = addresses::clash(call.db(), word, except.map(TypedId::uuid)).await?;
    let Some(clash) = clash else {
        return Ok(SlugPreview::free(slug));
    };
    let holder = AuthorId(clash.taken.owner);
    let author = store::by_ids(call, &[holder]).await?.remove(&holder);
    Ok(clash.preview(owner_words(author.as_ref(), locale)))
}

/// Title and page of what holds an address word.
fn owner_words(author: Option<&Author>, locale: Locale) -> (String, Option<Path>) {
    let title = author.map_or("", |author| author.label(locale)).to_owned();
    let public = author.filter(|author| author.is_public(locale));
    (title, public.and_then(|author| author.path(locale)))
}

/// Ids of the input that mean nothing.
async fn strangers(call: &Call, input: &AuthorInput) -> Result<Vec<Problem>> {
    let photo: Option<AssetId> = input.photo.flatten();
    let account: Option<UserId> = input.account.flatten();
    let assets = media::by_ids(call, photo.as_slice()).await?;
    let accounts = users::by_ids(call, account.as_slice()).await?;
    let photo = photo.filter(|id| !assets.contains_key(id));
    let account = account.filter(|id| !accounts.contains_key(id));
    let no_photo = photo.map(|id| Problem::missing(["input", "photoId"], id));
    let no_account = account.map(|id| Problem::missing(["input", "accountId"], id));
    Ok(no_photo.into_iter().chain(no_account).collect())
}

/// What is wrong with the words that `input` made.
async fn problems(
    permit: &Permit<'_>,
    author: &Author,
    input: &AuthorInput,
    site: &Site,
) -> Result<Vec<Problem>> {
    let mut problems = author.problems(input, site);
    if let Some(typed) = &input.slugs {
        let namespace = SlugNamespace::Author;
        let clashes = addresses::clashes(permit.conn(), namespace, author.id, typed).await?;
        let ids: Vec<AuthorId> = clashes
            .iter()
            .map(|clash| AuthorId(clash.taken.owner))
            .collect();
        let holders = store::by_ids(permit.call(), &ids).await?;
        let told = |clash: Clash| {
            let holder = holders.get(&AuthorId(clash.taken.owner));
            let words = owner_words(holder, clash.locale);
            clash.problem(words)
        };
        problems.extend(clashes.into_iter().map(told));
    }
    Ok(problems)
}

async fn put_one(permit: &Permit<'_>, before: Author, after: Author) -> Result<Changed<Author>> {
    let mut changes = [Change { before, after }];
    let redirects = put(permit, &mut changes).await?;
    let [Change { before, after }] = changes;
    permit.changed_members(&before, &after)?;
    Ok(Changed {
        thing: after,
        redirects,
    })
}

/// Gives changed authors their address words, writes them, and tells of it. Gives the new redirects.
async fn put(permit: &Permit<'_>, changes: &mut [Change]) -> Result<Vec<Redirect>> {
    let mut holdings: Vec<Holding> = changes.iter().map(Change::holding).collect();
    addresses::settle(permit, SlugNamespace::Author, &mut holdings).await?;
    for (change, holding) in changes.iter_mut().zip(holdings) {
        change.after.take_slugs(holding.words);
    }
    let after: Vec<Author> = changes.iter().map(|change| change.after.clone()).collect();
    store::save(permit, &after).await?;
    let moved: Vec<Moved> = changes.iter().flat_map(Change::moved).collect();
    let redirects = addresses::follow(permit, RedirectReason::SlugChanged, &moved).await?;
    for author in after {
        let payload = json!({ "author": author.id, "version": author.version });
        permit.emit(EventType::AuthorChanged, author.id, payload);
    }
    Ok(redirects)
}
