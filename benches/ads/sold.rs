//! What the simulated newsroom has sold.

use masthead::ads::Size;
use masthead::ads::engine::{
    Creative, Daypart, Flight, Gate, Goal, LineItem, Page, Slot, Targeting, Variant,
};
use masthead::platform::clock::Instant;
use masthead::platform::ids::{
    AdvertiserId, CampaignId, CreativeId, LineItemId, PlacementId, SectionId, VariantId,
};
use masthead::platform::locale::Locale;
use masthead::vocabulary::{
    AdPageKind, ArticleKind, CreativeFormat, DeviceClass, GoalMetric, LineItemState, LineItemTier,
    NoKeyPolicy, Pacing, RoadblockMode, Weekday,
};
use uuid::Uuid;

use super::{DAYS, START};

const DAY_MS: i64 = 24 * 3_600_000;

/// The kinds of places of its pages.
const PLACES: [&str; 3] = ["top", "in-article", "rail"];

pub fn placement(key: &str) -> PlacementId {
    let number = PLACES
        .iter()
        .position(|one| *one == key)
        .unwrap_or(PLACES.len());
    PlacementId(Uuid::from_u128(number as u128 + 1))
}

pub fn section(number: u128) -> SectionId {
    SectionId(Uuid::from_u128(number + 1))
}

#[expect(clippy::expect_used, reason = "a constant that is a language tag")]
pub fn uk() -> Locale {
    "uk".parse().expect("a language tag")
}

pub fn sizes(key: &str) -> Vec<Size> {
    let (width, height) = match key {
        "top" => (728, 90),
        "rail" => (300, 600),
        _ => (300, 250),
    };
    vec![Size { width, height }]
}

/// A story of a section, with a slot at each of these places, in their order.
pub fn page(of: SectionId, device: DeviceClass, places: &[&str]) -> Page {
    let slots = places.iter().enumerate().map(|(n, key)| Slot {
        key: format!("{key}-{n}"),
        placement: placement(key),
        sizes: sizes(key),
        blocked_sensitivity: Vec::new(),
    });
    Page {
        gate: Gate::Open,
        locale: uk(),
        ad_locales: vec![uk()],
        device,
        page_kind: AdPageKind::Article,
        kind: Some(ArticleKind::News),
        sections: vec![of],
        tags: Vec::new(),
        sensitivity: Vec::new(),
        words: Vec::new(),
        categories: Vec::new(),
        slots: slots.collect(),
    }
}

/// A line item for these places, without a goal.
pub fn line_item(number: u128, tier: LineItemTier, places: &[&str]) -> LineItem {
    let variant = |(n, key): (u128, &&str)| Variant {
        id: VariantId(Uuid::from_u128(number * 100 + n)),
        locale: None,
        size: sizes(key)[0],
        format: CreativeFormat::Image,
    };
    LineItem {
        id: LineItemId(Uuid::from_u128(number)),
        campaign: CampaignId(Uuid::from_u128(number)),
        advertiser: AdvertiserId(Uuid::from_u128(number)),
        categories: Vec::new(),
        tier,
        state: LineItemState::Delivering,
        campaign_is_active: true,
        flight: Flight {
            start: START,
            end: Some(START.plus_ms(DAYS * DAY_MS)),
            dayparts: Vec::new(),
        },
        goal: Goal {
            metric: GoalMetric::None,
            quantity: None,
            share_of_voice: None,
        },
        pacing: Pacing::Even,
        weight: 10,
        caps: Vec::new(),
        when_no_visitor_key: NoKeyPolicy::Skip,
        targeting: Targeting {
            placements: places.iter().map(|key| placement(key)).collect(),
            ..Targeting::default()
        },
        exclusions: Targeting::default(),
        exclusivity_groups: Vec::new(),
        accepts_sensitivity: Vec::new(),
        roadblock: RoadblockMode::None,
        creatives: vec![Creative {
            id: CreativeId(Uuid::from_u128(number)),
            weight: 1,
            locales: Vec::new(),
            variants: (0..).zip(places).map(variant).collect(),
        }],
    }
}

fn sponsor(number: u128, share: f64) -> LineItem {
    let mut sold = line_item(number, LineItemTier::Sponsorship, &["top"]);
    sold.goal.metric = GoalMetric::ShareOfVoice;
    sold.goal.share_of_voice = Some(share);
    sold
}

fn standard(number: u128, places: &[&str], quantity: u64, pacing: Pacing) -> LineItem {
    let mut sold = line_item(number, LineItemTier::Standard, places);
    sold.goal = Goal {
        metric: GoalMetric::Impressions,
        quantity: Some(quantity),
        share_of_voice: None,
    };
    sold.pacing = pacing;
    sold
}

/// All line items, with their names.
pub fn all() -> Vec<(&'static str, LineItem)> {
    let week = |n: i64| Instant(START.0 + n * 7 * DAY_MS);
    let mut section_only = standard(12, &["in-article", "rail"], 20_000, Pacing::Even);
    section_only.targeting.sections = vec![section(1)];
    let mut evenings = standard(13, &["in-article"], 15_000, Pacing::Even);
    evenings.flight.dayparts = Weekday::ALL
        .iter()
        .map(|weekday| Daypart {
            weekday: *weekday,
            from_hour: 17,
            to_hour: 23,
        })
        .collect();
    let mut two_weeks = standard(14, &["in-article"], 25_000, Pacing::Even);
    (two_weeks.flight.start, two_weeks.flight.end) = (week(1), Some(week(3)));
    let mut viewable = standard(15, &["rail", "in-article"], 18_000, Pacing::Even);
    viewable.goal.metric = GoalMetric::ViewableImpressions;
    viewable.targeting.devices = vec![DeviceClass::MobileWeb];
    vec![
        ("sponsor 30 %", sponsor(1, 0.30)),
        ("sponsor 25 %", sponsor(2, 0.25)),
        (
            "standard, even",
            standard(11, &["top", "in-article", "rail"], 60_000, Pacing::Even),
        ),
        ("standard, one section", section_only),
        ("standard, evenings", evenings),
        ("standard, two weeks", two_weeks),
        ("standard, viewable, phones", viewable),
        (
            "standard, frontloaded",
            standard(16, &["rail"], 40_000, Pacing::Frontloaded),
        ),
        (
            "standard, as soon as possible",
            standard(17, &["in-article"], 30_000, Pacing::Asap),
        ),
        (
            "remnant",
            line_item(21, LineItemTier::Remnant, &["in-article", "rail"]),
        ),
        (
            "house",
            line_item(31, LineItemTier::House, &["top", "in-article", "rail"]),
        ),
    ]
}
