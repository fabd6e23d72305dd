//! Decisions on ads: which ad stands in which slot of a page, for one reader.

use std::sync::Arc;

use async_graphql::{Context, ID, InputObject, SimpleObject, Union};

use super::ads::AdSize;
use super::media::Image;
use super::menu::CallToAction;
use crate::ads::creative::Content;
use crate::ads::serving::{self, Asking, Decided, Decision, Shown, Stock};
use crate::ads::{PageContext, Size, open_page_token};
use crate::api::graphql::door::directives::cost;
use crate::api::graphql::error::{Fault, Result};
use crate::api::graphql::reader::Reader;
use crate::api::graphql::scalars::{Duration, Url};
use crate::app::{self, Call};
use crate::platform::clock::Instant;
use crate::platform::ids::{AssetId, DecisionId};
use crate::vocabulary::{AdConsent, CreativeFormat, ImageAspect, ImageFormat};

/// The most slots that are asked for at once.
const MAX_SLOTS: usize = 25;
/// The most words of a client.
const MAX_KEYWORDS: usize = 20;
/// The longest key of a visitor, in bytes.
const MAX_KEY: usize = 128;
/// Pixels from which on an ad counts as very large (MRC, Viewable Ad Impression Measurement
/// Guidelines).
const VERY_LARGE: i32 = 242_500;

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

impl AdViewerInput {
    /// What a page asks for this viewer.
    ///
    /// # Errors
    /// For more words, or a longer key, than are taken.
    pub fn asking<'a>(&'a self, context: &'a PageContext) -> Result<Asking<'a>> {
        let keywords = self.keywords.as_deref().unwrap_or_default();
        if keywords.len() > MAX_KEYWORDS {
            return Err(Fault::bad_input(format!("at most {MAX_KEYWORDS} keywords")));
        }
        let visitor_key = self.visitor_key.as_deref();
        if visitor_key.is_some_and(|key| key.len() > MAX_KEY) {
            let why = format!("`visitorKey` has at most {MAX_KEY} bytes");
            return Err(Fault::bad_input(why));
        }
        Ok(Asking {
            context,
            slots: None,
            visitor_key,
            consent: self.consent,
            viewport_width: self.viewport_width,
            keywords,
            shown: &[],
        })
    }
}

/// Slots of one rendered page.
#[derive(Debug, Clone, InputObject)]
pub struct AdDecisionsInput {
    page_token: String,
    /// Slot keys of that page's plan. At most 25.
    slot_keys: Vec<String>,
    viewer: AdViewerInput,
    /// Decision ids already shown on this page view, to keep competitors apart when loading lazily.
    shown_decision_ids: Option<Vec<ID>>,
}

/// Decides the slots of a page that has been rendered; `None` when its token is over or none of ours.
///
/// # Errors
/// For more than is taken at once; those of the database.
pub async fn fill(ctx: &Context<'_>, input: AdDecisionsInput) -> Result<Option<AdDecisionResult>> {
    let shown = input.shown_decision_ids.unwrap_or_default();
    if input.slot_keys.len() > MAX_SLOTS || shown.len() > MAX_SLOTS {
        return Err(Fault::bad_input(format!("at most {MAX_SLOTS} slots")));
    }
    let call = ctx.data_unchecked::<Call>();
    let Some(context) = open_page_token(&call.app().keys, &input.page_token, call.now()) else {
        return Ok(None);
    };
    let Some(reader) = Reader::of(ctx, context.locale).await? else {
        return Ok(None);
    };
    // One that is no id of ours was shown by nobody of ours.
    let shown: Vec<DecisionId> = shown.iter().filter_map(|id| id.parse().ok()).collect();
    let asking = Asking {
        slots: Some(&input.slot_keys),
        shown: &shown,
        ..input.viewer.asking(&context)?
    };
    let decided = serving::decide(call, asking).await?;
    Ok(Some(AdDecisionResult::new(&reader, &decided).await?))
}

/// Decides all slots of a page.
///
/// # Errors
/// As [`fill`].
pub async fn decide(
    ctx: &Context<'_>,
    reader: &Arc<Reader>,
    context: &PageContext,
    viewer: &AdViewerInput,
) -> Result<AdDecisionResult> {
    let call = ctx.data_unchecked::<Call>();
    let decided = serving::decide(call, viewer.asking(context)?).await?;
    Ok(AdDecisionResult::new(reader, &decided).await?)
}

/// Joint answer for the slots of one page view.
#[derive(SimpleObject)]
pub struct AdDecisionResult {
    /// One per slot that got an ad; unfilled slots are absent and should collapse.
    decisions: Vec<AdDecision>,
    request_id: ID,
}

