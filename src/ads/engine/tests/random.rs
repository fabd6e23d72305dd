//! Books, pages and viewers drawn at random.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use uuid::Uuid;

use super::super::super::domain::Size;
use super::super::*;
use crate::platform::clock::Instant;
use crate::platform::ids::*;
use crate::platform::locale::Locale;
use crate::vocabulary::*;

pub(super) const NOW: Instant = Instant(1_783_756_680_000);

pub(super) fn uuid(n: u128) -> Uuid {
    Uuid::from_u128(n)
}

pub(super) fn locales() -> Vec<Locale> {
    ["uk", "ru", "en"]
        .iter()
        .flat_map(|tag| tag.parse())
        .collect()
}

pub(super) fn sizes() -> Vec<Size> {
    let pairs = [(300, 250), (320, 50), (728, 90), (970, 250)];
    pairs.map(|(width, height)| Size { width, height }).to_vec()
}

pub(super) fn some<T: Clone + std::fmt::Debug + 'static>(
    of: Vec<T>,
) -> impl Strategy<Value = Vec<T>> {
    let most = of.len();
    subsequence(of, 0..=most)
}

/// Mostly empty, so that line items often match.
fn few<T: Clone + std::fmt::Debug + 'static>(of: Vec<T>) -> impl Strategy<Value = Vec<T>> {
    prop_oneof![3 => Just(Vec::new()), 1 => some(of)]
}

fn ids<T>(make: fn(Uuid) -> T, most: u128) -> Vec<T> {
    (1..=most).map(|n| make(uuid(n))).collect()
}

fn words() -> Vec<String> {
    ["нато", "вибори", "хліб"].map(str::to_owned).to_vec()
}

fn any_targeting() -> impl Strategy<Value = Targeting> {
    let places = few(ids(PlacementId, 4));
    let pages = (few(locales()), few(ids(SectionId, 3)), few(ids(TagId, 4)));
    let kinds = (
        few(ArticleKind::ALL.to_vec()),
        few(DeviceClass::ALL.to_vec()),
        few(AdPageKind::ALL.to_vec()),
    );
    (places, pages, kinds, few(words())).prop_map(|(placements, pages, kinds, keywords)| {
        let (locales, sections, tags) = pages;
        let (kinds, devices, page_kinds) = kinds;
        let content_categories = Vec::new();
        Targeting {
            placements,
            locales,
            sections,
            tags,
            kinds,
            devices,
            page_kinds,
            keywords,
            content_categories,
        }
    })
}

fn any_cap() -> impl Strategy<Value = Cap> {
    let scope = select(CapScope::ALL);
    (1_u32..4, 1_i64..90, scope).prop_map(|(limit, hours, scope)| Cap {
        limit,
        window_ms: hours * 3_600_000,
        scope,
    })
}

fn any_creative() -> impl Strategy<Value = Creative> {
    let locale = prop::option::of(select(locales()));
    let variant = (1_u128..1000, locale, select(sizes())).prop_map(|(n, locale, size)| Variant {
        id: VariantId(uuid(n)),
        locale,
        size,
        format: CreativeFormat::Image,
    });
    (1_u128..12, 1_u32..5, few(locales()), vec(variant, 1..6)).prop_map(
        |(n, weight, locales, variants)| Creative {
            id: CreativeId(uuid(n)),
            weight,
            locales,
            variants,
        },
    )
}

