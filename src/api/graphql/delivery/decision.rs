//! Decisions on ads. The types stand in the schema, so that pages can ask for them; no value of
//! them can be made before there are ads to choose from.

use async_graphql::{ID, InputObject, Object, Union};

use super::ads::AdSize;
use super::media::Image;
use super::menu::CallToAction;
use crate::api::graphql::door::directives::cost;
use crate::api::graphql::scalars::{Duration, Url};
use crate::platform::clock::Instant;
use crate::vocabulary::AdConsent;

/// All a decision may know about the reader.
#[derive(Debug, Clone, InputObject)]
pub struct AdViewerInput {
    /// First-party random key of the browser or app install; null without consent. Never an e-mail,
    /// phone or advertising id.
    pub visitor_key: Option<String>,
    /// What the reader agreed to.
    #[graphql(default_with = "AdConsent::Unknown")]
    pub consent: AdConsent,
    /// In CSS pixels.
    pub viewport_width: Option<i32>,
    /// Page-level words of the client, e.g. search terms. At most 20.
    pub keywords: Option<Vec<String>>,
}

/// Joint answer for the slots of one page view.
pub enum AdDecisionResult {}

/// Joint answer for the slots of one page view.
#[Object]
impl AdDecisionResult {
    /// One per slot that got an ad; unfilled slots are absent and should collapse.
    async fn decisions(&self) -> Vec<AdDecision> {
        match *self {}
    }

    async fn request_id(&self) -> ID {
        match *self {}
    }
}

/// The choice for one slot. Each is counted at most once per event, within its validity.
pub enum AdDecision {}

/// The choice for one slot. Each is counted at most once per event, within its validity.
#[Object]
impl AdDecision {
    async fn id(&self) -> ID {
        match *self {}
    }

    async fn slot_key(&self) -> String {
        match *self {}
    }

    async fn size(&self) -> AdSize {
        match *self {}
    }

    async fn content(&self) -> AdContent {
        match *self {}
    }

    /// Localised legal label. Must be shown with the ad.
    async fn label(&self) -> String {
        match *self {}
    }

    /// Legal name of who pays.
    async fn advertiser_name(&self) -> String {
        match *self {}
    }

    /// Whether it promotes the paper itself.
    async fn is_house(&self) -> bool {
        match *self {}
    }

    /// GET when the ad starts to render on the client.
    async fn impression_url(&self) -> Url {
        match *self {}
    }

    /// POST when `viewability` was met.
    async fn viewable_url(&self) -> Url {
        match *self {}
    }

    /// Signed redirect to the landing page.
    async fn click_url(&self) -> Url {
        match *self {}
    }

    async fn viewability(&self) -> ViewabilityRule {
        match *self {}
    }

    async fn expires_at(&self) -> Instant {
        match *self {}
    }
}

/// 50 % of pixels for 1 s (30 % for very large display, 2 s for video), continuous, tab in focus.
pub enum ViewabilityRule {}

/// 50 % of pixels for 1 s (30 % for very large display, 2 s for video), continuous, tab in focus.
#[Object(directive = cost::apply("0"))]
impl ViewabilityRule {
    /// Fraction of the pixels.
    async fn min_visible_share(&self) -> f64 {
        match *self {}
    }

    /// How long without a break.
    async fn min_duration(&self) -> Duration {
        match *self {}
    }
}

/// What is shown in a slot.
#[derive(Union)]
pub enum AdContent {
    /// A picture with a link.
    Image(ImageAd),
    /// A frame.
    Html(HtmlAd),
    /// Parts that the page sets itself.
    Native(NativeAd),
    /// Our own promotion.
    House(HouseAd),
    /// A video.
    Video(VideoAd),
}

/// A picture with a link.
pub enum ImageAd {}

/// A picture with a link.
#[Object]
impl ImageAd {
    async fn src(&self) -> Url {
        match *self {}
    }

    async fn src_set(&self) -> Option<String> {
        match *self {}
    }

    async fn alt(&self) -> String {
        match *self {}
    }
}

/// Rendered only in a sandboxed cross-origin iframe without same-origin rights.
pub enum HtmlAd {}

/// Rendered only in a sandboxed cross-origin iframe without same-origin rights.
#[Object]
impl HtmlAd {
    async fn frame_url(&self) -> Url {
        match *self {}
    }
}

/// Parts the page renders in its own style.
pub enum NativeAd {}

/// Parts the page renders in its own style.
#[Object]
impl NativeAd {
    async fn headline(&self) -> String {
        match *self {}
    }

    async fn body(&self) -> Option<String> {
        match *self {}
    }

    async fn image(&self) -> Option<Image> {
        match *self {}
    }

    async fn sponsor_name(&self) -> String {
        match *self {}
    }

    async fn button_label(&self) -> Option<String> {
        match *self {}
    }
}

/// The paper's own promotion, e.g. a subscription drive.
pub enum HouseAd {}

/// The paper's own promotion, e.g. a subscription drive.
#[Object]
impl HouseAd {
    async fn call_to_action(&self) -> CallToAction {
        match *self {}
    }
}

/// Video, by VAST.
pub enum VideoAd {}

/// Video, by VAST.
#[Object]
impl VideoAd {
    /// VAST 4.x document of this decision; tracking goes to the same signed addresses.
    async fn vast_url(&self) -> Url {
        match *self {}
    }
}
