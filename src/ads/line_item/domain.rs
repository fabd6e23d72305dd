//! What a line item is, and how it goes through its life.

use serde::{Deserialize, Serialize};

use crate::ads::engine::{Cap, Flight, Goal, Targeting};
use crate::ads::events::Counts;
use crate::ads::money::Money;
use crate::app::{Error, Problem, Result};
use crate::platform::clock::Instant;
use crate::platform::ids::{CampaignId, CreativeId, LineItemId, UserId};
use crate::platform::locale::Locale;
use crate::policy::{ADS, Subject};
use crate::vocabulary::{
    GoalMetric, LineItemState, LineItemTier, NoKeyPolicy, Pacing, PriceModel, RoadblockMode,
    Sensitivity, UserErrorCode,
};

/// What was sold.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct LineItem {
    /// Its id.
    #[serde(skip)]
    pub id: LineItemId,
    /// Grows with every change.
    #[serde(skip)]
    pub version: i32,
    /// The order.
    pub campaign: CampaignId,
    /// Its name.
    pub name: String,
    /// Where it stands among tiers.
    pub tier: LineItemTier,
    /// Where it stands in its life, as it is stored: READY once approved, for the clock and the
    /// counts tell whether it is DELIVERING or COMPLETED ([`LineItem::state_at`]).
    pub state: LineItemState,
    /// When it is shown.
    pub flight: Flight,
    /// What was promised.
    pub goal: Goal,
    /// How it is spread over its flight.
    pub pacing: Pacing,
    /// Share among equals, 1 to 100.
    pub weight: i32,
    /// What is paid for what the model says.
    pub price: Option<Money>,
    /// What is paid for.
    pub price_model: PriceModel,
    /// At most so many per visitor.
    pub frequency_caps: Vec<Cap>,
    /// What is done for a reader without a key, if it is capped.
    pub when_no_visitor_key: NoKeyPolicy,
    /// Pages and readers it is for.
    pub targeting: Targeting,
    /// Pages it must not be on.
    pub exclusions: Targeting,
    /// No two line items of one group meet on a page.
    pub exclusivity_groups: Vec<String>,
    /// Flags of pages that the buyer accepts.
    pub accepts_sensitivity: Vec<Sensitivity>,
    /// Whether it takes several slots of a page.
    pub roadblock: RoadblockMode,
    /// Creatives in rotation.
    pub creatives: Vec<Binding>,
    /// Who made it.
    #[serde(skip)]
    pub created_by: UserId,
    /// Who changed it last.
    #[serde(skip)]
    pub changed_by: UserId,
}

/// A creative in rotation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Binding {
    /// The creative.
    pub creative: CreativeId,
    /// Its share of the rotation, 1 to 100.
    #[serde(default = "one")]
    pub weight: u32,
    /// Editions it is for; all, when empty.
    #[serde(default)]
    pub locales: Vec<Locale>,
}

const fn one() -> u32 {
    1
}

impl LineItem {
    /// Where it stands at a moment, while its order is at work or not.
    pub fn state_at(&self, now: Instant, is_at_work: bool, had: &Counts) -> LineItemState {
        if self.state != LineItemState::Ready {
            return self.state;
        }
        let is_over = self.flight.end.is_some_and(|end| end <= now);
        if is_over || self.is_met(had) {
            LineItemState::Completed
        } else if is_at_work && self.flight.start <= now {
            LineItemState::Delivering
        } else {
            LineItemState::Ready
        }
    }

    /// Units of its goal that it has had.
    pub fn delivered(&self, had: &Counts) -> u64 {
        let units = match self.goal.metric {
            GoalMetric::ViewableImpressions => had.viewable,
            GoalMetric::Clicks => had.clicks,
            GoalMetric::Impressions | GoalMetric::ShareOfVoice | GoalMetric::None => {
                had.impressions
            }
        };
        u64::try_from(units).unwrap_or_default()
    }

    fn is_met(&self, had: &Counts) -> bool {
        let goal = self.goal.quantity;
        goal.is_some_and(|goal| self.delivered(had) >= goal)
    }

    /// The line item in another state; `None` when it is in it already.
    ///
    /// # Errors
    /// When `now`, the state that it is shown in, does not lead to the other.
    pub fn moved(&self, now: LineItemState, to: LineItemState) -> Result<Option<Self>> {
        use LineItemState::{
            Archived, Completed, Delivering, Draft, Paused, PendingApproval, Ready,
        };
        let leads = match (now, to) {
            (from, to) if from == to => return Ok(None),
            (Delivering, Ready) => return Ok(None),
            (Draft, PendingApproval)
            | (PendingApproval | Paused, Ready)
            | (Ready | Delivering, Paused) => true,
            (Archived, _) => false,
            (_, Archived) => true,
            (Draft | PendingApproval | Ready | Delivering | Paused | Completed, _) => false,
        };
        if !leads {
            let why = format!(
                "this is not possible while the line item is {}",
                now.as_str()
            );
            let code = UserErrorCode::TransitionNotAllowed;
            return Err(Error::problem(Problem::at(["id"], code, why)));
        }
        Ok(Some(Self {
            state: to,
            version: self.version + 1,
            ..self.clone()
        }))
    }

    /// What the policy must know of it.
    pub fn subject(&self) -> Subject {
        Subject {
            seen_with: ADS,
            made_by: vec![self.created_by, self.changed_by],
            ..Subject::of(self.id, &*self.name)
        }
    }
}