impl AdDecisionResult {
    async fn new(reader: &Arc<Reader>, decided: &Decided) -> app::Result<Self> {
        let mut decisions = Vec::with_capacity(decided.decisions.len());
        for decision in &decided.decisions {
            decisions.extend(AdDecision::new(reader, &decided.stock, decision).await?);
        }
        Ok(Self {
            decisions,
            request_id: ID(decided.request.to_string()),
        })
    }
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

impl AdDecision {
    /// The choice as it is handed out; `None` when its content is gone, such as a picture whose
    /// rights have ended: then the slot collapses.
    async fn new(
        reader: &Arc<Reader>,
        stock: &Stock,
        decision: &Decision,
    ) -> app::Result<Option<Self>> {
        let shown = stock.variants.get(&decision.variant);
        let (Some(shown), Some(terms)) = (shown, stock.terms.get(&decision.line_item)) else {
            return Ok(None);
        };
        let Some(content) = AdContent::of(reader, shown, decision, &terms.legal_name).await? else {
            return Ok(None);
        };
        let [impression, viewable, click] = &decision.events;
        let address =
            |door: &str, token: &String| Url(reader.media_url(&format!("/ads/{door}/{token}")));
        Ok(Some(Self {
            id: ID(decision.id.to_string()),
            slot_key: decision.slot_key.clone(),
            size: decision.size.into(),
            content,
            label: reader.label("advertisement").to_owned(),
            advertiser_name: terms.legal_name.clone(),
            is_house: terms.is_house,
            impression_url: address("i", impression),
            viewable_url: address("v", viewable),
            click_url: address("c", click),
            viewability: ViewabilityRule::of(decision),
            expires_at: decision.expires,
        }))
    }
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

impl ViewabilityRule {
    fn of(decision: &Decision) -> Self {
        let is_video = decision.format == CreativeFormat::VideoVast;
        let is_large = decision.size.width.saturating_mul(decision.size.height) >= VERY_LARGE;
        Self {
            min_visible_share: if is_large && !is_video { 0.3 } else { 0.5 },
            min_duration: Duration {
                seconds: if is_video { 2 } else { 1 },
            },
        }
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

impl AdContent {
    async fn of(
        reader: &Arc<Reader>,
        shown: &Shown,
        decision: &Decision,
        sponsor: &str,
    ) -> app::Result<Option<Self>> {
        Ok(match &shown.content {
            Content::Image { asset, alt } => ImageAd::of(reader, (*asset, alt), shown.size)
                .await?
                .map(Self::Image),
            Content::Html(_) => decision.document.as_ref().map(|token| {
                let frame_url = Url(reader.ad_frame_url(token));
                Self::Html(HtmlAd { frame_url })
            }),
            Content::VastXml(_) => decision.document.as_ref().map(|token| {
                let vast_url = Url(reader.media_url(&format!("/ads/vast/{token}")));
                Self::Video(VideoAd { vast_url })
            }),
            Content::Native {
                headline,
                body,
                image,
                button_label,
            } => Some(Self::Native(NativeAd {
                headline: headline.clone(),
                body: body.clone(),
                image: Image::find(reader, *image).await?,
                sponsor_name: sponsor.to_owned(),
                button_label: button_label.clone(),
            })),
            Content::HouseKey(key) => CallToAction::running(reader, key, &[])
                .map(|call_to_action| Self::House(HouseAd { call_to_action })),
        })
    }
}

impl ImageAd {
    async fn of(
        reader: &Arc<Reader>,
        (id, alt): (AssetId, &str),
        size: Size,
    ) -> app::Result<Option<Self>> {
        let Some(asset) = reader.asset(id).await? else {
            return Ok(None);
        };
        let Some(image) = Image::of(reader, &asset) else {
            return Ok(None);
        };
        let how = (ImageAspect::Original, ImageFormat::Auto);
        let width = u32::try_from(size.width).ok();
        let src = reader.rendition_url(&asset, width, how);
        // Twice as wide for screens of twice the density, and no wider.
        let wide = reader.rendition_urls(&asset, width.map(|width| width * 2), how);
        let wide = wide.iter().map(|(url, width)| format!("{url} {width}w"));
        let src_set = wide.collect::<Vec<_>>().join(", ");
        Ok(Some(Self {
            src: Url(src.unwrap_or_else(|| image.address().to_owned())),
            src_set: Some(src_set).filter(|set| !set.is_empty()),
            alt: alt.to_owned(),
        }))
    }
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