fn any_line_item() -> impl Strategy<Value = LineItem> {
    let buyer = (
        1_u128..4,
        1_u128..6,
        few(vec!["c1".to_owned(), "c2".to_owned()]),
    );
    let sold = (
        select(LineItemTier::ALL),
        prop_oneof![9 => Just(LineItemState::Delivering), 1 => select(LineItemState::ALL)],
        select(RoadblockMode::ALL),
        select(NoKeyPolicy::ALL),
        0.1_f64..0.6,
        vec(any_cap(), 0..3),
    );
    let exclusions = prop_oneof![4 => Just(Targeting::default()), 1 => any_targeting()];
    let page = (
        any_targeting(),
        exclusions,
        few(vec!["cars".to_owned(), "banks".to_owned()]),
        some(Sensitivity::ALL.to_vec()),
    );
    (buyer, sold, page, vec(any_creative(), 0..4)).prop_map(|(buyer, sold, page, mut creatives)| {
        // A creative is bound to a line item once.
        let mut bound = std::collections::HashSet::new();
        creatives.retain(|one| bound.insert(one.id));
        let (advertiser, campaign, categories) = buyer;
        let (tier, state, roadblock, when_no_visitor_key, share, caps) = sold;
        let (targeting, exclusions, exclusivity_groups, accepts_sensitivity) = page;
        LineItem {
            id: LineItemId(uuid(0)),
            campaign: CampaignId(uuid(campaign)),
            advertiser: AdvertiserId(uuid(advertiser)),
            categories,
            tier,
            state,
            campaign_is_active: true,
            flight: Flight {
                start: Instant(0),
                end: None,
                dayparts: Vec::new(),
            },
            goal: Goal {
                metric: GoalMetric::ShareOfVoice,
                quantity: None,
                share_of_voice: Some(share),
            },
            pacing: Pacing::Asap,
            weight: 10,
            caps,
            when_no_visitor_key,
            targeting,
            exclusions,
            exclusivity_groups,
            accepts_sensitivity,
            roadblock,
            creatives,
        }
    })
}

pub(super) fn any_book() -> impl Strategy<Value = Vec<LineItem>> {
    vec(any_line_item(), 0..24).prop_map(|mut items| {
        let mut caps_of = std::collections::HashMap::new();
        for (n, item) in (1..).zip(&mut items) {
            item.id = LineItemId(uuid(n));
            // Caps of a campaign are those of all its line items.
            let (of_campaign, own): (Vec<_>, Vec<_>) = item
                .caps
                .iter()
                .partition(|cap| cap.scope == CapScope::Campaign);
            item.caps = own;
            let of_campaign = caps_of.entry(item.campaign).or_insert(of_campaign);
            item.caps.extend(of_campaign.iter().copied());
        }
        items
    })
}

pub(super) fn any_page() -> impl Strategy<Value = Page> {
    let blocked = prop_oneof![4 => Just(Vec::new()), 1 => some(Sensitivity::ALL.to_vec())];
    let slot = (1_u128..5, some(sizes()), blocked);
    let head = (
        prop_oneof![8 => Just(Gate::Open), 1 => Just(Gate::HouseOnly), 1 => Just(Gate::Closed)],
        select(locales()),
        some(locales()),
        select(DeviceClass::ALL),
        select(AdPageKind::ALL),
        prop::option::of(select(ArticleKind::ALL)),
    );
    let flags = prop_oneof![2 => Just(Vec::new()), 1 => some(Sensitivity::ALL.to_vec())];
    let story = (
        some(ids(SectionId, 3)),
        some(ids(TagId, 4)),
        flags,
        some(words()),
    );
    (head, story, vec(slot, 0..8)).prop_map(|(head, story, slots)| {
        let (gate, locale, ad_locales, device, page_kind, kind) = head;
        let (sections, tags, sensitivity, words) = story;
        let slots = (1..)
            .zip(slots)
            .map(|(n, (placement, sizes, blocked_sensitivity))| Slot {
                key: format!("slot-{n}"),
                placement: PlacementId(uuid(placement)),
                sizes,
                blocked_sensitivity,
            });
        Page {
            gate,
            locale,
            ad_locales,
            device,
            page_kind,
            kind,
            sections,
            tags,
            sensitivity,
            words,
            categories: Vec::new(),
            slots: slots.collect(),
        }
    })
}

pub(super) fn any_viewer() -> impl Strategy<Value = Viewer> {
    let shown = prop_oneof![3 => Just(Vec::new()), 1 => some(ids(LineItemId, 4))];
    let width = prop::option::of(300_i32..1400);
    (any::<bool>(), width, shown).prop_map(|(has_key, viewport_width, shown)| Viewer {
        has_key,
        viewport_width,
        shown,
    })
}

pub(super) const fn moment(at: Instant) -> Moment {
    Moment {
        at,
        weekday: Weekday::Saturday,
        hour: 10,
    }
}

/// Paces at which every line item takes part in every page view.
pub(super) fn open(book: &Book) -> Vec<Pace> {
    let pace = |item: &LineItem| Pace {
        gate: 1.0,
        score: match item.tier {
            LineItemTier::Sponsorship => item.goal.share_of_voice.unwrap_or(0.0),
            _ => f64::from(item.weight),
        },
        is_spent: false,
        quota: u64::MAX,
    };
    book.line_items().map(pace).collect()
}
