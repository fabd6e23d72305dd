//! Address words of stories.

use serde_json::json;
use uuid::Uuid;

use super::locked::{Around, Locked, nothing};
use crate::addresses::{self, NewRedirect, RESERVED, Redirect, SlugPreview, SlugState, Target};
use crate::app::error::SlugOwner;
use crate::app::{Call, Error, Permit, Problem, Remedy, Result, Tx};
use crate::articles::domain::{Publication, Translation};
use crate::articles::store::read;
use crate::editions::{self, Site};
use crate::platform::ids::{TranslationId, TypedId};
use crate::platform::language::is_slug;
use crate::platform::locale::Locale;
use crate::policy::{Action, TAXONOMY};
use crate::vocabulary::{
    ArticleKind, EventType, RedirectReason, SlugNamespace, SlugOwnerKind, UserErrorCode,
};

/// How many other words a taken one is answered with.
const SUGGESTIONS: usize = 3;

/// The word of a story that has no headline yet; made anew at its first publication.
pub(super) fn placeholder(number: i64) -> String {
    format!("n{number}")
}

/// Takes the word that the editor typed, else one made from the headline.
pub(super) async fn first_slug(
    tx: &Tx,
    permit: &Permit<'_>,
    site: &Site,
    translation: &Translation,
    (typed, headline, number, kind): (Option<&str>, &str, i64, ArticleKind),
) -> Result<String> {
    let locale = translation.locale;
    if let Some(typed) = typed {
        check_typed(tx, locale, kind, typed, translation.id.uuid()).await?;
        let word = (locale, SlugNamespace::Article, typed);
        addresses::take(permit, word, translation.id, SlugState::Draft).await?;
        return Ok(typed.to_owned());
    }
    let wanted = made_of(site, locale, headline, (number, kind));
    let word = (locale, SlugNamespace::Article, wanted.as_str());
    addresses::reserve(permit, word, translation.id, SlugState::Draft).await
}

/// The word that a headline makes, taken or not.
pub(super) fn made_of(
    site: &Site,
    locale: Locale,
    headline: &str,
    (number, kind): (i64, ArticleKind),
) -> String {
    let made = site.slugify(locale, headline);
    if made.is_empty() || (kind == ArticleKind::Page && is_reserved(&made)) {
        return placeholder(number);
    }
    made
}

/// Whether no standing page may have this word, because paths of other pages begin with it.
pub(super) fn is_reserved(word: &str) -> bool {
    let is_year = word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit());
    is_year || RESERVED.contains(&word)
}

/// Refuses a typed word that is of the wrong form, reserved, or somebody else's.
async fn check_typed(
    tx: &Tx,
    locale: Locale,
    kind: ArticleKind,
    typed: &str,
    own: Uuid,
) -> Result<()> {
    let path = ["input", "slug"];
    if !is_slug(typed) {
        let why = "lower-case ASCII words joined by single hyphens, 1 to 96 characters";
        return Err(Error::invalid(path, why));
    }
    let owner = if kind == ArticleKind::Page && is_reserved(typed) {
        Some(reserved_word(locale, typed))
    } else {
        match addresses::taken(tx.conn(), locale, SlugNamespace::Article, typed).await? {
            Some(held) if held.owner != own => Some(owner_of(tx.call(), locale, held).await?),
            _ => None,
        }
    };
    let Some(owner) = owner else { return Ok(()) };
    let free = addresses::vary(
        tx.conn(),
        locale,
        SlugNamespace::Article,
        typed,
        SUGGESTIONS,
    )
    .await?;
    let problem = Problem::at(path, UserErrorCode::SlugTaken, "this address is occupied");
    Err(Error::problem(problem.with(Remedy::SlugTaken(owner, free))))
}

fn reserved_word(locale: Locale, word: &str) -> SlugOwner {
    SlugOwner {
        kind: SlugOwnerKind::ReservedWord,
        title: word.to_owned(),
        path: None,
        locale,
    }
}

async fn owner_of(call: &Call, locale: Locale, held: addresses::Taken) -> Result<SlugOwner> {
    let id = TranslationId(held.owner);
    let found = read::translations(call, &[id]).await?.remove(&id);
    let kind = held.state.owner_kind();
    let Some(translation) = found else {
        return Ok(SlugOwner {
            kind,
            title: String::new(),
            path: None,
            locale,
        });
    };
    let ids = [translation.article_id];
    let article = read::by_ids(call, &ids)
        .await?
        .remove(&translation.article_id);
    let published = read::published(call, locale, &ids)
        .await?
        .remove(&translation.article_id);
    let contents = read::working_contents(call, std::slice::from_ref(&translation)).await?;
    let title = contents
        .get(&translation.id)
        .map(|content| content.headline.clone());
    let number = article.map_or(0, |article| article.number);
    Ok(SlugOwner {
        kind,
        title: title
            .filter(|t| !t.is_empty())
            .unwrap_or_else(|| number.to_string()),
        path: published.map(|publication| publication.path().to_string()),
        locale,
    })
}

