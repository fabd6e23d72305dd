//! Stories and what is done with them.

use async_graphql::{ID, InputObject};

use super::content::{RichTextInput, TranslationContentInput};
use crate::api::graphql::desk::lossless::Lossless;
use crate::api::graphql::desk::outcome::named;
use crate::api::graphql::scalars::{Slug, Url};
use crate::app::Result;
use crate::articles;
use crate::platform::clock::Instant;
use crate::platform::locale::Locale;
use crate::vocabulary::{
    AdServing, ArticleKind, CheckCode, ContributionRole, CorrectionKind, CorrectionPlacement,
    CreditKind, Prefill, Sensitivity, UnpublishReason,
};

/// First language of a new story.
#[derive(InputObject)]
pub struct ArticleCreateInput {
    pub kind: ArticleKind,
    pub locale: Locale,
    pub section_id: ID,
    pub headline: String,
    /// From the headline when absent.
    pub slug: Option<Slug>,
    pub content: Option<Lossless<TranslationContentInput>>,
    pub shared: Option<Lossless<ArticleUpdateInput>>,
    /// A UUID that makes the creation safe to retry for 24 h.
    pub request_id: Option<ID>,
}

impl ArticleCreateInput {
    /// The input as the domain takes it.
    ///
    /// # Errors
    /// [`Error::Refused`](crate::app::Error::Refused) for members of the wrong form.
    pub fn read(self) -> Result<articles::ArticleInput> {
        let shared = self.shared.map(|shared| shared.read(&["input", "shared"]));
        Ok(articles::ArticleInput {
            kind: self.kind,
            locale: self.locale,
            section: named(&["input", "sectionId"], &self.section_id)?,
            headline: self.headline,
            slug: self.slug.map(|slug| slug.0),
            content: self.content.map(Lossless::members).unwrap_or_default(),
            shared: shared.transpose()?.unwrap_or_default(),
            request_id: self.request_id.map(|id| id.0),
        })
    }
}

/// Facts shared by the languages.
#[derive(InputObject)]
pub struct ArticleUpdateInput {
    kind: Option<ArticleKind>,
    section_id: Option<ID>,
    secondary_section_ids: Option<Vec<ID>>,
    /// Whole ordered list, primary first.
    tag_ids: Option<Vec<ID>>,
    primary_tag_id: Option<ID>,
    contributions: Option<Vec<ContributionInput>>,
    lead_media: Option<LeadMediaInput>,
    related_ids: Option<Vec<ID>>,
    sensitivity: Option<Vec<Sensitivity>>,
    ad_serving: Option<AdServing>,
    /// IAB Content Taxonomy 3.x ids.
    content_categories: Option<Vec<String>>,
    hide_call_to_action: Option<bool>,
    /// Advertiser of paid content; sets the legal label, `rel=sponsored` and keeps the story out of
    /// news sitemaps.
    sponsor_id: Option<ID>,
    slugline: Option<String>,
    /// 1 (flash) to 9.
    urgency: Option<i32>,
}

/// One byline entry; order is that of the list.
#[derive(InputObject)]
pub struct ContributionInput {
    author_id: ID,
    #[graphql(default_with = "ContributionRole::Author")]
    role: ContributionRole,
}

/// The lead picture or video; words are per language.
#[derive(InputObject)]
pub struct LeadMediaInput {
    asset_id: ID,
    credit_override: Option<CreditInput>,
}

/// Overrides the credit of the asset.
#[derive(InputObject)]
pub struct CreditInput {
    pub kind: CreditKind,
    pub name: String,
    pub url: Option<Url>,
}

/// Which languages, at which versions.
#[derive(InputObject)]
pub struct ArticlePublishInput {
    pub locales: Vec<ArticlePublishLocaleInput>,
    /// Warnings that the editor has seen; and, with RIGHTS_OVERRIDE, blockers about rights.
    pub accept_warnings: Option<Vec<CheckCode>>,
    pub note: Option<String>,
}

impl ArticlePublishInput {
    /// How to publish, as the domain takes it.
    pub fn read(&self) -> articles::PublishInput {
        articles::PublishInput {
            accept_warnings: self.accept_warnings.clone().unwrap_or_default(),
            note: self.note.clone(),
            ..articles::PublishInput::default()
        }
    }
}

