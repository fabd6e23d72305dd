//! What has been kept for long enough, and its removal.

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Expr, ExprTrait, Query, SelectStatement};
use sea_orm::{QueryOrder, QuerySelect};

use super::comments::{comment, reply};
use super::locks::edit_lock;
use super::rows::{
    article, article_contribution, article_related, article_section, article_tag, correction,
    draft, publication, publication_asset, revision, revision_block, save, term, translation,
};
use super::search;
use super::withdrawals::past;
use crate::app::{Call, Permit, Result, Tx};
use crate::platform::clock::Instant;
use crate::platform::ids::{ArticleId, TranslationId};
use crate::vocabulary::RevisionReason;

/// Stories that were thrown away before a moment, the first first. One under embargo waits for its
/// end: until then few may know that it ever was.
pub(in crate::articles) async fn thrown_away(
    call: &Call,
    before: Instant,
    most: u64,
) -> Result<Vec<ArticleId>> {
    use article::Column as C;
    let open = C::EmbargoUntil
        .is_null()
        .or(C::EmbargoUntil.lte(call.now()));
    let find = article::Entity::find()
        .select_only()
        .column(C::Id)
        .filter(C::TrashedAt.lt(before))
        .filter(open)
        .order_by_asc(C::TrashedAt)
        .limit(most);
    Ok(find.into_tuple().all(call.db()).await?)
}

/// A story in the trash by its number, locked.
pub(in crate::articles) async fn lock_thrown_away(tx: &Tx, id: ArticleId) -> Result<Option<i64>> {
    let row = article::Entity::find_by_id(id)
        .filter(article::Column::TrashedAt.is_not_null())
        .lock_exclusive()
        .one(tx.conn())
        .await?;
    Ok(row.map(|row| row.number))
}

/// Removes a story and all that hangs on it within this noun.
pub(in crate::articles) async fn remove(permit: &Permit<'_>, id: ArticleId) -> Result<()> {
    macro_rules! remove {
        ($($entity:ident where $column:ident $within:expr;)*) => {$(
            $entity::Entity::delete_many()
                .filter($entity::Column::$column.in_subquery($within))
                .exec(permit.conn())
                .await?;
        )*};
    }
    let story = || {
        Query::select()
            .column(article::Column::Id)
            .from(article::Entity)
            .and_where(article::Column::Id.eq(id))
            .to_owned()
    };
    let texts = || texts_of(id);
    let publications = || {
        Query::select()
            .column(publication::Column::Id)
            .from(publication::Entity)
            .and_where(publication::Column::ArticleId.eq(id))
            .to_owned()
    };
    let threads = || {
        Query::select()
            .column(comment::Column::Id)
            .from(comment::Entity)
            .and_where(comment::Column::TranslationId.in_subquery(texts()))
            .to_owned()
    };
    search::remove(permit, id).await?;
    // What points at something goes before it.
    remove! {
        reply where CommentId threads();
        comment where TranslationId texts();
        edit_lock where TranslationId texts();
        term where PublicationId publications();
        publication_asset where PublicationId publications();
        publication where ArticleId story();
        correction where TranslationId texts();
        past where TranslationId texts();
        draft where TranslationId texts();
        save where TranslationId texts();
        revision_block where TranslationId texts();
        revision where TranslationId texts();
        translation where ArticleId story();
        article_tag where ArticleId story();
        article_section where ArticleId story();
        article_contribution where ArticleId story();
        article_related where ArticleId story();
        article_related where RelatedId story();
    }
    article::Entity::delete_by_id(id)
        .exec(permit.conn())
        .await?;
    Ok(())
}

fn texts_of(id: ArticleId) -> SelectStatement {
    Query::select()
        .column(translation::Column::Id)
        .from(translation::Entity)
        .and_where(translation::Column::ArticleId.eq(id))
        .to_owned()
}

/// Texts with autosaves, or notes of saves, from before a moment that nothing needs.
pub(in crate::articles) async fn with_old_autosaves(
    call: &Call,
    before: Instant,
    most: u64,
) -> Result<Vec<TranslationId>> {
    let text = |column| Expr::col((translation::Entity, column));
    let mut kept = Query::select();
    kept.column((translation::Entity, translation::Column::Id))
        .from(translation::Entity)
        .inner_join(
            article::Entity,
            Expr::col((article::Entity, article::Column::Id))
                .equals((translation::Entity, translation::Column::ArticleId)),
        )
        .and_where(Expr::col((article::Entity, article::Column::TrashedAt)).is_null())
        .distinct()
        .limit(most);
    let mut autosaved = kept.clone();
    autosaved
        .inner_join(
            revision::Entity,
            Expr::col((revision::Entity, revision::Column::TranslationId))
                .equals((translation::Entity, translation::Column::Id)),
        )
        .and_where(revision::Column::Reason.eq(RevisionReason::AutosaveCheckpoint))
        .and_where(revision::Column::Note.is_null())
        .and_where(revision::Column::CreatedAt.lt(before))
        .and_where(
            text(translation::Column::DraftRevisionId)
                .is_null()
                .or(text(translation::Column::DraftRevisionId)
                    .ne(Expr::col((revision::Entity, revision::Column::Id)))),
        )
        .and_where(Expr::exists(published()).not())
        .and_where(Expr::exists(made_from_it()).not());
    kept.inner_join(
        save::Entity,
        Expr::col((save::Entity, save::Column::TranslationId))
            .equals((translation::Entity, translation::Column::Id)),
    )
    .and_where(save::Column::SavedAt.lt(before));
    let mut found = Vec::new();
    for select in [autosaved, kept] {
        for row in call.db().query_all(&select).await? {
            found.push(row.try_get_by(0)?);
        }
    }
    found.sort_unstable();
    found.dedup();
    Ok(found)
}

/// Publications of a revision of the query around it.
fn published() -> SelectStatement {
    Query::select()
        .expr(Expr::val(1))
        .from(publication::Entity)
        .and_where(
            Expr::col((publication::Entity, publication::Column::RevisionId))
                .equals((revision::Entity, revision::Column::Id)),
        )
        .to_owned()
}

/// Other languages that were made from a revision of the source in the query around it.
fn made_from_it() -> SelectStatement {
    const OTHER: &str = "other";
    let other = |column| Expr::col((OTHER, column));
    Query::select()
        .expr(Expr::val(1))
        .from_as(translation::Entity, OTHER)
        .and_where(
            other(translation::Column::ArticleId)
                .equals((translation::Entity, translation::Column::ArticleId)),
        )
        .and_where(
            other(translation::Column::BasedOnRevision)
                .equals((revision::Entity, revision::Column::Number)),
        )
        .and_where(
            Expr::col((translation::Entity, translation::Column::Locale))
                .equals((article::Entity, article::Column::SourceLocale)),
        )
        .to_owned()
}
