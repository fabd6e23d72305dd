//! Reading a text before readers get it, by a link that was made for it.

use super::live::is_retracted;
use super::locked::{Around, Locked, nothing};
use crate::app::{Call, Error, Result};
use crate::articles::domain::{
    Content, PreviewInput, PreviewLink, PreviewPass, Publication, Revision, Story, Translation,
};
use crate::articles::store::{publications, read};
use crate::editions;
use crate::platform::clock::Instant;
use crate::platform::ids::{RevisionId, TranslationId};
use crate::platform::page::Page;
use crate::policy::Action;
use crate::vocabulary::AdServing;

/// Makes a link that opens a text to whoever has it, for a while.
///
/// # Errors
/// [`Error::Refused`] for an unknown translation or revision, and for a time that is too long.
pub async fn create_preview_link(
    call: &Call,
    id: TranslationId,
    input: &PreviewInput,
) -> Result<PreviewLink> {
    let around = Around::of(call).await?;
    let tx = call.begin().await?;
    let Some((locked, place)) = Locked::by_translation(&tx, &around, id).await? else {
        tx.authorize(Action::PreviewLinkCreate, &nothing())?;
        return Err(Error::missing(["translationId"], id));
    };
    let permit = tx.authorize(Action::PreviewLinkCreate, &locked.subject_of(place))?;
    let one = &locked.translations[place];
    let below = |problem: crate::app::Problem| problem.below(["input"]);
    let pass = input
        .pass(one, call.now())
        .map_err(|problems| Error::Refused(problems.into_iter().map(below).collect()))?;
    let token = call.app().keys.seal(&serde_json::to_string(&pass)?)?;
    permit.changed("revision", serde_json::Value::Null, pass.revision);
    permit.changed("until", serde_json::Value::Null, pass.until.to_string());
    tx.commit().await?;
    let url = around.site.addresses().preview_url(one.locale, &token);
    Ok(PreviewLink { pass, token, url })
}

/// The text that a link opens, as its readers would get it; `None` when the link does not hold, or
/// there is no such text any more; and until when the link holds. The text has no ads and is not for
/// search engines.
///
/// # Errors
/// Those of the database.
pub async fn preview(call: &Call, token: &str) -> Result<Option<(Story, Instant)>> {
    let sealed = call.app().keys.unseal(token);
    let Some(pass) = sealed.and_then(|sealed| PreviewPass::read(&sealed, call.now())) else {
        return Ok(None);
    };
    // The pass is the right to read, whoever brings it.
    let own = call.by_system("preview");
    let found = read::translations(&own, &[pass.translation]).await?;
    let Some(one) = found.into_values().next() else {
        return Ok(None);
    };
    let article = read::by_ids(&own, &[one.article_id]).await?;
    let (Some(article), Some((revision, mut content))) = (
        article.into_values().next(),
        text(&own, &one, pass.revision).await?,
    ) else {
        return Ok(None);
    };
    content.seo.get_or_insert_default().no_index = Some(true);
    let timed = with_times(&own, &one).await?;
    let what = (&article, &timed);
    let opened = Publication::opening(call.new_id(), what, revision, &content, call.now());
    let Some(mut publication) = opened else {
        return Ok(None);
    };
    publication.is_retracted = is_retracted(&own, one.id).await?;
    publication.card.ad_serving = AdServing::None;
    let story = Story {
        publication: publication.into(),
        content: content.into(),
    };
    Ok(Some((story, pass.until)))
}

/// A kept text, or the working copy, with the id and number of the revision that it is or will
/// become.
async fn text(
    own: &Call,
    one: &Translation,
    number: Option<i32>,
) -> Result<Option<((RevisionId, i32), Content)>> {
    let Some(number) = number else {
        let found = read::working_contents(own, std::slice::from_ref(one)).await?;
        let kept = one.draft_revision_id.or(one.live_revision_id);
        let revision = (kept.unwrap_or_else(|| own.new_id()), one.last_revision);
        let content = found.into_values().next();
        return Ok(content.map(|content| (revision, content)));
    };
    let page = Page {
        after: Some(number.saturating_add(1)),
        ..Page::first(1)
    };
    let newest = read::revisions_of(own, one.id, &page).await?;
    let kept = newest.items.into_iter().find(|kept| kept.number == number);
    Ok(kept.map(|Revision { id, content, .. }| ((id, number), content)))
}

/// The translation with times: a text that was never published has the planned ones, else those of
/// this moment.
async fn with_times(own: &Call, one: &Translation) -> Result<Translation> {
    if one.was_published() {
        return Ok(one.clone());
    }
    let now: Instant = own.now();
    let (published_at, published_on, listed_at) = match publications::planned(own, one.id).await? {
        Some(planned) => (
            planned.published_at,
            planned.published_on,
            planned.listed_at,
        ),
        None => (now, editions::site(own).await?.day_of(now), now),
    };
    Ok(Translation {
        first_published_at: Some(published_at),
        display_published_at: None,
        published_on: Some(published_on),
        listed_at: Some(listed_at),
        ..one.clone()
    })
}
