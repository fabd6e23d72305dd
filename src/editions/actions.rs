//! What people do with the settings, the menus and the calls to action of the portal.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Value as Json, json};

use super::domain::{CallToAction, CallToActionInput, Menu, MenuTarget, SettingsInput, Site};
use super::store;
use crate::app::{Call, CreationKey, Error, Permit, Problem, Result, Tx, refuse_if_any};
use crate::platform::ids::{CallToActionId, EditionId};
use crate::policy::Action;
use crate::vocabulary::{EventType, UserErrorCode};

/// The site as it is set now.
///
/// # Errors
/// Those of the database; before the first settings.
pub async fn site(call: &Call) -> Result<Arc<Site>> {
    let load = async || store::read(call).await?.ok_or_else(unset);
    call.snapshot(load).await
}

/// Whether the site has been set up.
///
/// # Errors
/// Those of the database.
pub async fn site_exists(call: &Call) -> Result<bool> {
    store::exists(call).await
}

fn unset() -> Error {
    anyhow::anyhow!("the site has no settings yet: import a newsroom").into()
}

async fn locked(tx: &Tx) -> Result<Site> {
    store::lock(tx.conn()).await?.ok_or_else(unset)
}

/// Changes settings of the site and of its editions, and adds editions, within a transaction of the
/// caller; gives the site as it is then.
///
/// # Errors
/// [`Error::Refused`] for an outdated version, or all problems of the input; [`Error::Denied`]
/// without SITE_MANAGE.
pub async fn update_settings_within(
    tx: &Tx,
    expected_version: i32,
    input: &SettingsInput,
) -> Result<Site> {
    let before = locked(tx).await?;
    let permit = tx.authorize(Action::SettingsUpdate, &before.subject())?;
    if before.version != expected_version {
        return Err(Error::outdated(before.version));
    }
    change(&permit, before, input).await
}

/// Replaces a menu of one edition, or adds it. That what it leads to exists, whoever knows those
/// things has made sure, by [`Menu::targets`].
///
/// # Errors
/// [`Error::Refused`] for an outdated version of the settings, or all problems of the menu;
/// [`Error::Denied`] without SITE_MANAGE.
pub async fn save_menu(call: &Call, expected_version: i32, menu: Menu) -> Result<Arc<Site>> {
    let tx = call.begin().await?;
    let before = locked(&tx).await?;
    let permit = tx.authorize(Action::MenuSave, &before.subject())?;
    if before.version != expected_version {
        return Err(Error::outdated(before.version));
    }
    replace_menu(&permit, &before, menu).await?;
    tx.commit().await?;
    site(call).await
}

/// Adds a call to action. That its picture and sections exist, the caller has made sure.
///
/// # Errors
/// [`Error::Refused`] for a key that another has, or all problems of the input; [`Error::Denied`]
/// without SITE_MANAGE.
pub async fn create_call_to_action(
    call: &Call,
    input: CallToActionInput,
    request_id: Option<CreationKey>,
) -> Result<CallToAction> {
    let tx = call.begin().await?;
    let site = locked(&tx).await?;
    let new = CallToAction::of(call.new_id(), 1, input, &site);
    let permit = tx.authorize(Action::CallToActionCreate, &new.subject())?;
    if let Some(key) = request_id
        && let Some(made) = key.claim(&permit, new.id).await?
    {
        return site
            .any_call_to_action(made)
            .cloned()
            .ok_or(Error::NotFound);
    }
    let made = keep_call(&permit, &site, new).await?;
    tx.commit().await?;
    Ok(made)
}

/// Replaces all settings of a call to action. That its picture and sections exist, the caller has
/// made sure.
///
/// # Errors
/// [`Error::Refused`] for an unknown id, an outdated version, a key that another has, or all
/// problems of the input; [`Error::Denied`] without SITE_MANAGE.
pub async fn update_call_to_action(
    call: &Call,
    id: CallToActionId,
    expected_version: i32,
    input: CallToActionInput,
) -> Result<CallToAction> {
    let tx = call.begin().await?;
    let site = locked(&tx).await?;
    let before = site
        .any_call_to_action(id)
        .ok_or_else(|| Error::missing(["id"], id))?;
    let permit = tx.authorize(Action::CallToActionUpdate, &before.subject())?;
    if before.version != expected_version {
        return Err(Error::outdated(before.version));
    }
    let next = CallToAction::of(id, before.version, input, &site);
    let next = keep_call(&permit, &site, next).await?;
    tx.commit().await?;
    Ok(next)
}

/// Sets the site up, or changes its settings, and gives it as it is then: nobody else sees it so
/// before the commit. Unchanged settings are left alone.
///
/// # Errors
/// [`Error::Refused`] with all problems of the input; those of the database.
pub async fn import(permit: &Permit<'_>, input: &SettingsInput) -> Result<Site> {
    let before = match (store::lock(permit.conn()).await?, input.default_locale) {
        (Some(site), _) => site,
        (None, Some(locale)) => Site::blank(locale),
        (None, None) => {
            let path = ["input", "defaultLocale"];
            let why = "the language of the bare domain";
            return Err(Error::problem(Problem::at(
                path,
                UserErrorCode::Required,
                why,
            )));
        }
    };
    change(permit, before, input).await
}

