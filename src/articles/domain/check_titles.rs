//! Checks of a headline beside those of other stories.

use std::collections::BTreeSet;

use crate::app::error::Check;
use crate::platform::ids::ArticleId;
use crate::platform::language::fold;
use crate::platform::locale::Locale;
use crate::vocabulary::{CheckCode, CheckSeverity};

/// How long a headline is remembered, and how far ahead it is looked for: 72 hours.
pub const TITLE_MEMORY_MS: i64 = 72 * 60 * 60 * 1000;

/// The share of words from which two headlines are much alike, in tenths.
const MUCH_ALIKE: usize = 8;

/// The headline of a story that is live, planned or under review.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Title {
    /// The story.
    pub article_id: ArticleId,
    /// The language.
    pub locale: Locale,
    /// The headline, folded.
    pub folded: String,
}

/// What is said of a headline that another story has too, or nearly. Alerts repeat legitimately, so
/// nothing of it stops a publication.
pub fn title_check<'t>(
    (article, locale): (ArticleId, Locale),
    headline: &str,
    titles: impl Iterator<Item = &'t Title>,
) -> Option<Check> {
    let folded = fold(headline);
    if folded.is_empty() {
        return None;
    }
    let own_words = words(&folded);
    let mut is_near = false;
    for other in titles.filter(|one| one.locale == locale && one.article_id != article) {
        if other.folded == folded {
            let why = "another story with this headline is live or on its way";
            return Some(check(CheckSeverity::Warning, why));
        }
        is_near = is_near || are_alike(&own_words, &words(&other.folded));
    }
    let why = "another story with much the same headline is live or on its way";
    is_near.then(|| check(CheckSeverity::Info, why))
}

fn check(severity: CheckSeverity, message: &str) -> Check {
    Check {
        severity,
        code: CheckCode::DuplicateTitle,
        message: message.to_owned(),
        path: vec!["headline".to_owned()],
    }
}

fn words(folded: &str) -> BTreeSet<&str> {
    let words = folded.split(|c: char| !c.is_alphanumeric());
    words.filter(|word| !word.is_empty()).collect()
}

/// Whether two sets of words have a Jaccard index of at least 0.8.
fn are_alike(one: &BTreeSet<&str>, other: &BTreeSet<&str>) -> bool {
    let (shared, all) = (one.intersection(other).count(), one.union(other).count());
    all > 0 && shared * 10 >= all * MUCH_ALIKE
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn severity(headline: &str, other: &str) -> Option<CheckSeverity> {
        let uk = "uk".parse().unwrap();
        let title = Title {
            article_id: ArticleId(Uuid::from_u128(2)),
            locale: uk,
            folded: fold(other),
        };
        let own = (ArticleId(Uuid::from_u128(1)), uk);
        title_check(own, headline, std::iter::once(&title)).map(|check| check.severity)
    }

    #[test]
    fn the_same_headline_warns_however_it_is_spelled() {
        let same = severity("П’ять рейсів на день", "п'ять РЕЙСІВ на день");
        assert_eq!(same, Some(CheckSeverity::Warning));
    }

    #[test]
    fn four_words_of_five_are_worth_knowing_and_three_are_not() {
        let near = severity(
            "пором ходить узимку щодня",
            "пором ходить узимку щодня знову",
        );
        assert_eq!(near, Some(CheckSeverity::Info));
        assert_eq!(severity("пором ходить узимку", "пором ходить улітку"), None);
    }

    #[test]
    fn a_story_is_no_rival_of_itself() {
        let uk = "uk".parse().unwrap();
        let own = ArticleId(Uuid::from_u128(1));
        let title = Title {
            article_id: own,
            locale: uk,
            folded: fold("Пором"),
        };
        assert_eq!(
            title_check((own, uk), "Пором", std::iter::once(&title)),
            None
        );
    }
}
