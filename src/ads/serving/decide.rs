//! One joint decision for the slots of a page view.

use std::sync::Arc;

use super::page::{moment, page};
use super::past::{Past, Request};
use super::reckon::Standing;
use super::stock::{Stock, stock};
use super::visitors::Visitors;
use super::watch::Views;
use crate::ads::domain::Size;
use crate::ads::engine::{self, Ask, Page, Pick, Seat, Sighting, Viewer};
use crate::ads::events::{Claims, Counts, Door, Facets, seal, validity_ms, visitor};
use crate::ads::token::PageContext;
use crate::app::{Call, Result};
use crate::editions;
use crate::platform::clock::Instant;
use crate::platform::ids::{DecisionId, LineItemId, RequestId, TypedId, VariantId};
use crate::policy::Actor;
use crate::vocabulary::{AdConsent, AdEventKind, CreativeFormat};

/// Who asks for what.
#[derive(Debug, Clone, Copy)]
pub struct Asking<'a> {
    /// The page.
    pub context: &'a PageContext,
    /// Slots that want an ad; all of the page's for `None`.
    pub slots: Option<&'a [String]>,
    /// A key of the reader's browser or app.
    pub visitor_key: Option<&'a str>,
    /// What the reader agreed to. The key is used under full consent alone.
    pub consent: AdConsent,
    /// In CSS pixels.
    pub viewport_width: Option<i32>,
    /// Words of the client.
    pub keywords: &'a [String],
    /// Decisions that this page view shows already.
    pub shown: &'a [DecisionId],
}

impl Asking<'_> {
    /// The key, where it may be used.
    pub(super) fn key(&self) -> Option<&str> {
        let key = self.visitor_key.filter(|key| !key.is_empty());
        key.filter(|_| self.consent == AdConsent::Full)
    }
}

/// The joint answer.
#[derive(Debug, Clone)]
pub struct Decided {
    /// Its name, by which it can be made again.
    pub request: RequestId,
    /// In page order; slots without an ad are absent.
    pub decisions: Vec<Decision>,
    /// What the decisions are of.
    pub stock: Arc<Stock>,
}

/// The choice for one slot.
#[derive(Debug, Clone, PartialEq)]
pub struct Decision {
    /// Its id.
    pub id: DecisionId,
    /// The slot.
    pub slot_key: String,
    /// What was chosen.
    pub line_item: LineItemId,
    /// What exactly is shown.
    pub variant: VariantId,
    /// Its size.
    pub size: Size,
    /// What it is made of.
    pub format: CreativeFormat,
    /// Tokens of the addresses of its events: impression, viewable and click.
    pub events: [String; 3],
    /// Token of the document in its frame, or of its video.
    pub document: Option<String>,
    /// The first moment at which its events no longer count.
    pub expires: Instant,
}

/// Decides all slots together, and keeps places for what was chosen.
///
/// # Errors
/// Those of the database.
#[expect(
    clippy::too_many_lines,
    reason = "one decision, from its page to its tokens"
)]
pub async fn decide(call: &Call, asking: Asking<'_>) -> Result<Decided> {
    let now = call.now();
    let stock = stock(call).await?;
    let request: RequestId = call.new_id();
    let page = page(call, asking.context, asking.slots, asking.keywords).await?;
    let zone = editions::site(call).await?.time_zone;
    let (standing, visitors) = (
        call.app().memory::<Standing>(),
        call.app().memory::<Visitors>(),
    );
    standing.keep_up(call, &stock).await?;
    let visitor = asking.key().map(|key| visitor(call.app(), key));
    if let Some(visitor) = visitor {
        visitors.meet(call, visitor).await?;
    }
    let past = call.app().memory::<Past>();
    let viewer = Viewer {
        has_key: visitor.is_some(),
        viewport_width: asking.viewport_width,
        shown: past.line_items(call, asking.shown).await?,
    };
    let moment = moment(now, zone);
    // Nothing is waited for from here on: one decision at a time.
    let mut state = standing.state();
    let history = visitor
        .map(|visitor| visitors.history(visitor))
        .unwrap_or_default();
    let seat = Seat::of(&history);
    let ask = Ask {
        request: request.uuid().as_u128(),
        page: &page,
        viewer: &viewer,
        seat: &seat,
        moment,
    };
    let (stock, paces) = (Arc::clone(&state.stock), Arc::clone(&state.paces));
    let choice = engine::decide(&stock.book, &paces, ask);
    state.meet(&choice.opportunities, &choice.passes);
    let desk = Maker {
        call,
        context: asking.context,
        page: &page,
        stock: &stock,
        visitor,
    };
    let mut decisions = Vec::with_capacity(choice.picks.len());
    let mut sightings = Vec::new();
    for pick in &choice.picks {
        let Some(decision) = desk.decision(pick)? else {
            continue;
        };
        state.choose(pick.number, decision.id, now);
        sightings.extend(desk.sighting(pick, decision.id));
        decisions.push(decision);
    }
    drop(state);
    if let Some(visitor) = visitor {
        visitors.reserve(visitor, sightings);
    }
    if matches!(call.actor(), Actor::Anonymous) {
        call.app()
            .memory::<Views>()
            .count(now, desk.counts(&decisions));
    }
    past.keep(Request::new(
        request,
        (&stock, paces),
        (page, viewer, history),
        moment,
        &decisions,
    ));
    Ok(Decided {
        request,
        decisions,
        stock,
    })
}

