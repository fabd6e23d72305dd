//! What a campaign is, and what makes one acceptable.

use serde::{Deserialize, Serialize};

use crate::ads::engine::Cap;
use crate::ads::findings::{Findings, NAME_LENGTH, said};
use crate::ads::money::{Money, check_caps};
use crate::app::{Error, Problem, Result};
use crate::platform::ids::{AdvertiserId, CampaignId};
use crate::platform::language::{clean_text, fold};
use crate::policy::{ADS, Subject};
use crate::vocabulary::{CampaignState, UserErrorCode};

/// The most characters of an order number.
const ORDER_LENGTH: usize = 60;

/// One order of one advertiser.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Campaign {
    /// Its id.
    #[serde(skip)]
    pub id: CampaignId,
    /// Grows with every change.
    #[serde(skip)]
    pub version: i32,
    /// Who pays.
    pub advertiser: AdvertiserId,
    /// Its name.
    pub name: String,
    /// The number of the order in the paper's books.
    pub order_number: Option<String>,
    /// Where it stands in its life. Never COMPLETED in the database: its line items tell that.
    pub state: CampaignState,
    /// What it may cost in all.
    pub budget: Option<Money>,
    /// What holds for all its line items.
    pub frequency_caps: Vec<Cap>,
}

/// All settings of a campaign.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct CampaignInput {
    /// Who pays.
    pub advertiser: AdvertiserId,
    /// Its name.
    pub name: String,
    /// The number of the order in the paper's books.
    #[serde(default)]
    pub order_number: Option<String>,
    /// What it may cost in all.
    #[serde(default)]
    pub budget: Option<Money>,
    /// What holds for all its line items.
    #[serde(default)]
    pub frequency_caps: Vec<Cap>,
}

/// Which campaigns are asked for: all given conditions must hold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CampaignFilter {
    /// In one of these states; any, when empty.
    pub states: Vec<CampaignState>,
    /// Of one of these; of any, when empty.
    pub advertisers: Vec<AdvertiserId>,
    /// With this in the name or the order number.
    pub query: Option<String>,
}

impl Campaign {
    /// The campaign as `input` makes it: a DRAFT, until a line item of it is approved.
    ///
    /// # Errors
    /// All problems of the input at once.
    pub fn of(id: CampaignId, input: CampaignInput) -> Result<Self> {
        input.check()?;
        Ok(Self {
            id,
            version: 1,
            advertiser: input.advertiser,
            name: clean_text(&input.name, None),
            order_number: said(input.order_number),
            state: CampaignState::Draft,
            budget: input.budget,
            frequency_caps: input.frequency_caps,
        })
    }

    /// The campaign as another `input` makes it; `None` when nothing changes.
    ///
    /// # Errors
    /// All problems of the input at once, another advertiser among them.
    pub fn changed(&self, input: CampaignInput) -> Result<Option<Self>> {
        if self.state == CampaignState::Archived {
            return Err(not_from(self.state));
        }
        if input.advertiser != self.advertiser {
            let why = "a campaign stays with its advertiser";
            return Err(Error::invalid(["input", "advertiserId"], why));
        }
        let same = Self {
            version: self.version,
            state: self.state,
            ..Self::of(self.id, input)?
        };
        let version = self.version + 1;
        Ok((same != *self).then_some(Self { version, ..same }))
    }

    /// The campaign in another state; `None` when it is in it already.
    ///
    /// # Errors
    /// When the one does not lead to the other.
    pub fn moved(&self, to: CampaignState) -> Result<Option<Self>> {
        use CampaignState::{Active, Archived, Draft, Paused};
        if self.state == to {
            return Ok(None);
        }
        match (self.state, to) {
            (Draft | Active, Paused) | (Paused | Draft, Active) | (Paused, Draft) => {}
            (from, Archived) if from != Archived => {}
            (from, _) => return Err(not_from(from)),
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
            ..Subject::of(self.id, &*self.name)
        }
    }

    /// What searches are held against.
    pub fn search_text(&self) -> String {
        let order = self.order_number.as_deref().unwrap_or_default();
        fold(&format!("{} {order}", self.name))
    }
}

fn not_from(state: CampaignState) -> Error {
    let why = format!(
        "this is not possible while the campaign is {}",
        state.as_str()
    );
    let code = UserErrorCode::TransitionNotAllowed;
    Error::problem(Problem::at(["id"], code, why))
}

impl CampaignInput {
    fn check(&self) -> Result<()> {
        let mut found = Findings::default();
        found.text(["name"], &self.name, NAME_LENGTH);
        if let Some(number) = said(self.order_number.clone()) {
            found.text(["orderNumber"], &number, ORDER_LENGTH);
        }
        if let Some(budget) = &self.budget {
            budget.check("budget", &mut found);
        }
        check_caps(&self.frequency_caps, &mut found);
        found.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::ids::TypedId;
    use crate::vocabulary::CapScope;

    fn input() -> CampaignInput {
        CampaignInput {
            advertiser: AdvertiserId::from_uuid(uuid::Uuid::nil()),
            name: "Spring".to_owned(),
            order_number: Some(" ".to_owned()),
            budget: None,
            frequency_caps: Vec::new(),
        }
    }

    fn campaign() -> Campaign {
        Campaign::of(CampaignId::from_uuid(uuid::Uuid::nil()), input()).unwrap()
    }

    #[test]
    fn a_campaign_begins_as_a_draft_without_an_empty_order_number() {
        assert_eq!(campaign().state, CampaignState::Draft);
        assert_eq!(campaign().order_number, None);
    }

    #[test]
    fn an_archived_campaign_is_over() {
        let over = campaign().moved(CampaignState::Archived).unwrap().unwrap();

        for to in [
            CampaignState::Active,
            CampaignState::Paused,
            CampaignState::Draft,
        ] {
            assert!(over.moved(to).is_err(), "{to:?}");
        }
        assert_eq!(over.moved(CampaignState::Archived).unwrap(), None);
        assert!(over.changed(input()).is_err());
    }

    #[test]
    fn it_stays_with_its_advertiser() {
        let other = CampaignInput {
            advertiser: AdvertiserId::from_uuid(uuid::Uuid::from_u128(7)),
            ..input()
        };

        assert!(campaign().changed(other).is_err());
    }

    #[test]
    fn caps_and_budgets_are_within_reason() {
        let bad = CampaignInput {
            budget: Some(Money {
                amount_micros: 0,
                currency: "uah".to_owned(),
            }),
            frequency_caps: vec![Cap {
                limit: 0,
                window_ms: 1,
                scope: CapScope::Campaign,
            }],
            ..input()
        };

        let Err(Error::Refused(problems)) = campaign().changed(bad) else {
            panic!("accepted");
        };
        let paths: Vec<_> = problems.iter().map(|one| one.path.join(".")).collect();

        let expected = [
            "input.budget.amountMicros",
            "input.budget.currency",
            "input.frequencyCaps.0.limit",
            "input.frequencyCaps.0.window",
        ];
        assert_eq!(paths, expected);
    }
}
