//! What makes a line item acceptable.

use super::domain::{Binding, LineItem};
use super::known::Known;
use crate::ads::advertiser::Advertiser;
use crate::ads::engine::{Cap, Daypart, Flight, Goal, Targeting};
use crate::ads::events::Counts;
use crate::ads::findings::{Findings, NAME_LENGTH, each_once};
use crate::ads::money::{Money, check_caps};
use crate::app::{Error, Problem, Remedy, Result};
use crate::platform::calendar::{LocalProblemKind, Typed};
use crate::platform::clock::Instant;
use crate::platform::ids::{CampaignId, LineItemId, UserId};
use crate::platform::language::{clean_text, is_slug};
use crate::vocabulary::{
    GoalMetric, LineItemState, LineItemTier, LocalTimeProblem, NoKeyPolicy, Pacing, PriceModel,
    RoadblockMode, Sensitivity, UserErrorCode,
};

/// The most values of one group of a targeting, hours of a flight, exclusivity groups, creatives.
const MAX_VALUES: usize = 200;
const MAX_DAYPARTS: usize = 50;
const MAX_GROUPS: usize = 10;
const MAX_CREATIVES: usize = 50;
/// The most characters of a keyword.
const KEYWORD_LENGTH: usize = 60;

/// All settings of a line item.
#[derive(Debug, Clone)]
pub struct LineItemInput {
    /// The order.
    pub campaign: CampaignId,
    /// Its name.
    pub name: String,
    /// Where it stands among tiers.
    pub tier: LineItemTier,
    /// When its flight begins.
    pub start: Typed,
    /// When it ends; never, when absent.
    pub end: Option<Typed>,
    /// Hours of the site's week; all, when empty.
    pub dayparts: Vec<Daypart>,
    /// What is promised.
    pub goal: Goal,
    /// How it is spread over its flight.
    pub pacing: Pacing,
    /// Share among equals, 1 to 100.
    pub weight: i32,
    /// What is paid.
    pub price: Option<Money>,
    /// For what.
    pub price_model: PriceModel,
    /// At most so many per visitor.
    pub frequency_caps: Vec<Cap>,
    /// What is done for a reader without a key.
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
}

/// What is around a line item that is made or changed.
pub(super) struct Around<'a> {
    /// What it may name.
    pub known: &'a Known,
    /// Who pays.
    pub advertiser: &'a Advertiser,
    /// When it happens.
    pub now: Instant,
    /// Who does it.
    pub by: UserId,
}

impl LineItem {
    /// The line item as `input` makes it: a DRAFT.
    ///
    /// # Errors
    /// All problems of the input at once. That the creatives are the advertiser's, the caller makes
    /// sure.
    pub(super) fn of(id: LineItemId, input: LineItemInput, around: &Around<'_>) -> Result<Self> {
        let mut found = Findings::default();
        let made = Self::read(id, input, around, &mut found);
        made.check_end(around.now, &mut found);
        found.finish()?;
        Ok(made)
    }

    /// The line item as another `input` makes it, after it has had so much; `None` when nothing
    /// changes.
    ///
    /// # Errors
    /// All problems of the input at once, among them what is fixed after the first impression.
    pub(super) fn changed(
        &self,
        input: LineItemInput,
        around: &Around<'_>,
        had: &Counts,
    ) -> Result<Option<Self>> {
        if self.state == LineItemState::Archived {
            let why = "an archived line item is closed for good";
            let code = UserErrorCode::TransitionNotAllowed;
            return Err(Error::problem(Problem::at(["id"], code, why)));
        }
        let mut found = Findings::default();
        let mut same = Self {
            version: self.version,
            state: self.state,
            created_by: self.created_by,
            changed_by: self.changed_by,
            ..Self::read(self.id, input, around, &mut found)
        };
        if same.campaign != self.campaign {
            found.invalid(["campaignId"], "a line item stays with its campaign");
        }
        if same.flight.end != self.flight.end {
            same.check_end(around.now, &mut found);
        }
        if had.impressions > 0 {
            self.check_fixed(&same, &mut found);
        }
        let delivered = same.delivered(had);
        if same.goal.quantity.is_some_and(|goal| goal < delivered) {
            let why = format!("{delivered} have been delivered already");
            found.invalid(["goal", "quantity"], &why);
        }
        found.finish()?;
        if same == *self {
            return Ok(None);
        }
        same.version += 1;
        same.changed_by = around.by;
        Ok(Some(same))
    }

