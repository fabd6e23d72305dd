//! Publications: what readers are given, found by address or id, opened and closed by publishing.

use std::collections::HashMap;
use std::sync::Arc;

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Condition, Expr, ExprTrait};
use sea_orm::{ActiveValue::Set, FromQueryResult, QueryOrder, QuerySelect};

use super::insert::{insert, insert_with_json};
use super::listed::change_of;
use super::listing::{LightRow, on_view};
use super::rows::{publication, publication_asset, term};
use super::search;
use crate::addresses::Path;
use crate::app::{Call, Permit, Result, Tx};
use crate::articles::domain::{Content, Publication, References, Story};
use crate::platform::calendar::Day;
use crate::platform::clock::Instant;
use crate::platform::db::Json;
use crate::platform::ids::{ArticleId, PublicationId, TranslationId, TypedId};
use crate::platform::locale::Locale;
use crate::platform::parallel;
use crate::vocabulary::ArticleKind;

/// Publications that readers get at the moment of the call.
pub(super) fn visible(call: &Call) -> Select<publication::Entity> {
    publication::Entity::find().filter(on_view(call))
}

impl Story {
    pub(super) fn of(row: publication::Model) -> Self {
        let content = Arc::new(row.content.0);
        let light = LightRow {
            id: row.id,
            article_id: row.article_id,
            translation_id: row.translation_id,
            locale: row.locale,
            number: row.number,
            revision_id: row.revision_id,
            revision: row.revision,
            kind: row.kind,
            slug: row.slug,
            published_on: row.published_on,
            section_id: row.section_id,
            published_at: row.published_at,
            updated_at: row.updated_at,
            shows_update: row.shows_update,
            listed_at: row.listed_at,
            visible_from: row.visible_from,
            visible_until: row.visible_until,
            is_listed: row.is_listed,
            is_indexable: row.is_indexable,
            is_retracted: row.is_retracted,
            emphasis: row.emphasis,
            breaking_since: row.breaking_since,
            card: row.card,
        };
        Self {
            publication: Arc::new(light.into()),
            content,
        }
    }
}

/// How a reader names a story.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StoryKey {
    /// Its short number.
    Number(i64),
    /// Its address word.
    Slug(String),
    /// Its id.
    Id(ArticleId),
    /// The id of its translation.
    Translation(TranslationId),
    /// The address word of a standing page.
    Page(String),
}

/// The story that readers of an edition get under a name, with its text.
///
/// # Errors
/// Those of the database.
pub async fn story(call: &Call, locale: Locale, key: &StoryKey) -> Result<Option<Story>> {
    use publication::Column as C;
    let named = match key {
        StoryKey::Number(number) => Condition::all().add(C::Number.eq(*number)),
        StoryKey::Slug(slug) => Condition::all().add(C::Slug.eq(slug.as_str())),
        StoryKey::Id(id) => Condition::all().add(C::ArticleId.eq(*id)),
        StoryKey::Translation(id) => Condition::all().add(C::TranslationId.eq(*id)),
        StoryKey::Page(slug) => Condition::all()
            .add(C::Slug.eq(slug.as_str()))
            .add(C::Kind.eq(ArticleKind::Page)),
    };
    let row = visible(call)
        .filter(C::Locale.eq(locale))
        .filter(named)
        .one(call.db())
        .await?;
    Ok(row.map(Story::of))
}

/// Stories of an edition by id, as lists show them, in one statement.
///
/// # Errors
/// Those of the database.
pub async fn published(
    call: &Call,
    locale: Locale,
    ids: &[ArticleId],
) -> Result<HashMap<ArticleId, Publication>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = visible(call)
        .filter(publication::Column::Locale.eq(locale))
        .filter(publication::Column::ArticleId.is_in(ids.iter().copied()))
        .into_partial_model::<LightRow>()
        .all(call.db())
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.article_id, row.into()))
        .collect())
}

/// Texts of publications, in one statement.
///
/// # Errors
/// Those of the database.
pub async fn contents(
    call: &Call,
    ids: &[PublicationId],
) -> Result<HashMap<PublicationId, Arc<Content>>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = visible(call)
        .select_only()
        .columns([publication::Column::Id, publication::Column::Content])
        .filter(publication::Column::Id.is_in(ids.iter().copied()))
        .into_tuple::<(PublicationId, Json<Content>)>()
        .all(call.db())
        .await?;
    Ok(rows
        .into_iter()
        .map(|(id, content)| (id, Arc::new(content.0)))
        .collect())
}

/// A live version of a story in some language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// The language.
    pub locale: Locale,
    /// The path of its page.
    pub path: Path,
    /// Whether search engines may keep it.
    pub is_indexable: bool,
}

#[derive(FromQueryResult)]
pub(super) struct VersionRow {
    pub(super) article_id: ArticleId,
    locale: Locale,
    kind: ArticleKind,
    number: i64,
    slug: String,
    published_on: Day,
    is_indexable: bool,
}

/// The columns of a [`VersionRow`].
pub(super) const VERSION: [publication::Column; 7] = [
    publication::Column::ArticleId,
    publication::Column::Locale,
    publication::Column::Kind,
    publication::Column::Number,
    publication::Column::Slug,
    publication::Column::PublishedOn,
    publication::Column::IsIndexable,
];

impl From<VersionRow> for Version {
    fn from(row: VersionRow) -> Self {
        let path = match row.kind {
            ArticleKind::Page => Path::Page(row.slug),
            _ => Path::Article {
                day: row.published_on,
                number: row.number,
                slug: row.slug,
            },
        };
        Self {
            locale: row.locale,
            path,
            is_indexable: row.is_indexable,
        }
    }
}

