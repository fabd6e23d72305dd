//! What changed between two texts: fields, and blocks matched by their ids.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use serde_json::{Map, Value as Json};

use super::block::Block;
use super::content::Content;
use super::rich_text::RichText;
use crate::app::Result;
use crate::vocabulary::{BlockChangeKind, WordChangeKind};

/// What changed between two texts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Diff {
    /// Fields beside the body, in the order of their names.
    pub fields: Vec<FieldChange>,
    /// Blocks, in the order of the later text; removed ones last.
    pub blocks: Vec<BlockChange>,
}

/// One field, as text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldChange {
    /// Its name in inputs.
    pub field: String,
    /// Before; none where it was absent.
    pub before: Option<String>,
    /// After; none where it is absent.
    pub after: Option<String>,
}

/// One block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BlockChange {
    /// Its id.
    pub block_id: String,
    /// What happened to it.
    pub kind: BlockChangeKind,
    /// The words of a changed block, of both texts; empty of others.
    pub words: Vec<WordChange>,
}

/// A run of words that stands in both texts, or in one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WordChange {
    /// In which.
    pub kind: WordChangeKind,
    /// The words, with the spaces behind them.
    pub text: String,
}

/// Longer blocks are told apart as a whole: the comparison takes the square of this.
const MOST_WORDS: usize = 2_000;

/// What changed from `before` to `after`.
///
/// # Errors
/// Never in practice: all of a text can be written as JSON.
pub fn diff(before: &Content, after: &Content) -> Result<Diff> {
    Ok(Diff {
        fields: fields(before, after)?,
        blocks: blocks(&before.blocks, &after.blocks),
    })
}

fn fields(before: &Content, after: &Content) -> Result<Vec<FieldChange>> {
    let (old, new) = (told(before)?, told(after)?);
    let names: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    let changed = names
        .into_iter()
        .filter(|name| old.get(*name) != new.get(*name));
    let change = |field: &String| FieldChange {
        field: field.clone(),
        before: old.get(field).cloned(),
        after: new.get(field).cloned(),
    };
    Ok(changed.map(change).collect())
}

/// The fields beside the body, as people read them; those of `seo` each on its own.
fn told(content: &Content) -> Result<BTreeMap<String, String>> {
    let alone = Content {
        blocks: Vec::new(),
        ..content.clone()
    };
    let mut found = BTreeMap::new();
    if let Json::Object(members) = serde_json::to_value(alone)? {
        for (name, value) in members {
            match value {
                _ if name == "schema" => {}
                Json::Object(seo) if name == "seo" => {
                    let each = seo.into_iter();
                    found.extend(each.map(|(of, value)| (format!("seo.{of}"), text(value))));
                }
                value => drop(found.insert(name, text(value))),
            }
        }
    }
    found.retain(|_, text| !text.is_empty());
    Ok(found)
}

fn text(value: Json) -> String {
    let is_rich = |members: &Map<String, Json>| members.contains_key("spans");
    match value {
        Json::String(text) => text,
        Json::Object(members) if is_rich(&members) => {
            let rich = serde_json::from_value::<RichText>(Json::Object(members));
            rich.map(|rich| rich.plain()).unwrap_or_default()
        }
        other => other.to_string(),
    }
}

fn blocks(before: &[Block], after: &[Block]) -> Vec<BlockChange> {
    let old: HashMap<&str, &Block> = before.iter().map(|block| (block.id(), block)).collect();
    let new: HashSet<&str> = after.iter().map(Block::id).collect();
    let moved = moved(before, after);
    let mut found = Vec::new();
    for block in after {
        let id = block.id();
        let (kind, words) = match old.get(id) {
            None => (BlockChangeKind::Added, Vec::new()),
            Some(was) if *was != block => (BlockChangeKind::Changed, words(was, block)),
            Some(_) if moved.contains(id) => (BlockChangeKind::Moved, Vec::new()),
            Some(_) => continue,
        };
        found.push(BlockChange {
            block_id: id.to_owned(),
            kind,
            words,
        });
    }
    let gone = before.iter().filter(|block| !new.contains(block.id()));
    found.extend(gone.map(|block| BlockChange {
        block_id: block.id().to_owned(),
        kind: BlockChangeKind::Removed,
        words: Vec::new(),
    }));
    found
}

/// Blocks of both texts that stand elsewhere: those outside the longest run that kept its order.
fn moved<'a>(before: &'a [Block], after: &'a [Block]) -> HashSet<&'a str> {
    let places: HashMap<&str, usize> = before
        .iter()
        .enumerate()
        .map(|(place, block)| (block.id(), place))
        .collect();
    let common: Vec<(&str, usize)> = after
        .iter()
        .filter_map(|block| Some((block.id(), *places.get(block.id())?)))
        .collect();
    // Lengths of the longest growing runs that end at each block, and the block before it.
    let mut runs: Vec<(usize, Option<usize>)> = Vec::with_capacity(common.len());
    for (at, (_, place)) in common.iter().enumerate() {
        let earlier = (0..at).filter(|other| common[*other].1 < *place);
        let best = earlier.max_by_key(|other| (runs[*other].0, std::cmp::Reverse(*other)));
        runs.push((best.map_or(1, |other| runs[other].0 + 1), best));
    }
    let mut still = HashSet::new();
    let mut at = (0..runs.len()).max_by_key(|at| runs[*at].0);
    while let Some(here) = at {
        still.insert(common[here].0);
        at = runs[here].1;
    }
    let all = common.into_iter().map(|(id, _)| id);
    all.filter(|id| !still.contains(id)).collect()
}

