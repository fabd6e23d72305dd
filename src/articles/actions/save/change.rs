//! What a save changes.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value as Json};

use crate::app::Result;
use crate::articles::domain::{Block, Content};

/// What a save changes.
pub(super) struct Change {
    pub(super) paths: Vec<String>,
    pub(super) block_ids: Vec<String>,
    pub(super) prior_blocks: Map<String, Json>,
}

/// Fields and blocks that differ between two texts.
pub(super) fn change(before: &Content, after: &Content) -> Result<Change> {
    let (old, new) = (serde_json::to_value(before)?, serde_json::to_value(after)?);
    let empty = Map::new();
    let (old, new) = (
        old.as_object().unwrap_or(&empty),
        new.as_object().unwrap_or(&empty),
    );
    let names: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    let mut paths: Vec<String> = names
        .into_iter()
        .filter(|name| old.get(*name) != new.get(*name))
        .cloned()
        .collect();
    let (old, new) = (blocks_by_id(&before.blocks)?, blocks_by_id(&after.blocks)?);
    let order = |content: &Content| -> Vec<String> {
        let of = content.blocks.iter().map(|block| block.id().to_owned());
        of.filter(|id| old.contains_key(id) && new.contains_key(id))
            .collect()
    };
    let moved = moved(&order(before), &order(after));
    let ids: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    let differs = |id: &&String| old.get(*id) != new.get(*id) || moved.contains(*id);
    let block_ids: Vec<String> = ids.into_iter().filter(differs).cloned().collect();
    paths.extend(block_ids.iter().map(|id| format!("blocks.{id}")));
    let prior = block_ids
        .iter()
        .map(|id| (id.clone(), old.get(id).cloned().unwrap_or_default()));
    Ok(Change {
        paths,
        prior_blocks: prior.collect(),
        block_ids,
    })
}

/// Blocks of both texts that stand behind another neighbour than before.
fn moved(before: &[String], after: &[String]) -> BTreeSet<String> {
    let neighbour = |order: &[String], id: &String| {
        let place = order.iter().position(|one| one == id)?;
        Some(place.checked_sub(1).map(|previous| order[previous].clone()))
    };
    let differs = |id: &&String| neighbour(before, id) != neighbour(after, id);
    after.iter().filter(differs).cloned().collect()
}

/// Blocks as they are stored, by id.
pub(super) fn blocks_by_id(blocks: &[Block]) -> Result<BTreeMap<String, Json>> {
    let of = blocks
        .iter()
        .map(|block| Ok((block.id().to_owned(), serde_json::to_value(block)?)));
    of.collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn block(id: &str, text: &str) -> Block {
        let json =
            json!({ "paragraph": { "blockId": id, "text": { "spans": [{ "text": text }] } } });
        serde_json::from_value(json).unwrap()
    }

    fn content(blocks: &[(&str, &str)]) -> Content {
        let blocks = blocks.iter().map(|(id, text)| block(id, text)).collect();
        Content {
            headline: "Ferry".to_owned(),
            blocks,
            ..Content::default()
        }
    }

    #[test]
    fn a_change_names_fields_and_blocks_and_keeps_what_was() {
        let before = content(&[("a", "one"), ("b", "two")]);
        let mut after = content(&[("a", "one"), ("b", "TWO"), ("c", "three")]);
        after.kicker = Some("Exclusive".to_owned());

        let change = change(&before, &after).unwrap();

        assert_eq!(change.paths, ["blocks", "kicker", "blocks.b", "blocks.c"]);
        assert_eq!(change.block_ids, ["b", "c"]);
        assert_eq!(change.prior_blocks["c"], Json::Null);
    }

    #[test]
    fn a_moved_block_is_changed_though_its_words_are_not() {
        let before = content(&[("a", "1"), ("b", "2"), ("c", "3")]);
        let after = content(&[("c", "3"), ("a", "1"), ("b", "2")]);

        let change = change(&before, &after).unwrap();

        assert!(change.block_ids.contains(&"c".to_owned()));
    }
}
