mod properties;

use super::*;
use crate::ads::domain::InArticleRule;
use crate::platform::ids::{PlacementId, TypedId};

const BETWEEN: Size = Size {
    width: 300,
    height: 250,
};

fn placement(key: &str, zone: AdZone) -> Placement {
    Placement {
        id: PlacementId::from_uuid(uuid::Uuid::from_u128(1)),
        version: 1,
        key: key.to_owned(),
        name: key.to_owned(),
        page_kinds: AdPageKind::ALL.to_vec(),
        zone,
        devices: DeviceClass::ALL.to_vec(),
        sizes: vec![BETWEEN],
        max_per_page: 1,
        in_article: None,
        blocked_sensitivity: Vec::new(),
        is_active: true,
    }
}

fn between(rule: InArticleRule, max_per_page: i32) -> Placement {
    Placement {
        max_per_page,
        in_article: Some(rule),
        ..placement("in-article", AdZone::InArticle)
    }
}

fn block(n: usize, kind: BlockKind, chars: usize) -> BlockShape {
    let block_id = format!("b{n}");
    BlockShape {
        block_id,
        kind,
        label: None,
        chars,
    }
}

/// Blocks `b1`, `b2` … of these kinds, 400 characters each.
fn blocks(kinds: &[BlockKind]) -> Vec<BlockShape> {
    (1..)
        .zip(kinds)
        .map(|(n, kind)| block(n, *kind, 400))
        .collect()
}

fn paragraphs(count: usize) -> Vec<BlockShape> {
    blocks(&vec![BlockKind::Paragraph; count])
}

fn mark(after: &str, rule: AdBreakRule) -> AdMark {
    AdMark {
        after_block_id: after.to_owned(),
        rule,
    }
}

fn story<'p>(blocks: &'p [BlockShape], marks: &'p [AdMark]) -> Story<'p> {
    Story {
        kind: ArticleKind::News,
        blocks,
        marks,
        sensitivity: &[],
        ad_serving: AdServing::Automatic,
        is_retracted: false,
    }
}

