//! Why ads were chosen as they were.

use std::collections::HashMap;

use async_graphql::{Context, ID, Object, SimpleObject};

use super::permission::requires_permission;
use super::sales::LineItem;
use crate::ads::serving::{self, SlotWhy, Why};
use crate::api::graphql::delivery::decision::AdViewerInput;
use crate::api::graphql::delivery::route;
use crate::api::graphql::door::directives::{assumed, cost, list_size};
use crate::api::graphql::error::{Fault, Result};
use crate::api::graphql::reader::Reader;
use crate::api::graphql::scalars::Url;
use crate::app::{self, Call};
use crate::editions;
use crate::platform::clock::Instant;
use crate::platform::ids::{DecisionId, LineItemId};
use crate::policy::Permission;
use crate::vocabulary::{CandidateOutcome, DeviceClass, NoAdsReason};

/// What is explained.
#[derive(Default)]
pub struct AdTraceReads;

#[Object]
impl AdTraceReads {
    /// Why this page and viewer would get these ads: every candidate with the rule that dropped it.
    /// What is sold and how it stands are of now, whatever `at` says.
    #[graphql(
        directive = requires_permission::apply(&[Permission::AdsRead]),
        directive = cost::apply("100"),
        directive = list_size::apply(assumed(25))
    )]
    async fn explain(
        &self,
        ctx: &Context<'_>,
        url: Url,
        device: DeviceClass,
        viewer: AdViewerInput,
        at: Option<Instant>,
    ) -> Result<Vec<DecisionTrace>> {
        let call = ctx.data_unchecked::<Call>();
        let site = editions::site(call).await?;
        let path = url.0.strip_prefix(&*site.base_url).unwrap_or(&url.0);
        let path = if path.is_empty() { "/" } else { path };
        let Some((locale, _)) = site.addresses().split(path) else {
            return Err(Fault::bad_input("`url` is no page of this site"));
        };
        let Some(reader) = Reader::of(ctx, locale).await? else {
            return Err(Fault::bad_input("`url` is of an edition that is closed"));
        };
        let target = route::resolve(&reader, path, || ctx.look_ahead()).await?;
        let plan = match target {
            Some(target) => target.ad_plan(ctx, device).await?,
            None => None,
        };
        let Some(plan) = plan else {
            return Err(Fault::bad_input("`url` is no page that has places for ads"));
        };
        if let Some(reason) = plan.no_ads_reason() {
            return Ok(vec![DecisionTrace::without_ads(reason)]);
        }
        let asking = viewer.asking(plan.context())?;
        let why = serving::explain(call, asking, at.unwrap_or_else(|| call.now())).await?;
        Ok(DecisionTrace::all(call, why).await?)
    }

    /// Why a decision of the last hour fell as it did: made again from its id, with all slots of its
    /// page view. Null when it is not known here: each node knows its own.
    #[graphql(
        directive = requires_permission::apply(&[Permission::AdsRead]),
        directive = cost::apply("100"),
        directive = list_size::apply(assumed(25))
    )]
    async fn explain_decision(
        &self,
        ctx: &Context<'_>,
        id: ID,
    ) -> Result<Option<Vec<DecisionTrace>>> {
        let call = ctx.data_unchecked::<Call>();
        let Ok(id) = id.parse::<DecisionId>() else {
            return Ok(None);
        };
        match serving::explain_decision(call, id)? {
            Some(why) => Ok(Some(DecisionTrace::all(call, why).await?)),
            None => Ok(None),
        }
    }
}

/// How one slot was decided.
#[derive(SimpleObject)]
pub struct DecisionTrace {
    /// Empty where the whole page has no ads.
    slot_key: String,
    no_ads_reason: Option<NoAdsReason>,
    winner: Option<LineItem>,
    candidates: Vec<CandidateTrace>,
}

/// What happened to one candidate.
#[derive(SimpleObject)]
pub struct CandidateTrace {
    line_item: LineItem,
    outcome: CandidateOutcome,
    /// By what, such as the group of the targeting.
    detail: Option<String>,
}

impl DecisionTrace {
    const fn without_ads(reason: NoAdsReason) -> Self {
        Self {
            slot_key: String::new(),
            no_ads_reason: Some(reason),
            winner: None,
            candidates: Vec::new(),
        }
    }

    /// All slots, with the line items that they name read together.
    async fn all(call: &Call, why: Why) -> app::Result<Vec<Self>> {
        let named = why.slots.iter().flat_map(|slot| &slot.candidates);
        let mut ids: Vec<LineItemId> = named.map(|(id, ..)| *id).collect();
        ids.sort_unstable();
        ids.dedup();
        let mut known = HashMap::with_capacity(ids.len());
        for one in LineItem::by_ids(call, &ids).await? {
            known.insert(LineItem::key(&one), one);
        }
        Ok(why
            .slots
            .into_iter()
            .map(|slot| Self::of(slot, &known))
            .collect())
    }

    fn of(slot: SlotWhy, known: &HashMap<LineItemId, LineItem>) -> Self {
        let candidates = slot.candidates.into_iter();
        Self {
            slot_key: slot.slot_key,
            no_ads_reason: None,
            winner: slot.winner.and_then(|id| known.get(&id).cloned()),
            candidates: candidates
                .filter_map(|(id, outcome, detail)| {
                    Some(CandidateTrace {
                        line_item: known.get(&id)?.clone(),
                        outcome,
                        detail: Some(detail).filter(|detail| !detail.is_empty()),
                    })
                })
                .collect(),
        }
    }
}