/// Replaces or adds menus; unchanged ones are left alone. Gives how many were written.
///
/// # Errors
/// [`Error::Refused`] with the problems of the first menu that has any; those of the database.
pub async fn import_menus(permit: &Permit<'_>, site: &Site, menus: Vec<Menu>) -> Result<usize> {
    let mut written = 0;
    for menu in menus {
        written += usize::from(replace_menu(permit, site, menu).await?);
    }
    Ok(written)
}

/// Adds calls to action, or changes those that have come before; unchanged ones are left alone.
/// Gives how many were written.
///
/// # Errors
/// [`Error::Refused`] with the problems of the first that has any; those of the database.
pub async fn import_calls_to_action(
    permit: &Permit<'_>,
    site: &Site,
    calls: Vec<(CallToActionId, CallToActionInput)>,
) -> Result<usize> {
    let mut written = 0;
    for (id, input) in calls {
        let before = site.any_call_to_action(id);
        let version = before.map_or(1, |before| before.version);
        let next = keep_call(permit, site, CallToAction::of(id, version, input, site)).await?;
        written += usize::from(Some(&next) != before);
    }
    Ok(written)
}

/// Leads all menu entries of one thing to another, after a merge; tells how many menus changed.
///
/// # Errors
/// Those of the database.
pub async fn retarget_menus(
    permit: &Permit<'_>,
    from: &MenuTarget,
    into: &MenuTarget,
) -> Result<usize> {
    let Some(site) = store::lock(permit.conn()).await? else {
        return Ok(0);
    };
    let menus = site
        .menus
        .iter()
        .filter_map(|menu| menu.retargeted(from, into));
    import_menus(permit, &site, menus.collect()).await
}

/// How many menus have an entry that leads to a thing, as they stand in a transaction.
///
/// # Errors
/// Those of the database.
pub async fn menus_to(tx: &Tx, target: &MenuTarget) -> Result<usize> {
    let site = locked(tx).await?;
    let leads_there = |menu: &&Menu| menu.targets().iter().any(|(_, to)| *to == target);
    Ok(site.menus.iter().filter(leads_there).count())
}

/// Gives the settings what `input` says, and saves them under the next version.
async fn change(permit: &Permit<'_>, before: Site, input: &SettingsInput) -> Result<Site> {
    let next = before.changed(input, || permit.call().new_id())?;
    let (old, new) = (before.facts(), next.facts());
    if old == new {
        return Ok(before);
    }
    note(permit, &old, new);
    let next = Site {
        version: before.version + 1,
        ..next
    };
    announce(permit, &next, json!({ "version": next.version }));
    store::save(permit, &next).await?;
    Ok(next)
}

/// Saves a menu, unless it is as it was; tells whether it did.
async fn replace_menu(permit: &Permit<'_>, site: &Site, menu: Menu) -> Result<bool> {
    let menu = menu.cleaned(site);
    refuse_if_any(menu.problems(site))?;
    let before = site.menu(menu.locale, &menu.key);
    if before == Some(&menu) {
        return Ok(false);
    }
    let items = before.map_or(Json::Null, |before| json!(before.items));
    permit.changed(
        &format!("{}.{}", menu.locale, menu.key),
        items,
        json!(menu.items),
    );
    announce(
        permit,
        site,
        json!({ "menu": menu.key, "locale": menu.locale }),
    );
    store::save_menu(permit, site.version + 1, &menu).await?;
    Ok(true)
}

/// Saves a call to action under its next version, unless it is as it was.
async fn keep_call(permit: &Permit<'_>, site: &Site, next: CallToAction) -> Result<CallToAction> {
    let before = site.any_call_to_action(next.id);
    refuse_if_any(next.problems(site))?;
    if before == Some(&next) {
        return Ok(next);
    }
    let next = CallToAction {
        version: before.map_or(1, |before| before.version + 1),
        ..next
    };
    let old = before.map(CallToAction::facts).unwrap_or_default();
    note(permit, &old, next.facts());
    permit.emit(
        EventType::SettingsChanged,
        next.id,
        json!({ "callToAction": next.id }),
    );
    permit.touch_facts();
    store::save_call(permit, &next).await?;
    Ok(next)
}

/// Notes for the audit trail what became different.
fn note(permit: &Permit<'_>, old: &BTreeMap<String, Json>, new: BTreeMap<String, Json>) {
    for (field, value) in new {
        permit.changed(&field, old.get(&field).cloned().unwrap_or_default(), value);
    }
}

fn announce(permit: &Permit<'_>, site: &Site, payload: Json) {
    permit.emit(
        EventType::SettingsChanged,
        EditionId(site.subject().id),
        payload,
    );
    permit.touch_facts();
}
