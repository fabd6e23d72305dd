//! The home pages of editions: every edition has one, so that the front desk has something to
//! arrange.

use std::sync::Arc;

use super::actions::Change;
use super::arrangement::{Arrangement, TITLE_LENGTH};
use super::domain::{HOME, Rule, Zone, subject};
use super::store;
use crate::app::{Call, Result, Tx};
use crate::editions::{self, Edition, SettingsInput, Site};
use crate::policy::Action;
use crate::vocabulary::ZoneLayout;

/// The part of Masthead that opens home pages.
const NAME: &str = "editions";
/// Positions of a new home page.
const SIZE: i32 = 20;

/// Changes settings of the site and of its editions; an edition that is new gets its home page.
///
/// # Errors
/// As [`editions::update_settings_within`].
pub async fn update_settings(
    call: &Call,
    expected_version: i32,
    input: &SettingsInput,
) -> Result<Arc<Site>> {
    let tx = call.begin().await?;
    let site = editions::update_settings_within(&tx, expected_version, input).await?;
    open_within(&tx, &site).await?;
    tx.commit().await?;
    editions::site(call).await
}

/// Opens the home pages that are missing, and tells how many: of editions that came in otherwise.
///
/// # Errors
/// Those of the database.
pub async fn open_homes(call: &Call) -> Result<usize> {
    let (site, fronts) = (editions::site(call).await?, super::fronts(call).await?);
    let has_home = |edition: &Edition| fronts.by_key(edition.locale, HOME).is_some();
    if site.all_editions.iter().all(has_home) {
        return Ok(0);
    }
    let tx = call.begin().await?;
    let opened = open_within(&tx, &site).await?;
    tx.commit().await?;
    Ok(opened)
}

async fn open_within(tx: &Tx, site: &Site) -> Result<usize> {
    let mut opened = 0;
    for edition in &site.all_editions {
        if store::lock(tx, edition.locale, HOME).await?.is_some() {
            continue;
        }
        let (id, wanted) = (tx.call().new_id(), home_of(edition));
        let permit = tx.by_itself(NAME, Action::FrontOpen, &subject(id, HOME, edition.locale))?;
        let change = Change::to(tx, id, None, &wanted).await?;
        change.write(&permit, None).await?;
        opened += 1;
    }
    Ok(opened)
}

/// One zone with the newest of everything.
fn home_of(edition: &Edition) -> Arrangement {
    Arrangement {
        key: HOME.to_owned(),
        locale: edition.locale,
        title: edition.home_title.chars().take(TITLE_LENGTH).collect(),
        zones: vec![Zone {
            key: "latest".to_owned(),
            position: 0,
            title: None,
            layout: ZoneLayout::Cards,
            more_url: None,
            size: SIZE,
            rule: Rule::default(),
        }],
        pins: Vec::new(),
    }
}
