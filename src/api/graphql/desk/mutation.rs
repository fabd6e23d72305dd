//! Where writing begins.

use async_graphql::MergedObject;

use super::article::ArticleMutations;
use super::asset::AssetMutations;
use super::author::AuthorMutations;
use super::call_to_action::CallToActionMutations;
use super::correction::CorrectionMutations;
use super::front::FrontMutations;
use super::placement::PlacementMutations;
use super::preview::PreviewMutations;
use super::redirect::RedirectMutations;
use super::section::SectionMutations;
use super::settings::SettingsMutations;
use super::staff::StaffMutations;
use super::tag::TagMutations;
use super::translation::TranslationMutations;

/// Writes. One per editorial or trafficking action.
#[derive(Default, MergedObject)]
pub struct Mutation(
    ArticleMutations,
    TranslationMutations,
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
    PlacementMutations,
);
