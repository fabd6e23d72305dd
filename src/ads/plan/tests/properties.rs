use std::collections::{BTreeMap, HashSet};

use proptest::collection::vec;
use proptest::prelude::*;

use super::*;

fn any_rule() -> impl Strategy<Value = InArticleRule> {
    let kinds = vec(prop::sample::select(BlockKind::ALL), 0..5);
    (0..4, 0..1500, 0..5, 0..3, kinds, 0..2000).prop_map(
        |(first, chars, blocks, after, kinds, min)| InArticleRule {
            first_after_block: first,
            min_chars_between: chars,
            min_blocks_between: blocks,
            min_blocks_after: after,
            not_next_to: kinds,
            min_article_chars: min,
        },
    )
}

fn any_blocks() -> impl Strategy<Value = Vec<BlockShape>> {
    let kind = prop_oneof![
        3 => Just(BlockKind::Paragraph),
        1 => prop::sample::select(BlockKind::ALL),
    ];
    let one = (kind, 0_usize..900, any::<bool>());
    vec(one, 0..40).prop_map(|blocks| {
        let shapes = (1..)
            .zip(blocks)
            .map(|(n, (kind, chars, is_source))| BlockShape {
                label: (kind == BlockKind::Labelled && is_source).then_some(LabelRole::Source),
                ..block(n, kind, chars)
            });
        shapes.collect()
    })
}

fn any_marks() -> impl Strategy<Value = Vec<AdMark>> {
    let rule = prop::sample::select(AdBreakRule::ALL);
    vec((1_usize..40, rule), 0..8).prop_map(|marks| {
        let marks: BTreeMap<_, _> = marks.into_iter().collect();
        marks
            .into_iter()
            .map(|(n, rule)| mark(&format!("b{n}"), rule))
            .collect()
    })
}

/// What is known of one slot between paragraphs.
struct Gap {
    at: usize,
    chars_before: usize,
    mark: Option<AdBreakRule>,
}

fn gaps(slots: &[Slot], blocks: &[BlockShape], marks: &[AdMark]) -> Vec<Gap> {
    let of = |id: &String| {
        let at = blocks
            .iter()
            .position(|block| block.block_id == *id)
            .unwrap()
            + 1;
        Gap {
            at,
            chars_before: blocks[..at].iter().map(|block| block.chars).sum(),
            mark: marks
                .iter()
                .find(|mark| mark.after_block_id == *id)
                .map(|mark| mark.rule),
        }
    };
    slots
        .iter()
        .filter_map(|slot| slot.after_block_id.as_ref())
        .map(of)
        .collect()
}

proptest! {
    #[test]
    fn every_slot_obeys_its_rule(
        rule in any_rule(),
        max in 1..5_i32,
        blocks in any_blocks(),
        marks in any_marks(),
    ) {
        let placements = [between(rule.clone(), max)];
        let slots = plan(&placements, &page(story(&blocks, &marks))).slots;
        let gaps = gaps(&slots, &blocks, &marks);

        prop_assert!(gaps.len() <= max as usize);
        let all_chars: usize = blocks.iter().map(|block| block.chars).sum();
        prop_assert!(gaps.is_empty() || all_chars >= rule.min_article_chars as usize);
        for gap in &gaps {
            let (before, after) = (&blocks[gap.at - 1], blocks.get(gap.at));
            prop_assert!(gap.at >= rule.first_after_block as usize);
            prop_assert!(blocks.len() - gap.at >= rule.min_blocks_after as usize);
            prop_assert_ne!(gap.mark, Some(AdBreakRule::Never));
            prop_assert_ne!(before.kind, BlockKind::Heading);
            prop_assert!(!rule.not_next_to.contains(&before.kind));
            if let Some(after) = after {
                let above_heading = after.kind == BlockKind::Heading;
                prop_assert!(above_heading || !rule.not_next_to.contains(&after.kind));
                let opened = before.label == Some(LabelRole::Source);
                prop_assert!(!(opened && after.kind == BlockKind::Paragraph));
            }
        }
        for pair in gaps.windows(2) {
            let both_asked = pair.iter().all(|gap| gap.mark == Some(AdBreakRule::Here));
            let share = if both_asked { 2 } else { 1 };
            let apart = pair[1].at - pair[0].at;
            let chars = pair[1].chars_before - pair[0].chars_before;
            prop_assert!(apart >= 1 && apart * share >= rule.min_blocks_between as usize);
            prop_assert!(chars * share >= rule.min_chars_between as usize);
        }
    }

    #[test]
    fn the_same_page_has_the_same_slots_in_whatever_order_placements_come(
        rules in vec(any_rule(), 1..4),
        blocks in any_blocks(),
        marks in any_marks(),
    ) {
        let mut placements: Vec<_> = (0..)
            .zip(rules)
            .map(|(n, rule)| Placement { key: format!("p{n}"), ..between(rule, 2) })
            .collect();
        let page = page(story(&blocks, &marks));
        let first = plan(&placements, &page);
        placements.reverse();

        prop_assert_eq!(plan(&placements, &page), first);
    }

    #[test]
    fn keys_are_unique_on_the_page(blocks in any_blocks(), max in 1..5_i32) {
        let mut placements: Vec<_> = AdZone::ALL
            .iter()
            .map(|zone| Placement { max_per_page: max, ..placement("a", *zone) })
            .collect();
        placements.push(between(InArticleRule::default(), max));

        let slots = plan(&placements, &page(story(&blocks, &[]))).slots;

        let keys: HashSet<_> = slots.iter().map(|slot| &slot.key).collect();
        prop_assert_eq!(keys.len(), slots.len());
    }
}
