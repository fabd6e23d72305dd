//! Threads on a draft, and where in the text they hang.
//!
//! A thread keeps the block, the place and the words that it was written about; where it hangs now
//! is found out when it is read. While the words stand, it hangs on them, wherever in the block they
//! have moved. When the words are gone, it hangs on the block; when the block is gone, on the whole
//! draft, and back on its place if that returns. The words that it quotes are kept in any case.

use super::block::Block;
use super::content::Content;
use crate::app::Problem;
use crate::platform::clock::Instant;
use crate::platform::ids::{CommentId, CommentReplyId, TranslationId, UserId};
use crate::vocabulary::UserErrorCode;

/// The most characters of a comment or an answer.
pub const COMMENT_LENGTH: usize = 5_000;

/// The most answers of one thread.
pub const MOST_REPLIES: usize = 100;

/// The most people that one comment calls.
const MOST_MENTIONS: usize = 20;

/// The most characters that a comment on a whole block quotes of it.
const QUOTE_LENGTH: usize = 200;

/// A thread on a draft. Never public.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comment {
    /// Its id.
    pub id: CommentId,
    /// The text it is about.
    pub translation_id: TranslationId,
    /// Who opened it.
    pub author: UserId,
    /// What it says.
    pub text: String,
    /// When it was opened.
    pub created_at: Instant,
    /// What it was written about; `None` for the whole draft.
    pub anchor: Option<Anchor>,
    /// Who is called to it.
    pub mentions: Vec<UserId>,
    /// When it was closed, and by whom.
    pub resolved: Option<(Instant, UserId)>,
    /// Answers, oldest first.
    pub replies: Vec<Reply>,
}

/// An answer in a thread.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// Its id.
    pub id: CommentReplyId,
    /// Who answers.
    pub author: UserId,
    /// What.
    pub text: String,
    /// When.
    pub created_at: Instant,
}

/// The place that a thread was written about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Anchor {
    /// The block.
    pub block_id: String,
    /// Half-open range of Unicode scalar values of the block's text; `None` for all of it.
    pub range: Option<(i32, i32)>,
    /// The words, as they were.
    pub quoted: String,
}

/// The place that a thread hangs at now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hold {
    /// On these words of its block.
    Words(i32, i32),
    /// On its block.
    Block,
    /// On the whole draft: the block has gone.
    Draft,
}

/// What a comment starts with.
#[derive(Debug, Clone, Default)]
pub struct CommentInput {
    /// What it says.
    pub text: String,
    /// The block that it is about.
    pub block_id: Option<String>,
    /// Where in the block's text it begins.
    pub start: Option<i32>,
    /// Where in the block's text it ends.
    pub end: Option<i32>,
    /// Who is called to it.
    pub mentions: Vec<UserId>,
}

impl CommentInput {
    /// The place that it is about in a text, and what is wrong with the input; paths start below
    /// `input`.
    pub fn read(&self, content: &Content) -> (Option<Anchor>, Vec<Problem>) {
        let mut problems: Vec<_> = text_problem(&self.text).into_iter().collect();
        if self.mentions.len() > MOST_MENTIONS {
            let why = format!("at most {MOST_MENTIONS}");
            problems.push(Problem::at(["mentionIds"], UserErrorCode::TooMany, why));
        }
        match self.anchor(content) {
            Ok(anchor) => (anchor, problems),
            Err(problem) => {
                problems.push(*problem);
                (None, problems)
            }
        }
    }

    fn anchor(&self, content: &Content) -> Result<Option<Anchor>, Box<Problem>> {
        let wrong = |field: &str, code, why: &str| Err(Box::new(Problem::at([field], code, why)));
        let Some(block_id) = &self.block_id else {
            return match (self.start, self.end) {
                (None, None) => Ok(None),
                _ => wrong("blockId", UserErrorCode::Required, "offsets are of a block"),
            };
        };
        let Some(text) = text_of(content, block_id) else {
            let why = "no block of this body has this id";
            return wrong("blockId", UserErrorCode::NotFound, why);
        };
        let length = length(&text);
        let range = match (self.start, self.end) {
            (None, None) => None,
            (Some(start), Some(end)) if 0 <= start && start < end && end <= length => {
                Some((start, end))
            }
            _ => {
                let why = format!("start and end, 0 <= start < end <= {length}");
                return wrong("start", UserErrorCode::Invalid, &why);
            }
        };
        let most = i32::try_from(QUOTE_LENGTH).unwrap_or(i32::MAX);
        let (start, end) = range.unwrap_or((0, length.min(most)));
        Ok(Some(Anchor {
            block_id: block_id.clone(),
            quoted: cut(&text, start, end),
            range,
        }))
    }
}