    fn check_fixed(&self, same: &Self, found: &mut Findings) {
        let why = "this is fixed since the first impression";
        if same.tier != self.tier {
            found.invalid(["tier"], why);
        }
        if same.flight.start != self.flight.start {
            found.invalid(["flight", "start"], why);
        }
        if same.price_model != self.price_model {
            found.invalid(["priceModel"], why);
        }
    }

    fn check_end(&self, now: Instant, found: &mut Findings) {
        if self.flight.end.is_some_and(|end| end <= now) {
            found.invalid(["flight", "end"], "this moment has passed");
        }
    }

    fn read(
        id: LineItemId,
        input: LineItemInput,
        around: &Around<'_>,
        found: &mut Findings,
    ) -> Self {
        input.check(around, found);
        let start = moment(input.start, "start", around, found);
        let end = input.end.map(|end| moment(end, "end", around, found));
        if end.is_some_and(|end| end <= start) {
            found.invalid(["flight", "end"], "it ends after it starts");
        }
        Self {
            id,
            version: 1,
            campaign: input.campaign,
            name: clean_text(&input.name, None),
            tier: input.tier,
            state: LineItemState::Draft,
            flight: Flight {
                start,
                end,
                dayparts: input.dayparts,
            },
            goal: input.goal,
            pacing: input.pacing,
            weight: input.weight,
            price: input.price,
            price_model: input.price_model,
            frequency_caps: input.frequency_caps,
            when_no_visitor_key: input.when_no_visitor_key,
            targeting: cleaned(input.targeting),
            exclusions: cleaned(input.exclusions),
            exclusivity_groups: each_once(input.exclusivity_groups),
            accepts_sensitivity: each_once(input.accepts_sensitivity),
            roadblock: input.roadblock,
            creatives: input.creatives,
            created_by: around.by,
            changed_by: around.by,
        }
    }
}

impl LineItemInput {
    fn check(&self, around: &Around<'_>, found: &mut Findings) {
        found.text(["name"], &self.name, NAME_LENGTH);
        if !(1..=100).contains(&self.weight) {
            found.invalid(["weight"], "1 to 100");
        }
        self.check_dayparts(found);
        self.check_goal(found);
        self.check_price(around.advertiser, found);
        check_caps(&self.frequency_caps, found);
        for (field, targeting) in [
            ("targeting", &self.targeting),
            ("exclusions", &self.exclusions),
        ] {
            check_targeting(field, targeting, found);
            around.known.check(field, targeting, found);
        }
        found.count(
            ["exclusivityGroups"],
            self.exclusivity_groups.len(),
            MAX_GROUPS,
        );
        for (place, group) in self.exclusivity_groups.iter().enumerate() {
            if !is_slug(group) {
                let why = "lower-case ASCII words joined by single hyphens";
                found.invalid(["exclusivityGroups", &place.to_string()], why);
            }
        }
        self.check_creatives(around.known, found);
    }

    fn check_dayparts(&self, found: &mut Findings) {
        let path = ["flight", "dayparts"];
        found.count(path, self.dayparts.len(), MAX_DAYPARTS);
        for (place, hours) in self.dayparts.iter().enumerate() {
            if hours.from_hour >= hours.to_hour || hours.to_hour > 24 {
                let why = "hours from 0 to 24, the first before the second";
                found.invalid([path[0], path[1], &place.to_string()], why);
            }
        }
    }

    fn check_goal(&self, found: &mut Findings) {
        let Goal {
            metric,
            quantity,
            share_of_voice,
        } = self.goal;
        let is_share = metric == GoalMetric::ShareOfVoice;
        if (self.tier == LineItemTier::Sponsorship) != is_share {
            let why = "SPONSORSHIP promises SHARE_OF_VOICE, and nothing else does";
            found.invalid(["goal", "metric"], why);
        }
        let is_part = |share: f64| share > 0.0 && share <= 1.0;
        match share_of_voice {
            Some(share) if is_share && !is_part(share) => {
                found.invalid(["goal", "shareOfVoice"], "more than 0, at most 1");
            }
            Some(_) if !is_share => {
                found.invalid(["goal", "shareOfVoice"], "of SHARE_OF_VOICE alone");
            }
            None if is_share => {
                let path = ["goal", "shareOfVoice"];
                found.note(path, UserErrorCode::Required, "the share that was sold");
            }
            _ => {}
        }
        let is_counted = !is_share && metric != GoalMetric::None;
        if quantity == Some(0) || (quantity.is_some() && !is_counted) {
            found.invalid(["goal", "quantity"], "more than 0, of what is counted");
        }
        if self.tier == LineItemTier::Standard {
            if quantity.is_none() || !is_counted {
                let why = "STANDARD promises a quantity";
                found.note(["goal", "quantity"], UserErrorCode::Required, why);
            }
            if self.end.is_none() {
                let why = "a quantity is promised until a moment";
                found.note(["flight", "end"], UserErrorCode::Required, why);
            }
        }
    }

