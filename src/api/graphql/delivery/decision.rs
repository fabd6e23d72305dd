//! Decisions on ads. The types stand in the schema, so that pages can ask for them; nothing
//! makes one before there are ads to choose from.

use async_graphql::{ID, InputObject, SimpleObject, Union};

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
#[derive(SimpleObject)]
pub struct AdDecisionResult {
    /// One per slot that got an ad; unfilled slots are absent and should collapse.
    decisions: Vec<AdDecision>,
    request_id: ID,
}

/// The choice for one slot. Each is counted at most once per event, within its validity.
#[derive(SimpleObject)]
pub struct AdDecision {
    id: ID,
    slot_key: String,
    size: AdSize,
    content: AdContent,
    /// Localised legal label. Must be shown with the ad.
    label: String,
    /// Legal name of who pays.
    advertiser_name: String,
    /// Whether it promotes the paper itself.
    is_house: bool,
    /// GET when the ad starts to render on the client.
    impression_url: Url,
    /// POST when `viewability` was met.
    viewable_url: Url,
    /// Signed redirect to the landing page.
    click_url: Url,
    viewability: ViewabilityRule,
    expires_at: Instant,
}

/// 50 % of pixels for 1 s (30 % for very large display, 2 s for video), continuous, tab in focus.
#[derive(SimpleObject)]
#[graphql(directive = cost::apply("0"))]
pub struct ViewabilityRule {
    /// Fraction of the pixels.
    min_visible_share: f64,
    /// How long without a break.
    min_duration: Duration,
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
#[derive(SimpleObject)]
pub struct ImageAd {
    src: Url,
    src_set: Option<String>,
    alt: String,
}

/// Rendered only in a sandboxed cross-origin iframe without same-origin rights.
#[derive(SimpleObject)]
pub struct HtmlAd {
    frame_url: Url,
}

/// Parts the page renders in its own style.
#[derive(SimpleObject)]
pub struct NativeAd {
    headline: String,
    body: Option<String>,
    image: Option<Image>,
    sponsor_name: String,
    button_label: Option<String>,
}

/// The paper's own promotion, e.g. a subscription drive.
#[derive(SimpleObject)]
pub struct HouseAd {
    call_to_action: CallToAction,
}

/// Video, by VAST.
#[derive(SimpleObject)]
pub struct VideoAd {
    /// VAST 4.x document of this decision; tracking goes to the same signed addresses.
    vast_url: Url,
}
