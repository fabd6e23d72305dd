//! Stories and what is done with them.

use async_graphql::{ID, InputObject};

use super::content::{RichTextInput, TranslationContentInput};
use crate::api::graphql::desk::lossless::Lossless;
use crate::api::graphql::scalars::{Slug, Url};
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
    /// Warnings that the editor has seen.
    pub accept_warnings: Option<Vec<CheckCode>>,
    pub note: Option<String>,
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

/// How to publish.
#[derive(InputObject)]
pub struct PublishInput {
    /// Warnings that the editor has seen.
    pub accept_warnings: Option<Vec<CheckCode>>,
    /// Readers should see this as an update of the story.
    #[graphql(default_with = "Some(false)")]
    pub mark_updated: Option<bool>,
    /// Only at first publication, for imports and late filing; needs RELIST. Never later than now.
    /// Fixes the day page and the address.
    pub display_published_at: Option<Instant>,
    pub note: Option<String>,
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