/// The live versions of stories in all languages, in one statement.
///
/// # Errors
/// Those of the database.
pub async fn versions(call: &Call, ids: &[ArticleId]) -> Result<HashMap<ArticleId, Vec<Version>>> {
    use publication::Column as C;
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = visible(call)
        .select_only()
        .columns(VERSION)
        .filter(C::ArticleId.is_in(ids.iter().copied()))
        .into_model::<VersionRow>()
        .all(call.db())
        .await?;
    let mut found: HashMap<ArticleId, Vec<Version>> = HashMap::new();
    for row in rows {
        found.entry(row.article_id).or_default().push(row.into());
    }
    Ok(found)
}

/// The live version that a translation is; `None` when readers cannot open it.
///
/// # Errors
/// Those of the database.
pub async fn version_of(call: &Call, id: TranslationId) -> Result<Option<Version>> {
    let find = visible(call).filter(publication::Column::TranslationId.eq(id));
    Ok(find
        .select_only()
        .columns(VERSION)
        .into_model::<VersionRow>()
        .one(call.db())
        .await?
        .map(Into::into))
}

/// What readers will get next of a translation; `None` when nothing is planned.
pub(in crate::articles) async fn planned(
    call: &Call,
    id: TranslationId,
) -> Result<Option<Publication>> {
    let row = publication::Entity::find()
        .filter(publication::Column::TranslationId.eq(id))
        .filter(publication::Column::VisibleFrom.gt(call.now()))
        .filter(
            Expr::col(publication::Column::VisibleUntil)
                .gt(Expr::col(publication::Column::VisibleFrom)),
        )
        .order_by_asc(publication::Column::VisibleFrom)
        .into_partial_model::<LightRow>()
        .one(call.db())
        .await?;
    Ok(row.map(Into::into))
}

/// Publications of a translation that stand or lie ahead, locked.
pub(in crate::articles) async fn lock_current(
    tx: &Tx,
    translations: &[TranslationId],
) -> Result<Vec<Story>> {
    let rows = publication::Entity::find()
        .filter(publication::Column::TranslationId.is_in(translations.iter().copied()))
        .filter(publication::Column::VisibleUntil.gt(tx.call().now()))
        // A planned one that was called off ends when it begins.
        .filter(ExprTrait::lt(
            Expr::col(publication::Column::VisibleFrom),
            Expr::col(publication::Column::VisibleUntil),
        ))
        .order_by_asc(publication::Column::VisibleFrom)
        .lock_exclusive()
        .all(tx.conn())
        .await?;
    Ok(rows.into_iter().map(Story::of).collect())
}

/// Ends a publication at `at`.
pub(in crate::articles) async fn close(
    permit: &Permit<'_>,
    publication: &Publication,
    at: Instant,
) -> Result<()> {
    let id = publication.id;
    let ahead = (at > permit.call().now()).then_some(at);
    permit.changes(|| change_of(publication, ahead, true));
    publication::Entity::update_many()
        .col_expr(publication::Column::VisibleUntil, Expr::val(at))
        .filter(publication::Column::Id.eq(id))
        .exec(permit.conn())
        .await?;
    Ok(())
}

/// Opens publications, with the terms that they are listed under.
pub(in crate::articles) async fn open(
    permit: &Permit<'_>,
    stories: &[(Publication, Arc<Content>)],
) -> Result<()> {
    let (mut rows, mut terms, mut assets) = (Vec::new(), Vec::new(), Vec::new());
    let written = parallel::each(stories.iter().collect(), |(publication, content)| {
        let text = serde_json::to_string(content)?;
        let row = (publication::ActiveModel::of(publication), text);
        Ok::<_, serde_json::Error>((publication, row, content.references()))
    });
    for one in written {
        let (publication, row, references) = one?;
        let from = publication.visible_from;
        let ahead = (from > permit.call().now()).then_some(from);
        permit.changes(|| change_of(publication, ahead, false));
        rows.push(row);
        terms.extend(terms_of(publication, &references));
        assets.extend(assets_of(publication, &references));
    }
    insert_with_json(permit, publication::Column::Content, rows).await?;
    insert(permit, terms).await?;
    insert(permit, assets).await?;
    let texts = stories
        .iter()
        .map(|(publication, content)| (publication, &**content));
    search::index(permit, texts).await
}

/// One row for each asset that a publication shows.
fn assets_of(
    publication: &Publication,
    references: &References,
) -> Vec<publication_asset::ActiveModel> {
    let mut ids = references.assets.clone();
    ids.extend(publication.card.lead.as_ref().map(|lead| lead.asset_id));
    ids.into_iter()
        .map(|asset_id| publication_asset::ActiveModel {
            asset_id: Set(asset_id),
            publication_id: Set(publication.id),
        })
        .collect()
}

/// One row for each section, tag and author that a publication is listed under, and for each story
/// that it links to.
fn terms_of(publication: &Publication, references: &References) -> Vec<term::ActiveModel> {
    let card = &publication.card;
    let sections = std::iter::once(publication.section).chain(card.secondary_sections.clone());
    let mut ids: Vec<Uuid> = sections
        .map(TypedId::uuid)
        .chain(card.tags.iter().map(|id| id.uuid()))
        .chain(card.byline.iter().map(|part| part.author_id.uuid()))
        .chain(card.related.iter().map(|id| id.uuid()))
        .chain(references.articles.iter().map(|id| id.uuid()))
        .collect();
    ids.sort_unstable();
    ids.dedup();
    ids.into_iter()
        .map(|term_id| term::ActiveModel {
            term_id: Set(term_id),
            locale: Set(publication.locale),
            listed_at: Set(publication.listed_at),
            number: Set(publication.number),
            publication_id: Set(publication.id),
        })
        .collect()
}