fn page(story: Story<'_>) -> Page<'_> {
    Page {
        kind: AdPageKind::Article,
        device: DeviceClass::Desktop,
        story: Some(story),
    }
}

/// Blocks that slots stand after.
fn after(placements: &[Placement], story: Story<'_>) -> Vec<String> {
    let slots = plan(placements, &page(story)).slots;
    slots
        .into_iter()
        .filter_map(|slot| slot.after_block_id)
        .collect()
}

fn with_rule(blocks: &[BlockShape], marks: &[AdMark]) -> Vec<String> {
    after(
        &[between(InArticleRule::default(), 3)],
        story(blocks, marks),
    )
}

#[test]
fn slots_stand_apart_from_the_second_block_on_and_not_at_the_end() {
    assert_eq!(with_rule(&paragraphs(9), &[]), ["b2", "b5", "b8"]);
    assert_eq!(with_rule(&paragraphs(8), &[]), ["b2", "b5"]);
}

#[test]
fn a_short_story_has_no_slot_between_its_paragraphs() {
    assert!(with_rule(&blocks(&[BlockKind::Divider; 1]), &[]).is_empty());

    let short: Vec<_> = (1..=6)
        .map(|n| block(n, BlockKind::Paragraph, 100))
        .collect();
    assert!(with_rule(&short, &[]).is_empty());
}

#[test]
fn a_slot_stands_above_a_heading_but_never_below() {
    use BlockKind::{Heading, Paragraph};

    let below = blocks(&[Paragraph, Heading, Paragraph, Paragraph]);
    assert_eq!(with_rule(&below, &[]), ["b3"]);

    let above = blocks(&[Paragraph, Paragraph, Heading, Paragraph]);
    assert_eq!(with_rule(&above, &[]), ["b2"]);
}

#[test]
fn a_source_is_not_parted_from_the_paragraph_it_opens() {
    let mut blocks = blocks(&[BlockKind::Paragraph; 5]);
    blocks[1].kind = BlockKind::Labelled;
    blocks[1].label = Some(LabelRole::Source);

    assert_eq!(with_rule(&blocks, &[]), ["b3"]);
}

#[test]
fn no_slot_stands_on_either_side_of_a_quote() {
    use BlockKind::{Paragraph, Quote};
    let blocks = blocks(&[Paragraph, Paragraph, Quote, Paragraph, Paragraph]);

    assert_eq!(with_rule(&blocks, &[]), ["b4"]);
}

#[test]
fn gaps_that_the_editor_asks_for_come_first_and_may_stand_closer() {
    let marks = [mark("b3", AdBreakRule::Here), mark("b5", AdBreakRule::Here)];

    assert_eq!(with_rule(&paragraphs(9), &marks), ["b3", "b5", "b8"]);
}

#[test]
fn an_asked_gap_beside_a_quote_stays_free() {
    use BlockKind::{Paragraph, Quote};
    let blocks = blocks(&[Paragraph, Paragraph, Quote, Paragraph]);

    assert!(with_rule(&blocks, &[mark("b2", AdBreakRule::Here)]).is_empty());
}

#[test]
fn a_forbidden_gap_is_passed_over() {
    let marks = [mark("b2", AdBreakRule::Never)];

    assert_eq!(with_rule(&paragraphs(8), &marks), ["b3", "b6"]);
}

#[test]
fn two_placements_keep_apart_from_one_another() {
    let first = between(InArticleRule::default(), 1);
    let second = Placement {
        key: "native".to_owned(),
        ..first.clone()
    };

    assert_eq!(
        after(&[second, first], story(&paragraphs(8), &[])),
        ["b2", "b5"]
    );
}

#[test]
fn zones_come_in_page_order_and_are_numbered() {
    let placements = [
        placement("sticky", AdZone::Sticky),
        placement("rail-b", AdZone::Rail),
        placement("rail-a", AdZone::Rail),
        placement("end", AdZone::EndOfArticle),
        between(InArticleRule::default(), 2),
        placement("top", AdZone::Top),
    ];
    let blocks = paragraphs(8);

    let plan = plan(&placements, &page(story(&blocks, &[])));

    let shown: Vec<_> = plan
        .slots
        .iter()
        .map(|s| format!("{} {}", s.key, s.placement_key))
        .collect();
    assert_eq!(
        shown,
        [
            "top-1 top",
            "in-article-1 in-article",
            "in-article-2 in-article",
            "end-of-article-1 end",
            "rail-1 rail-a",
            "rail-2 rail-b",
            "sticky-1 sticky",
        ]
    );
    let distances: Vec<_> = plan.slots.iter().map(|slot| slot.lazy_distance).collect();
    assert_eq!(distances, [0.0, 2.0, 2.0, 2.0, 2.0, 2.0, 2.0]);
}

#[test]
fn a_list_has_no_places_of_a_story() {
    let placements = [
        placement("end", AdZone::EndOfArticle),
        between(InArticleRule::default(), 3),
    ];
    let home = Page {
        kind: AdPageKind::Home,
        device: DeviceClass::App,
        story: None,
    };

    assert!(!plan(&placements, &home).is_serving());
}

#[test]
fn a_slot_keeps_the_largest_size_free_that_the_device_takes() {
    let size = |width, height| Size { width, height };
    let top = Placement {
        sizes: vec![size(970, 250), size(728, 90), size(320, 100)],
        ..placement("top", AdZone::Top)
    };
    let reserve = |device| {
        let page = Page {
            kind: AdPageKind::Home,
            device,
            story: None,
        };
        plan(std::slice::from_ref(&top), &page).slots[0].reserve
    };

    assert_eq!(reserve(DeviceClass::Desktop), size(970, 250));
    assert_eq!(reserve(DeviceClass::Tablet), size(728, 90));
    assert_eq!(reserve(DeviceClass::MobileWeb), size(320, 100));
}

#[test]
fn a_placement_too_wide_for_the_device_has_no_slot() {
    let wide = Placement {
        sizes: vec![Size {
            width: 970,
            height: 250,
        }],
        ..placement("top", AdZone::Top)
    };
    let page = Page {
        kind: AdPageKind::Home,
        device: DeviceClass::App,
        story: None,
    };

    assert!(!plan(&[wide], &page).is_serving());
}

#[test]
fn some_stories_bear_no_ads() {
    let blocks = paragraphs(8);
    let plain = story(&blocks, &[]);
    let bare = [
        Story {
            ad_serving: AdServing::None,
            ..plain
        },
        Story {
            kind: ArticleKind::Page,
            ..plain
        },
        Story {
            is_retracted: true,
            ..plain
        },
    ];
    let placements = [placement("top", AdZone::Top)];

    assert!(plan(&placements, &page(plain)).is_serving());
    for story in bare {
        assert!(!plan(&placements, &page(story)).is_serving());
    }
}

#[test]
fn a_placement_is_skipped_beside_what_it_must_not_stand_beside() {
    let careful = Placement {
        blocked_sensitivity: vec![Sensitivity::DeathOrInjury],
        ..placement("careful", AdZone::Top)
    };
    let blocks = paragraphs(8);
    let sad = Story {
        sensitivity: &[Sensitivity::DeathOrInjury],
        ..story(&blocks, &[])
    };

    let plan = plan(&[careful, placement("plain", AdZone::Top)], &page(sad));

    let keys: Vec<_> = plan
        .slots
        .iter()
        .map(|slot| slot.placement_key.as_str())
        .collect();
    assert_eq!(keys, ["plain"]);
}

#[test]
fn a_page_has_25_slots_at_most() {
    let many = |zone| Placement {
        max_per_page: 10,
        ..placement("many", zone)
    };
    let placements = [
        many(AdZone::Rail),
        many(AdZone::InFeed),
        many(AdZone::Footer),
    ];
    let page = Page {
        kind: AdPageKind::Home,
        device: DeviceClass::Desktop,
        story: None,
    };

    assert_eq!(plan(&placements, &page).slots.len(), 25);
}
