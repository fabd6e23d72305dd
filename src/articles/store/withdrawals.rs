//! Takedowns: the one that stands, and those that are over.

use std::collections::HashMap;

use sea_orm::ActiveValue::Set;
use sea_orm::QuerySelect;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Condition, ExprTrait};

use super::publications::StoryKey;
use super::read::JoinArticle;
use super::rows::{article, entity, translation};
use crate::app::{Call, Permit, Result};
use crate::articles::domain::{Translation, Withdrawal};
use crate::platform::clock::Instant;
use crate::platform::ids::{ArticleId, TranslationId};
use crate::platform::locale::Locale;
use crate::vocabulary::{ArticleKind, LiveState, UnpublishReason};

entity!(past, "withdrawals" {
    #[sea_orm(primary_key, auto_increment = false)]
    translation_id: TranslationId,
    #[sea_orm(primary_key, auto_increment = false)]
    withdrawn_at: Instant,
    ended_at: Instant,
    reason: UnpublishReason,
    notice: Option<String>,
});

/// The takedown under which readers of an edition find nothing at the moment of the call, where
/// something was; public by nature.
///
/// # Errors
/// Those of the database.
pub async fn withdrawn(
    call: &Call,
    locale: Locale,
    key: &StoryKey,
) -> Result<Option<(ArticleId, Withdrawal)>> {
    let standing = named(locale, key)
        .filter(gone_at(call.now()))
        .one(call.db())
        .await?;
    let standing = standing.map(|row| Translation::from(row).at(call.now()));
    if let Some(one) = standing
        && let Some(withdrawal) = one.withdrawal
    {
        return Ok(Some((one.article_id, withdrawal)));
    }
    // What is over counts for those alone who look back.
    if !call.looks_back() {
        return Ok(None);
    }
    let Some(one) = named(locale, key).one(call.db()).await? else {
        return Ok(None);
    };
    let then = past::Entity::find()
        .filter(past::Column::TranslationId.eq(one.id))
        .filter(past::Column::WithdrawnAt.lte(call.now()))
        .filter(past::Column::EndedAt.gt(call.now()))
        .one(call.db())
        .await?;
    Ok(then.map(|row| {
        let withdrawal = Withdrawal {
            at: row.withdrawn_at,
            reason: row.reason,
            notice: row.notice,
        };
        (one.article_id, withdrawal)
    }))
}

/// When stories were last taken down in an edition, by plan or by hand, whether they have come back
/// or not, up to the moment of the call.
///
/// # Errors
/// Those of the database.
pub async fn last_withdrawn(
    call: &Call,
    stories: &[ArticleId],
) -> Result<HashMap<(ArticleId, Locale), Instant>> {
    let texts = translation::Entity::find()
        .filter(translation::Column::ArticleId.is_in(stories.iter().copied()))
        .all(call.db())
        .await?;
    let over: Vec<(TranslationId, Instant)> = past::Entity::find()
        .select_only()
        .column(past::Column::TranslationId)
        .column_as(past::Column::WithdrawnAt.max(), "last")
        .filter(past::Column::TranslationId.is_in(texts.iter().map(|text| text.id)))
        .group_by(past::Column::TranslationId)
        .into_tuple()
        .all(call.db())
        .await?;
    let over: HashMap<_, _> = over.into_iter().collect();
    let last = texts.into_iter().filter_map(|row| {
        let one = Translation::from(row).at(call.now());
        let standing = one.withdrawal.as_ref().map(|withdrawal| withdrawal.at);
        let at = standing.into_iter().chain(over.get(&one.id).copied());
        Some(((one.article_id, one.locale), Iterator::max(at)?))
    });
    Ok(last.collect())
}

/// The text that readers of an edition name so.
fn named(locale: Locale, key: &StoryKey) -> Select<translation::Entity> {
    let find = translation::Entity::find()
        .inner_join_article()
        .filter(translation::Column::Locale.eq(locale));
    match key {
        StoryKey::Number(number) => find.filter(article::Column::Number.eq(*number)),
        StoryKey::Slug(slug) => find.filter(translation::Column::Slug.eq(slug.as_str())),
        StoryKey::Id(id) => find.filter(translation::Column::ArticleId.eq(*id)),
        StoryKey::Translation(id) => find.filter(translation::Column::Id.eq(*id)),
        StoryKey::Page(slug) => find
            .filter(translation::Column::Slug.eq(slug.as_str()))
            .filter(article::Column::Kind.eq(ArticleKind::Page)),
    }
}

/// Translations that were taken down by `now`, or are planned to have been.
fn gone_at(now: Instant) -> Condition {
    use translation::Column as C;
    let is_down = C::LiveState
        .eq(LiveState::Unpublished)
        .and(C::WithdrawnAt.lte(now));
    Condition::any().add(is_down).add(C::UnpublishAt.lte(now))
}

/// Keeps the takedown that a text comes back from at `end`; of one that is not down nothing.
pub(in crate::articles) async fn end(
    permit: &Permit<'_>,
    was: &Translation,
    end: Instant,
) -> Result<()> {
    let Some(over) = was.withdrawal.clone().filter(|over| over.at < end) else {
        return Ok(());
    };
    let row = past::ActiveModel {
        translation_id: Set(was.id),
        withdrawn_at: Set(over.at),
        ended_at: Set(end),
        reason: Set(over.reason),
        notice: Set(over.notice),
    };
    past::Entity::insert(row)
        .exec_without_returning(permit.conn())
        .await?;
    Ok(())
}