/// Makes decisions of picks.
struct Maker<'m> {
    call: &'m Call,
    context: &'m PageContext,
    page: &'m Page,
    stock: &'m Stock,
    visitor: Option<i64>,
}

impl Maker<'_> {
    fn decision(&self, pick: &Pick) -> Result<Option<Decision>> {
        let sold = self.stock.book.line_item(pick.number);
        let (Some(sold), Some(shown)) = (sold, self.stock.variants.get(&pick.variant)) else {
            return Ok(None);
        };
        let slot = &self.page.slots[pick.place];
        let now = self.call.now();
        let claims = Claims {
            door: Door::Event(AdEventKind::Impression),
            decision: self.call.new_id(),
            facets: Facets {
                line_item: Some(sold.id),
                creative: Some(pick.creative),
                placement: slot.placement,
                locale: self.page.locale,
                section: self.context.section,
                article_kind: self.page.kind,
                device: self.page.device,
            },
            variant: pick.variant,
            visitor: self.visitor,
            issued: now,
            expires: now.plus_ms(validity_ms(self.page.device)),
            is_staff: !matches!(self.call.actor(), Actor::Anonymous),
        };
        let token = |door| seal(&self.call.app().keys, &Claims { door, ..claims });
        let format = shown.content.format();
        let document = match format {
            CreativeFormat::Html => Some(token(Door::Frame)?),
            CreativeFormat::VideoVast => Some(token(Door::Vast)?),
            CreativeFormat::Image | CreativeFormat::Native | CreativeFormat::House => None,
        };
        Ok(Some(Decision {
            id: claims.decision,
            slot_key: slot.key.clone(),
            line_item: sold.id,
            variant: pick.variant,
            size: shown.size,
            format,
            events: [
                token(Door::Event(AdEventKind::Impression))?,
                token(Door::Event(AdEventKind::Viewable))?,
                token(Door::Event(AdEventKind::Click))?,
            ],
            document,
            expires: claims.expires,
        }))
    }

    /// The place that a choice takes under the caps of its line item and order.
    fn sighting(&self, pick: &Pick, decision: DecisionId) -> Option<Sighting> {
        let sold = self.stock.book.line_item(pick.number)?;
        Some(Sighting {
            decision,
            line_item: sold.id,
            campaign: sold.campaign,
            creative: pick.creative,
            at: self.call.now(),
            is_seen: false,
        })
    }

    /// Slots that asked, each with what it got.
    fn counts(&self, decisions: &[Decision]) -> Vec<(Facets, Counts)> {
        let counted = self.page.slots.iter().map(|slot| {
            let got = decisions
                .iter()
                .find(|decision| decision.slot_key == slot.key);
            let shown = got.and_then(|decision| self.stock.variants.get(&decision.variant));
            let facets = Facets {
                line_item: got.map(|decision| decision.line_item),
                creative: shown.map(|shown| shown.creative),
                placement: slot.placement,
                locale: self.page.locale,
                section: self.context.section,
                article_kind: self.page.kind,
                device: self.page.device,
            };
            let counts = Counts {
                requests: 1,
                decisions: i64::from(got.is_some()),
                ..Counts::default()
            };
            (facets, counts)
        });
        counted.collect()
    }
}
