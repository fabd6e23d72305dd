//! Work lists: translations that wait for somebody.

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Alias, Condition, Expr, ExprTrait, Query, SelectStatement};
use sea_orm::{FromQueryResult, Order, QueryOrder, QueryResult, QuerySelect};
use serde::{Deserialize, Serialize};

use super::rows::{article, publication, publication_asset, translation};
use super::seen::visible_translations;
use super::staleness::behind;
use crate::app::{Call, Result};
use crate::articles::domain::Translation;
use crate::media;
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
    /// The moment that the list is ordered by.
    fn moment(self, now: Instant) -> Expr {
        use translation::Column as C;
        match self.kind {
            QueueKind::MyDrafts
            | QueueKind::ToReview
            | QueueKind::ToApprove
            | QueueKind::ChangesRequested
            | QueueKind::StaleTranslations => of_translation(C::ChangedAt),
            QueueKind::MissingTranslations => of_translation(C::LastPublishedAt),
            QueueKind::Scheduled => of_translation(C::PublishAt),
            QueueKind::ExpiringRights => end_of_rights(now),
        }
    }

    /// Whether the earliest stands first.
    const fn ascends(self) -> bool {
        !matches!(
            self.kind,
            QueueKind::MyDrafts | QueueKind::MissingTranslations
        )
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
            QueueKind::StaleTranslations => all.add(of_translation(C::Id).in_subquery(behind())),
            QueueKind::ExpiringRights => {
                all.add(of_translation(C::Id).in_subquery(showing_what_ends(now)))
            }
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

fn of_translation(column: translation::Column) -> Expr {
    Expr::col((translation::Entity, column))
}

/// Publications, present and planned, with each asset that they show and whose rights end within the
/// time of warning or have ended.
fn shown_with_ending_rights(now: Instant) -> SelectStatement {
    let ending = Alias::new("ending");
    let shown = |column| Expr::col((publication_asset::Entity, column));
    let by = now.plus_ms(media::WARNING_MS);
    let is_asset =
        shown(publication_asset::Column::AssetId).equals((ending.clone(), Alias::new("id")));
    let is_publication = shown(publication_asset::Column::PublicationId)
        .equals((publication::Entity, publication::Column::Id));
    Query::select()
        .from_subquery(media::rights_ending_by(by), ending)
        .inner_join(publication_asset::Entity, is_asset)
        .inner_join(publication::Entity, is_publication)
        .and_where(Expr::col((publication::Entity, publication::Column::VisibleUntil)).gt(now))
        .to_owned()
}

/// Translations of which readers see, or will, what is soon not ours to show.
fn showing_what_ends(now: Instant) -> SelectStatement {
    shown_with_ending_rights(now)
        .column((publication::Entity, publication::Column::TranslationId))
        .to_owned()
}

/// When the first of the rights to what a translation shows end.
fn end_of_rights(now: Instant) -> Expr {
    let of_it = Expr::col((publication::Entity, publication::Column::TranslationId))
        .equals((translation::Entity, translation::Column::Id));
    let first = shown_with_ending_rights(now)
        .expr(Expr::col((Alias::new("ending"), Alias::new("valid_until"))).min())
        .and_where(of_it)
        .to_owned();
    Expr::SubQuery(None, Box::new(first.into()))
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
    let moment = || waiting.moment(call.now());
    let id = || of_translation(translation::Column::Id);
    let mut find = visible_translations(call)
        .filter(waiting.conditions(call.now()))
        .filter(moment().is_not_null());
    if let Some(QueueKey(at, last)) = page.after {
        let place = Expr::tuple([moment(), id()]);
        let key = Expr::tuple([Expr::val(at), Expr::val(last)]);
        find = find.filter(match waiting.ascends() {
            true => place.gt(key),
            false => place.lt(key),
        });
    }
    let direction = match waiting.ascends() {
        true => Order::Asc,
        false => Order::Desc,
    };
    let rows = find
        .expr_as(moment(), WAITS_AT)
        .order_by(moment(), direction.clone())
        .order_by(id(), direction)
        .limit(u64::from(page.size) + 1)
        .into_model::<Placed>()
        .all(call.db())
        .await?;
    let place = |Placed { row, at }| {
        let key = QueueKey(at, row.id);
        (key, Translation::from(row).at(call.now()))
    };
    Ok(Slice::of(page, rows).map(place))
}

/// The name under which a statement gives the moment that a list is ordered by.
const WAITS_AT: &str = "waits_at";

/// A translation, and the moment that its list is ordered by.
struct Placed {
    row: translation::Model,
    at: i64,
}

impl FromQueryResult for Placed {
    fn from_query_result(found: &QueryResult, prefix: &str) -> Result<Self, DbErr> {
        Ok(Self {
            row: translation::Model::from_query_result(found, prefix)?,
            at: found.try_get(prefix, WAITS_AT)?,
        })
    }
}

/// How many translations a work list has in all.
///
/// # Errors
/// Those of the database.
pub async fn queue_count(call: &Call, waiting: Waiting) -> Result<u64> {
    Ok(visible_translations(call)
        .filter(waiting.conditions(call.now()))
        .filter(waiting.moment(call.now()).is_not_null())
        .count(call.db())
        .await?)
}
