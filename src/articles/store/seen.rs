//! Who sees which stories: one rule for ids, lists and counts.

use std::collections::BTreeSet;

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Condition, Expr, ExprTrait, Func, Query, SelectStatement, UnionType};
use sea_orm::{ConnectionTrait, QuerySelect, QueryTrait};

use super::rows::{article, translation};
use crate::app::{Call, Result};
use crate::platform::clock::Instant;
use crate::policy::{Actor, Permission, Readable};

/// Ids that one statement asks for: below the 32 766 parameters that SQLite takes.
const IDS_PER_STATEMENT: usize = 1_000;

/// Stories that the caller may see in any state: those with a translation in one of the locales
/// that CONTENT_READ reaches, and, while an embargo holds, those that it may know of.
pub(in crate::articles) fn visible(call: &Call) -> Select<article::Entity> {
    let find = article::Entity::find().filter(known(call.actor(), call.now()));
    match call.actor().readable(Permission::ContentRead) {
        Readable::All => find,
        Readable::Nothing => find.filter(nothing()),
        Readable::Locales(locales) => {
            let readable = Query::select()
                .column(translation::Column::ArticleId)
                .from(translation::Entity)
                .and_where(Expr::col(translation::Column::Locale).is_in(locales))
                .to_owned();
            find.filter(Expr::col((article::Entity, article::Column::Id)).in_subquery(readable))
        }
    }
}

/// Translations that the caller may see in any state.
pub(in crate::articles) fn visible_translations(call: &Call) -> Select<translation::Entity> {
    let of_it = Expr::col((article::Entity, article::Column::Id))
        .equals((translation::Entity, translation::Column::ArticleId));
    let story = Query::select()
        .expr(Expr::val(1))
        .from(article::Entity)
        .and_where(of_it)
        .cond_where(known(call.actor(), call.now()))
        .to_owned();
    let find = translation::Entity::find().filter(Expr::exists(story));
    match call.actor().readable(Permission::ContentRead) {
        Readable::All => find,
        Readable::Nothing => find.filter(nothing()),
        Readable::Locales(locales) => find.filter(translation::Column::Locale.is_in(locales)),
    }
}

/// The condition that a row belongs to a translation which the caller may see, by the column that
/// names it.
pub(in crate::articles) fn of_visible_translation<C: ColumnTrait>(call: &Call, column: C) -> Expr {
    let named = Expr::col((translation::Entity, translation::Column::Id))
        .equals((column.entity_name(), column));
    let mut found = visible_translations(call).select_only();
    QuerySelect::query(&mut found).expr(Expr::val(1));
    Expr::exists(found.filter(named).into_query())
}

/// The condition that a row belongs to a story which the caller may see, by the column that names
/// it.
pub(in crate::articles) fn of_visible_article<C: ColumnTrait>(call: &Call, column: C) -> Expr {
    let named =
        Expr::col((article::Entity, article::Column::Id)).equals((column.entity_name(), column));
    let mut found = visible(call).select_only();
    QuerySelect::query(&mut found).expr(Expr::val(1));
    Expr::exists(found.filter(named).into_query())
}

/// The condition that an embargo does not keep a row's story from `actor` at `at`, by the column that
/// names the story; `None` when none can.
pub(in crate::articles) fn known_article<C: ColumnTrait>(
    actor: &Actor,
    at: Instant,
    column: C,
) -> Option<Expr> {
    if actor.holds(&[Permission::EmbargoRead]) {
        return None;
    }
    let named =
        Expr::col((article::Entity, article::Column::Id)).equals((column.entity_name(), column));
    let story = Query::select()
        .expr(Expr::val(1))
        .from(article::Entity)
        .and_where(named)
        .cond_where(known(actor, at))
        .to_owned();
    Some(Expr::exists(story))
}

fn nothing() -> Condition {
    Condition::any().add(Expr::val(1).eq(2))
}

/// What is in the trash nobody sees; what an embargo keeps from `actor` neither.
fn known(actor: &Actor, at: Instant) -> Condition {
    let all = Condition::all().add(of_story(article::Column::TrashedAt).is_null());
    match secret(actor, at) {
        Some(secret) => all.add(secret.not()),
        None => all,
    }
}

/// That an embargo keeps a story from `actor`; `None` when none can. It is known to holders of
/// EMBARGO_READ, and to whoever started it, wrote the last words of a text, or was asked to review
/// one.
fn secret(actor: &Actor, at: Instant) -> Option<Condition> {
    use article::Column as C;
    if actor.holds(&[Permission::EmbargoRead]) {
        return None;
    }
    // Never null, so that its opposite is the opposite.
    let until = Func::coalesce([of_story(C::EmbargoUntil), Expr::val(Instant::BEGINNING)]);
    let held = Condition::all().add(Expr::expr(until).gt(at));
    Some(match actor.user() {
        Some(user) => held
            .add(of_story(C::CreatedBy).ne(user))
            .add(Expr::exists(worked_on_by(user)).not()),
        None => held,
    })
}

fn of_story(column: article::Column) -> Expr {
    Expr::col((article::Entity, column))
}

/// The ids of stories that an embargo keeps from the caller, and of their texts; `None` when none
/// can.
pub fn kept_from(call: &Call) -> Option<SelectStatement> {
    // Also this condition, so that the index of embargoes serves.
    let held = || of_story(article::Column::EmbargoUntil).gt(call.now());
    let stories = Query::select()
        .expr(of_story(article::Column::Id))
        .from(article::Entity)
        .and_where(held())
        .cond_where(secret(call.actor(), call.now())?)
        .to_owned();
    let text = |column| Expr::col((translation::Entity, column));
    let mut texts = Query::select();
    texts
        .expr(text(translation::Column::Id))
        .from(translation::Entity)
        .inner_join(
            article::Entity,
            of_story(article::Column::Id)
                .equals((translation::Entity, translation::Column::ArticleId)),
        )
        .and_where(held())
        .cond_where(secret(call.actor(), call.now())?);
    texts.union(UnionType::All, stories);
    Some(texts)
}

/// Those of `ids`, of stories and of texts alike, that an embargo keeps from the caller.
///
/// # Errors
/// Those of the database.
pub async fn kept_secret(call: &Call, ids: &BTreeSet<Uuid>) -> Result<BTreeSet<Uuid>> {
    let mut found = BTreeSet::new();
    let (Some(secret), false) = (kept_from(call), ids.is_empty()) else {
        return Ok(found);
    };
    let all: Vec<Uuid> = ids.iter().copied().collect();
    for some in all.chunks(IDS_PER_STATEMENT) {
        let select = Query::select()
            .column(("secret", translation::Column::Id))
            .from_subquery(secret.clone(), "secret")
            .and_where(Expr::col(("secret", translation::Column::Id)).is_in(some.iter().copied()))
            .to_owned();
        for row in call.db().query_all(&select).await? {
            found.insert(row.try_get_by(0)?);
        }
    }
    Ok(found)
}

/// The texts of a story whose last words are somebody's, or that somebody was asked to review.
fn worked_on_by(user: crate::platform::ids::UserId) -> SelectStatement {
    use translation::Column as C;
    let column = |column| Expr::col((translation::Entity, column));
    Query::select()
        .expr(Expr::val(1))
        .from(translation::Entity)
        .and_where(column(C::ArticleId).equals((article::Entity, article::Column::Id)))
        .cond_where(
            Condition::any()
                .add(column(C::TextAuthorId).eq(user))
                .add(column(C::ReviewerId).eq(user)),
        )
        .to_owned()
}
