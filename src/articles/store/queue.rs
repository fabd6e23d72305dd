//! Work lists: translations that wait for somebody.

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Alias, Condition, Expr, ExprTrait, Query};
use sea_orm::{Order, QueryOrder, QuerySelect};
use serde::{Deserialize, Serialize};

use super::rows::{article, translation};
use super::seen::visible_translations;
use crate::app::{Call, Result};
use crate::articles::domain::Translation;
use crate::platform::clock::Instant;
use crate::platform::ids::{TranslationId, UserId};
use crate::platform::locale::Locale;
use crate::platform::page::{Page, Slice};
use crate::vocabulary::{DraftState, LiveState, QueueKind};

/// Which translations wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Waiting {
    /// For what.
    pub kind: QueueKind,
    /// In which language; of missing translations the language that is missing.
    pub locale: Option<Locale>,
    /// Only what waits for this account, or is its own.
    pub mine: Option<UserId>,
}

/// Place of a translation on a work list: the moment that it is ordered by, and its id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueueKey(pub i64, pub TranslationId);

impl Waiting {
    /// The moment that the list is ordered by, and whether the earliest stands first.
    const fn order(self) -> (translation::Column, bool) {
        use translation::Column as C;
        match self.kind {
            QueueKind::MyDrafts => (C::ChangedAt, false),
            QueueKind::MissingTranslations => (C::LastPublishedAt, false),
            QueueKind::Scheduled => (C::PublishAt, true),
            QueueKind::ToReview | QueueKind::ToApprove | QueueKind::ChangesRequested => {
                (C::ChangedAt, true)
            }
        }
    }

    fn conditions(self, now: Instant) -> Condition {
        use translation::Column as C;
        let all = Condition::all();
        let all = match self.kind {
            QueueKind::MyDrafts => {
                let open = [DraftState::Draft, DraftState::ChangesRequested];
                all.add(C::DraftState.is_in(open))
            }
            QueueKind::ToReview => all.add(C::DraftState.eq(DraftState::InReview)),
            QueueKind::ToApprove => all.add(
                Condition::any()
                    .add(C::DraftState.eq(DraftState::InReview))
                    .add(C::AfterReviewSince.is_not_null()),
            ),
            QueueKind::ChangesRequested => all.add(C::DraftState.eq(DraftState::ChangesRequested)),
            QueueKind::Scheduled => all
                .add(C::DraftState.eq(DraftState::Scheduled))
                .add(C::PublishAt.gt(now)),
            QueueKind::MissingTranslations => all
                .add(C::LiveState.eq(LiveState::Live))
                .add(is_source())
                .add_option(self.locale.map(is_missing)),
        };
        let locale = self
            .locale
            .filter(|_| self.kind != QueueKind::MissingTranslations);
        all.add_option(locale.map(|locale| C::Locale.eq(locale)))
            .add_option(self.mine.map(|user| self.of(user)))
    }

    /// What waits for somebody, or is that person's own.
    fn of(self, user: UserId) -> Condition {
        use translation::Column as C;
        let any = Condition::any();
        match self.kind {
            QueueKind::ToReview => any.add(C::ReviewerId.eq(user)),
            // Nobody approves words of his or her own.
            QueueKind::ToApprove => any.add(C::TextAuthorId.ne(user)),
            _ => any.add(C::TextAuthorId.eq(user)),
        }
    }
}

/// The condition that a translation is of its story's source language.
fn is_source() -> Expr {
    use translation::Column as C;
    let column = |column| Expr::col((article::Entity, column));
    let story = Query::select()
        .expr(Expr::val(1))
        .from(article::Entity)
        .and_where(column(article::Column::Id).equals((translation::Entity, C::ArticleId)))
        .and_where(column(article::Column::SourceLocale).equals((translation::Entity, C::Locale)))
        .to_owned();
    Expr::exists(story)
}

/// The condition that the story of a translation has none in `locale`.
fn is_missing(locale: Locale) -> Expr {
    use translation::Column as C;
    let other = |column| Expr::col((Alias::new("other"), column));
    let has = Query::select()
        .expr(Expr::val(1))
        .from_as(translation::Entity, Alias::new("other"))
        .and_where(other(C::ArticleId).equals((translation::Entity, C::ArticleId)))
        .and_where(other(C::Locale).eq(locale))
        .to_owned();
    Expr::exists(has).not()
}

/// One page of a work list, in one statement: each translation with its place.
///
/// # Errors
/// Those of the database.
pub async fn queue(
    call: &Call,
    waiting: Waiting,
    page: &Page<QueueKey>,
) -> Result<Slice<(QueueKey, Translation)>> {
    use translation::Column as C;
    let (moment, ascends) = waiting.order();
    let mut find = visible_translations(call)
        .filter(waiting.conditions(call.now()))
        .filter(moment.is_not_null());
    if let Some(QueueKey(at, id)) = page.after {
        let place = [moment, C::Id].map(|column| Expr::col((translation::Entity, column)));
        let place = Expr::tuple(place);
        let key = Expr::tuple([Expr::val(at), Expr::val(id)]);
        find = find.filter(match ascends {
            true => place.gt(key),
            false => place.lt(key),
        });
    }
    let direction = match ascends {
        true => Order::Asc,
        false => Order::Desc,
    };
    let rows = find
        .order_by(moment, direction.clone())
        .order_by(C::Id, direction)
        .limit(u64::from(page.size) + 1)
        .all(call.db())
        .await?;
    let place = |row: translation::Model| {
        let at = match moment {
            C::PublishAt => row.publish_at,
            C::LastPublishedAt => row.last_published_at,
            _ => Some(row.changed_at),
        };
        let key = QueueKey(at.map_or(0, |at| at.0), row.id);
        (key, Translation::from(row).at(call.now()))
    };
    Ok(Slice::of(page, rows).map(place))
}

/// How many translations a work list has in all.
///
/// # Errors
/// Those of the database.
pub async fn queue_count(call: &Call, waiting: Waiting) -> Result<u64> {
    let (moment, _) = waiting.order();
    Ok(visible_translations(call)
        .filter(waiting.conditions(call.now()))
        .filter(moment.is_not_null())
        .count(call.db())
        .await?)
}