/// The words of a block in both texts.
fn words(before: &Block, after: &Block) -> Vec<WordChange> {
    let plain = |block: &Block| -> Vec<String> {
        let texts = block.rich_texts().into_iter().map(RichText::plain);
        parted(&texts.collect::<Vec<_>>().join("\n"))
    };
    compared(&plain(before), &plain(after))
}

/// A text in words, each with the white space before it.
fn parted(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut is_open = false;
    for c in text.chars() {
        let is_space = c.is_whitespace();
        match words.last_mut() {
            Some(word) if !(is_space && is_open) => word.push(c),
            _ => words.push(c.to_string()),
        }
        is_open = !is_space;
    }
    words
}

/// Both lists of words as one, by their longest common part.
fn compared(old: &[String], new: &[String]) -> Vec<WordChange> {
    let mut found: Vec<WordChange> = Vec::new();
    let mut say = |kind: WordChangeKind, word: &str| match found.last_mut() {
        Some(last) if last.kind == kind => last.text.push_str(word),
        _ => found.push(WordChange {
            kind,
            text: word.to_owned(),
        }),
    };
    let (mut a, mut b) = (0, 0);
    if old.len() <= MOST_WORDS && new.len() <= MOST_WORDS {
        let common = common_lengths(old, new);
        while a < old.len() && b < new.len() {
            if old[a] == new[b] {
                say(WordChangeKind::Same, &old[a]);
                (a, b) = (a + 1, b + 1);
            } else if common[a + 1][b] >= common[a][b + 1] {
                say(WordChangeKind::Removed, &old[a]);
                a += 1;
            } else {
                say(WordChangeKind::Added, &new[b]);
                b += 1;
            }
        }
    }
    old[a..]
        .iter()
        .for_each(|word| say(WordChangeKind::Removed, word));
    new[b..]
        .iter()
        .for_each(|word| say(WordChangeKind::Added, word));
    found
}

/// Length of the longest common part of what follows each pair of places.
fn common_lengths(old: &[String], new: &[String]) -> Vec<Vec<u16>> {
    let mut lengths = vec![vec![0_u16; new.len() + 1]; old.len() + 1];
    for a in (0..old.len()).rev() {
        for b in (0..new.len()).rev() {
            lengths[a][b] = if old[a] == new[b] {
                lengths[a + 1][b + 1] + 1
            } else {
                lengths[a + 1][b].max(lengths[a][b + 1])
            };
        }
    }
    lengths
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn content(blocks: &[(&str, &str)]) -> Content {
        let block = |(id, text): &(&str, &str)| {
            serde_json::from_value(
                json!({ "paragraph": { "blockId": id, "text": { "spans": [{ "text": text }] } } }),
            )
            .unwrap()
        };
        Content {
            headline: "Ferry".to_owned(),
            blocks: blocks.iter().map(block).collect(),
            ..Content::default()
        }
    }

    fn kinds(before: &[(&str, &str)], after: &[(&str, &str)]) -> Vec<(String, BlockChangeKind)> {
        let found = diff(&content(before), &content(after)).unwrap();
        found
            .blocks
            .into_iter()
            .map(|one| (one.block_id, one.kind))
            .collect()
    }

    #[test]
    fn fields_are_told_as_text_and_those_of_search_engines_singly() {
        let before = content(&[]);
        let mut after = content(&[]);
        after.lede = Some(RichText::plain_text("Storm"));
        after.seo = Some(super::super::content::SeoOverrides {
            title: Some("Ferry stays".to_owned()),
            ..Default::default()
        });

        let found = diff(&before, &after).unwrap().fields;

        let told: Vec<_> = found
            .iter()
            .map(|one| (one.field.as_str(), one.after.as_deref()))
            .collect();
        assert_eq!(
            told,
            [("lede", Some("Storm")), ("seo.title", Some("Ferry stays"))]
        );
        assert_eq!(found[0].before, None);
    }

    #[test]
    fn blocks_are_matched_by_id() {
        use BlockChangeKind::{Added, Changed, Removed};
        let before = [("a", "one"), ("b", "two"), ("c", "three")];
        let after = [("a", "one"), ("x", "new"), ("b", "TWO")];

        let found = kinds(&before, &after);

        let expected = [("x", Added), ("b", Changed), ("c", Removed)];
        assert_eq!(found, expected.map(|(id, kind)| (id.to_owned(), kind)));
    }

    #[test]
    fn one_block_that_was_carried_over_others_is_the_only_one_moved() {
        let before = [("a", "1"), ("b", "2"), ("c", "3"), ("d", "4")];
        let after = [("d", "4"), ("a", "1"), ("b", "2"), ("c", "3")];

        assert_eq!(
            kinds(&before, &after),
            [("d".to_owned(), BlockChangeKind::Moved)]
        );
    }

    #[test]
    fn a_changed_block_tells_its_words() {
        use WordChangeKind::{Added, Removed, Same};
        let before = content(&[("a", "The ferry stays in port")]);
        let after = content(&[("a", "The ferry leaves port today")]);

        let found = diff(&before, &after).unwrap();

        let words: Vec<_> = found.blocks[0]
            .words
            .iter()
            .map(|one| (one.kind, one.text.trim()))
            .collect();
        assert_eq!(words[0], (Same, "The ferry"));
        assert!(
            words.contains(&(Removed, "stays in")) && words.contains(&(Added, "leaves")),
            "{words:?}"
        );
        let whole: String = found.blocks[0]
            .words
            .iter()
            .filter(|one| one.kind != Added)
            .map(|one| one.text.as_str())
            .collect();
        assert_eq!(whole, "The ferry stays in port");
    }

    #[test]
    fn equal_texts_have_no_difference() {
        let one = content(&[("a", "1"), ("b", "2")]);

        assert_eq!(diff(&one, &one).unwrap(), Diff::default());
    }
}
