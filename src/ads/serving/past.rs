//! Decisions of the last hour with all that they were made of, so that each can be made again and
//! explained; and what would be decided of a page and a viewer now.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::decide::{Asking, Decision};
use super::page::{moment, page};
use super::reckon::Standing;
use super::stock::{Stock, stock};
use super::store;
use super::visitors::Visitors;
use crate::ads::engine::{self, Ask, History, Moment, Pace, Page, Seat, SlotTrace, Viewer};
use crate::ads::events::visitor;
use crate::app::{Call, Error, Result};
use crate::editions;
use crate::platform::clock::Instant;
use crate::platform::ids::{DecisionId, LineItemId, RequestId, TypedId};
use crate::policy::Permission;

/// Milliseconds for which a decision can be explained.
const KEPT_MS: i64 = 3_600_000;
/// How many requests are kept.
const KEPT: usize = 5_000;
/// How many times what is sold may change among them: each keeps all of it as it was.
const CHANGES: usize = 8;

/// Requests of the last hour.
#[derive(Debug, Default)]
pub struct Past(Mutex<Kept>);

#[derive(Debug, Default)]
struct Kept {
    requests: VecDeque<Arc<Request>>,
    /// How often what is sold changes from one of them to the next.
    changes: usize,
    /// Which request a decision is of, and what was chosen.
    of: HashMap<DecisionId, (Arc<Request>, LineItemId)>,
}

/// A request, and all that its decisions depended on.
#[derive(Debug)]
pub struct Request {
    id: RequestId,
    stock: Arc<Stock>,
    paces: Arc<Vec<Pace>>,
    page: Page,
    viewer: Viewer,
    history: History,
    moment: Moment,
    decisions: Vec<(DecisionId, LineItemId)>,
}

impl Request {
    /// A request as it was decided.
    pub fn new(
        id: RequestId,
        (stock, paces): (&Arc<Stock>, Arc<Vec<Pace>>),
        (page, viewer, history): (Page, Viewer, History),
        moment: Moment,
        decisions: &[Decision],
    ) -> Self {
        Self {
            id,
            stock: Arc::clone(stock),
            paces,
            page,
            viewer,
            history,
            moment,
            decisions: decisions
                .iter()
                .map(|one| (one.id, one.line_item))
                .collect(),
        }
    }

    /// Decides again, and says why.
    fn why(&self) -> Why {
        let seat = Seat::of(&self.history);
        let ask = Ask {
            request: self.id.uuid().as_u128(),
            page: &self.page,
            viewer: &self.viewer,
            seat: &seat,
            moment: self.moment,
        };
        let traces = engine::explain(&self.stock.book, &self.paces, ask);
        Why::of(&self.stock, &self.page, traces)
    }
}

impl Kept {
    fn forget_first(&mut self) {
        let Some(gone) = self.requests.pop_front() else {
            return;
        };
        for (decision, _) in &gone.decisions {
            self.of.remove(decision);
        }
        // After the last of them comes the one that is being kept.
        let next = self.requests.front();
        let is_change = next.is_none_or(|next| !Arc::ptr_eq(&next.stock, &gone.stock));
        self.changes = self.changes.saturating_sub(usize::from(is_change));
    }
}

impl Past {
    /// Keeps a request for an hour, or until there are too many.
    pub fn keep(&self, request: Request) {
        let request = Arc::new(request);
        let mut kept = self.kept();
        let begin = request.moment.at.plus_ms(-KEPT_MS);
        let last = kept.requests.back();
        let is_change = last.is_some_and(|last| !Arc::ptr_eq(&last.stock, &request.stock));
        kept.changes += usize::from(is_change);
        while let Some(first) = kept.requests.front()
            && (first.moment.at < begin || kept.requests.len() >= KEPT || kept.changes > CHANGES)
        {
            kept.forget_first();
        }
        for (decision, line_item) in &request.decisions {
            kept.of
                .insert(*decision, (Arc::clone(&request), *line_item));
        }
        kept.requests.push_back(request);
    }

