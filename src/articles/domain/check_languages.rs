//! Checks between the languages of a story.

use super::staleness::Staleness;
use super::translation::Translation;
use crate::app::error::Check;
use crate::editions::LanguageParity;
use crate::platform::clock::Instant;
use crate::platform::locale::Locale;
use crate::vocabulary::{CheckCode, CheckSeverity, LiveState, ParityMode};

const MINUTE_MS: i64 = 60_000;

/// One language of a story about to go live, among the others.
#[derive(Debug, Clone, Copy)]
pub struct Among<'a> {
    /// The language.
    pub locale: Locale,
    /// The language that the story was first written in.
    pub source: Locale,
    /// All languages of the story.
    pub siblings: &'a [&'a Translation],
    /// Languages that go live in the same step.
    pub together: &'a [Locale],
}

impl Among<'_> {
    fn is_live(&self, locale: Locale) -> bool {
        let has_it = |one: &&Translation| {
            one.locale == locale && matches!(one.live_state, LiveState::Live | LiveState::Archived)
        };
        self.siblings.iter().any(has_it) || self.together.contains(&locale)
    }

    fn own(&self) -> Option<&Translation> {
        let mut all = self.siblings.iter();
        all.find(|one| one.locale == self.locale).copied()
    }

    /// Whether the source is not there for readers to compare with.
    pub fn source_check(&self) -> Option<Check> {
        let is_lonely = self.locale != self.source && !self.is_live(self.source);
        let why = format!(
            "the {} version, which it was made from, is not live",
            self.source
        );
        is_lonely.then(|| check(CheckSeverity::Info, CheckCode::SourceNotLive, why))
    }

    /// The language policy: the required language is live, goes live in the same step, or still has
    /// time. The time runs from the first publication of this language.
    pub fn parity_check(&self, policy: &LanguageParity, now: Instant) -> Option<Check> {
        let required = policy
            .required_locale
            .filter(|required| *required != self.locale)
            .filter(|_| policy.applies_to.contains(&self.locale))?;
        let severity = match policy.mode {
            ParityMode::Off => return None,
            ParityMode::Warn => CheckSeverity::Warning,
            ParityMode::Enforce => CheckSeverity::Blocker,
        };
        if self.is_live(required) {
            return None;
        }
        let since = self.own().and_then(|own| own.first_published_at);
        let due = since
            .unwrap_or(now)
            .plus_ms(i64::from(policy.grace_minutes) * MINUTE_MS);
        if now < due {
            let why = format!("the {required} version has to be live by {due}");
            return Some(check(CheckSeverity::Info, CheckCode::LanguageParity, why));
        }
        let why = format!("the {required} version is not live");
        Some(check(severity, CheckCode::LanguageParity, why))
    }
}

/// Whether a translation says what its source says.
pub fn stale_check(staleness: &Staleness) -> Option<Check> {
    let why = match (staleness.blocks.len(), staleness.notes.len()) {
        (0, 0) => "the source has changed since this was made from it".to_owned(),
        (0, _) => "the source has got a note since this was made from it".to_owned(),
        (1, _) => "one block of the source has changed since this was made from it".to_owned(),
        (many, _) => format!("{many} blocks of the source have changed since"),
    };
    let code = CheckCode::StaleTranslation;
    staleness
        .is_stale()
        .then(|| check(CheckSeverity::Warning, code, why))
}

fn check(severity: CheckSeverity, code: CheckCode, message: String) -> Check {
    Check {
        severity,
        code,
        message,
        path: Vec::new(),
    }
}