/// One language of a joint publication.
#[derive(InputObject)]
pub struct ArticlePublishLocaleInput {
    pub locale: Locale,
    pub expected_version: i32,
}

/// Which languages, and why.
#[derive(InputObject)]
pub struct ArticleUnpublishInput {
    pub locales: Vec<Locale>,
    pub details: UnpublishInput,
}

/// Another language of a story.
#[derive(InputObject)]
pub struct TranslationCreateInput {
    pub locale: Locale,
    /// Translate from this language; the staleness clock starts at its live (else draft) revision.
    pub from_locale: Option<Locale>,
    /// Copy the source text to be overwritten, or keep only the block skeleton.
    #[graphql(default_with = "Prefill::Skeleton")]
    pub prefill: Prefill,
    pub headline: Option<String>,
    /// From the headline when absent.
    pub slug: Option<Slug>,
    /// A UUID that makes the creation safe to retry for 24 h.
    pub request_id: Option<ID>,
}

impl From<TranslationCreateInput> for articles::TranslationInput {
    fn from(input: TranslationCreateInput) -> Self {
        Self {
            locale: input.locale,
            from_locale: input.from_locale,
            prefill: input.prefill,
            headline: input.headline,
            slug: input.slug.map(|slug| slug.0),
            request_id: input.request_id.map(|id| id.0),
        }
    }
}

/// How to publish.
#[derive(InputObject)]
pub struct PublishInput {
    /// Warnings that the editor has seen; and, with RIGHTS_OVERRIDE, blockers about rights.
    pub accept_warnings: Option<Vec<CheckCode>>,
    /// Readers should see this as an update of the story.
    #[graphql(default_with = "Some(false)")]
    pub mark_updated: Option<bool>,
    /// Only at first publication, for imports and late filing; needs RELIST. Never later than now.
    /// Fixes the day page and the address.
    pub display_published_at: Option<Instant>,
    pub note: Option<String>,
}

impl From<PublishInput> for articles::PublishInput {
    fn from(input: PublishInput) -> Self {
        Self {
            accept_warnings: input.accept_warnings.unwrap_or_default(),
            mark_updated: input.mark_updated.unwrap_or_default(),
            display_published_at: input.display_published_at,
            note: input.note,
        }
    }
}

/// Why, for readers and for the log.
#[derive(InputObject)]
pub struct UnpublishInput {
    pub reason: UnpublishReason,
    /// Shown to readers on the 410/451 page.
    pub public_notice: Option<String>,
    /// For the log.
    pub note: String,
}

impl From<UnpublishInput> for articles::UnpublishInput {
    fn from(input: UnpublishInput) -> Self {
        Self {
            reason: input.reason,
            public_notice: input.public_notice,
            note: input.note,
        }
    }
}

/// The note readers will see.
#[derive(InputObject)]
pub struct CorrectionIssueInput {
    pub kind: CorrectionKind,
    pub text: Lossless<RichTextInput>,
    #[graphql(default_with = "CorrectionPlacement::Bottom")]
    pub placement: CorrectionPlacement,
    /// The block that it is about.
    pub block_id: Option<ID>,
    /// Show `Updated` next to the time. Only for UPDATE and CORRECTION.
    #[graphql(default = false)]
    pub show_update_label: bool,
    /// Publish the open draft with the note; fails when it is not publishable.
    #[graphql(default = true)]
    pub publish_draft: bool,
    pub expected_version: i32,
}

impl CorrectionIssueInput {
    /// The note as the domain takes it.
    ///
    /// # Errors
    /// [`Error::Refused`](crate::app::Error::Refused) for a text of the wrong form.
    pub fn read(self) -> Result<articles::CorrectionInput> {
        Ok(articles::CorrectionInput {
            kind: self.kind,
            text: self.text.read(&["input", "text"])?,
            placement: self.placement,
            block_id: self.block_id.map(|id| id.0),
            show_update_label: self.show_update_label,
            publish_draft: self.publish_draft,
            expected_version: self.expected_version,
        })
    }
}
