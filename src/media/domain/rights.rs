//! What we may do with an asset, and until when.

use serde::{Deserialize, Serialize};

use crate::app::Problem;
use crate::platform::clock::Instant;
use crate::platform::language::{clean_paragraphs, clean_text};
use crate::vocabulary::{AssetUse, LicenceKind, UserErrorCode};

/// The most characters of a line, and of a note.
const LINE_LENGTH: usize = 200;
const NOTE_LENGTH: usize = 2_000;

/// How long before the rights to an asset end the newsroom is told.
pub const WARNING_MS: i64 = 14 * 24 * 60 * 60 * 1000;

/// The rights record of an asset.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Rights {
    /// On what ground we use it.
    pub licence: LicenceKind,
    /// Whose rights they are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub holder: Option<String>,
    /// Where it came from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// From when it may be used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_from: Option<Instant>,
    /// Until when it may be used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<Instant>,
    /// Where it may be used.
    #[serde(default)]
    pub uses: Vec<AssetUse>,
    /// IPTC digital source type, such as `trainedAlgorithmicMedia`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub digital_source_type: Option<String>,
    /// For the newsroom.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

impl Rights {
    /// The rights to something that nobody has cleared yet: none.
    pub const fn unknown() -> Self {
        Self {
            licence: LicenceKind::Unknown,
            holder: None,
            source: None,
            valid_from: None,
            valid_until: None,
            uses: Vec::new(),
            digital_source_type: None,
            note: None,
        }
    }

    /// Whether the rights have begun and not ended at `now`.
    pub fn is_valid(&self, now: Instant) -> bool {
        self.valid_from.is_none_or(|from| from <= now)
            && self.valid_until.is_none_or(|until| now < until)
    }

    /// Whether the rights cover `place`, at any time.
    pub fn covers(&self, place: AssetUse) -> bool {
        self.uses.contains(&place)
    }

    /// Whether the asset may be used in `place` at `now`.
    pub fn is_usable(&self, now: Instant, place: AssetUse) -> bool {
        self.is_valid(now) && self.covers(place)
    }

    pub(super) fn cleaned(mut self) -> Self {
        for text in [
            &mut self.holder,
            &mut self.source,
            &mut self.digital_source_type,
        ] {
            *text = text.take().map(|text| clean_text(&text, None));
            text.take_if(|text| text.is_empty());
        }
        self.note = self.note.map(|note| clean_paragraphs(&note, None));
        self.note.take_if(|note| note.is_empty());
        self.uses.sort_unstable();
        self.uses.dedup();
        self
    }

    pub(super) fn problems(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        let mut at = |field: &str, code, message: String| {
            problems.push(Problem::at(["input", "rights", field], code, message));
        };
        for (field, text, length) in [
            ("holder", &self.holder, LINE_LENGTH),
            ("source", &self.source, LINE_LENGTH),
            ("digitalSourceType", &self.digital_source_type, LINE_LENGTH),
            ("note", &self.note, NOTE_LENGTH),
        ] {
            if text
                .as_ref()
                .is_some_and(|text| text.chars().count() > length)
            {
                at(
                    field,
                    UserErrorCode::TooLong,
                    format!("at most {length} characters"),
                );
            }
        }
        let never = |(from, until): (Instant, Instant)| until <= from;
        if self.valid_from.zip(self.valid_until).is_some_and(never) {
            let why = "rights end after they begin";
            at("validUntil", UserErrorCode::Invalid, why.to_owned());
        }
        problems
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rights() -> Rights {
        Rights {
            licence: LicenceKind::Stock,
            valid_from: Some(Instant(1_000)),
            valid_until: Some(Instant(2_000)),
            uses: vec![AssetUse::Web],
            ..Rights::unknown()
        }
    }

    #[test]
    fn an_asset_is_usable_from_its_first_moment_until_before_its_last() {
        let usable = |now| rights().is_usable(Instant(now), AssetUse::Web);

        assert_eq!(
            [999, 1_000, 1_999, 2_000].map(usable),
            [false, true, true, false]
        );
    }

    #[test]
    fn rights_that_end_before_they_begin_are_refused() {
        let rights = Rights {
            valid_until: Some(Instant(1_000)),
            ..rights()
        };

        let problems = rights.problems();

        assert_eq!(problems.len(), 1);
        assert_eq!(problems[0].path, ["input", "rights", "validUntil"]);
    }

    #[test]
    fn an_asset_is_usable_only_where_its_rights_reach() {
        assert!(!rights().is_usable(Instant(1_500), AssetUse::Social));
        assert!(!Rights::unknown().is_usable(Instant(1_500), AssetUse::Web));
    }
}