/// What `text` would become as an address word of a story; words of `except` count as free.
///
/// # Errors
/// [`Error::BadInput`] for a text without a letter that can be spelled; [`Error::Denied`] for
/// readers.
pub async fn slug_preview(
    call: &Call,
    locale: Locale,
    text: &str,
    except: Option<TranslationId>,
) -> Result<SlugPreview> {
    call.demand(TAXONOMY)?;
    let site = editions::site(call).await?;
    let slug = site.address_word(locale, text)?;
    let word = (locale, SlugNamespace::Article, slug.as_str());
    let clash = addresses::clash(call.db(), word, except.map(TypedId::uuid)).await?;
    let Some(clash) = clash else {
        return Ok(SlugPreview::free(slug));
    };
    Ok(SlugPreview {
        taken_by: Some(owner_of(call, locale, clash.taken).await?),
        suggestions: clash.suggestions,
        slug,
    })
}

/// Changes the address of one language. Of a live story the old one leads to the new one for ever;
/// changing back ends that.
///
/// # Errors
/// [`Error::Refused`] for an unknown id, or a word of the wrong form or somebody else's.
pub async fn change_slug(
    call: &Call,
    id: TranslationId,
    slug: &str,
) -> Result<(Translation, Option<Redirect>)> {
    let around = Around::of(call).await?;
    let tx = call.begin().await?;
    let Some((mut locked, place)) = Locked::by_translation(&tx, &around, id).await? else {
        tx.authorize(Action::TranslationChangeSlug, &nothing())?;
        return Err(Error::missing(["id"], id));
    };
    let permit = tx.authorize(Action::TranslationChangeSlug, &locked.subject_of(place))?;
    let old = locked.translations[place].clone();
    if old.slug == slug {
        return Ok((old, None));
    }
    let kind = locked.article.kind;
    check_typed(&tx, old.locale, kind, slug, id.uuid())
        .await
        .map_err(at_argument)?;
    let redirect = rename(&tx, &permit, &mut locked, place, slug).await?;
    locked.write(&permit, place).await?;
    tx.commit().await?;
    Ok((locked.translations.swap_remove(place), redirect))
}

/// Gives a language another word, which is free, and lets the old address lead to the new one.
pub(super) async fn rename(
    tx: &Tx,
    permit: &Permit<'_>,
    locked: &mut Locked,
    place: usize,
    slug: &str,
) -> Result<Option<Redirect>> {
    let old = locked.translations[place].clone();
    let (id, kind) = (old.id, locked.article.kind);
    locked.translations[place].slug = slug.to_owned();
    locked.translations[place].version += 1;
    permit.changed("slug", old.slug.as_str(), slug);
    let today = locked.site.day_of(permit.call().now());
    let number = locked.article.number;
    let mut redirect = None;
    if old.was_published() {
        let word = |slug| (old.locale, SlugNamespace::Article, slug);
        addresses::take(permit, word(old.slug.as_str()), id, SlugState::Redirect).await?;
        addresses::take(permit, word(slug), id, SlugState::Live).await?;
        let next = locked.translations[place]
            .path(kind, number, today)
            .to_string();
        addresses::release(permit, old.locale, &next).await?;
        let left = NewRedirect {
            locale: Some(old.locale),
            from_path: old.path(kind, number, today).to_string(),
            target: Target::Translation(id),
            status: 301,
            reason: RedirectReason::SlugChanged,
        };
        redirect = Some(addresses::redirect_from(permit, &left).await?);
        permit.emit(EventType::ArticleUpdated, id, json!({ "translation": id }));
    } else {
        addresses::give_back(permit, id).await?;
        let word = (old.locale, SlugNamespace::Article, slug);
        addresses::take(permit, word, id, SlugState::Draft).await?;
        permit.emit(EventType::DraftSaved, id, json!({ "translation": id }));
    }
    // What stands, and what is planned.
    let set = |publication: &mut Publication, _: &_| slug.clone_into(&mut publication.slug);
    locked.reopen(tx, permit, &[id], set).await?;
    Ok(redirect)
}

/// The word is an argument of its own here, not a member of an input.
fn at_argument(error: Error) -> Error {
    match error {
        Error::Refused(mut problems) => {
            for problem in &mut problems {
                problem.path.retain(|step| step != "input");
            }
            Error::Refused(problems)
        }
        other => other,
    }
}
