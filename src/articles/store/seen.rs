//! Who sees which stories: one rule for ids, lists and counts.

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Condition, Expr, ExprTrait, Query, SelectStatement};
use sea_orm::{QuerySelect, QueryTrait};

use super::rows::{article, translation};
use crate::app::Call;
use crate::platform::clock::Instant;
use crate::policy::{Actor, Permission, Readable};

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

/// What is in the trash nobody sees. A story under embargo is known to holders of EMBARGO_READ, and
/// to whoever started it, wrote the last words of a text, or was asked to review one.
fn known(actor: &Actor, at: Instant) -> Condition {
    use article::Column as C;
    let column = |column| Expr::col((article::Entity, column));
    let all = Condition::all().add(column(C::TrashedAt).is_null());
    if actor.holds(&[Permission::EmbargoRead]) {
        return all;
    }
    let mut open = Condition::any()
        .add(column(C::EmbargoUntil).is_null())
        .add(column(C::EmbargoUntil).lte(at));
    if let Some(user) = actor.user() {
        open = open
            .add(column(C::CreatedBy).eq(user))
            .add(Expr::exists(worked_on_by(user)));
    }
    all.add(open)
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
