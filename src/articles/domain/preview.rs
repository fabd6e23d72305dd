//! Links by which somebody without an account reads a text before readers get it.

use serde::{Deserialize, Serialize};

use super::translation::Translation;
use crate::app::Problem;
use crate::platform::clock::Instant;
use crate::platform::ids::TranslationId;
use crate::vocabulary::UserErrorCode;

const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// How long a link holds unless it says otherwise.
const USUAL_MS: i64 = DAY_MS;

/// How long a link holds at most.
const LONGEST_MS: i64 = 7 * DAY_MS;

/// What a link is to open, and for how long.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PreviewInput {
    /// Number of a kept text; none = the working copy, whatever it is then.
    pub revision: Option<i32>,
    /// Milliseconds.
    pub valid_for_ms: Option<i64>,
}

/// What a link's token says. Sealed, it is the right to read: whoever has it may.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PreviewPass {
    /// The text's translation. The member's name sets the token apart from those of other uses.
    #[serde(rename = "preview")]
    pub translation: TranslationId,
    /// Number of a kept text; none = the working copy.
    pub revision: Option<i32>,
    /// Until when it holds.
    pub until: Instant,
}

/// A link that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PreviewLink {
    /// What it opens.
    pub pass: PreviewPass,
    /// The sealed pass.
    pub token: String,
    /// Where the front end shows it.
    pub url: String,
}

impl PreviewInput {
    /// The pass that it asks for.
    ///
    /// # Errors
    /// All that is wrong with it; paths start at the input.
    pub fn pass(&self, one: &Translation, now: Instant) -> Result<PreviewPass, Vec<Problem>> {
        let mut problems = Vec::new();
        let mut wrong = |field: &str, why: &str| {
            problems.push(Problem::at([field], UserErrorCode::Invalid, why));
        };
        let length = self.valid_for_ms.unwrap_or(USUAL_MS);
        if !(1..=LONGEST_MS).contains(&length) {
            wrong("validFor", "at most 7 days");
        }
        let is_kept = |number: i32| (1..=one.last_revision).contains(&number);
        if self.revision.is_some_and(|number| !is_kept(number)) {
            let why = "the text has no revision with this number";
            wrong("revision", why);
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        Ok(PreviewPass {
            translation: one.id,
            revision: self.revision,
            until: now.plus_ms(length),
        })
    }
}

impl PreviewPass {
    /// Reads what was sealed; `None` of what is no pass, or no longer one at `now`.
    pub fn read(sealed: &str, now: Instant) -> Option<Self> {
        let pass: Self = serde_json::from_str(sealed).ok()?;
        (now < pass.until).then_some(pass)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Instant = Instant(1_783_756_680_000);

    fn pass() -> PreviewPass {
        PreviewPass {
            translation: TranslationId(uuid::Uuid::from_u128(7)),
            revision: None,
            until: NOW.plus_ms(1),
        }
    }

    #[test]
    fn a_pass_is_read_until_its_time() {
        let sealed = serde_json::to_string(&pass()).unwrap();

        assert_eq!(PreviewPass::read(&sealed, NOW), Some(pass()));
        assert_eq!(PreviewPass::read(&sealed, NOW.plus_ms(1)), None);
    }

    #[test]
    fn what_was_sealed_for_another_use_is_no_pass() {
        for text in ["", "{}", r#"{"page":{},"until":9000000000000}"#] {
            assert_eq!(PreviewPass::read(text, NOW), None, "{text}");
        }
    }
}
