//! In which order found stories stand: the better they meet what is asked, and the newer they are,
//! the higher. It is worked out here and not by the databases, so that both order alike.

use serde::{Deserialize, Serialize};

use super::sought::{Part, Sought};
use crate::platform::clock::Instant;
use crate::platform::ids::{ArticleId, PublicationId};

/// What a part is worth where it is found.
const IN_TITLE: f64 = 1.0;
const IN_LEDE: f64 = 0.5;
const IN_BODY: f64 = 0.2;

/// What it is worth when the title says the whole question, word by word.
const AS_ASKED: f64 = 0.3;

/// After so many days a story has lost a quarter of its worth; in the end it loses half.
const FADES_IN_DAYS: f64 = 30.0;

const DAY_MS: f64 = 86_400_000.0;

/// A story that was found, as far as its place is concerned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// The story.
    pub article: ArticleId,
    /// Its publication.
    pub publication: PublicationId,
    /// Its moment in lists.
    pub listed_at: Instant,
    /// Its number.
    pub number: i64,
    /// Stems of its title, parted by spaces.
    pub title: String,
    /// Stems of its lede, parted by spaces.
    pub lede: String,
}

/// Place of a found story: the greater stands higher.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Place {
    /// Its worth, in millionths.
    pub score: i64,
    /// Its moment in lists.
    pub listed_at: i64,
    /// Its number.
    pub number: i64,
}

/// The hits with their places at `moment`, the highest first.
pub fn ranked(sought: &Sought, hits: Vec<Hit>, moment: Instant) -> Vec<(Place, Hit)> {
    let mut placed: Vec<_> = hits
        .into_iter()
        .map(|hit| (place(sought, &hit, moment), hit))
        .collect();
    placed.sort_by_key(|(place, _)| std::cmp::Reverse(*place));
    placed
}

fn place(sought: &Sought, hit: &Hit, moment: Instant) -> Place {
    let days = (moment.0 - hit.listed_at.0).max(0) as f64 / DAY_MS;
    let freshness = 0.5 + 0.5 / (1.0 + days / FADES_IN_DAYS);
    let worth = relevance(sought, hit) * freshness;
    Place {
        score: (worth * 1e6).round() as i64,
        listed_at: hit.listed_at.0,
        number: hit.number,
    }
}

fn relevance(sought: &Sought, hit: &Hit) -> f64 {
    let title: Vec<&str> = hit.title.split(' ').collect();
    let lede: Vec<&str> = hit.lede.split(' ').collect();
    let worth = |part: &Part| match part {
        part if stands_in(part, &title) => IN_TITLE,
        part if stands_in(part, &lede) => IN_LEDE,
        _ => IN_BODY,
    };
    let sum: f64 = sought.parts.iter().map(worth).sum();
    let whole = Part {
        words: sought
            .parts
            .iter()
            .flat_map(|part| part.words.clone())
            .collect(),
    };
    let is_said = whole.words.len() > 1 && stands_in(&whole, &title);
    sum / sought.parts.len().max(1) as f64 + if is_said { AS_ASKED } else { 0.0 }
}

/// Whether the words of a part stand in a text one after another.
fn stands_in(part: &Part, text: &[&str]) -> bool {
    let is_here = |window: &[&str]| {
        let pairs = window.iter().zip(&part.words);
        pairs
            .into_iter()
            .all(|(stem, word)| word.stems.iter().any(|one| one == stem))
    };
    text.windows(part.words.len().max(1)).any(is_here)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::ids::TypedId;
    use crate::platform::language::Stems;
    use uuid::Uuid;

    const NOW: Instant = Instant(1_783_756_680_000);

    fn hit(number: i64, title: &str, lede: &str, days: i64) -> Hit {
        Hit {
            article: ArticleId::from_uuid(Uuid::from_u128(number as u128)),
            publication: PublicationId::from_uuid(Uuid::from_u128(number as u128)),
            listed_at: NOW.plus_ms(-days * 86_400_000),
            number,
            title: title.to_owned(),
            lede: lede.to_owned(),
        }
    }

    fn order(query: &str, hits: Vec<Hit>) -> Vec<i64> {
        let sought = Sought::read(query, &Stems::of("en")).unwrap();
        let found = ranked(&sought, hits, NOW).into_iter();
        found.map(|(place, _)| place.number).collect()
    }

    #[test]
    fn titles_come_before_ledes_and_those_before_bodies() {
        let hits = vec![
            hit(1, "harbour", "", 0),
            hit(2, "harbour", "ferri", 0),
            hit(3, "ferri", "", 0),
        ];
        assert_eq!(order("ferry", hits), [3, 2, 1]);
    }

    #[test]
    fn of_two_alike_the_newer_comes_first_and_a_title_outweighs_age() {
        let hits = vec![
            hit(1, "ferri", "", 100),
            hit(2, "ferri", "", 1),
            hit(3, "x", "x", 0),
            hit(4, "ferri", "", 4_000),
        ];
        assert_eq!(order("ferry", hits), [2, 1, 4, 3]);
    }

    #[test]
    fn a_title_that_says_the_question_comes_first() {
        let hits = vec![hit(1, "winter ferri", "", 0), hit(2, "ferri winter", "", 2)];
        assert_eq!(order("ferry winter", hits), [2, 1]);
    }
}
