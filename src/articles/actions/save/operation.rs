//! Steps of a patch of blocks.

use serde::Deserialize;

use crate::app::{Error, Problem};
use crate::articles::domain::Block;
use crate::vocabulary::UserErrorCode;

/// One step of a patch of blocks.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum BlockOperation {
    /// Adds or replaces by id.
    #[serde(rename_all = "camelCase")]
    Put {
        /// The block.
        block: Block,
        /// Where a new one goes; first when absent.
        #[serde(default)]
        after_block_id: Option<String>,
    },
    /// Takes a block out.
    Remove(String),
    /// Moves a block.
    #[serde(rename_all = "camelCase")]
    Move {
        /// Which.
        block_id: String,
        /// Where to; to the top when absent.
        #[serde(default)]
        after_block_id: Option<String>,
    },
}

impl BlockOperation {
    /// The block that the step touches.
    pub(super) fn block_id(&self) -> &str {
        match self {
            Self::Put { block, .. } => block.id(),
            Self::Remove(id) => id,
            Self::Move { block_id, .. } => block_id,
        }
    }
}

/// The error of a step that names no block of the body.
pub(super) fn unknown_block(step: usize, path: &[&str]) -> Error {
    let why = "no block of this body has this id";
    let problem = Problem::at(path, UserErrorCode::NotFound, why);
    Error::problem(problem.below(["operations", &step.to_string()]))
}

/// Makes one step of a patch; else gives the path of what names no block of the body.
pub(super) fn apply(
    blocks: &mut Vec<Block>,
    operation: &BlockOperation,
) -> Result<(), &'static [&'static str]> {
    let place_of = |blocks: &[Block], id: &str| blocks.iter().position(|block| block.id() == id);
    let behind = |blocks: &[Block], after: Option<&String>| match after {
        None => Some(0),
        Some(id) => place_of(blocks, id).map(|place| place + 1),
    };
    match operation {
        BlockOperation::Put {
            block,
            after_block_id,
        } => match place_of(blocks, block.id()) {
            Some(place) => blocks[place] = block.clone(),
            None => {
                let place = behind(blocks, after_block_id.as_ref());
                blocks.insert(place.ok_or(&["put", "afterBlockId"][..])?, block.clone());
            }
        },
        BlockOperation::Remove(id) => {
            let place = place_of(blocks, id).ok_or(&["remove"][..])?;
            blocks.remove(place);
        }
        BlockOperation::Move {
            block_id,
            after_block_id,
        } => {
            let place = place_of(blocks, block_id).ok_or(&["move", "blockId"][..])?;
            let mut others = blocks.clone();
            let block = others.remove(place);
            let place = behind(&others, after_block_id.as_ref());
            others.insert(place.ok_or(&["move", "afterBlockId"][..])?, block);
            *blocks = others;
        }
    }
    Ok(())
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

    #[test]
    fn steps_apply_in_order_and_an_unknown_neighbour_is_refused() {
        let mut blocks = vec![block("a", "1"), block("b", "2")];
        let after = Some("a".to_owned());

        apply(
            &mut blocks,
            &BlockOperation::Put {
                block: block("x", "new"),
                after_block_id: after,
            },
        )
        .unwrap();
        apply(
            &mut blocks,
            &BlockOperation::Move {
                block_id: "b".to_owned(),
                after_block_id: None,
            },
        )
        .unwrap();
        apply(&mut blocks, &BlockOperation::Remove("a".to_owned())).unwrap();

        let ids: Vec<_> = blocks.iter().map(Block::id).collect();
        assert_eq!(ids, ["b", "x"]);
        let lost = BlockOperation::Move {
            block_id: "b".to_owned(),
            after_block_id: Some("?".to_owned()),
        };
        assert_eq!(
            apply(&mut blocks, &lost),
            Err(&["move", "afterBlockId"][..])
        );
        assert_eq!(blocks.len(), 2);
    }
}
