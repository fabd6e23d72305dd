//! Slots between the paragraphs of a story.
//!
//! A gap is named by the number of blocks before it. Gaps that the editor asks for are taken first
//! and may stand half as far apart; then the rest are filled from the top.

use super::{AdMark, BlockShape, Offer, Story};
use crate::ads::domain::InArticleRule;
use crate::vocabulary::{AdBreakRule, BlockKind, LabelRole};

/// A story with what is asked of its gaps, and the gaps taken so far, by any placement.
struct Gaps<'o> {
    blocks: &'o [BlockShape],
    /// The editor's mark at each gap.
    marks: Vec<Option<AdBreakRule>>,
    /// Characters before each gap.
    chars: Vec<usize>,
    taken: Vec<(usize, &'o Offer<'o>)>,
}

/// Takes gaps for the offers, one offer after another, and gives them in page order.
pub fn gaps<'o>(
    offers: impl Iterator<Item = &'o Offer<'o>>,
    story: &Story<'o>,
) -> Vec<(usize, &'o Offer<'o>)> {
    let mut gaps = Gaps::of(story.blocks, story.marks);
    for offer in offers {
        if let Some(rule) = &offer.placement.in_article
            && gaps.article_chars() >= count(rule.min_article_chars)
        {
            gaps.fill(offer, rule);
        }
    }
    gaps.taken.sort_by_key(|(gap, _)| *gap);
    gaps.taken
}

impl<'o> Gaps<'o> {
    fn of(blocks: &'o [BlockShape], marks: &[AdMark]) -> Self {
        let mark = |block: &BlockShape| {
            let mark = marks
                .iter()
                .find(|mark| mark.after_block_id == block.block_id);
            mark.map(|mark| mark.rule)
        };
        let mut chars = vec![0];
        for block in blocks {
            chars.push(chars.last().copied().unwrap_or(0) + block.chars);
        }
        Self {
            blocks,
            marks: std::iter::once(None)
                .chain(blocks.iter().map(mark))
                .collect(),
            chars,
            taken: Vec::new(),
        }
    }

    fn article_chars(&self) -> usize {
        self.chars.last().copied().unwrap_or(0)
    }

    fn fill(&mut self, offer: &'o Offer<'o>, rule: &InArticleRule) {
        let first = count(rule.first_after_block).max(1);
        let last = self
            .blocks
            .len()
            .saturating_sub(count(rule.min_blocks_after));
        let mut left = count(offer.placement.max_per_page);
        for (asked, share) in [(true, 2), (false, 1)] {
            for gap in first..=last {
                let is_asked = self.marks[gap] == Some(AdBreakRule::Here);
                if left > 0
                    && is_asked == asked
                    && self.is_open(gap, rule)
                    && self.is_far_from_taken(gap, rule, share)
                {
                    self.taken.push((gap, offer));
                    left -= 1;
                }
            }
        }
    }

    /// Whether a slot may stand here, whatever else is taken.
    fn is_open(&self, gap: usize, rule: &InArticleRule) -> bool {
        let (before, after) = (&self.blocks[gap - 1], self.blocks.get(gap));
        // A heading is kept from its text below, but a slot may stand above it.
        let shuns = |kind| kind != BlockKind::Heading && rule.not_next_to.contains(&kind);
        let opens_next = before.label == Some(LabelRole::Source)
            && after.is_some_and(|block| block.kind == BlockKind::Paragraph);
        self.marks[gap] != Some(AdBreakRule::Never)
            && before.kind != BlockKind::Heading
            && !opens_next
            && !shuns(before.kind)
            && !after.is_some_and(|block| shuns(block.kind))
    }

    /// Whether the gap is far enough from those taken, by 1/`share` of the distances asked.
    fn is_far_from_taken(&self, gap: usize, rule: &InArticleRule, share: usize) -> bool {
        let (blocks, chars) = (
            count(rule.min_blocks_between),
            count(rule.min_chars_between),
        );
        self.taken.iter().all(|(taken, _)| {
            gap.abs_diff(*taken) >= blocks.div_ceil(share).max(1)
                && self.chars[gap].abs_diff(self.chars[*taken]) >= chars.div_ceil(share)
        })
    }
}

/// A checked rule has no negative numbers.
fn count(number: i32) -> usize {
    usize::try_from(number).unwrap_or(0)
}
