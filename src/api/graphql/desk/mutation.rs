//! Where writing begins.

use async_graphql::MergedObject;

use super::account::AccountMutations;
use super::article::ArticleMutations;
use super::asset::AssetMutations;
use super::author::AuthorMutations;
use super::call_to_action::CallToActionMutations;
use super::comment::CommentMutations;
use super::correction::CorrectionMutations;
use super::embargo::EmbargoMutations;
use super::front::FrontMutations;
use super::lock::LockMutations;
use super::placement::PlacementMutations;
use super::preview::PreviewMutations;
use super::redirect::RedirectMutations;
use super::sales::{AdvertiserMutations, CampaignMutations, CreativeMutations, LineItemMutations};
use super::schedule::ScheduleMutations;
use super::section::SectionMutations;
use super::settings::SettingsMutations;
use super::staff::StaffMutations;
use super::staleness::StalenessMutations;
use super::tag::TagMutations;
use super::translation::TranslationMutations;
use super::workflow::WorkflowMutations;

/// Writes. One per editorial or trafficking action.
#[derive(Default, MergedObject)]
pub struct Mutation(
    ArticleMutations,
    TranslationMutations,
    WorkflowMutations,
    ScheduleMutations,
    EmbargoMutations,
    StalenessMutations,
    LockMutations,
    CommentMutations,
    CorrectionMutations,
    PreviewMutations,
    TagMutations,
    SectionMutations,
    AuthorMutations,
    AssetMutations,
    FrontMutations,
    RedirectMutations,
    SettingsMutations,
    CallToActionMutations,
    StaffMutations,
    AccountMutations,
    AdvertiserMutations,
    CampaignMutations,
    LineItemMutations,
    CreativeMutations,
    PlacementMutations,
);
