//! Page tokens: what a decision on ads may know of a page, sealed, so that whoever asks for ads
//! can neither read it nor make it up.

use serde::{Deserialize, Serialize};

use super::plan::Plan;
use crate::app::{Keys, Result};
use crate::platform::clock::Instant;
use crate::platform::ids::{ArticleId, PlacementId, SectionId, TagId};
use crate::platform::language::fold;
use crate::platform::locale::Locale;
use crate::vocabulary::{AdPageKind, ArticleKind, DeviceClass, Sensitivity};

/// Milliseconds between the borders at which tokens change.
const GRID_MS: i64 = 24 * 3_600_000;

/// A page, as decisions on ads know it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct PageContext {
    /// What page it is.
    pub page_kind: AdPageKind,
    /// Its language.
    pub locale: Locale,
    /// What it is read on.
    pub device: DeviceClass,
    /// Whether it takes the paper's own promotions only.
    #[serde(default)]
    pub is_house_only: bool,
    /// The story that it shows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub article: Option<ArticleId>,
    /// What sort of story.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<ArticleKind>,
    /// Its section.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub section: Option<SectionId>,
    /// Its tags.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<TagId>,
    /// Its flags.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sensitivity: Vec<Sensitivity>,
    /// Folded words of its headline and its tags.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub words: Vec<String>,
    /// IAB Content Taxonomy ids of its tags.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub categories: Vec<String>,
    /// Placements of its slots, each once.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub placements: Vec<PlacementId>,
    /// Keys of its slots in page order, each with the place of its placement in that list.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub slots: Vec<(String, u8)>,
}

impl PageContext {
    /// A page of nothing but lists.
    pub const fn of_list(page_kind: AdPageKind, locale: Locale, device: DeviceClass) -> Self {
        Self {
            page_kind,
            locale,
            device,
            is_house_only: false,
            article: None,
            kind: None,
            section: None,
            tags: Vec::new(),
            sensitivity: Vec::new(),
            words: Vec::new(),
            categories: Vec::new(),
            placements: Vec::new(),
            slots: Vec::new(),
        }
    }

    /// The same page with the slots of its plan.
    #[must_use]
    pub fn with_slots(mut self, plan: &Plan) -> Self {
        for slot in &plan.slots {
            let known = self
                .placements
                .iter()
                .position(|one| *one == slot.placement);
            let place = known.unwrap_or_else(|| {
                self.placements.push(slot.placement);
                self.placements.len() - 1
            });
            self.slots.push((slot.key.clone(), place as u8));
        }
        self
    }
}

/// Folded words of a text: as they stand between spaces, and the parts of compounds.
pub fn words(text: &str) -> impl Iterator<Item = String> {
    let is_inside = |letter: char| letter.is_alphanumeric();
    let folded = fold(text);
    let whole = folded
        .split(' ')
        .map(|word| word.trim_matches(|c| !is_inside(c)));
    let parts = folded.split(|c| !is_inside(c));
    let mut all: Vec<String> = whole
        .chain(parts)
        .filter(|word| !word.is_empty())
        .map(ToOwned::to_owned)
        .collect();
    all.sort_unstable();
    all.dedup();
    all.into_iter()
}

/// What a token says of its page; `None` of one that this site did not make, and of one that is over.
pub fn open_page_token(keys: &Keys, token: &str, now: Instant) -> Option<PageContext> {
    let sealed: Sealed = serde_json::from_str(&keys.unseal(token)?).ok()?;
    (now < sealed.until).then_some(sealed.page)
}

/// The token of a page, and until when the page may be kept with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageToken {
    /// The sealed context.
    pub token: String,
    /// From this moment on the page has another token: an answer is kept no longer.
    pub changes_at: Instant,
}

/// What is sealed.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Sealed {
    page: PageContext,
    until: Instant,
}

/// Seals what decisions may know of a page. The token is the same for everybody, so that the page
/// can be cached, and changes at the borders of a fixed grid of 24 hours; it is good until one
/// grid's length after the next border, so at least for 24 hours.
///
/// # Errors
/// When the context cannot be sealed.
pub fn page_token(keys: &Keys, page: PageContext, now: Instant) -> Result<PageToken> {
    let changes_at = Instant((now.0.div_euclid(GRID_MS) + 1) * GRID_MS);
    let until = changes_at.plus_ms(GRID_MS);
    let token = keys.seal(&serde_json::to_string(&Sealed { page, until })?)?;
    Ok(PageToken { token, changes_at })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2026-07-11T07:58:00Z
    const NOW: Instant = Instant(1_783_756_680_000);

    fn context() -> PageContext {
        let locale = "uk".parse().unwrap();
        PageContext {
            article: Some(ArticleId(uuid::Uuid::from_u128(7))),
            kind: Some(ArticleKind::News),
            sensitivity: vec![Sensitivity::Crime],
            ..PageContext::of_list(AdPageKind::Article, locale, DeviceClass::Desktop)
        }
    }

    #[test]
    fn a_token_is_the_same_all_day_and_another_on_the_next() {
        let keys = Keys::in_memory().unwrap();
        let at = |now| page_token(&keys, context(), now).unwrap();

        let first = at(NOW);

        assert_eq!(first.changes_at.to_string(), "2026-07-12T00:00:00Z");
        assert_eq!(at(first.changes_at.plus_ms(-1)), first);
        assert_ne!(at(first.changes_at).token, first.token);
    }

    #[test]
    fn a_token_is_good_for_24_hours_at_least() {
        let keys = Keys::in_memory().unwrap();
        for now in [NOW, Instant(0), Instant(GRID_MS - 1)] {
            let token = page_token(&keys, context(), now).unwrap().token;

            let sealed: Sealed = serde_json::from_str(&keys.unseal(&token).unwrap()).unwrap();

            assert_eq!(sealed.page, context());
            assert!(sealed.until >= now.plus_ms(GRID_MS));
        }
    }

    #[test]
    fn a_token_is_opened_until_it_is_over() {
        let keys = Keys::in_memory().unwrap();
        let sealed = page_token(&keys, context(), NOW).unwrap();
        let until = sealed.changes_at.plus_ms(GRID_MS);

        let open = |now| open_page_token(&keys, &sealed.token, now);
        assert_eq!(open(until.plus_ms(-1)), Some(context()));
        assert_eq!(open(until), None);
    }

    #[test]
    fn words_are_whole_and_in_parts() {
        let found: Vec<_> = words("«Інтер-Сіті» до Львова, ЗНАМ’ЯНКИ!").collect();

        for word in ["інтер-сіті", "інтер", "сіті", "до", "львова", "знамянки"]
        {
            assert!(found.iter().any(|one| one == word), "{word}: {found:?}");
        }
    }

    #[test]
    fn a_token_says_nothing_to_other_keys() {
        let token = page_token(&Keys::in_memory().unwrap(), context(), NOW)
            .unwrap()
            .token;

        assert_eq!(Keys::in_memory().unwrap().unseal(&token), None);
    }
}
