//! Who sees which stories: one rule for ids, lists and counts.

use std::collections::BTreeSet;

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Alias, Condition, Expr, ExprTrait, Query, SelectStatement, UnionType};
use sea_orm::{ConnectionTrait, QuerySelect, QueryTrait};

use super::rows::{article, translation};
use crate::app::{Call, Result};
use crate::platform::clock::Instant;
use crate::platform::ids::UserId;
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
    let Some(mut secret) = secret(actor, at) else {
        return all;
    };
    let id = (article::Entity, article::Column::Id);
    // Joined by PostgreSQL, where `NOT IN` would be worked out for each story that is looked up.
    secret.and_where(Expr::col((Alias::new("held"), article::Column::Id)).equals(id));
    all.add(Expr::exists(secret).not())
}

/// The ids of stories that an embargo keeps from `actor`, found by the index of embargoes, of which
/// few hold at a time; `None` when none can. A story is known to holders of EMBARGO_READ, and to
/// whoever started it, wrote the last words of a text, or was asked to review one.
fn secret(actor: &Actor, at: Instant) -> Option<SelectStatement> {
    use article::Column as C;
    if actor.holds(&[Permission::EmbargoRead]) {
        return None;
    }
    let held = |column| Expr::col((Alias::new("held"), column));
    let mut secret = Query::select();
    secret
        .expr(held(C::Id))
        .from_as(article::Entity, Alias::new("held"))
        .and_where(held(C::EmbargoUntil).gt(at));
    if let Some(user) = actor.user() {
        secret
            .and_where(held(C::CreatedBy).ne(user))
            .and_where(Expr::exists(worked_on_by(user)).not());
    }
    Some(secret)
}

fn of_story(column: article::Column) -> Expr {
    Expr::col((article::Entity, column))
}

/// The ids of stories that an embargo keeps from the caller, and of their texts; `None` when none
/// can.
pub fn kept_from(call: &Call) -> Option<SelectStatement> {
    use translation::Column as C;
    let stories = secret(call.actor(), call.now())?;
    let mut texts = Query::select();
    texts
        .column(C::Id)
        .from(translation::Entity)
        .and_where(Expr::col(C::ArticleId).in_subquery(stories.clone()))
        .union(UnionType::All, stories);
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

/// The texts of a held story whose last words are somebody's, or that somebody was asked to review.
fn worked_on_by(user: UserId) -> SelectStatement {
    use translation::Column as C;
    let column = |column| Expr::col((translation::Entity, column));
    Query::select()
        .expr(Expr::val(1))
        .from(translation::Entity)
        .and_where(column(C::ArticleId).equals((Alias::new("held"), article::Column::Id)))
        .cond_where(
            Condition::any()
                .add(column(C::TextAuthorId).eq(user))
                .add(column(C::ReviewerId).eq(user)),
        )
        .to_owned()
}
