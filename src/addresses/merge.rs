//! Two things that become one: what their addresses have to do with it.

use std::collections::BTreeMap;
use std::fmt::Display;

use super::domain::{Redirect, Target};
use super::path::Path;
use super::register::{Holding, Moved, follow, settle};
use super::store::{move_slugs, retarget};
use crate::app::{Error, Permit, Problem, Result};
use crate::platform::ids::TypedId;
use crate::platform::locale::Locale;
use crate::vocabulary::{RedirectReason, SlugNamespace};

/// The thing that goes, and the one that is left, among those found.
///
/// # Errors
/// [`Error::Refused`] for each that is not there.
pub fn pair<I: TypedId + Display, T>(
    found: &BTreeMap<I, T>,
    id: I,
    into_id: I,
) -> Result<(&T, &T)> {
    let missing = |argument: &str, id: I| {
        let is_missing = !found.contains_key(&id);
        is_missing.then(|| Problem::missing([argument], id))
    };
    match (found.get(&id), found.get(&into_id)) {
        (Some(one), Some(target)) => Ok((one, target)),
        _ => {
            let problems = missing("id", id).into_iter();
            Err(Error::Refused(
                problems.chain(missing("intoId", into_id)).collect(),
            ))
        }
    }
}

/// Lets the addresses of `from` lead to `into`, or stand for it: in the languages that both have,
/// its pages move to those of `target`. `left` holds the words of what is left.
///
/// # Errors
/// Those of the database.
pub async fn hand_over<I: TypedId>(
    permit: &Permit<'_>,
    namespace: SlugNamespace,
    (from, into): (I, I),
    left: Holding,
    (target, pages): (&Target, impl Iterator<Item = (Locale, Path, Option<Path>)>),
) -> Result<Vec<Redirect>> {
    move_slugs(permit, from, into).await?;
    retarget(permit, from, into).await?;
    settle(permit, namespace, &mut [left]).await?;
    let moved = pages.map(|(locale, from, to)| Moved {
        target: target.clone(),
        locale,
        from,
        to,
    });
    let moved: Vec<Moved> = moved.collect();
    follow(permit, RedirectReason::TagMerged, &moved).await
}
