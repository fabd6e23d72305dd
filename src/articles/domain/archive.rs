//! The archive of an edition, by days.

use std::collections::HashMap;

use crate::platform::calendar::Day;
use crate::platform::locale::Locale;

/// What the archives of the editions hold around a day.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Archive {
    /// The first day with a visible story, by edition; an edition without stories has none.
    pub first: HashMap<Locale, Day>,
    /// The nearest day before with a visible story, in the edition asked.
    pub before: Option<Day>,
    /// The nearest day after with a visible story, in the edition asked.
    pub after: Option<Day>,
}

impl Archive {
    /// Whether an edition has a page for `day`: from its first story to today. Today always has
    /// one.
    pub fn has(&self, locale: Locale, day: Day, today: Day) -> bool {
        let has_begun = self.first.get(&locale).is_some_and(|first| *first <= day);
        day == today || day < today && has_begun
    }

    /// The next day to leaf to from `day`: one with a story, else today.
    pub fn next(&self, day: Day, today: Day) -> Option<Day> {
        (day < today).then(|| self.after.map_or(today, |after| after.min(today)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn archive() -> Archive {
        Archive {
            first: HashMap::from([("uk".parse().unwrap(), day("2026-06-01"))]),
            before: None,
            after: Some(day("2026-07-03")),
        }
    }

    #[test]
    fn an_archive_runs_from_the_first_story_to_today() {
        let has =
            |locale: &str, on| archive().has(locale.parse().unwrap(), day(on), day("2026-07-11"));

        assert!(has("uk", "2026-06-01") && has("uk", "2026-07-10"));
        assert!(!has("uk", "2026-05-31") && !has("uk", "2026-07-12"));
        assert!(
            !has("en", "2026-07-10"),
            "nothing is published in English yet"
        );
        assert!(has("en", "2026-07-11"), "today is always there");
    }

    #[test]
    fn after_the_last_story_comes_today_and_after_today_nothing() {
        let next = |on| archive().next(day(on), day("2026-07-11"));

        assert_eq!(next("2026-07-01"), Some(day("2026-07-03")));
        assert_eq!(next("2026-07-11"), None);
        let quiet = Archive {
            after: None,
            ..archive()
        };
        assert_eq!(
            quiet.next(day("2026-07-04"), day("2026-07-11")),
            Some(day("2026-07-11"))
        );
    }
}
