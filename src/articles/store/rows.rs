//! Entities of this noun's tables, and what becomes of their rows.

use sea_orm::ActiveValue::{NotSet, Set};
use sea_orm::entity::prelude::*;

use crate::articles::domain::{
    Article, Block, Card, Content, Correction, Plan, Publication, Revision, RichText, Translation,
    Withdrawal,
};
use crate::platform::calendar::Day;
use crate::platform::clock::Instant;
use crate::platform::db::Json;
use crate::platform::ids::{
    AdvertiserId, ArticleId, AssetId, AuthorId, CorrectionId, PublicationId, RevisionId, SectionId,
    TagId, TranslationId, UserId,
};
use crate::platform::language::fold;
use crate::platform::locale::Locale;
use crate::vocabulary::{
    AdServing, ArticleKind, ContributionRole, CorrectionKind, CorrectionPlacement, DraftState,
    HeadlineEmphasis, LiveState, RevisionReason, Sensitivity, UnpublishReason,
};

/// Declares an entity of a table without relations.
macro_rules! entity {
    ($(#[$meta:meta])* $module:ident, $table:literal { $($(#[$fmeta:meta])* $field:ident: $type:ty,)* }) => {
        $(#[$meta])*
        pub mod $module {
            use super::*;

            #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
            #[sea_orm(table_name = $table)]
            pub struct Model { $($(#[$fmeta])* pub $field: $type,)* }

            #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
            pub enum Relation {}

            impl ActiveModelBehavior for ActiveModel {}
        }
    };
}

pub(super) use entity;

entity!(article, "articles" {
    #[sea_orm(primary_key, auto_increment = false)]
    id: ArticleId,
    number: i64,
    version: i32,
    kind: ArticleKind,
    source_locale: Locale,
    section_id: SectionId,
    primary_tag_id: Option<TagId>,
    lead_media: Option<Json<crate::articles::domain::LeadMedia>>,
    sensitivity: Json<Vec<Sensitivity>>,
    ad_serving: AdServing,
    content_categories: Json<Vec<String>>,
    hide_call_to_action: bool,
    sponsor_id: Option<AdvertiserId>,
    slugline: Option<String>,
    urgency: i32,
    created_at: Instant,
    created_by: UserId,
    changed_at: Instant,
    changed_by: UserId,
    archived_at: Option<Instant>,
    embargo_until: Option<Instant>,
    embargo_note: Option<String>,
    trashed_at: Option<Instant>,
    listed_at: Option<Instant>,
    publish_at: Option<Instant>,
});

entity!(article_tag, "article_tags" {
    #[sea_orm(primary_key, auto_increment = false)]
    article_id: ArticleId,
    #[sea_orm(primary_key, auto_increment = false)]
    tag_id: TagId,
    position: i32,
});

entity!(article_section, "article_sections" {
    #[sea_orm(primary_key, auto_increment = false)]
    article_id: ArticleId,
    #[sea_orm(primary_key, auto_increment = false)]
    section_id: SectionId,
    position: i32,
});

entity!(article_contribution, "article_contributions" {
    #[sea_orm(primary_key, auto_increment = false)]
    article_id: ArticleId,
    #[sea_orm(primary_key, auto_increment = false)]
    author_id: AuthorId,
    #[sea_orm(primary_key, auto_increment = false)]
    role: ContributionRole,
    position: i32,
});

entity!(article_related, "article_related" {
    #[sea_orm(primary_key, auto_increment = false)]
    article_id: ArticleId,
    #[sea_orm(primary_key, auto_increment = false)]
    related_id: ArticleId,
    position: i32,
});

entity!(translation, "translations" {
    #[sea_orm(primary_key, auto_increment = false)]
    id: TranslationId,
    article_id: ArticleId,
    locale: Locale,
    version: i32,
    slug: String,
    live_state: LiveState,
    draft_state: DraftState,
    live_revision_id: Option<RevisionId>,
    draft_revision_id: Option<RevisionId>,
    last_revision: i32,
    based_on_revision: Option<i32>,
    first_published_at: Option<Instant>,
    last_published_at: Option<Instant>,
    display_published_at: Option<Instant>,
    published_on: Option<Day>,
    listed_at: Option<Instant>,
    updated_at: Option<Instant>,
    shows_update: bool,
    breaking_since: Option<Instant>,
    withdrawn_at: Option<Instant>,
    withdrawn_reason: Option<UnpublishReason>,
    withdrawn_notice: Option<String>,
    reviewer_id: Option<UserId>,
    after_review_since: Option<Instant>,
    publish_at: Option<Instant>,
    unpublish_at: Option<Instant>,
    plan: Option<Json<Plan>>,
    text_author_id: UserId,
    created_at: Instant,
    changed_at: Instant,
    source_revision: Option<i32>,
});

entity!(revision, "revisions" {
    #[sea_orm(primary_key, auto_increment = false)]
    id: RevisionId,
    translation_id: TranslationId,
    number: i32,
    version: Option<i32>,
    reason: RevisionReason,
    note: Option<String>,
    based_on_revision: Option<i32>,
    created_at: Instant,
    created_by: UserId,
    content_hash: String,
    meaning_hash: Option<String>,
    content: Json<Content>,
    blocks: Option<Json<Vec<String>>>,
});

entity!(revision_block, "revision_blocks" {
    #[sea_orm(primary_key, auto_increment = false)]
    translation_id: TranslationId,
    #[sea_orm(primary_key, auto_increment = false)]
    hash: String,
    since: i32,
    body: Json<Block>,
});

entity!(draft, "drafts" {
    #[sea_orm(primary_key, auto_increment = false)]
    translation_id: TranslationId,
    content: Json<Content>,
});

entity!(save, "saves" {
    #[sea_orm(primary_key, auto_increment = false)]
    translation_id: TranslationId,
    #[sea_orm(primary_key, auto_increment = false)]
    version: i32,
    account_id: UserId,
    saved_at: Instant,
    changed_paths: Json<Vec<String>>,
    changed_block_ids: Json<Vec<String>>,
    prior_blocks: Option<Json<serde_json::Map<String, serde_json::Value>>>,
});

entity!(correction, "corrections" {
    #[sea_orm(primary_key, auto_increment = false)]
    id: CorrectionId,
    translation_id: TranslationId,
    kind: CorrectionKind,
    text: Json<RichText>,
    placement: CorrectionPlacement,
    block_id: Option<String>,
    shows_update: bool,
    issued_at: Instant,
    issued_by: UserId,
    revision: i32,
    withdrawn_at: Option<Instant>,
});

entity!(publication, "publications" {
    #[sea_orm(primary_key, auto_increment = false)]
    id: PublicationId,
    article_id: ArticleId,
    translation_id: TranslationId,
    locale: Locale,
    number: i64,
    revision_id: RevisionId,
    revision: i32,
    kind: ArticleKind,
    slug: String,
    published_on: Day,
    section_id: SectionId,
    published_at: Instant,
    updated_at: Option<Instant>,
    shows_update: bool,
    listed_at: Instant,
    visible_from: Instant,
    visible_until: Instant,
    is_listed: bool,
    is_indexable: bool,
    is_retracted: bool,
    emphasis: HeadlineEmphasis,
    breaking_since: Option<Instant>,
    title_key: Option<String>,
    card: Json<Card>,
    content: Json<Content>,
});

entity!(term, "publication_terms" {
    #[sea_orm(primary_key, auto_increment = false)]
    term_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    locale: Locale,
    #[sea_orm(primary_key, auto_increment = false)]
    listed_at: Instant,
    #[sea_orm(primary_key, auto_increment = false)]
    number: i64,
    #[sea_orm(primary_key, auto_increment = false)]
    publication_id: PublicationId,
});

entity!(publication_asset, "publication_assets" {
    #[sea_orm(primary_key, auto_increment = false)]
    asset_id: AssetId,
    #[sea_orm(primary_key, auto_increment = false)]
    publication_id: PublicationId,
});

/// An article's row with its ordered lists.
pub fn article_of(row: article::Model, lists: Lists) -> Article {
    Article {
        id: row.id,
        number: row.number,
        version: row.version,
        kind: row.kind,
        source_locale: row.source_locale,
        section: row.section_id,
        secondary_sections: lists.sections,
        tags: lists.tags,
        primary_tag: row.primary_tag_id,
        contributions: lists.contributions,
        lead_media: row.lead_media.map(|json| json.0),
        related: lists.related,
        sensitivity: row.sensitivity.0,
        ad_serving: row.ad_serving,
        content_categories: row.content_categories.0,
        hide_call_to_action: row.hide_call_to_action,
        sponsor: row.sponsor_id,
        slugline: row.slugline,
        urgency: row.urgency,
        created_at: row.created_at,
        created_by: row.created_by,
        changed_at: row.changed_at,
        changed_by: row.changed_by,
        archived_at: row.archived_at,
        embargo_until: row.embargo_until,
        embargo_note: row.embargo_note,
    }
}

/// The ordered lists of one article.
#[derive(Default)]
pub struct Lists {
    /// Secondary sections.
    pub sections: Vec<SectionId>,
    /// Tags.
    pub tags: Vec<TagId>,
    /// Byline.
    pub contributions: Vec<crate::articles::domain::Contribution>,
    /// Hand-picked related stories.
    pub related: Vec<ArticleId>,
}

impl From<&Article> for article::Model {
    fn from(article: &Article) -> Self {
        Self {
            id: article.id,
            number: article.number,
            version: article.version,
            kind: article.kind,
            source_locale: article.source_locale,
            section_id: article.section,
            primary_tag_id: article.primary_tag,
            lead_media: article.lead_media.clone().map(Json),
            sensitivity: Json(article.sensitivity.clone()),
            ad_serving: article.ad_serving,
            content_categories: Json(article.content_categories.clone()),
            hide_call_to_action: article.hide_call_to_action,
            sponsor_id: article.sponsor,
            slugline: article.slugline.clone(),
            urgency: article.urgency,
            created_at: article.created_at,
            created_by: article.created_by,
            changed_at: article.changed_at,
            changed_by: article.changed_by,
            archived_at: article.archived_at,
            embargo_until: article.embargo_until,
            embargo_note: article.embargo_note.clone(),
            trashed_at: None,
            // Of its languages, and written with them.
            listed_at: None,
            publish_at: None,
        }
    }
}

impl From<translation::Model> for Translation {
    fn from(row: translation::Model) -> Self {
        let withdrawal = row
            .withdrawn_at
            .zip(row.withdrawn_reason)
            .map(|(at, reason)| Withdrawal {
                at,
                reason,
                notice: row.withdrawn_notice,
            });
        Self {
            id: row.id,
            article_id: row.article_id,
            locale: row.locale,
            version: row.version,
            slug: row.slug,
            live_state: row.live_state,
            draft_state: row.draft_state,
            live_revision_id: row.live_revision_id,
            draft_revision_id: row.draft_revision_id,
            last_revision: row.last_revision,
            based_on_revision: row.based_on_revision,
            first_published_at: row.first_published_at,
            last_published_at: row.last_published_at,
            display_published_at: row.display_published_at,
            published_on: row.published_on,
            listed_at: row.listed_at,
            updated_at: row.updated_at,
            shows_update: row.shows_update,
            breaking_since: row.breaking_since,
            withdrawal,
            plan: row.plan.map(|json| json.0).unwrap_or_default(),
            reviewer: row.reviewer_id,
            after_review_since: row.after_review_since,
            text_author: row.text_author_id,
            created_at: row.created_at,
            changed_at: row.changed_at,
        }
    }
}

impl From<&Translation> for translation::Model {
    fn from(translation: &Translation) -> Self {
        let (withdrawal, plan) = (translation.withdrawal.as_ref(), &translation.plan);
        Self {
            id: translation.id,
            article_id: translation.article_id,
            locale: translation.locale,
            version: translation.version,
            slug: translation.slug.clone(),
            live_state: translation.live_state,
            draft_state: translation.draft_state,
            live_revision_id: translation.live_revision_id,
            draft_revision_id: translation.draft_revision_id,
            last_revision: translation.last_revision,
            based_on_revision: translation.based_on_revision,
            first_published_at: translation.first_published_at,
            last_published_at: translation.last_published_at,
            display_published_at: translation.display_published_at,
            published_on: translation.published_on,
            listed_at: translation.listed_at,
            updated_at: translation.updated_at,
            shows_update: translation.shows_update,
            breaking_since: translation.breaking_since,
            withdrawn_at: withdrawal.map(|w| w.at),
            withdrawn_reason: withdrawal.map(|w| w.reason),
            withdrawn_notice: withdrawal.and_then(|w| w.notice.clone()),
            reviewer_id: translation.reviewer,
            after_review_since: translation.after_review_since,
            publish_at: plan.publish.as_ref().map(|planned| planned.at),
            unpublish_at: plan.unpublish.as_ref().map(|planned| planned.at),
            plan: Some(Json(plan.clone())).filter(|json| !json.0.is_empty()),
            text_author_id: translation.text_author,
            created_at: translation.created_at,
            changed_at: translation.changed_at,
            // Of the source, and written with it.
            source_revision: None,
        }
    }
}

impl revision::ActiveModel {
    /// The row of a kept text, without the text itself; `hash` is that of the text.
    pub fn of(revision: &Revision, hash: String) -> Self {
        Self {
            id: Set(revision.id),
            translation_id: Set(revision.translation_id),
            number: Set(revision.number),
            version: Set(revision.version),
            reason: Set(revision.reason),
            note: Set(revision.note.clone()),
            based_on_revision: Set(revision.based_on_revision),
            created_at: Set(revision.created_at),
            created_by: Set(revision.created_by),
            content_hash: Set(hash),
            meaning_hash: Set(Some(revision.content.meaning_hash())),
            content: NotSet,
            blocks: Set(None),
        }
    }
}

impl From<correction::Model> for Correction {
    fn from(row: correction::Model) -> Self {
        Self {
            id: row.id,
            translation_id: row.translation_id,
            kind: row.kind,
            text: row.text.0,
            placement: row.placement,
            block_id: row.block_id,
            shows_update: row.shows_update,
            issued_at: row.issued_at,
            issued_by: row.issued_by,
            revision: row.revision,
            withdrawn_at: row.withdrawn_at,
        }
    }
}

impl From<&Correction> for correction::Model {
    fn from(correction: &Correction) -> Self {
        Self {
            id: correction.id,
            translation_id: correction.translation_id,
            kind: correction.kind,
            text: Json(correction.text.clone()),
            placement: correction.placement,
            block_id: correction.block_id.clone(),
            shows_update: correction.shows_update,
            issued_at: correction.issued_at,
            issued_by: correction.issued_by,
            revision: correction.revision,
            withdrawn_at: correction.withdrawn_at,
        }
    }
}

impl publication::ActiveModel {
    /// The row of a publication, without its text.
    pub fn of(publication: &Publication) -> Self {
        Self {
            id: Set(publication.id),
            article_id: Set(publication.article_id),
            translation_id: Set(publication.translation_id),
            locale: Set(publication.locale),
            number: Set(publication.number),
            revision_id: Set(publication.revision_id),
            revision: Set(publication.revision),
            kind: Set(publication.kind),
            slug: Set(publication.slug.clone()),
            published_on: Set(publication.published_on),
            section_id: Set(publication.section),
            published_at: Set(publication.published_at),
            updated_at: Set(publication.updated_at),
            shows_update: Set(publication.shows_update),
            listed_at: Set(publication.listed_at),
            visible_from: Set(publication.visible_from),
            visible_until: Set(publication.visible_until),
            is_listed: Set(publication.is_listed),
            is_indexable: Set(publication.is_indexable),
            is_retracted: Set(publication.is_retracted),
            emphasis: Set(publication.emphasis),
            breaking_since: Set(publication.breaking_since),
            title_key: Set(Some(fold(&publication.card.headline))),
            card: Set(Json(publication.card.clone())),
            content: NotSet,
        }
    }
}
