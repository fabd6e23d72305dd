//! Where writing begins.

use async_graphql::MergedObject;

use super::account::AccountMutations;
use super::article::ArticleMutations;
use super::asset::AssetMutations;
use super::author::AuthorMutations;
use super::call_to_action::CallToActionMutations;
use super::correction::CorrectionMutations;
use super::embargo::EmbargoMutations;
use super::placement::PlacementMutations;
use super::redirect::RedirectMutations;
use super::schedule::ScheduleMutations;
use super::section::SectionMutations;
use super::settings::SettingsMutations;
use super::staff::StaffMutations;
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
    CorrectionMutations,
    TagMutations,
    SectionMutations,
    AuthorMutations,
    AssetMutations,
    RedirectMutations,
    SettingsMutations,
    CallToActionMutations,
    StaffMutations,
    AccountMutations,
    PlacementMutations,
);
