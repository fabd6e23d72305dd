//! A publication as lists read it: without its text.

use sea_orm::DerivePartialModel;

use crate::articles::domain::{Card, Publication};
use crate::articles::store::rows::publication;
use crate::platform::calendar::Day;
use crate::platform::clock::Instant;
use crate::platform::db::Json;
use crate::platform::ids::{ArticleId, PublicationId, RevisionId, SectionId, TranslationId};
use crate::platform::locale::Locale;
use crate::vocabulary::{ArticleKind, HeadlineEmphasis};

/// Everything of a publication but its text.
#[derive(Debug, DerivePartialModel)]
#[sea_orm(entity = "publication::Entity")]
pub struct LightRow {
    pub id: PublicationId,
    pub article_id: ArticleId,
    pub translation_id: TranslationId,
    pub locale: Locale,
    pub number: i64,
    pub revision_id: RevisionId,
    pub revision: i32,
    pub kind: ArticleKind,
    pub slug: String,
    pub published_on: Day,
    pub section_id: SectionId,
    pub published_at: Instant,
    pub updated_at: Option<Instant>,
    pub shows_update: bool,
    pub listed_at: Instant,
    pub visible_from: Instant,
    pub visible_until: Instant,
    pub is_listed: bool,
    pub is_indexable: bool,
    pub is_retracted: bool,
    pub emphasis: HeadlineEmphasis,
    pub breaking_since: Option<Instant>,
    pub card: Json<Card>,
}

impl From<LightRow> for Publication {
    fn from(row: LightRow) -> Self {
        Self {
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
            section: row.section_id,
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
            card: row.card.0,
        }
    }
}
