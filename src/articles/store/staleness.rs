//! What translations were made from, and which of them are behind it.

use std::collections::HashMap;

use sea_orm::QuerySelect;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Alias, Condition, Expr, ExprTrait, Query, SelectStatement};

use super::history::whole;
use super::rows::{article, correction, revision, translation};
use super::seen::of_visible_translation;
use crate::app::{Call, Permit, Result};
use crate::articles::domain::Revision;
use crate::platform::ids::{RevisionId, TranslationId};

/// Kept texts by number. A caller who may not see the translations gets none.
///
/// # Errors
/// Those of the database.
pub(in crate::articles) async fn revisions_numbered(
    call: &Call,
    numbers: &[(TranslationId, i32)],
) -> Result<HashMap<(TranslationId, i32), Revision>> {
    if numbers.is_empty() {
        return Ok(HashMap::new());
    }
    let find = revision::Entity::find()
        .filter(any_of(numbers))
        .filter(of_visible_translation(
            call,
            revision::Column::TranslationId,
        ));
    let rows = whole(call.db(), find).all(call.db()).await?;
    let mut found = HashMap::with_capacity(rows.len());
    for row in rows {
        let kept = Revision::try_from(row)?;
        found.insert((kept.translation_id, kept.number), kept);
    }
    Ok(found)
}

fn any_of(numbers: &[(TranslationId, i32)]) -> Condition {
    let one = |(id, number): &(TranslationId, i32)| {
        revision::Column::TranslationId
            .eq(*id)
            .and(revision::Column::Number.eq(*number))
    };
    numbers
        .iter()
        .map(one)
        .fold(Condition::any(), Condition::add)
}

/// Hashes of what kept texts of one translation say, by number; that of `live` under its own.
pub(in crate::articles) async fn meanings(
    permit: &Permit<'_>,
    id: TranslationId,
    numbers: Vec<i32>,
    live: Option<RevisionId>,
) -> Result<(HashMap<i32, String>, Option<String>)> {
    let numbered = revision::Column::Number.is_in(numbers);
    let lives = live.map(|live| revision::Column::Id.eq(live));
    let rows: Vec<(RevisionId, i32, Option<String>)> = revision::Entity::find()
        .select_only()
        .columns([
            revision::Column::Id,
            revision::Column::Number,
            revision::Column::MeaningHash,
        ])
        .filter(revision::Column::TranslationId.eq(id))
        .filter(Condition::any().add(numbered).add_option(lives))
        .into_tuple()
        .all(permit.conn())
        .await?;
    let of_live = rows.iter().find(|(id, ..)| Some(*id) == live);
    let of_live = of_live.and_then(|(.., hash)| hash.clone());
    let by_number = rows
        .into_iter()
        .filter_map(|(_, number, hash)| Some((number, hash?)));
    Ok((by_number.collect(), of_live))
}

/// Translations that are behind their source: it says something else to readers than in the
/// revision that they were made from, or has got a note since.
pub(super) fn behind() -> SelectStatement {
    use translation::Column as C;
    let name = |name: &'static str| Alias::new(name);
    let of = |table: &'static str, column: C| Expr::col((Alias::new(table), column));
    let kept =
        |table: &'static str, column: revision::Column| Expr::col((Alias::new(table), column));
    let of_story = of("behind", C::ArticleId).equals((article::Entity, article::Column::Id));
    let is_source = of("source", C::ArticleId)
        .equals((article::Entity, article::Column::Id))
        .and(of("source", C::Locale).equals((article::Entity, article::Column::SourceLocale)));
    let was = kept("was", revision::Column::TranslationId)
        .equals((name("source"), C::Id))
        .and(kept("was", revision::Column::Number).equals((name("behind"), C::BasedOnRevision)));
    let now = kept("now", revision::Column::Id).equals((name("source"), C::LiveRevisionId));
    let is_newer = kept("now", revision::Column::Number).gt(kept("was", revision::Column::Number));
    let says_other =
        kept("now", revision::Column::MeaningHash).ne(kept("was", revision::Column::MeaningHash));
    let note = Query::select()
        .expr(Expr::val(1))
        .from(correction::Entity)
        .and_where(
            Expr::col((correction::Entity, correction::Column::TranslationId))
                .equals((name("source"), C::Id)),
        )
        .and_where(
            Expr::col((correction::Entity, correction::Column::Revision))
                .gt(of("behind", C::BasedOnRevision)),
        )
        .and_where(Expr::col((correction::Entity, correction::Column::WithdrawnAt)).is_null())
        .to_owned();
    Query::select()
        .expr(of("behind", C::Id))
        .from_as(translation::Entity, name("behind"))
        .inner_join(article::Entity, of_story)
        .join_as(
            sea_orm::JoinType::InnerJoin,
            translation::Entity,
            name("source"),
            is_source,
        )
        .join_as(
            sea_orm::JoinType::InnerJoin,
            revision::Entity,
            name("was"),
            was,
        )
        .join_as(
            sea_orm::JoinType::InnerJoin,
            revision::Entity,
            name("now"),
            now,
        )
        // The index of those that were made from an older text than the source has now.
        .and_where(Expr::col((name("behind"), name("is_perhaps_behind"))))
        .and_where(of("behind", C::Locale).not_equals((name("source"), C::Locale)))
        .cond_where(
            Condition::any()
                .add(is_newer.and(says_other))
                .add(Expr::exists(note)),
        )
        .to_owned()
}
