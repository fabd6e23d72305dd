//! Headlines that are live, planned or under review.

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{QueryOrder, QuerySelect};

use super::rows::{draft, publication, translation};
use super::seen::{of_visible_article, visible_translations};
use crate::app::{Call, Result};
use crate::articles::domain::{TITLE_MEMORY_MS, Title};
use crate::platform::ids::ArticleId;
use crate::platform::language::fold;
use crate::platform::locale::Locale;
use crate::vocabulary::DraftState;

/// How many of the newest headlines are looked at for likeness.
const NEWEST: u64 = 300;

/// The most drafts on their way that are looked at.
const ON_THEIR_WAY: u64 = 1_000;

/// Headlines of stories that the caller may see, of the last and the next 72 hours: all those that
/// are among `folded`, the newest of the others, and those of drafts on their way. Three
/// statements.
///
/// # Errors
/// Those of the database.
pub(in crate::articles) async fn titles(
    call: &Call,
    locales: &[Locale],
    folded: Vec<String>,
) -> Result<Vec<Title>> {
    use publication::Column as C;
    if locales.is_empty() {
        return Ok(Vec::new());
    }
    let same = public(call, locales).filter(C::TitleKey.is_in(folded));
    let newest = public(call, locales)
        .order_by_desc(C::ListedAt)
        .limit(NEWEST);
    let mut found = Vec::new();
    for find in [same, newest] {
        let rows: Vec<Row> = find.into_tuple().all(call.db()).await?;
        found.extend(rows.into_iter().map(|(article_id, locale, key)| Title {
            article_id,
            locale,
            folded: key.unwrap_or_default(),
        }));
    }
    found.extend(under_review(call, locales).await?);
    Ok(found)
}

type Row = (ArticleId, Locale, Option<String>);

/// Publications that stand or lie ahead.
fn public(call: &Call, locales: &[Locale]) -> Select<publication::Entity> {
    use publication::Column as C;
    let now = call.now();
    publication::Entity::find()
        .select_only()
        .columns([C::ArticleId, C::Locale, C::TitleKey])
        .filter(C::Locale.is_in(locales.iter().copied()))
        .filter(C::VisibleUntil.gt(now))
        .filter(C::ListedAt.gt(now.plus_ms(-TITLE_MEMORY_MS)))
        .filter(C::ListedAt.lt(now.plus_ms(TITLE_MEMORY_MS)))
        .filter(of_visible_article(call, C::ArticleId))
}

/// Of drafts that wait for a reviewer or for their moment.
async fn under_review(call: &Call, locales: &[Locale]) -> Result<Vec<Title>> {
    use translation::Column as C;
    let on_its_way = [
        DraftState::InReview,
        DraftState::Approved,
        DraftState::Scheduled,
    ];
    let its_own = Expr::col((draft::Entity, draft::Column::TranslationId))
        .equals((translation::Entity, C::Id));
    let mut find = visible_translations(call)
        .select_only()
        .columns([C::ArticleId, C::Locale])
        .expr_as(Expr::cust("drafts.content ->> 'headline'"), "headline")
        .filter(C::Locale.is_in(locales.iter().copied()))
        .filter(C::DraftState.is_in(on_its_way))
        .filter(C::ChangedAt.gt(call.now().plus_ms(-TITLE_MEMORY_MS)))
        .limit(ON_THEIR_WAY);
    QuerySelect::query(&mut find).inner_join(draft::Entity, its_own);
    let rows: Vec<Row> = find.into_tuple().all(call.db()).await?;
    let title = |(article_id, locale, headline): Row| Title {
        article_id,
        locale,
        folded: fold(headline.as_deref().unwrap_or_default()),
    };
    Ok(rows.into_iter().map(title).collect())
}
