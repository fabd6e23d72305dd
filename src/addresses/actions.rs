//! Redirects made by hand.

use super::domain::{NewRedirect, Redirect, Target};
use super::{Path, store};
use crate::app::{Call, Error, Permit, Problem, Result};
use crate::platform::ids::RedirectId;
use crate::policy::{Action, Subject, TAXONOMY};
use crate::vocabulary::{EventType, RedirectReason, UserErrorCode};
use serde_json::json;

fn subject(id: RedirectId, from_path: &str) -> Subject {
    Subject {
        seen_with: TAXONOMY,
        ..Subject::of(id, from_path)
    }
}

/// Sends an old path somewhere. A path that the portal itself gives to a page cannot be one, so a
/// redirect never hides a page, and a loop cannot form.
///
/// # Errors
/// [`Error::Refused`] for a path or status of the wrong form, a path that is already redirected,
/// or one that may be a page's own.
pub async fn create(call: &Call, new: NewRedirect) -> Result<Redirect> {
    let tx = call.begin().await?;
    let id: RedirectId = call.new_id();
    let permit = tx.authorize(Action::RedirectCreate, &subject(id, &new.from_path))?;
    let new = NewRedirect {
        reason: RedirectReason::Manual,
        ..new
    }
    .checked()?;
    refuse_page(&new)?;
    if store::find_for_update(&tx, new.locale, &new.from_path)
        .await?
        .is_some()
    {
        let why = "this path is already redirected";
        let path = ["input", "fromPath"];
        return Err(Error::problem(Problem::at(
            path,
            UserErrorCode::Duplicate,
            why,
        )));
    }
    let redirect = store::insert(&permit, id, &new).await?;
    permit.changed("fromPath", json!(null), new.from_path.as_str());
    permit.emit(EventType::SettingsChanged, id, json!({ "redirect": id }));
    tx.commit().await?;
    Ok(redirect)
}

/// Leads old paths that come from elsewhere to where they belong now; what led from them to another
/// place ends, and what stands so already is left alone.
///
/// # Errors
/// [`Error::Refused`] for the first path, status or target of the wrong form, or path of a page.
pub async fn import(permit: &Permit<'_>, new: Vec<NewRedirect>) -> Result<()> {
    let checked = new.into_iter().map(|new| {
        let reason = RedirectReason::Imported;
        let new = NewRedirect { reason, ..new }.checked()?;
        refuse_page(&new).map(|()| new)
    });
    let new: Vec<_> = checked.collect::<Result<_>>()?;
    for one in &new {
        permit.changed("fromPath", json!(null), one.from_path.as_str());
    }
    store::redirect_all(permit, &new).await
}

/// Refuses what would hide a page, and addresses that no browser follows.
fn refuse_page(new: &NewRedirect) -> Result<()> {
    if let Target::Url(url) = &new.target
        && !url::Url::parse(url).is_ok_and(|url| matches!(url.scheme(), "http" | "https"))
    {
        let why = "an absolute http or https address";
        return Err(Error::invalid(["input", "to", "url"], why));
    }
    if Path::parse(&new.from_path).is_some_and(|path| !matches!(path, Path::Page(_))) {
        let why = "this is the address of a page; rename or merge the thing itself";
        return Err(Error::invalid(["input", "fromPath"], why));
    }
    Ok(())
}

/// Removes a redirect that was made by hand.
///
/// # Errors
/// [`Error::Refused`] for an unknown id, or one that a changed address left behind.
pub async fn delete(call: &Call, id: RedirectId) -> Result<RedirectId> {
    let tx = call.begin().await?;
    let found = store::by_id_for_update(&tx, id).await?;
    let from_path = found.as_ref().map(|redirect| redirect.from_path.clone());
    let permit = tx.authorize(
        Action::RedirectDelete,
        &subject(id, from_path.as_deref().unwrap_or("")),
    )?;
    let redirect = found.ok_or_else(|| Error::missing(["id"], id))?;
    if !matches!(
        redirect.reason,
        RedirectReason::Manual | RedirectReason::Imported
    ) {
        let why = "a redirect that a changed address left behind is kept";
        return Err(Error::problem(Problem::at(
            ["id"],
            UserErrorCode::InUse,
            why,
        )));
    }
    store::close(&permit, id).await?;
    permit.changed("fromPath", redirect.from_path, json!(null));
    permit.emit(EventType::SettingsChanged, id, json!({ "redirect": id }));
    tx.commit().await?;
    Ok(id)
}