    fn check_price(&self, advertiser: &Advertiser, found: &mut Findings) {
        if let Some(price) = &self.price {
            price.check("price", found);
        }
        let is_house = self.tier == LineItemTier::House;
        if is_house && !advertiser.is_house {
            found.invalid(["tier"], "HOUSE is for the paper's own advertiser");
        }
        let is_free = self.price_model == PriceModel::Free;
        if is_house && !is_free {
            found.invalid(["priceModel"], "HOUSE is FREE");
        }
        if is_free && self.price.is_some() {
            found.invalid(["price"], "FREE has no price");
        }
        if !is_free && !is_house && self.price.is_none() {
            let why = "what is paid, or FREE as its model";
            found.note(["price"], UserErrorCode::Required, why);
        }
    }

    fn check_creatives(&self, known: &Known, found: &mut Findings) {
        found.count(["creatives"], self.creatives.len(), MAX_CREATIVES);
        for (place, binding) in self.creatives.iter().enumerate() {
            let number = place.to_string();
            let mut before = self.creatives[..place].iter();
            if before.any(|other| other.creative == binding.creative) {
                let path = ["creatives", &number, "creativeId"];
                found.note(path, UserErrorCode::Duplicate, "it is in rotation once");
            }
            if !(1..=100).contains(&binding.weight) {
                found.invalid(["creatives", &number, "weight"], "1 to 100");
            }
            let is_known = |locale| known.site.any_edition(locale).is_some();
            let path = ["creatives", &number, "locales"];
            found.locales(path, &binding.locales, is_known);
        }
    }
}

fn check_targeting(field: &str, targeting: &Targeting, found: &mut Findings) {
    let lengths = [
        ("placementIds", targeting.placements.len()),
        ("locales", targeting.locales.len()),
        ("sectionIds", targeting.sections.len()),
        ("tagIds", targeting.tags.len()),
        ("keywords", targeting.keywords.len()),
        ("contentCategories", targeting.content_categories.len()),
    ];
    for (group, length) in lengths {
        found.count([field, group], length, MAX_VALUES);
    }
    for (place, keyword) in targeting.keywords.iter().enumerate() {
        found.text(
            [field, "keywords", &place.to_string()],
            keyword,
            KEYWORD_LENGTH,
        );
    }
    for (place, category) in targeting.content_categories.iter().enumerate() {
        if !crate::ads::advertiser::is_category(category) {
            let path = [field, "contentCategories", &place.to_string()];
            found.invalid(path, "an id of the IAB Content Taxonomy");
        }
    }
}

/// A targeting as it is kept: its words clean, each value once.
fn cleaned(targeting: Targeting) -> Targeting {
    let words = targeting.keywords.iter();
    Targeting {
        placements: each_once(targeting.placements),
        locales: each_once(targeting.locales),
        sections: each_once(targeting.sections),
        tags: each_once(targeting.tags),
        kinds: each_once(targeting.kinds),
        devices: each_once(targeting.devices),
        page_kinds: each_once(targeting.page_kinds),
        keywords: each_once(words.map(|word| clean_text(word, None)).collect()),
        content_categories: each_once(targeting.content_categories),
    }
}

/// The moment that somebody typed; the present one once it is no single moment, and that is found.
fn moment(typed: Typed, field: &str, around: &Around<'_>, found: &mut Findings) -> Instant {
    match typed.moment(around.known.site.time_zone) {
        Ok(moment) => Instant(moment.ms),
        Err(problem) => {
            let kind = match problem.kind {
                LocalProblemKind::Nonexistent => LocalTimeProblem::Nonexistent,
                LocalProblemKind::Ambiguous => LocalTimeProblem::Ambiguous,
            };
            let candidates = problem.candidates.iter().copied().map(Instant).collect();
            let path = ["input", "flight", field];
            let code = UserErrorCode::LocalTimeInvalid;
            let told = Problem::at(path, code, problem.to_string());
            found.extend([told.with(Remedy::LocalTime(kind, candidates))]);
            around.now
        }
    }
}