    /// What was chosen by these decisions, of whichever node, as far as that is known: by this
    /// one, or by the log.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn line_items(
        &self,
        call: &Call,
        decisions: &[DecisionId],
    ) -> Result<Vec<LineItemId>> {
        let (mut found, mut others) = (Vec::new(), Vec::new());
        {
            let kept = self.kept();
            for decision in decisions {
                match kept.of.get(decision) {
                    Some((_, line_item)) => found.push(*line_item),
                    None => others.push(*decision),
                }
            }
        }
        if !others.is_empty() {
            found.extend(store::shown(call, &others).await?);
        }
        Ok(found)
    }

    fn of_decision(&self, decision: DecisionId) -> Option<Arc<Request>> {
        let kept = self.kept();
        kept.of
            .get(&decision)
            .map(|(request, _)| Arc::clone(request))
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Why the slots of a page were decided as they were.
#[derive(Debug, Clone)]
pub struct Why {
    /// In page order.
    pub slots: Vec<SlotWhy>,
}

/// Why one slot was decided as it was.
#[derive(Debug, Clone, PartialEq)]
pub struct SlotWhy {
    /// The slot.
    pub slot_key: String,
    /// What it shows.
    pub winner: Option<LineItemId>,
    /// All that was sold, with what happened to it and by what.
    pub candidates: Vec<(LineItemId, crate::vocabulary::CandidateOutcome, String)>,
}

impl Why {
    fn of(stock: &Stock, page: &Page, traces: Vec<SlotTrace>) -> Self {
        let id = |number: u32| stock.book.line_item(number).map(|sold| sold.id);
        let slots = traces.into_iter().map(|trace| SlotWhy {
            slot_key: page.slots[trace.place].key.clone(),
            winner: trace.pick.and_then(|pick| id(pick.number)),
            candidates: trace
                .candidates
                .into_iter()
                .filter_map(|one| Some((id(one.number)?, one.outcome, one.detail)))
                .collect(),
        });
        Self {
            slots: slots.collect(),
        }
    }
}

/// Why a decision of this node fell as it did, made again from what it depended on; all slots of its
/// request. `None` of one that is not known here any more.
///
/// # Errors
/// [`Error::Denied`] without ADS_READ.
pub fn explain_decision(call: &Call, decision: DecisionId) -> Result<Option<Why>, Error> {
    call.demand(&[Permission::AdsRead])?;
    let request = call.app().memory::<Past>().of_decision(decision);
    Ok(request.map(|request| request.why()))
}

/// What would be decided for a page and a viewer at a moment, and why; nothing is counted or kept.
/// What is sold, and how it stands, is of now.
///
/// # Errors
/// [`Error::Denied`] without ADS_READ; those of the database.
pub async fn explain(call: &Call, asking: Asking<'_>, at: Instant) -> Result<Why> {
    call.demand(&[Permission::AdsRead])?;
    let stock = stock(call).await?;
    let page = page(call, asking.context, asking.slots, asking.keywords).await?;
    let zone = editions::site(call).await?.time_zone;
    let (standing, visitors) = (
        call.app().memory::<Standing>(),
        call.app().memory::<Visitors>(),
    );
    standing.keep_up(call, &stock).await?;
    let visitor = asking.key().map(|key| visitor(call.app(), key));
    let history = match visitor {
        None => History::default(),
        Some(visitor) => {
            visitors.meet(call, visitor).await?;
            visitors.history(visitor)
        }
    };
    let viewer = Viewer {
        has_key: visitor.is_some(),
        viewport_width: asking.viewport_width,
        shown: call
            .app()
            .memory::<Past>()
            .line_items(call, asking.shown)
            .await?,
    };
    let (stock, paces) = {
        let state = standing.state();
        (Arc::clone(&state.stock), Arc::clone(&state.paces))
    };
    let moment = moment(at, zone);
    let id = call.new_id();
    Ok(Request::new(id, (&stock, paces), (page, viewer, history), moment, &[]).why())
}
