//! Which addresses lead somewhere, asked for many together.

use std::collections::HashSet;

use sea_orm::ConnectionTrait;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Condition, Expr, ExprTrait, Query};

use super::{Slugs, redirect, visible};
use crate::addresses::domain::{SlugState, folded_path};
use crate::app::{Call, Result};
use crate::platform::locale::Locale;
use crate::vocabulary::SlugNamespace;

/// An address word within an edition.
pub type Word = (Locale, SlugNamespace, String);

/// Those of the address words that readers know or knew: of public things, and of renamed ones.
///
/// # Errors
/// Those of the database.
pub async fn known_words(call: &Call, words: &[Word]) -> Result<HashSet<Word>> {
    if words.is_empty() {
        return Ok(HashSet::new());
    }
    let is_one = |(locale, namespace, slug): &Word| {
        Expr::col(Slugs::Locale)
            .eq(*locale)
            .and(Expr::col(Slugs::Namespace).eq(*namespace))
            .and(Expr::col(Slugs::Slug).eq(slug.as_str()))
    };
    let any = words
        .iter()
        .map(is_one)
        .fold(Condition::any(), Condition::add);
    let query = Query::select()
        .columns([Slugs::Locale, Slugs::Namespace, Slugs::Slug, Slugs::State])
        .from(Slugs::Table)
        .cond_where(any)
        .to_owned();
    let mut known = HashSet::new();
    for row in call.db().query_all(&query).await? {
        let state: String = row.try_get_by(3)?;
        if SlugState::from_text(&state) != SlugState::Draft {
            known.insert((row.try_get_by(0)?, row.try_get_by(1)?, row.try_get_by(2)?));
        }
    }
    Ok(known)
}

/// Those of the old paths from which a redirect leads on.
///
/// # Errors
/// Those of the database.
pub async fn redirected(
    call: &Call,
    paths: &[(Locale, String)],
) -> Result<HashSet<(Locale, String)>> {
    if paths.is_empty() {
        return Ok(HashSet::new());
    }
    let folded = paths.iter().map(|(_, path)| folded_path(path));
    let rows = visible(call.now())
        .filter(redirect::Column::FromPath.is_in(folded))
        .all(call.db())
        .await?;
    let leads_on = |(locale, path): &&(Locale, String)| {
        let path = folded_path(path);
        let mut rows = rows.iter();
        rows.any(|row| row.from_path == path && row.locale.is_none_or(|own| own == *locale))
    };
    Ok(paths.iter().filter(leads_on).cloned().collect())
}