/// What is wrong with the words of a comment or an answer.
pub fn text_problem(text: &str) -> Option<Problem> {
    let (code, why) = match text.trim().chars().count() {
        0 => (UserErrorCode::Required, "say something".to_owned()),
        long if long > COMMENT_LENGTH => (
            UserErrorCode::TooLong,
            format!("at most {COMMENT_LENGTH} characters"),
        ),
        _ => return None,
    };
    Some(Problem::at(["text"], code, why))
}

impl Anchor {
    /// Where the thread hangs in a text.
    pub fn hold(&self, content: &Content) -> Hold {
        let Some(text) = text_of(content, &self.block_id) else {
            return Hold::Draft;
        };
        let Some((start, end)) = self.range else {
            return Hold::Block;
        };
        if cut(&text, start, end) == self.quoted {
            return Hold::Words(start, end);
        }
        let places = text.match_indices(&self.quoted);
        let places = places.map(|(at, _)| length(&text[..at]));
        match places.min_by_key(|place| place.abs_diff(start)) {
            Some(place) => Hold::Words(place, place + (end - start)),
            None => Hold::Block,
        }
    }
}

/// The text of a block, its parts on lines of their own.
fn text_of(content: &Content, block_id: &str) -> Option<String> {
    let mut blocks = content.blocks.iter();
    let block: &Block = blocks.find(|block| block.id() == block_id)?;
    let texts = block.rich_texts().into_iter().map(|text| text.plain());
    Some(texts.collect::<Vec<_>>().join("\n"))
}

fn length(text: &str) -> i32 {
    i32::try_from(text.chars().count()).unwrap_or(i32::MAX)
}

/// The characters from `start` to before `end`.
fn cut(text: &str, start: i32, end: i32) -> String {
    let place = |at: i32| usize::try_from(at).unwrap_or(0);
    let (start, end) = (place(start), place(end));
    text.chars()
        .skip(start)
        .take(end.saturating_sub(start))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn content(text: &str) -> Content {
        let block =
            json!({ "paragraph": { "blockId": "a", "text": { "spans": [{ "text": text }] } } });
        serde_json::from_value(json!({ "blocks": [block] })).unwrap()
    }

    fn on(text: &str, start: i32, end: i32) -> Anchor {
        let input = CommentInput {
            text: "Why?".to_owned(),
            block_id: Some("a".to_owned()),
            start: Some(start),
            end: Some(end),
            mentions: Vec::new(),
        };
        input.read(&content(text)).0.unwrap()
    }

    #[test]
    fn offsets_count_characters_not_bytes() {
        let anchor = on("Пором ходить щодня", 6, 12);

        assert_eq!(anchor.quoted, "ходить");
    }

    #[test]
    fn a_thread_follows_its_words() {
        let anchor = on("Пором ходить щодня", 6, 12);

        let hold = |text| anchor.hold(&content(text));

        assert_eq!(hold("Пором ходить щодня"), Hold::Words(6, 12));
        assert_eq!(hold("Новий пором ходить"), Hold::Words(12, 18));
        assert_eq!(hold("Пором стоїть"), Hold::Block);
        assert_eq!(anchor.hold(&Content::default()), Hold::Draft);
    }

    #[test]
    fn of_words_that_repeat_the_nearest_count() {
        let anchor = on("то так то сяк", 7, 9);

        assert_eq!(anchor.hold(&content("! то так то сяк")), Hold::Words(9, 11));
    }

    #[test]
    fn offsets_outside_the_block_are_refused() {
        for (start, end) in [(3, 3), (-1, 2), (0, 99)] {
            let input = CommentInput {
                text: "Why?".to_owned(),
                block_id: Some("a".to_owned()),
                start: Some(start),
                end: Some(end),
                mentions: Vec::new(),
            };
            let (_, problems) = input.read(&content("Пором"));
            assert_eq!(problems[0].path, ["start"], "{start} {end}");
        }
    }
}
